from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from accounts.models import User
from interviews import debriefing, deciding
from interviews.models import Application, Criterion, DebriefNote
from tests.factories import make_interview, submit_all
from tests.interviews.counting import queries
from tests.interviews.views.conftest import SignIn
from tests.interviews.views.posting import BAD_VERSIONS
from tests.keeping import kept

HTMX = {"HX-Request": "true"}
SAID = {"text": "Both saw half of it", "agreed": "look_again", "version": "0"}
Row = tuple[str, str, str, int]


@pytest.fixture
def manager(signed_in: SignIn, mia: User) -> Client:
    return signed_in(mia)


@kept
def case(application: Application, ines: User) -> Application:
    submit_all(make_interview(application, [ines]).scorecards.get(), [2, 3, 4])
    return application


@kept
def criterion(case: Application) -> Criterion:
    return case.opening.criteria.of_the_level().get(name="Ability 1")


def address(case: Application, criterion: Criterion | int) -> str:
    pk = criterion if isinstance(criterion, int) else criterion.pk
    return reverse("interviews:debrief_note_set", args=[case.pk, pk])


def stored() -> list[Row]:
    return [(one.text, one.agreed, str(one.by), one.version) for one in DebriefNote.objects.all()]


def typed(page: str, criterion: Criterion) -> tuple[str, list[str], str]:
    """What stands in the fields of a criterion, and the version that saving goes on from."""
    form = page.split(f'action="{address_of(page, criterion)}"')[1].split("</form>")[0]
    (text,) = re.findall(r"<textarea[^>]*>\n(.*?)</textarea>", form, re.DOTALL)
    chosen = re.findall(r'value="(\w*)" selected', form)
    (version,) = re.findall(r'name="version" value="(\d+)"', form)
    return text, chosen, version


def address_of(page: str, criterion: Criterion) -> str:
    (found,) = set(re.findall(rf'action="(/applications/\d+/notes/{criterion.pk}/)"', page))
    return str(found)


def test_a_note_is_saved_by_a_plain_post_and_shown_to_everybody_who_reads_the_evidence(
    manager: Client, signed_in: SignIn, case: Application, criterion: Criterion, ines: User
) -> None:
    response = manager.post(address(case, criterion), SAID, follow=True)
    assert response.redirect_chain == [(f"{case.get_absolute_url()}#criterion-{criterion.pk}", 302)]
    assert stored() == [("Both saw half of it", "look_again", "Mia Novak", 1)]
    page = response.content.decode()
    assert typed(page, criterion) == ("Both saw half of it", ["look_again"], "1")
    for said in (page, signed_in(ines).get(case.get_absolute_url()).content.decode()):
        (noted,) = re.findall(rf'id="noted-{criterion.pk}">(.*?)</div>', said, re.DOTALL)
        words = " ".join(re.sub("<[^>]*>", " ", noted).split())
        assert re.fullmatch(
            r"Look again\. Both saw half of it Debrief note, Mia Novak, [\w ]+, [\d:]+", words
        )
        assert "Notes and outcomes of this debrief change no rating and no reading." in said
    assert "data-note" not in said, "who does not manage has nothing to write in"


def test_a_script_gets_the_next_version_and_the_text_for_reading(
    manager: Client, case: Application, criterion: Criterion
) -> None:
    answer = manager.post(address(case, criterion), SAID, headers=HTMX)
    said = answer.content.decode()
    assert answer.status_code == 200
    assert '<input type="hidden" name="version" value="1">' in said
    assert f'hx-swap-oob="innerHTML:#noted-{criterion.pk}"' in said
    assert "Both saw half of it" in said
    assert "<textarea" not in said, "no field is replaced"


def test_line_ends_are_one_character(manager: Client, case: Application, criterion: Criterion) -> None:
    manager.post(address(case, criterion), {**SAID, "text": "One\r\ntwo"})
    assert stored()[0][0] == "One\ntwo"


