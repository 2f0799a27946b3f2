from __future__ import annotations

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Event, User
from interviews import arranging, correcting, deciding, replanning, scoring
from interviews.choices import Outcome
from interviews.models import (
    Application,
    Candidate,
    ChangedElsewhere,
    Decision,
    FirstSight,
    Interview,
    Mail,
    Opening,
    Rating,
    Round,
    Scorecard,
)
from tests.factories import (
    enter,
    level_of,
    make_application,
    make_interview,
    make_opening,
    rate_all,
    submit_all,
)
from tests.keeping import kept
from tests.roleprofiles.admin.pages import address, filled

LISTS = ["opening", "candidate", "application", "interview", "scorecard", "decision"]
SECRET = "Wept at the whiteboard"


def list_address(name: str) -> str:
    return reverse(f"admin:interviews_{name}_changelist")


def staff(user: User) -> User:
    user.is_staff = True
    user.save(update_fields=["is_staff"])
    return user


def card_of(application: Application, interviewer: User, round_number: int = 1) -> Scorecard:
    interview = make_interview(application, [interviewer], round_number=round_number)
    return interview.scorecards.get()


def submit_as(interviewer: User, application: Application, round_number: int = 1) -> Scorecard:
    card = card_of(application, interviewer, round_number)
    submit_all(card, 4, SECRET)
    card.refresh_from_db()
    return card


def rows_of(client: Client, name: str) -> set[int]:
    response = client.get(list_address(name))
    assert response.status_code == 200
    return {row.pk for row in response.context["cl"].result_list}


@pytest.fixture
def page(client: Client, ada: User) -> Client:
    """The browser of an administrator."""
    client.force_login(ada)
    return client


# Who comes in, and which rows there are


@pytest.mark.parametrize("name", LISTS)
def test_who_comes_in(
    client: Client, ada: User, cora: User, mia: User, ines: User, rosa: User, name: str
) -> None:
    for user, status in ((ada, 200), (cora, 200), (mia, 200), (ines, 403), (rosa, 403)):
        client.force_login(staff(user))
        assert client.get(list_address(name)).status_code == status
    mia.is_staff = False
    mia.save(update_fields=["is_staff"])
    client.force_login(mia)
    assert client.get(list_address(name)).status_code == 302


def test_managers_see_their_own_openings_only(
    client: Client, application: Application, mia: User, max_: User
) -> None:
    elsewhere = make_application(opening=make_opening(by=max_, title="Other search"), name="Lou Roe")
    for user, seen, hidden in ((mia, application, elsewhere), (max_, elsewhere, application)):
        client.force_login(staff(user))
        assert rows_of(client, "application") == {seen.pk}
        assert rows_of(client, "opening") == {seen.opening_id}
        assert rows_of(client, "candidate") == {seen.candidate_id}
        for row in (hidden, hidden.opening, hidden.candidate):
            assert client.get(address(row)).status_code == 302  # to the index: "doesn't exist"
            assert client.get(address(row, "history")).status_code == 302


@pytest.mark.parametrize("name", LISTS)
def test_lists_do_not_query_for_each_row(page: Client, ada: User, name: str) -> None:
    def add() -> None:
        opening = make_opening(by=ada, title=f"Search {Opening.objects.count()}")
        application = make_application(opening=opening)
        submit_as(ada, application)
        deciding.decide(
            application,
            by=ada,
            outcome=Outcome.HIRE,
            must_haves=opening.criteria.of_the_level()[:1],
            reason="All met",
            level=level_of(opening.level.revision.role),
        )

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert len(rows_of(page, name)) == Opening.objects.count()
        return len(captured)

    add()
    queries()  # the first page of a process also looks up its content types
    few = queries()
    for _ in range(4):
        add()
    assert queries() == few


# Independence


