"""What a criterion of a search says."""

from __future__ import annotations

from typing import Any

from django import forms

from interviews.choices import DEFAULT_ANCHORS
from interviews.forms.plans import TEXT_LIMIT
from interviews.rewording import Wording
from roleprofiles.lines import validate_line, validate_text


class CriterionForm(forms.Form):
    """``reason`` where somebody has rated by the plan."""

    name = forms.CharField(max_length=300, label="Criterion", validators=[validate_line])
    detail = forms.CharField(
        required=False,
        max_length=TEXT_LIMIT,
        label="Detail",
        validators=[validate_text],
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, is_frozen: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for anchor in DEFAULT_ANCHORS:
            self.fields[f"anchor_{anchor.value}"] = forms.CharField(
                required=False,
                max_length=TEXT_LIMIT,
                label=f"{anchor.value} · {anchor.label}",
                help_text=f"Where this is empty: {anchor.text}",
                validators=[validate_text],
                widget=forms.Textarea(attrs={"rows": 2}),
            )
        if is_frozen:
            self.fields["reason"] = forms.CharField(
                max_length=TEXT_LIMIT,
                label="Why the plan changes",
                help_text="Kept with the version. What was rated stays as it was worded.",
                validators=[validate_text],
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    @property
    def wording(self) -> Wording:
        said = self.cleaned_data
        anchors = {str(one.value): said[f"anchor_{one.value}"] for one in DEFAULT_ANCHORS}
        return Wording(
            name=said["name"],
            detail=_plain(said["detail"]),
            anchors={value: _plain(text) for value, text in anchors.items() if text},
        )

    @property
    def reason(self) -> str:
        return str(self.cleaned_data.get("reason", ""))


def initial(wording: Wording) -> dict[str, str]:
    anchors = {f"anchor_{value}": text for value, text in wording.anchors.items()}
    return {"name": wording.name, "detail": wording.detail, **anchors}


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n")
