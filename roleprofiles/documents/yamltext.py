"""YAML as a tree of values, and plain values as YAML.

What YAML has for programs is refused: references can grow without end, and tags make something else of
a text. Values stay the texts they are: ``No`` is no boolean and ``1.0`` no number.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

from roleprofiles.documents.nodes import Broken, Builder, Entries, Items, Node

# What YAML does not allow as it stands, and line ends that only YAML sees: line numbers would not be true.
_UNWRITABLE = re.compile("[^\t\n -~\u00a0-\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Written in quotes, with escapes, though YAML would take some of it as it stands.
_ESCAPED = re.compile("[^ -~\u00a0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_NULLS = ("", "~", "null", "Null", "NULL")
_SAID = {
    "mapping values are not": "This line has a colon too many: put the text after the first one in quotes.",
    "expected ':'": "This line has no colon where one is expected, or the text above it is not closed.",
    "cannot start any token": "This line begins with a character that YAML keeps for itself: indent with "
    "spaces, and put texts that begin with @, ` or % in quotes.",
    "unexpected end of stream": "A quotation mark is not closed.",
    "tab character": "This line is indented with a tab: indent with spaces.",
    "maximum nesting depth": "This is nested too deeply.",
    "alphabetic or numeric": "This line has a text that begins with * or &: put it in quotes.",
    "did not find expected": "The indentation of this line does not fit the lines above it, or a bracket "
    "is not closed.",
}  # fmt: skip


def read(text: str) -> Node | None:
    """The one document of the text, None if it says nothing; Broken if it cannot be read."""
    if found := _UNWRITABLE.search(text):
        code = ord(found[0])
        hint = f"write it in double quotes, as \\u{code:04X}" if code > 0x7F else "take it away"
        message = f"This line has a character that YAML does not allow there (U+{code:04X}): {hint}."
        raise Broken(text.count("\n", 0, found.start()) + 1, message)
    builder = Builder()
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            _take(event, builder)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise Broken(
            mark.line + 1 if mark else 1, _in_words(getattr(error, "problem", None) or "")
        ) from error
    return builder.root


def _take(event: yaml.Event, builder: Builder) -> None:
    number = event.start_mark.line + 1 if event.start_mark else 1
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) is not None:
        said = "References (& and *) are not read: write the text out; if it begins with *, put it in quotes."
        raise Broken(number, said)
    if getattr(event, "tag", None) is not None:
        raise Broken(number, "Tags (!) are not read: take it away, or put the text in quotes.")
    match event:
        case yaml.ScalarEvent():
            is_null = not event.style and event.value in _NULLS
            # A block of text ends with a line end that nobody means.
            is_block = event.style in ("|", ">")
            builder.scalar(number, None if is_null else event.value.rstrip("\n") if is_block else event.value)
        case yaml.SequenceStartEvent():
            builder.begin(Items(number))
        case yaml.MappingStartEvent():
            builder.begin(Entries(number))
        case yaml.CollectionEndEvent():
            builder.end()


def _in_words(problem: str) -> str:
    said = next((words for part, words in _SAID.items() if part in problem), "")
    return said or f"This is not YAML: {problem or 'it cannot be read'}."


class _Dumper(yaml.SafeDumper):
    """The dumper in Python, since the one in C writes every emoji as a number."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar(
        "tag:yaml.org,2002:str", text, style='"' if _ESCAPED.search(text) else None
    )


_Dumper.add_representer(str, _text)


def write(said: Any) -> str:
    """In the order of the values, one line a text."""
    written: str = yaml.dump(said, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10**9)
    return written
