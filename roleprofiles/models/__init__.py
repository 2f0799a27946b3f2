"""The rows of role profiles."""

from roleprofiles.models.growth import GrowthPath, GrowthStep
from roleprofiles.models.levels import Level, Requirement, SkillList
from roleprofiles.models.parts import RevisionPart, RevisionPublished
from roleprofiles.models.questions import Question, QuestionSet
from roleprofiles.models.roles import Note, OverviewLine, Revision, Role, Section, title_key
from roleprofiles.models.skills import Skill, SkillAlias, skill_key

__all__ = [
    "GrowthPath",
    "GrowthStep",
    "Level",
    "Note",
    "OverviewLine",
    "Question",
    "QuestionSet",
    "Requirement",
    "Revision",
    "RevisionPart",
    "RevisionPublished",
    "Role",
    "Section",
    "Skill",
    "SkillAlias",
    "SkillList",
    "skill_key",
    "title_key",
]
