from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from interviews.models import Opening
from roleprofiles import publishing
from roleprofiles.models import Level
from tests.factories import UserFactory, level_of, make_opening, make_role, make_seed_role
from tests.interviews.counting import queries
from tests.interviews.views.conftest import SignIn

NEW = reverse("interviews:opening_new")


def address(level: Level) -> str:
    return reverse("interviews:opening_create", args=[level.pk])


@pytest.fixture
def manager(signed_in: SignIn, mia: User) -> Client:
    return signed_in(mia)


def test_only_levels_that_roles_stand_at_are_offered(manager: Client, rosa: User) -> None:
    role = make_role()
    old = level_of(role)
    draft = publishing.start_draft(role, by=rosa)
    offered = {level.pk for level in manager.get(NEW).context["levels"]}
    publishing.publish(draft, by=rosa)
    now = {level.pk for level in manager.get(NEW).context["levels"]}
    assert (offered, now) == (
        set(old.revision.levels.values_list("pk", flat=True)),
        set(draft.levels.values_list("pk", flat=True)),
    )
    assert manager.get(address(old)).status_code == 404


def test_a_level_of_a_draft_has_no_plan(manager: Client, rosa: User) -> None:
    level = publishing.start_draft(make_role(), by=rosa).levels.get(name="Mid")
    assert manager.get(address(level)).status_code == 404
    assert manager.post(address(level), {"title": "Too early"}).status_code == 404
    assert not Opening.objects.exists()


def test_the_plan_is_shown_before_anything_is_made(manager: Client) -> None:
    response = manager.get(address(level_of(make_seed_role())))
    said = response.content.decode()
    assert "7 criteria from the must-have list of revision 1, in 3 rounds. Nothing is created yet." in said
    assert said.count('class="cov"') == 15
    assert not Opening.objects.exists()


def test_opening_a_search_makes_what_was_shown(manager: Client, mia: User) -> None:
    other = UserFactory.create(groups=["Hiring managers"])
    response = manager.post(
        address(level_of(make_role())), {"title": "New search", "managers": [other.pk]}, follow=True
    )
    opening = Opening.objects.get()
    assert response.redirect_chain == [(opening.get_absolute_url(), 302)]
    assert (opening.title, set(opening.managers.all()), opening.created_by) == (
        "New search",
        {mia, other},
        mia,
    )
    assert (opening.criteria.of_the_level().count(), opening.rounds.count()) == (4, 3)


@pytest.mark.parametrize("title", ["", "   ", "x" * 201, "a\0b", "a\u202eb"])
def test_a_bad_title_makes_nothing_and_keeps_the_rest(manager: Client, title: str) -> None:
    other = UserFactory.create(display_name="Otto", groups=["Hiring managers"])
    response = manager.post(address(level_of(make_role())), {"title": title, "managers": [other.pk]})
    assert (response.status_code, Opening.objects.count()) == (422, 0)
    assert response.context["form"]["managers"].value() == [str(other.pk)]
    assert "error-summary" in response.content.decode()


@pytest.mark.parametrize("manager_pk", ["0", "x", "a\0b", str(10**20), "9" * 5000])
def test_only_people_who_may_hire_become_managers(manager: Client, manager_pk: str) -> None:
    response = manager.post(address(level_of(make_role())), {"title": "Mine", "managers": [manager_pk]})
    assert (response.status_code, Opening.objects.count()) == (422, 0)
    assert response.context["form"]["title"].value() == "Mine"


def test_interviewers_are_no_managers(manager: Client, ines: User) -> None:
    response = manager.post(address(level_of(make_role())), {"title": "Mine", "managers": [ines.pk]})
    assert (response.status_code, Opening.objects.count()) == (422, 0)


def test_extra_fields_are_ignored(manager: Client, mia: User, max_: User) -> None:
    manager.post(
        address(level_of(make_role())), {"title": "T", "created_by": max_.pk, "closed_at": "2030-01-01"}
    )
    assert Opening.objects.values_list("created_by", "closed_at").get() == (mia.pk, None)


def test_a_level_without_must_haves_says_so(manager: Client) -> None:
    response = manager.get(address(level_of(make_role(must_haves=0))), follow=True)
    assert response.redirect_chain == [(NEW, 302)]
    assert "Mid lists no must-haves, so there is nothing to rate." in response.content.decode()


def test_only_hiring_managers_open_searches(
    signed_in: SignIn, ines: User, cora: User, rosa: User, ada: User
) -> None:
    level = level_of(make_role())
    for person, status in ((ines, 403), (cora, 403), (rosa, 403), (ada, 200)):
        client = signed_in(person)
        assert [client.get(NEW).status_code, client.get(address(level)).status_code] == [status] * 2


@pytest.mark.parametrize("roles", [1, 6])
def test_queries_of_the_choice(manager: Client, roles: int) -> None:
    for n in range(roles):
        make_role(f"Role {n}")
    with queries(3):
        manager.get(NEW)


@pytest.mark.parametrize("must_haves", [4, 25])
def test_queries_of_the_plan(manager: Client, must_haves: int) -> None:
    level = level_of(make_role(must_haves=must_haves))
    UserFactory.create_batch(must_haves, groups=["Hiring managers"])
    with queries(7):
        manager.get(address(level))


# The plan of another search


def test_it_can_start_from_the_plan_of_another_search(manager: Client, mia: User) -> None:
    role = make_role()
    other = make_opening(by=mia, role=role, title="Earlier search")
    gone = other.rounds.get(position=3)
    gone.delete()
    other.rounds.filter(position=1).update(title="Pairing", minutes=90, note="Bring a laptop")
    path = address(level_of(role, "Senior"))
    assert "the plan of Earlier search (Mid)" in manager.get(path).content.decode()
    shown = manager.get(path, {"start_from": other.pk})
    assert [one.title for one in shown.context["plan"].rounds] == ["Pairing", "Round 2"]
    manager.post(path, {"title": "Senior search", "start_from": other.pk})
    made = Opening.objects.latest("pk")
    rounds = [
        (one.title, one.minutes, one.note, sorted(str(criterion) for criterion in one.criteria.all()))
        for one in made.rounds.all()
    ]
    assert rounds == [
        ("Pairing", 90, "Bring a laptop", ["Ability 1", "Ability 2", "Ability 4"]),
        ("Round 2", 60, "", ["Ability 1", "Ability 2", "Ability 3"]),
    ]
    assert set(made.criteria.values_list("requirement_key", flat=True)) == {
        one.key for one in level_of(role, "Senior").must_haves()
    }


@pytest.mark.parametrize("start_from", ["", "x", "0", "9" * 5000, "\0"])
def test_another_start_is_none(manager: Client, start_from: str) -> None:
    manager.post(address(level_of(make_role())), {"title": "Mine", "start_from": start_from})
    assert Opening.objects.get().rounds.count() == 3


def test_searches_of_others_and_of_other_roles_are_not_offered(
    manager: Client, mia: User, max_: User
) -> None:
    role = make_role()
    hidden = make_opening(by=max_, role=role, title="Not mine")
    make_opening(by=mia, title="Other role")
    shown = manager.get(address(level_of(role)), {"start_from": hidden.pk})
    assert (shown.context["patterns"], shown.context["start_from"]) == ((), None)
