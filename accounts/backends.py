"""Who is signed in."""

from __future__ import annotations

from django.contrib.auth.backends import ModelBackend

from accounts.models import User, UserQuerySet
from accounts.prepared import Prepared


class PeopleBackend(ModelBackend):
    """Django's backend; the person of a request comes with their abilities, in the one query."""

    def get_user(self, user_id: int) -> User | None:
        person = next(iter(_person(user_id)), None)
        return person if person and self.user_can_authenticate(person) else None


@Prepared
def _person(pk: int) -> UserQuerySet:
    return User.objects.with_abilities().order_by().filter(pk=pk)
