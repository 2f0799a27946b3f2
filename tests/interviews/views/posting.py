"""What a scorecard's page posts."""

from __future__ import annotations

from django.urls import reverse

from interviews.models import Rating, Scorecard

BAD_VALUES = ["0", "5", "9", "-1", "2.5", "NaN", "inf", "³", "null", "1e0", "4 OR 1=1"]
BAD_VERSIONS = ["", "-1", "1.5", "NaN", "abc", str(10**20), "9" * 5000]


def ratings_of(card: Scorecard) -> list[Rating]:
    """Those of the level."""
    return list(card.ratings.of_the_level().in_order())


def entry_address(rating: Rating, name: str = "rating_set") -> str:
    of_rating = [] if name == "handover_set" else [rating.pk]
    return reverse(f"interviews:{name}", args=[rating.scorecard_id, *of_rating])


def submit_address(card: Scorecard) -> str:
    return reverse("interviews:scorecard_submit", args=[card.pk])


def posted(
    rating: Rating,
    value: str = "",
    reason: str = "",
    evidence: str = "",
    version: int | str = 0,
    evidence_version: int | str | None = None,
) -> dict[str, str]:
    """The fields of one criterion on the sheet; both versions are the same unless they are said."""
    noted = version if evidence_version is None else evidence_version
    said = {
        "value": value,
        "reason": reason,
        "version": str(version),
        "evidence-text": evidence,
        "evidence-version": str(noted),
    }
    return {f"{rating.pk}-{name}": text for name, text in said.items()}


Stored = tuple[str, str, int, str, int]


def stored(card: Scorecard) -> list[Stored]:
    """Choice, reason and version, evidence and its version, of each criterion."""
    return [
        (one.choice, one.not_assessed_reason, one.version, one.evidence, one.evidence_version)
        for one in ratings_of(card)
    ]


EMPTY: Stored = ("", "", 0, "", 0)
