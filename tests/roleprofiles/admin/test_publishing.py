from __future__ import annotations

from django.test import Client

from roleprofiles.choices import RevisionState
from roleprofiles.models import Revision
from tests.roleprofiles.admin.pages import address, filled


def test_publishing_goes_on_at_the_page_of_the_site(page: Client, draft: Revision) -> None:
    response = page.post(
        address(draft), {**filled(page.get(address(draft))), "title": "Analyst", "_publish": "x"}
    )
    assert response["Location"] == "/roles/data-analyst/draft/publish/"
    draft.refresh_from_db()
    assert (draft.title, draft.state) == ("Analyst", RevisionState.DRAFT)
    assert page.get(response["Location"]).status_code == 200
