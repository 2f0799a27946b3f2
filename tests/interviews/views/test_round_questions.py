from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from interviews import asking
from interviews.models import Application, Criterion, Interview, Opening, Round, RoundQuestion
from interviews.reports import questions as reports
from roleprofiles import banking
from roleprofiles.models import BankQuestion, Skill
from tests.factories import make_interview, submit_all
from tests.interviews.counting import queries
from tests.interviews.views.conftest import SignIn
from tests.keeping import kept


@kept
def round_(opening: Opening) -> Round:
    return opening.rounds.get(position=1)


@pytest.fixture
def browser(signed_in: SignIn, mia: User) -> Client:
    return signed_in(mia)


def address(round_: Round, name: str = "round_questions", *more: int) -> str:
    return reverse(f"interviews:{name}", args=[round_.opening_id, round_.pk, *more])


def prompts(round_: Round) -> list[str]:
    return list(round_.questions.values_list("prompt", flat=True))


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


FORM = {"prompt": "One?", "look_for": "", "probes": "", "minutes": "", "criterion": ""}


def test_a_round_without_its_own_offers_those_of_the_document(browser: Client, round_: Round) -> None:
    page = text(browser.get(address(round_)))
    assert "None of its own. Until there is one, interviewers find the questions of the role document" in page
    assert "What did you find?" in page
    assert "From the role document" in page
    assert "From the bank" not in page


def test_a_question_is_written(browser: Client, round_: Round, mia: User) -> None:
    criterion = round_.criteria.all()[0]
    said = {
        "prompt": "One?",
        "look_for": "A case",
        "probes": "Then?\r\nAnd then?",
        "minutes": "12",
        "criterion": str(criterion.pk),
        "keep": "on",
    }
    answer = browser.post(address(round_), said)
    question = RoundQuestion.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"{address(round_)}#question-{question.pk}")
    assert (question.prompt, question.look_for, question.probes) == ("One?", "A case", "Then?\nAnd then?")
    assert (question.minutes, question.criterion, question.source) == (12, criterion, "opening")
    assert BankQuestion.objects.get().prompt == "One?"
    page = text(browser.get(address(round_)))
    assert "<li>Then?</li><li>And then?</li>" in page
    assert "12 of 60 minutes. Leave some for the candidate’s own questions." in page


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"prompt": ""}, "This field is required."),
        ({"prompt": "a" * 2_001}, "This is longer than 2,000 characters."),
        ({"look_for": "a" * 4_001}, "This is longer than 4,000 characters."),
        ({"prompt": "On\u202ee"}, "This has an invisible character (U+202E). Type the text anew."),
        ({"prompt": "On\0e"}, "Null characters are not allowed."),
        ({"minutes": "0"}, "A question takes 1 to 480 minutes."),
        ({"minutes": "9" * 20}, "A question takes 1 to 480 minutes."),
        ({"minutes": "x"}, "Enter a whole number."),
        ({"criterion": "9" * 20}, "Select a valid choice."),
        ({"criterion": "\0"}, "Null characters are not allowed."),
        ({"keep": "on"}, "The bank keeps questions by skill: choose the requirement it probes."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    browser: Client, round_: Round, wrong: dict[str, str], words: str
) -> None:
    said = {**FORM, "look_for": "Typed before", **wrong}
    answer = browser.post(address(round_), said)
    page = text(answer)
    assert (answer.status_code, words in page, prompts(round_)) == (422, True, [])
    assert "look_for" in wrong or "Typed before" in page


def test_a_criterion_of_another_round_is_no_choice(browser: Client, round_: Round) -> None:
    others = round_.opening.criteria.exclude(pk__in=round_.criteria.values("pk"))
    answer = browser.post(address(round_), {**FORM, "criterion": str(others[0].pk)})
    assert (answer.status_code, prompts(round_)) == (422, [])


