from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from interviews import asking, correcting, plans, replanning, scoring
from interviews.forms.scorecards import SheetLine
from interviews.models import Criterion, Scorecard
from interviews.scoring import Mark
from tests.factories import make_interview, make_scorecard, rate_all, submit_all
from tests.interviews.counting import queries
from tests.interviews.views.conftest import SignIn
from tests.interviews.views.posting import BAD_VALUES, BAD_VERSIONS, EMPTY, posted, ratings_of, stored


def sheet(card: Scorecard, *marks: dict[str, str]) -> dict[str, str]:
    """A posted sheet; criteria without a mark are posted as they are when nothing was touched."""
    said: list[dict[str, str]] = [{}, {}, {}]
    said[: len(marks)] = marks
    fields: dict[str, str] = {}
    for rating, mark in zip(ratings_of(card), said, strict=True):
        fields |= posted(rating, **mark)
    return fields


def text(response: Any) -> str:
    return str(response.content.decode())


def checked(response: Any) -> list[str]:
    return [line.choice for line in response.context["sheet"].lines]


# The page


def test_nothing_is_chosen_beforehand(page: Client, card: Scorecard) -> None:
    response = page.get(card.get_absolute_url())
    assert checked(response) == ["", "", ""]
    assert " checked" not in text(response)
    assert "<span data-done>0</span> of 3 rated" in text(response)


def test_every_criterion_has_its_anchors_and_an_evidence_box(page: Client, card: Scorecard) -> None:
    said = text(page.get(card.get_absolute_url()))
    for rating in ratings_of(card):
        for value in (1, 2, 3, 4):
            assert f'id="anchor-{rating.pk}-{value}"' in said
        assert f'name="{rating.pk}-evidence-text"' in said
    assert "The candidate may read it." in said


def test_a_requirements_own_anchors_stand_where_the_scales_would(page: Client, card: Scorecard) -> None:
    first = ratings_of(card)[0].criterion
    Criterion.objects.filter(pk=first.pk).update(anchors={"3": "Writes <b>joins</b> unaided"})
    response = page.get(card.get_absolute_url())
    assert text(response).count("Writes &lt;b&gt;joins&lt;/b&gt; unaided") == 1
    anchors = [[(one.value, one.is_own) for one in line.anchors] for line in response.context["sheet"].lines]
    assert (
        anchors
        == [[(1, False), (2, False), (3, True), (4, False)]] + [[(n, False) for n in (1, 2, 3, 4)]] * 2
    )


def test_what_is_stored_is_on_the_page(page: Client, card: Scorecard) -> None:
    rate_all(card, [1, None, 4], "Said <b>so</b>")
    response = page.get(card.get_absolute_url())
    assert checked(response) == ["1", "na", "4"]
    assert text(response).count("Said &lt;b&gt;so&lt;/b&gt;</textarea>") == 2
    assert '<option value="no_time" selected>' in text(response)
    assert "<span data-done>3</span> of 3 rated" in text(response)


def test_a_locked_card_shows_all_and_takes_nothing(page: Client, card: Scorecard) -> None:
    submit_all(card)
    said = text(page.get(card.get_absolute_url()))
    assert "Did it unprompted" in said
    assert "data-criterion" not in said
    assert "Submit scorecard" not in said
    assert said.count('<span class="chip c3">3</span>') == 3
    assert "<textarea" not in said
    assert 'type="radio"' not in said


def test_the_title_carries_the_code_and_no_name(page: Client, card: Scorecard) -> None:
    said = text(page.get(card.get_absolute_url()))
    assert "<title>Scorecard C-1001 · Rolecard</title>" in said


def test_strangers_find_nothing(
    signed_in: SignIn, card: Scorecard, oscar: User, mia: User, cora: User, ada: User
) -> None:
    for stranger in (oscar, mia, cora, ada):
        browser = signed_in(stranger)
        answers = [browser.get(card.get_absolute_url()), browser.post(card.get_absolute_url(), {})]
        assert [answer.status_code for answer in answers] == [404, 404]


@pytest.mark.parametrize("number", [0, 2**63, 10**30])
def test_numbers_that_no_card_has(page: Client, number: int) -> None:
    assert page.get(f"/scorecards/{number}/").status_code == 404


