"""Kinds and forms in the words of tables and structured files, and the form that need not be said."""

from __future__ import annotations

from roleprofiles.choices import RequirementForm, RequirementKind

FORM_WORDS = {
    RequirementForm.NAME_ONLY: "name",
    RequirementForm.CATEGORY: "category",
    RequirementForm.DETAIL: "detail",
}
FORMS = {word: form for form, word in FORM_WORDS.items()}


def told_form(text: str) -> RequirementForm:
    """The form of a requirement that says none."""
    return RequirementForm.CATEGORY if text else RequirementForm.NAME_ONLY


def kind_of(words: str) -> RequirementKind | None:
    """``must_have``, ``Must-have`` and ``must have`` are one kind; None for words that are none."""
    return _KINDS.get(_folded(words))


def _folded(words: str) -> str:
    return " ".join(words.casefold().replace("-", " ").replace("_", " ").split())


_KINDS = {_folded(kind.value): kind for kind in RequirementKind}
