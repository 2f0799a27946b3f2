"""Finding people as one types."""

from __future__ import annotations

from playwright.sync_api import expect

from accounts.models import User
from tests.browsing import Visit
from tests.factories import make_application, make_opening


def test_candidates_are_found_while_one_types(transactional_db: None, visit: Visit, mia: User) -> None:
    opening = make_opening(by=mia)
    for name in ("Kim Doe", "Ruiz Costa"):
        make_application(opening=opening, name=name)
    visitor = visit(mia)
    page = visitor.page
    page.goto("/candidates/")
    expect(page.locator("#results")).to_contain_text("Ruiz Costa")
    page.get_by_role("searchbox").press_sequentially("kim")
    expect(page.locator("#results")).not_to_contain_text("Ruiz Costa")
    expect(page.locator("#results")).to_contain_text("Kim Doe")
    assert page.url.endswith("/candidates/")  # addresses carry no names
    visitor.look()
