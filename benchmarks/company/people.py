"""Who works at the company: as many interviewers as it needs, and those whom they work for."""

from __future__ import annotations

import random
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group

from accounts.models import User

PASSWORD = "a company of any size"  # noqa: S105 - of people who do not exist
FIRST = (
    "Ada",
    "Ben",
    "Cora",
    "Dev",
    "Eva",
    "Finn",
    "Gita",
    "Hugo",
    "Ines",
    "Jan",
    "Kim",
    "Lea",
    "Mia",
    "Nils",
)
LAST = ("Abel", "Berg", "Costa", "Dahl", "Evans", "Gupta", "Ito", "Kaya", "Lang", "Novak", "Okafor", "Ruiz")


@dataclass(frozen=True)
class Staff:
    coordinators: list[User]
    editors: list[User]
    managers: list[User]
    interviewers: list[User]


def hire(*, managers: int, interviewers: int, chance: random.Random) -> Staff:
    """Nobody is slowed down by hashing: everybody has the same password."""
    hashed = make_password(PASSWORD)

    def people(group: str, what: str, count: int) -> list[User]:
        found = User.objects.bulk_create(
            User(email=f"{what}-{n}@company.example", display_name=name(chance), password=hashed)
            for n in range(count)
        )
        there = Group.objects.get(name=group)
        User.groups.through.objects.bulk_create(
            User.groups.through(user_id=one.pk, group_id=there.pk) for one in found
        )
        return found

    User.objects.create_superuser(
        "administrator@company.example", PASSWORD, display_name="Ada Abel", is_staff=True
    )
    return Staff(
        coordinators=people("Coordinators", "coordinator", 3),
        editors=people("Role editors", "editor", 3),
        managers=people("Hiring managers", "manager", managers),
        interviewers=people("Interviewers", "interviewer", interviewers),
    )


def name(chance: random.Random) -> str:
    return f"{chance.choice(FIRST)} {chance.choice(LAST)}"
