"""What can be done with many requirements at once, all of them lines of drafts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Max

from accounts.models import User
from roleprofiles.admin.bulk import BulkAct, CannotDoThat, RowChange, counted
from roleprofiles.choices import RequirementForm, RevisionState
from roleprofiles.lines import validate_line
from roleprofiles.models import Requirement, Revision, Skill, SkillList, skill_key

if TYPE_CHECKING:
    ListField = forms.ModelChoiceField[SkillList]
else:
    ListField = forms.ModelChoiceField

PLACE = "skill_list__level__revision"
PROPOSALS = 5  # skills that a mistyped name may mean


class LineAct(BulkAct):
    """Published lines never change: they are left alone, and the page says so."""

    noun = "line"

    def __init__(self, pks: Sequence[int]) -> None:
        lines = Requirement.objects.filter(pk__in=pks)
        drafts = Revision.objects.drafts().filter(levels__skill_lists__requirements__in=pks)
        held = Revision.objects.select_for_update().filter(pk__in=drafts.order_by().values("pk"))
        list(held.order_by("pk").values_list("pk"))
        placed = list(
            lines.select_related(PLACE, "skill").order_by(
                f"{PLACE}__title",
                f"{PLACE}__number",
                "skill_list__level__position",
                "skill_list__position",
                "position",
                "pk",
            )
        )
        self.rows = [line for line in placed if _is_draft(line)]
        self.published = len(placed) - len(self.rows)
        self.left_alone = []
        self.choose()
        if self.published:
            self.left_alone.append(
                f"{counted(self.published, 'line')} of published revisions left alone: they never change."
            )
        if not self.rows:
            reasons = " ".join(self.left_alone) or "The lines are not there any more."
            raise CannotDoThat(f"Nothing was changed. {reasons}")

    def choose(self) -> None:
        """Keep the rows that the act is about, and say of the others why not."""

    def now(self, row: Requirement) -> RowChange:
        level = row.skill_list.level
        where = f"{level.revision.title}, {level.name}: {row.skill_list.title}"
        return RowChange(pk=row.pk, row=row.name, where=where, before=self.before(row))

    def before(self, row: Requirement) -> str:
        raise NotImplementedError


class ListChoice(ListField):
    def label_from_instance(self, obj: SkillList) -> str:
        return f"{obj.level.name}: {obj.title}"


class MoveLines(LineAct):
    name = "move"
    label = "Move to another list…"
    heads = ("Requirement", "Role, level and list", "List now", "List afterwards")
    explanation = "The lines go to the end of the list, in their order. Their text and anchors stay."

    def choose(self) -> None:
        if self.published:
            published = counted(self.published, "published line")
            raise CannotDoThat(f"Nothing was moved. You chose {published}: choose lines of one draft.")
        drafts = {line.skill_list.level.revision_id for line in self.rows}
        if len(drafts) > 1:
            words = f"Nothing was moved. You chose lines of {len(drafts)} drafts: choose lines of one draft."
            raise CannotDoThat(words)

    def form(self, data: Any = None) -> forms.Form:
        draft = self.rows[0].skill_list.level.revision_id
        lists = SkillList.objects.filter(level__revision=draft).select_related("level")
        form = forms.Form(data)
        form.fields["target"] = ListChoice(
            lists.order_by("level__position", "position", "pk"),
            label="Move them to",
            empty_label="Choose a list",
        )
        return form

    def before(self, row: Requirement) -> str:
        return f"{row.skill_list.level.name}: {row.skill_list.title}"

    def after(self, row: Requirement, form: Any) -> str:
        target: SkillList = form.cleaned_data["target"]
        if target.pk == row.skill_list_id:
            return self.before(row)
        return f"{target.level.name}: {target.title}"

    def carry_out(self, form: Any, *, by: User) -> str:
        target: SkillList = form.cleaned_data["target"]
        last = target.requirements.aggregate(last=Max("position"))["last"] or 0
        for place, line in enumerate(self.rows, last + 1):
            line.skill_list, line.position = target, place
        Requirement.objects.bulk_update(self.rows, ["skill_list", "position"], batch_size=500)
        return f"{counted(self.rows, 'line')} moved to “{target.title}” of {target.level.name}."


class CategoryForm(forms.Form):
    category = forms.CharField(
        max_length=300,
        required=False,
        validators=[validate_line],
        help_text="What stands after the dash: “Git - Version Control”. Leave it empty to take it away.",
    )


class SetLineCategory(LineAct):
    name = "category"
    label = "Set the category…"
    heads = ("Requirement", "Role, level and list", "Category now", "Category afterwards")
    explanation = "The category is the text after the dash of a line."

    def choose(self) -> None:
        details = [line for line in self.rows if line.text and line.form != RequirementForm.CATEGORY]
        self.rows = [line for line in self.rows if line not in details]
        if details:
            self.left_alone.append(
                f"{counted(details, 'line')} with a detail after a colon left alone: a category would "
                "replace it."
            )

    def form(self, data: Any = None) -> forms.Form:
        return CategoryForm(data)

    def before(self, row: Requirement) -> str:
        return row.text

    def after(self, row: Requirement, form: Any) -> str:
        return str(form.cleaned_data["category"])

    def carry_out(self, form: Any, *, by: User) -> str:
        category = str(form.cleaned_data["category"])
        for line in self.rows:
            line.text = category
            line.form = RequirementForm.CATEGORY if category else RequirementForm.NAME_ONLY
        Requirement.objects.bulk_update(self.rows, ["text", "form"], batch_size=500)
        return f"{counted(self.rows, 'line')} changed."


class SkillForm(forms.Form):
    """The name of a skill rather than a choice among thousands; it works without a script."""

    skill = forms.CharField(max_length=300, help_text="Its name in the library, or an alias.")

    def clean_skill(self) -> Skill:
        name = str(self.cleaned_data["skill"])
        if found := Skill.objects.named({name}).get(skill_key(name)):
            return found
        likely = Skill.objects.search(name).filter(merged_into__isnull=True)[:PROPOSALS]
        proposals = ", ".join(f"“{skill}”" for skill in likely)
        raise ValidationError(
            "The library has no skill of this name." + (f" Did you mean {proposals}?" if proposals else "")
        )


class LinkToSkill(LineAct):
    name = "skill"
    label = "Link to another skill…"
    heads = ("Requirement", "Role, level and list", "Skill now", "Skill afterwards")
    explanation = "The lines keep their wording; the library counts them with the skill you name."

    def form(self, data: Any = None) -> forms.Form:
        return SkillForm(data)

    def before(self, row: Requirement) -> str:
        return str(row.skill)

    def after(self, row: Requirement, form: Any) -> str:
        return str(form.cleaned_data["skill"])

    def carry_out(self, form: Any, *, by: User) -> str:
        skill: Skill = form.cleaned_data["skill"]
        for line in self.rows:
            line.skill = skill
        Requirement.objects.bulk_update(self.rows, ["skill"], batch_size=500)
        return f"{counted(self.rows, 'line')} linked to “{skill}”."


def _is_draft(line: Requirement) -> bool:
    return line.skill_list.level.revision.state == RevisionState.DRAFT
