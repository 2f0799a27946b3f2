"""What lies between a candidate and the next level: the evidence that is there, and the growth path."""

from __future__ import annotations

from dataclasses import dataclass

from interviews import levelfit
from interviews.levelfit import Line, Reading
from interviews.models import Application
from interviews.reports.debriefs import Debrief
from interviews.reports.fits import LevelReading, fits_of
from roleprofiles.models import GrowthPath, Level


@dataclass(frozen=True, kw_only=True)
class Rung:
    """A level's must-haves by what the evidence says of them; names only."""

    level: Level
    met: tuple[str, ...]
    to_grow: tuple[str, ...]
    to_look_at_again: tuple[str, ...]
    not_assessed: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class GapReport:
    """``at`` is the level decided, or the one applied for; ``above`` the next, if there is one."""

    at: Rung
    above: Rung | None
    is_decided: bool
    has_evidence: bool
    paths: tuple[tuple[str, tuple[str, ...]], ...]


def gap_report(application: Application, shown: Debrief) -> GapReport:
    """In a fixed number of queries, for whom the evidence is open."""
    fits = fits_of(application, shown)
    known = [fits.at, *fits.below, *([fits.above] if fits.above else [])] if fits else []
    readings = {one.level.pk: one for one in known}
    decided = application.decision.level if application.decision else None
    base = decided or application.opening.level
    climb = _climb(base, application.opening.level)
    here, *higher = (_rung(level, readings) for level in climb)
    return GapReport(
        at=here,
        above=higher[0] if higher else None,
        is_decided=decided is not None,
        has_evidence=fits is not None,
        paths=_paths(climb[0]),
    )


def _climb(base: Level, applied_for: Level) -> list[Level]:
    """A level and the next one, as the search has them: after a decision it may rest on a newer revision.

    Where that has no level of this name, as the decision had them.
    """
    for revision in (applied_for.revision_id, base.revision_id):
        levels = list(Level.objects.filter(revision=revision).with_requirements())
        for place, one in enumerate(levels):
            if one.is_same_as(base):
                return levels[place : place + 2]
    raise Level.DoesNotExist


def _rung(level: Level, readings: dict[int, LevelReading]) -> Rung:
    """A level that nothing is known of has all its must-haves not assessed."""
    if level.pk in readings:
        fit = readings[level.pk].fit
    else:
        fit = levelfit.level_fit(Line(name=one.name, values=()) for one in level.must_haves())

    def names(reading: Reading) -> tuple[str, ...]:
        return tuple(line.name for line in fit.read_as(reading))

    return Rung(
        level=level,
        met=names(Reading.MET),
        to_grow=names(Reading.NOT_YET),
        to_look_at_again=names(Reading.SPLIT),
        not_assessed=names(Reading.NOT_ASSESSED),
    )


def _paths(level: Level) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Each growth path from the level in the role document, with its steps."""
    paths = GrowthPath.objects.filter(revision=level.revision_id).prefetch_related("steps")
    return tuple(
        (str(path), tuple(step.text for step in path.steps.all()))
        for path in paths
        if path.from_name.casefold() == level.name.casefold()
    )
