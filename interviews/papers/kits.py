"""An interviewer's kit on paper: what the page has, with room to write."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from interviews import clocks
from interviews.models import Criterion, Interview
from interviews.reports.kits import CLOSING_MINUTES, Kit
from interviews.reports.questions import Asked
from roleprofiles.typesetting import typeset_anyway

TEMPLATE = Path(__file__).with_name("kit.typ")


def pdf(kit: Kit) -> bytes:
    return typeset_anyway(TEMPLATE, said_on(kit))


def file_name(kit: Kit) -> str:
    """Of the candidate the code only."""
    interview = kit.interview
    return f"kit-{interview.application.candidate.code}-round-{interview.round.position}.pdf"


def said_on(kit: Kit) -> dict[str, Any]:
    """All texts of the paper, in the words of the page."""
    interview = kit.interview
    application = interview.application
    level = application.opening.level
    return {
        "code": application.candidate.code,
        "name": application.candidate.name,
        "state": f"Cancelled: {interview.cancel_reason}" if interview.cancelled_at else "",
        "facts": [
            ["Opening", application.opening.title],
            ["Level", ", ".join(filter(None, [level.revision.title, level.name, level.years]))],
            ["Responsibility", kit.responsibility],
            ["Round", f"{interview.round.title}, {kit.minutes} minutes"],
            ["When", _moment(interview)],
            ["Where", interview.place],
            ["Interviewers", ", ".join(map(str, kit.interviewers))],
        ],
        "note": interview.round.note,
        "handovers": [
            {"by": f"{card.interviewer}, {card.interview.round}", "text": card.handover}
            for card in kit.handovers
        ],
        "criteria": [_criterion(one) for one in kit.criteria],
        "questions": [_question(one) for one in kit.questions],
        "time": _time(kit),
        "closing": f"Leave {CLOSING_MINUTES} minutes for what the candidate wants to know. It is not rated.",
    }


def _criterion(criterion: Criterion) -> dict[str, Any]:
    return {
        "name": criterion.name,
        "detail": criterion.detail,
        "kind": criterion.get_kind_display(),
        "anchors": [
            f"{anchor.value} · {anchor.label}: {anchor.text}" for anchor in criterion.scale if anchor.is_own
        ],
    }


def _question(asked: Asked) -> dict[str, Any]:
    minutes = f"{asked.minutes} min" if asked.minutes else ""
    return {
        "prompt": asked.prompt,
        "about": " · ".join(filter(None, [asked.criterion, minutes])),
        "look_for": asked.look_for,
        "probes": list(asked.probes),
        "hints": [hint.text for hint in asked.hints],
    }


def _time(kit: Kit) -> str:
    if not kit.asked_minutes:
        return ""
    said = f"The questions and the end take {kit.asked_minutes} of {kit.minutes} minutes"
    return f"{said}: {kit.over} too many. Say beforehand which to leave out." if kit.over else f"{said}."


def _moment(interview: Interview) -> str:
    return clocks.written(interview.starts_at, interview.zone) if interview.starts_at else "no time set"
