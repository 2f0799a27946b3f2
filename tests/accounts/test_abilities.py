"""What groups and permissions allow, and what it costs to ask."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import IntegrityError
from pytest_django import DjangoAssertNumQueries

from accounts.backends import PeopleBackend
from accounts.models import ABILITIES, User
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

PROPERTIES = ("may_interview", "may_coordinate", "may_hire", "may_edit_roles", "may_administer")


def may(user: User) -> set[str]:
    """Asked of a fresh row: a person keeps what was once asked."""
    again = User.objects.get(pk=user.pk)
    return {name for name in PROPERTIES if getattr(again, name)}


def able(ability: str) -> set[User]:
    return set(User.objects.able_to(ability))


def test_a_fresh_install_has_its_groups_and_nobody_in_them() -> None:
    assert not User.objects.exists()
    held = {
        group.name: set(group.permissions.values_list("codename", flat=True)) for group in Group.objects.all()
    }
    assert held == {
        "Interviewers": {"interview"},
        "Coordinators": {"coordinate"},
        "Hiring managers": {"hire", "interview"},
        "Role editors": {"edit_roles"},
    }


def test_each_group_allows_its_own(ines: User, cora: User, mia: User, rosa: User, ada: User) -> None:
    assert may(ines) == {"may_interview"}
    assert may(cora) == {"may_coordinate"}
    assert may(mia) == {"may_hire", "may_interview"}
    assert may(rosa) == {"may_edit_roles"}
    assert may(ada) == set(PROPERTIES)


def test_nobody_may_anything_by_being_there() -> None:
    assert may(UserFactory.create()) == may(UserFactory.create(is_staff=True)) == set()


def test_deactivated_people_may_nothing(mia: User, ada: User) -> None:
    User.objects.update(is_active=False)
    assert may(mia) == may(ada) == set()
    assert [able(ability) for ability in ABILITIES] == [set()] * 4


def test_a_permission_may_be_given_to_a_person(ines: User, mia: User, ada: User) -> None:
    ines.user_permissions.add(Permission.objects.get(codename="hire", content_type__app_label="accounts"))
    assert may(ines) == {"may_interview", "may_hire"}
    assert able("hire") == {ines, mia, ada}


def test_several_groups_add_up_and_leaving_one_takes_away(ines: User) -> None:
    coordinators = Group.objects.get(name="Coordinators")
    ines.groups.add(coordinators)
    assert may(ines) == {"may_interview", "may_coordinate"}
    ines.groups.remove(coordinators)
    assert may(ines) == {"may_interview"}


def test_both_ways_of_asking_agree(ines: User, cora: User, mia: User, rosa: User, ada: User) -> None:
    for ability in ABILITIES:
        assert able(ability) == {user for user in User.objects.all() if ability in user.abilities}


def test_asking_costs_one_query(mia: User, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    again = User.objects.get(pk=mia.pk)
    with django_assert_num_queries(1):
        assert [getattr(again, name) for name in PROPERTIES] == [True, False, True, False, False]


def test_the_person_of_a_request_comes_with_them(
    mia: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        person = PeopleBackend().get_user(mia.pk)
        assert person
        assert person.abilities == {"hire", "interview"}


def test_the_backend_keeps_nothing_of_the_last_request(mia: User) -> None:
    mia.groups.clear()
    person = PeopleBackend().get_user(mia.pk)
    assert person
    assert person.abilities == set()
    User.objects.update(is_active=False)
    assert PeopleBackend().get_user(mia.pk) is None
    assert PeopleBackend().get_user(0) is None


def test_one_person_has_one_account() -> None:
    User.objects.create_user(" Sam@Example.com ", "x", display_name="Sam")
    assert User.objects.get().email == "sam@example.com"
    with pytest.raises(IntegrityError):
        UserFactory.create(email="SAM@example.com")
