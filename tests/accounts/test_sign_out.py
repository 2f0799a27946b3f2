from __future__ import annotations

from django.conf import settings
from django.test import Client
from django.urls import reverse

from accounts.models import User

HOME = reverse("interviews:home")
SIGN_IN = reverse("accounts:sign_in")


def test_the_old_cookie_opens_nothing(client: Client, ines: User) -> None:
    client.force_login(ines)
    old = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert client.post(reverse("accounts:sign_out")).headers["Location"] == SIGN_IN
    client.cookies[settings.SESSION_COOKIE_NAME] = old
    assert client.get(HOME).headers["Location"] == f"{SIGN_IN}?next={HOME}"


def test_following_a_link_does_not_sign_out(client: Client, ines: User) -> None:
    client.force_login(ines)
    assert client.get(reverse("accounts:sign_out")).status_code == 405
    assert client.get(HOME).status_code == 200


def test_deactivated_people_are_out_at_once(client: Client, ines: User) -> None:
    client.force_login(ines)
    assert client.get(HOME).status_code == 200
    User.objects.filter(pk=ines.pk).update(is_active=False)
    assert client.get(HOME).headers["Location"] == f"{SIGN_IN}?next={HOME}"
    assert client.get(HOME, headers={"HX-Request": "true"}).status_code == 401


def test_abilities_that_were_taken_away_are_gone_at_once(client: Client, mia: User) -> None:
    client.force_login(mia)
    assert client.get(reverse("interviews:opening_new")).status_code == 200
    mia.groups.clear()
    assert client.get(reverse("interviews:opening_new")).status_code == 403
