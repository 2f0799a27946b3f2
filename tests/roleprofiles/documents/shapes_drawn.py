"""Role documents that nobody has written, with everything that a document can say."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from roleprofiles.choices import RequirementForm, RequirementKind, SectionKind
from roleprofiles.documents.sections import with_sections
from roleprofiles.documents.shapes import (
    Anchor,
    GrowthPath,
    GrowthStep,
    Level,
    Note,
    OverviewLine,
    Question,
    QuestionSet,
    Requirement,
    RoleDocument,
    Section,
    SkillList,
)

# What programs take for something else than a text, and what hurts in a table.
TRICKY = st.sampled_from(
    """
No¦yes¦null¦~¦2024¦1.0¦1e3¦.inf¦0x1F¦12:30:00¦2024-01-01¦<<¦=¦-¦- a¦? a¦: a¦a: b¦a #b¦#a¦&a¦*a¦!a¦%a¦@a¦`a`¦
|¦>¦[a]¦{a: b}¦"a"¦'a'¦'=a¦''=a¦=1+1¦+1¦-1¦@SUM(A1)¦＝a¦＠a¦a,b¦a;b¦\\n¦\\u0041¦🤖¦École¦C#¦C++¦Git - VCS¦
‚Üí¦Ã©¦ß¦\u2028x¦x\x85y¦x\x0by¦\u200fx¦x\ufeffy¦x\x7fy¦x\x1fy¦true¦false¦sep=;
""".replace("\n", "").split("¦")
)
CHARACTERS = st.characters(
    exclude_categories=["Cs"],
    exclude_characters="\0\n\r\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
)
# As the Markdown reader leaves texts: without spaces around them.
LINES = st.one_of(TRICKY, st.text(CHARACTERS, max_size=12)).map(str.strip)
NAMES = LINES.filter(bool)
WORDINGS = st.one_of(st.just(""), st.text(CHARACTERS, max_size=12))
YEARS = st.one_of(
    st.just((None, None)),
    st.tuples(st.integers(0, 99), st.none()),
    st.tuples(st.integers(0, 40), st.integers(40, 99)),
)


def _line(**fields: Any) -> dict[str, Any]:
    return {**fields, "wording": WORDINGS, "blank_before": st.booleans()}


NOTES = st.lists(
    st.builds(
        Note, text=st.text(CHARACTERS, max_size=8), after=st.integers(0, 9), blank_before=st.booleans()
    ),
    max_size=2,
).map(lambda notes: tuple(sorted(notes, key=lambda note: note.after)))
ANCHORS = st.dictionaries(st.integers(1, 4), NAMES, max_size=4).flatmap(
    lambda texts: st.tuples(
        *(
            st.builds(Anchor, **_line(value=st.just(value), text=st.just(texts[value])))
            for value in sorted(texts)
        )
    )
)
REQUIREMENTS = st.builds(
    Requirement,
    **_line(
        name=NAMES,
        text=LINES,
        form=st.sampled_from(RequirementForm),
        anchors=ANCHORS,
        key=st.one_of(st.none(), st.uuids()),
    ),
)
SKILL_LISTS = st.builds(
    SkillList,
    **_line(
        kind=st.sampled_from(RequirementKind),
        title=NAMES,
        requirements=st.lists(REQUIREMENTS, max_size=3).map(tuple),
        notes=NOTES,
    ),
)
QUESTIONS = st.builds(Question, **_line(prompt=NAMES, look_for=LINES, number=st.integers(0, 999_999_999)))
STEPS = st.builds(GrowthStep, **_line(text=NAMES))
SECTIONS = st.lists(st.sampled_from(SectionKind), unique=True).flatmap(
    lambda kinds: st.tuples(
        *(st.builds(Section, **_line(kind=st.just(kind), title=NAMES, notes=NOTES)) for kind in kinds)
    )
)


@st.composite
def shapes(draw: st.DrawFn) -> RoleDocument:
    names = draw(st.lists(NAMES, min_size=1, max_size=3, unique_by=str.casefold))
    question_sets = st.builds(
        QuestionSet,
        **_line(
            title=NAMES,
            level_name=st.sampled_from(names),
            questions=st.lists(QUESTIONS, max_size=2).map(tuple),
            notes=NOTES,
        ),
    )
    parts = st.lists(st.one_of(SKILL_LISTS, question_sets), max_size=3).map(tuple)
    levels = []
    for name in names:
        years = draw(YEARS)
        levels.append(
            draw(
                st.builds(
                    Level,
                    **_line(
                        name=st.just(name),
                        min_years=st.just(years[0]),
                        max_years=st.just(years[1]),
                        parts=parts,
                        notes=NOTES,
                    ),
                )
            )
        )
    paths = st.builds(
        GrowthPath,
        **_line(from_name=NAMES, to_name=NAMES, steps=st.lists(STEPS, max_size=2).map(tuple), notes=NOTES),
    )
    document = draw(
        st.builds(
            RoleDocument,
            **_line(
                title=NAMES,
                icon=st.sampled_from(["", "🤖", "🛠️"]),
                sections=SECTIONS,
                overview=st.lists(st.builds(OverviewLine, **_line(label=LINES, text=LINES)), max_size=2).map(
                    tuple
                ),
                growth_paths=st.lists(paths, max_size=2).map(tuple),
                notes=NOTES,
            ),
        )
    )
    return with_sections(replace(document, levels=tuple(levels)))
