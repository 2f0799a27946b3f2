"""What the debrief says of the level and of those beside it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from interviews import correcting, repinning
from interviews.choices import CriterionKind
from interviews.models import Application, Criterion, Opening
from interviews.scoring import Mark
from roleprofiles import publishing
from tests.factories import make_application
from tests.interviews.counting import queries
from tests.interviews.ladders import fill, give_card, make_search, submit
from tests.interviews.views.conftest import SignIn
from tests.keeping import kept

ALL_MET = {"SQL": 3, "Python": 3, "Cloud (AWS)": 4, "Cloud (Azure)": 3}


@kept
def kim(mia: User) -> Application:
    return make_application(opening=make_search(by=mia))


@pytest.fixture
def manager(signed_in: SignIn, mia: User) -> Client:
    return signed_in(mia)


Told = Callable[[], dict[str, str]]


@pytest.fixture
def told(manager: Client, kim: Application) -> Told:
    return lambda: parts(manager, kim)


def parts(client: Client, application: Application) -> dict[str, str]:
    """The section in words: each level's by its name, the rest by nothing."""
    page = client.get(application.get_absolute_url()).content.decode()
    found = re.findall(r'<section class="card-rc level-fit.*?</section>', page, re.DOTALL)
    if not found:
        return {}
    folded = re.findall(r'<details class="more">(.*?)</details>', found[0], re.DOTALL)
    levels = {words(one).split(":")[0]: words(one) for one in folded}
    return {
        "": words(re.sub(r'<details class="more">.*?</details>', "", found[0], flags=re.DOTALL)),
        **levels,
    }


def words(html: str) -> str:
    text = " ".join(re.sub("<[^>]*>", " ", html).split())
    return re.sub(r" ([:,.;)])", r"\1", text.replace("&#x27;", "'"))


def test_a_level_that_is_not_yet_met_by_two_people(
    told: Told, kim: Application, ines: User, oscar: User
) -> None:
    submit(kim, ines, {"SQL": 2, "Python": 2, "Cloud (AWS)": 4})
    submit(kim, oscar, {"SQL": 4, "Python": 2, "Cloud (AWS)": 3})
    assert told()[""] == (
        "Level fit Mid not yet 1 of 4 must-haves met "
        "Split SQL (2–4, 2 raters) Not yet Python (2, 2 raters) Not assessed Cloud (Azure) "
        "What would change this: a question on Cloud (Azure); a second look at SQL, Python. "
        "Would change if one rating moved by one To can’t say yet: Python 2 → 3. "
        "Other levels, from the same evidence Counts by a fixed rule. They decide nothing."
    )


def test_a_level_that_is_met(told: Told, kim: Application, ines: User, oscar: User) -> None:
    for person in (ines, oscar):
        submit(kim, person, ALL_MET)
    assert told()[""] == (
        "Level fit Mid meets 4 of 4 must-haves met · all rated by 2 people or more "
        "Would change if one rating moved by one To can’t say yet: SQL 3 → 2, Python 3 → 2, "
        "Cloud (Azure) 3 → 2. "
        "Other levels, from the same evidence Counts by a fixed rule. They decide nothing."
    )


def test_what_rests_on_one_rater_and_what_no_step_would_change(
    told: Told, kim: Application, ines: User
) -> None:
    submit(kim, ines, dict.fromkeys(ALL_MET, 1))
    said = told()[""]
    assert "On one rater only: SQL, Python, Cloud (AWS), Cloud (Azure)." in said
    assert "No single rating, moved by one, would change this." in said
    assert "all rated by" not in said


def test_so_far(told: Told, kim: Application, ines: User, oscar: User) -> None:
    submit(kim, ines, ALL_MET)
    fill(give_card(kim, oscar), dict.fromkeys(ALL_MET, 1))
    assert "Mid meets So far, from 1 of 2 scorecards. 4 of 4 must-haves met" in told()[""]


def test_what_was_added_is_counted_beside_and_changes_no_verdict(
    told: Told, kim: Application, ines: User
) -> None:
    for name in ("Humour", "Punctuality"):
        Criterion.objects.create(opening=kim.opening, kind=CriterionKind.ADDED, name=name, position=9)
    submit(kim, ines, {**ALL_MET, "Humour": 1, "Punctuality": 3})
    said = told()[""]
    assert said.startswith("Level fit Mid meets 4 of 4 must-haves met")
    assert "Beside the must-haves, 1 of 2 added criteria met. That changes no verdict." in said


