"""How many must-haves there are, and years of experience among them."""

from __future__ import annotations

import pytest

from roleprofiles.adverthints import Code, Hint, Kind, hints
from tests.roleprofiles.adverthints.adverts import of_one, passage


def requirement(name: str, detail: str = "", *, kind: Kind = Kind.MUST_HAVE) -> tuple[Hint, ...]:
    of_detail = Kind(f"{kind}_detail")
    return hints([passage(name, kind, "name"), passage(detail, of_detail, "detail")])


# --- too many ---


@pytest.mark.parametrize(("named", "unnamed", "said"), [(8, 0, []), (4, 4, []), (9, 0, [9]), (5, 5, [10])])
def test_more_than_eight_must_haves(named: int, unnamed: int, said: list[int]) -> None:
    """Those with name and detail, and those that are one text."""
    musts = [(f"Ability {n}", kind) for n in range(named) for kind in (Kind.MUST_HAVE, Kind.MUST_HAVE_DETAIL)]
    musts += [("Heading", Kind.HEADING), *[("Has done it", Kind.MUST_HAVE_DETAIL)] * unnamed]
    musts += [("Spare", Kind.GOOD_TO_HAVE), ("Other", Kind.OTHER)] * 10
    found = hints([passage(text, kind, place=str(n)) for n, (text, kind) in enumerate(musts)])
    assert found == tuple(
        Hint(
            code=Code.MANY,
            place="",
            start=None,
            end=None,
            quote="",
            text=f"The advert has {count} must-haves; aim for 5 to 7, and see which could be good to have.",
            reason=(
                "A short list says what the work really needs, and clear lists bring more people who qualify."
            ),
            swap="",
            key="many",
        )
        for count in said
    )


# --- years ---

WHOLE = {  # a name with its proposal, which stands in for all of it
    "5+ years of Python": "Has done real work with Python",
    "  3  years supporting\nteams ": "Has supported teams",
    "Python (3+ years)": "Has done real work with Python",
}
PART = {  # where no proposal reads well: only the years
    "Python,  5  years, banking": "5  years",
    "10+ years of experience": "10+ years",
    "Many years’ experience": "Many years’",
    "Years  of experience": "Years",
}
NO_YEARS = [
    "Java 8+",
    "3-year roadmap",
    "20 years of data",
    "Early years of childhood",
    "Year-end closing",
    "",
]


@pytest.mark.parametrize("name", WHOLE)
def test_years_in_a_name_with_a_proposal(name: str) -> None:
    (hint,) = requirement(name)
    assert (hint.code, hint.place, hint.start, hint.end) == (Code.YEARS, "name", 0, len(name))
    assert (hint.quote, hint.swap) == (name, WHOLE[name])
    assert of_one(hint.swap, Kind.MUST_HAVE) == ()


@pytest.mark.parametrize("name", PART)
def test_years_in_a_name_without_a_proposal(name: str) -> None:
    (hint,) = requirement(name)
    assert (hint.code, hint.place, hint.quote, hint.swap) == (Code.YEARS, "name", PART[name], "")


@pytest.mark.parametrize("text", [*WHOLE, *PART])
def test_years_are_of_no_concern_elsewhere(text: str) -> None:
    for kind in set(Kind) - {Kind.MUST_HAVE, Kind.MUST_HAVE_DETAIL}:
        assert of_one(text, kind) == ()


@pytest.mark.parametrize("text", NO_YEARS)
def test_no_years_of_experience(text: str) -> None:
    assert requirement(text, text) == ()


def test_a_short_detail_helps_to_word_the_name() -> None:
    (hint,) = requirement("10+ years of experience", "Backend development")
    assert (hint.place, hint.swap) == ("name", "Has done real work in Backend development")


def test_years_in_a_detail() -> None:
    (hint,) = requirement("Python", "In production,  for 5\nyears")
    assert (hint.code, hint.place, hint.quote, hint.swap) == (Code.YEARS, "detail", "for 5\nyears", "")
    assert (hint.text, hint.reason) == (
        "“for 5 years” is no ability: years hardly tell how well somebody works, so say what they have done "
        "instead, such as “Has done real work in production”.",
        "Years before being hired hardly predict how well somebody works, and they shut out people who "
        "learnt faster.",
    )
    (alone,) = of_one("3 years of Go", Kind.MUST_HAVE_DETAIL)
    assert (alone.quote, alone.swap) == ("3 years of Go"[:7], "")
    both = requirement("3 years of Go", "and 2 years of SQL")
    assert [(hint.place, hint.quote) for hint in both] == [("name", "3 years of Go"), ("detail", "2 years")]


def test_a_line_that_is_no_must_have_has_to_move_before_it_is_reworded() -> None:
    found = requirement("3 years of Go (nice to have)")
    assert [(hint.code, hint.quote, hint.swap) for hint in found] == [
        (Code.YEARS, "3 years", ""),
        (Code.NICE, "nice to have", ""),
    ]