@pytest.mark.parametrize("must_haves", [1, 7, 25])
def test_queries(signed_in: SignIn, ines: User, mia: User, must_haves: int) -> None:
    card = make_scorecard(interviewer=ines, manager=mia, must_haves=must_haves)
    rate_all(card)
    Scorecard.objects.update(handover="Read me")
    browser = signed_in(ines)
    with queries(7):
        browser.get(card.get_absolute_url())


# Saving it whole


def test_a_sheet_is_saved_whatever_its_state(page: Client, card: Scorecard) -> None:
    marks = [{"value": "1"}, {"value": "na"}, {"evidence": "Only a note"}]
    response = page.post(card.get_absolute_url(), sheet(card, *marks), follow=True)
    assert response.redirect_chain == [(card.get_absolute_url(), 302)]
    assert "Saved." in text(response)
    assert stored(card) == [("1", "", 1, "", 0), ("na", "", 1, "", 0), ("", "", 0, "Only a note", 1)]


def test_saving_again_changes_no_version(page: Client, card: Scorecard) -> None:
    for _ in range(2):
        page.post(card.get_absolute_url(), sheet(card, {"value": "3"}))
    assert stored(card) == [("3", "", 1, "", 0), EMPTY, EMPTY]


def test_a_criterion_that_the_page_did_not_have_stays(page: Client, card: Scorecard) -> None:
    rate_all(card)
    page.post(card.get_absolute_url(), posted(ratings_of(card)[0], "4", evidence="More", version=1))
    assert [(choice, version) for choice, _, version, *_ in stored(card)] == [("4", 2), ("3", 1), ("3", 1)]


@pytest.mark.parametrize("value", BAD_VALUES)
def test_one_bad_value_saves_nothing_and_loses_nothing(page: Client, card: Scorecard, value: str) -> None:
    marks = [{"value": value, "evidence": "First note"}, {"value": "4", "evidence": "Second note"}]
    response = page.post(card.get_absolute_url(), sheet(card, *marks))
    assert (response.status_code, stored(card)) == (422, [EMPTY] * 3)
    assert checked(response)[1:] == ["4", ""]
    assert [line.evidence for line in response.context["sheet"].lines] == ["First note", "Second note", ""]
    assert [line.errors for line in response.context["sheet"].open_lines] == [
        ["Choose 1 to 4, or not assessed."]
    ]


@pytest.mark.parametrize(
    "mark", [{"evidence": "x" * 10_001}, {"evidence": "a\0b"}, {"value": "na", "reason": "bored"}]
)
def test_other_bad_input_stays_on_the_page(page: Client, card: Scorecard, mark: dict[str, str]) -> None:
    response = page.post(card.get_absolute_url(), sheet(card, {"value": "3"}, mark))
    assert (response.status_code, stored(card)) == (422, [EMPTY] * 3)
    assert checked(response)[0] == "3"
    assert mark.get("evidence", "") in text(response)
    assert "criterion to look at" in text(response)


@pytest.mark.parametrize("version", [version for version in BAD_VERSIONS if version])
def test_bad_versions_are_refused(page: Client, card: Scorecard, version: str) -> None:
    response = page.post(card.get_absolute_url(), sheet(card, {"value": "3", "version": version}))
    assert (response.status_code, stored(card)) == (422, [EMPTY] * 3)


def test_more_fields_change_nothing_more(page: Client, card: Scorecard, mia: User) -> None:
    other = make_scorecard(interviewer=card.interviewer, manager=mia)
    extra = {"submitted_at": "2030-01-01", "interviewer": str(mia.pk), "interview": "0"}
    mine = {**sheet(card, {"value": "3"}), **extra}
    refused = page.post(card.get_absolute_url(), {**mine, **sheet(other, {"value": "4"})})
    assert (refused.status_code, stored(card)) == (409, [EMPTY] * 3)
    page.post(card.get_absolute_url(), {**mine, **sheet(other)})
    card.refresh_from_db()
    assert (card.submitted_at, card.interviewer, stored(other)) == (None, card.interviewer, [EMPTY] * 3)
    assert stored(card) == [("3", "", 1, "", 0), EMPTY, EMPTY]


# The note for the next interviewer


