"""Forms of rows that are lines of a role document, and of many such rows on one page.

Nobody overwrites another person's words unseen: a form remembers what its row said when the page was shown.
Where the row says something else by now, an edited form is refused with what is stored, a form nobody
touched leaves the row as it is, and a row that somebody removed comes back as a new one if it was edited.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from adminsortable2.admin import CustomInlineFormSet
from django import forms
from django.core.paginator import Page, Paginator
from django.forms.formsets import INITIAL_FORM_COUNT, TOTAL_FORM_COUNT
from django.forms.models import BaseInlineFormSet

from roleprofiles.forms import lines

if TYPE_CHECKING:
    ModelForm = forms.ModelForm[Any]
    InlineFormSet = BaseInlineFormSet[Any, Any, ModelForm]
else:
    ModelForm = forms.ModelForm
    InlineFormSet = BaseInlineFormSet

SHOWN = "shown"
MEANWHILE = (
    "Another role editor, or you in another window, changed this after the page was opened. Nothing is saved "
    "yet. Stored now: {stored}. Save again to have it as it stands here."
)
REMOVED = (
    "Another role editor, or you in another window, removed this after the page was opened. Nothing is saved "
    "yet. Save again to add it anew, or open the page again to let it go."
)


class ShownField(forms.CharField):
    """A mark of what a row said when its page was shown. It is no part of the row."""

    widget = forms.HiddenInput

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


class LineForm(lines.LineForm):
    """The form of a line, which remembers what it said when its page was shown."""

    shown = ShownField(required=False)

    if TYPE_CHECKING:
        data: Any
        _errors: Any

    is_heading: ClassVar[bool] = False
    was_removed = False  # by somebody else, since the page was opened

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.is_heading and self.instance._state.adding:
            self.instance.blank_before = True
        self.stored = {name: said(self.initial.get(name)) for name in self.fields if name != SHOWN}
        if not self.instance._state.adding:
            self.initial[SHOWN] = mark(self.stored)

    def clean(self) -> dict[str, Any] | None:
        self._meet_others()
        return super().clean()

    def _meet_others(self) -> None:
        if self.was_removed:
            self.add_error(None, REMOVED)
        if self.instance._state.adding or SHOWN not in self.fields:
            return
        shown, now = self.data.get(self.add_prefix(SHOWN)), mark(self.stored)
        posted = {name: said(self.data.get(self.add_prefix(name))) for name in self.stored}
        if now in (shown, mark(posted)):
            return
        if mark(posted) == shown:
            self._leave_as_stored()
            return
        self.add_error(None, MEANWHILE.format(stored=self._stored_words(posted)))
        self.data = self.data.copy()  # whoever has read this may save their own words
        self.data[self.add_prefix(SHOWN)] = now

    def _leave_as_stored(self) -> None:
        for name in self.stored:
            self._errors.pop(name, None)
            self.cleaned_data[name] = getattr(self.instance, name)
        self.changed_data = []

    def _stored_words(self, posted: Mapping[str, str]) -> str:
        """What is stored where it differs from what was posted: name “Git” · category or detail “VCS”."""
        told = {name: self._told(name) for name in self.stored if self.stored[name] != posted[name]}
        labels = {name: str(self.fields[name].label or name).lower() for name in told}
        return " · ".join(
            f"{labels[name]} “{value}”" if value else f"no {labels[name]}" for name, value in told.items()
        )

    def _told(self, name: str) -> str:
        display = getattr(self.instance, f"get_{name}_display", None)
        value = display() if display else getattr(self.instance, name)
        return "" if value is None else str(value)


class HeadingForm(LineForm):
    """A row that is a heading: an empty line stands before it."""

    is_heading = True


class LineFormSet(InlineFormSet):
    """Many rows on one page, of which a long list has several: a request may have so many fields only."""

    if TYPE_CHECKING:
        data: Any
        model: Any
        queryset: Any
        prefix: str
        absolute_max: int

    per_page: ClassVar[int] = 100
    page_asked: str | None = None
    page: Page[Any] | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.returned: set[str] = set()  # prefixes of rows that somebody removed and this person edited
        if self.is_bound:
            self._meet_others()
        else:
            self._show_page()

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        form.was_removed = form.prefix in self.returned
        if deletion := form.fields.get("DELETE"):
            deletion.widget.attrs["aria-label"] = f"Delete {form.instance}"

    def clean(self) -> None:
        super().clean()
        if self._is_part:
            self._keep_places()

    def _show_page(self) -> None:
        page = Paginator(self.queryset, self.per_page).get_page(self.page_asked)
        if page.has_other_pages():
            self.page, self.queryset = page, page.object_list

    def _meet_others(self) -> None:
        """Look at the posted rows only; those that are gone are left out, or become new ones."""
        self._is_part = False
        if not self.management_form.is_valid():
            return
        counts: Any = self.management_form.cleaned_data
        first_new = min(counts[INITIAL_FORM_COUNT], self.absolute_max)
        total = min(counts[TOTAL_FORM_COUNT], self.absolute_max)
        pk = self.model._meta.pk.name
        asked = [str(self.data.get(f"{self.prefix}-{n}-{pk}", "")) for n in range(first_new)]
        everything = self.queryset
        self.queryset = everything.filter(pk__in=[one for one in asked if re.fullmatch(r"\d{1,18}", one)])
        known = {str(one) for one in self.queryset.values_list("pk", flat=True)}
        gone = {n for n, one in enumerate(asked) if one not in known}
        self._is_part = len(known) < everything.count()
        if gone:
            self._leave_out(gone, range(first_new), range(first_new, total))

    def _leave_out(self, gone: set[int], initial: Iterable[int], new: Iterable[int]) -> None:
        """Post the rows again as if the page had been opened now."""
        rows: dict[int, dict[str, list[str]]] = {}
        data = self.data.copy()
        row_field = re.compile(rf"{re.escape(self.prefix)}-(\d{{1,6}})-(.+)", re.DOTALL)
        for name in self.data:
            if found := row_field.fullmatch(name):
                rows.setdefault(int(found[1]), {})[found[2]] = data.pop(name)
        kept = [n for n in initial if n not in gone]
        returned = [n for n in sorted(gone) if self._is_edited(rows.get(n, {}))]
        for n in returned:
            rows[n] |= {self.model._meta.pk.name: [""], "position": ["0"]}
        for place, n in enumerate([*kept, *returned, *new]):
            for name, values in rows.get(n, {}).items():
                data.setlist(f"{self.prefix}-{place}-{name}", values)
        self.returned = {f"{self.prefix}-{len(kept) + place}" for place in range(len(returned))}
        data[f"{self.prefix}-{INITIAL_FORM_COUNT}"] = str(len(kept))
        data[f"{self.prefix}-{TOTAL_FORM_COUNT}"] = str(len(kept) + len(returned) + len(list(new)))
        self.data = data
        del self.__dict__["management_form"]  # was read from the data as they came

    def _is_edited(self, row: Mapping[str, list[str]]) -> bool:
        names = [name for name in self.form.base_fields if name != SHOWN]
        posted = {name: said("".join(row.get(name, [])[-1:])) for name in names}
        is_there = bool(row) and not any(row.get("DELETE", []))
        return is_there and mark(posted) != "".join(row.get(SHOWN, []))

    def _keep_places(self) -> None:
        """Rows of a part change places among themselves: the page numbers them from one."""
        forms_ = [form for form in self.initial_forms if form.is_valid() and "position" in form.fields]
        if not any("position" in form.changed_data for form in forms_):
            return
        places = sorted(form.initial["position"] for form in forms_)
        for place, form in zip(
            places, sorted(forms_, key=lambda form: form.cleaned_data["position"] or 0), strict=True
        ):
            form.instance.position = form.cleaned_data["position"] = place
            rest = [name for name in form.changed_data if name != "position"]
            form.changed_data = [*rest, "position"] if place != form.initial["position"] else rest


class SortedLineFormSet(LineFormSet, CustomInlineFormSet):  # type: ignore[misc]
    """Rows that people drag into an order."""


class DistinctNames(SortedLineFormSet):
    """Refuses two rows of one ``name``, which no row can see alone."""

    def clean(self) -> None:
        super().clean()
        seen: set[str] = set()
        for form in self.forms:
            name = (getattr(form, "cleaned_data", {}).get("name") or "").casefold()
            if not name or form in self.deleted_forms:
                continue
            if name in seen:
                form.add_error("name", "This name stands here twice.")
            seen.add(name)


def said(value: Any) -> str:
    """A value as a form shows and posts it."""
    return "" if value is None else str(value).replace("\r\n", "\n").strip()


def mark(values: Mapping[str, str]) -> str:
    """The same for the same values, and for no others."""
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()[:32]
