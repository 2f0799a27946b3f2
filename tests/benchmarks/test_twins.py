"""The bare pages that others are measured against are no part of what people get."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.urls import Resolver404, resolve


@pytest.mark.parametrize("path", ["/twins/nothing/", "/twins/page/", "/twins/form/"])
def test_no_twin_is_served(path: str) -> None:
    with pytest.raises(Resolver404):
        resolve(path, "config.urls")


def test_no_twin_is_installed() -> None:
    assert not [app for app in settings.INSTALLED_APPS if app.startswith("benchmarks")]
