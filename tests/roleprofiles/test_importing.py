"""A document comes in: the plan, then the revision, or a refusal that leaves nothing behind."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from accounts.models import User
from roleprofiles import importing, publishing, recording
from roleprofiles.importing import ImportRefused, import_document
from roleprofiles.models import Requirement, Revision, Role, Skill, SkillAlias, skill_key, title_key
from tests.factories import SEED, make_role, make_seed_role, role_document
from tests.interviews.threads import together
from tests.roleprofiles.rows import rows

DOCUMENT = """\
# 🤖 Analyst
## Skills by Level
### **Mid Level**
#### **Must-Have:**
- **Git** - VCS
- **SQL** - Data
#### **Good-to-Have:**
- **Go**: any
"""

pytestmark = pytest.mark.django_db


def counts(**found: int) -> dict[str, int]:
    return {"added": 0, "changed": 0, "moved": 0, "removed": 0, "unchanged": 0, **found}


def imported(text: str, by: User | None = None) -> importing.Plan:
    return import_document(text.encode(), by=by)


def keys(revision: Revision | None) -> dict[str, UUID]:
    assert revision
    return dict(Requirement.objects.of(revision).values_list("name", "key"))


def test_a_plan_writes_nothing() -> None:
    plan = importing.plan(SEED.read_bytes())
    assert (plan.slug, plan.number, plan.role, plan.basis, plan.is_unchanged, len(plan.new_skills)) == (
        "machine-learning-engineer", 1, None, None, False, 28,
    )  # fmt: skip
    assert not any(rows().values())


def test_the_first_import_publishes_revision_one(rosa: User) -> None:
    plan = import_document(SEED.read_bytes(), by=rosa)
    revision = Role.objects.get(slug=plan.slug).current
    assert revision
    said = (revision.number, revision.title, revision.icon, revision.created_by, revision.published_by)
    assert said == (1, "Machine Learning Engineer", "🤖", rosa, rosa)
    assert revision.is_published
    assert plan.changes.counts == counts(added=58)
    assert Requirement.objects.of(revision).count() == 36


def test_the_bytes_are_kept_as_they_came() -> None:
    make_seed_role()
    revision = Revision.objects.get()
    assert (bytes(revision.source or b""), revision.is_mended) == (SEED.read_bytes(), True)


def test_the_same_document_again_makes_no_revision() -> None:
    make_seed_role()
    before = rows()
    again = import_document(SEED.read_bytes(), by=None)
    assert (again.is_unchanged, again.number, again.changes.counts) == (True, 1, counts(unchanged=58))
    assert rows() == before


@pytest.mark.parametrize("other", ["\r\n\r\n", "  \n\t\n", "\n\n\n", "\n\n---\n\n"])
def test_what_normalising_touches_makes_no_revision(other: str) -> None:
    imported(role_document())
    again = imported(role_document().replace("\n\n", other) + "\n\n")
    assert (again.is_unchanged, Revision.objects.count()) == (True, 1)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("Git** - VCS", "Git** - Version control", counts(changed=1, unchanged=6)),
        ("Git** - VCS", "Git**: VCS", counts(changed=1, unchanged=6)),
        ("- **SQL** - Data\n", "", counts(removed=1, unchanged=6)),
        ("- **SQL**", "- **Docker**\n- **SQL**", counts(added=1, unchanged=7)),
        ("# 🤖 Analyst", "# 🧭 Analyst", counts(changed=1, unchanged=6)),
        ("# 🤖 Analyst", "# 🤖 ANALYST", counts(changed=1, unchanged=6)),
        ("- **Git** - VCS\n- **SQL** - Data", "- **SQL** - Data\n- **Git** - VCS", counts(unchanged=7)),
        ("- **Git**", "* **Git**", counts(unchanged=7)),
    ],
)
def test_a_changed_document_becomes_revision_two(before: str, after: str, expected: dict[str, int]) -> None:
    imported(DOCUMENT)
    plan = imported(DOCUMENT.replace(before, after))
    assert (plan.slug, plan.number, plan.changes.counts) == ("analyst", 2, expected)
    role = Role.objects.get()
    assert role.current
    assert list(role.revisions.values_list("number", "state")) == [(2, "published"), (1, "published")]
    assert role.current.number == 2


def test_keys_survive_a_new_wording_a_move_and_a_new_order() -> None:
    imported(DOCUMENT)
    was = keys(Role.objects.get().current)
    text = DOCUMENT.replace("- **Git** - VCS\n- **SQL** - Data\n", "- **SQL** - Tables\n")
    imported(text + "- **Git** - VCS\n- **Docker**\n")
    now = keys(Role.objects.get().current)
    assert now == {**was, "Docker": now["Docker"]}


def test_a_title_is_the_same_role_in_any_case_and_with_any_icon() -> None:
    for title in ("# 🤖 Analyst", "# ANALYST", "# 🧭  analyst", "# 🤖 Analyst"):
        imported(DOCUMENT.replace("# 🤖 Analyst", title))
    role = Role.objects.with_current().get()
    assert (role.slug, str(role.current), role.revisions.count()) == ("analyst", "Analyst, revision 4", 4)


def test_titles_with_one_slug_are_roles_of_their_own() -> None:
    titles = ("C", "C++", "C#", "Import", "数据")
    first = [imported(DOCUMENT.replace("Analyst", title)).slug for title in titles]
    again = [imported(DOCUMENT.replace("Analyst", title).replace("VCS", "New")) for title in titles]
    assert first == ["c", "c-2", "c-3", "import-2", "role"]
    assert [(plan.slug, plan.number) for plan in again] == [(slug, 2) for slug in first]


def test_an_open_draft_is_in_the_way(rosa: User) -> None:
    publishing.start_draft(make_role(), by=rosa)
    before = rows()
    said = "Data Analyst has an open draft, revision 2 by Rosa Adler. Publish or discard it first."
    with pytest.raises(ImportRefused) as refusal:
        imported(role_document())
    assert str(refusal.value) == f"Line 1: {said}"
    plan = importing.plan(role_document().encode())
    assert [(problem.line, problem.message) for problem in plan.problems] == [(1, said)]
    assert rows() == before


def test_a_draft_is_found_by_the_title_it_was_given(rosa: User) -> None:
    draft = publishing.start_draft(make_role(), by=rosa)
    draft.title, draft.title_key = "Insight Lead", title_key("Insight Lead")
    draft.save()
    for title in ("Data Analyst", "insight lead"):
        assert importing.plan(role_document(title).encode()).draft == draft


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (b"", "Line 1: The file is empty"),
        (b"no title", "Line 1: There is no title"),
        (b"# R\n\0", "Line 2: This line contains a NUL character"),
        (DOCUMENT.replace("- **Git** - VCS", "-").encode(), "Line 5: This requirement has no name"),
        (DOCUMENT.encode("utf-16"), "Line 1: The file is UTF-16"),
    ],
)
def test_a_document_with_a_problem_writes_nothing(data: bytes, refusal: str) -> None:
    make_role()
    before = rows()
    with pytest.raises(ImportRefused, match=f"^{refusal}"):
        import_document(data, by=None)
    assert rows() == before


def test_a_refusal_names_three_problems_and_counts_the_rest() -> None:
    with pytest.raises(ImportRefused) as refusal:
        imported(DOCUMENT + "-\n" * 5)
    named = " ".join(f"Line {number}: This requirement has no name." for number in (9, 10, 11))
    assert str(refusal.value) == f"{named} And 2 more."


def test_a_plan_against_another_revision_is_refused() -> None:
    make_role()
    seen = importing.plan(role_document(must_haves=5).encode()).basis
    imported(role_document(must_haves=3))
    before = rows()
    assert seen
    with pytest.raises(ImportRefused, match="has changed since this plan was shown"):
        import_document(role_document(must_haves=5).encode(), by=None, basis=seen.pk, check_basis=True)
    with pytest.raises(ImportRefused, match="has changed since this plan was shown"):
        import_document(role_document(must_haves=5).encode(), by=None, basis=None, check_basis=True)
    assert rows() == before


def test_confirming_what_is_there_already_is_no_conflict() -> None:
    make_role()
    plan = import_document(role_document().encode(), by=None, basis=None, check_basis=True)
    assert (plan.is_unchanged, plan.number) == (True, 1)


# The library


def test_new_names_become_skills_with_the_category_of_their_line() -> None:
    imported(DOCUMENT)
    library = list(Skill.objects.order_by("name").values_list("name", "key", "category"))
    assert library == [("Git", "git", "VCS"), ("Go", "go", ""), ("SQL", "sql", "Data")]


def test_known_skills_are_used_by_name_alias_and_successor() -> None:
    successor = Skill.objects.create(name="Version control", key="version control")
    Skill.objects.create(name="GIT", key="git", merged_into=successor)
    databases = Skill.objects.create(name="Databases", key="databases", category="Kept")
    SkillAlias.objects.create(skill=databases, name="sql", key="sql")
    plan = imported(DOCUMENT)
    assert plan.new_skills == ("Go",)
    assert list(Requirement.objects.order_by("pk").values_list("name", "skill__name")) == [
        ("Git", "Version control"), ("SQL", "Databases"), ("Go", "Go"),
    ]  # fmt: skip
    databases.refresh_from_db()
    assert databases.category == "Kept"


def test_spellings_of_one_name_are_one_skill() -> None:
    plan = imported(DOCUMENT.replace("SQL", "GIT").replace("**Go**", "**Machine  Learning**"))
    assert plan.new_skills == ("Git", "Machine Learning")
    assert sorted(Skill.objects.values_list("name", flat=True)) == ["Git", "Machine Learning"]


def test_names_that_grow_when_case_is_put_aside_fit_their_columns() -> None:
    title, name = "ß" * 200, "ﬃ" * 300
    text = DOCUMENT.replace("Analyst", title).replace("Git", name)
    imported(text)
    assert imported(text).is_unchanged
    assert Role.objects.titled(title).count() == 1
    assert (len(title_key(title)), len(skill_key(name))) == (200, 300)


# All or nothing


@pytest.mark.parametrize(
    ("module", "act"),
    [(recording, "_notes"), (recording, "_growth_paths"), (publishing, "publish"), (recording, "_skills")],
)
def test_what_breaks_half_way_leaves_nothing(module: Any, act: str, monkeypatch: pytest.MonkeyPatch) -> None:
    make_role()
    before = rows()

    def broken(*args: object, **words: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(module, act, broken)
    for document in (SEED.read_bytes(), role_document(must_haves=5).encode()):
        with pytest.raises(RuntimeError, match="the disk is full"):
            import_document(document, by=None)
    assert rows() == before


def test_a_slug_that_was_taken_meanwhile_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    make_role("Data Analyst")
    before = rows()
    # What a plan sees that was made before the other import was committed.
    monkeypatch.setattr(Role.objects.all().__class__, "titled", lambda roles, title: roles.none())
    monkeypatch.setattr(Role.objects.all().__class__, "free_slug", lambda roles, title: "data-analyst")
    with pytest.raises(ImportRefused, match="has changed since this plan was shown"):
        imported(role_document(must_haves=5))
    assert rows() == before


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_first_imports_of_one_title_make_one_role() -> None:
    outcomes = together(*[lambda: imported(role_document()).is_unchanged] * 2)
    assert sorted(isinstance(one, ImportRefused) or one is True for one in outcomes) == [False, True]
    assert list(Revision.objects.values_list("role__slug", "number")) == [("data-analyst", 1)]
