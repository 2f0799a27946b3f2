"""The promise: writing what was just read gives the same document, mended and normalised."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roleprofiles.choices import RequirementForm
from roleprofiles.documents import bullets, headings, normalise, read, write
from roleprofiles.documents.bullets import Asked, Item, Labelled
from roleprofiles.documents.encoding import decode
from roleprofiles.documents.headings import LevelHead, Title, Way
from roleprofiles.documents.shapes import Note, Requirement, RoleDocument

SEED = (Path(__file__).parents[3] / "fixtures/roles/machine-learning-engineer.md").read_bytes()

# What documents contain, what they might, and what hurts; parted by "¦".
WORDS = st.sampled_from(
    """
Git¦Python¦C++¦C#¦CI/CD¦Java 8+¦SQL (PostgreSQL, MySQL)¦Trees - Graphs¦ratio: 2 - 1¦Mid¦Lead¦Level¦level¦
Experienced¦Senior/Lead¦Mid Level¦(2-4 years)¦(4+ years)¦(0–1 year)¦(4-2 years)¦years¦questions¦**¦*¦"¦“¦
”¦→¦->¦-¦–¦:¦#¦###¦`¦(¦)¦growth¦overview¦Skills¦Must-Have¦Good to have¦ü§ñ¦‚Üí¦🤖¦🛠️¦École¦Über¦‚Äì¦Ã©¦
\u2028¦\x85¦\x0b¦\u00a0¦\u200d¦\x1c¦Look for: it¦1.¦é¦Ô
""".replace("\n", "").split("¦")
)
PHRASES = st.one_of(
    st.lists(WORDS, max_size=5).map(" ".join),
    st.lists(WORDS, max_size=4).map("".join),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12),
)
LINE_FORMS = st.sampled_from(
    """
