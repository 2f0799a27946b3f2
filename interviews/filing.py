"""Act: the document that a candidate sent with an application is filed, replaced and removed."""

from __future__ import annotations

from hashlib import sha256

from django.db import transaction

from accounts.choices import Verb
from accounts.models import Event, User
from interviews.models import AlreadyDecided, Application, Resume
from interviews.resumes import Document


@transaction.atomic
def file_resume(application: Application, document: Document, *, by: User) -> Resume:
    """In place of the one that is there. Raises AlreadyDecided."""
    held = _hold(application)
    if held.is_decided:
        raise AlreadyDecided("This application is decided: no document is added to it.")
    said = {
        "kind": document.kind,
        "data": document.data,
        "size": len(document.data),
        "sha256": sha256(document.data).hexdigest(),
        "uploaded_by": by,
    }
    resume, _ = Resume.objects.without_data().update_or_create(application=held, defaults=said)
    Event.objects.record(Verb.UPLOADED, resume, by=by)
    return resume


@transaction.atomic
def remove_resume(application: Application, *, by: User) -> bool:
    """Whether there was one; after a decision too, since a person may ask for it."""
    held = _hold(application)
    resume = Resume.objects.without_data().filter(application=held).first()
    if resume is None:
        return False
    Resume.objects.filter(pk=resume.pk).delete()
    Event.objects.record(Verb.REMOVED, resume, by=by)
    return True


def _hold(application: Application) -> Application:
    """Nobody else files for it until this transaction ends."""
    return Application.objects.select_for_update(no_key=True).get(pk=application.pk)