def handover(text: str, version: int = 0) -> dict[str, str]:
    return {"handover-text": text, "handover-version": str(version)}


def test_the_note_is_saved_with_the_sheet(page: Client, card: Scorecard) -> None:
    page.post(card.get_absolute_url(), {**sheet(card), **handover("Ask about the outage")})
    card.refresh_from_db()
    assert (card.handover, card.handover_version, stored(card)) == ("Ask about the outage", 1, [EMPTY] * 3)
    assert "Ask about the outage</textarea>" in text(page.get(card.get_absolute_url()))


def test_a_note_that_was_changed_elsewhere_is_not_overwritten(page: Client, card: Scorecard) -> None:
    page.post(card.get_absolute_url(), handover("First"))
    response = page.post(card.get_absolute_url(), {**sheet(card, {"value": "3"}), **handover("Second")})
    card.refresh_from_db()
    assert (response.status_code, card.handover, stored(card)) == (409, "First", [EMPTY] * 3)
    assert "Second</textarea>" in text(response)
    assert response.context["sheet"].handover.conflict == "First"
    page.post(card.get_absolute_url(), handover("Second", version=1))
    card.refresh_from_db()
    assert (card.handover, card.handover_version) == ("Second", 2)


def test_interviewers_of_later_rounds_read_the_note_and_nothing_else(
    signed_in: SignIn, page: Client, card: Scorecard, oscar: User, mia: User
) -> None:
    rate_all(card, 4, "CANARY")
    page.post(card.get_absolute_url(), handover("Ask <b>about</b> the outage"))
    later = make_interview(card.interview.application, [oscar], round_number=2).scorecards.get()
    said = text(signed_in(oscar).get(later.get_absolute_url()))
    assert "<figcaption>Ines Ruiz, Round 1</figcaption>" in said
    assert "Ask &lt;b&gt;about&lt;/b&gt; the outage" in said
    assert "CANARY" not in said
    assert "<span data-done>0</span> of 3 rated" in said
    # Not of a later round, of a recused card, or for another candidate.
    signed_in(oscar).post(later.get_absolute_url(), handover("From round 2"))
    assert "From round 2" not in text(page.get(card.get_absolute_url()))
    scoring.recuse(card.pk, by=card.interviewer, reason="Neighbours")
    assert "outage" not in text(signed_in(oscar).get(later.get_absolute_url()))
    assert "outage" not in text(
        signed_in(oscar).get(make_scorecard(interviewer=oscar, manager=mia).get_absolute_url())
    )


# Two tabs


def versions(lines: list[SheetLine]) -> dict[str, str]:
    """What the page goes on from."""
    marks = {f"{line.rating.pk}-version": str(line.version) for line in lines}
    return marks | {f"{line.rating.pk}-evidence-version": str(line.evidence_version) for line in lines}


def changed_elsewhere(card: Scorecard) -> None:
    rate_all(card, [1, 2, 4], "From the other tab")


def test_a_conflict_saves_nothing_and_keeps_mine(page: Client, card: Scorecard) -> None:
    mine = sheet(card, {"value": "3", "evidence": "Mine"})
    changed_elsewhere(card)
    before = stored(card)
    response = page.post(card.get_absolute_url(), mine)
    assert (response.status_code, stored(card)) == (409, before)
    assert checked(response)[0] == "3"
    assert [line.evidence for line in response.context["sheet"].lines] == ["Mine", "", ""]
    assert "changed elsewhere to 1" in text(response)


def test_every_conflict_is_shown_not_only_the_first(page: Client, card: Scorecard) -> None:
    """The next save writes over what is said to have changed, and over nothing else."""
    mine = sheet(card, {"value": "3"}, {"value": "3"}, {"value": "4", "evidence": "From the other tab"})
    changed_elsewhere(card)
    response = page.post(card.get_absolute_url(), mine)
    lines = response.context["sheet"].lines
    assert [line.conflict and line.conflict.value for line in lines] == [1, 2, None]
    assert [line.version for line in lines] == [1, 1, 0]
    assert [line.note.conflict for line in lines] == ["From the other tab", "From the other tab", None]
    assert [line.evidence_version for line in lines] == [1, 1, 0]


