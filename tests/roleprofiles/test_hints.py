"""Hints on a role document: what they find, what they leave alone, and that they find it in linear time."""

from __future__ import annotations

import time
from collections import Counter
from random import Random
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roleprofiles.choices import RequirementForm, RequirementKind
from roleprofiles.documents import read
from roleprofiles.documents.shapes import Level, Requirement, RoleDocument, SkillList
from roleprofiles.hints import Hint, hints
from roleprofiles.hints.traits import traits
from tests.factories import SEED

MUST, GOOD = RequirementKind.MUST_HAVE, RequirementKind.GOOD_TO_HAVE
KEY = UUID(int=1)


def skill_list(*lines: Requirement, kind: RequirementKind = MUST, title: str = "") -> SkillList:
    return SkillList(kind=kind, title=title or kind.label, requirements=lines)


def document(*levels: Level) -> RoleDocument:
    return RoleDocument(title="Role", levels=levels)


def of_one(name: str, text: str = "", form: str = ":", kind: RequirementKind = MUST) -> tuple[Hint, ...]:
    """The hints on a document of this one line."""
    line = Requirement(
        name=name,
        text=text,
        form=RequirementForm(form) if text else RequirementForm.NAME_ONLY,
        key=KEY,
    )
    return hints(document(Level(name="Mid", parts=(skill_list(line, kind=kind),))))


def codes(found: tuple[Hint, ...]) -> list[str]:
    return [hint.code for hint in found]


# --- too many must-haves ---


@pytest.mark.parametrize(("lists", "told"), [([8], []), ([9], ["many"]), ([5, 4], ["many"])])
def test_more_than_eight_must_haves_in_a_level(lists: list[int], told: list[str]) -> None:
    parts = [
        skill_list(*(Requirement(name=f"Skill {n}.{m}") for m in range(size)), title=f"List {n}")
        for n, size in enumerate(lists)
    ]
    many_others = skill_list(*(Requirement(name=f"Other {n}") for n in range(20)), kind=GOOD)
    found = hints(document(Level(name="Mid", parts=(*parts, many_others))))
    assert codes(found) == told
    for hint in found:
        assert (hint.level, hint.key, hint.proposal) == ("Mid", None, "")
        assert "9 must-haves" in hint.text
        assert "aim for 5 to 7" in hint.text


# --- years of experience ---

YEARS = {
    "5+ years of Python": "Has done real work with Python",
    "2-4 years Kubernetes": "Has done real work with Kubernetes",
    "Python (3+ years)": "Has done real work with Python",
    "Experience with Python (3+ years)": "Has done real work with Python",
    "Has 5 years of Python": "Has done real work with Python",
    "Has worked with Python for 5 years": "Has worked with Python",
    "SQL (PostgreSQL), 3+ years": "Has done real work with SQL (PostgreSQL)",
    "Cloud (AWS, 3+ years)": "Has done real work with Cloud (AWS)",
    "5 years of C++": "Has done real work with C++",
    "4 yrs .NET experience": "Has done real work with .NET",
    "1 yr. Rust": "Has done real work with Rust",
    "3–5 years’ experience with React": "Has done real work with React",
    "Java, 5+ years in banking": "Has done real work with Java in banking",
    "Python, 5+ years required": "Has done real work with Python",
    "At least five years of professional experience in backend development": (
        "Has done real work in backend development"
    ),
    "3+ years of people management": "Has done real work in people management",
    "three (3) years of project management": "Has done real work in project management",
    "5 years of testing experience": "Has done real work in testing",
    "2-year experience in Go": "Has done real work in Go",
    "Two or more years of on-call": "Has done real work with on-call",
    "Several years in sales": "Has done real work in sales",
    "Years of experience in retail": "Has done real work in retail",
    "2 year(s) SQL": "Has done real work with SQL",
    "3 years leading teams": "Has led teams",
    "5+ yrs of hands-on experience building, testing and deploying services": (
        "Has built, tested and deployed services"
    ),
    "Minimum 3 years as backend developer": "Has worked as a backend developer",
    "7 years software engineer": "Has worked as a software engineer",
    "5+ years in a similar role": "Has worked in a similar role",
    "two years of customer experience design": "Has done real work in customer experience design",
    # Nothing that would read well: only the hint.
    "10+ years of experience": "",
    "5 years leading and inspiring teams": "",
    "Python, 5 years, banking": "",
    "Python 3 years and Java 2 years": "",
}
NO_YEARS = [
    "Java 8+",
    "Java 17",
    "C++11",
    "Kubernetes 1.29",
    "Year-end closing",
    "2024 year-end closing",
    "Five-year financial model",
    "3-year roadmap",
    "Roadmap for the next 2 years",
    "20 years of data",
    "Audit every 2 years",
    "Systems that are 20 years old",
    "First-year onboarding",
    "1st year students",
    "Financial years of subsidiaries",
    "Light-years of distance",
    "Early years of childhood",
    "",
]


