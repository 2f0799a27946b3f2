"""Act: which names of the library are one skill."""

from __future__ import annotations

from accounts.models import User
from roleprofiles.models import Skill, SkillAlias, skill_key
from roleprofiles.models.merges import LibraryRefusal


def add_alias(skill: Skill, name: str, *, by: User | None) -> SkillAlias:
    """Documents that say ``name`` mean this skill."""
    if holder := Skill.objects.named({name}).get(skill_key(name)):
        raise LibraryRefusal(f"This is a name of “{holder}”.")
    return SkillAlias.objects.create(skill=skill, name=" ".join(name.split()), key=skill_key(name))
