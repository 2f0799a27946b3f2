"""The rows of hiring cases."""

from interviews.models.amendments import Amendment, Reopening
from interviews.models.candidates import Application, Candidate, FirstSight, Resume
from interviews.models.decisions import (
    AlreadyDecided,
    DebriefNote,
    Decision,
    DecisionIncomplete,
    DecisionReopening,
    EvidenceNotIn,
    NotDecided,
    NoteChanged,
)
from interviews.models.mails import Mail
from interviews.models.openings import Criterion, Opening, PlanVersion, Round, RoundQuestion
from interviews.models.panels import Interview
from interviews.models.ratings import Rating
from interviews.models.scorecards import (
    ChangedElsewhere,
    KeyUsed,
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
    "DebriefNote",
    "Decision",
    "DecisionIncomplete",
    "DecisionReopening",
    "EvidenceNotIn",
    "FirstSight",
    "Interview",
    "KeyUsed",
    "Mail",
    "NotDecided",
    "NoteChanged",
    "Opening",
    "PlanVersion",
    "Rating",
    "RatingsMissing",
    "Reopening",
    "Resume",
    "Round",
    "RoundQuestion",
    "Scorecard",
    "ScorecardLocked",
    "ScorecardNotLocked",
]
