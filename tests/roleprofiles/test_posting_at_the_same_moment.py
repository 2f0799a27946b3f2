"""Two people publish or withdraw one advert at the same moment: one of them does."""

from __future__ import annotations

import pytest

from accounts.models import User
from roleprofiles import posting
from roleprofiles.models import Publication
from tests.interviews.threads import together
from tests.roleprofiles.adverts_made import make_job, publish

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.mark.parametrize("moment", range(2))
def test_two_publish(rosa: User, mia: User, moment: int) -> None:
    job = make_job()
    seen = posting.propose(job).fingerprint
    outcomes = together(
        lambda: posting.publish(job, by=rosa, seen=seen, is_public=True),
        lambda: posting.publish(job, by=mia, seen=seen, is_public=True),
    )
    assert sorted(type(one).__name__ for one in outcomes) == ["AdvertChanged", "Publication"]
    assert Publication.objects.get().number == 1


@pytest.mark.parametrize("moment", range(2))
def test_one_publishes_anew_and_one_withdraws(rosa: User, mia: User, moment: int) -> None:
    job = make_job()
    publish(job)
    job.sections.filter(kind="benefits").update(text="More leave.")
    seen = posting.propose(job).fingerprint
    outcomes = together(
        lambda: posting.publish(job, by=rosa, seen=seen, is_public=True),
        lambda: posting.withdraw(job, by=mia, number=1),
    )
    assert sorted(type(one).__name__ for one in outcomes) == ["AdvertChanged", "Publication"]
    # Whoever came first was right; the other saw something else.
    done = isinstance(outcomes[0], Publication)
    standing = Publication.objects.filter(withdrawn_at__isnull=True)
    assert list(standing.values_list("number", flat=True)) == ([2] if done else [])
    assert Publication.objects.get(number=1).withdrawn_by == (rosa if done else mia)
