"""What can be done with many skills of the library at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone

from accounts.models import User
from roleprofiles import merging
from roleprofiles.admin.bulk import BulkAct, CannotDoThat, RowChange, counted
from roleprofiles.admin.lineacts import CategoryForm
from roleprofiles.models import Skill

MERGED_AT_ONCE = 50


class SkillAct(BulkAct):
    noun = "skill"
    heads = ("Skill", "Asked for now", "Now", "Afterwards")

    def __init__(self, pks: Sequence[int]) -> None:
        locked = Skill.objects.select_for_update(no_key=True).order_by("pk")
        locked.first()  # as merging does: whoever writes into the library waits here
        list(locked.filter(pk__in=pks).values_list("pk"))
        self.rows = list(Skill.objects.filter(pk__in=pks).with_usage().order_by("key"))
        self.left_alone = []
        self.choose()
        if not self.rows:
            reasons = " ".join(self.left_alone) or "The skills are not there any more."
            raise CannotDoThat(f"Nothing was changed. {reasons}")

    def choose(self) -> None:
        """Keep the rows that the act is about, and say of the others why not."""

    def leave_merged(self) -> None:
        merged = [skill for skill in self.rows if skill.is_merged]
        self.rows = [skill for skill in self.rows if not skill.is_merged]
        if merged:
            self.left_alone.append(f"{counted(merged, 'skill')} left alone: merged into another already.")

    def now(self, row: Skill) -> RowChange:
        return RowChange(pk=row.pk, row=row.name, where=row.usage or "by no role", before=self.before(row))

    def before(self, row: Skill) -> str:
        raise NotImplementedError


class SetSkillCategory(SkillAct):
    name = "category"
    label = "Set the category…"
    heads = ("Skill", "Asked for now", "Category now", "Category afterwards")
    explanation = "The category of the library. The lines of role documents keep their own."

    def form(self, data: Any = None) -> forms.Form:
        form = CategoryForm(data)
        form.fields["category"].help_text = "Leave it empty to take it away."
        return form

    def before(self, row: Skill) -> str:
        return row.category

    def after(self, row: Skill, form: Any) -> str:
        return str(form.cleaned_data["category"])

    def carry_out(self, form: Any, *, by: User) -> str:
        chosen = Skill.objects.filter(pk__in=[skill.pk for skill in self.rows])
        chosen.update(category=form.cleaned_data["category"])
        return f"{counted(self.rows, 'skill')} changed."


class MarkReviewed(SkillAct):
    name = "review"
    label = "Mark as reviewed…"
    heads = ("Skill", "Asked for now", "Now", "Afterwards")
    explanation = "A reviewed skill is one of its own: it is not proposed for a merge any more."

    def choose(self) -> None:
        self.leave_merged()

    def form(self, data: Any = None) -> forms.Form:
        return forms.Form(data or {})  # nothing to choose

    def before(self, row: Skill) -> str:
        return "reviewed" if row.reviewed_at else "not reviewed"

    def after(self, row: Skill, form: Any) -> str:
        return "reviewed"

    def carry_out(self, form: Any, *, by: User) -> str:
        chosen = Skill.objects.filter(pk__in=[skill.pk for skill in self.rows])
        chosen.update(reviewed_at=timezone.now())
        return f"{counted(self.rows, 'skill')} marked as reviewed."


class StayingForm(forms.Form):
    stays = forms.ChoiceField(label="The skill that stays", widget=forms.RadioSelect)

    def __init__(self, skills: Sequence[Skill], data: Any = None) -> None:
        super().__init__(data)
        self.skills = {str(skill.pk): skill for skill in skills}
        self.fields["stays"].choices = [(pk, skill.name) for pk, skill in self.skills.items()]  # type: ignore[attr-defined]

    def clean_stays(self) -> Skill:
        return self.skills[self.cleaned_data["stays"]]


class MergeSkills(SkillAct):
    name = "merge"
    label = "Merge into one…"
    heads = ("Skill", "Asked for now", "Now", "Afterwards")
    explanation = (
        "The others stay in the library and lead to the one that stays. Lines of drafts move to it; "
        "published lines keep what they say. A merge can be undone."
    )

    def choose(self) -> None:
        self.leave_merged()
        if len(self.rows) < 2:
            reasons = "".join(f" {words}" for words in self.left_alone)
            raise CannotDoThat(f"Nothing was merged. Choose two skills or more.{reasons}")
        if len(self.rows) > MERGED_AT_ONCE:
            raise CannotDoThat(f"Nothing was merged. Choose {MERGED_AT_ONCE} skills at most at a time.")

    def form(self, data: Any = None) -> forms.Form:
        return StayingForm(self.rows, data)

    def before(self, row: Skill) -> str:
        return "a skill of its own"

    def changes(self, form: Any) -> list[RowChange]:
        stays = form.cleaned_data["stays"]
        pairs = [(skill, stays) for skill in self.rows if skill != stays]
        self.touched = {found.skill.pk: found for found in merging.consequences_of(pairs)}
        return super().changes(form)

    def after(self, row: Skill, form: Any) -> str:
        found = self.touched.get(row.pk)
        if found is None:
            return self.before(row)
        said = [f"leads to “{found.into}”", f"{counted(found.moving, 'line')} of drafts moving"]
        if found.staying:
            said.append(f"{counted(found.staying, 'published line')} staying as published")
        if found.names[1:]:
            said.append("so do its names " + ", ".join(f"“{name}”" for name in found.names[1:]))
        if found.repointed:
            said.append(
                "and what was merged into it: " + ", ".join(f"“{skill}”" for skill in found.repointed)
            )
        if found.roles:
            said.append("asked for by " + ", ".join(found.roles))
        return "; ".join(said)

    def carry_out(self, form: Any, *, by: User) -> str:
        stays: Skill = form.cleaned_data["stays"]
        merging.merge_all(self.rows, into=stays, by=by)
        return f"{counted(self.rows, 'skill')} merged into “{stays}”."