def test_drafts_are_for_their_author_alone(
    client: Client, application: Application, ada: User, mia: User, cora: User, ines: User
) -> None:
    card = card_of(application, ines)
    rate_all(card, 4, SECRET)
    for user in (ada, mia, cora):
        client.force_login(staff(user))
        assert rows_of(client, "scorecard") == set()
        for act in ("change", "history", "delete"):
            assert client.get(address(card, act)).status_code in (302, 403)
        response = client.post(address(card), {"ratings-TOTAL_FORMS": 0, "ratings-INITIAL_FORMS": 0})
        assert response.status_code in (302, 403)
        pages = [list_address(name) for name in LISTS]
        interview = card.interview
        rows = [application, application.opening, application.candidate, interview, interview.application]
        pages += [address(row, act) for row in rows for act in ("change", "history", "delete")]
        for url in pages:
            body = client.get(url, follow=True).content.decode()
            assert SECRET not in body
            assert "Above the level" not in body
        said = {"app_label": "interviews", "model_name": "rating", "field_name": "scorecard", "term": ""}
        assert client.get(reverse("admin:autocomplete"), said).json()["results"] == []
        for name in LISTS:
            assert not client.get(list_address(name), {"q": SECRET}).context["cl"].result_list


def test_an_administrator_with_an_open_card_reads_nobody_elses(
    page: Client, application: Application, ada: User, ines: User
) -> None:
    application.opening.managers.add(ada)
    theirs = submit_as(ines, application)
    assert rows_of(page, "scorecard") == {theirs.pk}
    own = card_of(application, ada, round_number=2)
    assert rows_of(page, "scorecard") == {own.pk}
    assert page.get(address(theirs)).status_code == 302


def test_submitted_cards_are_read_only_and_reading_them_is_noted(
    client: Client, application: Application, mia: User, ines: User
) -> None:
    card = submit_as(ines, application)
    client.force_login(staff(mia))
    body = client.get(address(card)).content.decode()
    assert SECRET in body
    assert "4 · Above the level" in body
    assert "<textarea" not in body
    assert 'name="_save"' not in body
    assert list(FirstSight.objects.values_list("application", "person")) == [(application.pk, mia.pk)]
    assert client.post(address(card), {}).status_code == 403


@pytest.mark.parametrize("lookup", ["interviews__scorecards__ratings__value", "decision__outcome"])
def test_addresses_cannot_ask_for_ratings(
    page: Client, application: Application, ines: User, lookup: str
) -> None:
    submit_as(ines, application)
    assert page.get(list_address("application"), {lookup: "4"}).status_code == 400


def test_nobody_deletes_cards_decisions_or_what_holds_them(page: Client, ada: User, ines: User) -> None:
    application = make_application(opening=make_opening(by=ada))
    card = submit_as(ines, application)
    decision = deciding.decide(application, by=ada, outcome=Outcome.NOT_NOW, reason=SECRET)
    rows: list[Any] = [
        card,
        decision,
        card.interview,
        application,
        application.candidate,
        application.opening,
    ]
    for row in rows:
        assert page.post(address(row, "delete"), {"post": "yes"}).status_code == 403
        assert type(row)._default_manager.filter(pk=row.pk).exists()


# One's own draft


@kept
def own(application: Application, ada: User) -> Scorecard:
    return card_of(application, ada)


def first_line(response: Any) -> str:
    return str(response.context["inline_admin_formsets"][0].formset.forms[0].prefix)


def test_own_drafts_are_rated_through_the_act(page: Client, own: Scorecard) -> None:
    shown = page.get(address(own))
    line = first_line(shown)
    data = filled(shown, **{f"{line}-value": "4", f"{line}-evidence": f"{SECRET}\r\ntwice"})
    assert page.post(address(own), data).status_code == 302
    rated, *others = own.ratings.all()
    assert (rated.value, rated.evidence, rated.version) == (4, f"{SECRET}\ntwice", 1)
    assert {(rating.value, rating.version) for rating in others} == {(None, 0)}
    (entry,) = LogEntry.objects.all()
    assert entry.get_change_message() == f"Changed Value and Evidence for rating “Rating {rated.pk}”."
    # The same page once more: nothing new is said of what somebody else may have changed since.
    page.post(address(own), filled(page.get(address(own))))
    assert {rating.version for rating in own.ratings.all()} == {0, 1}


def test_a_value_and_not_assessed_exclude_each_other(page: Client, own: Scorecard) -> None:
    shown = page.get(address(own))
    line = first_line(shown)
    response = page.post(
        address(own), filled(shown, **{f"{line}-value": "4", f"{line}-is_not_assessed": "on"})
    )
    assert "A criterion has a value or is not assessed, never both." in response.content.decode()
    assert set(own.ratings.values_list("value", "is_not_assessed")) == {(None, False)}


