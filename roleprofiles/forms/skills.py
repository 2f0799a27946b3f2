"""Keeping the library of skills."""

from __future__ import annotations

from typing import Any

from django import forms

from roleprofiles.lines import validate_folded, validate_line, validate_text
from roleprofiles.models import Skill, skill_key
from roleprofiles.models.skills import NAME_LIMIT

DESCRIPTION_LIMIT = 5_000  # characters


class SkillNameField(forms.CharField):
    """A name or alias: one visible line that fits its column, its key too."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=NAME_LIMIT, validators=[validate_line], **kwargs)

    def run_validators(self, value: str) -> None:
        super().run_validators(value)
        validate_folded(value, NAME_LIMIT)


class SkillForm(forms.Form):
    """An entry of the library. A new one that looks like a known one is added only if somebody says so."""

    name = SkillNameField()
    category = forms.CharField(max_length=NAME_LIMIT, required=False, validators=[validate_line])
    description = forms.CharField(
        max_length=DESCRIPTION_LIMIT,
        required=False,
        validators=[validate_text],
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="What the company means by it, for those who write requirements.",
    )
    is_own = forms.BooleanField(
        required=False, widget=forms.HiddenInput, label="It is a skill of its own: add it all the same"
    )

    def __init__(self, *args: Any, skill: Skill | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.skill = skill
        if skill:
            del self.fields["is_own"]
            self.initial = {name: getattr(skill, name) for name in self.fields}
            self.fields["name"].help_text = "The name it has now stays as another name."

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        name = self.cleaned_data.get("name")
        if name and self.skill is None and not self.cleaned_data.get("is_own"):
            likely = Skill.objects.like({name}).get(skill_key(name))
            if likely:
                self.fields["is_own"].widget = forms.CheckboxInput()
                self.add_error("name", f"The library has “{likely}”, which may be the same.")
        return cleaned


class AliasForm(forms.Form):
    """Another name by which documents call a skill."""

    name = SkillNameField(
        label="Another name", help_text="As documents word it. Case and spaces do not matter."
    )


class MergeForm(forms.Form):
    """The skill that another one is merged into, and whether the review asked for it."""

    into = forms.IntegerField(widget=forms.HiddenInput)
    is_review = forms.BooleanField(widget=forms.HiddenInput, required=False)
