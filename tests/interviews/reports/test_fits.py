from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from accounts.models import User
from interviews.choices import CriterionKind
from interviews.models import Application, Criterion, Opening
from interviews.reports import debriefs, fits
from interviews.reports.fits import Fits, LevelReading
from roleprofiles import merging
from roleprofiles.models import Skill
from tests.factories import level_of, make_application
from tests.interviews.counting import queries
from tests.interviews.ladders import fill, give_card, make_search, submit
from tests.keeping import kept

Read = tuple[str, str, list[tuple[str, list[int]]]]


@kept
def search(mia: User) -> Opening:
    return make_search(by=mia)


@kept
def kim(search: Opening) -> Application:
    return make_application(opening=search)


def fits_for(application: Application, person: User) -> Fits | None:
    return fits.fits_of(application, debriefs.debrief(application, person))


def read(application: Application, person: User) -> Fits:
    found = fits_for(application, person)
    assert found
    return found


def said(reading: LevelReading | None) -> Read:
    assert reading
    lines = [(line.name, list(line.values)) for line in reading.fit.lines]
    return (reading.level.name, str(reading.fit.verdict), lines)


ALL_MET = {"SQL": 3, "Python": 3, "Cloud (AWS)": 4, "Cloud (Azure)": 3}


def test_the_level_reads_as_the_debrief_reads_it(
    kim: Application, ines: User, oscar: User, mia: User
) -> None:
    submit(kim, ines, ALL_MET)
    submit(kim, oscar, {**ALL_MET, "SQL": 1})
    assert said(read(kim, mia).at) == (
        "Mid",
        "can't say yet",
        [("SQL", [3, 1]), ("Python", [3, 3]), ("Cloud (AWS)", [4, 4]), ("Cloud (Azure)", [3, 3])],
    )


# Downward


def test_below_a_3_or_4_is_met_and_less_says_nothing(
    kim: Application, ines: User, oscar: User, mia: User
) -> None:
    submit(kim, ines, {**ALL_MET, "SQL": 2})
    assert [said(one) for one in read(kim, mia).below] == [
        ("Junior", "can't say yet", [("SQL", []), ("Spreadsheets", [])])
    ]
    submit(kim, oscar, {**ALL_MET, "SQL": 4})
    assert [said(one) for one in read(kim, mia).below] == [
        ("Junior", "can't say yet", [("Spreadsheets", []), ("SQL", [4])])
    ]


def test_below_can_meet_while_the_level_does_not(ines: User, mia: User) -> None:
    levels = {"Intern": ["SQL"], "Junior": ["Python", "SQL"], "Mid": ["SQL", "Python"]}
    kim = make_application(opening=make_search(by=mia, levels=levels))
    submit(kim, ines, {"SQL": 3, "Python": 1})
    found = read(kim, mia)
    assert str(found.at.fit.verdict) == "not yet"
    assert [said(one) for one in found.below] == [
        ("Junior", "can't say yet", [("Python", []), ("SQL", [3])]),
        ("Intern", "meets", [("SQL", [3])]),
    ]


def test_below_a_skill_under_another_name_is_the_same_skill(ines: User, mia: User) -> None:
    levels = {"Junior": ["Structured queries"], "Mid": ["SQL"]}
    kim = make_application(opening=make_search(by=mia, levels=levels))
    submit(kim, ines, {"SQL": 3})
    assert said(read(kim, mia).below[0]) == ("Junior", "can't say yet", [("Structured queries", [])])
    merging.merge(Skill.objects.get(name="Structured queries"), into=Skill.objects.get(name="SQL"), by=mia)
    assert said(read(kim, mia).below[0]) == ("Junior", "meets", [("Structured queries", [3])])


def test_below_lines_of_one_skill_are_kept_apart_by_their_words(ines: User, mia: User) -> None:
    levels = {"Junior": ["Cloud (AWS)", "Cloud"], "Mid": ["Cloud (AWS)", "Cloud (Azure)"]}
    kim = make_application(opening=make_search(by=mia, levels=levels))
    submit(kim, ines, {"Cloud (AWS)": 2, "Cloud (Azure)": 4})
    assert said(read(kim, mia).below[0]) == ("Junior", "can't say yet", [("Cloud (AWS)", []), ("Cloud", [4])])


def test_below_what_was_added_by_hand_counts_by_its_requirement(
    kim: Application, ines: User, mia: User
) -> None:
    key = level_of(kim.opening.level.revision.role, "Junior").must_haves()[1].key
    Criterion.objects.create(
        opening=kim.opening, kind=CriterionKind.ADDED, name="Spreadsheets", requirement_key=key, position=9
    )
    submit(kim, ines, {**ALL_MET, "Spreadsheets": 3})
    found = read(kim, mia)
    assert said(found.below[0]) == ("Junior", "meets", [("SQL", [3]), ("Spreadsheets", [3])])
    assert ([line.name for line in found.at.beside], found.at.beside_met) == (["Spreadsheets"], 1)
    assert "Spreadsheets" not in [line.name for line in found.at.fit.lines]


# Upward


