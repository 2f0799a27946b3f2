"""Bringing a role document in."""

from __future__ import annotations

import base64
import binascii

from django import forms
from django.core.files import File

from roleprofiles.documents.encoding import SIZE_LIMIT


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
