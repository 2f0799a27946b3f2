"""A scorecard on paper, for the interviewer who filled it in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format

from interviews import clocks
from interviews.choices import NotAssessedReason, RatingValue
from interviews.models import Amendment, Interview, Rating, Scorecard
from interviews.reports.scorecards import Scoring
from roleprofiles.typesetting import typeset_anyway

TEMPLATE = Path(__file__).with_name("scorecard.typ")


def pdf(page: Scoring) -> bytes:
    return typeset_anyway(TEMPLATE, said_on(page))


def file_name(card: Scorecard) -> str:
    """Of the candidate the code only."""
    interview = card.interview
    return f"scorecard-{interview.application.candidate.code}-round-{interview.round.position}.pdf"


def said_on(page: Scoring) -> dict[str, Any]:
    """All texts of the paper, in the words of the page."""
    card = page.card
    application = card.interview.application
    opening = application.opening
    return {
        "code": application.candidate.code,
        "name": application.candidate.name,
        "state": _state(card),
        "is_draft": not card.is_locked,
        "facts": [
            ["Opening", opening.title],
            ["Level", f"{opening.level.revision.title}, {opening.level.name}"],
            ["Round", card.interview.round.title],
            ["Held", _held(card.interview)],
            ["Interviewer", str(card.interviewer)],
        ],
        "ratings": [_rating(rating, page) for rating in _worth_printing(page)],
        "handover": card.handover,
    }


def _state(card: Scorecard) -> str:
    if card.submitted_at:
        return f"Submitted {_moment(card.submitted_at)}"
    return f"Taken out {_moment(card.recused_at)}: counts nowhere" if card.recused_at else "Draft"


def _worth_printing(page: Scoring) -> list[Rating]:
    """All of the level; of the next level what was said."""
    return [one for one in page.ratings if one.has_entry or not one.criterion.is_next_level]


def _kind(rating: Rating, page: Scoring) -> str:
    kind = rating.criterion.get_kind_display()
    if not rating.criterion.is_next_level:
        return kind
    beneath = {one.criterion_id: one for one in page.ratings}.get(rating.criterion.beneath_id or 0)
    loaded: Any = page.card
    named = f"{kind}: {loaded.level_above}" if loaded.level_above else kind
    is_read = beneath is None or beneath.reaches_the_level
    return named if is_read else f"{named} (not read, because the rating above is not a 3 or 4)"


def _rating(rating: Rating, page: Scoring) -> dict[str, Any]:
    amendments: Iterable[Amendment] = rating.amendments.all() if page.card.is_submitted else ()
    return {
        "name": rating.criterion.name,
        "kind": _kind(rating, page),
        "mark": _mark(rating),
        "evidence": rating.evidence,
        "amendments": [
            {
                "mark": _mark(one),
                "evidence": one.evidence,
                "when": f"Amended {_moment(one.amended_at)}{_sight(one)}: {one.reason}",
            }
            for one in amendments
        ],
    }


def _mark(said: Rating | Amendment) -> str:
    if said.is_not_assessed:
        reason = said.not_assessed_reason
        return f"Not assessed: {NotAssessedReason(reason).label.lower()}" if reason else "Not assessed"
    return f"{said.value} · {RatingValue(said.value).label}" if said.value is not None else "Not rated yet"


def _sight(amendment: Amendment) -> str:
    return ", having seen others’ ratings" if amendment.had_seen_others else ""


def _held(interview: Interview) -> str:
    return clocks.written(interview.starts_at, interview.zone) if interview.starts_at else "no time set"


def _moment(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "j M Y, H:i")
