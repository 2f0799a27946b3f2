from __future__ import annotations

from typing import Any

from interviews.choices import Outcome
from interviews.letters import A_PERSON, TO_ASK, Facts, draft
from interviews.levelfit import Reading

ASK = f"If something here is wrong, or if you have a question, please write to: {TO_ASK}"
END = ["[your name]\n"]


def paragraphs(outcome: Outcome, **said: Any) -> list[str]:
    facts = {
        "name": "Kim Doe",
        "role": "Data Analyst",
        "applied_for": "Mid",
        "must_haves": {
            Reading.MET: ["SQL", "Git"],
            Reading.NOT_YET: ["Python"],
            Reading.SPLIT: ["Docker"],
            Reading.NOT_ASSESSED: ["Testing"],
        },
        **said,
    }
    return draft(Facts(outcome=outcome, **facts)).split("\n\n")


def test_not_now_says_what_was_shown_and_what_not() -> None:
    assert paragraphs(Outcome.NOT_NOW, rests_on=["Python"]) == [
        "Dear Kim Doe,",
        "Thank you for the time you gave us in the interviews for Data Analyst, Mid. We have decided not to "
        "go on with your application now.",
        "The decision rests on:",
        "- Python",
        "What you showed:",
        "- SQL\n- Git",
        "What the interviews did not show yet:",
        "- Python",
        "Where the interviews gave no single picture:",
        "- Docker",
        "What the interviews did not come to; it does not count against you:",
        "- Testing",
        "What would change this: work of your own that shows what the interviews did not show yet, done "
        "without help in a case that is usual for this level.",
        A_PERSON,
        ASK,
        *END,
    ]


def test_what_only_a_person_can_say_is_left_to_them() -> None:
    said = paragraphs(Outcome.NOT_NOW, must_haves={Reading.MET: ["SQL"]})
    assert said[2:-3] == [
        "[Say in one or two plain sentences what the decision rests on.]",
        "What you showed:",
        "- SQL",
        "[Say what would change this.]",
    ]


def test_what_was_shown_is_no_ground_for_not_now() -> None:
    """It may have been ticked beside a written reason, which no letter quotes."""
    assert paragraphs(Outcome.NOT_NOW, rests_on=["SQL", "Docker"])[2:4] == [
        "The decision rests on:",
        "- Docker",
    ]
    assert paragraphs(Outcome.NOT_NOW, rests_on=["SQL"])[2].startswith("[Say in one or two plain sentences")


def test_what_would_change_it_where_nothing_reads_as_not_yet() -> None:
    said = paragraphs(
        Outcome.NOT_NOW, must_haves={Reading.SPLIT: ["Docker"], Reading.NOT_ASSESSED: ["Testing", "Git"]}
    )
    assert said[-4] == "What would change this: another conversation about Docker; Testing; Git."


def test_a_hire_is_a_short_confirmation_of_what_was_shown() -> None:
    assert paragraphs(Outcome.HIRE, level="Mid", rests_on=["SQL"]) == [
        "Dear Kim Doe,",
        "Thank you for the time you gave us in the interviews for Data Analyst, Mid. We would like you to "
        "join us, at the level Mid.",
        "In the interviews you showed:",
        "- SQL\n- Git",
        A_PERSON,
        ASK,
        *END,
    ]


def test_a_hire_at_another_level_says_so() -> None:
    said = paragraphs(Outcome.HIRE, level="Senior")
    assert said[2] == "You applied for Mid. Having seen your work, we decided on Senior."


def test_who_withdrew_reads_nothing_about_themselves() -> None:
    assert paragraphs(Outcome.WITHDRAWN) == [
        "Dear Kim Doe,",
        "You have withdrawn your application for Data Analyst, Mid, and we have closed it. That says nothing "
        "about what you can do. Thank you for your interest.",
        ASK,
        *END,
    ]
