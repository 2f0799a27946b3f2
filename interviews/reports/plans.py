"""What the page of a plan shows."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.models import User
from interviews import repinning, replanning
from interviews.models import Opening, PlanVersion
from interviews.plans import Plan
from roleprofiles.models import Level

MOST_PATTERNS = 50  # to choose from


@dataclass(frozen=True, kw_only=True)
class PlanPage:
    """``patterns``: the searches whose plan could be taken. ``newer``: the level as the role has it now."""

    opening: Opening
    plan: Plan
    is_frozen: bool
    versions: tuple[PlanVersion, ...]
    patterns: tuple[Opening, ...]
    newer: Level | None


def plan_page(opening: Opening, user: User) -> PlanPage:
    """In a constant number of queries."""
    versions = opening.plan_versions.select_related("made_by").order_by("-number")
    return PlanPage(
        opening=opening,
        plan=replanning.current_plan(opening),
        is_frozen=replanning.is_frozen(opening),
        versions=tuple(versions),
        patterns=patterns_for(opening.level, user, but=opening.pk),
        newer=repinning.newer_level(opening),
    )


def patterns_for(level: Level, user: User, *, but: int = 0) -> tuple[Opening, ...]:
    """The searches for the same role that a person may see, the newest first."""
    openings = Opening.objects.visible_to(user).of_role(level.revision.role_id).exclude(pk=but)
    return tuple(openings.select_related("level").order_by("-pk")[:MOST_PATTERNS])
