"""Kinds and states that role profiles are made of, and the named sets of them."""

from __future__ import annotations

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
