from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from interviews import deciding, plans, replanning, scoring
from interviews.models import Opening, PlanVersion, Scorecard
from interviews.plans import Plan
from roleprofiles import publishing
from tests.factories import enter, make_application, make_interview, make_opening, make_opening_of_one_level
from tests.interviews.counting import queries
from tests.interviews.views.conftest import SignIn
from tests.keeping import kept

REASON = "The team has changed."


@kept
def opening(mia: User) -> Opening:
    return make_opening_of_one_level(by=mia)


@pytest.fixture
def manager(signed_in: SignIn, mia: User) -> Client:
    return signed_in(mia)


@kept
def card(opening: Opening, ines: User) -> Scorecard:
    return make_interview(make_application(opening=opening), [ines]).scorecards.get()


def address(opening: Opening) -> str:
    return reverse("interviews:plan_edit", args=[opening.pk])


def stored(opening: Opening) -> Plan:
    return replanning.current_plan(opening)


def posted(opening: Opening, **said: Any) -> dict[str, Any]:
    """What the page would post as it is; ``said`` otherwise."""
    plan = stored(opening)
    data: dict[str, Any] = {
        "seen": plans.fingerprint(plan),
        "criterion": [one.number for one in plan.criteria],
        "round": [f"r{one.pk}" for one in plan.rounds],
    }
    for one in plan.rounds:
        texts = {"title": one.title, "minutes": one.minutes, "note": one.note, "criteria": one.criteria}
        data |= {f"r{one.pk}-{name}": value for name, value in texts.items()}
    return data | said


def slots(opening: Opening) -> list[str]:
    return [f"r{one.pk}" for one in stored(opening).rounds]


def columns(response: Any) -> list[tuple[str, str, str, list[str]]]:
    form = response.context["form"]
    return [
        (one.slot, one.column.title, one.column.minutes, [line.criterion.name[-1] for line in one.lines])
        for one in form.columns
    ]


def begin(card: Scorecard) -> None:
    enter(card.ratings.in_order()[0], scoring.Mark(value=4))


def test_the_page_shows_the_plan_and_its_page_posts_it_unchanged(manager: Client, opening: Opening) -> None:
    response = manager.get(address(opening))
    said = response.content.decode()
    first, second, third = slots(opening)
    assert columns(response) == [
        (first, "Round 1", "60", ["1", "2", "4"]),
        (second, "Round 2", "60", ["1", "2", "3"]),
        (third, "Round 3", "60", ["1", "3", "4"]),
    ]
    assert said.count(" checked") == 9
    assert "3 rounds of up to 5 criteria hold 15: room for 4 must-haves" in said
    assert "Ability 1 is in every round" in said
    assert "How ratings will be counted" in said
    followed = manager.post(address(opening), posted(opening), follow=True)
    assert "Nothing was different" in followed.content.decode()


def test_the_whole_plan_is_saved(manager: Client, opening: Opening) -> None:
    first, _, third = slots(opening)
    numbers = [one.number for one in stored(opening).criteria]
    data = posted(opening, round=[third, "n1", first], criterion=numbers[::-1])
    data |= {"n1-title": " Tea ", "n1-minutes": "15", "n1-note": "Calm\r\nly", "n1-criteria": [numbers[1]]}
    response = manager.post(address(opening), data, follow=True)
    assert response.redirect_chain == [(address(opening), 302)]
    assert "The plan is saved." in response.content.decode()
    plan = stored(opening)
    assert [(one.title, one.minutes, one.note, len(one.criteria)) for one in plan.rounds] == [
        *[("Round 3", 60, "", 3), ("Tea", 15, "Calm\nly", 1), ("Round 1", 60, "", 3)],
    ]
    assert [one.number for one in plan.criteria] == numbers[::-1]


def test_acts_store_nothing_and_keep_what_is_typed(manager: Client, opening: Opening) -> None:
    before = stored(opening)
    first, second, third = slots(opening)
    data = posted(opening, act=f"move {before.criteria[0].number} {first} -")
    data |= {f"{second}-title": "  Typed", f"{second}-minutes": "soon", "reason": "Because"}
    response = manager.post(address(opening), data)
    assert response.status_code == 200
    assert columns(response) == [
        (first, "Round 1", "60", ["2", "4"]),
        (second, "  Typed", "soon", ["1", "2", "3"]),
        (third, "Round 3", "60", ["1", "3", "4"]),
    ]
    assert stored(opening) == before
    assert "Round 1 no longer assesses Ability 1." in response.content.decode()


