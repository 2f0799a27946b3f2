"""Bringing a role document in, comparing, and publishing."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files import File

from roleprofiles.documents.encoding import SIZE_LIMIT
from roleprofiles.lines import validate_text


class DocumentForm(forms.Form):
    """One role document as a file."""

    document = forms.FileField(
        label="Role document",
        help_text="A Markdown or text file, up to 1 MB. Nothing is written before you have seen the plan.",
        widget=forms.FileInput(attrs={"accept": ".md,.markdown,.txt,text/markdown,text/plain"}),
        allow_empty_file=True,
    )

    def clean_document(self) -> File[bytes]:
        uploaded: File[bytes] = self.cleaned_data["document"]
        if uploaded.size and uploaded.size > SIZE_LIMIT:
            raise forms.ValidationError(
                "The file is larger than 1 MB. A role document is a few pages of text."
            )
        return uploaded


class ConfirmForm(forms.Form):
    """A document whose plan somebody has seen, and the revision the plan was made against."""

    content = forms.CharField(widget=forms.HiddenInput)
    basis = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean_content(self) -> bytes:
        try:
            return base64.b64decode(self.cleaned_data["content"], validate=True)
        except (binascii.Error, ValueError) as error:
            raise forms.ValidationError("The document did not arrive whole. Upload it again.") from error


class CompareForm(forms.Form):
    """Two of several things by their numbers, in any order."""

    old = forms.TypedChoiceField(label="From", coerce=int)
    new = forms.TypedChoiceField(label="To", coerce=int)

    def __init__(self, *args: Any, choices: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.choices = choices  # type: ignore[attr-defined]
            field.widget.attrs["class"] = "form-select"


class PublishForm(forms.Form):
    """What a person says who publishes, and which draft, saying what, they have seen."""

    change_note = forms.CharField(
        label="What does this revision change, and why?",
        help_text="Optional. The note stays with the revision, for everybody who reads it.",
        required=False,
        validators=[validate_text],
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    number = forms.IntegerField(required=False, min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
    fingerprint = forms.CharField(required=False, widget=forms.HiddenInput)
