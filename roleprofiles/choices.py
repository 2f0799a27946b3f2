"""Kinds and states that role profiles are made of, and the named sets of them."""

from __future__ import annotations

from django.conf.locale import LANG_INFO
from django.db import models


class RequirementKind(models.TextChoices):
    """What a skill list asks for; each kind is shown to readers as what it is."""

    MUST_HAVE = "must_have", "Must-have"
    GOOD_TO_HAVE = "good_to_have", "Good-to-have"
    PRODUCTION_SUPPORT = "production_support", "Production support"
    OTHER = "other", "Other"


class RevisionState(models.TextChoices):
    """A draft can be edited by role editors; a published revision never changes again."""

    DRAFT = "draft", "Draft"
    PUBLISHED = "published", "Published"


class SectionKind(models.TextChoices):
    """The sections of a role document that are read; every other section is kept as notes."""

    OVERVIEW = "overview", "Overview"
    REQUIREMENTS = "requirements", "Requirements by level"
    GROWTH = "growth", "Growth path"


class RequirementForm(models.TextChoices):
    """How a requirement's line joins the name and what follows: ``- Category`` or ``: detail``."""

    NAME_ONLY = "", "Name only"
    CATEGORY = "-", "Name - category"
    DETAIL = ":", "Name: detail"


class DocumentFormat(models.TextChoices):
    """The forms in which role documents come in and go out."""

    MARKDOWN = "markdown", "Markdown"
    YAML = "yaml", "YAML"
    JSON = "json", "JSON"
    CSV = "csv", "CSV"


class DocumentState(models.TextChoices):
    """How far a document of an import has come."""

    WAITING = "waiting", "Waiting to be read"
    READY = "ready", "Ready to import"
    UNCHANGED = "unchanged", "Nothing new"
    PROBLEM = "problem", "Cannot be imported"
    IMPORTED = "imported", "Imported"
    SKIPPED = "skipped", "Left out"


DONE_STATES = frozenset({DocumentState.IMPORTED, DocumentState.UNCHANGED, DocumentState.SKIPPED})
GONE_STATES = frozenset({DocumentState.IMPORTED, DocumentState.SKIPPED})  # the document's bytes are dropped

ANCHOR_VALUES = (1, 2, 3, 4)  # the values of the rating scale; the line is between 2 and 3


class AdvertPart(models.TextChoices):
    """The sections of a job description; each kind is shown to readers as what it is."""

    PURPOSE = "purpose", "The role"
    DUTIES = "duties", "What you will do"
    MUST_HAVE = "must_have", "What you bring"
    GOOD_TO_HAVE = "good_to_have", "Good to have, not needed"
    OTHER = "other", "Also asked for"
    GROWTH = "growth", "Where this role leads"
    INTERVIEWS = "interviews", "How we interview"
    ABOUT_US = "about_us", "About us"
    BENEFITS = "benefits", "Benefits"
    HOW_TO_APPLY = "how_to_apply", "How to apply"
    EQUAL_OPPORTUNITY = "equal_opportunity", "Equal opportunity"
    OWN = "own", "Own section"


# Kept once for the organisation, and shared by all its job descriptions.
STANDARD_PARTS = (
    AdvertPart.ABOUT_US,
    AdvertPart.BENEFITS,
    AdvertPart.HOW_TO_APPLY,
    AdvertPart.EQUAL_OPPORTUNITY,
)
# Made of lines, of which each may be tied to a line of the role.
LISTED_PARTS = (
    AdvertPart.DUTIES,
    AdvertPart.MUST_HAVE,
    AdvertPart.GOOD_TO_HAVE,
    AdvertPart.OTHER,
    AdvertPart.GROWTH,
    AdvertPart.INTERVIEWS,
)


class AdvertState(models.TextChoices):
    """How far a job description has come; every edit is a draft until it is published."""

    DRAFT = "draft", "Draft"
    ONLINE = "online", "Online"
    OFFLINE = "offline", "Published, not online"
    WITHDRAWN = "withdrawn", "Withdrawn"


class Employment(models.TextChoices):
    """The values of schema.org's employmentType that job boards know."""

    FULL_TIME = "FULL_TIME", "Full time"
    PART_TIME = "PART_TIME", "Part time"
    CONTRACTOR = "CONTRACTOR", "Contractor"
    TEMPORARY = "TEMPORARY", "Temporary"
    INTERN = "INTERN", "Internship"


class Workplace(models.TextChoices):
    ON_SITE = "on_site", "On site"
    HYBRID = "hybrid", "Partly remote"
    REMOTE = "remote", "Remote"


# By their names: those that Django knows, which are those that people can choose.
LANGUAGES: list[tuple[str, str]] = sorted(
    ((code, info["name"]) for code, info in LANG_INFO.items() if "name" in info), key=lambda said: said[1]
)


def language_name(code: str) -> str:
    """``English`` of ``en``; of a code that nobody can choose, the code."""
    return dict(LANGUAGES).get(code, code)


class PayUnit(models.TextChoices):
    """schema.org's unitText."""

    HOUR = "HOUR", "an hour"
    DAY = "DAY", "a day"
    WEEK = "WEEK", "a week"
    MONTH = "MONTH", "a month"
    YEAR = "YEAR", "a year"
