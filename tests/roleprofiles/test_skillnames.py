"""What two names of skills have in common: brackets, likeness, slips of a search."""

from __future__ import annotations

from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roleprofiles.skillnames import LIKENESS, KnownNames, bracket_free, likeness, near

NAMES = st.text(st.sampled_from("ab C+#([)] 1ß\u00a0é/.\ud800"), max_size=40) | st.text(max_size=40)


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("SQL (PostgreSQL, MySQL)", "SQL"),
        ("SQL(PostgreSQL)", "SQL"),
        ("SQL [PostgreSQL]", "SQL"),
        ("SQL (PostgreSQL (15), MySQL)", "SQL"),
        ("SQL  (any)   dialects", "SQL dialects"),
        ("Python (Django), SQL (any)", "Python, SQL"),
        ("(Advanced) Python", "Python"),
        ("Framework(s)", "Framework"),
        ("C++ (17)", "C++"),
        ("Git", "Git"),
        ("  Machine   Learning ", "Machine Learning"),
        # A name that is nothing but brackets stays itself.
        ("(Git)", "(Git)"),
        ("(a) (b)", "(a) (b)"),
        ("(a) - (b)", "(a) - (b)"),
        ("()", "()"),
        ("", ""),
        # Brackets that are part of a word, or that do not close.
        ("(Micro)services", "(Micro)services"),
        ("SQL (PostgreSQL", "SQL (PostgreSQL"),
        ("SQL) PostgreSQL", "SQL) PostgreSQL"),
        ("( SQL (any)", "( SQL"),
        ("SQL (a] b)", "SQL"),
        ("SQL [(a]", "SQL [(a]"),
    ],
)
def test_a_name_without_its_brackets(name: str, bare: str) -> None:
    assert bracket_free(name) == bare


@given(NAMES)
def test_without_brackets_a_name_is_no_longer_and_never_nothing(name: str) -> None:
    bare = bracket_free(name)
    assert len(bare) <= len(name)
    assert bool(bare) == bool(name.split())
    assert bare == " ".join(bare.split())


@pytest.mark.parametrize("part", ["(", "()", "(a) ", "[(", ")", "a(b)", "( ", "(]", "x"])
def test_brackets_take_time_by_length_only(part: str) -> None:
    start = perf_counter()
    bracket_free(part * (400_000 // len(part)))
    assert perf_counter() - start < 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("PostgreSQL", "Postgres SQL"),
        ("PostgreSQL", "Postgres"),
        ("Machine Learning", "Machine Lerning"),
        ("PyTorch / TensorFlow", "TensorFlow / PyTorch"),
        ("HTML and CSS", "CSS, HTML"),
        ("CI/CD", "CI CD"),
        ("Kubernetes", "Kubernets"),
        ("Python", "Pyhton"),
        ("REST APIs", "REST API"),
        ("TypeScript", "Type Script"),
        ("Node.js", "NodeJS"),
        ("Object-Oriented Programming", "object oriented programing"),
        ("SQL", "SQL (PostgreSQL, MySQL)"),
    ],
)
def test_names_that_may_mean_one_skill(one: str, other: str) -> None:
    assert likeness(one, other) >= LIKENESS
    assert likeness(other, one) >= LIKENESS
    assert KnownNames([(1, "Git"), (2, one), (3, "Scrum")]).like(other) == [2]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Java", "JavaScript"),
        ("C", "C++"),
        ("C", "C#"),
        ("C++", "C#"),
        ("React", "Redux"),
        ("SQL", "NoSQL"),
        ("SQL databases", "NoSQL databases"),
        ("Relational databases", "Non-relational databases"),
        ("Unit Testing", "UI Testing"),
        ("Frontend Testing", "Backend Testing"),
        ("System Design", "Design Systems"),
        # What a company asks for by number is not for a likeness to put together.
        ("Java 8+", "Java 11+"),
        ("Java", "Java 8+"),
        ("HTML5", "HTML4"),
        ("JUnit", "NUnit"),
        ("Angular", "AngularJS"),
        ("Git", "GitHub"),
        ("Go", "Git"),
        ("→", "!"),
        ("", ""),
    ],
)
def test_names_that_mean_two(one: str, other: str) -> None:
    assert max(likeness(one, other), likeness(other, one)) < LIKENESS
    assert KnownNames([(1, one)]).like(other) == []


@given(NAMES, NAMES)
def test_likeness_is_the_same_from_both_sides(one: str, other: str) -> None:
    assert likeness(one, other) == pytest.approx(likeness(other, one))
    assert 0 <= likeness(one, other) <= 1


def test_the_likeliest_comes_first_and_each_owner_once() -> None:
    known = KnownNames(
        [(3, "Machine Learning"), (1, "Machine Learnings"), (3, "Machin Learning"), (2, "Git")]
    )
    assert known.like("Machine Learning") == [1, 3]
    assert known.like("Machin Learning") == [3, 1]


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("kubernets", "Kubernetes"),
        ("machin lerning", "Machine Learning"),
        ("LERNING", "Machine Learning"),
        ("postgre sql", "PostgreSQL"),
        ("tensorfow", "TensorFlow / PyTorch"),
        ("pyhton", "Python"),
    ],
)
def test_a_slip_is_forgiven(asked: str, name: str) -> None:
    assert near(asked, [(1, "Git"), (2, name), (3, "Scrum")]) == [2]


@pytest.mark.parametrize("asked", ["java", "sql", "gut", "", "→", "a " * 9, "machine scrum"])
def test_what_is_no_slip(asked: str) -> None:
    assert near(asked, [(1, "JavaScript"), (2, "MySQL"), (3, "Git"), (4, "Machine Learning"), (5, "")]) == []