def test_above_only_what_was_rated_for_it_counts(kim: Application, ines: User, mia: User) -> None:
    submit(kim, ines, dict.fromkeys(ALL_MET, 4))
    assert said(read(kim, mia).above) == (
        "Senior",
        "can't say yet",
        [("SQL", []), ("Python", []), ("Cloud (Azure)", []), ("Mentoring", [])],
    )


def test_above_it_is_read_where_the_same_person_gave_a_3_or_4(
    kim: Application, ines: User, oscar: User, max_: User, mia: User
) -> None:
    submit(kim, ines, {**ALL_MET, "SQL": 3}, {"SQL": 2, "Python": 3})
    submit(kim, oscar, {**ALL_MET, "SQL": 2}, {"SQL": 1})
    submit(kim, max_, {"Python": 4}, {"SQL": 4})
    assert said(read(kim, mia).above) == (
        "Senior",
        "not yet",
        [("Cloud (Azure)", []), ("Mentoring", []), ("SQL", [2]), ("Python", [3])],
    )


def test_above_meets_when_all_of_it_was_rated_and_met(ines: User, mia: User) -> None:
    levels = {"Mid": ["SQL", "Python"], "Senior": ["Python"], "Principal": ["SQL"]}
    kim = make_application(opening=make_search(by=mia, levels=levels))
    submit(kim, ines, {"SQL": 3, "Python": 4}, {"Python": 3})
    found = read(kim, mia)
    assert said(found.above) == ("Senior", "meets", [("Python", [3])])
    assert (found.is_upside_down, found.upside_down) == (False, ())


def test_a_level_that_asks_for_nothing_is_still_the_next_one(ines: User, mia: User) -> None:
    kim = make_application(
        opening=make_search(by=mia, levels={"Mid": ["SQL"], "Senior": [], "Lead": ["SQL"]})
    )
    submit(kim, ines, {"SQL": 3})
    assert said(read(kim, mia).above) == ("Senior", "can't say yet", [])


def test_the_highest_and_the_lowest_level_have_no_neighbour(ines: User, mia: User) -> None:
    kim = make_application(opening=make_search(by=mia, level="Principal"))
    submit(kim, ines, {"Strategy": 3})
    found = read(kim, mia)
    assert (found.above, [one.level.name for one in found.below]) == (None, ["Senior", "Mid", "Junior"])


@pytest.mark.parametrize(
    ("values", "above", "names", "is_upside_down"),
    [
        ([{"SQL": 4, "Python": 3}, {"SQL": 1, "Python": 3}], [{"SQL": 3}, {}], ("SQL",), True),
        ([{"SQL": 4, "Python": 3}, {"SQL": 4, "Python": 3}], [{"SQL": 3}, {}], (), False),
        ([{"SQL": 4, "Python": 1}, {"SQL": 4, "Python": 1}], [{"SQL": 3}, {}], (), True),
        ([{"SQL": 4, "Python": 1}, {"SQL": 4, "Python": 1}], [{"SQL": 3}, {"SQL": 2}], (), False),
    ],
)
def test_a_higher_level_that_reads_better_is_noticed(
    ines: User,
    oscar: User,
    mia: User,
    values: Sequence[Mapping[str, int]],
    above: Sequence[Mapping[str, int]],
    names: tuple[str, ...],
    is_upside_down: bool,
) -> None:
    kim = make_application(opening=make_search(by=mia, levels={"Mid": ["SQL", "Python"], "Senior": ["SQL"]}))
    for person, said_here, said_above in zip((ines, oscar), values, above, strict=True):
        submit(kim, person, said_here, said_above)
    found = read(kim, mia)
    assert (found.upside_down, found.is_upside_down) == (names, is_upside_down)


# Independence, and the cost


def test_nothing_is_read_while_the_evidence_is_closed(
    kim: Application, ines: User, oscar: User, cora: User, ada: User, mia: User
) -> None:
    assert fits_for(kim, mia) is None, "nothing is in"
    submit(kim, ines, ALL_MET, {"SQL": 3})
    fill(give_card(kim, oscar), ALL_MET)
    closed = {str(one): fits_for(kim, one) is None for one in (ines, mia, oscar, cora, ada)}
    assert closed == {
        "Ines Ruiz": False,
        "Mia Novak": False,
        "Oscar Berg": True,
        "Cora Lund": True,
        "Ada Park": True,
    }


def test_drafts_are_not_read(kim: Application, ines: User, oscar: User, mia: User) -> None:
    submit(kim, ines, ALL_MET)
    before = read(kim, mia)
    fill(give_card(kim, oscar), dict.fromkeys(ALL_MET, 1), {"SQL": 1})
    assert read(kim, mia) == before


@pytest.mark.parametrize("number", [1, 12])
def test_it_takes_one_query(mia: User, ines: User, oscar: User, number: int) -> None:
    names = [f"Skill {n}" for n in range(number)]
    levels = {f"Level {n}": names for n in range(4)}
    kim = make_application(opening=make_search(by=mia, level="Level 2", levels=levels))
    for person in (ines, oscar)[:number]:
        submit(kim, person, dict.fromkeys(names, 3), dict.fromkeys(names, 3))
    shown = debriefs.debrief(kim, mia)
    with queries(1):
        found = fits.fits_of(kim, shown)
    assert found
    assert found.above
    assert [str(one.fit.verdict) for one in (found.at, *found.below, found.above)] == ["meets"] * 4
