"""What a role document says, as plain values.

Reading makes these from text, writing makes text from these, importing makes rows from them and
exporting makes them from rows. Nothing here knows the database.

Every line of a document is held by exactly one value, so that writing what was just read gives the
same document. Two fields that most values carry make that possible:

``wording``
    The line as the document words it, where that differs from the house form; ``""`` otherwise.
    It is used only while it still says the same as the fields beside it, so a row that was edited
    is written in the house form.
``blank_before``
    Whether an empty line stands before this line. ``Line`` values carry it explicitly; the house
    form is an empty line before every heading and none before a bullet.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from roleprofiles.choices import RequirementForm, RequirementKind, SectionKind


@dataclass(frozen=True, kw_only=True)
class Note:
    """One line that nothing else holds, kept in its place.

    ``after`` is how many elements of its container stand before it: 0 is "before the first".
    """

    text: str
    after: int = 0
    blank_before: bool = False


@dataclass(frozen=True, kw_only=True)
class OverviewLine:
    """``- **Responsibility**: Builds …``; also experience levels, career progression and others."""

    label: str
    text: str
    wording: str = ""
    blank_before: bool = False


@dataclass(frozen=True, kw_only=True)
class Anchor:
    """``   - Rating 3: Merges a branch alone``: what a rating value looks like for a requirement.

    ``value`` is 1 to 4; a requirement has at most one anchor of a value.
    """

    value: int
    text: str
    wording: str = ""
    blank_before: bool = False


@dataclass(frozen=True, kw_only=True)
class Requirement:
    """``- **Git** - Version Control System`` or ``- **System Design**: pipelines`` or ``- **Git**``.

    ``key`` is what survives revisions. Markdown does not say it; rows and pairing give it then.
    """

    name: str
    text: str = ""
    form: RequirementForm = RequirementForm.NAME_ONLY
    anchors: tuple[Anchor, ...] = ()
    wording: str = ""
    blank_before: bool = False
    key: UUID | None = field(default=None, compare=False)


@dataclass(frozen=True, kw_only=True)
class SkillList:
    """``#### **Must-Have:**`` and its bullets. ``notes`` count requirements in their ``after``."""

    kind: RequirementKind
    title: str
    requirements: tuple[Requirement, ...] = ()
    notes: tuple[Note, ...] = ()
    wording: str = ""
    blank_before: bool = True


@dataclass(frozen=True, kw_only=True)
class Question:
    """``1. **"Tell me about …"**`` with an indented ``Look for:`` line (``look_for`` may be empty).

    ``wording`` holds the prompt's line and, if there is one, the look-for line, joined by a newline.
    ``number`` is the number the document gives it.
    """

    prompt: str
    look_for: str = ""
    number: int = 1
    wording: str = ""
    blank_before: bool = False


@dataclass(frozen=True, kw_only=True)
class QuestionSet:
    """``#### **HR Questions for Mid Level:**`` and its numbered questions.

    ``level_name`` is the level the questions are for: the one the heading names if the document has
    a level of that name, else the level under whose heading they stand.
    """

    title: str
    level_name: str
    questions: tuple[Question, ...] = ()
    notes: tuple[Note, ...] = ()
    wording: str = ""
    blank_before: bool = True


@dataclass(frozen=True, kw_only=True)
class Level:
    """``### **Mid Level (2-4 years)**``. ``max_years`` None is open ("4+ years"); both None is unsaid.

    ``parts`` are the lists and question sets in the document's order; ``notes`` count parts.
    """

    name: str
    min_years: int | None = None
    max_years: int | None = None
    parts: tuple[SkillList | QuestionSet, ...] = ()
    notes: tuple[Note, ...] = ()
    wording: str = ""
    blank_before: bool = True

    @property
    def lists(self) -> tuple[SkillList, ...]:
        return tuple(part for part in self.parts if isinstance(part, SkillList))

    @property
    def question_sets(self) -> tuple[QuestionSet, ...]:
        return tuple(part for part in self.parts if isinstance(part, QuestionSet))


@dataclass(frozen=True, kw_only=True)
class GrowthStep:
    """``- Lead ML projects``."""

    text: str
    wording: str = ""
    blank_before: bool = False


@dataclass(frozen=True, kw_only=True)
class GrowthPath:
    """``### **Mid → Experienced Level:**``; several may start from one level. ``notes`` count steps."""

    from_name: str
    to_name: str
    steps: tuple[GrowthStep, ...] = ()
    notes: tuple[Note, ...] = ()
    wording: str = ""
    blank_before: bool = True


@dataclass(frozen=True, kw_only=True)
class Section:
    """A ``##`` heading that is read. ``notes`` count its children: overview lines, levels or paths."""

    kind: SectionKind
    title: str
    notes: tuple[Note, ...] = ()
    wording: str = ""
    blank_before: bool = True


@dataclass(frozen=True, kw_only=True)
class RoleDocument:
    """A whole role document. ``notes`` count sections and the title (0 before the title, 1 after it).

    ``sections`` are in the document's order; a kind stands in it at most once, and children of a
    kind without a section are never present.
    """

    title: str
    icon: str = ""
    sections: tuple[Section, ...] = ()
    overview: tuple[OverviewLine, ...] = ()
    levels: tuple[Level, ...] = ()
    growth_paths: tuple[GrowthPath, ...] = ()
    notes: tuple[Note, ...] = ()
    wording: str = ""
    blank_before: bool = False

    @property
    def responsibility(self) -> str:
        return next((o.text for o in self.overview if o.label.casefold() == "responsibility"), "")

    @property
    def progression(self) -> tuple[str, ...]:
        """The titles of the career progression, in order: ``A → B`` is ``("A", "B")``."""
        text = next((o.text for o in self.overview if o.label.casefold() == "career progression"), "")
        return tuple(title for part in text.split("→") if (title := part.strip()))

    def all_notes(self) -> tuple[Note, ...]:
        """Every note of the document, container by container."""
        containers = [
            *(s.notes for s in self.sections),
            *(level.notes for level in self.levels),
            *(part.notes for level in self.levels for part in level.parts),
            *(path.notes for path in self.growth_paths),
        ]
        return self.notes + tuple(note for notes in containers for note in notes)


@dataclass(frozen=True, kw_only=True)
class Remark:
    """Something to say about a line (1-based, in the document as received)."""

    line: int
    message: str


@dataclass(frozen=True, kw_only=True)
class Mend:
    """A line whose broken characters were mended."""

    line: int
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class Reading:
    """The outcome of reading bytes. With ``problems`` it must not be imported, and may be no document."""

    document: RoleDocument | None
    problems: tuple[Remark, ...] = ()
    warnings: tuple[Remark, ...] = ()
    mends: tuple[Mend, ...] = ()

    @property
    def is_mended(self) -> bool:
        return bool(self.mends)
