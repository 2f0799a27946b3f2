"""Job descriptions and the organisation's texts in the admin: to find and to read, and edited elsewhere."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from roleprofiles import advertising, wording
from roleprofiles.choices import AdvertPart
from roleprofiles.models import JobDescription, StandardText
from tests.factories import UserFactory, level_of, make_role
from tests.keeping import kept
from tests.roleprofiles.admin.pages import address, list_address
from tests.roleprofiles.rows import rows
from tests.roleprofiles.views.pages import body

pytestmark = pytest.mark.django_db

NAMES = ["jobdescription", "standardtext"]


@kept
def job(rosa: User) -> JobDescription:
    wording.begin_text(AdvertPart.ABOUT_US, "en", "We count", by=rosa)
    return advertising.begin(level_of(make_role()), by=rosa, label="Berlin")


@pytest.fixture
def staff(client: Client) -> Client:
    client.force_login(UserFactory.create(groups=["Hiring managers"], is_staff=True))
    return client


def test_they_are_searched_and_filtered(staff: Client, job: JobDescription, rosa: User) -> None:
    other = advertising.begin(level_of(make_role("Data Engineer"), "Senior"), by=rosa, language="de")
    other.publications.create(
        number=1, revision=other.level.revision, advert={}, json_ld={}, is_public=True, apply_by=None
    )

    def found(**words: str) -> set[str]:
        page = body(staff.get(list_address("jobdescription"), words))
        return {one.title for one in (job, other) if f'href="{address(one)}' in page}

    assert found() == {"Data Analyst", "Data Engineer"}
    assert found(q="berlin") == found(state="draft") == found(level="Mid") == {"Data Analyst"}
    assert found(state="online") == found(language="de") == {"Data Engineer"}
    assert found(role=str(job.role.pk)) == {"Data Analyst"}
    assert found(state="x") == found(q="nothing") == set()


def test_they_are_read_here_and_edited_in_the_editor(staff: Client, job: JobDescription) -> None:
    text = StandardText.objects.get()
    before = rows()
    for row in (job, text):
        page = body(staff.get(address(row)))
        assert f'href="{row.get_absolute_url()}"' in page
        assert 'name="_save"' not in page
        assert staff.post(address(row), {"title": "x", "language": "de"}).status_code == 403
        assert staff.post(address(row).replace("change", "delete"), {"post": "yes"}).status_code == 403
    assert "We count" in body(staff.get(address(text)))
    assert rows() == before


@pytest.mark.parametrize("name", NAMES)
def test_lists_do_not_query_for_each_row(staff: Client, job: JobDescription, rosa: User, name: str) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert staff.get(list_address(name)).status_code == 200
        return len(captured)

    queries()  # the first page of a process also looks up its content types
    few = queries()
    for n in range(5):
        advertising.begin(level_of(make_role(f"Another {n}")), by=rosa)
        text = wording.begin_text(AdvertPart.BENEFITS, f"l{n}", "x", by=rosa)
        wording.save_text(text, "y", by=rosa, seen=1)
    assert queries() == few


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("group", ["Coordinators", "Interviewers"])
def test_other_staff_do_not_come_in(client: Client, job: JobDescription, name: str, group: str) -> None:
    client.force_login(UserFactory.create(groups=[group], is_staff=True))
    assert client.get(list_address(name)).status_code == 403
