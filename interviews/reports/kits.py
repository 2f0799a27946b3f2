"""What one person needs to hold one interview: when, where and with whom, what is assessed, what is asked."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from accounts.models import User
from interviews.models import Criterion, Interview, Resume, Scorecard
from interviews.reports.questions import Asked, asked_in, asked_minutes
from interviews.reports.scorecards import handed_on_to

# Left for what the candidate wants to know; nobody rates it.
CLOSING_MINUTES = 5


@dataclass(frozen=True, kw_only=True)
class Kit:
    """``card`` is the reader's own, None where they only arrange; who has one reads the ``handovers``."""

    interview: Interview
    card: Scorecard | None
    handovers: tuple[Scorecard, ...]
    interviewers: tuple[User, ...]
    criteria: tuple[Criterion, ...]
    questions: tuple[Asked, ...]
    resume: Resume | None
    responsibility: str

    @property
    def minutes(self) -> int:
        return self.interview.minutes or self.interview.round.minutes

    @cached_property
    def asked_minutes(self) -> int:
        """What the questions take, as far as they say it, with the end of the interview."""
        asked = asked_minutes(self.questions)
        return asked + CLOSING_MINUTES if asked else 0

    @property
    def over(self) -> int:
        """Minutes that the questions take and the interview has not."""
        return max(0, self.asked_minutes - self.minutes)

    @property
    def has_own_anchors(self) -> bool:
        return any(criterion.anchors for criterion in self.criteria)


def kit(pk: int, user: User) -> Kit | None:
    """None to strangers. In eight queries, and one more for a person with a card."""
    interview = Interview.objects.visible_to(user).with_case().filter(pk=pk).first()
    if interview is None:
        return None
    opening = interview.application.opening
    cards = list(interview.scorecards.filter(recused_at__isnull=True).select_related("interviewer"))
    own = next((card for card in cards if card.interviewer_id == user.pk), None)
    return Kit(
        interview=interview,
        card=own,
        handovers=handed_on_to(own) if own else (),
        interviewers=tuple(card.interviewer for card in cards),
        criteria=tuple(Criterion.objects.assessed_in(interview.pk, interview.round_id)),
        questions=asked_in(interview.round_id, opening.level_id),
        resume=Resume.objects.without_data().filter(application=interview.application_id).first(),
        responsibility=opening.level.revision.responsibility,
    )
