from __future__ import annotations

from functools import partial

import pytest

from accounts.models import Event, User
from interviews import debriefing, deciding
from interviews.choices import CriterionKind
from interviews.models import (
    AlreadyDecided,
    Application,
    Criterion,
    DebriefNote,
    EvidenceNotIn,
    NoteChanged,
    Rating,
)
from interviews.reports import debriefs
from tests.factories import make_interview, make_opening, submit_all
from tests.interviews.threads import together
from tests.keeping import kept


@kept
def case(application: Application, ines: User) -> Application:
    submit_all(make_interview(application, [ines]).scorecards.get(), [2, 3, 4])
    return application


@kept
def criterion(case: Application) -> Criterion:
    return case.opening.criteria.of_the_level().get(name="Ability 1")


def note(
    case: Application, criterion: Criterion, text: str, by: User, *, agreed: str = "", version: int = 0
) -> DebriefNote:
    return debriefing.note(case, criterion.pk, text=text, agreed=agreed, version=version, by=by)


def stored() -> list[tuple[str, str, str, int]]:
    return [(one.text, one.agreed, str(one.by), one.version) for one in DebriefNote.objects.all()]


def test_a_note_is_kept_and_changed(case: Application, criterion: Criterion, mia: User, cora: User) -> None:
    case.opening.managers.add(cora)
    note(case, criterion, "Ask about joins", mia)
    note(case, criterion, "Asked: fine", cora, agreed="met", version=1)
    assert stored() == [("Asked: fine", "met", "Cora Lund", 2)]


def test_each_change_is_an_event_that_says_nothing_of_it(
    case: Application, criterion: Criterion, mia: User
) -> None:
    row = note(case, criterion, "CANARY", mia, agreed="not_yet")
    note(case, criterion, "CANARY", mia, agreed="not_yet")  # sent twice
    note(case, criterion, "CANARY 2", mia, version=1)
    events = list(Event.objects.about(row).order_by("number").values("verb", "by", "digest"))
    assert events == [{"verb": "changed", "by": mia.pk, "digest": ""}] * 2


def test_it_changes_no_rating_and_no_reading(case: Application, criterion: Criterion, mia: User) -> None:
    before = list(Rating.objects.order_by("pk").values()), debriefs.debrief(case, mia).fit
    note(case, criterion, "We read it otherwise", mia, agreed="met")
    assert (list(Rating.objects.order_by("pk").values()), debriefs.debrief(case, mia).fit) == before


@pytest.mark.parametrize("version", [0, 2, 7])
def test_a_change_of_another_version_is_refused_and_told(
    case: Application, criterion: Criterion, mia: User, version: int
) -> None:
    kept = note(case, criterion, "First", mia)
    with pytest.raises(NoteChanged) as refused:
        note(case, criterion, "Second", mia, version=version)
    assert (refused.value.note, stored()) == (kept, [("First", "", "Mia Novak", 1)])


def test_without_a_note_only_version_0_goes_on(case: Application, criterion: Criterion, mia: User) -> None:
    with pytest.raises(NoteChanged) as refused:
        note(case, criterion, "First", mia, version=3)
    assert (refused.value.note, stored()) == (None, [])


def test_only_managers_of_the_opening_with_open_evidence(
    case: Application, criterion: Criterion, mia: User, ines: User, cora: User, ada: User, max_: User
) -> None:
    for person in (ines, cora, ada, max_):
        with pytest.raises(Application.DoesNotExist):
            note(case, criterion, "Mine", person)
    make_interview(case, [mia], round_number=2)
    with pytest.raises(EvidenceNotIn):
        note(case, criterion, "Mine", mia)
    assert stored() == []


def test_not_once_it_is_decided(case: Application, criterion: Criterion, mia: User) -> None:
    deciding.decide(case, by=mia, outcome="withdrawn", reason="Moved away.")
    with pytest.raises(AlreadyDecided):
        note(case, criterion, "Late", mia)
    assert stored() == []


def test_only_on_criteria_of_the_level_and_the_opening(
    case: Application, criterion: Criterion, mia: User
) -> None:
    upper = case.opening.criteria.create(name="Upper", kind=CriterionKind.NEXT_LEVEL, beneath=criterion)
    foreign = make_opening(by=mia, title="Another").criteria.all()[0]
    for other in (upper, foreign):
        with pytest.raises(Criterion.DoesNotExist):
            note(case, other, "Where", mia)
    assert stored() == []


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_two_at_the_same_moment_one_is_told_of_the_other(
    case: Application, criterion: Criterion, mia: User, cora: User
) -> None:
    case.opening.managers.add(cora)
    for version in (0, 1):  # the first note, and one that is there
        said = together(
            partial(note, case, criterion, f"Hers {version}", mia, version=version),
            partial(note, case, criterion, f"Theirs {version}", cora, version=version),
        )
        (won,) = [one for one in said if isinstance(one, DebriefNote)]
        (lost,) = [one for one in said if isinstance(one, NoteChanged)]
        assert lost.note == won
        assert [text for text, *_ in stored()] == [won.text]
