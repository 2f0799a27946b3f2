"""Documents on their way in: kept, read one by one, imported one by one, whatever happens in between."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import count

import pytest

from accounts.models import User
from roleprofiles import importing, publishing, recording, uploading
from roleprofiles.choices import DocumentFormat
from roleprofiles.documents.arrivals import Arrival
from roleprofiles.importing import ImportRefused
from roleprofiles.models import ImportBatch, ImportDocument, Revision, Role, Skill, SkillAlias
from tests.factories import make_import, make_role, role_document
from tests.interviews.threads import together
from tests.roleprofiles.rows import rows

BROKEN = role_document("Broken").replace("- **Ability 2** - Category 2", "-", 1)
EMPTY = (
    "Line 1: The file is empty: a role document begins with a title such as “# Machine Learning Engineer”."
)

pytestmark = pytest.mark.django_db


def said(batch: ImportBatch) -> list[tuple[str, str, str]]:
    return list(batch.documents.values_list("title", "state", "message"))


def read_all(batch: ImportBatch) -> ImportBatch:
    while uploading.read_next(batch):
        pass
    return batch


def import_all(batch: ImportBatch, by: User) -> None:
    while uploading.import_next(batch, by=by):
        pass


def kept(batch: ImportBatch) -> list[int]:
    """How many bytes each document still holds."""
    return [len(data) for data in batch.documents.values_list("data", flat=True)]


def test_what_arrives_is_kept_in_its_order(rosa: User) -> None:
    markdown = DocumentFormat.MARKDOWN
    batch = uploading.upload(
        [Arrival(name="b.md", format=markdown, data=b"# B"), Arrival(name="a.pdf", problem="Not read.")],
        by=rosa,
    )
    fields = ("name", "format", "state", "message", "position")
    assert list(batch.documents.values_list(*fields)) == [
        ("b.md", "markdown", "waiting", "", 1),
        ("a.pdf", "", "problem", "Not read.", 2),
    ]
    assert (batch.uploaded_by, kept(batch)) == (rosa, [3, 0])


def many(count: int, size: int = 1) -> Iterator[Arrival]:
    data = b"x" * size
    yield from (Arrival(name=f"{n}.md", format=DocumentFormat.MARKDOWN, data=data) for n in range(count))


@pytest.mark.parametrize(
    ("arrived", "refusal"),
    [
        (list, "There is no document in it."),
        (lambda: [Arrival(name="a.pdf", problem="Not read.")] * 2, "a.pdf: Not read."),
        (lambda: many(2_001), "These are more than 2,000 documents. Upload them in parts."),
        (lambda: many(26, 1_000_000), "These are more than 25 MB. Upload them in parts."),
    ],
)
def test_an_upload_that_is_refused_keeps_nothing(
    rosa: User, arrived: Callable[[], Iterable[Arrival]], refusal: str
) -> None:
    with pytest.raises(uploading.UploadRefused) as refused:
        uploading.upload(arrived(), by=rosa)
    assert str(refused.value) == refusal
    assert not any(rows().values())


def test_reading_says_what_each_plan_says(rosa: User) -> None:
    make_role("Analyst")
    changed = role_document("Analyst", must_haves=5)
    same = role_document("Analyst")
    swapped = same.replace("Ability 1** - Category 1\n- **", "").replace(
        "Ability 2** - Category 2", "Ability 2** - Category 2\n- **Ability 1** - Category 1"
    )
    batch = read_all(make_import(role_document("New"), changed, same, swapped, BROKEN, "", by=rosa))
    assert said(batch) == [
        ("New", "ready", "A new role: 19 added."),
        ("Analyst", "ready", "Revision 2: 2 added."),
        ("Analyst", "unchanged", "Says what revision 1 says."),
        ("Analyst", "ready", "Revision 2: only the order or the layout of lines differs."),
        ("Broken", "problem", "Line 12: This requirement has no name."),
        ("", "problem", EMPTY),
    ]
    assert Revision.objects.count() == 1


def test_importing_publishes_what_is_ready_and_drops_its_bytes(rosa: User) -> None:
    batch = read_all(make_import(role_document("A"), BROKEN, role_document("B"), by=rosa))
    import_all(batch, rosa)
    assert [(state, bool(size)) for (_, state, _), size in zip(said(batch), kept(batch), strict=True)] == [
        ("imported", False), ("problem", True), ("imported", False),
    ]  # fmt: skip
    made = batch.documents.exclude(revision=None).values_list("revision__title", "revision__published_by")
    assert list(made) == [("A", rosa.pk), ("B", rosa.pk)]


def test_two_documents_of_one_role_are_not_published_over_each_other(rosa: User) -> None:
    batch = read_all(make_import(role_document(), role_document(must_haves=6), by=rosa))
    import_all(batch, rosa)
    assert [(state, message) for _, state, message in said(batch)] == [
        ("imported", "A new role: 19 added."),
        ("problem", importing.CHANGED_MEANWHILE),
    ]
    assert Revision.objects.count() == 1
    uploading.read_again(batch)
    read_all(batch)
    assert said(batch)[1][1:] == ("ready", "Revision 2: 4 added.")
    import_all(batch, rosa)
    assert list(Revision.objects.values_list("number", flat=True)) == [2, 1]


def test_what_somebody_published_meanwhile_is_not_taken_back(rosa: User) -> None:
    make_role()
    batch = read_all(make_import(role_document(must_haves=5), by=rosa))
    make_role(must_haves=7)
    import_all(batch, rosa)
    assert said(batch) == [("Data Analyst", "problem", importing.CHANGED_MEANWHILE)]
    assert Revision.objects.count() == 2


def test_what_somebody_else_imported_meanwhile_is_nothing_new(rosa: User) -> None:
    batch = read_all(make_import(role_document(), by=rosa))
    make_role()
    import_all(batch, rosa)
    assert said(batch) == [("Data Analyst", "unchanged", "Says what revision 1 says.")]


def test_a_draft_in_the_way_can_go_away(rosa: User) -> None:
    draft = publishing.start_draft(make_role(), by=rosa)
    batch = read_all(make_import(role_document(must_haves=5), by=rosa))
    assert said(batch)[0][1:] == (
        "problem",
        "Line 1: Data Analyst has an open draft, revision 2 by Rosa Adler. Publish or discard it first.",
    )
    draft.delete()
    uploading.read_again(batch)
    read_all(batch)
    assert said(batch)[0][1:] == ("ready", "Revision 2: 2 added.")


def test_a_file_that_is_no_document_is_not_read_again(rosa: User) -> None:
    pdf = Arrival(name="a.pdf", problem="Not read.")
    batch = uploading.upload([pdf, *many(1)], by=rosa)
    read_all(batch)
    uploading.read_again(batch)
    assert list(batch.documents.values_list("name", "state")) == [("a.pdf", "problem"), ("0.md", "waiting")]


def test_work_stops_after_its_time_and_goes_on_where_it_was(
    rosa: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each look at the clock is 0.15 s later than the one before."""
    batch = make_import(*(role_document(f"Role {n}") for n in range(12)), by=rosa)
    clock = count()
    monkeypatch.setattr(uploading, "monotonic", lambda: next(clock) * 0.15)
    seen = []
    for _ in range(4):
        seen.append(batch.documents.waiting().count())
        uploading.work(batch, uploading.read_next)
    assert seen == [12, 8, 4, 0]


