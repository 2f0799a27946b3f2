"""Import role documents."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any

from django.core.management.base import BaseCommand, CommandError

from roleprofiles import importing
from roleprofiles.changes import Changes
from roleprofiles.choices import DocumentFormat
from roleprofiles.documents.archives import ArchiveRefused
from roleprofiles.documents.arrivals import SUFFIXES, ZIP, Arrival, arrivals
from roleprofiles.documents.encoding import SIZE_LIMIT
from roleprofiles.documents.shapes import Remark


class Command(BaseCommand):
    help = (
        "Import role documents from files, folders and zips. Each document stands for itself: one with a "
        "problem is left out, the others are imported, and the exit status is 1."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", metavar="PATH", type=Path)
        parser.add_argument("--check", action="store_true", help="show the plan and write nothing")
        parser.add_argument("--json", action="store_true", help="print the answer as JSON")

    def handle(self, *, paths: list[Path], check: bool, json: bool, **options: Any) -> None:
        files = list(_files(paths))  # a folder without documents is said before anything is written
        answers = [answer for name, path in files for answer in _answers(_printable(name), path, check=check)]
        self.stdout.write(_as_json(answers) if json else "\n".join(_in_words(answer) for answer in answers))
        if any(answer["problems"] for answer in answers):
            self.stdout.flush()
            sys.exit(1)


def _files(paths: list[Path]) -> Iterator[tuple[str, Path]]:
    """Files by their name, and those of a folder by their path in it."""
    for path in paths:
        if path.is_dir():
            found = sorted(p for p in path.rglob("*") if p.is_file() and p.suffix.lower() in SUFFIXES)
            if not found:
                raise CommandError(f"{path} holds no role documents ({', '.join(sorted(SUFFIXES))}).")
            yield from ((str(p.relative_to(path)), p) for p in found)
        else:
            yield path.name, path


def _printable(name: str) -> str:
    """A file's name may be bytes that are no text: they must not keep the answer from being printed."""
    return name.encode(errors="surrogateescape").decode(errors="replace")


def _answers(name: str, path: Path, *, check: bool) -> Iterator[dict[str, Any]]:
    """An answer for every document of a file, by its name; those of a zip by their path in it."""
    try:
        with path.open("rb") as file:
            folder = f"{name}/" if path.suffix.lower() == ZIP else name.removesuffix(_printable(path.name))
            for arrival in _arrivals(_printable(path.name), file):
                yield _answer(f"{folder}{arrival.name}", arrival, check=check)
    except OSError as error:
        yield _refused(name, 0, f"cannot be read: {error.strerror}")
    except ArchiveRefused as refusal:
        yield _refused(name, 0, str(refusal))


def _arrivals(name: str, file: IO[bytes]) -> Iterable[Arrival]:
    """A file that is named is read, whatever its name ends with."""
    if name.lower().endswith(SUFFIXES):
        return arrivals(name, file)
    return [Arrival(name=name, format=DocumentFormat.MARKDOWN, data=file.read(SIZE_LIMIT + 1))]


def _answer(name: str, arrival: Arrival, *, check: bool) -> dict[str, Any]:
    if arrival.format is None:
        return _refused(name, 1, arrival.problem)
    plan = importing.plan(arrival.data, form=arrival.format)
    if plan.is_importable and not check:
        try:
            plan = importing.import_document(arrival.data, by=None, form=arrival.format)
        except importing.ImportRefused as refusal:  # somebody else was quicker
            return _said(name, plan, problems=(Remark(line=0, message=str(refusal)),))
    return _said(name, plan, problems=plan.problems)


def _refused(name: str, line: int, problem: str) -> dict[str, Any]:
    return _said(name, None, problems=(Remark(line=line, message=problem),))


def _said(name: str, plan: importing.Plan | None, *, problems: tuple[Remark, ...]) -> dict[str, Any]:
    document = plan.document if plan else None
    return {
        "path": name,
        "slug": plan.slug if plan else "",
        "title": document.title if document else "",
        "revision": plan.number if plan and document else None,
        "mended": plan.reading.is_mended if plan else False,
        "responsibility": document.responsibility if document else "",
        "progression": list(document.progression) if document else [],
        "levels": _levels(plan) if plan else [],
        "growth_paths": [
            {"from": path.from_name, "to": path.to_name, "steps": len(path.steps)}
            for path in (document.growth_paths if document else ())
        ],
        "notes": len(document.all_notes()) if document else 0,
        "changes": (plan.changes if plan else Changes(())).counts,
        "warnings": _remarks(plan.reading.warnings) if plan else [],
        "problems": _remarks(problems),
    }


def _levels(plan: importing.Plan) -> list[dict[str, Any]]:
    if plan.document is None:
        return []
    asked = [part for level in plan.document.levels for part in level.question_sets]
    return [
        {
            "name": level.name,
            "min_years": level.min_years,
            "max_years": level.max_years,
            "questions": sum(
                len(part.questions) for part in asked if part.level_name.casefold() == level.name.casefold()
            ),
            "lists": [
                {"kind": part.kind.value, "title": part.title, "requirements": len(part.requirements)}
                for part in level.lists
            ],
        }
        for level in plan.document.levels
    ]


def _remarks(remarks: tuple[Remark, ...]) -> list[dict[str, Any]]:
    return [{"line": remark.line, "message": remark.message} for remark in remarks]


def _as_json(answers: list[dict[str, Any]]) -> str:
    return json.dumps(answers, ensure_ascii=False, indent=2)


def _in_words(answer: dict[str, Any]) -> str:
    said = [f"{answer['path']}:{remark['line']}: {remark['message']}" for remark in answer["problems"]]
    said += [
        f"{answer['path']}:{remark['line']}: warning: {remark['message']}" for remark in answer["warnings"]
    ]
    if not answer["problems"]:
        counts = ", ".join(f"{count} {kind}" for kind, count in answer["changes"].items() if count)
        mended = ", characters mended" if answer["mended"] else ""
        said.append(f"{answer['path']}: {answer['slug']} revision {answer['revision']} ({counts}{mended})")
    return "\n".join(said)
