"""Scripts that import each other, under hashed names."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from django.core.files.storage import FileSystemStorage

from config.storage import HashedFiles

OWN = Path(__file__).parents[2] / "static"
IMPORT = re.compile(r"""(?:from|import)\s*\(?["'](\./[^"']+)["']""")


def test_every_import_leads_to_a_hashed_file(tmp_path: Path) -> None:
    """Only those are kept on a server, and only those may be cached for ever."""
    shutil.copytree(OWN / "js", tmp_path / "js")
    source = FileSystemStorage(tmp_path)
    names = [str(path.relative_to(tmp_path)) for path in (tmp_path / "js").iterdir()]
    plain = {found for name in names for found in IMPORT.findall((tmp_path / name).read_text())}
    assert {"./outbox.js", "./site.js", "./sign-in.js"} <= plain
    storage = HashedFiles(location=tmp_path, base_url="/static/")
    processed = storage.post_process({name: (source, name) for name in names})
    done = {old: new for old, new, _ in processed if new.endswith(".js")}
    assert set(names) <= set(done)
    imported = {found for new in done.values() for found in IMPORT.findall((tmp_path / new).read_text())}
    assert len(imported) == len(plain)
    assert {f"js/{one.removeprefix('./')}" for one in imported} <= set(done.values())


def test_an_imported_sheet_is_in_the_one_that_imports_it(tmp_path: Path) -> None:
    """Otherwise a browser asks for them one after the other."""
    shutil.copytree(OWN, tmp_path / "source")
    source = FileSystemStorage(tmp_path / "source")
    names = [f"css/{path.name}" for path in (OWN / "css").iterdir()]
    names.append("vendor/bootstrap-5.3.9/bootstrap.trimmed.css")
    storage = HashedFiles(location=tmp_path, base_url="/static/")

    def hashed() -> dict[str, str]:
        return {old: new for old, new, _ in storage.post_process({name: (source, name) for name in names})}

    sheet = hashed()["css/layout.css"]
    text = (tmp_path / sheet).read_text()
    places = [text.index(part) for part in (".btn-primary{", "--rc-paper: #fff", ".topbar {")]
    assert places == sorted(places)  # the later one wins
    assert "@import" not in text
    (tmp_path / "source" / "css" / "tokens.css").write_text(":root { --rc-paper: #eee }")
    assert hashed()["css/layout.css"] != sheet
