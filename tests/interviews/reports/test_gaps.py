from __future__ import annotations

from collections.abc import Callable

import pytest

from accounts.models import User
from interviews import deciding, planning
from interviews.models import Application, Opening
from interviews.reports import debriefs
from interviews.reports.gaps import GapReport, Rung, gap_report
from roleprofiles import importing
from roleprofiles.models import Role
from tests.factories import level_of, make_application
from tests.interviews.counting import queries
from tests.interviews.ladders import submit
from tests.keeping import kept

ALL_MET = {"SQL": 3, "Python": 3, "Cloud (Azure)": 3}
LEVELS = {
    "Junior": ["SQL", "Spreadsheets"],
    "Mid": ["SQL", "Python", "Cloud (Azure)"],
    "Senior": ["SQL", "Python", "Mentoring"],
    "Principal": ["Strategy"],
}
PATHS = {
    "Junior → Mid": ["Write tests"],
    "Mid → Senior": ["Lead a design", "Mentor somebody"],
    "SENIOR → Principal": ["Own a budget"],
    "Senior → Head of Data": [],
}


def make_climb(*, steps: int = 0) -> Role:
    """Four levels, and the growth paths between them."""
    lines = ["# 📊 Data Engineer", "", "## Role Overview", "- **Responsibility**: Moves data", ""]
    lines += ["## Requirements by Experience Level"]
    for level, names in LEVELS.items():
        lines += ["", f"### **{level} Level (2-4 years)**", "", "#### **Must-Have:**"]
        lines += [f"- **{name}**: as {level}" for name in names]
    lines += ["", "## Career Growth Path"]
    for path, texts in PATHS.items():
        more = [f"Step {n}" for n in range(steps)]
        lines += ["", f"### **{path}:**", *(f"- {text}" for text in [*texts, *more])]
    plan = importing.import_document(("\n".join(lines) + "\n").encode(), by=None)
    return Role.objects.with_current().get(slug=plan.slug)


@kept
def search(mia: User) -> Opening:
    return planning.open_search(level_of(make_climb(), "Mid"), title="Mid search", managers=[], by=mia)


@kept
def kim(search: Opening) -> Application:
    return make_application(opening=search)


@pytest.fixture
def hire(mia: User) -> Callable[[Application, str], Application]:
    def at(application: Application, level: str) -> Application:
        deciding.decide(
            application,
            by=mia,
            outcome="hire",
            level=application.opening.level.revision.levels.get(name=level),
            must_haves=application.opening.criteria.of_the_level()[:1],
            reason="Did it.",
        )
        return Application.objects.with_case().get(pk=application.pk)

    return at


def read(application: Application, person: User) -> GapReport:
    return gap_report(application, debriefs.debrief(application, person))


def said(rung: Rung | None) -> tuple[str, list[str], list[str], list[str], list[str]]:
    assert rung
    lists = (rung.met, rung.to_grow, rung.to_look_at_again, rung.not_assessed)
    met, grow, again, unknown = map(list, lists)
    return (rung.level.name, met, grow, again, unknown)


def test_what_was_met_and_what_is_to_grow(kim: Application, ines: User, oscar: User, mia: User) -> None:
    submit(kim, ines, {"SQL": 4, "Python": 2}, {"SQL": 3})
    submit(kim, oscar, {"SQL": 3, "Python": 2, "Cloud (Azure)": 4}, {"SQL": 3})
    found = read(kim, mia)
    assert said(found.at) == ("Mid", ["SQL", "Cloud (Azure)"], ["Python"], [], [])
    assert said(found.above) == ("Senior", ["SQL"], [], [], ["Python", "Mentoring"])
    assert found.paths == (("Mid → Senior", ("Lead a design", "Mentor somebody")),)
    assert (found.is_decided, found.has_evidence) == (False, True)


def test_a_high_rating_proves_nothing_above(kim: Application, ines: User, mia: User) -> None:
    submit(kim, ines, dict.fromkeys(ALL_MET, 4))
    assert said(read(kim, mia).above) == ("Senior", [], [], [], ["SQL", "Python", "Mentoring"])


def test_those_who_differ_are_to_be_looked_at_again(
    kim: Application, ines: User, oscar: User, mia: User
) -> None:
    submit(kim, ines, {**ALL_MET, "SQL": 4}, {"SQL": 1})
    submit(kim, oscar, {**ALL_MET, "Python": 1}, {"SQL": 4})
    found = read(kim, mia)
    assert said(found.at) == ("Mid", ["SQL", "Cloud (Azure)"], [], ["Python"], [])
    assert said(found.above) == ("Senior", [], [], ["SQL"], ["Python", "Mentoring"])


def test_it_begins_at_the_level_decided(
    kim: Application, ines: User, mia: User, hire: Callable[[Application, str], Application]
) -> None:
    submit(kim, ines, {**ALL_MET, "Python": 2}, {"SQL": 3})
    found = read(hire(kim, "Junior"), mia)
    assert said(found.at) == ("Junior", ["SQL"], [], [], ["Spreadsheets"])
    assert said(found.above) == ("Mid", ["SQL", "Cloud (Azure)"], ["Python"], [], [])
    assert (found.is_decided, [title for title, _ in found.paths]) == (True, ["Junior → Mid"])


def test_above_the_evidence_nothing_is_known(
    kim: Application, ines: User, mia: User, hire: Callable[[Application, str], Application]
) -> None:
    submit(kim, ines, ALL_MET, {"SQL": 3})
    found = read(hire(kim, "Senior"), mia)
    assert said(found.at) == ("Senior", ["SQL"], [], [], ["Python", "Mentoring"])
    assert said(found.above) == ("Principal", [], [], [], ["Strategy"])
    assert found.paths == (("SENIOR → Principal", ("Own a budget",)), ("Senior → Head of Data", ()))


def test_the_highest_level_has_no_next(
    kim: Application, ines: User, mia: User, hire: Callable[[Application, str], Application]
) -> None:
    submit(kim, ines, ALL_MET)
    found = read(hire(kim, "Principal"), mia)
    assert (said(found.at), found.above, found.paths) == (("Principal", [], [], [], ["Strategy"]), None, ())


def test_another_outcome_leaves_it_at_the_level_applied_for(kim: Application, ines: User, mia: User) -> None:
    submit(kim, ines, ALL_MET)
    deciding.decide(kim, by=mia, outcome="no_hire", reason="Not now.")
    found = read(Application.objects.with_case().get(pk=kim.pk), mia)
    assert (found.at.level.name, found.is_decided) == ("Mid", False)


def test_before_any_evidence_nothing_is_a_gap(kim: Application, mia: User) -> None:
    found = read(kim, mia)
    assert said(found.at) == ("Mid", [], [], [], ["SQL", "Python", "Cloud (Azure)"])
    assert said(found.above) == ("Senior", [], [], [], ["SQL", "Python", "Mentoring"])
    assert not found.has_evidence


@pytest.mark.parametrize(("steps", "raters"), [(1, 1), (12, 6)])
def test_queries(mia: User, steps: int, raters: int, ines: User, oscar: User, max_: User, cora: User) -> None:
    search = planning.open_search(level_of(make_climb(steps=steps), "Mid"), title="S", managers=[], by=mia)
    made = make_application(opening=search)
    for person in (ines, oscar, max_, cora, mia)[:raters]:
        submit(made, person, ALL_MET, {"SQL": 3})
    application = Application.objects.with_case().get(pk=made.pk)
    shown = debriefs.debrief(application, mia)
    with queries(6):
        gap_report(application, shown)
