"""Roles, their revisions, the library of skills and job descriptions, for those who may edit them."""

from roleprofiles.admin.bank import BankQuestionAdmin
from roleprofiles.admin.growth import GrowthPathAdmin
from roleprofiles.admin.job_descriptions import JobDescriptionAdmin, StandardTextAdmin
from roleprofiles.admin.levels import LevelAdmin, SkillListAdmin
from roleprofiles.admin.questions import QuestionSetAdmin
from roleprofiles.admin.requirements import RequirementAdmin
from roleprofiles.admin.revisions import RevisionAdmin
from roleprofiles.admin.roles import RoleAdmin
from roleprofiles.admin.skills import SkillAdmin

__all__ = [
    "BankQuestionAdmin",
    "GrowthPathAdmin",
    "JobDescriptionAdmin",
    "LevelAdmin",
    "QuestionSetAdmin",
    "RequirementAdmin",
    "RevisionAdmin",
    "RoleAdmin",
    "SkillAdmin",
    "SkillListAdmin",
    "StandardTextAdmin",
]
