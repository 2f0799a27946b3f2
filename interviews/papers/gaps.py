"""The gap report on paper, in the words of the page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from interviews.models import Application
from interviews.reports.gaps import GapReport, Rung
from roleprofiles.typesetting import typeset_anyway

TEMPLATE = Path(__file__).with_name("gap.typ")
NO_STEPS = "The role document names no steps."


def pdf(application: Application, report: GapReport) -> bytes:
    return typeset_anyway(TEMPLATE, said_on(application, report))


def file_name(application: Application) -> str:
    """Of the candidate the code only."""
    return f"gap-report-{application.candidate.code}.pdf"


def said_on(application: Application, report: GapReport) -> dict[str, Any]:
    """All texts of the paper."""
    here, above = report.at.level.name, report.above
    parts = [_part(f"At {here}", report.at)]
    if above:
        parts.append(_part(f"Towards {above.level.name}", above))
    return {
        "code": application.candidate.code,
        "name": application.candidate.name,
        "role": application.opening.level.revision.title,
        "base": f"{here}, the level {'decided' if report.is_decided else 'applied for'}",
        "next": above.level.name if above else f"None: {here} is the highest level of this role",
        "parts": parts,
        "paths": [{"title": title, "steps": list(steps or [NO_STEPS])} for title, steps in report.paths],
    }


def _part(title: str, rung: Rung) -> dict[str, Any]:
    lists = (
        ("Met", rung.met),
        ("To grow", rung.to_grow),
        ("To look at again", rung.to_look_at_again),
        ("Not assessed, which is no gap", rung.not_assessed),
    )
    return {
        "title": title,
        "lists": [{"title": name, "items": list(items)} for name, items in lists if items],
    }
