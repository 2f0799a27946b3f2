"""The pages of who publishes adverts: the last look, what is missing, withdrawing, the versions before."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from roleprofiles import posting
from roleprofiles.models import JobDescription, JobLine, Publication
from tests.factories import level_of, make_role
from tests.keeping import kept
from tests.roleprofiles.adverts_made import FAR, make_job, publish

pytestmark = pytest.mark.django_db


@kept
def job(rosa: User) -> JobDescription:
    return make_job(by=rosa, label="Berlin")


def address(job: JobDescription, rest: str) -> str:
    return f"/job-descriptions/{job.pk}/{rest}"


def text(client: Client, page: str) -> str:
    return client.get(page).content.decode()


def fingerprint(page: str) -> str:
    found = re.search(r'name="fingerprint" value="(\w+)"', page)
    assert found
    return found[1]


def test_seen_and_published(editor: Client, rosa: User, job: JobDescription) -> None:
    page = text(editor, address(job, "publish/"))
    assert "Ability 1: Category 1" in page
    assert "Publish version 1" in page
    assert "/jobs/data-analyst-mid/" in page
    posted = editor.post(
        address(job, "publish/"), {"fingerprint": fingerprint(page), "is_public": "on"}, follow=True
    )
    assert posted.redirect_chain == [(address(job, "publications/1/"), 302)]
    assert "Version 1 is published: it is open to everybody at its public page." in posted.content.decode()
    copy = Publication.objects.get()
    assert (copy.published_by, copy.is_public, copy.is_online) == (rosa, True, True)


def test_the_public_page_is_opted_into(editor: Client, job: JobDescription) -> None:
    page = text(editor, address(job, "publish/"))
    editor.post(address(job, "publish/"), {"fingerprint": fingerprint(page)})
    assert not Publication.objects.get().is_public
    assert editor.get("/jobs/data-analyst-mid/").status_code == 404


def test_a_change_in_between_is_shown(editor: Client, job: JobDescription) -> None:
    seen = fingerprint(text(editor, address(job, "publish/")))
    JobLine.objects.filter(section__kind="must_have", position=1).update(text="Meanwhile")
    answer = editor.post(address(job, "publish/"), {"fingerprint": seen, "is_public": "on"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "The advert has changed since this page was shown." in page
    assert "Meanwhile" in page
    assert 'name="is_public"' in page
    assert re.search(r'name="is_public"[^>]* checked', page)  # what was chosen is kept
    assert fingerprint(page) != seen
    assert not Publication.objects.exists()


def test_what_the_law_asks_for_is_shown_with_links(editor: Client, job: JobDescription) -> None:
    JobDescription.objects.filter(pk=job.pk).update(pay_min=None, organisation="")
    page = text(editor, address(job, "publish/"))
    assert "For work in Berlin, DE, the law of the European Union asks for the lower end of the pay." in page
    assert f'href="{address(job, "facts/")}#facts-pay_min"' in page
    assert f'<a href="{address(job, "facts/")}#facts-organisation">The employer</a>' in page
    assert 'type="submit">Publish' not in page
    answer = editor.post(
        address(job, "publish/"), {"fingerprint": posting.propose(job).fingerprint, "is_public": "on"}
    )
    assert answer.status_code == 422
    assert "asks for the lower end of the pay" in answer.content.decode()
    assert not Publication.objects.exists()


def test_a_public_page_without_an_employer_is_refused(editor: Client, job: JobDescription) -> None:
    JobDescription.objects.filter(pk=job.pk).update(organisation="")
    seen = posting.propose(job).fingerprint
    answer = editor.post(address(job, "publish/"), {"fingerprint": seen, "is_public": "on"})
    assert (answer.status_code, "The public page needs the employer." in answer.content.decode()) == (
        422,
        True,
    )
    assert not Publication.objects.exists()


def test_changes_since_the_last_version_are_shown(editor: Client, job: JobDescription) -> None:
    publish(job)
    assert "Every word is the same." in text(editor, address(job, "publish/"))
    JobDescription.objects.filter(pk=job.pk).update(pay_max=70_000, apply_by=FAR)
    page = text(editor, address(job, "publish/"))
    assert "EUR 50,000 to <del>60,000</del> a year" in page
    assert "EUR 50,000 to <ins>70,000</ins> a year" in page
    assert "Publish version 2" in page


def test_withdrawn_by_who_has_seen_it(editor: Client, rosa: User, job: JobDescription) -> None:
    publish(job)
    assert "Withdraw version 1" in text(editor, address(job, "withdraw/"))
    JobDescription.objects.filter(pk=job.pk).update(title="Another")
    publish(job)
    stale = editor.post(address(job, "withdraw/"), {"number": "1"})
    assert (stale.status_code, "Withdraw version 2" in stale.content.decode()) == (409, True)
    done = editor.post(address(job, "withdraw/"), {"number": "2"}, follow=True)
    assert done.redirect_chain == [(address(job, "publications/"), 302)]
    assert "Version 2 is withdrawn." in done.content.decode()
    assert Publication.objects.get(number=2).withdrawn_by == rosa
    again = editor.post(address(job, "withdraw/"), {"number": "2"})
    assert (again.status_code, "was withdrawn already" in again.content.decode()) == (409, True)
    assert "Not published" in text(editor, address(job, "withdraw/"))


@pytest.mark.parametrize("number", ["", "x", "-1", "9" * 40, "1.5", "\0"])
def test_withdrawing_nothing_withdraws_nothing(editor: Client, job: JobDescription, number: str) -> None:
    publish(job)
    assert editor.post(address(job, "withdraw/"), {"number": number}).status_code == 409
    assert Publication.objects.online().count() == 1


def test_versions_say_who_and_when(editor: Client, rosa: User, mia: User, job: JobDescription) -> None:
    assert "Not published yet" in text(editor, address(job, "publications/"))
    publish(job, by=mia)
    JobDescription.objects.filter(pk=job.pk).update(title="Another")
    publish(job, by=rosa, is_public=False)
    page = text(editor, address(job, "publications/"))
    assert page.index("Version 2") < page.index("by Rosa Adler") < page.index("Not on the public page")
    assert page.index("Version 1") < page.index("by Mia Novak") < page.rindex("Withdrawn")
    old = text(editor, address(job, "publications/1/"))
    assert "Data Analyst" in old
    assert "by Mia Novak, withdrawn" in old
    assert editor.get(address(job, "publications/3/")).status_code == 404


def test_they_are_for_those_who_write_adverts(client: Client, ines: User, mia: User, rosa: User) -> None:
    job = make_job()
    publish(job)
    pages = ("publish/", "withdraw/", "publications/", "publications/1/")
    for person, status in ((ines, 403), (mia, 200), (rosa, 200)):
        client.force_login(person)
        assert {client.get(address(job, page)).status_code for page in pages} == {status}
        assert {client.get(f"/job-descriptions/999999/{page}").status_code for page in pages} == (
            {403} if person == ines else {404}
        )


def test_queries_do_not_grow(
    editor: Client, job: JobDescription, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(3):
        JobDescription.objects.filter(pk=job.pk).update(title=f"Title {n}")
        job.sections.create(kind="own", heading=f"Own {n}", text="Text", position=20 + n)
        publish(job)
        for page, queries in (("publish/", 8), ("withdraw/", 4), ("publications/", 4)):
            with django_assert_num_queries(queries):
                editor.get(address(job, page))


def test_two_adverts_of_a_level(editor: Client) -> None:
    level = level_of(make_role())
    jobs = [make_job(level), make_job(level)]
    for job in jobs:
        publish(job)
    assert [editor.get(job.get_public_url()).status_code for job in jobs] == [200, 200]