def test_questions_are_taken_from_the_document_and_the_bank(
    browser: Client, round_: Round, mia: User
) -> None:
    criterion = round_.criteria.all()[0]
    skill = Skill.objects.get(name=criterion.name)
    banking.keep(skill, prompt="For Mid?", look_for="A case", level_name="MID", by=mia)
    banking.keep(skill, prompt="For any?", by=mia)
    banking.keep(skill, prompt="For Senior?", level_name="Senior", by=mia)
    banking.keep(Skill.objects.get(name="Spare"), prompt="Of another skill?", by=mia)
    page = browser.get(address(round_)).content.decode()
    assert re.findall(r"<b>(.*?\?)</b>", page) == ["What did you find?", "For any?", "For Mid?"]
    keys = re.findall(r'name="take" value="([^"]+)"', page)
    answer = browser.post(address(round_, "round_question_take"), {"take": [*keys[:2], "bank-0", "x"]})
    assert answer.status_code == 302
    assert prompts(round_) == ["What did you find?", "For any?"]
    assert round_.questions.get(prompt="For any?").criterion == criterion
    page = browser.get(address(round_)).content.decode()
    assert re.findall(r"<b>(.*?\?)</b>", page) == ["For Mid?"]
    again = browser.post(address(round_, "round_question_take"), {"take": keys[:2]})
    assert (again.status_code, len(prompts(round_))) == (422, 2)
    assert "Nothing was taken. Choose at least one question that is still offered." in text(again)


def test_hints_stand_beside_what_must_not_be_asked(browser: Client, round_: Round, mia: User) -> None:
    asking.write(round_, by=mia, prompt="How old is the oldest code you maintain?")
    assert "not to be asked" not in text(browser.get(address(round_)))
    answer = browser.post(address(round_), {**FORM, "prompt": "How old are you?"})
    assert answer.status_code == 302  # never a gate
    page = text(browser.get(address(round_)))
    assert "“How old are you” touches age: not to be asked anywhere. Ask for what the work needs" in page
    skill = Skill.objects.get(name=round_.criteria.all()[0].name)
    banking.keep(skill, prompt="Well?", probes="Are you married?", by=mia)
    assert "“Are you married” touches family" in text(browser.get(address(round_)))


def test_once_interviews_have_begun_it_says_so(
    browser: Client, round_: Round, ines: User, application: Application
) -> None:
    words = "Interviews of this round have begun."
    interview = make_interview(application, [ines])
    assert words not in text(browser.get(address(round_)))
    Interview.objects.update(starts_at=timezone.now() - timedelta(minutes=1))
    assert words in text(browser.get(address(round_)))
    Interview.objects.update(starts_at=timezone.now() + timedelta(days=1))
    assert words not in text(browser.get(address(round_)))
    submit_all(interview.scorecards.get())
    assert words in text(browser.get(address(round_)))


def test_too_many_minutes_are_said_in_words(browser: Client, round_: Round, mia: User) -> None:
    asking.write(round_, by=mia, prompt="One?", minutes=61)
    page = text(browser.get(address(round_)))
    assert "These take 61 minutes, and the round has 60. Leave some out, or give the round more time." in page


def test_a_question_is_edited(browser: Client, round_: Round, mia: User) -> None:
    question = asking.write(round_, by=mia, prompt="One?")
    page = address(round_, "round_question_edit", question.pk)
    seen = {"seen": question.fingerprint}
    assert question.fingerprint in browser.get(page).content.decode()
    assert browser.post(page, {**FORM, "prompt": "", **seen}).status_code == 422
    assert browser.post(page, {**FORM, "prompt": "Other?", **seen}).status_code == 302
    assert prompts(round_) == ["Other?"]


def test_a_question_keeps_what_it_probes_in_an_earlier_wording(
    browser: Client, round_: Round, mia: User
) -> None:
    criterion = round_.criteria.all()[0]
    question = asking.write(round_, by=mia, prompt="One?", criterion_id=criterion.pk)
    Criterion.objects.filter(pk=criterion.pk).update(retired_in=2)
    page = address(round_, "round_question_edit", question.pk)
    assert f'<option value="{criterion.pk}" selected>' in browser.get(page).content.decode()
    said = {**FORM, "prompt": "Other?", "criterion": str(criterion.pk), "seen": question.fingerprint}
    assert browser.post(page, said).status_code == 302
    question.refresh_from_db()
    assert (question.prompt, question.criterion) == ("Other?", criterion)


