"""Playing the adverts of the demo."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from accounts.models import User
from interviews.management.demo.entries import AdvertEntry
from interviews.management.demo.searches import level_called
from roleprofiles import advertising, posting, wording
from roleprofiles.adverts import Place
from roleprofiles.choices import AdvertPart


def play(entry: AdvertEntry, *, by: User) -> None:
    job = advertising.begin(level_called(entry.role, entry.level), by=by, label=entry.label)
    last_day = timezone.localdate() + timedelta(days=entry.days_open)
    places = [Place(**place) for place in entry.places]
    wording.set_facts(job, {**entry.facts, "apply_by": last_day}, places, seen=job.version)
    for line in entry.own_must_haves:
        wording.add_line(job, job.sections.get(kind=AdvertPart.MUST_HAVE).pk, line)
    if entry.is_published:
        posting.publish(job, by=by, seen=posting.propose(job).fingerprint, is_public=True)
