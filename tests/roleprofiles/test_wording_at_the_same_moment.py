"""Acts on one job description that meet: each is done or refused, and none half."""

from __future__ import annotations

import pytest

from accounts.models import User
from roleprofiles import advertising, following, importing, wording
from roleprofiles.choices import AdvertPart
from roleprofiles.models import JobDescription, JobLine, StandardTextVersion
from tests.factories import level_of, make_role, role_document
from tests.interviews.threads import together

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture
def job(rosa: User) -> JobDescription:
    return advertising.begin(level_of(make_role()), by=rosa)


def first(job: JobDescription) -> JobLine:
    return JobLine.objects.filter(section__job_description=job, section__kind="must_have")[0]


def test_of_two_wordings_one_is_stored_and_the_other_is_told(job: JobDescription) -> None:
    pk = first(job).pk
    outcomes = together(
        lambda: wording.reword(job, "line", pk, {"text": "One"}, seen=0),
        lambda: wording.reword(job, "line", pk, {"text": "Two"}, seen=0),
    )
    refused = [one for one in outcomes if isinstance(one, wording.WordsChanged)]
    stored = [one for one in outcomes if isinstance(one, JobLine)]
    assert (len(refused), len(stored)) == (1, 1)
    assert (first(job).text, first(job).version) == (stored[0].text, 1)


def test_two_that_change_facts(job: JobDescription) -> None:
    outcomes = together(
        lambda: wording.set_facts(job, {"organisation": "One"}, [], seen=0),
        lambda: wording.set_facts(job, {"organisation": "Two"}, [], seen=0),
    )
    assert sorted(type(one).__name__ for one in outcomes) == ["JobDescription", "WordsChanged"]


def test_lines_that_are_added_at_once_have_places_of_their_own(job: JobDescription) -> None:
    pk = first(job).section_id
    together(*[lambda text=text: wording.add_line(job, pk, text) for text in ("One", "Two")])
    places = JobLine.objects.filter(section=pk).values_list("position", flat=True)
    assert sorted(places) == [1, 2, 3, 4, 5, 6]


def test_two_begin_for_one_level_at_once(job: JobDescription, rosa: User) -> None:
    level = job.level
    outcomes = together(*[lambda: advertising.begin(level, by=rosa)] * 2)
    assert [type(one) for one in outcomes] == [JobDescription] * 2
    assert JobDescription.objects.count() == len(set(JobDescription.objects.values_list("slug"))) == 3


def test_discarding_and_rewording(job: JobDescription) -> None:
    pk = first(job).pk
    outcomes = together(
        lambda: wording.discard(job), lambda: wording.reword(job, "line", pk, {"text": "One"}, seen=0)
    )
    assert outcomes[0] is None
    assert isinstance(outcomes[1], JobLine | wording.PartGone)
    assert not JobDescription.objects.exists()


def test_of_two_versions_of_a_text_one_is_told(rosa: User) -> None:
    text = wording.begin_text(AdvertPart.ABOUT_US, "en", "We", by=rosa)
    outcomes = together(
        lambda: wording.save_text(text, "One", by=rosa, seen=1),
        lambda: wording.save_text(text, "Two", by=rosa, seen=1),
    )
    assert sorted(type(one).__name__ for one in outcomes) == ["Said", "WordsChanged"]
    assert StandardTextVersion.objects.count() == 2


def test_a_change_is_taken_once(job: JobDescription) -> None:
    document = role_document(must_haves=5).encode()
    importing.import_document(document, by=None)
    found = following.following(JobDescription.objects.with_text().get(pk=job.pk))
    assert found
    outcomes = together(*[lambda: following.decide_all(job, is_taken=True, seen=found.fingerprint)] * 2)
    assert sorted(type(one).__name__ for one in outcomes) == ["JobDescription", "OfferChanged"]
    assert JobLine.objects.filter(section__kind="must_have").count() == 5