def test_work_stops_after_so_many_documents(rosa: User, monkeypatch: pytest.MonkeyPatch) -> None:
    batch = read_all(make_import(*(role_document(f"Role {n}") for n in range(3)), by=rosa))
    monkeypatch.setattr(uploading, "DOCUMENTS_AT_ONCE", 2)
    uploading.work(batch, partial(uploading.import_next, by=rosa))
    assert batch.documents.ready().count() == 1


# One by one, and each whole


def test_a_crash_leaves_the_document_as_it_was(rosa: User, monkeypatch: pytest.MonkeyPatch) -> None:
    batch = read_all(make_import(role_document("A"), role_document("B"), by=rosa))
    before = rows()

    def broken(*_: object) -> None:
        raise RuntimeError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(recording, "_notes", broken)
        with pytest.raises(RuntimeError):
            uploading.import_next(batch, by=rosa)
    assert rows() == before
    import_all(batch, rosa)
    assert [state for _, state, _ in said(batch)] == ["imported", "imported"]


def test_a_crash_while_reading_leaves_the_document_waiting(
    rosa: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = make_import(role_document("A"), by=rosa)
    with monkeypatch.context() as patch:
        patch.setattr(importing, "plan", lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            uploading.read_next(batch)
    assert [state for _, state, _ in said(batch)] == ["waiting"]
    read_all(batch)
    assert [state for _, state, _ in said(batch)] == ["ready"]


def test_one_document_is_imported_once(rosa: User) -> None:
    document = read_all(make_import(role_document(), by=rosa)).documents.get()
    plan = uploading.import_one(document, by=rosa, basis=None)
    assert plan.revision == Revision.objects.get()
    with pytest.raises(uploading.DocumentGone):
        uploading.import_one(document, by=rosa, basis=None)
    assert Revision.objects.count() == 1


def test_a_document_that_was_left_out_is_not_imported(rosa: User) -> None:
    document = make_import(role_document(), by=rosa).documents.get()
    ImportDocument.objects.leave_out()
    with pytest.raises(uploading.DocumentGone):
        uploading.import_one(document, by=rosa, basis=None)
    assert (kept(document.batch), Role.objects.count()) == ([0], 0)


def test_what_is_imported_is_not_left_out(rosa: User) -> None:
    batch = read_all(make_import(role_document("A"), role_document("B"), by=rosa))
    uploading.import_next(batch, by=rosa)
    assert batch.documents.leave_out() == 1
    assert [state for _, state, _ in said(batch)] == ["imported", "skipped"]


def test_names_of_known_skills_and_the_import_are_one_act(rosa: User) -> None:
    skill = Skill.objects.create(name="Analysis", key="analysis")
    document = make_import(role_document(), by=rosa).documents.get()
    uploading.import_one(document, by=rosa, basis=None, same=[("Ability 1", skill), ("Ability 2", skill)])
    assert list(SkillAlias.objects.values_list("name", flat=True)) == ["Ability 1", "Ability 2"]
    assert skill.requirements.count() == 4


def test_a_name_that_is_taken_refuses_all(rosa: User) -> None:
    skill, other = (
        Skill.objects.create(name=name, key=name.casefold()) for name in ("Analysis", "Ability 2")
    )
    document = make_import(role_document(), by=rosa).documents.get()
    before = rows()
    with pytest.raises(ImportRefused, match="“Ability 2”"):
        uploading.import_one(document, by=rosa, basis=None, same=[("Ability 1", skill), (other.name, skill)])
    assert rows() == before


# Two tabs, two processes


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_at_once_import_every_document_once(rosa: User) -> None:
    make_role("There already")  # where there is a role, imports stand in line
    batch = read_all(make_import(*(role_document(f"Role {n}") for n in range(12)), by=rosa))
    outcomes = together(*[lambda: import_all(batch, rosa)] * 2)
    assert outcomes == [None, None]
    assert [state for _, state, _ in said(batch)] == ["imported"] * 12
    numbers = Revision.objects.filter(title__startswith="Role ").values_list("number", flat=True)
    assert list(numbers) == [1] * 12


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_at_once_read_every_document(rosa: User) -> None:
    batch = make_import(*(role_document(f"Role {n}") for n in range(12)), by=rosa)
    assert together(*[lambda: read_all(batch).pk] * 2) == [batch.pk] * 2
    assert [state for _, state, _ in said(batch)] == ["ready"] * 12


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_at_once_confirm_one_document_once(rosa: User) -> None:
    document = make_import(role_document(), by=rosa).documents.get()
    outcomes = together(*[lambda: uploading.import_one(document, by=rosa, basis=None).number] * 2)
    assert {type(one) for one in outcomes} == {int, uploading.DocumentGone}
    assert Revision.objects.count() == 1
