"""Act: change a draft, one element at a time, and overwrite nothing unseen.

Every act holds the draft's row until its transaction ends, so that acts on one draft come one after
the other and none crosses its publishing. What a person changes is compared with what they saw: a
change made against another ``fingerprint`` is refused with the row as it is now.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

from django.db import transaction
from django.db.models import F

from roleprofiles import noting, publishing
from roleprofiles.choices import ANCHOR_VALUES, RequirementForm, RequirementKind, RevisionState
from roleprofiles.models import (
    Anchor,
    Level,
    Note,
    Question,
    QuestionSet,
    Requirement,
    Revision,
    RevisionPart,
    RevisionPublished,
    Role,
    Skill,
    SkillList,
    skill_key,
)
from roleprofiles.models.elements import (
    ELEMENTS,
    anchor_field,
    element_of,
    fingerprint,
    holder_pk,
    in_order,
    rows_of,
    said,
)

FIRST_LISTS = ((RequirementKind.MUST_HAVE, "Must-Have"), (RequirementKind.GOOD_TO_HAVE, "Good-to-Have"))
HEADINGS = (Level, SkillList, QuestionSet)  # an empty line stands before these in a document
Values = Mapping[str, Any]


class ElementChanged(Exception):
    """Somebody else changed the element since it was shown; ``row`` is what it says now."""

    def __init__(self, row: RevisionPart) -> None:
        self.row = row
        super().__init__(f"“{row}” was changed since you opened it.")


class ElementGone(Exception):
    """The element, or the place it was to go to, is no longer in the draft."""

    def __init__(self) -> None:
        super().__init__("This is no longer in the draft: somebody else moved or removed it.")


@transaction.atomic
def change(draft: Revision, kind: str, pk: int, values: Values, *, seen: str) -> RevisionPart:
    """Give an element other values by the names of its fields; of a requirement also ``skill_name``.

    Without ``skill_name`` its wording decides what a requirement is about; an empty one is the library's
    skill of its wording. Saying again what is there already is never a conflict: a request that comes
    twice ends the same.
    """
    hold(draft)
    row = row_in(draft, kind, pk)
    stored = said(row)
    wanted = stored | {name: getattr(value, "pk", value) for name, value in values.items()}
    if isinstance(row, Requirement):
        wanted.pop("skill_name", None)
        wanted["skill"] = _skill_for(row, values).pk
    if wanted == stored:
        return row
    if fingerprint(row) != seen:
        raise ElementChanged(row)
    changed = [name for name in element_of(row).fields if wanted[name] != stored[name]]
    if "about" in changed:
        row_in(draft, "level", wanted["about"])
    if row.parent_field in changed:
        changed.remove(row.parent_field)
        _move(row, row_in(draft, ELEMENTS[kind].holder, wanted[row.parent_field]))
    _save_fields(row, changed, wanted)
    if isinstance(row, Requirement):
        _set_anchors(row, wanted)
    return row_in(draft, kind, pk)


@transaction.atomic
def add(draft: Revision, kind: str, holder: int | None, values: Values) -> RevisionPart:
    """A new element at the end of its holder; a new level begins with its two usual lists."""
    hold(draft)
    spec = ELEMENTS[kind]
    stands_in = row_in(draft, spec.holder, holder or 0) if spec.holder else draft
    fields = {name: value for name, value in values.items() if name in spec.fields}
    row: Any = spec.model(**{**fields, spec.model.parent_field: stands_in})
    row.blank_before = isinstance(row, HEADINGS) or kind == "path"
    row.position = _last_place(row) + 1
    if isinstance(row, Requirement):
        row.skill = Skill.objects.for_name(row.name, category=_category(row.form, row.text))
    elif isinstance(row, Question):
        row.number = max((question.number for question in in_order(row)), default=0) + 1
    elif isinstance(row, QuestionSet):
        row.about = row.level
    row.save()
    if isinstance(row, Level):
        SkillList.objects.bulk_create(
            SkillList(level=row, kind=list_kind, title=title, blank_before=True, position=n)
            for n, (list_kind, title) in enumerate(FIRST_LISTS, 1)
        )
    publishing.add_missing_sections(draft)
    return cast(RevisionPart, row)


@transaction.atomic
def place(
    draft: Revision, kind: str, pk: int, *, into: int | None = None, before: tuple[str, int] | None = None
) -> RevisionPart:
    """Put an element into a holder (None: its own) before another, told by kind and pk (None: last)."""
    hold(draft)
    row, spec = row_in(draft, kind, pk), ELEMENTS[kind]
    if into is not None and spec.holder and into != holder_pk(row):
        _move(row, row_in(draft, spec.holder, into))
    was = in_order(row)
    order = [other for other in was if other != row]
    order.insert(len(order) if before is None else _place_of(order, before), row)
    _reorder(was, order)
    return row


@transaction.atomic
def step(draft: Revision, kind: str, pk: int, *, by: int) -> RevisionPart:
    """Move an element one place up (-1) or down (+1) among those it stands with; at an end it stays."""
    hold(draft)
    row = row_in(draft, kind, pk)
    was = in_order(row)
    order, here = list(was), was.index(row)
    order.insert(min(max(here + by, 0), len(order) - 1), order.pop(here))
    _reorder(was, order)
    return row


@transaction.atomic
def discard(draft: Revision) -> bool:
    """Delete a draft; a role that was never anything else goes with it. Whether the role stays."""
    hold(draft)
    role = draft.role
    draft.delete()
    if role.revisions.exists():
        return True
    Role.objects.filter(pk=role.pk).delete()
    return False


def hold(draft: Revision) -> None:
    """Keep the draft from every other act and from being published until this transaction ends."""
    held = Revision.objects.select_for_update().filter(pk=draft.pk, state=RevisionState.DRAFT)
    if not held.values_list("pk"):
        raise RevisionPublished


def row_in(draft: Revision, kind: str, pk: int) -> RevisionPart:
    row = rows_of(draft, kind).filter(pk=pk).first()
    if row is None:
        raise ElementGone
    return cast(RevisionPart, row)


def _move(row: Any, holder: RevisionPart) -> None:
    """Give an element, with the notes that are a part of it, to another holder, where it comes last."""
    was, notes = in_order(row), noting.beside(row)
    parts = noting.parts_of(row, was, notes)
    setattr(row, row.parent_field, holder)
    row.position = _last_place(row) + 1
    row.save(update_fields=[row.parent_field, "position"])
    noting.settle([note for note in notes if note not in parts], was, [one for one in was if one != row])
    if parts:
        there = in_order(row)
        Note.objects.filter(pk__in=[note.pk for note in parts]).update(**{row.parent_field: holder})
        noting.settle(noting.beside(row), there[:-1], there, below={note.pk: row for note in parts})


def _save_fields(row: Any, changed: list[str], wanted: Values) -> None:
    if not changed:
        return
    for name in changed:
        setattr(row, row._meta.get_field(name).attname, wanted[name])
    row.clean()  # a title's key follows the title
    row.save(update_fields=[*changed, "title_key"] if isinstance(row, Revision) else changed)


def _set_anchors(requirement: Requirement, wanted: Values) -> None:
    known = {anchor.value: anchor for anchor in requirement.anchors.all()}
    for value in ANCHOR_VALUES:
        text, anchor = wanted[anchor_field(value)], known.get(value)
        if anchor and not text:
            anchor.delete()
        elif anchor and anchor.text != text:
            anchor.text = text
            anchor.save(update_fields=["text"])
        elif text and not anchor:
            Anchor.objects.create(requirement=requirement, value=value, text=text)


def _skill_for(requirement: Requirement, values: Values) -> Skill:
    """What a line is about: the skill that a person names, else what the library knows by its wording.

    A new wording that the library does not know is still about what the line was about.
    """
    was, name = requirement.skill, str(values.get("name", requirement.name))
    if "skill_name" in values:
        named = str(values["skill_name"]) or name
        category = _category(values.get("form", requirement.form), values.get("text", requirement.text))
        return was if skill_key(named) == was.key else Skill.objects.for_name(named, category=category)
    if skill_key(name) != skill_key(requirement.name):
        return Skill.objects.named({name}).get(skill_key(name), was)
    return was


def _category(form: str, text: str) -> str:
    return text if form == RequirementForm.CATEGORY else ""


def _last_place(row: RevisionPart) -> int:
    return max((other.position for other in in_order(row) if other.pk != row.pk), default=0)


def _place_of(order: Iterable[RevisionPart], other: tuple[str, int]) -> int:
    for n, row in enumerate(order):
        if (element_of(row).kind, row.pk) == other:
            return n
    raise ElementGone


def _reorder(was: Sequence[Any], order: Sequence[Any]) -> None:
    noting.settle(noting.beside(order[0]), was, order)
    number(order)


def number(order: Sequence[Any]) -> None:
    """Give rows the places of their order, writing only what is not there yet."""
    moved: dict[tuple[type[Any], int], list[int]] = {}  # by how many places
    for n, row in enumerate(order, 1):
        if row.position != n:
            moved.setdefault((type(row), n - row.position), []).append(row.pk)
    for (model, by), pks in moved.items():
        model._base_manager.filter(pk__in=pks).update(position=F("position") + by)
    if moved and isinstance(order[0], Question):
        number_questions(order[0].question_set)


def number_questions(asked: QuestionSet, *, first: int | None = None) -> None:
    """Number questions in their order, from the number that the document begins with."""
    questions = list(asked.questions.all())
    if first is None:
        first = min((question.number for question in questions), default=1)
    moved = [question for n, question in enumerate(questions, first) if question.number != n]
    for n, question in enumerate(questions, first):
        question.number = n
    Question.objects.bulk_update(moved, ["number"])
