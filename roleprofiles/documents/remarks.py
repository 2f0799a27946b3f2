"""What reading has to say about a document, collected on the way."""

from __future__ import annotations

from dataclasses import dataclass, field

from roleprofiles.documents.lines import Line
from roleprofiles.documents.shapes import Remark


def name_problem(what: str, name: str, limit: int) -> str:
    """What is wrong with the name of something, "" if nothing is."""
    if not name:
        return f"{what} has no name."
    return f"{what} has a name of more than {limit} characters." if len(name) > limit else ""


@dataclass
class Remarks:
    problems: list[Remark] = field(default_factory=list)
    warnings: list[Remark] = field(default_factory=list)

    def problem(self, number: int, message: str) -> None:
        self.problems.append(Remark(line=number, message=message))

    def warning(self, number: int, message: str) -> None:
        self.warnings.append(Remark(line=number, message=message))

    def check_name(self, line: Line, what: str, name: str, limit: int) -> None:
        if problem := name_problem(what, name, limit):
            self.problem(line.number, problem)


def in_order(remarks: list[Remark]) -> tuple[Remark, ...]:
    return tuple(sorted(remarks, key=lambda remark: remark.line))
