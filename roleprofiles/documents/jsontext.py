"""JSON as a tree of values with their lines, which the standard library does not tell."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from roleprofiles.documents.nodes import Broken, Builder, Entries, Items, Node

_SPACE = re.compile(r"[ \t\n]*")
_WORD = re.compile(
    r"(?:-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?|true|false|null)(?![\w.+-])", re.ASCII
)
_ANYTHING = re.compile(r"[\w.+-]{1,30}|.", re.DOTALL)
_DECODER = json.JSONDecoder()

# What may come next.
VALUE, FIRST_VALUE, NAME, FIRST_NAME = "value", "value or ]", "name", "name or }"
COLON, MORE, END = "colon", "more", "end"
_EXPECTED = {
    VALUE: "a value is expected here",
    FIRST_VALUE: "a value is expected here",
    NAME: "a name in double quotes is expected here (no comma stands after the last entry)",
    FIRST_NAME: "a name in double quotes is expected here",
    COLON: "a colon is expected here",
    MORE: "a comma is missing before it, or a bracket is not closed",
    END: "the document has ended above it",
}


class _Token(NamedTuple):
    """``mark`` is a bracket, a comma or a colon; for values it is ``text`` or ``word``."""

    number: int
    mark: str
    said: str


def read(text: str) -> Node | None:
    """The value of the text, None if it says nothing; Broken if it cannot be read."""
    builder = Builder()
    closing: list[str] = []  # the brackets that are open
    state, number = VALUE, 1
    for token in _tokens(text):
        number = token.number
        match state, token.mark:
            case "value" | "value or ]", "{" | "[":
                is_entries = token.mark == "{"
                builder.begin(Entries(number) if is_entries else Items(number))
                closing.append("}" if is_entries else "]")
                state = FIRST_NAME if is_entries else FIRST_VALUE
            case "value" | "value or ]", "text" | "word":
                builder.scalar(number, None if token == (number, "word", "null") else token.said)
                state = MORE if closing else END
            case "name" | "name or }", "text":
                builder.scalar(number, token.said)
                state = COLON
            case "colon", ":":
                state = VALUE
            case "more", ",":
                state = NAME if closing[-1] == "}" else VALUE
            case "value or ]" | "name or }" | "more", "]" | "}" if token.mark == closing[-1]:
                builder.end()
                closing.pop()
                state = MORE if closing else END
            case _:
                raise Broken(number, f"This is not JSON: {_EXPECTED[state]}, not “{token.said[:30]}”.")
    if builder.root is not None and state != END:
        raise Broken(number, "This is not JSON: the file ends before everything in it is closed.")
    return builder.root


def _tokens(text: str) -> Iterator[_Token]:
    number, at, counted = 1, 0, 0
    while True:
        space = _SPACE.match(text, at)
        at = space.end() if space else at
        if at == len(text):
            return
        number, counted = number + text.count("\n", counted, at), at
        if text[at] in "{}[],:":
            yield _Token(number, text[at], text[at])
            at += 1
        elif text[at] == '"':
            said, at = _string(text, at, number)
            yield _Token(number, "text", said)
        elif word := _WORD.match(text, at):
            yield _Token(number, "word", word[0])
            at = word.end()
        else:
            other = _ANYTHING.match(text, at)
            raise Broken(
                number, f"This is not JSON: “{other[0] if other else ''}” is no value, or lacks its quotes."
            )


def _string(text: str, at: int, number: int) -> tuple[str, int]:
    try:
        said, end = _DECODER.raw_decode(text, at)
    except json.JSONDecodeError as error:
        at_line = number + text.count("\n", at, min(error.pos, len(text)))
        raise Broken(
            at_line, f"This text in quotes cannot be read: {error.msg.lower().rstrip(' at')}."
        ) from error
    return said, end


def write(said: Any) -> str:
    return json.dumps(said, ensure_ascii=False, indent=1) + "\n"  # what was exported has to fit in again
