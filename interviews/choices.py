"""Values, reasons and outcomes of a hiring case, and the named sets of them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models


class RatingValue(models.IntegerChoices):
    """Four labelled points with the line between 2 and 3 (default anchors: own text)."""

    NOT_THERE_YET = 1, "Not there yet"
    PARTLY_THERE = 2, "Partly there"
    MEETS_THE_LEVEL = 3, "Meets the level"
    ABOVE_THE_LEVEL = 4, "Above the level"


# A must-have rated so needs evidence before its scorecard is submitted; a 3 is welcome to have it.
VALUES_THAT_NEED_EVIDENCE = {
    RatingValue.NOT_THERE_YET,
    RatingValue.PARTLY_THERE,
    RatingValue.ABOVE_THE_LEVEL,
}

# A criterion rated so may be rated for the next level too.
VALUES_THAT_MEET = {RatingValue.MEETS_THE_LEVEL, RatingValue.ABOVE_THE_LEVEL}


class NotAssessedReason(models.TextChoices):
    """Why a criterion has no value. Not assessed is never a low value."""

    NO_TIME = "no_time", "No time"
    NOT_ASKED = "not_asked", "Not asked"
    TECHNICAL_PROBLEM = "technical_problem", "Technical problem"
    CONFLICT_OF_INTEREST = "conflict_of_interest", "Conflict of interest"


class CriterionKind(models.TextChoices):
    MUST_HAVE = "must_have", "Must-have"
    ADDED = "added", "Added"
    NEXT_LEVEL = "next_level", "Next level"


class Outcome(models.TextChoices):
    """What a person decides. None of them is the default."""

    HIRE = "hire", "Hire"
    NOT_NOW = "no_hire", "Not now"
    WITHDRAWN = "withdrawn", "Candidate withdrew"


OUTCOMES_WITH_EVIDENCE = {Outcome.HIRE, Outcome.NOT_NOW}


class Agreed(models.TextChoices):
    """What a debrief came to on one criterion. It changes no rating and no reading."""

    MET = "met", "We read it as met"
    NOT_YET = "not_yet", "We read it as not yet"
    LOOK_AGAIN = "look_again", "Look again"


class QuestionSource(models.TextChoices):
    """Where a question of a round comes from."""

    DOCUMENT = "document", "Role document"
    BANK = "bank", "Question bank"
    OPENING = "opening", "This opening"


class ResumeKind(models.TextChoices):
    PDF = "pdf", "PDF"
    DOCX = "docx", "Word"
    TXT = "txt", "Text"


class MailKind(models.TextChoices):
    """A reminder is about all of a person's scorecards, the others about one interview."""

    INVITATION = "invitation", "Invitation"
    CHANGE = "change", "Change"
    CANCELLATION = "cancellation", "Cancellation"
    REMINDER = "reminder", "Reminder"


@dataclass(frozen=True)
class Anchor:
    """What a value looks like."""

    value: int
    label: str
    text: str
    is_own: bool = False  # of the requirement, not the scale's default

    def __str__(self) -> str:
        return f"{self.value} {self.label}"


DEFAULT_ANCHORS = (
    Anchor(
        1,
        RatingValue.NOT_THERE_YET.label,
        "Could not do or explain the usual case for this level, even with help; or said something that "
        "would cause harm or rework and did not correct it.",
    ),
    Anchor(
        2,
        RatingValue.PARTLY_THERE.label,
        "Handled the easy part or knew the theory, but needed hints for the usual case, or left out "
        "something this level must catch alone.",
    ),
    Anchor(
        3,
        RatingValue.MEETS_THE_LEVEL.label,
        "Handled the usual case for this level on their own, gave a real example or a working answer, and "
        "could say why they did it that way.",
    ),
    Anchor(
        4,
        RatingValue.ABOVE_THE_LEVEL.label,
        "Also handled a hard or unusual case: named the trade-offs and the ways it fails, and showed how "
        "they made others or the system better.",
    ),
)
# All four, with the line between them.
SCALE = " | ".join(" · ".join(map(str, side)) for side in (DEFAULT_ANCHORS[:2], DEFAULT_ANCHORS[2:]))
