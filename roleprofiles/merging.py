"""Act: that two names mean one skill."""

from __future__ import annotations

from accounts.models import User
from roleprofiles.models import Skill, SkillAlias, skill_key


def add_alias(skill: Skill, name: str, *, by: User | None) -> SkillAlias:
    """Another name by which documents call a skill."""
    return SkillAlias.objects.create(skill=skill, name=" ".join(name.split()), key=skill_key(name))