def test_a_preview_says_what_the_arrangement_means(manager: Client, opening: Opening) -> None:
    data = {key: value for key, value in posted(opening, act="preview").items() if "criteria" not in key}
    said = manager.post(address(opening), data).content.decode()
    assert "Nobody assesses Ability 1, Ability 2, Ability 3, Ability 4." in said
    assert "Round 1 assesses nothing." in said
    assert said.count('class="gap"') == 4
    assert 'data-said="Nobody assesses Ability 1, Ability 2,' in said


@pytest.mark.parametrize(
    ("name", "value", "problem"),
    [
        ("title", "", "Title: This field is required."),
        ("title", "x" * 201, "Title: Ensure this value has at most 200 characters (it has 201)."),
        ("title", "a\0b", "Title: This has an invisible character (U+0000). Type the text anew."),
        ("title", "a\u202eb", "Title: This has an invisible character (U+202E). Type the text anew."),
        ("minutes", "", "Minutes: This field is required."),
        ("minutes", "4", "Minutes: Ensure this value is greater than or equal to 5."),
        ("minutes", "481", "Minutes: Ensure this value is less than or equal to 480."),
        ("minutes", "9" * 5000, "Minutes: Enter a whole number."),
        ("minutes", "½", "Minutes: Enter a whole number."),
        (
            "note",
            "a\0b",
            "interviewer: This has an invisible character (U+0000). Type the text anew.",
        ),
    ],
)
def test_bad_texts_are_named_and_nothing_is_lost(
    manager: Client, opening: Opening, name: str, value: str, problem: str
) -> None:
    before = stored(opening)
    first = slots(opening)[0]
    data = posted(opening, **{f"{first}-{name}": value, f"{slots(opening)[1]}-title": "Kept"})
    response = manager.post(address(opening), data)
    assert response.status_code == 422
    found, *_ = response.context["form"].problems
    assert found[0] == f"id_{first}-{name}"
    assert found[1].endswith(problem)
    column = response.context["form"].board.columns[0]
    assert (getattr(column, name), columns(response)[1][1]) == (value, "Kept")
    assert stored(opening) == before


@pytest.mark.parametrize(
    "said",
    [
        {"round": ["r0", "rx", "r" + "9" * 30, "n0", "\0", "r1 OR 1=1"]},
        {"round": []},
    ],
)
def test_a_plan_without_a_round_is_refused(manager: Client, opening: Opening, said: dict[str, Any]) -> None:
    response = manager.post(address(opening), posted(opening, **said))
    assert response.status_code == 422
    assert response.context["form"].problems == [("add-round", "A plan needs at least one round.")]


def test_numbers_of_other_searches_are_not_taken(manager: Client, opening: Opening, mia: User) -> None:
    other = make_opening(by=mia, title="Other")
    theirs = stored(other)
    first = slots(opening)[0]
    strange = [theirs.criteria[0].number, 10**20, "x", ""]
    data = posted(opening, round=[f"r{theirs.rounds[0].pk}", first], **{f"{first}-criteria": strange})
    data[f"r{theirs.rounds[0].pk}-title"] = "Taken"
    data[f"r{theirs.rounds[0].pk}-minutes"] = 30
    assert manager.post(address(opening), data).status_code == 302
    assert [(one.title, one.criteria) for one in stored(opening).rounds] == [("Taken", ()), ("Round 1", ())]
    assert stored(other) == theirs


def test_a_plan_that_somebody_else_changed_is_shown_beside_what_was_arranged(
    manager: Client, opening: Opening, mia: User
) -> None:
    first = slots(opening)[0]
    data = posted(opening, **{f"{first}-title": "Mine"})
    theirs = posted(opening, **{f"{first}-title": "Theirs"})
    manager.post(address(opening), theirs)
    response = manager.post(address(opening), data)
    said = response.content.decode()
    assert response.status_code == 409
    assert "Theirs is called Mine now." in said
    assert columns(response)[0][1] == "Mine"
    assert stored(opening).rounds[0].title == "Theirs"
    assert manager.post(address(opening), data).status_code == 409  # not by pressing Save again
    assert manager.post(address(opening), data | {"over": response.context["over"]}).status_code == 302
    assert stored(opening).rounds[0].title == "Mine"


def test_after_a_rating_a_reason_is_asked_for_and_a_version_made(
    manager: Client, opening: Opening, card: Scorecard
) -> None:
    first = slots(opening)[0]
    data = posted(opening, **{f"{first}-title": "Pairing"})
    begin(card)
    refused = manager.post(address(opening), data)
    assert refused.status_code == 422
    assert refused.context["form"].problems == [
        ("id_reason", "Why the plan changes: This field is required.")
    ]
    assert columns(refused)[0][1] == "Pairing"
    saved = manager.post(address(opening), data | {"reason": REASON}, follow=True)
    said = saved.content.decode()
    assert "Saved as version 2. It is for interviews that have not begun." in said
    assert "Round 1 is called Pairing now." in said
    assert PlanVersion.objects.get().reason == REASON
    assert REASON in said


