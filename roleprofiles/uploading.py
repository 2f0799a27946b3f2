"""Act: documents on their way in. They are kept as an import, read one by one, and imported one by one.

A transaction holds a document's row while it is read or imported: two tabs or two processes never do one
document twice, and what breaks half-way leaves it as it was. Each is imported in a transaction of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import islice
from time import monotonic
from typing import Any

from django.db import transaction

from accounts.models import User
from roleprofiles import importing, merging
from roleprofiles.choices import DocumentFormat, DocumentState
from roleprofiles.documents.archives import ENTRY_LIMIT, UNPACKED_LIMIT
from roleprofiles.documents.arrivals import Arrival
from roleprofiles.importing import ImportRefused, Plan
from roleprofiles.models import ImportBatch, ImportDocument, Skill
from roleprofiles.models.imports import ImportDocumentQuerySet
from roleprofiles.models.merges import LibraryRefusal

SECONDS_AT_ONCE = 1.0
READING_AT_ONCE = 0.2  # seconds in one transaction
DOCUMENTS_AT_ONCE = 250
_ROWS_AT_ONCE = 50  # of up to a megabyte each
_TITLE_LIMIT, _NAME_LIMIT = 200, 300  # characters


class UploadRefused(Exception):
    """Nothing of the upload is kept; the message says why, in words for people."""


class DocumentGone(Exception):
    """The document is imported or left out already."""


Step = Callable[[ImportBatch], bool]


@transaction.atomic
def upload(arrived: Iterable[Arrival], *, by: User) -> ImportBatch:
    """Keep documents as an import of their own, in the order in which they come."""
    batch = ImportBatch.objects.create(uploaded_by=by)
    rows = (_row(batch, arrival, n) for n, arrival in enumerate(_within_bounds(arrived), 1))
    while some := list(islice(rows, _ROWS_AT_ONCE)):
        ImportDocument.objects.bulk_create(some)
    if not batch.documents.with_plan().exists():
        first = batch.documents.first()
        raise UploadRefused(f"{first.name}: {first.message}" if first else "There is no document in it.")
    return batch


def work(batch: ImportBatch, step: Step) -> None:
    """Take steps until there is nothing left, for about a second at most."""
    end = monotonic() + SECONDS_AT_ONCE
    for _ in range(DOCUMENTS_AT_ONCE):
        if not step(batch) or monotonic() >= end:
            return


def read_next(batch: ImportBatch) -> bool:
    """Read waiting documents for a moment, and keep what their plans say; False where none waits.

    Reading publishes nothing, so that documents may share a transaction: ending one costs more than they do.
    """
    end = monotonic() + READING_AT_ONCE
    with transaction.atomic():
        while document := _claimed(batch.documents.waiting()):
            plan = importing.plan(bytes(document.data), form=DocumentFormat(document.format))
            _update(document, **_outcome(plan))
            if monotonic() >= end:
                return True
    return False


def import_next(batch: ImportBatch, *, by: User) -> bool:
    """Import a document that is ready, if its plan is still what was said of it; False where none is."""
    with transaction.atomic():
        document = _claimed(batch.documents.ready())
        if document is None:
            return False
        try:
            _import(document, by=by, seen=document.message)
        except ImportRefused as refusal:
            _update(document, state=DocumentState.PROBLEM, message=str(refusal))
        return True


def read_again(batch: ImportBatch) -> None:
    """Let documents wait again that had a problem: it may be gone."""
    batch.documents.problems().with_plan().update(state=DocumentState.WAITING)


@transaction.atomic
def import_one(
    document: ImportDocument, *, by: User, basis: int | None, same: Iterable[tuple[str, Skill]] = ()
) -> Plan:
    """Import a document whose plan somebody has seen; ``same`` are its names for skills that are known.

    ImportRefused and DocumentGone leave everything as it was, the names too.
    """
    held = ImportDocument.objects.with_plan().select_for_update().filter(pk=document.pk).first()
    if held is None:
        raise DocumentGone
    try:
        for name, skill in same:
            merging.add_alias(skill, name, by=by)
    except LibraryRefusal as refusal:
        raise ImportRefused(str(refusal)) from refusal
    return _import(held, by=by, basis=basis, check_basis=True)


def _within_bounds(arrived: Iterable[Arrival]) -> Iterable[Arrival]:
    size = 0
    for count, arrival in enumerate(arrived, 1):
        size += len(arrival.data)
        if count > ENTRY_LIMIT:
            raise UploadRefused(f"These are more than {ENTRY_LIMIT:,} documents. Upload them in parts.")
        if size > UNPACKED_LIMIT:
            raise UploadRefused(
                f"These are more than {UNPACKED_LIMIT // 1_000_000} MB. Upload them in parts."
            )
        yield arrival


def _row(batch: ImportBatch, arrival: Arrival, position: int) -> ImportDocument:
    return ImportDocument(
        batch=batch,
        name=arrival.name[:_NAME_LIMIT],
        format=arrival.format or "",
        data=arrival.data,
        state=DocumentState.PROBLEM if arrival.problem else DocumentState.WAITING,
        message=arrival.problem,
        position=position,
    )


def _claimed(documents: ImportDocumentQuerySet) -> ImportDocument | None:
    """The first that nobody else is at. SQLite, which locks no rows, has one writer at a time.

    Keys are in the order of positions, and an index has them: nothing is sorted with all its bytes.
    """
    return documents.order_by("pk").select_for_update(skip_locked=True).first()


def _import(document: ImportDocument, *, by: User, **seen: Any) -> Plan:
    data = bytes(document.data)
    plan = importing.import_document(data, by=by, form=DocumentFormat(document.format), **seen)
    made = {"state": DocumentState.IMPORTED, "revision": plan.revision, "data": b""} if plan.revision else {}
    _update(document, **{**_outcome(plan), **made})
    return plan


def _outcome(plan: Plan) -> dict[str, str]:
    said = plan.document or plan.reading.document
    state = DocumentState.UNCHANGED if plan.is_unchanged else DocumentState.READY
    return {
        "state": state if plan.is_importable else DocumentState.PROBLEM,
        "title": said.title[:_TITLE_LIMIT] if said else "",
        "message": plan.in_short,
    }


def _update(document: ImportDocument, **values: Any) -> None:
    ImportDocument.objects.filter(pk=document.pk).update(**values)