def test_a_conflict_names_the_criterion_and_keeps_what_was_typed(
    page: Client, own: Scorecard, ada: User
) -> None:
    shown = page.get(address(own))
    line = first_line(shown)
    rating = own.ratings.select_related("criterion").get(
        pk=shown.context["inline_admin_formsets"][0].formset.forms[0].instance.pk
    )
    enter(rating, scoring.Mark(value=2))
    body = page.post(
        address(own), filled(shown, **{f"{line}-value": "4", f"{line}-evidence": SECRET})
    ).content.decode()
    assert f"{rating.criterion.name}: this was changed elsewhere meanwhile" in body
    assert SECRET in body
    rating.refresh_from_db()
    assert (rating.value, rating.evidence, rating.version) == (2, "", 1)
    # Somebody who has not touched that line is not stopped by it.
    assert page.post(address(own), filled(shown)).status_code == 302


def test_a_conflict_after_the_check_is_a_message(
    page: Client, own: Scorecard, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = page.get(address(own))
    line = first_line(shown)
    rating = own.ratings.select_related("criterion").first()

    def conflict(*_: object, **__: object) -> None:
        assert rating
        raise ChangedElsewhere(rating)

    monkeypatch.setattr(scoring, "save_sheet", conflict)
    response = page.post(address(own), filled(shown, **{f"{line}-value": "4"}), follow=True)
    assert rating
    said = [str(message) for message in response.context["messages"]]
    assert said[0].startswith(f"{rating.criterion.name}: this was changed elsewhere")
    assert SECRET not in "".join(said)


def test_a_card_that_was_submitted_meanwhile_stays(page: Client, own: Scorecard, ada: User) -> None:
    shown = page.get(address(own))
    line = first_line(shown)
    submit_all(own, 3)
    assert page.post(address(own), filled(shown, **{f"{line}-value": "1"})).status_code == 403
    assert set(own.ratings.of_the_level().values_list("value", flat=True)) == {3}


# Arranging


def test_interviewers_are_assigned_by_the_act(
    page: Client, application: Application, ines: User, oscar: User
) -> None:
    round_ = application.opening.rounds.get(position=1)
    data = {"application": application.pk, "round": round_.pk, "place": "Room 1", "panel": [ines.pk]}
    data |= {"starts_at_0": "", "starts_at_1": ""}
    assert page.post(reverse("admin:interviews_interview_add"), data).status_code == 302
    interview = Interview.objects.get()
    assert interview.scorecards.get().ratings.of_the_level().count() == round_.criteria.count()
    shown = page.get(address(interview))
    assert page.post(address(interview), {**data, "panel": [ines.pk, oscar.pk]}).status_code == 302
    assert set(interview.interviewers.all()) == {ines, oscar}
    assert shown.status_code == 200


def test_calendars_are_told_of_what_the_admin_arranges(
    page: Client, application: Application, ines: User, oscar: User
) -> None:
    round_ = application.opening.rounds.get(position=1)
    data = {"application": application.pk, "round": round_.pk, "place": "Room 1", "panel": [ines.pk]}
    data |= {"starts_at_0": "2130-01-15", "starts_at_1": "14:00"}
    assert page.post(reverse("admin:interviews_interview_add"), data).status_code == 302
    interview = Interview.objects.get()
    assert page.post(address(interview), {**data, "panel": [oscar.pk]}).status_code == 302
    interview.refresh_from_db()
    assert (interview.sequence, interview.minutes) == (2, round_.minutes)
    assert sorted(Mail.objects.values_list("kind", "person__email", "sequence")) == [
        ("cancellation", "ines@example.com", 2),
        ("invitation", "ines@example.com", 1),
        ("invitation", "oscar@example.com", 2),
    ]
    without = {**data, "starts_at_0": "", "starts_at_1": "", "panel": [oscar.pk]}
    said = page.post(address(interview), without, follow=True).content.decode()
    interview.refresh_from_db()
    assert ("Cancel it to take the time back." in said, interview.starts_at is None) == (True, False)


def test_rounds_that_the_plan_has_no_more_are_not_arranged(
    page: Client, application: Application, ines: User
) -> None:
    round_ = application.opening.rounds.get(position=1)
    Round.objects.filter(pk=round_.pk).update(retired_in=2)
    data = {"application": application.pk, "round": round_.pk, "place": "", "panel": [ines.pk]}
    data |= {"starts_at_0": "", "starts_at_1": ""}
    response = page.post(reverse("admin:interviews_interview_add"), data)
    assert (response.status_code, Interview.objects.exists()) == (200, False)
    assert list(response.context["adminform"].form.errors) == ["round"]


def test_a_round_that_is_taken_out_after_the_check_is_a_message(
    page: Client, application: Application, ines: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object, **__: object) -> None:
        raise arranging.RoundGone("This round is not part of the plan any more.")

    monkeypatch.setattr(arranging, "arrange", gone)
    round_ = application.opening.rounds.get(position=1)
    data = {"application": application.pk, "round": round_.pk, "place": "", "panel": [ines.pk]}
    data |= {"starts_at_0": "", "starts_at_1": ""}
    response = page.post(reverse("admin:interviews_interview_add"), data, follow=True)
    assert "This round is not part of the plan any more." in response.content.decode()
    assert not Interview.objects.exists()


def test_nobody_is_taken_off_who_has_begun(
    page: Client, application: Application, ines: User, oscar: User
) -> None:
    card = card_of(application, ines)
    rate_all(card, 3, SECRET)
    data = {"place": "", "starts_at_0": "", "starts_at_1": "", "panel": [oscar.pk]}
    response = page.post(address(card.interview), data)
    assert response.context["adminform"].form.errors["panel"] == [
        "Ines Ruiz has begun to score and cannot be taken off this interview."
    ]
    assert list(card.interview.interviewers.all()) == [ines]


def test_rounds_belong_to_the_opening(page: Client, application: Application, max_: User, ines: User) -> None:
    elsewhere = make_opening(by=max_, title="Other search").rounds.get(position=1)
    data = {"application": application.pk, "round": elsewhere.pk, "panel": [ines.pk]}
    response = page.post(reverse("admin:interviews_interview_add"), data)
    assert response.context["adminform"].form.errors["round"] == ["This round belongs to another opening."]
    assert not Interview.objects.exists()


def test_managers_arrange_in_their_own_openings_only(
    client: Client, application: Application, mia: User, max_: User, ines: User
) -> None:
    round_ = application.opening.rounds.get(position=1)
    data = {"application": application.pk, "round": round_.pk, "panel": [ines.pk]}
    data |= {"starts_at_0": "", "starts_at_1": "", "place": ""}
    client.force_login(staff(max_))
    assert client.post(reverse("admin:interviews_interview_add"), data).status_code == 200
    assert not Interview.objects.exists()
    client.force_login(staff(mia))
    assert client.post(reverse("admin:interviews_interview_add"), data).status_code == 302
    assert Interview.objects.exists()


def test_interviewers_of_other_openings_look_only(
    client: Client, application: Application, max_: User
) -> None:
    card = card_of(application, max_)
    client.force_login(staff(max_))
    body = client.get(address(card.interview)).content.decode()
    assert 'name="_save"' not in body
    assert "Max Otieno" in body
    assert client.post(address(card.interview), {"place": "Elsewhere", "panel": []}).status_code == 403
    assert list(card.interview.interviewers.all()) == [max_]


def test_people_are_offered_by_what_they_may_do(
    client: Client, cora: User, ines: User, mia: User, rosa: User
) -> None:
    client.force_login(staff(cora))
    for name, expected in (("interview", [ines, mia]), ("opening", [mia])):
        found = client.get(reverse(f"admin:interviews_{name}_people")).json()["results"]
        assert [one["id"] for one in found] == [str(user.pk) for user in expected]
    client.force_login(rosa)
    assert client.get(reverse("admin:interviews_interview_people")).status_code == 403


def test_candidates_get_the_next_code_and_the_log_has_no_name(
    client: Client, cora: User, application: Application
) -> None:
    client.force_login(staff(cora))
    assert (
        client.post(reverse("admin:interviews_candidate_add"), {"name": "Lou Roe", "email": ""}).status_code
        == 302
    )
    made = Candidate.objects.get(name="Lou Roe")
    assert made.number == application.candidate.number + 1
    (entry,) = LogEntry.objects.all()
    assert entry.object_repr == made.code
    assert "Lou" not in entry.get_change_message()


def test_addresses_of_candidates_are_for_coordinators(
    client: Client, application: Application, cora: User, mia: User
) -> None:
    for user, sees in ((cora, True), (mia, False)):
        client.force_login(staff(user))
        body = client.get(address(application.candidate)).content.decode()
        assert (application.candidate.email in body) is sees
        assert "Kim Doe" in body


@pytest.mark.parametrize("words", ["C-1001", "1001", "kim d", "analyst"])
def test_cases_are_found_by_code_name_and_opening(
    page: Client, own: Scorecard, max_: User, words: str
) -> None:
    card_of(
        make_application(opening=make_opening(by=max_, title="Other search"), name="Lou Roe"), own.interviewer
    )
    for name, row in (
        ("application", own.interview.application),
        ("interview", own.interview),
        ("scorecard", own),
    ):
        found = page.get(list_address(name), {"q": words}).context["cl"].result_list
        assert list(found) == [row]


# The plan


def test_the_plan_is_edited_until_somebody_has_a_scorecard(
    client: Client, application: Application, mia: User, ines: User
) -> None:
    client.force_login(staff(mia))
    opening = application.opening
    shown = client.get(address(opening))
    new = shown.context["inline_admin_formsets"][0].formset.forms[-1].prefix
    assert client.post(address(opening), filled(shown, **{f"{new}-name": "Curiosity"})).status_code == 302
    added = opening.criteria.of_the_level().get(name="Curiosity")
    assert (added.kind, added.requirement_key) == ("added", None)

    card_of(application, ines)
    shown = client.get(address(opening))
    assert all(not one.has_change_permission for one in shown.context["inline_admin_formsets"])
    data = {"title": "Renamed", "managers": [mia.pk], "criteria-0-id": added.pk, "criteria-0-name": "Changed"}
    data |= {"criteria-TOTAL_FORMS": 1, "criteria-INITIAL_FORMS": 1}
    data |= {"rounds-TOTAL_FORMS": 0, "rounds-INITIAL_FORMS": 0}
    client.post(address(opening), data)
    opening.refresh_from_db()
    added.refresh_from_db()
    assert (opening.title, added.name) == ("Renamed", "Curiosity")


def test_a_gap_that_is_made_there_takes_readiness_away(client: Client, opening: Opening, mia: User) -> None:
    replanning.mark_ready(opening.pk, by=mia)
    client.force_login(staff(mia))
    shown = client.get(address(opening))
    client.post(address(opening), filled(shown))
    opening.refresh_from_db()
    assert opening.is_ready  # nothing was changed
    rounds = shown.context["inline_admin_formsets"][1].formset.initial_forms
    gap = opening.criteria.of_the_level().get(name="Ability 3")
    for form in rounds:
        form.instance.criteria.remove(gap)
    first = rounds[0].prefix
    kept = [one.pk for one in opening.criteria.of_the_level().exclude(pk=gap.pk)]
    said = {f"{one.prefix}-criteria": kept for one in rounds}
    client.post(address(opening), filled(shown, **{f"{first}-minutes": 45}) | said)
    opening.refresh_from_db()
    assert (opening.rounds.all()[0].minutes, opening.is_ready) == (45, False)
    assert Event.objects.about(opening)[0].verb == "changed"


def test_what_has_left_the_plan_is_not_shown_there(client: Client, opening: Opening, mia: User) -> None:
    opening.criteria.filter(name="Ability 3").update(retired_in=2)
    opening.rounds.filter(position=3).update(retired_in=2)
    client.force_login(staff(mia))
    criteria, rounds = client.get(address(opening)).context["inline_admin_formsets"]
    assert [str(form.instance) for form in criteria.formset.initial_forms] == [
        *["Ability 1", "Ability 2", "Ability 4"],
    ]
    assert [str(form.instance) for form in rounds.formset.initial_forms] == ["Round 1", "Round 2"]
    offered = rounds.formset.initial_forms[0].fields["criteria"].queryset
    assert [str(one) for one in offered] == ["Ability 1", "Ability 2", "Ability 4"]


# Decisions


def test_decisions_are_read_by_those_who_may_read_the_evidence(
    client: Client, application: Application, ada: User, mia: User, cora: User, ines: User
) -> None:
    submit_as(ines, application)
    decision = deciding.decide(application, by=mia, outcome=Outcome.NOT_NOW, reason=SECRET)
    for user, expected in ((mia, {decision.pk}), (cora, set()), (ada, set())):
        client.force_login(staff(user))
        assert rows_of(client, "decision") == expected
        body = client.get(address(decision), follow=True).content.decode()
        assert (SECRET in body) is bool(expected)
    Scorecard.objects.create(interview=application.interviews.get(), interviewer=mia)
    client.force_login(mia)
    assert rows_of(client, "decision") == set()
    assert client.post(address(decision), {"reason": "Other"}).status_code in (302, 403)
    assert Decision.objects.get().reason == SECRET
    assert Rating.objects.filter(evidence=SECRET).exists()


def test_earlier_decisions_are_there_with_what_they_rest_on(
    client: Client, application: Application, mia: User, ines: User
) -> None:
    submit_as(ines, application)
    first, second = application.opening.criteria.of_the_level()[:2]
    taken_back = deciding.decide(
        application, by=mia, outcome=Outcome.NOT_NOW, must_haves=[first], reason="Too early"
    )
    deciding.reopen(application, seen=taken_back.pk, by=mia, reason="A card was mixed up")
    stands = deciding.decide(
        application, by=mia, outcome=Outcome.NOT_NOW, must_haves=[second], reason="Not yet"
    )
    client.force_login(staff(mia))
    assert rows_of(client, "decision") == {taken_back.pk, stands.pk}
    body = client.get(address(taken_back)).content.decode()
    for words in (first.name, "Too early", "A card was mixed up", "Mia Novak"):
        assert words in body
    assert second.name not in body
    assert 'name="must_haves"' not in body
    body = client.get(address(stands)).content.decode()
    assert (second.name in body, "A card was mixed up" in body) == (True, False)


# What happens after submitting


def test_amendments_are_shown_to_those_who_read_the_ratings(
    client: Client, application: Application, mia: User, ada: User, ines: User
) -> None:
    card = submit_as(ines, application)
    rating = card.ratings.in_order()[0]
    said = {"evidence": "Copied it", "reason": "I <b>checked</b>"}
    correcting.amend(card.pk, rating.pk, scoring.Mark(value=1), number=1, by=ines, **said)
    client.force_login(staff(mia))
    body = client.get(address(card)).content.decode()
    assert "1 · Not there yet. Copied it (amended " in body
    assert ": I &lt;b&gt;checked&lt;/b&gt;)" in body
    client.force_login(ada)
    assert "Copied it" not in client.get(address(card), follow=True).content.decode()


def test_the_reason_of_a_recusal_is_on_ones_own_card_only(
    client: Client, application: Application, mia: User, ada: User
) -> None:
    own = card_of(application, mia)
    scoring.recuse(own.pk, by=mia, reason=SECRET)
    client.force_login(staff(mia))
    assert SECRET in client.get(address(own)).content.decode()
    client.force_login(ada)
    assert client.get(address(own)).status_code == 302
    assert rows_of(client, "scorecard") == set()


def test_the_panel_says_who_is_in_and_who_is_out(
    page: Client, application: Application, ines: User, oscar: User, max_: User
) -> None:
    interview = make_interview(application, [ines, oscar, max_])
    cards = {card.interviewer: card for card in interview.scorecards.all()}
    submit_all(cards[ines])
    scoring.recuse(cards[oscar].pk, by=oscar, reason=SECRET)
    body = page.get(list_address("interview")).content.decode()
    assert "Ines Ruiz (submitted), Oscar Berg (took themselves out), Max Otieno (not submitted)" in body
    links = page.get(address(interview)).content.decode()
    assert "Reopen the scorecard of Oscar Berg</a> (took themselves out)" in links
    assert "Reopen the scorecard of Max Otieno" not in links
    assert SECRET not in body + links


@pytest.mark.parametrize(
    ("name", "lookup"),
    [
        ("scorecard", "handover__contains"),
        ("scorecard", "recusal_reason__startswith"),
        ("scorecard", "digest_salt__gt"),
        ("candidate", "email__startswith"),
    ],
)
def test_addresses_try_out_no_field(page: Client, name: str, lookup: str) -> None:
    assert page.get(list_address(name), {lookup: "a"}).status_code == 400
    assert page.get(list_address("opening"), {"closed_at__isnull": "True"}).status_code == 200
    assert page.get(list_address("interview"), {"starts_at__year": "2030"}).status_code == 200
