"""/jobs/: the adverts that are online, from stored copies. No sign-in, no cookie, the same for everybody.

Pages are rendered without the request, so that nothing of whoever asks can come into them.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db.models.fields.json import KT
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html_join
from django.utils.http import http_date
from django.utils.safestring import mark_safe
from django.utils.text import Truncator
from django.views.decorators.http import require_safe

from accounts.pages import Pages
from roleprofiles.adverts import Fact, jsonld
from roleprofiles.adverts.sheet import Sheet, one_line, sheet
from roleprofiles.models import Publication
from roleprofiles.models.job_descriptions import PublicationQuerySet

JOBS_SHOWN = 50
FRESH_FOR = 300  # seconds in which somebody may still see what was withdrawn
NOT_FOUND, GONE = 404, 410
SUMMARY = ("Employer", "Place", "Remote from", "Workplace", "Pay", "Apply by")
BREAK = mark_safe("<br>")
DESCRIBED = 160  # characters: what search engines show of a description


@dataclass(frozen=True, kw_only=True)
class Job:
    """An advert that is online, and its whole address."""

    copy: Publication
    said: Sheet
    employer: str
    url: str

    @property
    def summary(self) -> list[Fact]:
        return [fact for fact in self.said.facts if fact.label in SUMMARY]

    @property
    def apply_at(self) -> str:
        """Where a link to apply leads; empty where the advert says it in words only."""
        return next((fact.href for fact in self.said.facts if fact.label == "Apply at"), "")

    @property
    def description(self) -> str:
        """The first paragraph, or what else comes first."""
        blocks = [block for part in self.said.parts for block in part.blocks]
        texts = [block.text for block in blocks if block.text] or [one for b in blocks for one in b.items]
        return Truncator(texts[0] if texts else self.said.title).chars(DESCRIBED)


@require_safe
@login_not_required
def job_list(request: HttpRequest) -> HttpResponseBase:
    """The newest first, in numbered pages."""
    page = Pages(_online(), JOBS_SHOWN).get_page(request.GET.get("page"))
    jobs = [_job(request, copy) for copy in page]
    return _public(request, _page(request, "list.html", jobs=jobs, page=page, employer=_employer()))


@require_safe
@login_not_required
def job_detail(request: HttpRequest, slug: str) -> HttpResponseBase:
    copies = Publication.objects.public().select_related("job_description")
    copy = copies.filter(job_description__slug=slug).first()
    if copy is None:
        return HttpResponse(_page(request, "gone.html"), status=NOT_FOUND)
    if not copy.is_online:
        return _public(request, _page(request, "gone.html", was_here=True), status=GONE)
    job = _job(request, copy)
    json_ld = jsonld.script({**copy.json_ld, "url": job.url})
    page = _page(request, "detail.html", job=job, advert=job.said, json_ld=json_ld)
    return _public(request, page, modified=copy.published_at)


@require_safe
@login_not_required
def job_feed(request: HttpRequest) -> HttpResponseBase:
    """The newest only: readers keep what they have seen, and the sitemap names all."""
    employer = _employer()
    here = request.build_absolute_uri(reverse("roleprofiles:job_feed"))
    there = request.build_absolute_uri(reverse("roleprofiles:job_list"))
    title = f"Open jobs at {employer}" if employer else "Open jobs"
    feed = Feed(title=title, link=there, description=None, feed_url=here, feed_guid=there)
    for job in (_job(request, copy) for copy in _online()[:JOBS_SHOWN]):
        feed.add_item(
            title=job.said.title,
            link=job.url,
            unique_id=job.url,
            description=format_html_join(BREAK, "{}: {}", ((one.label, one.text) for one in job.summary)),
            author_name=job.employer or title,
            pubdate=job.copy.published_at,
            updateddate=job.copy.published_at,
        )
    return _public(request, feed.writeString("utf-8"), content_type=feed.content_type)


class Feed(Atom1Feed):
    """Where there is no job, it has not changed just now: caches and readers compare feeds."""

    def latest_post_date(self) -> datetime:
        return super().latest_post_date() if self.items else datetime.fromtimestamp(0, UTC)


@require_safe
@login_not_required
def job_sitemap(request: HttpRequest) -> HttpResponseBase:
    copies = _online().only("published_at", "job_description__slug")
    found = [
        (request.build_absolute_uri(copy.job_description.get_public_url()), copy.published_at)
        for copy in copies
    ]
    page = _page(request, "sitemap.xml", found=found)
    return _public(request, page, content_type="application/xml; charset=utf-8")


def _online() -> PublicationQuerySet:
    """The newest first."""
    copies = Publication.objects.online().select_related("job_description").defer("json_ld")
    return copies.order_by("-published_at", "-pk")


def _employer() -> str:
    """Who it is, if it is one for all jobs that are online."""
    named = Publication.objects.online().order_by().values_list(KT("advert__organisation"), flat=True)
    found = {one_line(one) for one in named.distinct()}
    return found.pop() if len(found) == 1 else ""


def _job(request: HttpRequest, copy: Publication) -> Job:
    said = sheet(copy.said)
    url = request.build_absolute_uri(copy.job_description.get_public_url())
    employer = next((fact.text for fact in said.facts if fact.label == "Employer"), "")
    return Job(copy=copy, said=said, employer=employer, url=url)


def _page(request: HttpRequest, name: str, **context: Any) -> str:
    canonical = request.build_absolute_uri(reverse("roleprofiles:job_list"))
    return render_to_string(f"roleprofiles/jobs/{name}", {"canonical": canonical, **context})


def _public(
    request: HttpRequest,
    body: str,
    *,
    content_type: str | None = None,
    modified: datetime | None = None,
    status: int = 200,
) -> HttpResponseBase:
    """An answer that every cache may keep, or that what the visitor has is still the same."""
    response = HttpResponse(body, content_type=content_type, status=status)
    patch_cache_control(response, public=True, max_age=FRESH_FOR)
    if status == GONE:
        return response
    response.headers["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    if modified:
        response.headers["Last-Modified"] = http_date(modified.timestamp())
    since = int(modified.timestamp()) if modified else None
    answer = get_conditional_response(request, response.headers["ETag"], since, response)
    assert answer is not None  # noqa: S101 - it is the response that was given
    return answer