def test_who_meets_another_persons_change_sees_both(browser: Client, round_: Round, mia: User) -> None:
    question = asking.write(round_, by=mia, prompt="One?")
    page = address(round_, "round_question_edit", question.pk)
    seen = question.fingerprint
    asking.change(question, by=mia, seen=seen, prompt="Theirs?")
    answer = browser.post(page, {**FORM, "prompt": "Mine?", "seen": seen})
    said = text(answer)
    assert (answer.status_code, "<dd>Theirs?</dd>" in said, "Mine?</textarea>" in said) == (409, True, True)
    assert prompts(round_) == ["Theirs?"]
    over = re.search(r'name="seen" value="(\w+)"', said)
    assert over
    assert browser.post(page, {**FORM, "prompt": "Mine?", "seen": over[1]}).status_code == 302
    assert prompts(round_) == ["Mine?"]


def test_what_was_written_for_a_question_that_is_gone_is_kept(
    browser: Client, round_: Round, mia: User
) -> None:
    question = asking.write(round_, by=mia, prompt="One?")
    page = address(round_, "round_question_edit", question.pk)
    asking.remove(question, by=mia)
    answer = browser.post(page, {**FORM, "prompt": "Mine?", "seen": question.fingerprint})
    said = text(answer)
    assert (answer.status_code, "Mine?</textarea>" in said) == (409, True)
    assert "This question was removed meanwhile. What you wrote is below" in said
    assert browser.get(page).status_code == 302


def test_a_question_is_removed_after_a_question(browser: Client, round_: Round, mia: User) -> None:
    question = asking.write(round_, by=mia, prompt="One?")
    page = address(round_, "round_question_remove", question.pk)
    assert "Remove this question?" in browser.get(page).content.decode()
    assert prompts(round_) == ["One?"]
    assert [browser.post(page).status_code for _ in range(2)] == [302, 302]
    assert prompts(round_) == []


def test_order(browser: Client, round_: Round, mia: User) -> None:
    a, b, _c = (asking.write(round_, by=mia, prompt=one) for one in "abc")
    page = address(round_, "round_question_place", a.pk)
    assert browser.post(page, {"step": "down"}).status_code == 302
    assert prompts(round_) == ["b", "a", "c"]
    browser.post(page, {"before": str(b.pk)})
    assert prompts(round_) == ["a", "b", "c"]
    for odd in ("", "x", "9" * 30, "-1"):
        assert browser.post(page, {"before": odd}).status_code == 302
    assert prompts(round_) == ["b", "c", "a"]


def test_strangers_and_other_openings(
    signed_in: SignIn, round_: Round, mia: User, max_: User, cora: User, ines: User, ada: User
) -> None:
    question = asking.write(round_, by=mia, prompt="One?")
    for person in (max_, cora, ines):
        assert signed_in(person).get(address(round_)).status_code == 404
    assert signed_in(ada).get(address(round_)).status_code == 200
    second = round_.opening.rounds.get(position=2)
    elsewhere = address(second, "round_question_place", question.pk)
    assert signed_in(mia).post(elsewhere, {"step": "up"}).status_code == 404


@pytest.mark.parametrize("many", [1, 30])
def test_queries(browser: Client, round_: Round, mia: User, many: int) -> None:
    skill = Skill.objects.get(name=round_.criteria.all()[0].name)
    for n in range(many):
        asking.write(round_, by=mia, prompt=f"{n}?", criterion_id=round_.criteria.all()[0].pk)
        banking.keep(skill, prompt=f"From the bank: {n}?", by=mia)
    with queries(11):
        browser.get(address(round_))


@pytest.mark.parametrize("number", ["0", "9" * 19, "9" * 20, "9" * 40])
def test_numbers_that_no_column_holds(browser: Client, round_: Round, mia: User, number: str) -> None:
    question = asking.write(round_, by=mia, prompt="One?")
    base = address(round_)
    other_opening = base.replace(f"/openings/{round_.opening_id}/", f"/openings/{number}/")
    other_round = base.replace(f"/rounds/{round_.pk}/", f"/rounds/{number}/")
    assert [browser.get(one).status_code for one in (other_opening, other_round)] == [404, 404]
    assert browser.post(f"{base}{number}/place/", {"step": "up"}).status_code == 404
    assert browser.get(f"{base}{number}/").status_code == 302
    assert browser.post(f"{base}{question.pk}/place/", {"before": number}).status_code == 302
    for name in ("resume_edit", "resume_file", "interview_kit", "interview_kit_pdf"):
        assert browser.get(reverse(f"interviews:{name}", args=[number])).status_code == 404


