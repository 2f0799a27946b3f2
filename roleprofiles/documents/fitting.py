"""A tree of values as instances of dataclasses; what does not fit is said with its line."""

from __future__ import annotations

import difflib
from collections.abc import Collection
from copy import deepcopy
from functools import cache
from typing import Any, Literal, TypeVar

from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic_core import CoreSchema, ErrorDetails, SchemaValidator

from roleprofiles.documents.limits import Path
from roleprofiles.documents.nodes import Entries, Items, Node, number_at, size_of
from roleprofiles.documents.remarks import Remarks

Shape = TypeVar("Shape")
NAME_SHOWN = 50  # characters of a name that somebody made up
PATIENCE = 20_000  # values; naming everything that is wrong in a larger file takes too much memory
HINTS = 20  # a file that is wrong in every line is not helped by more

_SAID = {
    "int_type": "has to be a whole number",
    "int_parsing": "has to be a whole number",
    "int_parsing_size": "has to be a whole number that is not so long",
    "int_from_float": "has to be a whole number",
    "bool_type": "has to be true or false",
    "bool_parsing": "has to be true or false",
    "string_type": "has to be a text",
    "tuple_type": "has to be a list",
    "uuid_type": "has to be a UUID, as exports have it; leave it out where there is none",
    "uuid_parsing": "has to be a UUID, as exports have it; leave it out where there is none",
}


def adapter_for(shape: type[Shape], *, extra: Literal["forbid", "ignore"]) -> TypeAdapter[list[Shape]]:
    """For lists of one: only through a list is pydantic told how to take plain dataclasses."""
    return TypeAdapter(list[shape], config=ConfigDict(extra=extra))  # type: ignore[valid-type]


def fitted(
    adapter: TypeAdapter[list[Shape]], said: Any, root: Node, remarks: Remarks, names: Collection[str] = ()
) -> Shape | None:
    """``said`` as the shape, None with problems if it does not fit; ``names`` are those to hint at."""
    validator = adapter.validator if size_of(root) <= PATIENCE else _hasty(adapter)
    try:
        fitting: list[Shape] = validator.validate_python([said])
        return fitting[0]
    except ValidationError as error:
        for found in error.errors(include_url=False, include_input=False):
            path: Path = found["loc"][1:]
            if _is_meant(root, path):
                hints = names if len(remarks.problems) < HINTS else ()
                remarks.problem(number_at(root, path), _in_words(found, path, hints))
    return None


@cache
def _hasty(adapter: TypeAdapter[Any]) -> SchemaValidator:
    """Goes no further in a list than to the first entry that does not fit."""
    schema = deepcopy(adapter.core_schema)
    _hurry(schema)
    return SchemaValidator(schema)


def _hurry(schema: CoreSchema | Any) -> None:
    if isinstance(schema, dict):
        if schema.get("type") == "tuple":
            schema["fail_fast"] = True
        for part in schema.values():
            _hurry(part)
    elif isinstance(schema, list):
        for part in schema:
            _hurry(part)


def is_question_set(names: Collection[str]) -> bool:
    """What a part of a level with these names is: a set of questions, else a list of requirements."""
    return "questions" in names


def _is_meant(root: Node, path: Path) -> bool:
    """Of a part of a level, pydantic says what keeps it from being either kind: one of them is meant."""
    node: Node | None = root
    for step in path:
        if step in ("SkillList", "QuestionSet"):
            is_set = isinstance(node, Entries) and is_question_set(node.nodes)
            return (step == "QuestionSet") == is_set
        if isinstance(node, Entries) and isinstance(step, str):
            node = node.nodes.get(step)
        elif isinstance(node, Items) and isinstance(step, int):
            node = node.nodes[step] if step < len(node.nodes) else None
    return True


def _in_words(found: ErrorDetails, path: Path, names: Collection[str]) -> str:
    last = path[-1] if path else ""
    name = f"“{last[:NAME_SHOWN]}”" if isinstance(last, str) else "This entry"
    match found["type"]:
        case "missing":
            return f"{name} is missing."
        case "unexpected_keyword_argument" if isinstance(last, str):
            near = difflib.get_close_matches(last[:NAME_SHOWN], names, 1)
            return (
                f"{name} is not known here{f': is “{near[0]}” meant' if near else ''}{'?' if near else '.'}"
            )
        case "dataclass_type":
            return "This entry has to be made of names and values."
        case "enum":
            return f"{name} is none of {found.get('ctx', {}).get('expected', '')}.".replace("'", "")
        case known:
            return f"{name} {_SAID[known]}." if known in _SAID else f"{name}: {found['msg']}."
