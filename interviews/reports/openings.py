"""What pages of role profiles show of the openings that rest on them."""

from __future__ import annotations

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from accounts.models import User
from interviews.models import Opening
from roleprofiles.dependents import Dependent, Resting


def openings_resting_on(role_pk: int, user: User) -> Resting:
    """The open searches that were opened from revisions of a role, in one query."""
    visible = Opening.objects.visible_to(user).filter(pk=OuterRef("pk"))
    openings = (
        Opening.objects.open().filter(level__revision__role=role_pk).annotate(is_visible=Exists(visible))
    )
    fields = ("pk", "title", "level__revision__number", "level__name", "created_at", "is_visible")
    found = list(openings.values_list(*fields))
    return Resting(
        shown=tuple(
            Dependent(
                title=title,
                url=reverse("interviews:opening_detail", args=[pk]),
                revision_number=number,
                state=f"{level}, open since {date_format(timezone.localtime(created_at), 'j M Y')}",
            )
            for pk, title, number, level, created_at, is_visible in found
            if is_visible
        ),
        hidden=sum(not is_visible for *_, is_visible in found),
    )


def interview_steps(level_pk: int) -> tuple[str, ...]:
    """A line for each round of the newest open search for a level, in two queries."""
    opening = Opening.objects.open().filter(level=level_pk).order_by("-pk").first()
    if opening is None:
        return ()
    rounds = opening.rounds.prefetch_related("criteria")
    return tuple(
        f"{one.title}, {one.minutes} minutes: {', '.join(c.name for c in one.criteria.all())}"
        for one in rounds
    )
