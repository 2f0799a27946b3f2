from __future__ import annotations

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Event, User
from interviews import deciding, filing, scoring
from interviews.models import Application, Resume
from interviews.resumes import SIZE_LIMIT, read
from tests.factories import make_application, make_interview
from tests.interviews.counting import queries
from tests.interviews.resumes_made import PDF, word, zipped
from tests.interviews.test_acts_are_events import now, since
from tests.interviews.views.conftest import SignIn

HTML = b"<!doctype html><script>alert(1)</script>"


def address(application: Application, name: str = "resume_edit") -> str:
    return reverse(f"interviews:{name}", args=[application.pk])


def upload(browser: Client, application: Application, name: str, data: bytes) -> tuple[int, str]:
    sent = {"document": SimpleUploadedFile(name, data)}
    answer = browser.post(address(application), sent)
    return answer.status_code, answer.content.decode()


@pytest.mark.parametrize("who", ["cora", "mia", "ada"])
def test_those_who_arrange_file_replace_and_remove(
    signed_in: SignIn, application: Application, who: str, request: pytest.FixtureRequest
) -> None:
    browser = signed_in(request.getfixturevalue(who))
    assert "File the document" in browser.get(address(application)).content.decode()
    assert upload(browser, application, "cv.pdf", PDF)[0] == 302
    page = browser.get(address(application)).content.decode()
    assert "Replace it" in page
    assert "The document is filed." in page
    assert upload(browser, application, "cv.docx", word())[0] == 302
    assert Resume.objects.get().kind == "docx"
    answer = browser.post(address(application, "resume_remove"), follow=True)
    assert "The document is removed." in answer.content.decode()
    assert not Resume.objects.exists()


def test_what_is_refused_is_said_in_words_and_changes_nothing(
    signed_in: SignIn, application: Application, cora: User
) -> None:
    browser = signed_in(cora)
    upload(browser, application, "cv.txt", b"Before")
    refused = {
        "cv.html": HTML,
        "cv.pdf": HTML,
        "cv.exe.pdf": PDF,
        "cv.docx": zipped({"word/vbaProject.bin": b"x"}),
        "large.txt": b"a" * (SIZE_LIMIT + 1),
        "empty.pdf": b"",
    }
    before = now()
    for name, data in refused.items():
        status, page = upload(browser, application, name, data)
        assert (name, status, '<a href="#id_document">Document</a>: ' in page) == (name, 422, True)
    assert browser.post(address(application), {}).status_code == 422
    assert (bytes(Resume.objects.get().data), since(before)) == (b"Before", [])


def test_five_megabytes_are_taken(signed_in: SignIn, application: Application, cora: User) -> None:
    assert upload(signed_in(cora), application, "cv.txt", b"a" * SIZE_LIMIT)[0] == 302
    assert Resume.objects.get().size == 5_000_000


WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.mark.parametrize(
    ("name", "data", "kind", "file"),
    [
        ("Kim Doe.pdf", PDF, "application/pdf", "C-1001-resume.pdf"),
        ("Kim Doe; evil=x.DOCX", word(), WORD, "C-1001-resume.docx"),
        ("../../x.txt", "Größe".encode("cp1252"), "text/plain; charset=utf-8", "C-1001-resume.txt"),
    ],
    ids=["pdf", "docx", "txt"],
)
def test_it_is_served_for_keeping_and_alone(
    signed_in: SignIn, application: Application, mia: User, name: str, data: bytes, kind: str, file: str
) -> None:
    browser = signed_in(mia)
    assert upload(browser, application, name, data)[0] == 302
    before = now()
    answer = browser.get(address(application, "resume_file"))
    said = "Größe".encode() if file.endswith("txt") else data
    assert (answer.status_code, answer.content) == (200, said)
    assert answer["Content-Type"] == kind
    assert answer["Content-Disposition"] == f'attachment; filename="{file}"'
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert {"no-store", "private"} <= set(answer["Cache-Control"].split(", "))
    resume = Resume.objects.get()
    assert since(before) == [("exported", "interviews.resume", resume.pk, mia)]


