"""Roles, their revisions and the library of skills, for role editors and administrators."""

from roleprofiles.admin.growth import GrowthPathAdmin
from roleprofiles.admin.levels import LevelAdmin, SkillListAdmin
from roleprofiles.admin.questions import QuestionSetAdmin
from roleprofiles.admin.requirements import RequirementAdmin
from roleprofiles.admin.revisions import RevisionAdmin
from roleprofiles.admin.roles import RoleAdmin
from roleprofiles.admin.skills import SkillAdmin

__all__ = [
    "GrowthPathAdmin",
    "LevelAdmin",
    "QuestionSetAdmin",
    "RequirementAdmin",
    "RevisionAdmin",
    "RoleAdmin",
    "SkillAdmin",
    "SkillListAdmin",
]
