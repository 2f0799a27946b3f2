"""Forms of rows that are lines of a role document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from roleprofiles.choices import RequirementKind
from roleprofiles.documents import headings
from roleprofiles.documents.limits import YEARS_LIMIT
from roleprofiles.lines import validate_folded, validate_line, validate_text
from roleprofiles.models import Level, Role, SkillList

if TYPE_CHECKING:
    ModelForm = forms.ModelForm[Any]
else:
    ModelForm = forms.ModelForm

NAME_TAKEN = "This revision has a level of that name already."


class LineForm(ModelForm):
    """A row that is a line of a role document: each of its texts is one line, but for ``texts``.

    What an import brought is only looked at when somebody changes it.
    """

    texts: ClassVar[tuple[str, ...]] = ()

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        for name in self.changed_data:
            value = self.cleaned_data.get(name)
            # Choices are strings too, but no texts.
            field = self.fields[name]
            if isinstance(value, str) and isinstance(field, forms.CharField):
                try:
                    (validate_text if name in self.texts else validate_line)(value)
                    validate_folded(value, field.max_length)
                except ValidationError as error:
                    self.add_error(name, error)
        return cleaned

    @property
    def values(self) -> dict[str, Any]:
        """What a person says by a valid form."""
        return self.cleaned_data

    def differing(self, stored: LineForm) -> list[tuple[str, str, str]]:
        """Where this form, which is valid, says otherwise than the stored row's: label, stored, this."""
        found = []
        for name, field in self.fields.items():
            theirs = field.to_python(stored.get_initial_for_field(stored.fields[name], name))
            mine = self.cleaned_data.get(name)
            if (theirs or "") != (mine or ""):
                found.append((str(self[name].label), _in_words(field, theirs), _in_words(field, mine)))
        return found


def _in_words(field: forms.Field, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(field, forms.ModelChoiceField):
        return str(field.label_from_instance(value))
    choices = dict(getattr(field, "choices", ()))
    return str(choices.get(value, value))


class TitleForm(LineForm):
    """A revision's title is that of no other role."""

    def clean_title(self) -> str:
        title = " ".join(str(self.cleaned_data["title"]).split())
        if Role.objects.titled(title).exclude(pk=self.instance.role_id).exists():
            raise ValidationError("Another role goes by this title.")
        return title


class LevelForm(LineForm):
    class Meta:
        model = Level
        fields = ("name", "min_years", "max_years")

    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"])
        siblings = Level.objects.filter(revision=self.instance.revision_id).exclude(pk=self.instance.pk)
        if name.casefold() in {other.casefold() for other in siblings.values_list("name", flat=True)}:
            raise ValidationError(NAME_TAKEN)
        return name

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        for name in ("min_years", "max_years"):
            if name in self.changed_data and (self.cleaned_data.get(name) or 0) > YEARS_LIMIT:
                self.add_error(name, f"At most {YEARS_LIMIT}: a role document has two digits.")
        return cleaned


class SkillListForm(LineForm):
    class Meta:
        model = SkillList
        fields = ("kind", "title")

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        title, kind = self.cleaned_data.get("title"), self.cleaned_data.get("kind")
        if self.has_changed() and title and kind and (said := headings.list_kind(title)) != kind:
            # The document has the title only; whoever reads it would take the list for another kind.
            self.add_error("title", f"In a role document this title says “{RequirementKind(said).label}”.")
        return cleaned
