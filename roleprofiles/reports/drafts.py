"""What the editor of a draft shows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from roleprofiles import askhints, exporting
from roleprofiles.choices import RequirementKind
from roleprofiles.hints import Hint, hints
from roleprofiles.models import (
    Level,
    QuestionSet,
    Removal,
    Revision,
    RevisionPart,
    RevisionPublished,
    SkillList,
)

CHILDREN = {
    "level": ("list", "questions"),
    "list": ("requirement",),
    "questions": ("question",),
    "path": ("step",),
}
LEAVES = frozenset({"overview", "requirement", "question", "step"})  # nothing stands in these
PROMPTS = {  # what the field for a new element says of itself, and an example
    "overview": ("Add a line to the overview", "Team size: 6 to 8 people"),
    "level": ("Add a level", "Senior (4-6 years)"),
    "list": ("Add a list", "Production Support"),
    "requirement": ("Add a requirement", "Git - version control"),
    "questions": ("Add a set of questions", "HR Questions"),
    "question": ("Add a question", "Tell me about a model you deployed."),
    "path": ("Add a growth path", "Mid → Senior"),
    "step": ("Add a step", "Lead a project from idea to release"),
}


@dataclass(frozen=True, kw_only=True)
class Adding:
    """The place where an element of a kind can be added to a holder; 0 is the draft itself."""

    kind: str
    address: str
    holder: int = 0
    of: str = ""

    @property
    def key(self) -> str:
        return f"{self.kind}-{self.holder}"

    @property
    def label(self) -> str:
        return PROMPTS[self.kind][0]

    @property
    def example(self) -> str:
        return PROMPTS[self.kind][1]


@dataclass(kw_only=True)
class Node:
    """An element of a draft with those that stand in it. ``base`` is the editor's address."""

    kind: str
    row: RevisionPart
    base: str
    name: str
    detail: str = ""
    tag: str = ""
    hints: tuple[Hint, ...] = ()
    children: list[Node] = field(default_factory=list)

    @property
    def key(self) -> str:
        """Names the element on the page: ``requirement-12``."""
        return f"{self.kind}-{self.row.pk}"

    @property
    def address(self) -> str:
        return f"{self.base}{self.kind}/{self.row.pk}/"

    @property
    def heading(self) -> int:
        """The depth of its heading on the page."""
        return {"level": 3, "path": 3}.get(self.kind, 4)

    @property
    def leaf_kind(self) -> str:
        """The kind of what stands in a list, a set of questions or a path."""
        return CHILDREN[self.kind][0]

    @property
    def adds(self) -> list[Adding]:
        pk, name = self.row.pk, self.name
        return [
            Adding(kind=kind, address=f"{self.base}{kind}/add/{pk}/", holder=pk, of=name)
            for kind in CHILDREN.get(self.kind, ())
        ]

    def walk(self) -> Iterator[Node]:
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(kw_only=True)
class DraftSheet:
    """A draft as its editor shows it; overview, levels and paths stand in the draft itself."""

    draft: Revision
    overview: list[Node]
    levels: list[Node]
    paths: list[Node]
    hints: tuple[Hint, ...]
    removals: list[Removal]

    def node(self, kind: str, pk: int) -> Node | None:
        nodes = (node for top in (*self.levels, *self.paths) for node in top.walk())
        return next((node for node in nodes if (node.kind, node.row.pk) == (kind, pk)), None)

    @property
    def must_haves(self) -> list[tuple[int, str, int]]:
        """How many must-haves each level has: its pk, its name, the number."""
        return [
            (
                level.row.pk,
                level.name,
                sum(len(part.children) for part in level.children if _is_must_have(part)),
            )
            for level in self.levels
        ]

    @property
    def notes(self) -> int:
        """How many lines of the document nothing else holds."""
        return len(self.draft.notes.all())

    def _adding(self, kind: str) -> Adding:
        return Adding(kind=kind, address=f"{self.draft.get_edit_url()}{kind}/add/0/")

    @property
    def adds_overview(self) -> Adding:
        return self._adding("overview")

    @property
    def adds_level(self) -> Adding:
        return self._adding("level")

    @property
    def adds_path(self) -> Adding:
        return self._adding("path")


