"""A list of 2,000 requirements is edited a page at a time, and no field of a page is lost."""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from roleprofiles.models import Requirement, Revision, Skill, SkillList
from tests.keeping import kept
from tests.roleprofiles.admin.pages import address, filled, must_haves, row_prefix


@kept
def sheet(draft: Revision) -> SkillList:
    return fill(must_haves(draft), 1_996)


def fill(sheet: SkillList, count: int) -> SkillList:
    """More lines, after the four that are there."""
    skill = Skill.objects.get(name="Ability 1")
    Requirement.objects.bulk_create(
        Requirement(skill_list=sheet, skill=skill, name=f"Line {n}", position=n) for n in range(5, 5 + count)
    )
    return sheet


def shown_names(response: Any) -> list[str]:
    formset = response.context["inline_admin_formsets"][0].formset
    return [form.instance.name for form in formset.initial_forms]


def names(sheet: SkillList) -> list[str]:
    return list(sheet.requirements.values_list("name", flat=True))


def test_a_page_has_a_hundred_and_leads_to_the_others(page: Client, sheet: SkillList) -> None:
    first = page.get(address(sheet))
    assert shown_names(first) == names(sheet)[:100]
    body = first.content.decode()
    assert "Rows 1 to 100 of 2000." in " ".join(body.split())
    assert '<a href="?requirements-page=2">Rows after</a>' in body
    assert "Rows before" not in body
    last = page.get(address(sheet), {"requirements-page": "20"})
    assert shown_names(last) == names(sheet)[1_900:]
    assert "Rows after" not in last.content.decode()
    for nonsense in ("0", "21", "x", "-1", "9" * 30):
        assert page.get(address(sheet), {"requirements-page": nonsense}).status_code == 200


def test_a_page_stays_below_the_limit_of_fields(page: Client, sheet: SkillList) -> None:
    body = page.get(address(sheet)).content.decode()
    fields = set(re.findall(r'<(?:input|select|textarea)[^>]* name="([^"]+)"', body))
    assert 800 < len(fields) < settings.DATA_UPLOAD_MAX_NUMBER_FIELDS


def test_lines_of_a_later_page_are_edited_and_none_is_lost(page: Client, sheet: SkillList) -> None:
    before = names(sheet)
    place = f"{address(sheet)}?requirements-page=7"
    shown = page.get(place)
    edited, removed = row_prefix(shown, 0, name="Line 650"), row_prefix(shown, 0, name="Line 651")
    new = shown.context["inline_admin_formsets"][0].formset.forms[-1].prefix
    said = {f"{edited}-name": "Kafka", f"{removed}-DELETE": "on", f"{new}-name": "The last"}
    assert page.post(place, filled(shown, **said, _continue="x"))["Location"] == place
    expected = ["Kafka" if name == "Line 650" else name for name in before if name != "Line 651"]
    assert names(sheet) == [*expected, "The last"]


def test_lines_of_a_page_change_places_among_themselves(page: Client, sheet: SkillList) -> None:
    before = names(sheet)
    place = f"{address(sheet)}?requirements-page=3"
    shown = page.get(place)
    forms = shown.context["inline_admin_formsets"][0].formset.initial_forms
    # The script numbers the rows of the page from one, in the order they have been dragged into.
    order = [forms[-1], *forms[:-1]]
    data = filled(shown, **{f"{form.prefix}-position": n for n, form in enumerate(order, 1)})
    assert page.post(place, data).status_code == 302
    assert names(sheet) == [*before[:200], before[299], *before[200:299], *before[300:]]


def test_an_error_on_a_later_page_keeps_what_was_typed(page: Client, sheet: SkillList) -> None:
    place = f"{address(sheet)}?requirements-page=7"
    shown = page.get(place)
    one, other = row_prefix(shown, 0, name="Line 650"), row_prefix(shown, 0, name="Line 651")
    refused = page.post(place, filled(shown, **{f"{one}-name": "", f"{other}-name": "Typed"}))
    assert refused.status_code == 200
    assert 'value="Typed"' in refused.content.decode()
    assert len(refused.context["inline_admin_formsets"][0].formset.initial_forms) == 100
    assert page.post(place, filled(refused, **{f"{one}-name": "Mended"})).status_code == 302
    assert names(sheet)[649:651] == ["Mended", "Typed"]


def test_pages_take_the_same_queries_for_many_lines(page: Client, draft: Revision) -> None:
    sheet = must_haves(draft)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert page.get(address(sheet)).status_code == 200
        return len(captured)

    queries()
    few = queries()
    fill(sheet, 1_996)
    assert queries() == few


def test_a_short_list_has_no_pages(page: Client, draft: Revision) -> None:
    shown = page.get(address(must_haves(draft)))
    assert len(shown_names(shown)) == 4
    assert "Rows 1 to" not in shown.content.decode()
