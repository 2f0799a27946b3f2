"""import_roles and export_role, as a person at a terminal or a script sees them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from roleprofiles import exporting, importing, publishing
from roleprofiles.choices import DocumentFormat
from roleprofiles.documents import formats, normalise
from roleprofiles.documents.encoding import decode
from roleprofiles.importing import ImportRefused
from roleprofiles.models import Revision, Role
from tests.factories import SEED, make_role, make_seed_role, role_document
from tests.roleprofiles.documents.zips import zipped
from tests.roleprofiles.rows import rows

ROOT = Path(__file__).parents[2]
PROGRESSION = ["ML Engineer", "Senior ML Engineer", "ML Lead", "AI Architect"]
RESPONSIBILITY = (
    "Builds and deploys machine learning models, creates AI systems, and develops automated solutions "
    "that can learn from data and make predictions or decisions"
)
SEED_ANSWER = {
    "path": "machine-learning-engineer.md",
    "slug": "machine-learning-engineer",
    "title": "Machine Learning Engineer",
    "revision": 1,
    "mended": True,
    "responsibility": RESPONSIBILITY,
    "progression": PROGRESSION,
    "levels": [
        {
            "name": "Mid",
            "min_years": 2,
            "max_years": 4,
            "questions": 0,
            "lists": [
                {"kind": "must_have", "title": "Must-Have", "requirements": 7},
                {"kind": "good_to_have", "title": "Good-to-Have", "requirements": 4},
            ],
        },
        {
            "name": "Experienced",
            "min_years": 4,
            "max_years": None,
            "questions": 0,
            "lists": [
                {"kind": "must_have", "title": "Must-Have", "requirements": 10},
                {"kind": "good_to_have", "title": "Good-to-Have", "requirements": 5},
                {
                    "kind": "production_support",
                    "title": "Production Support & Miscellaneous",
                    "requirements": 10,
                },
            ],
        },
    ],
    "growth_paths": [
        {"from": "Mid", "to": "Experienced", "steps": 4},
        {"from": "Experienced", "to": "Senior/Lead", "steps": 5},
        {"from": "Experienced", "to": "ML Lead/AI Architect", "steps": 5},
    ],
    "notes": 0,
    "changes": {"added": 58, "changed": 0, "moved": 0, "removed": 0, "unchanged": 0},
    "warnings": [],
    "problems": [],
}
NOTHING: dict[str, Any] = {
    "slug": "", "title": "", "revision": None, "mended": False, "responsibility": "", "progression": [],
    "levels": [], "growth_paths": [], "notes": 0, "warnings": [],
    "changes": {"added": 0, "changed": 0, "moved": 0, "removed": 0, "unchanged": 0},
}  # fmt: skip

pytestmark = pytest.mark.django_db


def run(*words: object) -> tuple[str, int]:
    """What is printed, and the exit status."""
    out = StringIO()
    try:
        call_command("import_roles", *map(str, words), stdout=out)
    except SystemExit as end:
        return out.getvalue(), int(str(end.code))
    return out.getvalue(), 0


def answers(*words: object) -> list[dict[str, Any]]:
    printed, _ = run("--json", *words)
    found: list[dict[str, Any]] = json.loads(printed)
    return found


def written(folder: Path, name: str, text: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def test_the_seed_is_imported_and_answered_for() -> None:
    assert answers(SEED) == [SEED_ANSWER]
    role = Role.objects.with_current().get()
    assert (role.slug, role.current and role.current.number) == ("machine-learning-engineer", 1)


def test_a_check_prints_the_same_plan_and_writes_nothing() -> None:
    assert answers("--check", SEED) == [SEED_ANSWER]
    assert run("--check", SEED) == (
        "machine-learning-engineer.md: machine-learning-engineer revision 1 (58 added, characters mended)\n",
        0,
    )
    assert not any(rows().values())


def test_the_seed_again_changes_nothing() -> None:
    make_seed_role()
    before = rows()
    unchanged = {"added": 0, "changed": 0, "moved": 0, "removed": 0, "unchanged": 58}
    assert answers(SEED) == [{**SEED_ANSWER, "changes": unchanged}]
    assert rows() == before


def test_a_changed_document_becomes_the_next_revision(tmp_path: Path) -> None:
    make_role()
    path = written(tmp_path, "analyst.md", role_document().replace("Category 2", "Other", 1))
    assert run(path) == ("analyst.md: data-analyst revision 2 (1 changed, 18 unchanged)\n", 0)
    assert Revision.objects.filter(number=2, state="published").count() == 1


def test_folders_are_searched_and_others_files_left_alone(tmp_path: Path) -> None:
    for name, title in (("b.md", "B"), ("a.TXT", "A"), ("deep/er/c.markdown", "C"), ("d.html", "D")):
        written(tmp_path, f"folder/{name}", role_document(title))
    single = written(tmp_path, "e.html", role_document("E"))
    found = answers(tmp_path / "folder", single, SEED)
    assert [(one["path"], one["slug"]) for one in found] == [
        ("a.TXT", "a"), ("b.md", "b"), ("deep/er/c.markdown", "c"), ("e.html", "e"),
        ("machine-learning-engineer.md", "machine-learning-engineer"),
    ]  # fmt: skip
    assert Role.objects.count() == 5


def test_a_document_with_a_problem_fails_alone(tmp_path: Path) -> None:
    bad = role_document("Bad").replace("- **Ability 2** - Category 2", "-", 1)
    written(tmp_path, "1-bad.md", bad)
    written(tmp_path, "2-good.md", role_document("Good"))
    printed, status = run(tmp_path)
    assert printed == ("1-bad.md:12: This requirement has no name.\n2-good.md: good revision 1 (19 added)\n")
    assert (status, list(Role.objects.values_list("slug", flat=True))) == (1, ["good"])


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        (b"", 1, "The file is empty: "),
        (b"just text", 1, "There is no title: "),
        (b"# Shopping\n- milk\n", 1, "There is no section of requirements by level: "),
        (b"# R\n\n\xff\xff", 3, "This line is not UTF-8 (byte 1 of the line):"),
        ("# R".encode("utf-16"), 1, "The file is UTF-16, not UTF-8: "),
        (b"# R\n\0", 2, "This line contains a NUL character: "),
        (b"x" * 1_000_001, 1, "The file is larger than 1 MB (1,000,001 bytes)."),
    ],
)
def test_what_is_no_role_document(tmp_path: Path, content: bytes, line: int, message: str) -> None:
    path = written(tmp_path, "r.md", content)
    (answer,) = answers(path)
    (problem,) = answer.pop("problems")
    assert answer == {**NOTHING, "path": "r.md"}
    assert (problem["line"], problem["message"][: len(message)]) == (line, message)
    assert run(path)[1] == 1
    assert not any(rows().values())


def test_every_problem_is_named(tmp_path: Path) -> None:
    text = role_document(levels=["Mid"]).rstrip().replace("- **Spare**: nice to see", "-\n" * 10_000)
    printed, status = run(written(tmp_path, "r.md", text))
    nameless = [f"r.md:{number}: This requirement has no name." for number in range(17, 10_017)]
    too_many = "r.md:2013: There are more than 2,000 requirements."
    assert sorted(printed.splitlines()) == sorted([*nameless, too_many])
    assert status == 1


def test_warnings_are_said_and_stop_nothing(tmp_path: Path) -> None:
    path = written(tmp_path, "r.md", role_document() + "## Skills by level\n")
    (answer,) = answers("--check", path)
    warning = "This is a second section of the kind “Requirements by level”: it is kept as notes."
    assert (answer["warnings"], answer["problems"]) == ([{"line": 37, "message": warning}], [])
    assert run(path) == (f"r.md:37: warning: {warning}\nr.md: data-analyst revision 1 (20 added)\n", 0)


def test_a_path_that_cannot_be_read_fails_alone(tmp_path: Path) -> None:
    good = written(tmp_path, "good.md", role_document())
    assert run(tmp_path / "absent.md", good) == (
        "absent.md:0: cannot be read: No such file or directory\n"
        "good.md: data-analyst revision 1 (19 added)\n",
        1,
    )


def test_a_folder_without_documents_is_said_before_anything_is_written(tmp_path: Path) -> None:
    good = written(tmp_path, "good.md", role_document())
    written(tmp_path, "empty/page.html", role_document())
    with pytest.raises(CommandError) as refusal:
        run(good, tmp_path / "empty")
    expected = ", ".join(sorted([*formats.SUFFIXES, ".zip"]))
    assert str(refusal.value) == f"{tmp_path}/empty holds no role documents ({expected})."
    assert not any(rows().values())


def test_the_documents_of_a_zip_are_imported(tmp_path: Path) -> None:
    bad = role_document("Bad").replace("- **Ability 2** - Category 2", "-", 1)
    held = {
        "x/good.md": role_document("Good"),
        "../bad.md": bad,
        ".hidden.md": "x",
        "c.pdf": "x",
        "d.zip": "x",
    }
    written(tmp_path, "folder/roles.zip", zipped(held))
    expected = ", ".join((*formats.SUFFIXES, ".zip"))
    printed, status = run(tmp_path / "folder")
    assert printed.splitlines() == [
        "roles.zip/x/good.md: good revision 1 (19 added)",
        "roles.zip/bad.md:12: This requirement has no name.",
        f"roles.zip/c.pdf:1: A file of this kind is not read. Expected: {expected}.",
        "roles.zip/d.zip:1: A zip within a zip is not opened: upload it by itself.",
    ]
    assert (status, list(Role.objects.values_list("slug", flat=True))) == (1, ["good"])


def test_a_zip_that_is_not_opened_fails_alone(tmp_path: Path) -> None:
    broken, bomb = (
        written(tmp_path, "broken.zip", b"PK"),
        written(tmp_path, "bomb.ZIP", zipped({"a.md": "a" * 10**6})),
    )
    good = written(tmp_path, "good.md", role_document())
    assert run(broken, bomb, good) == (
        "broken.zip:0: This is no zip file, or it is damaged.\n"
        "bomb.ZIP:0: The zip unpacks to more than 100 times its size.\n"
        "good.md: data-analyst revision 1 (19 added)\n",
        1,
    )


def test_the_answer_for_a_document_of_a_zip_has_the_same_shape(tmp_path: Path) -> None:
    path = written(tmp_path, "roles.zip", zipped({SEED.name: SEED.read_bytes(), "c.pdf": "x"}))
    seed, pdf = answers("--check", path)
    assert seed == {**SEED_ANSWER, "path": f"roles.zip/{SEED.name}"}
    assert pdf.keys() == {*NOTHING, "path", "problems"}


def test_an_open_draft_is_a_problem() -> None:
    publishing.start_draft(make_seed_role(), by=None)
    printed, status = run(SEED)
    refusal = "Machine Learning Engineer has an open draft, revision 2. Publish or discard it first."
    assert (printed, status) == (f"machine-learning-engineer.md:1: {refusal}\n", 1)


def test_an_import_that_somebody_was_quicker_with_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(data: bytes, **_: object) -> None:
        raise ImportRefused(importing.CHANGED_MEANWHILE)

    monkeypatch.setattr(importing, "import_document", refuse)
    assert run(SEED) == (f"machine-learning-engineer.md:0: {importing.CHANGED_MEANWHILE}\n", 1)


def test_a_name_that_is_no_text_does_not_stop_the_answer(tmp_path: Path) -> None:
    folder = os.fsencode(tmp_path)
    Path(os.fsdecode(folder + b"/r\xff.md")).write_text(role_document(), encoding="utf-8")
    printed, _ = run("--json", "--check", tmp_path)
    assert json.loads(printed.encode())[0]["path"] == "r�.md"


def test_standard_output_carries_the_answer_alone(tmp_path: Path) -> None:
    """A process of its own, as a script would start it, with everything logged that can be."""
    env = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "DEBUG"}}
    env |= {"DATABASE_URL": f"sqlite:///{tmp_path}/db.sqlite3", "LOG_LEVEL": "DEBUG"}

    def manage(*words: object) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "manage.py", *map(str, words)]
        return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)  # noqa: S603

    assert manage("migrate").returncode == 0
    bad = written(tmp_path, "bad.md", "no title")
    done = manage("import_roles", "--json", SEED, bad)
    assert [one["path"] for one in json.loads(done.stdout)] == ["machine-learning-engineer.md", "bad.md"]
    assert done.returncode == 1
    missing = manage("export_role", "nobody")
    assert (missing.stdout, missing.stderr.splitlines()[-1:], missing.returncode) == (
        "", ["CommandError: There is no role 'nobody'."], 1,
    )  # fmt: skip


# export_role


def exported(*words: object) -> str:
    out = StringIO()
    call_command("export_role", *map(str, words), stdout=out)
    return out.getvalue()


def test_a_role_is_printed_as_its_document() -> None:
    make_seed_role()
    assert exported("machine-learning-engineer") == normalise(decode(SEED.read_bytes()).text)


@pytest.mark.parametrize("form", DocumentFormat)
def test_a_role_is_printed_in_every_format(form: DocumentFormat) -> None:
    make_role()
    current = make_role(must_haves=5).current
    older = Revision.objects.get(number=1)
    assert current
    assert exported("data-analyst", "--format", form) == exporting.written(current, form)
    assert exported("data-analyst", "--format", form, "--revision", 1) == exporting.written(older, form)


def test_a_format_that_is_not_known_is_refused() -> None:
    make_role()
    with pytest.raises(CommandError, match="invalid choice: 'docx'"):
        exported("data-analyst", "--format", "docx")


def test_a_revision_is_printed_by_its_number() -> None:
    make_role()
    make_role(must_haves=5)
    publishing.start_draft(make_role(must_haves=6), by=None)
    found = [exported("data-analyst", "--revision", number) for number in (1, 2, 3, 4)]
    texts = [role_document(must_haves=count) for count in (4, 5, 6)]
    assert found == [*texts, texts[-1]]
    assert exported("data-analyst") == texts[-1]


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        (["nobody"], "There is no role 'nobody'."),
        (["data-analyst", "--revision", 0], "data-analyst has no revision 0."),
        (["data-analyst", "--revision", 2], "data-analyst has no revision 2."),
        (["data-analyst", "--revision", 10**30], f"data-analyst has no revision {10**30}."),
        (["draft-only"], "draft-only is not published."),
    ],
)
def test_what_is_not_there_is_not_printed(words: list[object], refusal: str) -> None:
    make_role()
    Role.objects.create(slug="draft-only")
    with pytest.raises(CommandError) as error:
        exported(*words)
    assert (str(error.value), error.value.returncode) == (refusal, 1)