def test_it_is_for_those_who_take_part(
    signed_in: SignIn,
    application: Application,
    ines: User,
    mia: User,
    cora: User,
    ada: User,
    oscar: User,
    max_: User,
    rosa: User,
) -> None:
    make_interview(application, [ines])
    filing.file_resume(application, read("cv.txt", b"Canary"), by=cora)
    file, page = address(application, "resume_file"), address(application)
    people = {"ines": ines, "mia": mia, "cora": cora, "ada": ada, "oscar": oscar, "max": max_, "rosa": rosa}
    got = {
        name: (signed_in(one).get(file).status_code, signed_in(one).get(page).status_code)
        for name, one in people.items()
    }
    there, stranger = (200, 200), (404, 404)
    assert got == {
        "ines": (200, 404),
        "mia": there,
        "cora": there,
        "ada": there,
        "oscar": stranger,
        "max": stranger,
        "rosa": stranger,
    }
    assert Client().get(file).status_code == 302
    before = now()
    assert signed_in(oscar).get(file).status_code == 404
    assert since(before) == []


def test_without_a_document_there_is_no_file(signed_in: SignIn, application: Application, mia: User) -> None:
    other = make_application(opening=application.opening, name="Somebody Else")
    filing.file_resume(other, read("cv.txt", b"Canary"), by=mia)
    assert signed_in(mia).get(address(application, "resume_file")).status_code == 404


def test_a_decided_application_says_so(signed_in: SignIn, application: Application, mia: User) -> None:
    deciding.decide(application, by=mia, outcome="withdrawn", reason="Moved away.")
    status, page = upload(signed_in(mia), application, "cv.pdf", PDF)
    assert (status, "This application is decided: no document is added to it." in page) == (409, True)
    assert not Resume.objects.exists()


def test_no_page_loads_the_document(
    signed_in: SignIn, application: Application, mia: User, ines: User
) -> None:
    interview = make_interview(application, [ines])
    filing.file_resume(application, read("cv.txt", b"Canary"), by=mia)
    pages = [
        application.get_absolute_url(),
        application.opening.get_absolute_url(),
        address(application),
        reverse("interviews:interview_kit", args=[interview.pk]),
        reverse("interviews:candidate_list"),
    ]
    for page in pages:
        with CaptureQueriesContext(connection) as captured:
            assert signed_in(mia).get(page).status_code == 200
        assert [one["sql"] for one in captured if 'resume"."data"' in one["sql"]] == []
    with CaptureQueriesContext(connection) as captured:
        signed_in(mia).get(address(application, "resume_file"))
    assert [one["sql"] for one in captured if 'resume"."data"' in one["sql"]] != []


def test_pages_of_it_hold_no_name(signed_in: SignIn, application: Application, mia: User) -> None:
    browser = signed_in(mia)
    upload(browser, application, "Kim Doe, Berlin.pdf", PDF)
    page = browser.get(address(application)).content.decode()
    assert "Kim" not in page
    assert "C-1001" in page
    assert not Event.objects.filter(digest__gt="").exists()


def test_queries(signed_in: SignIn, application: Application, mia: User) -> None:
    filing.file_resume(application, read("cv.txt", b"Before"), by=mia)
    browser = signed_in(mia)
    with queries(4):
        browser.get(address(application))
    with queries(6):
        browser.get(address(application, "resume_file"))


def test_what_is_no_form_is_refused(signed_in: SignIn, application: Application, mia: User) -> None:
    browser = signed_in(mia)
    broken = BytesIO(b"--x\r\nnot a part")
    answer = browser.post(address(application), broken.read(), content_type="multipart/form-data; boundary=x")
    assert answer.status_code == 422


def test_who_stepped_out_gets_no_document_unless_they_hold_another_interview(
    signed_in: SignIn, application: Application, cora: User, ines: User, oscar: User
) -> None:
    filing.file_resume(application, read("cv.txt", b"Built a pipeline"), by=cora)
    panel = make_interview(application, [ines, oscar])
    file = address(application, "resume_file")
    for card in panel.scorecards.all():
        scoring.recuse(card.pk, by=card.interviewer, reason="We are related.")
    assert [signed_in(one).get(file).status_code for one in (ines, oscar)] == [404, 404]
    make_interview(application, [ines], round_number=2)
    assert [signed_in(one).get(file).status_code for one in (ines, oscar)] == [200, 404]


def test_a_manager_who_stepped_out_of_an_interview_still_gets_it(
    signed_in: SignIn, application: Application, mia: User
) -> None:
    filing.file_resume(application, read("cv.txt", b"Built a pipeline"), by=mia)
    card = make_interview(application, [mia]).scorecards.get()
    scoring.recuse(card.pk, by=mia, reason="We are related.")
    assert signed_in(mia).get(address(application, "resume_file")).status_code == 200
