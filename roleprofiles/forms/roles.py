"""A new role."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError

from roleprofiles.lines import validate_folded, validate_line
from roleprofiles.models import Role

TITLE_TAKEN = "A role goes by this title already."


class NewRoleForm(forms.Form):
    """A role needs a title; the rest is written in its first draft."""

    title = forms.CharField(max_length=200, validators=[validate_line])
    icon = forms.CharField(max_length=20, required=False, validators=[validate_line], help_text="An emoji.")

    def clean_title(self) -> str:
        title = " ".join(self.cleaned_data["title"].split())
        validate_folded(title, self.fields["title"].max_length)  # type: ignore[attr-defined]
        if Role.objects.titled(title).exists():
            raise ValidationError(TITLE_TAKEN)
        return title
