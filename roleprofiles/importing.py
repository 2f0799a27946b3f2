"""Act: a role document's bytes to the next published revision, by way of a plan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from uuid import UUID

from django.db import IntegrityError, transaction

from accounts.models import User
from roleprofiles import changes, exporting, publishing, recording
from roleprofiles.choices import DocumentFormat
from roleprofiles.documents import formats, limits, shapes, write
from roleprofiles.documents.overlay import laid_over
from roleprofiles.models import Requirement, Revision, Role, Skill, title_key

NO_CHANGES = changes.Changes(())
CHANGED_MEANWHILE = "The role has changed since this plan was shown. Look at the new plan, then confirm."
PROBLEMS_NAMED = 3  # a refusal is one sentence; the plan has all of them


class ImportRefused(Exception):
    """The document cannot be imported as things stand; the message says why, in words for people."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What importing a document would do. Nothing is written by making one.

    ``number`` is the revision that importing makes or, when nothing changed, the newest there is;
    ``known`` are the library's skills by ``skill_key``, and ``revision`` is what carrying the plan out made.
    """

    reading: shapes.Reading
    document: shapes.RoleDocument | None = None
    role: Role | None = None
    basis: Revision | None = None
    draft: Revision | None = None
    slug: str = ""
    number: int = 0
    changes: changes.Changes = NO_CHANGES
    known: dict[str, Skill] = field(default_factory=dict)
    new_skills: tuple[str, ...] = ()
    is_unchanged: bool = False
    revision: Revision | None = None

    @property
    def in_short(self) -> str:
        """One line for people. It changes whenever the role's newest published revision does."""
        if not self.is_importable:
            return in_short(self.problems)
        if self.is_unchanged:
            return f"Says what revision {self.number} says."
        counts = self.changes.counts.items()
        found = [f"{count} {kind}" for kind, count in counts if count and kind != "unchanged"]
        said = ", ".join(found) or "only the order or the layout of lines differs"
        return f"Revision {self.number}: {said}." if self.role else f"A new role: {said}."

    @property
    def problems(self) -> tuple[shapes.Remark, ...]:
        return self.reading.problems + ((_draft_in_the_way(self.draft),) if self.draft else ())

    @property
    def is_importable(self) -> bool:
        return self.document is not None and not self.problems


def plan(data: bytes, *, form: DocumentFormat = DocumentFormat.MARKDOWN) -> Plan:
    """Read a document and say what importing it would change against the newest published revision."""
    reading = formats.read(data, form)
    if reading.document is None or reading.problems:
        return Plan(reading=reading)
    slug = Role.objects.all().free_slug(reading.document.title)  # first, as in ``publishing.begin_role``
    role = Role.objects.titled(reading.document.title).with_current().first()
    basis = role.current if role else None
    old = exporting.document_of(basis) if basis else None
    new = changes.with_keys(old, _with_free_keys(reading.document, role))
    if form == DocumentFormat.CSV:
        new = laid_over(old, new)
        problems = tuple(shapes.Remark(line=1, message=said) for _, said in limits.counts(new))
        reading = replace(reading, problems=problems)
    changed = changes.compare(old, new)
    unchanged = old is not None and _says_the_same(old, new, changed, form)
    known = Skill.objects.named({line.name for line in recording.lines_of(new)})
    return Plan(
        reading=reading,
        document=new,
        role=role,
        basis=basis,
        draft=role.revisions.drafts().select_related("created_by").first() if role else None,
        slug=role.slug if role else slug,
        number=basis.number if basis and unchanged else role.next_number() if role else 1,
        changes=changed,
        known=known,
        new_skills=tuple(sorted(skill.name for skill in recording.new_skills(new, known))),
        is_unchanged=unchanged,
    )


def import_document(
    data: bytes,
    *,
    by: User | None,
    form: DocumentFormat = DocumentFormat.MARKDOWN,
    basis: int | None = None,
    check_basis: bool = False,
    seen: str = "",
    change_note: str = "",
) -> Plan:
    """Make and publish the next revision if anything changed; the plan that was carried out.

    ``basis`` is the pk of the revision a person has seen the plan against; with ``check_basis`` a
    plan against another one is refused if it would change anything. ``seen`` is what they have seen
    of the plan, in short: another one is refused. Nothing is half-imported.
    """
    try:
        with transaction.atomic():
            seen_basis = (basis,) if check_basis else None
            return _carry_out(data, form, by=by, basis=seen_basis, seen=seen, change_note=change_note)
    except IntegrityError as error:
        # Somebody was quicker with the same title, slug or number; where there is no role yet, no
        # lock can keep two first imports apart.
        raise ImportRefused(CHANGED_MEANWHILE) from error


