"""Publishing adverts: an unchanging copy of what was seen, one at a time, and nothing the law forbids."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from accounts.models import Event, User, digest_of
from roleprofiles import advertising, importing, posting
from roleprofiles.adverts.shapes import from_json
from roleprofiles.models import JobDescription, JobLine, JobSection, Publication
from roleprofiles.triggers import ADVERT_REFUSAL
from tests.factories import level_of, make_role, role_document
from tests.roleprofiles.adverts_made import FAR, make_job, publish

pytestmark = pytest.mark.django_db


def written(job: JobDescription) -> Any:
    return advertising.written(JobDescription.objects.with_text().get(pk=job.pk))


def set_facts(job: JobDescription, **fields: Any) -> None:
    JobDescription.objects.filter(pk=job.pk).update(**fields)


def changed(proposal: posting.Proposal) -> list[tuple[str, str, str]]:
    return [(one.place, one.before, one.after) for one in proposal.changes]


def test_the_copy_is_what_the_advert_said(rosa: User) -> None:
    job = make_job(apply_by=FAR)
    copy = publish(job, by=rosa)

    copy.refresh_from_db()
    assert copy.said == written(job)
    assert (copy.number, copy.revision, copy.apply_by, copy.is_public) == (
        1,
        job.level.revision,
        FAR,
        True,
    )
    assert (copy.published_by, copy.withdrawn_at, copy.is_online) == (rosa, None, True)
    assert copy.json_ld["title"] == "Data Analyst"
    assert copy.json_ld["datePosted"] == timezone.localdate().isoformat()
    assert "url" not in copy.json_ld


def test_later_edits_stay_out_of_it(rosa: User) -> None:
    job = make_job()
    before = publish(job, by=rosa).said
    JobLine.objects.filter(section__job_description=job).update(text="Reworded")
    assert Publication.objects.get().said == before


def test_publishing_and_withdrawing_are_events(rosa: User) -> None:
    job = make_job()
    copy = publish(job, by=rosa)
    posting.withdraw(job, by=rosa, number=1)
    copy.refresh_from_db()
    said = digest_of([copy.advert, copy.json_ld])
    events = Event.objects.about(copy).order_by("number").values_list("verb", "by", "digest")
    assert list(events) == [("published", rosa.pk, said), ("withdrawn", rosa.pk, "")]


def test_nobody_publishes_what_they_have_not_seen(rosa: User) -> None:
    job = make_job()
    seen = posting.propose(job).fingerprint
    JobLine.objects.filter(section__job_description=job).first().delete()  # type: ignore[union-attr]
    with pytest.raises(posting.AdvertChanged):
        posting.publish(job, by=rosa, seen=seen, is_public=True)
    assert not Publication.objects.exists()


def test_somebody_else_published_meanwhile(rosa: User, mia: User) -> None:
    job = make_job()
    seen = posting.propose(job).fingerprint
    publish(job, by=mia)
    with pytest.raises(posting.AdvertChanged):
        posting.publish(job, by=rosa, seen=seen, is_public=True)
    assert [copy.published_by for copy in Publication.objects.all()] == [mia]


def test_a_new_copy_takes_the_place_of_the_one_before(rosa: User, mia: User) -> None:
    job = make_job()
    first = publish(job, by=mia)
    set_facts(job, title="Senior Data Analyst")
    second = publish(job, by=rosa)
    first.refresh_from_db()
    assert (first.withdrawn_by, first.said.title) == (rosa, "Data Analyst")
    assert (second.number, second.withdrawn_at, second.said.title) == (2, None, "Senior Data Analyst")
    assert list(Publication.objects.online()) == [second]


def test_the_day_of_posting_is_that_of_the_first_copy_while_it_is_online(
    rosa: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = make_job()
    today = timezone.localdate()
    publish(job)
    monkeypatch.setattr(timezone, "localdate", lambda: today + timedelta(days=3))
    set_facts(job, title="Another")
    assert publish(job).json_ld["datePosted"] == today.isoformat()
    posting.withdraw(job, by=rosa, number=2)
    assert publish(job).json_ld["datePosted"] == (today + timedelta(days=3)).isoformat()


def test_published_again_after_it_was_withdrawn(rosa: User) -> None:
    job = make_job()
    publish(job)
    posting.withdraw(job, by=rosa, number=1)
    with pytest.raises(posting.NotPublished):
        posting.withdraw(job, by=rosa, number=1)
    publish(job)
    assert [(copy.number, copy.is_online) for copy in job.publications.all()] == [(2, True), (1, False)]


def test_nobody_withdraws_what_they_have_not_seen(rosa: User) -> None:
    job = make_job()
    publish(job)
    set_facts(job, title="Another")
    second = publish(job)
    with pytest.raises(posting.AdvertChanged):
        posting.withdraw(job, by=rosa, number=1)
    second.refresh_from_db()
    assert second.is_online


def test_what_is_published_already_is_not_published_again() -> None:
    job = make_job()
    publish(job)
    with pytest.raises(posting.NothingToPublish, match="Version 1 says this already"):
        publish(job)
    copy = publish(job, is_public=False)  # the public page is a change
    assert (copy.number, copy.is_online) == (2, False)
    assert not Publication.objects.online().exists()


def test_the_same_words_on_a_newer_revision_are_published() -> None:
    role = make_role()
    job = make_job(level_of(role))
    publish(job)
    importing.import_document(role_document(must_haves=5).encode(), by=None)
    role.refresh_from_db()
    set_facts(job, level=level_of(role))
    assert publish(job).revision.number == 2


@pytest.mark.parametrize(
    ("fields", "place", "reason"),
    [
        (
            {"pay_min": None},
            {"country": "DE", "city": "Berlin"},
            r"For work in Berlin, DE, the law of the European Union asks for the lower end of the pay\.",
        ),
        (
            {"pay_max": None},
            {"country": "US", "region": "Colorado"},
            r"Colorado.* asks for the upper end of the pay\.",
        ),
        ({"other_pay": ""}, {"country": "US", "region": "Colorado"}, r"Colorado.* asks for other pay"),
        ({"currency": ""}, {"country": "US", "is_remote": True}, r"remote work from US.* the currency"),
    ],
)
def test_what_the_law_asks_for_is_named_with_its_place(
    fields: dict[str, Any], place: dict[str, Any], reason: str
) -> None:
    job = make_job(**{"other_pay": "none", "apply_by": FAR, **fields})
    job.places.all().delete()
    job.places.create(**place)
    with pytest.raises(posting.LawNotMet, match=reason):
        publish(job, is_public=False)
    assert not Publication.objects.exists()


def test_benefits_that_are_left_out_are_missing_too() -> None:
    job = make_job(other_pay="none", apply_by=FAR)
    job.places.create(country="US", region="CO")
    JobSection.objects.filter(job_description=job, kind="benefits").update(is_left_out=True)
    assert [one.field for one in posting.propose(job).missing] == ["benefits"]


def test_a_public_page_needs_an_employer() -> None:
    job = make_job(organisation="")
    with pytest.raises(posting.PageNotFilled, match="needs the employer"):
        publish(job)
    assert publish(job, is_public=False).number == 1


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"apply_by": date(2020, 2, 29)}, "The last day to apply, 29 February 2020, has passed"),
    ],
)
def test_what_is_over_is_not_published(fields: dict[str, Any], why: str) -> None:
    with pytest.raises(posting.NothingToPublish, match=why):
        publish(make_job(**fields))


def test_without_a_place_or_a_line_nothing_is_published() -> None:
    job = make_job()
    job.places.all().delete()
    with pytest.raises(posting.NothingToPublish, match="Say where the work is done"):
        publish(job)
    job.places.create(country="DE")
    JobSection.objects.filter(job_description=job).update(is_left_out=True)
    with pytest.raises(posting.NothingToPublish, match="There is nothing to show yet"):
        publish(job)
    assert not Publication.objects.exists()


def test_what_changed_since_the_last_copy() -> None:
    job = make_job()
    assert posting.propose(job).changes == ()
    publish(job)
    set_facts(job, pay_max=65_000, apply_by=FAR, organisation="")
    first, second, *_ = JobLine.objects.filter(section__kind="must_have")
    JobLine.objects.filter(pk=first.pk).update(is_left_out=True)
    JobLine.objects.filter(pk=second.pk).update(text="Ability 2, shown")
    benefits, purpose = (JobSection.objects.get(kind=kind) for kind in ("benefits", "purpose"))
    JobSection.objects.filter(pk=benefits.pk).update(heading="What you get", position=0)
    JobSection.objects.filter(pk=purpose.pk).update(is_left_out=True)
    job.sections.create(kind="own", heading="The team", text="Five people.\n\n- Two here\n- Three there")
    assert changed(posting.propose(job)) == [
        ("Pay", "EUR 50,000 to 60,000 a year", "EUR 50,000 to 65,000 a year"),
        ("Apply by", "", "31 January 2100"),
        ("Employer", "Harbour", ""),
        ("Heading", "Benefits", "What you get"),
        ("The team", "", "Five people."),
        ("The team", "", "Two here"),
        ("The team", "", "Three there"),
        ("What you bring", "Ability 1: Category 1", "Ability 2, shown"),
        ("What you bring", "Ability 2: Category 2", ""),
        ("The role", "Answers questions with data", ""),
        (
            "Order of the sections",
            "What you bring, Good to have, not needed, What you get",
            "What you get, What you bring, Good to have, not needed",
        ),
    ]


def test_sections_of_one_kind_are_told_apart() -> None:
    job = make_job()
    for n in (1, 2):
        job.sections.create(kind="own", heading=f"Own {n}", text=f"Text {n}", position=20 + n)
    publish(job)
    job.sections.filter(heading="Own 2").update(text="Text two")
    assert changed(posting.propose(job)) == [("Own 2", "Text 2", "Text two")]


def test_an_advert_that_was_stored_is_read_again(rosa: User) -> None:
    copy = publish(make_job(), by=rosa)
    assert from_json(Publication.objects.get(pk=copy.pk).advert) == copy.said


# The database's own guard


def refused(sql: str, *values: int) -> None:
    with pytest.raises(DatabaseError, match=ADVERT_REFUSAL), transaction.atomic():
        connection.cursor().execute(sql, values)


TABLE = "roleprofiles_publication"


@pytest.mark.parametrize(
    "change",
    [
        "number = 7",
        "advert = '{}'",
        "json_ld = '{}'",
        "apply_by = '2030-01-01'",
        "is_public = NOT is_public",
        "published_at = '2020-01-01 00:00:00+00:00'",
        "published_by_id = NULL",
        "revision_id = revision_id + 1",
        "withdrawn_by_id = published_by_id",  # by somebody, and never
    ],
)
def test_raw_sql_does_not_change_a_copy(rosa: User, change: str) -> None:
    copy = publish(make_job(), by=rosa)
    now = ", withdrawn_at = '2030-01-01 00:00:00+00:00'"
    refused(f"UPDATE {TABLE} SET {change} WHERE id = %s", copy.pk)  # noqa: S608
    if "withdrawn" not in change:
        refused(f"UPDATE {TABLE} SET {change}{now} WHERE id = %s", copy.pk)  # noqa: S608
    assert Publication.objects.get().withdrawn_at is None


def test_raw_sql_withdraws_once_and_never_takes_back(rosa: User) -> None:
    job = make_job()
    copy = publish(job, by=rosa)
    refused(f"UPDATE {TABLE} SET withdrawn_at = NULL WHERE id = %s", copy.pk)  # noqa: S608
    connection.cursor().execute(
        f"UPDATE {TABLE} SET withdrawn_at = '2030-01-01 00:00:00+00:00' WHERE id = %s",  # noqa: S608
        [copy.pk],
    )
    for at in ("NULL", "'2031-01-01 00:00:00+00:00'"):
        refused(f"UPDATE {TABLE} SET withdrawn_at = {at} WHERE id = %s", copy.pk)  # noqa: S608


def test_raw_sql_does_not_delete_or_replace_a_copy(rosa: User) -> None:
    copy = publish(make_job(), by=rosa)
    refused(f"DELETE FROM {TABLE} WHERE id = %s", copy.pk)  # noqa: S608
    columns = [str(field.column) for field in Publication._meta.concrete_fields if not field.primary_key]
    names = ", ".join(columns)
    verb = "INSERT OR REPLACE" if connection.vendor == "sqlite" else "INSERT"
    refused(f"{verb} INTO {TABLE} (id, {names}) SELECT id, {names} FROM {TABLE}")  # noqa: S608
    refused(f"{verb} INTO {TABLE} ({names}) SELECT {names} FROM {TABLE}")  # noqa: S608
    other = names.replace("number", "number + 1")
    refused(f"{verb} INTO {TABLE} ({names}) SELECT {other} FROM {TABLE}")  # noqa: S608
    assert list(Publication.objects.all()) == [copy]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL has TRUNCATE")
def test_the_table_is_not_emptied(rosa: User) -> None:
    publish(make_job(), by=rosa)
    connection.check_constraints()
    refused(f"TRUNCATE {TABLE}")
