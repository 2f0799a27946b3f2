from __future__ import annotations

from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from accounts.models import User
from interviews import correcting, scoring
from interviews.models import Candidate, Criterion, Scorecard
from interviews.scoring import Evidence, Mark
from roleprofiles.typesetting import printable
from tests.factories import enter, make_scorecard, rate_all, submit_all
from tests.interviews.counting import queries
from tests.interviews.views.conftest import SignIn
from tests.interviews.views.posting import ratings_of

STANDARD = b"pdfuaid:part"


def address(card: Scorecard) -> str:
    return reverse("interviews:scorecard_pdf", args=[card.pk])


def read(data: bytes) -> list[str]:
    """The lines of all pages."""
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(data)).pages).splitlines()


def test_a_draft_says_that_it_is_one(page: Client, card: Scorecard) -> None:
    rate_all(card, [1, None, 4], "Said so")
    answer = page.get(address(card))
    assert read(answer.content) == [
        "Draft",
        "Scorecard: candidate C-1001",
        "Kim Doe",
        "Draft",
        "Opening Analyst search",
        "Level Role for Analyst search, Mid",
        "Round Round 1",
        "Held no time set",
        "Interviewer Ines Ruiz",
        "Ability 1",
        "Must-have 1 · Not there yet",
        "Said so",
        "Ability 2",
        "Must-have Not assessed: no time",
        "Ability 4",
        "Must-have 4 · Above the level",
        "Said so",
        "C-1001 · Draft · page 1 of 1",
    ]


def test_a_submitted_card_has_its_amendments(page: Client, card: Scorecard, ines: User) -> None:
    submit_all(card, 3, "Said so")
    rating, reason = ratings_of(card)[0], "I mixed two answers up"
    correcting.amend(card.pk, rating.pk, Mark(value=2), evidence="Twice", reason=reason, number=1, by=ines)
    lines = read(page.get(address(card)).content)
    first = lines[lines.index("Ability 1") : lines.index("Ability 2")]
    assert first[:4] == ["Ability 1", "Must-have 3 · Meets the level", "Said so", "2 · Partly there"]
    assert first[4] == "Twice"
    assert first[5].startswith("Amended ")
    assert first[5].endswith(": I mixed two answers up")
    assert "Draft" not in lines
    assert lines[2].startswith("Submitted ")


def test_a_recused_card_says_that_it_counts_nowhere(page: Client, card: Scorecard, ines: User) -> None:
    scoring.recuse(card.pk, by=ines, reason="Neighbours")
    assert read(page.get(address(card)).content)[2].endswith(": counts nowhere")


def test_the_file_is_named_by_the_code_and_kept_by_nobody(page: Client, card: Scorecard) -> None:
    answer = page.get(address(card))
    assert answer["Content-Disposition"] == 'attachment; filename="scorecard-C-1001-round-1.pdf"'
    assert answer["Content-Type"] == "application/pdf"
    assert "no-store" in answer["Cache-Control"]
    info = PdfReader(BytesIO(answer.content)).metadata
    assert info == {"/Title": "Scorecard: candidate C-1001", "/Creator": info and info["/Creator"]}


def test_it_is_for_its_author_only(
    signed_in: SignIn, card: Scorecard, oscar: User, mia: User, cora: User, ada: User
) -> None:
    submit_all(card)
    for stranger in (oscar, mia, cora, ada):
        assert signed_in(stranger).get(address(card)).status_code == 404
    assert signed_in(oscar).post(address(card)).status_code == 405


def test_it_is_tagged_and_the_same_each_time(page: Client, card: Scorecard) -> None:
    submit_all(card)
    first, second = (page.get(address(card)).content for _ in range(2))
    assert first == second
    assert STANDARD in first
    marked = PdfReader(BytesIO(first)).root_object["/MarkInfo"].get_object()
    assert str(marked) == "{'/Marked': True, '/Suspects': False}"
    assert b"/FontFile" in first


HOSTILE = (
    r"""#import "@preview/x:1.0.0": y #eval("1") $ x^2 $ \ `raw` *b* _i_ <l> @ref = h // c /* d */ {{ 7 }}"""
)


def test_what_people_wrote_is_text(page: Client, card: Scorecard) -> None:
    Candidate.objects.update(name=HOSTILE)
    Criterion.objects.update(name=HOSTILE)
    enter(ratings_of(card)[0], Evidence(evidence=f"- {HOSTILE}\n+ second line"))
    said = "".join(" ".join(read(page.get(address(card)).content)).split())
    assert said.count("".join(HOSTILE.split())) == 5
    assert "+secondline" in said


def test_pictures_and_what_nobody_sees_are_left_out(page: Client, card: Scorecard) -> None:
    enter(ratings_of(card)[0], Evidence(evidence="Good \U0001f680 work\u202e,\u200b no\x07 doubt ✓ → é ж"))
    answer = page.get(address(card)).content
    assert "Good work, no doubt ✓ → é ж" in [" ".join(line.split()) for line in read(answer)]
    assert STANDARD in answer
    assert printable("a\tb\r\nc\u2066d\U0001f468\u200d\U0001f469") == "a b\ncd"


def test_characters_that_no_font_has_are_said_to_be_missing(page: Client, card: Scorecard) -> None:
    Candidate.objects.update(name="\U00010600")
    answer = page.get(address(card)).content
    assert any(
        line.startswith("Some characters of this scorecard cannot be printed") for line in read(answer)
    )
    assert STANDARD not in answer


def test_long_texts_go_on_to_the_next_page(page: Client, card: Scorecard) -> None:
    for rating in ratings_of(card):
        enter(rating, Evidence(evidence="words " * 1_666))
    reader = PdfReader(BytesIO(page.get(address(card)).content))
    assert len(reader.pages) > 5
    assert sum(one.extract_text().count("words") for one in reader.pages) == 3 * 1_666


@pytest.mark.parametrize("must_haves", [1, 25])
def test_queries(signed_in: SignIn, ines: User, mia: User, must_haves: int) -> None:
    card = make_scorecard(interviewer=ines, manager=mia, must_haves=must_haves)
    browser = signed_in(ines)
    with queries(8):
        browser.get(address(card))
    submit_all(card)
    with queries(9):
        browser.get(address(card))