# What vanishes between the form and the act


@pytest.fixture
def vanishing(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, Round | Criterion], None]:
    """A row that is deleted once an act on questions begins."""

    def vanish(act: str, row: Round | Criterion) -> None:
        done = getattr(asking, act)

        def late(*args: Any, **kwargs: Any) -> object:
            type(row).objects.filter(pk=row.pk).delete()
            return done(*args, **kwargs)

        monkeypatch.setattr(asking, act, late)

    return vanish


Vanishing = Callable[[str, Round | Criterion], None]
WRITTEN = FORM | {"prompt": "<i>Mine</i>?", "look_for": "A case", "probes": "And then?", "minutes": "7"}


@pytest.mark.parametrize("act", ["write", "change"])
def test_what_was_written_for_a_round_that_vanished_is_shown(
    browser: Client, round_: Round, mia: User, vanishing: Vanishing, act: str
) -> None:
    question = asking.write(round_, by=mia, prompt="One?")
    where = address(round_) if act == "write" else address(round_, "round_question_edit", question.pk)
    vanishing(act, round_)
    for _ in range(2):  # also where it was gone before
        answer = browser.post(where, WRITTEN | {"seen": question.fingerprint})
        assert answer.status_code == 409
        said = text(answer)
        assert "This round was taken out of the plan" in said
        for words in ("&lt;i&gt;Mine&lt;/i&gt;?", "A case", "And then?"):
            assert words in said
    assert browser.get(where).status_code == 404


@pytest.mark.parametrize("act", ["take", "remove", "step", "place"])
def test_nothing_is_done_in_a_round_that_vanished(
    browser: Client, round_: Round, mia: User, vanishing: Vanishing, act: str
) -> None:
    question = asking.write(round_, by=mia, prompt="One?")
    row = {"remove": "round_question_remove"}.get(act, "round_question_place")
    where = address(round_, "round_question_take") if act == "take" else address(round_, row, question.pk)
    offer = reports.questions_page(round_.opening, round_).offers[0].key
    vanishing(act, round_)
    answer = browser.post(where, {"take": offer, "step": "up" if act == "step" else ""})
    assert answer.status_code == 409
    assert "This round was taken out of the plan" in text(answer)


@pytest.mark.parametrize("act", ["write", "change"])
def test_a_criterion_that_vanished_is_to_be_chosen_again(
    browser: Client, round_: Round, mia: User, vanishing: Vanishing, act: str
) -> None:
    question = asking.write(round_, by=mia, prompt="One?")
    where = address(round_) if act == "write" else address(round_, "round_question_edit", question.pk)
    criterion = round_.criteria.all()[0]
    vanishing(act, criterion)
    data = WRITTEN | {"seen": question.fingerprint, "criterion": str(criterion.pk)}
    answer = browser.post(where, data)
    form = answer.context["form"]
    assert (answer.status_code, list(form.errors), prompts(round_)) == (409, ["criterion"], ["One?"])
    assert (form["prompt"].value(), form["look_for"].value()) == ("<i>Mine</i>?", "A case")
    assert browser.post(where, data | {"criterion": ""}).status_code == 302


def test_a_question_of_the_bank_whose_criterion_vanished_is_not_taken(
    browser: Client, round_: Round, mia: User, vanishing: Vanishing
) -> None:
    criterion = round_.criteria.all()[0]
    banking.keep(Skill.objects.get(name=criterion.name), level_name="Mid", by=mia, prompt="Bank?")
    offers = reports.questions_page(round_.opening, round_).offers
    keys = [one.key for one in offers if isinstance(one.row, BankQuestion)]
    vanishing("take", criterion)
    answer = browser.post(address(round_, "round_question_take"), {"take": keys})
    assert (len(keys), answer.status_code, prompts(round_)) == (1, 422, [])
    assert "still offered" in text(answer)
