"""The draft of a letter that tells a candidate what was decided: facts in plain words.

No rating, no count, and nobody's name but the candidate's: the names are those of must-haves only. What is in
square brackets is for the writer to fill in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from interviews.choices import Outcome
from interviews.levelfit import Reading

READINGS = {
    Reading.MET: "What you showed",
    Reading.NOT_YET: "What the interviews did not show yet",
    Reading.SPLIT: "Where the interviews gave no single picture",
    Reading.NOT_ASSESSED: "What the interviews did not come to; it does not count against you",
}
TO_ASK = "[name and address of the person to ask]"
A_PERSON = "A person made this decision, after reading what the interviewers wrote down. No computer decided."


@dataclass(frozen=True, kw_only=True)
class Facts:
    """``must_haves`` are names by how they read; ``level`` is the one decided, and empty without a hire."""

    outcome: Outcome
    name: str
    role: str
    applied_for: str
    level: str = ""
    must_haves: Mapping[Reading, Sequence[str]]
    rests_on: Sequence[str] = ()


def draft(facts: Facts) -> str:
    """Paragraphs with an empty line between them; a list has ``- `` before each item."""
    write = {Outcome.HIRE: _hire, Outcome.NOT_NOW: _not_now, Outcome.WITHDRAWN: _withdrawn}[facts.outcome]
    ending = [f"If something here is wrong, or if you have a question, please write to: {TO_ASK}"]
    return "\n\n".join([f"Dear {facts.name},", *write(facts), *ending, "[your name]"]) + "\n"


def _hire(facts: Facts) -> Iterable[str]:
    yield (
        f"Thank you for the time you gave us in the interviews for {facts.role}, {facts.applied_for}. "
        f"We would like you to join us, at the level {facts.level}."
    )
    if facts.level != facts.applied_for:
        yield f"You applied for {facts.applied_for}. Having seen your work, we decided on {facts.level}."
    yield from _list("In the interviews you showed", facts.must_haves.get(Reading.MET, ()))
    yield A_PERSON


def _not_now(facts: Facts) -> Iterable[str]:
    yield (
        f"Thank you for the time you gave us in the interviews for {facts.role}, {facts.applied_for}. "
        "We have decided not to go on with your application now."
    )
    shown = facts.must_haves.get(Reading.MET, ())
    if rests_on := [name for name in facts.rests_on if name not in shown]:
        yield from _list("The decision rests on", rests_on)
    else:
        yield "[Say in one or two plain sentences what the decision rests on.]"
    for reading, heading in READINGS.items():
        yield from _list(heading, facts.must_haves.get(reading, ()))
    yield _what_would_change(facts)
    yield A_PERSON


def _withdrawn(facts: Facts) -> Iterable[str]:
    yield (
        f"You have withdrawn your application for {facts.role}, {facts.applied_for}, and we have closed it. "
        "That says nothing about what you can do. Thank you for your interest."
    )


def _what_would_change(facts: Facts) -> str:
    if facts.must_haves.get(Reading.NOT_YET):
        return (
            "What would change this: work of your own that shows what the interviews did not show yet, "
            "done without help in a case that is usual for this level."
        )
    open_ones = [*facts.must_haves.get(Reading.SPLIT, ()), *facts.must_haves.get(Reading.NOT_ASSESSED, ())]
    if open_ones:
        return f"What would change this: another conversation about {'; '.join(open_ones)}."
    return "[Say what would change this.]"


def _list(heading: str, items: Sequence[str]) -> Iterable[str]:
    if items:
        yield f"{heading}:"
        yield "\n".join(f"- {item}" for item in items)
