"""Job descriptions that may be published, for the tests of publishing and of the public pages."""

from __future__ import annotations

from datetime import date
from typing import Any

from accounts.models import User
from roleprofiles import advertising, posting
from roleprofiles.models import JobDescription, JobSection, Level, Publication
from tests.factories import level_of, make_role

FAR = date(2100, 1, 31)


def make_job(level: Level | None = None, *, by: User | None = None, **fields: Any) -> JobDescription:
    """With all that the law and a public page ask for in Berlin; ``fields`` say otherwise."""
    job = advertising.begin(level or level_of(make_role()), by=by, label=fields.pop("label", ""))
    said = {"organisation": "Harbour", "pay_min": 50_000, "pay_max": 60_000, "currency": "EUR", **fields}
    JobDescription.objects.filter(pk=job.pk).update(**said)
    job.places.create(country="DE", city="Berlin")
    JobSection.objects.filter(job_description=job, kind="benefits").update(text="Thirty days of leave.")
    job.refresh_from_db()
    return job


def publish(job: JobDescription, *, by: User | None = None, is_public: bool = True) -> Publication:
    """What the job description says now."""
    return posting.publish(job, by=by, seen=posting.propose(job).fingerprint, is_public=is_public)
