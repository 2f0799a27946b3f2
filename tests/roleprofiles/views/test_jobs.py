"""The public pages: from stored copies only, the same for everybody, and no word that is not published."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jsonschema
import pytest
from django.conf import settings as django_settings
from django.contrib.sessions.backends.base import SessionBase
from django.test import Client
from django.utils import timezone
from django.utils.html import escape
from pytest_django import DjangoAssertNumQueries, Settings

from accounts.models import User
from roleprofiles import posting
from roleprofiles.models import JobDescription, JobLine, JobSection, Publication
from tests.factories import level_of, make_role
from tests.keeping import kept
from tests.roleprofiles.adverts_made import FAR, make_job, publish

pytestmark = pytest.mark.django_db

LIST, FEED, SITEMAP = "/jobs/", "/jobs/feed.atom", "/jobs/sitemap.xml"
PAGE = "/jobs/data-analyst-mid/"
SCHEMA = Path(django_settings.BASE_DIR) / "roleprofiles" / "data" / "jobposting.schema.json"
ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
HOSTILE = "</script><script>alert(1)</script><!--\u2028\"'&amp;"


@kept
def job(rosa: User) -> JobDescription:
    job = make_job(by=rosa, apply_by=FAR, apply_to="https://harbour.example/apply")
    publish(job, by=rosa)
    return job


def text(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def json_ld(page: str) -> dict[str, Any]:
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert block
    said: dict[str, Any] = json.loads(block[1])
    return said


def xml(client: Client, address: str) -> ElementTree.Element:
    return ElementTree.fromstring(client.get(address).content)  # noqa: S314 - our own


# What they say


def test_a_page_says_what_was_published(client: Client, job: JobDescription) -> None:
    JobLine.objects.filter(section__kind="must_have").update(text="Not published yet")
    page = text(client, PAGE)
    assert '<html lang="en">' in page
    assert "<title>Data Analyst, Harbour</title>" in page
    assert '<meta name="robots" content="index, follow">' in page
    assert '<meta name="description" content="Answers questions with data">' in page
    assert f'<link rel="canonical" href="http://testserver{PAGE}">' in page
    assert f'<meta property="og:url" content="http://testserver{PAGE}">' in page
    assert '<meta property="og:title" content="Data Analyst">' in page
    assert '<meta property="og:description" content="Answers questions with data">' in page
    assert "Ability 1: Category 1" in page
    assert "EUR 50,000 to 60,000 a year" in page
    assert '<a href="https://harbour.example/apply" lang="en" rel="nofollow">Apply for this job</a>' in page
    assert "Not published yet" not in page
    assert page.count("<script") == 1


def test_the_language_of_the_advert(client: Client) -> None:
    publish(make_job(language="de"))
    assert '<html lang="de">' in text(client, PAGE)


def test_search_engines_can_read_it(client: Client, job: JobDescription) -> None:
    said = json_ld(text(client, PAGE))
    jsonschema.validate(said, json.loads(SCHEMA.read_text()))
    assert (said["title"], said["url"]) == ("Data Analyst", f"http://testserver{PAGE}")
    assert said["validThrough"].startswith("2100-01-31T23:59:59")
    assert {**Publication.objects.get().json_ld, "url": said["url"]} == said


def test_hostile_words_stay_words(client: Client) -> None:
    job = make_job(title=HOSTILE, organisation=HOSTILE, apply_to="javascript:alert(1)")
    JobLine.objects.filter(section__job_description=job).update(text=HOSTILE)
    publish(job)
    page = text(client, PAGE)
    assert page.count("<script") == page.count("</script") == 1
    assert "javascript:" not in re.sub(r"<dd.*?</dd>|<script.*?</script>", "", page, flags=re.DOTALL)
    assert 'href="javascript:' not in page
    assert json_ld(page)["title"] == " ".join(HOSTILE.replace("\u2028", " ").split())
    assert "<script" not in text(client, LIST)
    summary = xml(client, FEED).findtext(f"{ATOM}entry/{ATOM}summary") or ""
    assert "<script" not in summary
    assert "&lt;script&gt;" in summary


def test_the_list(client: Client, job: JobDescription) -> None:
    page = text(client, LIST)
    assert "<title>Open jobs at Harbour</title>" in page
    assert f'<a href="{PAGE}">Data Analyst</a>' in page
    for words in ("Berlin, DE", "On site", "EUR 50,000 to 60,000 a year", "31 January 2100"):
        assert words in page
    assert f'<link rel="canonical" href="http://testserver{LIST}">' in page


def test_a_list_of_several_employers_names_each(client: Client, job: JobDescription) -> None:
    publish(make_job(level_of(make_role("Designer")), organisation="Lighthouse"))
    page = text(client, LIST)
    assert "<h1>Open jobs</h1>" in page
    assert page.index("Designer") < page.index("Lighthouse") < page.index("Data Analyst")


@pytest.mark.parametrize("name", ["Two  spaces", "Unseen\x02", "1337", "true", '"Quoted" & <b>'])
def test_an_employer_is_named_as_the_advert_shows_it(client: Client, rosa: User, name: str) -> None:
    publish(make_job(by=rosa, organisation=name), by=rosa)
    shown = " ".join(name.replace("\x02", "").split())
    assert f"<h1>Open jobs at {escape(shown)}</h1>" in text(client, LIST)
    assert xml(client, FEED).findtext(f"{ATOM}title") == f"Open jobs at {shown}"


def test_more_than_fifty_stand_on_numbered_pages(client: Client, job: JobDescription) -> None:
    """The feed has the newest fifty, the sitemap all."""
    (first,) = Publication.objects.all()
    more = JobDescription.objects.bulk_create(
        JobDescription(level=job.level, slug=f"job-{n}", title=f"Job {n}") for n in range(50)
    )
    Publication.objects.bulk_create(
        Publication(
            job_description=one,
            number=1,
            revision=first.revision,
            advert={**first.advert, "title": one.title},
            json_ld={},
            is_public=True,
        )
        for one in more
    )
    pages = [text(client, address) for address in (LIST, f"{LIST}?page=2")]
    assert [page.count("<h2") for page in pages] == [50, 1]
    assert PAGE in pages[1]
    assert "51 open jobs at Harbour" in pages[0]
    assert "<title>Open jobs at Harbour, page 2</title>" in pages[1]
    assert f'<link rel="canonical" href="http://testserver{LIST}?page=2">' in pages[1]
    assert len(xml(client, FEED).findall(f"{ATOM}entry")) == 50
    assert len(list(xml(client, SITEMAP).iter(f"{MAP}loc"))) == 52
    assert text(client, f"{LIST}?page=nine") == pages[0]
    assert text(client, f"{LIST}?page=99") == pages[1]


def test_nothing_is_open(client: Client) -> None:
    assert "No open jobs at the moment" in text(client, LIST)
    assert xml(client, FEED).findall(f"{ATOM}entry") == []
    assert [one.text for one in xml(client, SITEMAP).iter(f"{MAP}loc")] == [f"http://testserver{LIST}"]


def test_the_feed(client: Client, job: JobDescription) -> None:
    answer = client.get(FEED)
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = ElementTree.fromstring(answer.content)  # noqa: S314 - our own
    copy = Publication.objects.get()
    assert feed.findtext(f"{ATOM}title") == "Open jobs at Harbour"
    (entry,) = feed.findall(f"{ATOM}entry")
    assert {one.tag.removeprefix(ATOM): one.text for one in entry if one.text and len(one) == 0} == {
        "title": "Data Analyst",
        "published": copy.published_at.isoformat(),
        "updated": copy.published_at.isoformat(),
        "id": f"http://testserver{PAGE}",
        "summary": "Employer: Harbour<br>Workplace: On site<br>Place: Berlin, DE<br>"
        "Pay: EUR 50,000 to 60,000 a year<br>Apply by: 31 January 2100",
    }


def test_the_sitemap(client: Client, job: JobDescription) -> None:
    answer = client.get(SITEMAP)
    assert answer.headers["Content-Type"] == "application/xml; charset=utf-8"
    urls = ElementTree.fromstring(answer.content).findall(f"{MAP}url")  # noqa: S314 - our own
    found = [(one.findtext(f"{MAP}loc"), one.findtext(f"{MAP}lastmod")) for one in urls]
    at = timezone.localtime(Publication.objects.get().published_at).isoformat()
    assert found == [(f"http://testserver{LIST}", None), (f"http://testserver{PAGE}", at)]


# What they do not say


def test_nothing_leaks(client: Client, rosa: User, mia: User) -> None:
    User.objects.filter(pk=rosa.pk).update(display_name="Canary Writer", email="canary@example.com")
    rosa.refresh_from_db()
    online = make_job(by=rosa, label="Canary label")
    JobLine.objects.filter(section__kind="must_have", position=1).update(text="Canary line", is_left_out=True)
    JobSection.objects.filter(kind="good_to_have").update(heading="Canary heading", is_left_out=True)
    publish(online, by=rosa)
    JobLine.objects.filter(section__kind="must_have", position=2).update(text="Canary draft")
    make_job(level_of(make_role("Canary role")), by=rosa)
    inside = make_job(level_of(make_role("Canary inside")), by=rosa, title="Canary inside")
    publish(inside, by=rosa, is_public=False)
    gone = make_job(level_of(make_role("Canary gone")), by=rosa, title="Canary gone")
    publish(gone, by=rosa)
    posting.withdraw(gone, by=mia, number=1)
    for address in (PAGE, LIST, FEED, SITEMAP, "/jobs/canary-gone-mid/", "/jobs/canary-inside-mid/"):
        assert "canary" not in text(client, address).lower().replace("/jobs/canary", "")
    assert "canary" not in (text(client, LIST) + text(client, SITEMAP)).lower()


@pytest.mark.parametrize("person", ["rosa", "ines"])
def test_everybody_sees_the_same(
    client: Client, job: JobDescription, person: str, request: pytest.FixtureRequest
) -> None:
    signed_in = Client()
    signed_in.force_login(request.getfixturevalue(person))
    for address in (PAGE, LIST, FEED, SITEMAP):
        assert signed_in.get(address).content == client.get(address).content


# What is gone, and what never was


@pytest.mark.parametrize("slug", ["nowhere", "data-analyst-mid", "a" * 3000, "-", "_", "0"])
def test_what_never_was_is_not_found(client: Client, slug: str) -> None:
    publish(make_job(), is_public=False)
    answer = client.get(f"/jobs/{slug}/")
    assert (answer.status_code, "There is no such job" in answer.content.decode()) == (404, True)
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("slug", ["%00", "..%2f..%2fetc", "<script>", "a%20b", "ä", "x.html"])
def test_hostile_slugs_are_not_found(client: Client, slug: str) -> None:
    assert client.get(f"/jobs/{slug}/").status_code == 404


def test_a_withdrawn_advert_is_gone_until_it_is_back(client: Client, rosa: User, job: JobDescription) -> None:
    posting.withdraw(job, by=rosa, number=1)
    answer = client.get(PAGE)
    page = answer.content.decode()
    assert (answer.status_code, answer.headers["Cache-Control"]) == (410, "public, max-age=300")
    assert "This job is no longer open" in page
    assert f'<a href="{LIST}">See the open jobs</a>' in page
    assert '<meta name="robots" content="noindex">' in page
    assert "ETag" not in answer.headers
    publish(job)
    assert client.get(PAGE).status_code == 200


def test_an_advert_is_open_on_its_last_day_and_then_gone(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    today = timezone.localdate()
    publish(make_job(apply_by=today))
    assert client.get(PAGE).status_code == 200
    assert PAGE in text(client, LIST)
    monkeypatch.setattr(timezone, "localdate", lambda: today + timedelta(days=1))
    assert client.get(PAGE).status_code == 410
    assert [PAGE in text(client, address) for address in (LIST, FEED, SITEMAP)] == [False] * 3


def test_what_is_taken_off_the_public_page_is_gone(client: Client, job: JobDescription) -> None:
    publish(job, is_public=False)
    assert client.get(PAGE).status_code == 410


# Caches and cookies


@pytest.fixture
def no_sessions(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever looks into a session fails."""

    def refuse(*_: object) -> None:
        raise AssertionError("a public page has looked into the session")

    for name in ("__getitem__", "__contains__", "get"):
        monkeypatch.setattr(SessionBase, name, refuse)


