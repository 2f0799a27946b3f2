from __future__ import annotations

import pytest
from django.urls import NoReverseMatch, reverse

from accounts.links import link_to


def test_a_link_is_what_django_says() -> None:
    assert link_to("interviews:scorecard_edit", 7) == reverse("interviews:scorecard_edit", args=[7])
    assert link_to("interviews:scorecard_edit", 8) == "/scorecards/8/"
    assert link_to("interviews:rating_set", 7, 70) == "/scorecards/7/ratings/70/"
    assert link_to("interviews:home") == "/"
    assert link_to("roleprofiles:role_detail", "data-analyst") == "/roles/data-analyst/"


def test_what_leads_nowhere_is_refused() -> None:
    with pytest.raises(NoReverseMatch):
        link_to("interviews:scorecard_edit", "no number")
