"""The rows of hiring cases."""

from interviews.models.candidates import Application, Candidate, FirstSight
from interviews.models.decisions import AlreadyDecided, Decision, EvidenceNotIn
from interviews.models.openings import Criterion, Opening, Round
from interviews.models.panels import Interview
from interviews.models.scorecards import Rating, RatingConflict, RatingsMissing, Scorecard, ScorecardLocked

__all__ = [
    "AlreadyDecided",
    "Application",
    "Candidate",
    "Criterion",
    "Decision",
    "EvidenceNotIn",
    "FirstSight",
    "Interview",
    "Opening",
    "Rating",
    "RatingConflict",
    "RatingsMissing",
    "Round",
    "Scorecard",
    "ScorecardLocked",
]
