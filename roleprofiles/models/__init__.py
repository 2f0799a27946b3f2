"""The rows of role profiles."""

from roleprofiles.models.growth import GrowthPath, GrowthStep
from roleprofiles.models.imports import ImportBatch, ImportDocument
from roleprofiles.models.job_descriptions import (
    JobDescription,
    JobLine,
    JobPlace,
    JobSection,
    Publication,
)
from roleprofiles.models.levels import Anchor, Level, Requirement, SkillList
from roleprofiles.models.merges import LibraryRefusal, SkillMerge
from roleprofiles.models.parts import RevisionPart, RevisionPublished
from roleprofiles.models.questions import BankQuestion, Question, QuestionSet
from roleprofiles.models.removals import Removal
from roleprofiles.models.roles import Note, OverviewLine, Revision, Role, Section, title_key
from roleprofiles.models.skills import Skill, SkillAlias, skill_key
from roleprofiles.models.texts import StandardText, StandardTextVersion

__all__ = [
    "Anchor",
    "BankQuestion",
    "GrowthPath",
    "GrowthStep",
    "ImportBatch",
    "ImportDocument",
    "JobDescription",
    "JobLine",
    "JobPlace",
    "JobSection",
    "Level",
    "LibraryRefusal",
    "Note",
    "OverviewLine",
    "Publication",
    "Question",
    "QuestionSet",
    "Removal",
    "Requirement",
    "Revision",
    "RevisionPart",
    "RevisionPublished",
    "Role",
    "Section",
    "Skill",
    "SkillAlias",
    "SkillList",
    "SkillMerge",
    "StandardText",
    "StandardTextVersion",
    "skill_key",
    "title_key",
]