# {}¦# 🤖 {}¦# {} #¦## {}¦## 🧭 {} overview¦## {} requirements by level¦## Skills by level ##¦## {} growth¦
### {}¦### **{} Level (2-4 years)**¦### **{} (4+ years)**¦### {} Level:¦### {} ###¦
### **{} → {} Level:**¦### {} -> {}¦### {} questions¦#### **{}:**¦#### {}¦#### **{}**:¦#### {} #¦
#### **HR Questions for {}:**¦##### {}¦#{}¦- **{}** - {}¦- **{}**: {}¦- **{}**¦- **{}:** {}¦
* **{}** – {}¦+ {} — {}¦- {}: {}¦- {}¦-  **{}** -{}¦- **{}**-{}¦- ****¦-¦*¦ - {}¦  - {}¦\t- {}¦
1. **{}**: {}¦2) {}¦- **Experience Levels**: {}, {} (2-4 years)¦- **Responsibility**: {}¦
- **Career Progression:** {} → {}¦1. **"{}"**¦1. {}¦07. "{}"¦3. **“{}”**¦4. **{}** ({})¦123456789. {}¦
   - Look for: {}¦   - Rating 3: {}¦   * rating 1 :{}¦   - Rating 4: {}¦   Look for: {}¦
   - *Look for:* {}¦   - **Look for:** {}¦   *Look for: {}*¦
   - __Look for__: {}¦- Look for: {}¦   - look for:¦```¦```python¦~~~¦````¦  ```¦```{}```¦---¦***¦___¦
- - -¦* * *¦----------¦  ---¦> {}¦| {} | {} |¦{}¦    {}¦{}   ¦{}\t¦\ufeff{}¦=====
""".replace("\n", "").split("¦")
)
LINES = st.one_of(
    st.builds(lambda form, one, two: form.format(one, two), LINE_FORMS, PHRASES, PHRASES),
    st.sampled_from(["", "", "   "]),
)
BODIES = st.lists(LINES, max_size=4)
LINE_ENDS = st.sampled_from(["\n", "\n", "\r\n", "\r"])


BONES = ["# 🤖 Role", "## Role Overview", "## Skills by Level", "### **Mid Level (2-4 years)**"]
BONES += ["#### **Must-Have:**", "### Lead Level", "#### HR Questions for Mid:", '1. **"Why?"**']
BONES += ["## Career Growth", "### **Mid → Lead Level:**", "## Other"]
NEEDED = {0, 2, 3}


@st.composite
def documents(draw: st.DrawFn) -> str:
    """A proper skeleton with anything in between, so that many documents read without problems."""
    lines = draw(BODIES)
    for position, bone in enumerate(BONES):
        if position in NEEDED or draw(st.booleans()):
            lines.append(bone)
        lines += draw(BODIES)
    return draw(LINE_ENDS).join(lines)


@settings(max_examples=400, deadline=None)
@given(documents())
def test_writing_what_was_read_changes_nothing(text: str) -> None:
    data = text.encode()
    reading = read(data)
    if reading.document is None or reading.problems:
        return
    written = write(reading.document)
    assert written == normalise(decode(data).text)
    assert read(written.encode()).document == reading.document
    assert read(written.encode()).mends == ()


@settings(max_examples=150, deadline=None)
@given(st.one_of(documents(), st.text()))
def test_normalising_twice_is_normalising_once(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


def test_the_generated_documents_often_read() -> None:
    """Otherwise the promise above would be proven for nothing."""
    outcomes: list[bool] = []

    @settings(max_examples=100, deadline=None, database=None, derandomize=True)
    @given(documents())
    def collect(text: str) -> None:
        outcomes.append(not read(text.encode()).problems)

    collect()
    assert sum(outcomes) > len(outcomes) / 3


def test_the_seed_is_written_as_it_stands_but_mended() -> None:
    document = read(SEED).document
    assert document is not None
    expected = decode(SEED).text.replace("\n\n---\n\n", "\n\n")
    assert write(document) == normalise(expected) == expected
    assert read(write(document).encode()).document == document


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\r\nb\rc", "a\nb\nc\n"),
        ("\n\n a \t\n\n\n\nb\n\n\n", " a\n\nb\n"),
        ("- a\n---\n- b\n\n***\n\n- c\n___", "- a\n- b\n\n- c\n"),
        ("Paragraph\n---\n", "Paragraph\n---\n"),
        ("Paragraph\n---\n---\n", "Paragraph\n---\n"),
        ("Paragraph\n***\n", "Paragraph\n"),
        ("1. Why?\n   - Look for: x\n---\n| a |\n---\n> b\n---", "1. Why?\n   - Look for: x\n| a |\n> b\n"),
        ("# Heading\n---\n", "# Heading\n"),
        ("```\n---\n```\n---\n~~~\n***", "```\n---\n```\n~~~\n***\n"),
        ("a\u2028b\x0bc\x85d", "a\u2028b\x0bc\x85d\n"),
        ("", ""),
    ],
)
def test_normalising(text: str, expected: str) -> None:
    assert normalise(text) == expected


def _requirement(**changes: object) -> str:
    """The line of a requirement read as ``* **Git** – VCS`` and changed."""
    document = read(
        b"# R\n## Skills by level\n### Mid Level\n#### Must-Have\n* **Git** \xe2\x80\x93 VCS\n"
    ).document
    assert document is not None
    level = document.levels[0]
    skills = level.lists[0]
    changed = replace(skills.requirements[0], **changes)  # type: ignore[arg-type]
    level = replace(level, parts=(replace(skills, requirements=(changed,)),))
    return write(replace(document, levels=(level,))).split("\n")[-2]


def test_a_wording_is_kept_until_the_element_says_something_else() -> None:
    assert _requirement() == "* **Git** – VCS"
    assert _requirement(text="Versions") == "- **Git** - Versions"
    assert _requirement(form=RequirementForm.DETAIL) == "- **Git**: VCS"
    assert _requirement(name="Git\nand more") == "- **Git and more** - VCS"
    assert _requirement(wording="") == "- **Git** - VCS"
    assert _requirement(text="", form=RequirementForm.NAME_ONLY) == "- **Git**"


def test_text_without_a_form_is_not_lost() -> None:
    assert bullets.requirement_line(Item("Git", "VCS", RequirementForm.NAME_ONLY)) == "- **Git** - VCS"


def test_a_note_beyond_the_last_element_comes_last() -> None:
    notes = (Note(text="end", after=7), Note(text="begin"), Note(text="under", after=1))
    assert write(RoleDocument(title="R", notes=notes)) == "begin\n# R\nunder\nend\n"


NAMES = st.from_regex(r"[A-Z][a-z+#/]{0,8}( [A-Z(][a-z0-9]{1,8}\)?)?", fullmatch=True)
TEXTS = st.from_regex(r"[A-Za-z]([a-z ,:-]{0,20}[a-z.])?", fullmatch=True)


@given(NAMES, TEXTS, st.sampled_from([RequirementForm.CATEGORY, RequirementForm.DETAIL]), st.integers(0, 99))
def test_the_house_form_says_what_it_was_made_of(
    name: str, text: str, form: RequirementForm, number: int
) -> None:
    said = Item(name, text, form)
    assert bullets.parse_requirement(bullets.requirement_line(said)) == said
    assert bullets.parse_overview(bullets.overview_line(Labelled(name, text))) == Labelled(name, text)
    assert bullets.parse_step(bullets.step_line(text)) == text
    assert headings.parse_title(headings.title_line(Title("🤖", name))) == Title("🤖", name)
    assert headings.parse_part(headings.part_line(name)) == name
    for asked in (Asked(number, text, ""), Asked(number, f'Is {text} "good"?', text)):
        assert bullets.parse_question(bullets.question_line(asked)) == asked
    for years in ((number, number + 2), (number, None), (None, None), (0, 1)):
        head = LevelHead("Senior/Lead", *years)
        if years[0] is None or years[0] < 98:
            assert headings.parse_level(headings.level_line(head)) == head


@pytest.mark.parametrize("way", [Way("Mid", "Experienced"), Way("Mid", "Senior/Lead"), Way("ML Lead", "CTO")])
def test_the_house_form_of_a_path(way: Way) -> None:
    assert headings.parse_path(headings.path_line(way)) == way


def test_many_requirements_with_the_same_name_keep_their_order() -> None:
    lines = [f"- **Git** - {number}" for number in range(50)]
    head = ["# R", "## Skills by level", "### **Mid Level**", "#### **Must-Have:**"]
    document = read("\n".join(head + lines).encode()).document
    assert document is not None
    assert document.levels[0].lists[0].requirements[3] == Requirement(
        name="Git", text="3", form=RequirementForm.CATEGORY
    )
    assert write(document).split("\n") == [*head, *lines, ""]
