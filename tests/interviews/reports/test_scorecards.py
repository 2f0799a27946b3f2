from __future__ import annotations

from accounts.models import User
from interviews.models import Application, Scorecard
from interviews.reports import scorecards
from tests.factories import make_interview, rate_all


def progress(card: Scorecard) -> scorecards.Progress:
    return scorecards.Progress(tuple(card.ratings.in_order()))


def test_progress_of_a_card(application: Application, ines: User) -> None:
    card = make_interview(application, [ines]).scorecards.get()
    before = progress(card)
    assert (before.done, before.total, before.need_evidence, before.saved_at) == (0, 3, 0, None)
    rate_all(card, [1, 3, None], evidence="")
    after = progress(card)
    assert (after.done, after.total, after.need_evidence) == (3, 3, 1)
    assert (before.state, after.state) == ("0.0-0.0-0.0-0.0-0.0-0.0", "1.0-0.0-1.0-0.0-1.0-0.0")
    assert after.saved_at == max(rating.saved_at for rating in card.ratings.all() if rating.saved_at)
