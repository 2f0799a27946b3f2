"""A candidate's document, as it is uploaded."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files import File

from interviews import resumes
from interviews.resumes import SIZE_LIMIT, SUFFIXES, Document, ResumeRefused


class ResumeForm(forms.Form):
    document = forms.FileField(
        label="Document",
        allow_empty_file=True,  # what is wrong with it is said below
        max_length=None,
        help_text=f"PDF, Word (.docx) or plain text (.txt), up to {SIZE_LIMIT // 1_000_000} MB.",
        widget=forms.FileInput(attrs={"accept": ",".join(SUFFIXES)}),
    )

    def clean_document(self) -> Document:
        file: File[Any] = self.cleaned_data["document"]
        try:
            return resumes.read(file.name or "", file.read(SIZE_LIMIT + 1))
        except ResumeRefused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
