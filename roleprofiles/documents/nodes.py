"""Structured text as a tree of values, each with the number of the line it begins on.

A scanner of YAML or JSON tells a ``Builder`` what it meets. Every value is kept as the text it was
written as: whether ``2024`` is a year or a name is for the reader of the tree to say.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from roleprofiles.documents.encoding import text_problem
from roleprofiles.documents.limits import Path
from roleprofiles.documents.shapes import Remark

DEPTH_LIMIT = 40  # a role document is ten deep
VALUE_LIMIT = 100_000  # 2,000 requirements with everything they can say are 70,000
NAME_LIMIT = 200  # names beside each other; a role document has ten
_SURROGATES = frozenset(map(chr, range(0xD800, 0xE000)))


class Broken(Exception):
    """The text cannot be read; ``remark`` says where, and in words for people why."""

    def __init__(self, number: int, message: str) -> None:
        self.remark = Remark(line=number, message=message)
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Scalar:
    """``text`` None is null: nothing is said."""

    number: int
    text: str | None


@dataclass(frozen=True, slots=True)
class Items:
    number: int
    nodes: list[Node] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Entries:
    """``numbers`` are the lines of the names."""

    number: int
    nodes: dict[str, Node] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)


Node = Scalar | Items | Entries


class Builder:
    """Puts a tree together, and refuses what is wrong in any notation."""

    def __init__(self) -> None:
        self.root: Node | None = None
        self._open: list[Items | Entries] = []
        self._names: list[str | None] = []  # of each open collection, the name that waits for its value
        self._count = 0

    def begin(self, node: Items | Entries) -> None:
        self._place(node)
        if len(self._open) == DEPTH_LIMIT:
            raise Broken(node.number, f"This is nested more than {DEPTH_LIMIT} levels deep.")
        self._open.append(node)
        self._names.append(None)

    def end(self) -> None:
        self._open.pop()
        self._names.pop()

    def scalar(self, number: int, text: str | None) -> None:
        if text is not None:
            if problem := text_problem(number, text):
                raise Broken(number, problem.message)
            if not _SURROGATES.isdisjoint(text):
                raise Broken(number, "This line contains half a character (a lone surrogate): type it anew.")
        self._place(Scalar(number, text))

    def _place(self, node: Node) -> None:
        self._count += 1
        if self._count > VALUE_LIMIT:
            raise Broken(
                node.number, f"The file has more than {VALUE_LIMIT:,} values: this is no role document."
            )
        if not self._open:
            if self.root is not None:
                raise Broken(node.number, "A second document begins here: a file holds one.")
            self.root = node
        elif isinstance(holder := self._open[-1], Items):
            holder.nodes.append(node)
        elif (name := self._names[-1]) is not None:
            holder.nodes[name] = node
            self._names[-1] = None
        else:
            self._names[-1] = _new_name(holder, node)


def _new_name(holder: Entries, node: Node) -> str:
    if not isinstance(node, Scalar) or node.text is None:
        raise Broken(node.number, "There is no name before the colon.")
    if node.text in holder.numbers:
        before = holder.numbers[node.text]
        raise Broken(node.number, f"“{node.text[:50]}” stands here twice: it is in line {before} already.")
    if len(holder.numbers) == NAME_LIMIT:
        raise Broken(node.number, f"There are more than {NAME_LIMIT} names beside each other.")
    holder.numbers[node.text] = node.number
    return node.text


def value(node: Node) -> Any:
    """Dicts, lists and texts; what is null in a dict is not there."""
    match node:
        case Scalar(text=text):
            return text
        case Items(nodes=items):
            return [value(one) for one in items]
        case Entries(nodes=entries):
            return {name: value(one) for name, one in entries.items() if not is_null(one)}


def is_null(node: Node) -> bool:
    return isinstance(node, Scalar) and node.text is None


def size_of(root: Node) -> int:
    """How many values the tree has."""
    count, waiting = 0, [root]
    while waiting:
        node = waiting.pop()
        count += 1
        if not isinstance(node, Scalar):
            waiting.extend(node.nodes if isinstance(node, Items) else node.nodes.values())
    return count


def number_at(root: Node, path: Path) -> int:
    """The line of what the path leads to, or of the last step that is there."""
    node, number = root, root.number
    for step in path:
        if isinstance(node, Entries) and isinstance(step, str) and step in node.nodes:
            number = node.numbers[step]
            node = node.nodes[step]
        elif isinstance(node, Items) and isinstance(step, int) and step < len(node.nodes):
            node = node.nodes[step]
            number = node.number
    return number
