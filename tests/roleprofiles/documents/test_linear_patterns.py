"""No text makes a regular expression of ours take long: 50,000 characters, a tenth of a second."""

from __future__ import annotations

import ast
import importlib
import re
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

import roleprofiles
from roleprofiles.hints.traits import _anywhere_phrases

SIZE = 50_000
SECONDS = 0.1
FOLDER = Path(roleprofiles.__file__).parent
PIECES = [
    *" \t\n:-–*_`~#='\"()[]{},;/|.→\\%1aé🤖\ufeff",
    *("a ", " a", "- ", " -", "**", "**a", "(a", "a)", "()", "(2", "1 ", "1.", "1-", "a:", ": ", "A:"),
    *("- a\n", "```", "---", "sep=", " #", "a\t", "\t-", "→ ", "x→(", "‚Üí", "\uf8ffü", "Ôªø"),
    *("at least ", "minimum of ", "1+ ", "1 year ", "years of ", "1-1 ", "(1) ", "level", "questions"),
    *("1 or ", "one ", "a few ", "(2 years)", "2 to ", "look for", "rating 1: ", " or ", "team player"),
    *("hard-", "1e", "true", "C++ "),
]  # fmt: skip
AROUND = [("", ""), ("**", "\n"), ("  - Rating 3", " years)")]
# Those within functions are made of a name, or are for one line of ours.
WITHIN = {
    "admin/bulk.py": 1,
    "admin/lines.py": 2,
    "differences/wording.py": 1,
    "documents/arrivals.py": 1,
    "documents/schema.py": 1,
    "hints/traits.py": 1,  # is made once, and tried below
    "ladder.py": 1,
}

Use = tuple[re.Pattern[str], str]  # with the method by which texts are given to it


def trees() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(FOLDER.rglob("*.py")):
        yield str(path.relative_to(FOLDER)), ast.parse(path.read_text(encoding="utf-8"))


def uses() -> Iterator[tuple[str, Use]]:
    yield "hints/traits.py: phrases", (_anywhere_phrases()[1], "search")
    for path, tree in trees():
        called = {call for call in map(_called, ast.walk(tree)) if re.match("_?[A-Z]", call[0])}
        for name, method in sorted(called):
            module = importlib.import_module(f"roleprofiles.{path.removesuffix('.py').replace('/', '.')}")
            if isinstance(pattern := getattr(module, name, None), re.Pattern):
                yield f"{path}: {name}.{method}", (pattern, method)


def _called(node: ast.AST) -> tuple[str, str]:
    """``name.method(…)``"""
    called = node.func if isinstance(node, ast.Call) else None
    is_method = isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name)
    return (called.value.id, called.attr) if is_method else ("", "")  # type: ignore[union-attr]


USES = dict(uses())


def took(use: Use, text: str) -> float:
    pattern, method = use
    begin = time.process_time()
    if method == "finditer":
        list(pattern.finditer(text))
    elif method in ("sub", "subn"):
        pattern.sub("", text)
    else:
        getattr(pattern, method)(text)
    return time.process_time() - begin


@pytest.mark.parametrize("name", USES)
def test_time_is_linear(name: str) -> None:
    for piece in PIECES:
        body = piece * (SIZE // len(piece))
        for before, after in AROUND:
            text = f"{before}{body}{after}"
            if took(USES[name], text) > SECONDS:  # the machine may have been busy with something else
                assert min(took(USES[name], text) for _ in range(3)) < SECONDS, (before, piece, after)


def test_every_pattern_is_known() -> None:
    """One within a function is not found above: look at it, then count it in."""
    found: Counter[str] = Counter()
    for path, tree in trees():
        functions = [
            node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        ]
        called = [_called(node) for function in functions for node in ast.walk(function)]
        found[path] = sum(name == "re" and method != "escape" for name, method in called)
    assert dict(+found) == WITHIN
    assert len(USES) > 30
