"""Plans of all kinds, for Hypothesis, and words for what is in one."""

from __future__ import annotations

from hypothesis import strategies as st

from interviews.coverage import in_order
from interviews.plans import Plan, PlannedCriterion, PlannedRound

NUMBERS = range(1, 10)


@st.composite
def plans_made(draw: st.DrawFn) -> Plan:
    """Of one search: rounds and criteria with the same number are the same."""
    numbers = draw(st.permutations(NUMBERS))[: draw(st.integers(1, len(NUMBERS)))]
    criteria = [
        PlannedCriterion(number=number, name=f"Ability {number}", is_must_have=number % 4 != 0)
        for number in numbers
    ]
    pks = draw(st.lists(st.sampled_from(range(1, 6)), unique=True, min_size=1, max_size=5))
    return Plan(criteria=tuple(criteria), rounds=tuple(draw(_rounds(pk, criteria)) for pk in pks))


@st.composite
def _rounds(draw: st.DrawFn, pk: int, criteria: list[PlannedCriterion]) -> PlannedRound:
    held = draw(st.sets(st.sampled_from([one.number for one in criteria])))
    return PlannedRound(
        pk=pk,
        title=draw(st.sampled_from([f"Round {pk}", "Code", "Talk"])),
        minutes=draw(st.sampled_from([45, 60])),
        note=draw(st.sampled_from(["", "Begin on time"])),
        criteria=in_order(held, criteria),
    )
