"""People to tick."""

from __future__ import annotations

from typing import Any

from django import forms


class PeopleField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """A box for each person. A number that is too large for the database is nobody's, not a fault."""

    widget = forms.CheckboxSelectMultiple

    def clean(self, value: Any) -> Any:
        try:
            return super().clean(value)
        except OverflowError as large:
            raise forms.ValidationError(
                "Choose from the people listed here.", code="invalid_choice"
            ) from large