@pytest.mark.parametrize(("name", "proposal"), YEARS.items())
def test_years_as_a_must_have(name: str, proposal: str) -> None:
    found = of_one(name)
    assert [(hint.code, hint.level, hint.key, hint.proposal) for hint in found] == [
        ("years", "Mid", KEY, proposal)
    ]
    assert "years hardly tell how well somebody works" in found[0].text
    assert codes(of_one(name, kind=GOOD)) == []
    if proposal:
        assert of_one(proposal) == ()


@pytest.mark.parametrize("name", NO_YEARS)
def test_no_years_of_experience(name: str) -> None:
    assert of_one(name) == ()
    assert of_one("Books", name) == ()


def test_years_in_the_text_keep_the_name() -> None:
    (hint,) = of_one("Python", "5+ years in production")
    assert (hint.code, hint.proposal) == ("years", "")
    assert hint.text == (
        "“5+ years” is no ability: years hardly tell how well somebody works, so say what they have done "
        "instead, such as “Has done real work in production”."
    )
    assert "“Has done real work with Python”" in of_one("Python", "5+ years")[0].text


def test_years_with_a_category_are_made_a_name_of_it() -> None:
    (hint,) = of_one("10+ years of experience", "Backend development", form="-")
    assert hint.proposal == "Has done real work in Backend development"


# --- a step up ---


def test_a_must_have_that_the_level_below_calls_good_to_have() -> None:
    junior = Level(
        name="Junior",
        parts=(skill_list(Requirement(name="SQL (MySQL)"), Requirement(name="Vim"), kind=GOOD),),
    )
    mid = Level(
        name="Mid",
        parts=(skill_list(Requirement(name="sql  (PostgreSQL)", text="Joins", key=KEY)),),
    )
    senior = Level(name="Senior", parts=(skill_list(Requirement(name="SQL"), Requirement(name="vim")),))
    found = hints(document(junior, mid, senior))
    assert [(hint.code, hint.level, hint.key) for hint in found] == [
        ("step_up", "Mid", KEY),
        ("step_up", "Senior", None),  # Vim, which nobody asks for in between; SQL is no step there
    ]
    assert found[0].text == (
        "A step up: Junior calls “sql  (PostgreSQL)” good-to-have and Mid needs it, so the growth path is a "
        "good place to say how people get there."
    )
    assert hints(document(senior, mid, junior)) == ()


# --- the same twice ---


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        ((MUST, "Git", "VCS"), (MUST, "git (GitHub)", "vcs"), ["twice"]),
        ((MUST, "Git", "VCS"), (MUST, "Git", "Branches"), []),
        ((MUST, "Git", "VCS"), (GOOD, "Git", "Branches"), ["twice"]),
        ((GOOD, "Git", ""), (MUST, "G i t", ""), ["twice"]),
        ((MUST, "Git", "VCS"), (RequirementKind.OTHER, "Git", "VCS"), ["twice"]),
        ((MUST, "Git", "VCS"), (RequirementKind.OTHER, "Git", "Hooks"), []),
        ((MUST, "(AWS)", ""), (MUST, "(GCP)", ""), []),
        ((MUST, "", ""), (MUST, "", ""), []),
    ],
)
def test_the_same_thing_twice_in_a_level(
    first: tuple[RequirementKind, str, str], second: tuple[RequirementKind, str, str], told: list[str]
) -> None:
    parts = tuple(
        skill_list(Requirement(name=name, text=text, key=UUID(int=n)), kind=kind, title=f"List {n}")
        for n, (kind, name, text) in enumerate([first, second], start=1)
    )
    found = hints(document(Level(name="Mid", parts=parts)))
    assert [(hint.code, hint.key) for hint in found] == [(code, UUID(int=2)) for code in told]
    apart = [Level(name=f"Level {n}", parts=(part,)) for n, part in enumerate(parts)]
    assert "twice" not in codes(hints(document(*apart)))


