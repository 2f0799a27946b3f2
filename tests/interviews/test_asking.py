from __future__ import annotations

from typing import Any

import pytest

from accounts.models import User
from interviews import asking
from interviews.models import Criterion, Opening, Round, RoundQuestion
from roleprofiles import banking, merging
from roleprofiles.models import BankQuestion, Question, Skill
from tests.factories import make_opening
from tests.interviews.test_acts_are_events import now, since
from tests.interviews.threads import together
from tests.keeping import kept

pytestmark = pytest.mark.django_db


@kept
def round_(opening: Opening) -> Round:
    return opening.rounds.get(position=1)


def prompts(round_: Round) -> list[str]:
    return list(round_.questions.values_list("prompt", flat=True))


def write(round_: Round, by: User, *said: str, **more: Any) -> list[RoundQuestion]:
    return [asking.write(round_, by=by, prompt=prompt, **more) for prompt in said]


def skill(criterion: Criterion) -> Skill:
    return Skill.objects.get(name=criterion.name)


def test_questions_are_written_one_after_the_other(round_: Round, mia: User) -> None:
    before = now()
    one, two = write(round_, mia, "One?", "Two?", look_for="A case", probes="And then?", minutes=10)
    assert (prompts(round_), one.source, two.position) == (["One?", "Two?"], "opening", 2)
    assert (one.look_for, one.probes, one.minutes) == ("A case", "And then?", 10)
    assert since(before) == [("changed", "interviews.round", round_.pk, mia)] * 2
    assert not BankQuestion.objects.exists()


def test_a_question_is_kept_in_the_bank_for_its_skill_and_level(round_: Round, mia: User) -> None:
    criterion = round_.criteria.all()[0]
    for _ in range(2):
        asking.write(
            round_,
            by=mia,
            keep=True,
            prompt="One?",
            look_for="A case",
            probes="And then?",
            minutes=5,
            criterion_id=criterion.pk,
        )
    kept = BankQuestion.objects.get()
    assert (kept.skill, kept.level_name, kept.created_by) == (skill(criterion), "Mid", mia)
    assert (kept.prompt, kept.look_for, kept.probes, kept.minutes) == ("One?", "A case", "And then?", 5)


def test_a_criterion_of_no_requirement_keeps_nothing(round_: Round, mia: User) -> None:
    added = round_.opening.criteria.create(name="By hand", kind="added", position=9)
    asking.write(round_, by=mia, keep=True, prompt="One?", criterion_id=added.pk)
    assert (prompts(round_), BankQuestion.objects.count()) == (["One?"], 0)


def test_questions_are_taken_once(round_: Round, mia: User) -> None:
    criterion = round_.criteria.all()[0]
    document = list(Question.objects.about(round_.opening.level))
    bank = banking.keep(skill(criterion), prompt="Why?", minutes=7, by=mia)
    before = now()
    assert asking.take(round_, by=mia, document=document, bank=[(bank, criterion)]) == 2
    assert asking.take(round_, by=mia, document=document, bank=[(bank, criterion)]) == 0
    said = list(round_.questions.values_list("prompt", "look_for", "source", "minutes", "criterion"))
    assert said == [
        ("What did you find?", "a decision", "document", None, None),
        ("Why?", "", "bank", 7, criterion.pk),
    ]
    assert since(before) == [("changed", "interviews.round", round_.pk, mia)]


def test_a_question_is_changed_by_who_has_seen_it(round_: Round, mia: User) -> None:
    (question,) = write(round_, mia, "One?")
    seen = question.fingerprint
    before = now()
    asking.change(question, by=mia, seen=seen, prompt="Other?")
    assert prompts(round_) == ["Other?"]
    with pytest.raises(asking.QuestionChanged) as refusal:
        asking.change(question, by=mia, seen=seen, prompt="Third?")
    assert (refusal.value.question.prompt, prompts(round_)) == ("Other?", ["Other?"])
    asking.change(question, by=mia, seen=seen, prompt="Other?")  # sent twice
    assert len(since(before)) == 1


