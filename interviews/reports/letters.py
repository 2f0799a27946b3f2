"""The facts of a decision that its letter may say."""

from __future__ import annotations

from interviews.choices import Outcome
from interviews.letters import Facts
from interviews.levelfit import Reading
from interviews.models import Application, Decision
from interviews.reports.debriefs import Debrief


def facts_of(application: Application, decision: Decision, shown: Debrief) -> Facts:
    """By the readings that the page shows; nothing that somebody wrote."""
    level = application.opening.level
    return Facts(
        outcome=Outcome(decision.outcome),
        name=application.candidate.name,
        role=level.revision.title,
        applied_for=level.name,
        level=decision.level.name if decision.level else "",
        must_haves={
            reading: [row.criterion.name for row in shown.rows if row.reading == reading]
            for reading in Reading
        },
        rests_on=[criterion.name for criterion in decision.must_haves.all()],
    )