def test_saving_again_keeps_what_is_on_the_page(page: Client, card: Scorecard) -> None:
    mine = sheet(card, {"value": "3"}, {"value": "3"}, {"value": "3"})
    changed_elsewhere(card)
    lines = page.post(card.get_absolute_url(), mine).context["sheet"].lines
    again = {**mine, **versions(lines)}
    page.post(card.get_absolute_url(), again)
    assert stored(card) == [("3", "", 2, "", 2)] * 3


def test_a_refusal_makes_no_old_page_look_new(page: Client, card: Scorecard) -> None:
    """Else the next save would write over the other tab's mark without a word."""
    mine = sheet(card, {"value": "9"}, {"value": "3"})
    changed_elsewhere(card)
    refused = page.post(card.get_absolute_url(), mine)
    lines = refused.context["sheet"].lines
    assert (refused.status_code, [line.version for line in lines]) == (422, [0, 0, 0])
    again = versions(lines)
    assert (
        page.post(
            card.get_absolute_url(), {**sheet(card, {"value": "4"}, {"value": "3"}), **again}
        ).status_code
        == 409
    )


def test_a_locked_card_says_so(page: Client, card: Scorecard) -> None:
    mine = sheet(card, {"value": "1"})
    submit_all(card)
    before = stored(card)
    response = page.post(card.get_absolute_url(), mine, follow=True)
    assert "was submitted on" in text(response)
    assert stored(card) == before


def test_questions_of_the_level_are_beside_the_sheet(page: Client, card: Scorecard) -> None:
    said = text(page.get(card.get_absolute_url()))
    assert "What did you find?" in said
    assert "Look for: a decision" in said


def test_markup_in_names_stays_text(page: Client, card: Scorecard) -> None:
    Criterion.objects.update(name="<script>alert(1)</script>", detail="{{ user }} <b>")
    said = text(page.get(card.get_absolute_url()))
    assert "<script>alert" not in said
    assert said.count("&lt;script&gt;alert(1)&lt;/script&gt;") >= 3
    assert "{{ user }} &lt;b&gt;" in said


def test_two_rounds_with_one_candidate_are_two_cards(page: Client, card: Scorecard, ines: User) -> None:
    second = make_interview(card.interview.application, [ines], round_number=2).scorecards.get()
    page.post(second.get_absolute_url(), sheet(second, {"value": "3"}))
    assert (stored(card), stored(second)) == ([EMPTY] * 3, [("3", "", 1, "", 0), EMPTY, EMPTY])


@pytest.mark.parametrize("amendments", [0, 3])
def test_queries_of_a_submitted_card(page: Client, card: Scorecard, amendments: int) -> None:
    """One more than an open one, for what was amended."""
    submit_all(card)
    rating = ratings_of(card)[0]
    for n in range(1, amendments + 1):
        said = (card.pk, rating.pk, Mark(value=1))
        correcting.amend(*said, evidence="", reason=f"Because {n}", number=n, by=card.interviewer)
    with queries(8):
        page.get(card.get_absolute_url())


# A plan that was changed before anything was saved


def replanned(card: Scorecard, by: User) -> str:
    """Ability 2 leaves the card's round, of which the names come back."""
    opening = card.interview.round.opening
    plan = replanning.current_plan(opening)
    gone = next(one.number for one in plan.criteria if one.name == "Ability 2")
    rounds = [replace(one, criteria=tuple(n for n in one.criteria if n != gone)) for one in plan.rounds]
    new = replace(plan, rounds=tuple(rounds))
    replanning.save(opening.pk, new, seen=plans.fingerprint(plan), reason="Shorter", by=by)
    return " ".join(rating.criterion.name for rating in ratings_of(card))