def test_the_same_thing_twice_says_where() -> None:
    line = Requirement(name="Git")
    one = Level(name="Mid", parts=(skill_list(line, line, title="Musts"),))
    two = Level(name="Mid", parts=(skill_list(line, title="Musts"), skill_list(line, title="More")))
    both = Level(name="Mid", parts=(skill_list(line), skill_list(line, kind=GOOD)))
    assert [hint.text.split(";")[0] for level in (one, two, both) for hint in hints(document(level))] == [
        "“Git” stands twice in this list with the same text",
        "“Git” stands in “Musts” already with the same text",
        "“Git” is must-have and good-to-have in Mid at once",
    ]


# --- what nobody could observe ---

TRAITS = [
    "Team player",
    "A good team-player",
    "Team players",
    "TEAM PLAYER",
    "Passionate about code",
    "Passion for data",
    "Fast learner",
    "Good communicator",
    "Excellent communication skills",
    "Culture fit",
    "Positive attitude",
    "Self-starter",
    "Strong work ethic",
    "Smart",
    "Very smart person",
    "Smart, driven people",
    "Curious and kind",
    "Dynamic",
    "Ninja",
    "Rock-star",
    "Leadership",
]
OBSERVABLE = [
    "Smart contracts",
    "SMART goals",
    "SMART",
    "React",
    "Proactive monitoring",
    "Passive DNS",
    "Compassionate care",
    "Dynamic programming",
    "Test-driven development",
    "Event-driven services",
    "Ninja builds",
    "C sharp",
    "Reliable delivery",
    "Creative Cloud",
    "Culture media",
    "Communication protocols",
    "Team leadership",
    "Out-of-the-box integrations",
    "Open-minded-api",
    "",
]


@pytest.mark.parametrize("name", TRAITS)
@pytest.mark.parametrize("kind", [MUST, GOOD])
def test_what_nobody_could_observe(name: str, kind: RequirementKind) -> None:
    found = of_one(name, kind=kind)
    assert [(hint.code, hint.key, hint.proposal) for hint in found] == [("unobservable", KEY, "")]
    assert " cannot be seen or heard: " in found[0].text


@pytest.mark.parametrize("name", OBSERVABLE)
def test_what_somebody_could_observe(name: str) -> None:
    assert of_one(name) == ()
    assert of_one("Books", name) == ()


def test_a_trait_says_why_and_what_to_ask_for_instead() -> None:
    (hint,) = of_one("Team player")
    assert hint.text == (
        "“Team player” cannot be seen or heard: two interviewers would look for two different things; ask "
        "for something observable instead, such as “Hands work over so that a colleague can go on without "
        "asking”."
    )


def test_a_detail_is_read_and_a_category_is_a_label() -> None:
    assert codes(of_one("Working together", "Is a team player")) == ["unobservable"]
    assert codes(of_one("Presenting", "Soft Skills", form="-")) == []
    assert codes(of_one("Leadership", "Has led a team of four")) == []
    assert codes(of_one("Leadership", "People", form="-")) == ["unobservable"]


def test_the_data_file_is_made_of_plain_phrases() -> None:
    phrases = [phrase for trait in traits() for phrase in trait.phrases]
    assert len(phrases) == len(set(phrases)) > 100
    for trait in traits():
        assert all(phrase == phrase.lower().replace("-", " ").strip() for phrase in trait.phrases)
        assert trait.reason[0].islower()
        assert not trait.reason.endswith(".")
        assert of_one(trait.instead) == ()
        assert [phrase for phrase in trait.phrases if codes(of_one(phrase)) != ["unobservable"]] == []


# --- the whole ---


def test_the_roles_of_the_demo() -> None:
    found = {}
    for path in sorted(SEED.parent.glob("*.md")):
        said = read(path.read_bytes()).document
        assert said is not None
        found[path.stem] = Counter((hint.level, hint.code) for hint in hints(said))
    assert found == {
        "backend-engineer": {("Mid", "step_up"): 1, ("Senior", "step_up"): 2},
        "machine-learning-engineer": {("Experienced", "many"): 1, ("Experienced", "step_up"): 4},
        "product-designer": {("Senior", "step_up"): 2},
    }


