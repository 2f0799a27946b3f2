"""What a scorecard's page posts."""

from __future__ import annotations

from django.urls import reverse

from interviews.models import Rating, Scorecard

BAD_VALUES = ["0", "5", "9", "-1", "2.5", "NaN", "inf", "³", "null", "1e0", "4 OR 1=1"]
BAD_VERSIONS = ["", "-1", "1.5", "NaN", "abc", str(10**20), "9" * 5000]


def ratings_of(card: Scorecard) -> list[Rating]:
    return list(card.ratings.in_order())


def rating_address(rating: Rating) -> str:
    return reverse("interviews:rating_set", args=[rating.scorecard_id, rating.pk])


def submit_address(card: Scorecard) -> str:
    return reverse("interviews:scorecard_submit", args=[card.pk])


def posted(
    rating: Rating, value: str = "", reason: str = "", evidence: str = "", version: int | str = 0
) -> dict[str, str]:
    """The fields of one criterion."""
    said = {"value": value, "reason": reason, "evidence": evidence, "version": str(version)}
    return {f"{rating.pk}-{name}": text for name, text in said.items()}


def stored(card: Scorecard) -> list[tuple[str, str, str, int]]:
    """Choice, reason, evidence and version of each criterion."""
    return [(one.choice, one.not_assessed_reason, one.evidence, one.version) for one in ratings_of(card)]


EMPTY = ("", "", "", 0)
