"""The rows of hiring cases."""

from interviews.models.amendments import Amendment, Reopening
from interviews.models.candidates import Application, Candidate, FirstSight
from interviews.models.decisions import AlreadyDecided, Decision, EvidenceNotIn
from interviews.models.openings import Criterion, Opening, Round
from interviews.models.panels import Interview
from interviews.models.scorecards import (
    ChangedElsewhere,
    KeyUsed,
    Rating,
    RatingsMissing,
    Scorecard,
    ScorecardLocked,
    ScorecardNotLocked,
)

__all__ = [
    "AlreadyDecided",
    "Amendment",
    "Application",
    "Candidate",
    "ChangedElsewhere",
    "Criterion",
    "Decision",
    "EvidenceNotIn",
    "FirstSight",
    "Interview",
    "KeyUsed",
    "Opening",
    "Rating",
    "RatingsMissing",
    "Reopening",
    "Round",
    "Scorecard",
    "ScorecardLocked",
    "ScorecardNotLocked",
]
