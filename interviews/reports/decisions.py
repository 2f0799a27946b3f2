"""What was decided on an application, and what was taken back."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from accounts.prepared import Prepared
from interviews.levelfit import Reading
from interviews.models import Application, Decision, DecisionReopening
from interviews.reports.debriefs import Debrief


@dataclass(frozen=True, kw_only=True)
class MustHave:
    """One that a decision rests on, with how it reads now; None where the plan has it no more."""

    name: str
    reading: Reading | None


@dataclass(frozen=True, kw_only=True)
class DecisionShown:
    decision: Decision
    must_haves: tuple[MustHave, ...]
    reopening: DecisionReopening | None
    is_at_another_level: bool


@dataclass(frozen=True, kw_only=True)
class Decisions:
    """The one that stands, and those that were taken back, the newest first. None while closed."""

    standing: DecisionShown | None = None
    earlier: tuple[DecisionShown, ...] = ()


def of_application(application: Application, shown: Debrief) -> Decisions:
    """In two queries, one where nothing was decided, none while the evidence is closed."""
    if shown.is_closed:
        return Decisions()
    readings = _readings(shown)
    made = [_shown(decision, application, readings) for decision in _decisions(application.pk)]
    return Decisions(
        standing=next((one for one in made if one.decision.pk == application.decision_id), None),
        earlier=tuple(one for one in made if one.reopening),
    )


@Prepared
def _decisions(application: int) -> QuerySet[Decision]:
    return Decision.objects.filter(application=application).with_what_it_rests_on()


def _readings(shown: Debrief) -> dict[int, Reading]:
    """Also of wordings that were replaced or taken out of the plan since."""
    return {
        pk: row.reading
        for row in reversed(shown.all_rows)  # what the plan asks for now comes last, and stays
        for pk in (*(cell.criterion_id for cell in row.cells if cell), row.criterion.pk)
    }


def _shown(decision: Decision, application: Application, readings: dict[int, Reading]) -> DecisionShown:
    return DecisionShown(
        decision=decision,
        must_haves=tuple(
            MustHave(name=one.name, reading=readings.get(one.pk)) for one in decision.must_haves.all()
        ),
        reopening=decision.reopening if decision.is_taken_back else None,
        is_at_another_level=bool(decision.level and not decision.level.is_same_as(application.opening.level)),
    )
