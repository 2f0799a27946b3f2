"""export_roles: all roles as files in a folder, as a version control system keeps them."""

from __future__ import annotations

import os
import stat
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from roleprofiles import exporting, importing, publishing
from roleprofiles.choices import DocumentFormat
from roleprofiles.documents import formats
from roleprofiles.models import Role
from tests.factories import make_role, make_seed_role, role_document
from tests.roleprofiles.rows import rows

pytestmark = pytest.mark.django_db


def run(folder: Path, *words: str) -> list[str]:
    out = StringIO()
    call_command("export_roles", "--to", str(folder), *words, stdout=out)
    return out.getvalue().splitlines()


def contents(folder: Path) -> dict[str, str]:
    return {path.name: path.read_bytes().decode() for path in folder.iterdir()}


@pytest.mark.parametrize("form", DocumentFormat)
def test_importing_the_folder_again_plans_no_change(tmp_path: Path, form: DocumentFormat) -> None:
    make_seed_role()
    make_role()
    before = rows()
    suffix = formats.suffix_of(form)
    assert run(tmp_path / "a" / "roles", "--format", form) == [
        f"data-analyst{suffix}: written",
        f"machine-learning-engineer{suffix}: written",
        f"2 roles in {tmp_path}/a/roles",
    ]
    for path in (tmp_path / "a" / "roles").iterdir():
        plan = importing.plan(path.read_bytes(), form=formats.format_of(path.name) or form)
        assert (plan.is_unchanged, plan.problems, plan.slug) == (True, (), path.stem)
        assert path.read_bytes().endswith(b"\n")
    assert rows() == before


def test_only_current_revisions_are_written_and_drafts_are_not(tmp_path: Path) -> None:
    role = make_role(must_haves=2)
    draft = publishing.start_draft(make_role(must_haves=3), by=None)
    draft.levels.filter(name="Mid").update(name="Hidden")
    publishing.begin_role(title="Never published", by=None)
    assert run(tmp_path) == ["data-analyst.yaml: written", f"1 role in {tmp_path}"]
    current = Role.objects.with_current().get(pk=role.pk).current
    assert current
    assert contents(tmp_path) == {"data-analyst.yaml": exporting.written(current, DocumentFormat.YAML)}


def test_files_that_say_the_same_are_not_touched(tmp_path: Path) -> None:
    make_role()
    make_role("Tester")
    run(tmp_path)
    for path in tmp_path.iterdir():
        os.utime(path, (1, 1))
    importing.import_document(role_document("Tester", must_haves=5).encode(), by=None)
    assert run(tmp_path) == ["tester.yaml: written", f"2 roles in {tmp_path}"]
    assert [path.name for path in tmp_path.iterdir() if path.stat().st_mtime == 1] == ["data-analyst.yaml"]
    assert run(tmp_path) == [f"2 roles in {tmp_path}"]


def test_documents_of_roles_that_are_gone_are_named_and_removed_when_asked(tmp_path: Path) -> None:
    make_role()
    run(tmp_path)
    text = (tmp_path / "data-analyst.yaml").read_text(encoding="utf-8")
    (tmp_path / "old.yaml").write_text(text, encoding="utf-8")
    others = {
        "pipeline.yaml": "on: push\n",
        "broken.yaml": "title: [\n",
        "README.md": "# Roles\n",
        "data-analyst.json": "{}",
    }
    for name, content in others.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    (tmp_path / "folder.yaml").mkdir()
    (tmp_path / "link.yaml").symlink_to(tmp_path / "old.yaml")
    assert run(tmp_path) == ["old.yaml: no role any more; left alone", f"1 role in {tmp_path}"]
    assert (tmp_path / "old.yaml").exists()
    assert run(tmp_path, "--prune") == ["old.yaml: removed", f"1 role in {tmp_path}"]
    assert {path.name for path in tmp_path.iterdir()} == {
        *others, "data-analyst.yaml", "folder.yaml", "link.yaml",
    }  # fmt: skip
    assert all((tmp_path / name).read_text(encoding="utf-8") == said for name, said in others.items())


@pytest.mark.parametrize(
    "slug",
    ["../outside", "/outside", "a/../../outside", "..", ".hidden", "a\\..\\b", "%2e%2e", "a\0b", ""],
)
def test_no_file_is_written_outside_the_folder(tmp_path: Path, slug: str) -> None:
    if "\0" in slug and connection.vendor == "postgresql":
        pytest.skip("PostgreSQL keeps no such slug")
    role = make_role()
    Role.objects.filter(pk=role.pk).update(slug=slug)
    with pytest.raises(CommandError, match="cannot name a file"):
        run(tmp_path / "in" / "roles")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_link_is_replaced_and_not_followed(tmp_path: Path) -> None:
    make_role()
    outside, folder = tmp_path / "outside.yaml", tmp_path / "roles"
    outside.write_text("mine", encoding="utf-8")
    folder.mkdir()
    for name in ("data-analyst.yaml", ".data-analyst.yaml.new"):
        (folder / name).symlink_to(outside)
    assert run(folder) == ["data-analyst.yaml: written", f"1 role in {folder}"]
    assert outside.read_text(encoding="utf-8") == "mine"
    assert {path.name: path.is_symlink() for path in folder.iterdir()} == {"data-analyst.yaml": False}


def test_files_are_for_those_whom_the_umask_lets_in(tmp_path: Path) -> None:
    make_role()
    before = os.umask(0o027)
    try:
        run(tmp_path)
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "data-analyst.yaml").stat().st_mode) == 0o640


def test_what_cannot_be_written_is_said(tmp_path: Path) -> None:
    make_role()
    file = tmp_path / "file"
    file.write_text("mine", encoding="utf-8")
    with pytest.raises(CommandError, match=r"file: File exists$") as refusal:
        run(file)
    assert refusal.value.returncode == 1
    (tmp_path / "data-analyst.yaml").mkdir()
    with pytest.raises(CommandError, match=r"data-analyst\.yaml.*: Is a directory$"):
        run(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {"file", "data-analyst.yaml"}


@pytest.mark.parametrize("count", [1, 30])
def test_roles_are_read_many_at_a_time(tmp_path: Path, count: int) -> None:
    for number in range(count):
        make_role(f"Role {number}", must_haves=1)
    with CaptureQueriesContext(connection) as seen:
        run(tmp_path)
    assert len(seen) == 12