def test_what_has_no_place_any_more_is_shown_and_the_rest_stays_typed(
    page: Client, card: Scorecard, mia: User
) -> None:
    marks = [{"value": "3"}, {"value": "4", "evidence": "Led <b>it</b>"}, {"evidence": "Kept"}]
    mine = sheet(card, *marks)
    mine |= {f"{one.pk}-name": one.criterion.name for one in ratings_of(card)}
    assert replanned(card, mia) == "Ability 1 Ability 4"
    response = page.post(card.get_absolute_url(), mine | {"handover-text": "Ask", "handover-version": "0"})
    assert (response.status_code, stored(card)) == (409, [EMPTY] * 2)
    shown = response.context["sheet"]
    assert [(one.name, one.value, one.evidence) for one in shown.unplaced] == [
        ("Ability 2", "4", "Led <b>it</b>")
    ]
    assert "<b>Ability 2</b>: 4" in text(response)
    assert "Led &lt;b&gt;it&lt;/b&gt;" in text(response)
    assert [(one.choice, one.evidence) for one in shown.lines] == [("3", ""), ("", "Kept")]
    assert shown.handover.text == "Ask"


def test_the_page_names_its_criteria_for_that(page: Client, card: Scorecard) -> None:
    said = text(page.get(card.get_absolute_url()))
    for rating in ratings_of(card):
        assert f'name="{rating.pk}-name" value="{rating.criterion.name}"' in said


@pytest.mark.parametrize(
    ("mark", "said"),
    [
        ({"value": "na", "reason": "no_time"}, ("Not assessed: No time", "")),
        ({"value": "na"}, ("Not assessed", "")),
        ({"value": "na", "reason": "bored"}, ("Not assessed", "")),
        ({"value": "9"}, ("9", "")),
        ({"evidence": "a\0b" * 4000}, ("", "a\0b" * 4000)),
    ],
)
def test_whatever_was_typed_there(
    page: Client, card: Scorecard, mia: User, mark: dict[str, str], said: tuple[str, str]
) -> None:
    mine = sheet(card, {}, mark)
    replanned(card, mia)
    response = page.post(card.get_absolute_url(), mine)
    assert (response.status_code, stored(card)) == (409, [EMPTY] * 2)
    assert [(one.value, one.evidence) for one in response.context["sheet"].unplaced] == [said]
    assert "A criterion that was taken out" in text(response)


def test_it_is_shown_beside_what_is_wrong_too(page: Client, card: Scorecard, mia: User) -> None:
    mine = sheet(card, {"value": "9"}, {"value": "4"})
    replanned(card, mia)
    response = page.post(card.get_absolute_url(), mine)
    assert response.status_code == 422
    assert [one.value for one in response.context["sheet"].unplaced] == ["4"]


def test_a_plan_that_changes_while_a_sheet_is_saved_loses_nothing(
    page: Client, card: Scorecard, mia: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = sheet(card, {"value": "3"}, {"value": "4"})
    save = scoring.save_sheet

    def late(*args: Any, **kwargs: Any) -> None:
        replanned(card, mia)
        save(*args, **kwargs)

    monkeypatch.setattr(scoring, "save_sheet", late)
    response = page.post(card.get_absolute_url(), mine)
    assert (response.status_code, stored(card)) == (409, [EMPTY] * 2)
    assert [one.value for one in response.context["sheet"].unplaced] == ["4"]
    assert checked(response) == ["3", ""]


def test_where_nothing_was_typed_nothing_is_refused(page: Client, card: Scorecard, mia: User) -> None:
    mine = sheet(card, {"value": "3"})
    replanned(card, mia)
    assert page.post(card.get_absolute_url(), mine).status_code == 302
    assert stored(card) == [("3", "", 1, "", 0), EMPTY]


# The questions


def test_a_rounds_own_questions_take_the_place_of_the_documents(
    page: Client, card: Scorecard, mia: User
) -> None:
    assert "What did you find?" in text(page.get(card.get_absolute_url()))
    asking.write(
        card.interview.round,
        by=mia,
        prompt="What broke?",
        look_for="A cause",
        probes="Who noticed?",
        minutes=9,
    )
    said = text(page.get(card.get_absolute_url()))
    assert "What did you find?" not in said
    for words in ("What broke?", "9 min", "Look for: A cause", "<li>Who noticed?</li>"):
        assert words in said


@pytest.mark.parametrize(("many", "number"), [(0, 7), (1, 6), (20, 6)])
def test_questions_take_one_query(page: Client, card: Scorecard, mia: User, many: int, number: int) -> None:
    """One more where a round has none, and the role document is asked."""
    for n in range(many):
        asking.write(card.interview.round, by=mia, prompt=f"{n}?")
    with queries(number):
        page.get(card.get_absolute_url())
