from __future__ import annotations

from hashlib import sha256

import pytest
from django.db import connection

from accounts.models import Event, User
from interviews import deciding, filing
from interviews.models import AlreadyDecided, Application, Resume
from interviews.resumes import Document, read
from tests.interviews.resumes_made import PDF, word
from tests.interviews.test_acts_are_events import now, since
from tests.interviews.threads import together

pytestmark = pytest.mark.django_db


def text(words: str) -> Document:
    return read("cv.txt", words.encode())


def test_a_document_is_filed_with_the_row_and_without_its_name(application: Application, cora: User) -> None:
    before = now()
    resume = filing.file_resume(application, read("Kim Doe.pdf", PDF), by=cora)
    kept = Resume.objects.get()
    assert (kept.pk, kept.application, kept.kind) == (resume.pk, application, "pdf")
    assert (bytes(kept.data), kept.size, kept.sha256) == (PDF, len(PDF), sha256(PDF).hexdigest())
    assert (kept.uploaded_by, kept.file_name) == (cora, "C-1001-resume.pdf")
    assert since(before) == [("uploaded", "interviews.resume", resume.pk, cora)]


def test_another_one_takes_its_place(application: Application, cora: User, mia: User) -> None:
    filing.file_resume(application, text("Before"), by=cora)
    first = Resume.objects.get()
    before = now()
    filing.file_resume(application, read("cv.docx", word()), by=mia)
    second = Resume.objects.get()
    assert (second.pk, second.kind, second.uploaded_by) == (first.pk, "docx", mia)
    assert second.uploaded_at > first.uploaded_at
    assert since(before) == [("uploaded", "interviews.resume", second.pk, mia)]


def test_it_is_removed_once(application: Application, cora: User) -> None:
    resume = filing.file_resume(application, text("Before"), by=cora)
    before = now()
    assert [filing.remove_resume(application, by=cora) for _ in range(2)] == [True, False]
    assert not Resume.objects.exists()
    assert since(before) == [("removed", "interviews.resume", resume.pk, cora)]


def test_after_a_decision_it_is_removed_only(application: Application, mia: User) -> None:
    filing.file_resume(application, text("Before"), by=mia)
    deciding.decide(application, by=mia, outcome="withdrawn", reason="Moved away.")
    before = now()
    with pytest.raises(AlreadyDecided):
        filing.file_resume(application, text("After"), by=mia)
    assert (since(before), bytes(Resume.objects.get().data)) == ([], b"Before")
    assert filing.remove_resume(application, by=mia)


def test_no_event_says_what_is_in_it(application: Application, cora: User) -> None:
    filing.file_resume(application, text("Canary"), by=cora)
    assert set(Event.objects.values_list("digest", flat=True)) == {""}


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_uploads_at_once_are_one_document(application: Application, cora: User, mia: User) -> None:
    done = together(
        *(
            lambda words=words, by=by: filing.file_resume(application, text(words), by=by)
            for words, by in (("One", cora), ("Two", mia), ("Three", cora))
        )
    )
    assert [type(one) for one in done] == [Resume] * 3
    kept = Resume.objects.get()
    assert bytes(kept.data).decode() in ("One", "Two", "Three")
    assert kept.sha256 == sha256(bytes(kept.data)).hexdigest()
    assert Event.objects.filter(verb="uploaded").count() == 3
    connection.close()
