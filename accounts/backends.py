"""Who is signed in."""

from __future__ import annotations

from functools import cache

from django.contrib.auth.backends import ModelBackend

from accounts.models import User, UserQuerySet


class PeopleBackend(ModelBackend):
    """Django's backend; the person of a request comes with their abilities, in the one query."""

    def get_user(self, user_id: int) -> User | None:
        person = _people().filter(pk=user_id).first()
        return person if person and self.user_can_authenticate(person) else None


@cache
def _people() -> UserQuerySet:
    """Put together once, because that takes longer than the query; it is asked in every request."""
    return User.objects.with_abilities().order_by("pk")