def test_what_was_removed_is_gone(round_: Round, mia: User) -> None:
    (question,) = write(round_, mia, "One?")
    before = now()
    for _ in range(2):
        asking.remove(question, by=mia)
    assert (prompts(round_), len(since(before))) == ([], 1)
    with pytest.raises(asking.QuestionGone):
        asking.change(question, by=mia, seen=question.fingerprint, prompt="Other?")
    with pytest.raises(asking.QuestionGone):
        asking.step(question, by=mia, places=1)


@pytest.mark.parametrize(
    ("moved", "places", "expected"),
    [
        (0, -1, "abc"),
        (0, 1, "bac"),
        (1, -1, "bac"),
        (1, 1, "acb"),
        (2, 1, "abc"),
    ],
)
def test_up_and_down(round_: Round, mia: User, moved: int, places: int, expected: str) -> None:
    written = write(round_, mia, "a", "b", "c")
    before = now()
    asking.step(written[moved], by=mia, places=places)
    assert "".join(prompts(round_)) == expected
    assert len(since(before)) == (expected != "abc")


@pytest.mark.parametrize(
    ("moved", "before", "expected"),
    [(2, 0, "cab"), (0, 2, "bac"), (0, None, "bca"), (1, 1, "acb"), (1, 2, "abc")],
)
def test_dragging(round_: Round, mia: User, moved: int, before: int | None, expected: str) -> None:
    written = write(round_, mia, "a", "b", "c")
    asking.place(written[moved], by=mia, before=None if before is None else written[before].pk)
    assert "".join(prompts(round_)) == expected


def test_before_what_is_elsewhere_is_the_end(round_: Round, mia: User) -> None:
    one, _ = write(round_, mia, "a", "b")
    other = make_opening(by=mia, title="Other")
    (elsewhere,) = write(other.rounds.all()[0], mia, "x")
    asking.place(one, by=mia, before=elsewhere.pk)
    assert prompts(round_) == ["b", "a"]


def test_the_skill_of_a_question_follows_merges(round_: Round, mia: User, rosa: User) -> None:
    criterion = round_.criteria.all()[0]
    into = Skill.objects.get(name="Spare")
    merging.merge(skill(criterion), into=into, by=rosa)
    (question,) = write(round_, mia, "One?", criterion_id=criterion.pk)
    assert asking.skill_of(question) == into
    kept = banking.keep(skill(criterion), prompt="Why?", by=mia)
    assert kept.skill == into
    assert list(BankQuestion.objects.about([into.pk]).for_level("Mid")) == [kept]


def test_a_question_about_a_skill_that_was_merged_later_is_found(
    round_: Round, mia: User, rosa: User
) -> None:
    old, into = skill(round_.criteria.all()[0]), Skill.objects.get(name="Spare")
    kept = banking.keep(old, prompt="Why?", level_name="mid", by=mia)
    other = banking.keep(old, prompt="Why?", level_name="Senior", by=mia)
    merging.merge(old, into=into, by=rosa)
    assert set(BankQuestion.objects.about([into.pk])) == {kept, other}
    assert list(BankQuestion.objects.about([into.pk]).for_level("Mid")) == [kept]
    assert banking.keep(into, prompt="Why?", level_name="MID", by=mia) == kept


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_people_order_at_once(opening: Opening, mia: User) -> None:
    round_ = opening.rounds.get(position=1)
    written = write(round_, mia, "a", "b", "c", "d")
    done = together(
        *(lambda one=one: asking.place(one, by=mia, before=None) for one in written[:3]),
        lambda: asking.write(round_, by=mia, prompt="e"),
    )
    assert [one for one in done if isinstance(one, Exception)] == []
    assert sorted(prompts(round_)) == ["a", "b", "c", "d", "e"]
    places = list(round_.questions.values_list("position", flat=True))
    assert len(set(places)) == 5
