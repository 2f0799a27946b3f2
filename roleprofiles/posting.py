"""Act: publish an advert as a copy that never changes, and withdraw it.

``propose`` says what would be published now and what is missing; ``publish`` refuses what nobody has seen.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.choices import Verb
from accounts.models import Event, User, digest_of
from roleprofiles import advertising, wording
from roleprofiles.adverts import Advert, changes, jsonld, jurisdictions
from roleprofiles.adverts.jurisdictions import Missing
from roleprofiles.models import JobDescription, Publication

# By what jsonld.unsaid names.
PAGE_NEEDS = {
    "title": "a title",
    "organisation": "the employer",
    "sections": "a text or a line",
    "places": "a place, or for remote work where people may live",
}


class AdvertChanged(Exception):
    """The advert is no longer what the person has seen who publishes or withdraws it."""

    def __init__(self) -> None:
        super().__init__("The advert has changed since this page was shown. Look at it again first.")


class NothingToPublish(Exception):
    """An advert without a line asks for nobody, and one like the last copy says nothing new."""


class LawNotMet(Exception):
    """The law of a place asks for what the advert does not say. Its words name the place and the field."""

    def __init__(self, missing: Iterable[Missing]) -> None:
        super().__init__(" ".join(one.reason for one in missing))


class PageNotFilled(Exception):
    """A public page needs what the advert does not say: ``fields`` of a job description."""

    def __init__(self, fields: Iterable[str]) -> None:
        self.fields = tuple(fields)
        super().__init__(
            "The public page needs " + ", ".join(PAGE_NEEDS[field] for field in self.fields) + "."
        )


class NotPublished(Exception):
    """There is no copy to withdraw."""

    def __init__(self) -> None:
        super().__init__("This advert is not published, or it was withdrawn already.")


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """What publishing would do. ``last`` is the newest copy, withdrawn or not; ``changes`` are since then.

    ``fingerprint`` stands for all of it.
    """

    advert: Advert
    last: Publication | None
    changes: tuple[changes.Change, ...]
    missing: tuple[Missing, ...]  # what the law asks for: it cannot be published
    unsaid: tuple[str, ...]  # what a public page needs: it cannot be published there
    refusal: str  # why else it cannot be published; empty if it can
    is_same: bool  # as the copy that is published now
    fingerprint: str

    @property
    def may_be_published(self) -> bool:
        return not self.refusal and not self.missing

    @property
    def number(self) -> int:
        """Of the next copy."""
        return self.last.number + 1 if self.last else 1


def propose(job: JobDescription) -> Proposal:
    """Nothing is written; a fixed number of queries."""
    whole = JobDescription.objects.with_text().get(pk=job.pk)
    advert = advertising.written(whole)
    last = whole.publications.with_people().first()
    said = last.said if last else None
    is_same = last is not None and last.withdrawn_at is None and said == advert
    state = (last.number, last.withdrawn_at is None) if last else None
    return Proposal(
        advert=advert,
        last=last,
        changes=changes.between(said, advert) if said else (),
        missing=jurisdictions.missing(advert),
        unsaid=jsonld.unsaid(advert),
        refusal=_refusal(advert),
        is_same=is_same and last is not None and last.revision_id == whole.level.revision_id,
        fingerprint=digest_of([advert.as_json(), whole.level.revision_id, state]),
    )


@transaction.atomic
def publish(job: JobDescription, *, by: User | None, seen: str, is_public: bool) -> Publication:
    """Keep the advert as it is shown by ``propose``, of which ``seen`` is the fingerprint, in place of the
    copy before it. Raises AdvertChanged, LawNotMet, PageNotFilled, NothingToPublish.
    """
    held = wording.hold(job)  # one copy at a time
    proposal = propose(held)
    last = proposal.last
    if proposal.fingerprint != seen:
        raise AdvertChanged
    if proposal.refusal:
        raise NothingToPublish(proposal.refusal)
    if proposal.missing:
        raise LawNotMet(proposal.missing)
    if is_public and proposal.unsaid:
        raise PageNotFilled(proposal.unsaid)
    if last and proposal.is_same and last.is_public == is_public:
        raise NothingToPublish(f"Version {last.number} says this already. There is nothing to publish.")
    now = timezone.now()
    held.publications.filter(withdrawn_at__isnull=True).update(withdrawn_at=now, withdrawn_by=by)
    copy = held.publications.create(
        number=proposal.number,
        revision_id=held.level.revision_id,
        advert=proposal.advert.as_json(),
        json_ld=jsonld.posting(proposal.advert, identifier=held.slug, posted_on=_posted_on(last), url=""),
        apply_by=proposal.advert.apply_by,
        is_public=is_public,
        published_by=by,
    )
    Event.objects.record(Verb.PUBLISHED, copy, by=by, digest=digest_of([copy.advert, copy.json_ld]))
    return copy


@transaction.atomic
def withdraw(job: JobDescription, *, by: User | None, number: int) -> Publication:
    """Take down the copy of this number. Raises NotPublished; AdvertChanged where it is not this one."""
    held = wording.hold(job)
    copy = held.publications.filter(withdrawn_at__isnull=True).first()
    if copy is None:
        raise NotPublished
    if copy.number != number:
        raise AdvertChanged
    copy.withdrawn_at, copy.withdrawn_by = timezone.now(), by
    copy.save(update_fields=["withdrawn_at", "withdrawn_by"])
    Event.objects.record(Verb.WITHDRAWN, copy, by=by)
    return copy


def _posted_on(last: Publication | None) -> date:
    """A copy in place of one that people read still is no new advert."""
    if last and last.is_online:
        return date.fromisoformat(last.json_ld["datePosted"])
    return timezone.localdate()


def _refusal(advert: Advert) -> str:
    if not advert.sections:
        return "There is nothing to show yet: write a text or a line first."
    if not advert.places:
        return "Say where the work is done: nobody can tell otherwise what the law asks for."
    if advert.apply_by and advert.apply_by < timezone.localdate():
        return f"The last day to apply, {advert.apply_by:%-d %B %Y}, has passed."
    return ""