def test_the_levels_beside_it(told: Told, kim: Application, ines: User, oscar: User) -> None:
    submit(kim, ines, {**ALL_MET, "SQL": 4}, {"SQL": 2, "Python": 3})
    card = submit(kim, oscar, {**ALL_MET, "SQL": 2}, {"SQL": 4})
    said = told()
    assert list(said) == ["", "Senior", "Junior"]
    assert said["Junior"] == (
        "Junior: can’t say yet, 1 of 2 met "
        "A 3 or 4 at Mid is met for the same skill here; anything less says nothing of Junior. "
        "Spreadsheets nothing to go by SQL met · 4 · 1 rater"
    )
    assert said["Senior"] == (
        "Senior: not yet, 1 of 4 met "
        "Only what was rated for Senior, after a 3 or 4, counts here: a 4 at Mid is no 3 at Senior. "
        "Cloud (Azure) not assessed Mentoring not assessed SQL not yet · 2 · 1 rater "
        "Python met · 3 · 1 rater "
        "SQL 2 No note. Ines Ruiz, All, with Ines Ruiz Not read, without a 3 or 4 at Mid: Oscar Berg. "
        "Python 3 No note. Ines Ruiz, All, with Ines Ruiz"
    )
    assert card.ratings.get(criterion__beneath__name="SQL").value == 4, "it stays stored"


def test_an_amendment_of_the_next_level_changes_no_count(told: Told, kim: Application, ines: User) -> None:
    rating = submit(kim, ines, ALL_MET, {"SQL": 3}).ratings.get(criterion__beneath__name="SQL")
    said = (rating.scorecard_id, rating.pk, Mark(value=1))
    correcting.amend(*said, evidence="Copied it", reason="I checked", number=1, by=ines)
    senior = told()["Senior"]
    assert "SQL met · 3 · 1 rater" in senior
    assert re.search(r"SQL 3 No note\. Ines Ruiz, .* 1 Copied it Amended .*: I checked", senior)


def test_a_higher_level_that_reads_better_is_said(
    told: Told, kim: Application, ines: User, oscar: User
) -> None:
    submit(kim, ines, {**ALL_MET, "SQL": 4}, {"SQL": 3})
    assert "A higher level" not in told()[""]
    submit(kim, oscar, {**ALL_MET, "SQL": 1})
    assert (
        "SQL: met at Senior and not at Mid. A higher level should not read better than the one below it: "
        "look at these ratings again."
    ) in told()[""]


def test_nothing_is_said_while_the_evidence_is_closed(
    signed_in: SignIn, kim: Application, ines: User, oscar: User, cora: User, ada: User
) -> None:
    submit(kim, ines, ALL_MET, {"SQL": 3})
    fill(give_card(kim, oscar), ALL_MET)
    for person in (oscar, cora, ada):
        page = signed_in(person).get(kim.get_absolute_url()).content.decode()
        assert [word for word in ("Senior", "Junior", "level-fit") if word in page] == []
    assert list(parts(signed_in(ines), kim)) == ["", "Senior", "Junior"]


def test_what_people_call_things_stays_text(told: Told, kim: Application, ines: User) -> None:
    submit(kim, ines, ALL_MET, {"SQL": 3})
    Criterion.objects.filter(name="SQL").update(name="<script>alert(1)</script>")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in told()["Senior"]


@pytest.mark.parametrize("number", [1, 12])
def test_queries(manager: Client, mia: User, ines: User, oscar: User, number: int) -> None:
    """One more than a debrief takes anyway, whatever the levels ask for."""
    names = [f"Skill {n}" for n in range(number)]
    search = make_search(by=mia, level="Level 1", levels={f"Level {n}": names for n in range(3)})
    kim = make_application(opening=search)
    for person in (ines, oscar)[:number]:
        submit(kim, person, dict.fromkeys(names, 3), dict.fromkeys(names, 3))
    assert list(parts(manager, kim)) == ["", "Level 2", "Level 0"]
    with queries(16):
        parts(manager, kim)


def test_a_level_above_that_a_newer_revision_dropped_is_not_asked_for(
    signed_in: SignIn, mia: User, ines: User, oscar: User, rosa: User
) -> None:
    """It read as met there, and as split at the level itself, of which something was said before."""
    levels = {"Junior": ["SQL"], "Mid": ["SQL", "Git"], "Senior": ["SQL"]}
    opening = make_search(by=mia, levels=levels)
    application = make_application(opening=opening)
    submit(application, ines, {"SQL": 4, "Git": 3}, {"SQL": 3})
    submit(application, oscar, {"SQL": 1, "Git": 3})
    address = application.get_absolute_url()
    assert "A higher level should not read better" in signed_in(mia).get(address).content.decode()
    draft = publishing.start_draft(opening.level.revision.role, by=rosa)
    draft.levels.get(name="Senior").delete()
    publishing.publish(draft, by=rosa)
    proposed = repinning.proposal(Opening.objects.with_level().get(pk=opening.pk))
    assert proposed
    repinning.repin(opening.pk, seen=proposed.fingerprint, reason="No senior any more.", by=mia)
    page = signed_in(mia).get(address)
    assert page.status_code == 200
    assert "Other levels, from the same evidence" in page.content.decode()
    assert "A higher level should not read better" not in page.content.decode()
