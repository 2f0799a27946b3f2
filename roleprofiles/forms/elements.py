"""The elements of a draft as people type them: a form for each kind, and one line for a new one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from roleprofiles.choices import ANCHOR_VALUES, RequirementForm
from roleprofiles.documents import bullets, headings
from roleprofiles.forms.lines import LevelForm, LineForm, SkillListForm, TitleForm
from roleprofiles.lines import validate_line
from roleprofiles.models import (
    GrowthPath,
    GrowthStep,
    Level,
    OverviewLine,
    Question,
    QuestionSet,
    Requirement,
    Revision,
    RevisionPart,
    SkillList,
)
from roleprofiles.models.elements import ELEMENTS, anchor_field

LINE_LIMIT = 2000  # characters of a new element's line


def one_line(text: str) -> str:
    return " ".join(text.split())


class OverviewLineForm(LineForm):
    class Meta:
        model = OverviewLine
        fields = ("label", "text")
        widgets = {"text": forms.Textarea(attrs={"rows": 2})}

    def clean_text(self) -> str:
        return bullets.one_line(self.cleaned_data["text"])

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if not self.errors and not self.cleaned_data["label"] and not self.cleaned_data["text"]:
            self.add_error("text", "A line says something. Take this one out by its Remove button.")
        return cleaned


class ListChoiceField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: SkillList) -> str:
        return f"{obj.level}: {obj.title}"


class RequirementEditForm(LineForm):
    """A requirement with its anchors; the library's skill is named, the list may be any of the draft."""

    skill_list = ListChoiceField(SkillList.objects.none(), label="Level and list", empty_label=None)
    skill_name = forms.CharField(
        label="Skill in the library",
        max_length=300,
        required=False,
        validators=[validate_line],
        help_text="What this is about in all roles. Empty: the library’s skill of this name.",
    )

    class Meta:
        model = Requirement
        fields = ("name", "form", "text", "skill_list")
        widgets = {"text": forms.Textarea(attrs={"rows": 2})}
        labels = {"name": "Requirement", "form": "Joined by", "text": "Category or detail"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        line: Requirement = self.instance
        lists = self.fields["skill_list"]
        assert isinstance(lists, ListChoiceField)  # noqa: S101 - declared above
        lists.queryset = SkillList.objects.filter(
            level__revision=line.skill_list.level.revision_id
        ).select_related("level")
        if line.pk:
            self.fields["skill_name"].initial = line.skill.name
        texts = {anchor.value: anchor.text for anchor in line.anchors.all()} if line.pk else {}
        for value in ANCHOR_VALUES:
            self.fields[anchor_field(value)] = forms.CharField(
                label=f"What a {value} looks like",
                required=False,
                max_length=1000,
                widget=forms.Textarea(attrs={"rows": 1}),
                initial=texts.get(value, ""),
            )

    def clean_text(self) -> str:
        return bullets.one_line(self.cleaned_data["text"])

    def clean(self) -> dict[str, Any] | None:
        for value in ANCHOR_VALUES:
            # Typed in several rows, it is still one line of the document.
            name = anchor_field(value)
            self.cleaned_data[name] = one_line(self.cleaned_data.get(name, ""))
        cleaned = super().clean()
        if not self.cleaned_data.get("text"):
            self.cleaned_data["form"] = RequirementForm.NAME_ONLY
        elif not self.cleaned_data.get("form"):
            self.cleaned_data["form"] = RequirementForm.DETAIL
        return cleaned

    @property
    def values(self) -> dict[str, Any]:
        """Without the skill where nobody has touched its field: what the line is reworded to decides then.

        ``skill_shown`` is what the field said when the line was opened or saved last. Who saves over
        another person's change says the whole line.
        """
        shown = self.data.get("skill_shown", self.fields["skill_name"].initial)
        is_untouched = self.data.get("skill_name") == shown
        left_out = {"skill_name"} if is_untouched and "over" not in self.data else set()
        return {name: value for name, value in self.cleaned_data.items() if name not in left_out}

    @property
    def anchor_fields(self) -> Iterator[forms.BoundField]:
        return (self[anchor_field(value)] for value in ANCHOR_VALUES)

    @property
    def has_anchors(self) -> bool:
        return any(field.value() for field in self.anchor_fields)


class QuestionSetForm(LineForm):
    class Meta:
        model = QuestionSet
        fields = ("title", "about")
        labels = {"about": "For the level"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked: QuestionSet = self.instance
        about = self.fields["about"]
        assert isinstance(about, forms.ModelChoiceField)  # noqa: S101 - the field of a foreign key
        about.queryset = Level.objects.filter(revision=asked.level.revision_id)
        about.empty_label, about.required = None, asked.pk is not None


class QuestionForm(LineForm):
    class Meta:
        model = Question
        fields = ("prompt", "look_for")
        widgets = {"prompt": forms.Textarea(attrs={"rows": 2}), "look_for": forms.Textarea(attrs={"rows": 2})}
        labels = {"prompt": "Question", "look_for": "What to look for"}

    def clean_prompt(self) -> str:
        return one_line(self.cleaned_data["prompt"])

    def clean_look_for(self) -> str:
        return one_line(self.cleaned_data["look_for"])


class GrowthPathForm(LineForm):
    class Meta:
        model = GrowthPath
        fields = ("from_name", "to_name")


class GrowthStepForm(LineForm):
    class Meta:
        model = GrowthStep
        fields = ("text",)
        widgets = {"text": forms.TextInput}


class HeadForm(TitleForm):
    class Meta:
        model = Revision
        fields = ("title", "icon")


FORMS: dict[str, type[LineForm]] = {
    "head": HeadForm,
    "overview": OverviewLineForm,
    "level": LevelForm,
    "list": SkillListForm,
    "requirement": RequirementEditForm,
    "questions": QuestionSetForm,
    "question": QuestionForm,
    "path": GrowthPathForm,
    "step": GrowthStepForm,
}


class NewElementForm(forms.Form):
    """One line as a role document would word it: ``Git - version control``, ``Senior (4-6 years)``.

    ``values`` are the new element's fields, checked by the form of its kind.
    """

    line = forms.CharField(max_length=LINE_LIMIT)

    def __init__(self, kind: str, holder: RevisionPart, data: Any = None) -> None:
        super().__init__(data)
        self.kind, self.holder = kind, holder
        self.holder_pk = 0 if isinstance(holder, Revision) else holder.pk
        self.values: dict[str, Any] = {}

    def clean_line(self) -> str:
        line = str(self.cleaned_data["line"])
        validate_line(line)
        model = ELEMENTS[self.kind].model
        form = FORMS[self.kind](
            _read(self.kind, line) | {model.parent_field: self.holder.pk},
            instance=model(**{model.parent_field: self.holder}),
        )
        if not form.is_valid():
            raise ValidationError([str(error) for errors in form.errors.values() for error in errors])
        self.values = form.cleaned_data
        return line


def _read(kind: str, line: str) -> dict[str, Any]:
    """What a line says of an element, by the names of its fields."""
    match kind:
        case "requirement":
            item = bullets.parse_requirement(f"- {line}")
            return item._asdict() if item else {"name": line}
        case "overview":
            label, joint, text = line.partition(":")
            return {"label": label.strip(), "text": text.strip()} if joint else {"text": line}
        case "level":
            return headings.level_head(line)._asdict()
        case "list":
            return {"title": line, "kind": headings.list_kind(line)}
        case "path":
            way = headings.parse_path(f"### {line}")
            if way is None:
                raise ValidationError("Write it as “Mid → Senior” or “Mid -> Senior”.")
            return way._asdict()
        case "questions":
            return {"title": line}
        case "question":
            return {"prompt": line}
        case _:
            return {"text": line}
