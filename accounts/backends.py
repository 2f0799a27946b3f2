"""Who is signed in."""

from __future__ import annotations

from django.contrib.auth.backends import ModelBackend

from accounts.models import User


class PeopleBackend(ModelBackend):
    """Django's backend; the person of a request comes with their abilities, in the one query."""

    def get_user(self, user_id: int) -> User | None:
        person = User.objects.with_abilities().filter(pk=user_id).first()
        return person if person and self.user_can_authenticate(person) else None