def _carry_out(
    data: bytes,
    form: DocumentFormat,
    *,
    by: User | None,
    basis: tuple[int | None] | None,
    seen: str,
    change_note: str,
) -> Plan:
    Role.objects.select_for_update().order_by("pk").first()  # one import after the other
    made = plan(data, form=form)
    if not made.is_importable or made.document is None:
        raise ImportRefused(in_short(made.problems))
    if made.is_unchanged:
        return made
    is_as_seen = seen in ("", made.in_short) and basis in (None, (made.basis.pk if made.basis else None,))
    if not is_as_seen:
        raise ImportRefused(CHANGED_MEANWHILE)
    role = made.role or Role.objects.create(slug=made.slug)
    revision = Revision.objects.create(
        role=role,
        number=made.number,
        title=made.document.title,
        title_key=title_key(made.document.title),
        icon=made.document.icon,
        wording=made.document.wording,
        blank_before=made.document.blank_before,
        source=data,
        is_mended=made.reading.is_mended,
        created_by=by,
    )
    recording.record(made.document, revision, known=made.known)
    publishing.publish(revision, by=by, change_note=change_note)
    return replace(made, revision=revision)


def _says_the_same(
    old: shapes.RoleDocument, new: shapes.RoleDocument, changed: changes.Changes, form: DocumentFormat
) -> bool:
    # Other formats can change what Markdown does not say: the kind of a list, whatever its title is.
    return write(old) == write(new) and (form == DocumentFormat.MARKDOWN or not changed.visible)


def _with_free_keys(document: shapes.RoleDocument, role: Role | None) -> shapes.RoleDocument:
    """The document without keys that stand in it twice, or that requirements of other roles have."""
    given = {line.key for line in _lines(document) if line.key}
    if not given:
        return document
    used = Requirement.objects.filter(key__in=given).values_list("key", "skill_list__level__revision__role")
    holders: dict[UUID, set[int]] = defaultdict(set)
    for key, holder in used.distinct():
        holders[key].add(holder)
    free = {key for key in given if not holders[key] or (role and role.pk in holders[key])}

    def once(line: shapes.Requirement) -> list[shapes.Requirement]:
        if line.key not in free:
            return [replace(line, key=None)]
        free.remove(line.key)
        return [line]

    return _each_line(document, once)


def _each_line(
    document: shapes.RoleDocument, made: Callable[[shapes.Requirement], list[shapes.Requirement]]
) -> shapes.RoleDocument:
    """The document with what is made of each requirement in its place."""

    def part_of(part: shapes.SkillList | shapes.QuestionSet) -> shapes.SkillList | shapes.QuestionSet:
        if isinstance(part, shapes.QuestionSet):
            return part
        return replace(part, requirements=tuple(new for line in part.requirements for new in made(line)))

    levels = (replace(level, parts=tuple(part_of(part) for part in level.parts)) for level in document.levels)
    return replace(document, levels=tuple(levels))


def _lines(document: shapes.RoleDocument) -> list[shapes.Requirement]:
    return [line for level in document.levels for part in level.lists for line in part.requirements]


def in_short(problems: tuple[shapes.Remark, ...]) -> str:
    said = [f"Line {problem.line}: {problem.message}" for problem in problems[:PROBLEMS_NAMED]]
    more = [f"And {len(problems) - PROBLEMS_NAMED:,} more."] if len(problems) > PROBLEMS_NAMED else []
    return " ".join(said + more)


def _draft_in_the_way(draft: Revision) -> shapes.Remark:
    author = f" by {draft.created_by}" if draft.created_by else ""
    message = (
        f"{draft.title} has an open draft, revision {draft.number}{author}. Publish or discard it first."
    )
    return shapes.Remark(line=1, message=message)