def test_a_gap_takes_readiness_away_and_says_so(manager: Client, opening: Opening, mia: User) -> None:
    replanning.mark_ready(opening.pk, by=mia)
    data = {key: value for key, value in posted(opening).items() if "criteria" not in key}
    said = manager.post(address(opening), data, follow=True).content.decode()
    assert "The plan is not ready any more: nobody assesses one of its must-haves." in said
    assert "Not ready" in said


def test_a_plan_is_made_anew(manager: Client, opening: Opening) -> None:
    first = slots(opening)[0]
    response = manager.post(address(opening), posted(opening, round=[first], act="generate"))
    assert [(title, held) for _, title, _, held in columns(response)] == [
        *[("Round 1", ["1", "2", "4"]), ("Round 2", ["1", "2", "3"]), ("Round 3", ["1", "3", "4"])],
    ]


def test_the_plan_of_another_search_for_the_role_is_taken(
    manager: Client, opening: Opening, mia: User, max_: User
) -> None:
    role = opening.level.revision.role
    role.refresh_from_db()
    other = make_opening(by=mia, role=role, title="Earlier search")
    hidden = make_opening(by=max_, role=role, title="Not mine")
    other.rounds.filter(position__gt=1).delete()
    other.rounds.update(title="All in one", minutes=120)
    offered = manager.get(address(opening)).context["page"].patterns
    assert list(offered) == [other]
    taken = manager.post(address(opening), posted(opening, act="copy", pattern=other.pk))
    assert [(title, minutes, held) for _, title, minutes, held in columns(taken)] == [
        ("All in one", "120", ["1", "2", "4"]),
    ]
    for strange in (hidden.pk, "", "x", "9" * 5000, opening.pk):
        refused = manager.post(address(opening), posted(opening, act="copy", pattern=strange))
        assert "Choose the opening whose plan you want to take." in refused.content.decode()


def test_a_closed_search_has_no_plan_to_change(manager: Client, opening: Opening, mia: User) -> None:
    deciding.close(opening, by=mia)
    assert manager.get(address(opening)).status_code == 404
    assert address(opening) not in manager.get(opening.get_absolute_url()).content.decode()


def test_a_newer_revision_is_pointed_out(manager: Client, opening: Opening, rosa: User) -> None:
    publishing.publish(publishing.start_draft(opening.level.revision.role, by=rosa), by=rosa)
    repin = reverse("interviews:opening_repin", args=[opening.pk])
    for page in (address(opening), opening.get_absolute_url()):
        said = manager.get(page).content.decode()
        assert "The role has a newer revision, number 2." in said
        assert repin in said


def test_nothing_of_ratings_is_on_the_page(manager: Client, opening: Opening, card: Scorecard) -> None:
    first = card.ratings.in_order()[0]
    enter(first, scoring.Evidence(evidence="Canary"))
    begin(card)
    said = manager.get(address(opening)).content.decode()
    assert "Somebody has rated by this plan" in said
    for word in ("Canary", str(card.interviewer), card.interview.application.candidate.code):
        assert word not in said


@pytest.mark.parametrize("number", [1, 30])
def test_queries(manager: Client, opening: Opening, mia: User, ines: User, number: int) -> None:
    role = opening.level.revision.role
    role.refresh_from_db()
    for n in range(number):
        make_opening(by=mia, role=role, title=f"Search {n}")
        make_interview(make_application(opening=opening), [ines])
        opening.plan_versions.create(number=n + 2, reason=REASON, changes="x", made_by=ines)
    with queries(9):
        manager.get(address(opening))


# Many rounds


def test_a_plan_of_a_long_list_is_saved_with_all_its_rounds(manager: Client, mia: User) -> None:
    opening = make_opening(by=mia, must_haves=61, title="Long")
    data = posted(opening, criterion=[one.number for one in stored(opening).criteria][::-1])
    assert manager.post(address(opening), data).status_code == 302
    assert len(stored(opening).rounds) == 13


@pytest.mark.parametrize("more", [20, 960])
def test_more_rounds_than_a_plan_has_are_refused_in_words_and_stay(
    manager: Client, opening: Opening, more: int
) -> None:
    data = posted(opening)
    data["round"] += [f"r{10**6 + n}" for n in range(more)]
    response = manager.post(address(opening), data)
    assert (response.status_code, len(columns(response))) == (422, 3 + more)
    assert "A plan has 12 rounds at most." in response.content.decode()
    assert len(stored(opening).rounds) == 3