def test_hints_stand_in_the_documents_order() -> None:
    lines = [Requirement(name=name, key=uuid4()) for name in ("Team player", "5 years of Go", "Team player")]
    many = [Requirement(name=f"Skill {n}", key=uuid4()) for n in range(7)]
    found = hints(document(Level(name="Mid", parts=(skill_list(*lines, *many),)), Level(name="Senior")))
    assert [(hint.code, hint.key) for hint in found] == [
        ("many", None),
        ("unobservable", lines[0].key),
        ("years", lines[1].key),
        ("twice", lines[2].key),
        ("unobservable", lines[2].key),
    ]


PIECES = """
    5+ years yrs of experience experienced in with as at leading and building, ( ) (3) - Python
    smart team player Soft skills SMART next plan has must ſoft sKills
"""
words = st.one_of(
    st.text(max_size=40),
    st.lists(
        st.sampled_from(PIECES.split()),
        max_size=8,
    ).map(" ".join),
)
lines = st.builds(
    Requirement,
    name=words,
    text=words,
    form=st.sampled_from(RequirementForm),
    key=st.uuids(),
)
lists = st.builds(
    SkillList,
    kind=st.sampled_from(RequirementKind),
    title=words,
    requirements=st.lists(lines, max_size=4).map(tuple),
)
parts = st.lists(lists, max_size=3).map(tuple)


@given(st.lists(parts, max_size=4))
@settings(deadline=None)
def test_any_document_has_its_hints(levels: list[tuple[SkillList, ...]]) -> None:
    said = document(*(Level(name=f"Level {n}", parts=part) for n, part in enumerate(levels)))
    keys = {line.key for level in said.levels for part in level.lists for line in part.requirements} | {None}
    for hint in hints(said):
        assert hint.code in {"many", "years", "step_up", "twice", "unobservable"}
        assert hint.key in keys
        assert hint.text.endswith(".")
        assert "\n" not in hint.proposal
        assert len(hint.proposal) <= 300


@given(st.lists(parts, max_size=4), st.randoms(use_true_random=False))
@settings(deadline=None)
def test_the_order_of_levels_that_share_nothing_does_not_count(
    levels: list[tuple[SkillList, ...]], random: Random
) -> None:
    unrelated = [
        Level(
            name=f"Level {n}",
            parts=tuple(
                SkillList(
                    kind=part.kind,
                    title=part.title,
                    requirements=tuple(
                        Requirement(
                            name=f"thing{n} {line.name}", text=line.text, form=line.form, key=line.key
                        )
                        for line in part.requirements
                    ),
                )
                for part in level
            ),
        )
        for n, level in enumerate(levels)
    ]
    shuffled = list(unrelated)
    random.shuffle(shuffled)
    assert Counter(hints(document(*shuffled))) == Counter(hints(document(*unrelated)))


NASTY = {
    "brackets": "(" * 50_000,
    "closed brackets": "()" * 25_000,
    "numbers": "5 " * 25_000,
    "for": "for " * 12_500,
    "years": "5 years old, " * 4_000,
    "ranges": "2-" * 25_000,
    "of": "5 years " + "of " * 16_000,
    "commas": "a," * 25_000,
    "hyphens": "team-" * 10_000,
    "ands": " and " * 10_000,
    "spaces": "team" + " " * 50_000 + "player",
    "good": "good " * 10_000,
}


@pytest.mark.parametrize("kind", NASTY)
def test_one_long_line_is_read_in_linear_time(kind: str) -> None:
    """Fifty thousand characters; what is quadratic takes minutes here."""
    begin = time.process_time()
    of_one(NASTY[kind], NASTY[kind])
    assert time.process_time() - begin < 2


def test_two_thousand_requirements_are_read_in_linear_time() -> None:
    lines = [
        Requirement(name=f"Skill {n % 1000} (5 years)", text="Team work", key=uuid4()) for n in range(2000)
    ]
    begin = time.process_time()
    found = hints(document(Level(name="Mid", parts=(skill_list(*lines),))))
    assert time.process_time() - begin < 5
    assert Counter(codes(found)) == {"many": 1, "years": 2000, "twice": 1000}
