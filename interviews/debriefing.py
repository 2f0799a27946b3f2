"""Act: keep what a debrief said about one criterion. It changes no rating and no reading."""

from __future__ import annotations

from django.db import transaction

from accounts.choices import Verb
from accounts.models import Event, User
from interviews import deciding
from interviews.models import Application, Criterion, DebriefNote, NoteChanged


@transaction.atomic
def note(
    application: Application, criterion_pk: int, *, text: str, agreed: str, version: int, by: User
) -> DebriefNote:
    """Store the one note on a criterion; ``version`` is the one that its author saw, 0 where there was none.

    A repeat is acknowledged and writes nothing. Raises Application.DoesNotExist to who manages another
    opening, Criterion.DoesNotExist, AlreadyDecided, EvidenceNotIn, NoteChanged.
    """
    managed = Application.objects.decided_by(by)
    locked = managed.select_for_update(of=("self",)).get(pk=application.pk)
    criterion = Criterion.objects.of_the_level().get(pk=criterion_pk, opening=locked.opening_id)
    deciding.refuse(locked, by=by)
    stored = locked.debrief_notes.select_related("by").filter(criterion=criterion).first()
    if stored and (stored.text, stored.agreed) == (text, agreed):
        return stored
    if version != (stored.version if stored else 0):
        raise NoteChanged(stored)
    row = stored or DebriefNote(application=locked, criterion=criterion, version=0)
    row.text, row.agreed, row.by, row.version = text, agreed, by, version + 1
    row.save(update_fields=["text", "agreed", "by", "version", "saved_at"] if stored else None)
    Event.objects.record(Verb.CHANGED, row, by=by)
    return row
