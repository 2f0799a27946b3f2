"""Job descriptions as people type them: the facts with their places, a section, a line, the shared texts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email

from roleprofiles.adverts import Place
from roleprofiles.adverts.countries import countries
from roleprofiles.choices import LANGUAGES, STANDARD_PARTS, AdvertPart
from roleprofiles.forms.elements import one_line
from roleprofiles.forms.lines import LineForm
from roleprofiles.lines import validate_line, validate_text
from roleprofiles.models import JobDescription, JobLine, JobSection
from roleprofiles.models.job_descriptions import NAME_LIMIT

TEXT_LIMIT = 20_000  # characters of a section
LINE_LIMIT = 2_000
PLACES_LIMIT = 30
validate_url = URLValidator(schemes=["http", "https"])


class NewJobForm(forms.Form):
    """Which advert of a level it will be."""

    label = forms.CharField(
        label="For",
        max_length=NAME_LIMIT,
        required=False,
        validators=[validate_line],
        help_text="A team or a country, if there is more than one advert. Not published.",
    )
    language = forms.ChoiceField(choices=LANGUAGES, initial="en")


class PlaceForm(forms.Form):
    country = forms.ChoiceField(required=False)
    region = forms.CharField(
        label="Region or state", max_length=NAME_LIMIT, required=False, validators=[validate_line]
    )
    city = forms.CharField(max_length=NAME_LIMIT, required=False, validators=[validate_line])
    is_remote = forms.BooleanField(label="Remote work from there", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["country"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        stored = self.initial.get("country")
        known = countries()
        unknown = [(stored, stored)] if stored and stored not in known else []
        field.choices = [("", "–"), *unknown, *known.items()]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if not self.errors and not self.cleaned_data["country"] and any(self.cleaned_data.values()):
            self.add_error("country", "Choose the country.")
        return cleaned

    @property
    def place(self) -> Place | None:
        """None of a row that nobody has filled."""
        said = self.cleaned_data
        return Place(**said) if said["country"] else None


class FactsForm(LineForm):
    """Pay, place, dates. ``places`` are rows of their own; a row that is emptied is a place no more."""

    texts = ("other_pay",)

    class Meta:
        model = JobDescription
        fields = (
            *("title", "label", "language", "organisation", "employment", "workplace"),
            *("pay_min", "pay_max", "currency", "pay_unit", "other_pay", "collective_agreement"),
            *("apply_by", "apply_to", "accommodation_contact"),
        )
        widgets = {
            "language": forms.Select,
            "other_pay": forms.Textarea(attrs={"rows": 1}),
            "apply_by": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            "currency": forms.TextInput(attrs={"placeholder": "EUR", "autocapitalize": "characters"}),
        }
        labels = {"label": "For", "pay_unit": "Pay is for", "accommodation_contact": "Help with applying"}

    def __init__(self, data: Any = None, *, instance: JobDescription, rows: int = 0, **kwargs: Any) -> None:
        """``rows`` are the empty rows for more places."""
        super().__init__(data, instance=instance, auto_id="facts-%s", **kwargs)
        self.fields["other_pay"].max_length = LINE_LIMIT  # type: ignore[attr-defined]
        known = dict(LANGUAGES)
        choices = LANGUAGES if instance.language in known else [(instance.language,) * 2, *LANGUAGES]
        self.fields["language"] = forms.ChoiceField(choices=choices)
        self.places = list(_places(data, rows) if data is not None else _stored_places(instance, rows))

    def clean_currency(self) -> str:
        currency = str(self.cleaned_data["currency"]).upper()
        if currency and not (len(currency) == 3 and currency.isascii() and currency.isalpha()):
            raise ValidationError("Three letters, as in EUR, GBP or USD.")
        return currency

    def clean_apply_to(self) -> str:
        where = str(self.cleaned_data["apply_to"])
        if where and "apply_to" in self.changed_data:
            try:
                (validate_email if "@" in where and "/" not in where else validate_url)(where)
            except ValidationError:
                raise ValidationError("A web address with https://, or an email address.") from None
        return where

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        for n, row in enumerate(self.places, 1):
            if row.is_bound and not row.is_valid():
                for name, errors in row.errors.items():
                    label = row.fields[name].label or name.capitalize()
                    self.add_error(None, f"Place {n}, {str(label).lower()}: {' '.join(map(str, errors))}")
        return cleaned

    @property
    def said_places(self) -> list[Place]:
        return [row.place for row in self.places if row.is_bound and row.place]

    def place_words(self, places: Any) -> str:
        return "; ".join(f"{place} (remote)" if place.is_remote else str(place) for place in places)


def _stored_places(job: JobDescription, rows: int) -> Iterator[PlaceForm]:
    stored = [
        {"country": one.country, "region": one.region, "city": one.city, "is_remote": one.is_remote}
        for one in job.places.all()
    ]
    empty: list[dict[str, Any]] = [{} for _ in range(rows if stored else max(rows, 1))]
    for n, said in enumerate([*stored, *empty][:PLACES_LIMIT]):
        yield PlaceForm(initial=said, prefix=f"place-{n}", auto_id="facts-%s")


def _places(data: Any, rows: int) -> Iterator[PlaceForm]:
    """Those that were posted; one after the other, so that a row is never skipped."""
    n = 0
    while n < PLACES_LIMIT and f"place-{n}-country" in data:
        yield PlaceForm(data, prefix=f"place-{n}", auto_id="facts-%s")
        n += 1
    for m in range(n, min(n + rows, PLACES_LIMIT)):
        yield PlaceForm(prefix=f"place-{m}", auto_id="facts-%s")


class SectionForm(LineForm):
    """The heading; and the text, where the section has one of its own."""

    texts = ("text",)
    text = forms.CharField(
        max_length=TEXT_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="An empty line begins a paragraph; lines that begin with - are a list.",
    )

    class Meta:
        model = JobSection
        fields = ("heading", "text")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        section: JobSection = self.instance
        if section.is_list or section.standard_text_id:
            del self.fields["text"]

    def clean_text(self) -> str:
        return str(self.cleaned_data["text"]).replace("\r\n", "\n")


class LineTextForm(LineForm):
    text = forms.CharField(
        label="Line",
        max_length=LINE_LIMIT,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "A line says something. It can be left out by its button."},
    )

    class Meta:
        model = JobLine
        fields = ("text",)

    def clean_text(self) -> str:
        return one_line(self.cleaned_data["text"])


class NewLineForm(forms.Form):
    line = forms.CharField(max_length=LINE_LIMIT, validators=[validate_line])

    def clean_line(self) -> str:
        return one_line(self.cleaned_data["line"])


class NewSectionForm(forms.Form):
    """A heading, which may be left to the kind where that is a usual one."""

    kind = forms.ChoiceField(choices=AdvertPart.choices)
    line = forms.CharField(label="Heading", max_length=NAME_LIMIT, required=False, validators=[validate_line])

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if not self.errors and self.cleaned_data["kind"] == AdvertPart.OWN and not self.cleaned_data["line"]:
            self.add_error("line", "Give the section a heading.")
        return cleaned


class StandardTextForm(forms.Form):
    text = forms.CharField(
        max_length=TEXT_LIMIT,
        validators=[validate_text],
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text="An empty line begins a paragraph; lines that begin with - are a list.",
    )

    def clean_text(self) -> str:
        return str(self.cleaned_data["text"]).replace("\r\n", "\n")


class NewStandardTextForm(StandardTextForm):
    kind = forms.ChoiceField(label="Section", choices=[(one.value, one.label) for one in STANDARD_PARTS])
    language = forms.ChoiceField(choices=LANGUAGES, initial="en")
    field_order = ("kind", "language", "text")
