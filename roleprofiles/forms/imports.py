"""Bringing role documents in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any

from django import forms
from django.core.files import File

from roleprofiles.choices import DocumentFormat
from roleprofiles.documents import arrivals, formats
from roleprofiles.documents.arrivals import Arrival
from roleprofiles.documents.encoding import SIZE_LIMIT
from roleprofiles.models import Skill

READ = [(form.value, form.label) for form in DocumentFormat if form in formats.SUFFIXES.values()]


class ManyFiles(forms.FileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """One file or many, empty ones too: a document says itself what is wrong with it."""

    def clean(self, data: Any, initial: Any = None) -> list[File[bytes]]:
        found = data if isinstance(data, list) else [data] if data else []
        return [super(ManyFilesField, self).clean(one, initial) for one in found]


class UploadForm(forms.Form):
    """Role documents as files, as a zip of files, or as text."""

    documents = ManyFilesField(
        label="Files",
        required=False,
        allow_empty_file=True,
        help_text=f"One or many, or a zip of many: {', '.join(arrivals.SUFFIXES)}. Up to 1 MB a document.",
        widget=ManyFiles(attrs={"accept": ",".join(arrivals.SUFFIXES), "multiple": True}),
    )
    text = forms.CharField(
        label="Or paste the text of one document",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
    )
    format = forms.ChoiceField(
        label="Format of the pasted text", required=False, choices=[("", "Tell from the text"), *READ]
    )

    instead = forms.IntegerField(widget=forms.HiddenInput, required=False, max_value=2**63 - 1)

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if len(text.encode(errors="replace")) > SIZE_LIMIT:
            raise forms.ValidationError(
                "The text is larger than 1 MB. A role document is a few pages of text."
            )
        return text if text.strip() else ""

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if not self.errors and not said["documents"] and not said["text"]:
            raise forms.ValidationError("Choose a file, or paste the text of a document.")
        return said

    def arrivals(self) -> Iterator[Arrival]:
        """What was sent, in its order; archives.ArchiveRefused for a zip that is not opened."""
        files: list[File[bytes]] = self.cleaned_data["documents"]
        found = [arrivals.arrivals(file.name or "", file) for file in files]
        if text := self.cleaned_data["text"]:
            form = self.cleaned_data["format"]
            found.append(arrivals.pasted(text, DocumentFormat(form) if form else None))
        return chain.from_iterable(found)


class ConfirmForm(forms.Form):
    """The revision that a plan was seen against, and which of its new names mean a skill that is known."""

    basis = forms.IntegerField(widget=forms.HiddenInput, required=False)
    same = forms.MultipleChoiceField(
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"form": "confirm", "class": "form-check-input"}),
    )

    def __init__(self, *args: Any, alike: Mapping[str, Skill], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.alike = {f"{skill.pk} {name}": (name, skill) for name, skill in alike.items()}
        field = self.fields["same"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - see above
        field.choices = [
            (key, f"“{name}” is the same as {skill}") for key, (name, skill) in self.alike.items()
        ]

    def said_same(self) -> list[tuple[str, Skill]]:
        return [self.alike[key] for key in self.cleaned_data["same"]]
