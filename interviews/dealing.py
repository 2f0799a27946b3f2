"""Act: give scorecards the criteria of their rounds, and give them anew where the plan became another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from accounts.models import User
from interviews.models import Interview, Opening, Rating, Round, Scorecard


def deal(interview: Interview, interviewer: User) -> Scorecard:
    """A card with an empty rating for each criterion that the round assesses; once the interview has
    begun, for those that the others rate. The opening is held."""
    begun = interview.scorecards.begun().order_by("pk").first()
    if begun:
        version, numbers = begun.plan_version, list(begun.ratings.values_list("criterion", flat=True))
    else:
        opening = Opening.objects.get(rounds=interview.round_id)
        version, numbers = opening.plan_version, _wanted(opening)[interview.round_id]
    card = Scorecard.objects.create(interview=interview, interviewer=interviewer, plan_version=version)
    Rating.objects.bulk_create(Rating(scorecard=card, criterion_id=number) for number in numbers)
    return card


def deal_again(opening: Opening, begun: Collection[int], *, version: int) -> None:
    """The draft cards of interviews that have not begun get exactly what their rounds assess now.

    The transaction holds these cards. In a constant number of statements, but that ratings are deleted a
    hundred at a time.
    """
    cards = list(
        Scorecard.objects.of_opening(opening.pk)
        .drafts()
        .exclude(interview__in=begun)
        .values_list("pk", "interview__round")
    )
    if not cards:
        return
    pks = [pk for pk, _ in cards]
    wanted = _wanted(opening)
    ratings = Rating.objects.filter(scorecard__in=pks)
    there: dict[int, set[int]] = defaultdict(set)
    rounds, over = dict(cards), []
    for rating in ratings:
        if rating.criterion_id in wanted[rounds[rating.scorecard_id]]:
            there[rating.scorecard_id].add(rating.criterion_id)
        else:
            over.append(rating.pk)
    Rating.objects.filter(pk__in=over).delete()
    Rating.objects.bulk_create(
        Rating(scorecard_id=pk, criterion_id=number)
        for pk, round_pk in cards
        for number in wanted[round_pk]
        if number not in there[pk]
    )
    Scorecard.objects.filter(pk__in=pks).update(plan_version=version)


def _wanted(opening: Opening) -> dict[int, list[int]]:
    """What cards of each round have, by the plan as it is now: of what was replaced, the successor; and
    what is offered of the next level."""
    criteria = {one.pk: one for one in opening.criteria.all()}
    heirs = {one.replaces_id: one.pk for one in criteria.values() if one.replaces_id}
    above: dict[int, list[int]] = defaultdict(list)
    for one in criteria.values():
        if one.beneath_id and one.retired_in is None:
            above[one.beneath_id].append(one.pk)
    held = (
        Round.criteria.through.objects.filter(round__opening=opening)
        .order_by("criterion__position", "criterion")
        .values_list("round", "criterion")
    )
    wanted: dict[int, list[int]] = defaultdict(list)
    for round_pk, number in held:
        heir: int | None = number
        while heir is not None and criteria[heir].retired_in is not None:
            heir = heirs.get(heir)
        if heir is not None and heir not in wanted[round_pk]:
            wanted[round_pk] += [heir, *above[heir]]
    return wanted