@pytest.mark.parametrize("address", [PAGE, LIST, FEED, SITEMAP, "/jobs/gone-mid/"])
@pytest.mark.parametrize("method", ["get", "head"])
def test_every_cache_may_keep_them(
    rosa: User, job: JobDescription, address: str, method: str, request: pytest.FixtureRequest
) -> None:
    gone = make_job(level_of(make_role("Gone")))
    publish(gone)
    posting.withdraw(gone, by=rosa, number=1)
    visitor = Client()
    visitor.force_login(rosa)  # her cookies change nothing
    request.getfixturevalue("no_sessions")
    answer = getattr(visitor, method)(address, headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert answer.headers.get("Vary", "Accept-Encoding") == "Accept-Encoding"
    assert not answer.cookies
    assert bool(answer.content) == (method == "get")


@pytest.mark.parametrize("address", [PAGE, LIST, FEED, SITEMAP])
def test_what_a_visitor_has_is_not_sent_again(client: Client, job: JobDescription, address: str) -> None:
    first = client.get(address)
    tag = first.headers["ETag"]
    for said in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = client.get(address, headers={"If-None-Match": said})
        assert (again.status_code, again.content) == (304, b"")
        assert (again.headers["ETag"], again.headers["Cache-Control"]) == (tag, "public, max-age=300")
        assert "Cookie" not in again.headers.get("Vary", "")
    JobDescription.objects.filter(pk=job.pk).update(title="Another")
    publish(job)
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 200


def test_a_page_says_since_when_it_is_so(client: Client, job: JobDescription) -> None:
    said = client.get(PAGE).headers["Last-Modified"]
    at = Publication.objects.get().published_at.replace(microsecond=0)
    assert parsedate_to_datetime(said) == at
    assert client.get(PAGE, headers={"If-Modified-Since": said}).status_code == 304


def test_a_page_that_sets_a_cookie_is_private(
    client: Client, job: JobDescription, settings: Settings
) -> None:
    client.cookies[settings.CSRF_COOKIE_NAME] = "not a token"  # Django answers with a new one
    answer = client.get(PAGE)
    assert "public" not in answer.headers["Cache-Control"]
    assert "no-store" in answer.headers["Cache-Control"]
    assert "Cookie" in answer.headers["Vary"]


def test_nothing_is_posted_there(client: Client, job: JobDescription) -> None:
    for address in (PAGE, LIST, FEED, SITEMAP):
        assert client.post(address).status_code == 405


def test_another_host_is_refused(client: Client, job: JobDescription) -> None:
    assert client.get(PAGE, headers={"Host": "evil.example"}).status_code == 400


def test_queries_do_not_grow(
    client: Client, job: JobDescription, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(3):
        for address, count in ((LIST, 3), (FEED, 2), (SITEMAP, 1), (PAGE, 1)):
            with django_assert_num_queries(count):
                assert client.get(address).status_code == 200
        publish(make_job(job.level))