@pytest.mark.parametrize("headers", [{}, HTMX])
@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"agreed": "hired"}, "Choose an outcome from the list, or none."),
        ({"text": "a\0b"}, "Null characters are not allowed."),
        ({"text": "x" * 10_001}, "at most 10000 characters"),
        *(({"version": version}, "does not say which note it was made from") for version in BAD_VERSIONS),
    ],
)
def test_bad_input_is_told_and_loses_nothing(
    manager: Client,
    case: Application,
    criterion: Criterion,
    change: dict[str, str],
    problem: str,
    headers: dict[str, str],
) -> None:
    said = {**SAID, **change}
    response = manager.post(address(case, criterion), said, headers=headers)
    page = response.content.decode()
    assert (response.status_code, stored(), problem in page) == (422, [], True)
    if headers:
        assert "<textarea" not in page, "what was typed is on the page, and stays there"
    else:
        known = ["look_again"] if "agreed" not in change else []
        assert typed(page, criterion) == (escape(said["text"]), known, "0")


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_who_meets_anothers_change_sees_both_and_may_go_on(
    manager: Client, case: Application, criterion: Criterion, mia: User, headers: dict[str, str]
) -> None:
    debriefing.note(case, criterion.pk, text="Theirs", agreed="met", version=0, by=mia)
    response = manager.post(address(case, criterion), SAID, headers=headers)
    page = response.content.decode()
    assert (response.status_code, stored()) == (409, [("Theirs", "met", "Mia Novak", 1)])
    assert ("This note was changed elsewhere." in page, "Theirs" in page) == (True, True)
    if not headers:
        assert typed(page, criterion) == (SAID["text"], ["look_again"], "1")
    assert 'name="version" value="1"' in page
    manager.post(address(case, criterion), {**SAID, "version": "1"}, headers=headers)
    assert stored() == [("Both saw half of it", "look_again", "Mia Novak", 2)]


def test_an_error_hides_no_change_of_another(
    manager: Client, case: Application, criterion: Criterion, mia: User
) -> None:
    debriefing.note(case, criterion.pk, text="Theirs", agreed="", version=0, by=mia)
    page = manager.post(address(case, criterion), {**SAID, "agreed": "hired"}, headers=HTMX).content.decode()
    assert ("Choose an outcome" in page, "Theirs" in page, 'value="1"' in page) == (True, True, True)


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_with_an_own_draft_what_was_typed_stays_and_nothing_is_shown(
    manager: Client, case: Application, criterion: Criterion, mia: User, headers: dict[str, str]
) -> None:
    debriefing.note(case, criterion.pk, text="Earlier", agreed="", version=0, by=mia)
    make_interview(case, [mia], round_number=3)
    for said in (SAID, {**SAID, "agreed": "hired"}):
        response = manager.post(address(case, criterion), said, headers=headers)
        page = response.content.decode()
        assert response.status_code == 409
        assert ("Submit your own scorecard first" in page, "Earlier" in page) == (True, False)
        assert (SAID["text"] in page) == (not headers)
    assert [text for text, *_ in stored()] == ["Earlier"]


def test_once_decided_what_was_typed_stays(
    manager: Client, case: Application, criterion: Criterion, mia: User
) -> None:
    deciding.decide(case, by=mia, outcome="withdrawn", reason="Moved away.")
    response = manager.post(address(case, criterion), SAID)
    page = response.content.decode()
    assert (response.status_code, stored()) == (409, [])
    assert ("Not saved: your note" in page, SAID["text"] in page) == (True, True)
    assert "data-note" not in page


def test_others_have_no_such_address(
    signed_in: SignIn, case: Application, criterion: Criterion, ines: User, cora: User, ada: User, max_: User
) -> None:
    answers = {
        str(one): signed_in(one).post(address(case, criterion), SAID).status_code
        for one in (ines, cora, ada, max_)
    }
    assert (set(answers.values()), stored()) == ({404}, [])


@pytest.mark.parametrize("number", [0, 2**63, 10**30])
def test_numbers_that_no_criterion_has(manager: Client, case: Application, number: int) -> None:
    assert manager.post(address(case, number), SAID).status_code == 404


def test_what_people_wrote_stays_text(manager: Client, case: Application, criterion: Criterion) -> None:
    said = {**SAID, "text": "</textarea><script>alert(1)</script>"}
    page = manager.post(address(case, criterion), said, follow=True).content.decode()
    assert "<script>alert" not in page
    assert typed(page, criterion)[0] == escape(said["text"])


def test_queries_of_saving(manager: Client, case: Application, criterion: Criterion) -> None:
    for version in (0, 1):
        with queries(15):
            said = {**SAID, "text": f"Note {version}", "version": str(version)}
            manager.post(address(case, criterion), said, headers=HTMX)
