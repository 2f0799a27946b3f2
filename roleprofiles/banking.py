"""Act: questions about skills are kept in a bank for every role that asks for them."""

from __future__ import annotations

from django.db import transaction

from accounts.models import User
from roleprofiles.models import BankQuestion, Skill


@transaction.atomic
def keep(
    skill: Skill,
    *,
    prompt: str,
    look_for: str = "",
    probes: str = "",
    minutes: int | None = None,
    level_name: str = "",
    by: User,
) -> BankQuestion:
    """A question about a skill, or what it was merged into; one that is there already stays as it is."""
    live = Skill.objects.select_for_update(no_key=True).get(pk=skill.merged_into_id or skill.pk)
    same = BankQuestion.objects.about([live.pk]).filter(level_name__iexact=level_name, prompt=prompt)
    return same.first() or BankQuestion.objects.create(
        skill=live,
        level_name=level_name,
        prompt=prompt,
        look_for=look_for,
        probes=probes,
        minutes=minutes,
        created_by=by,
    )