def draft_sheet(draft: Revision) -> DraftSheet:
    """Everything the editor of a draft prints, in a fixed number of queries. Not there: RevisionPublished."""
    loaded = Revision.objects.with_document().defer("source").filter(pk=draft.pk).first()
    if loaded is None:
        raise RevisionPublished
    found = hints(exporting.said_by(loaded))
    reader = _Reader(loaded.get_edit_url(), found)
    levels = [reader.level(level) for level in loaded.levels.all()]
    asked = [leaf for level in levels for part in level.children for leaf in part.children]
    return DraftSheet(
        draft=loaded,
        overview=[reader.leaf("overview", line, *_labelled(line)) for line in loaded.overview_lines.all()],
        levels=levels,
        paths=[
            reader.branch("path", path, str(path), "", [("step", s, s.text, "") for s in path.steps.all()])
            for path in loaded.growth_paths.all()
        ],
        hints=(*found, *(hint for leaf in asked if leaf.kind == "question" for hint in leaf.hints)),
        removals=list(loaded.removals.select_related("removed_by").defer("saved")),
    )


class _Reader:
    """Makes nodes of the rows of one loaded draft, with the hints that are about them."""

    def __init__(self, base: str, found: Iterable[Hint]) -> None:
        self.base = base
        self.about: dict[UUID | str, tuple[Hint, ...]] = defaultdict(tuple)
        for hint in found:
            self.about[hint.key or hint.level] += (hint,)

    def leaf(self, kind: str, row: Any, name: str, detail: str) -> Node:
        if kind != "requirement":
            said = _on_question(row) if kind == "question" else ()
            return Node(kind=kind, row=row, base=self.base, name=name, detail=detail, hints=said)
        anchors = len(row.anchors.all())
        return Node(
            kind=kind,
            row=row,
            base=self.base,
            name=name,
            detail=detail,
            tag=f"{anchors} anchor{'' if anchors == 1 else 's'}" if anchors else "",
            hints=self.about.get(row.key, ()),
        )

    def branch(
        self, kind: str, row: Any, name: str, tag: str, leaves: Iterable[tuple[str, Any, str, str]]
    ) -> Node:
        children = [self.leaf(*leaf) for leaf in leaves]
        return Node(kind=kind, row=row, base=self.base, name=name, tag=tag, children=children)

    def level(self, level: Level) -> Node:
        parts: list[SkillList | QuestionSet] = [*level.skill_lists.all(), *level.question_sets.all()]
        parts.sort(key=lambda part: (part.position, part.pk))
        return Node(
            kind="level",
            row=level,
            base=self.base,
            name=level.name,
            detail=level.years,
            hints=self.about.get(level.name, ()),
            children=[self.part(part, level) for part in parts],
        )

    def part(self, part: SkillList | QuestionSet, level: Level) -> Node:
        if isinstance(part, SkillList):
            lines = [("requirement", line, line.name, line.text) for line in part.requirements.all()]
            return self.branch("list", part, part.title, part.get_kind_display(), lines)
        asked = [
            ("question", line, line.prompt, f"Look for: {line.look_for}" if line.look_for else "")
            for line in part.questions.all()
        ]
        about = "" if part.about_id == level.pk else f" for {part.about}"
        return self.branch("questions", part, part.title, f"Questions{about}", asked)


def _labelled(line: Any) -> tuple[str, str]:
    return (line.label, line.text) if line.label else (line.text, "")


def _on_question(row: Any) -> tuple[Hint, ...]:
    """What must not be asked."""
    level = row.question_set.about.name
    return tuple(Hint(code="asked", level=level, text=hint.text) for hint in askhints.hints(row.prompt))


def _is_must_have(part: Node) -> bool:
    return isinstance(part.row, SkillList) and part.row.kind == RequirementKind.MUST_HAVE
