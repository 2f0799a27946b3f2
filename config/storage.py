"""Static files under names that change with what is in them."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

IMPORTS = (
    (r"""(?P<matched>from\s*["'](?P<url>\./[^"']+)["'])""", 'from "%(url)s"'),
    (r"""(?P<matched>import\s*["'](?P<url>\./[^"']+)["'])""", 'import "%(url)s"'),
    (r"""(?P<matched>import\(["'](?P<url>\./[^"']+)["'])""", 'import("%(url)s"'),
)
SHEETS = ("css/", "admin/css/site.css", "admin/css/last.css")
IMPORTED = re.compile(r'@import "(?P<url>[^"]+)";')


class HashedFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Our scripts, which import each other by their plain names, find the hashed ones.

    Django has a switch for this, for all scripts: it fails on the examples in some packages' comments.
    """

    patterns = (*CompressedManifestStaticFilesStorage.patterns, ("js/*.js", IMPORTS))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known: dict[str, str] = {}  # addresses of files, which every page asks for

    def url(self, name: str, force: bool = False) -> str:
        """As long as the program runs, a file has one address."""
        if name not in self.known:
            self.known[name] = super().url(name, force)
        return self.known[name]

    def post_process(
        self, paths: Mapping[str, tuple[Storage, str]], **options: Any
    ) -> Iterator[tuple[str, str, bool]]:
        joined = {name: (Joined(paths), name) for name in paths if name.startswith(SHEETS)}
        yield from super().post_process({**paths, **joined}, **options)


class Joined:
    """Our style sheets, each with those that it imports: a browser asks for one file, not for three in a row.

    Addresses in what is imported stay as they are: it is from the same folder, or has none but data.
    """

    def __init__(self, paths: Mapping[str, tuple[Storage, str]]) -> None:
        self.paths = paths

    def open(self, name: str) -> File[bytes]:
        return ContentFile(self.text(name).encode())

    def text(self, name: str) -> str:
        files, path = self.paths[name]
        with files.open(path) as file:
            said: str = file.read().decode()
        here = posixpath.dirname(name)
        return IMPORTED.sub(lambda one: self.text(posixpath.normpath(posixpath.join(here, one["url"]))), said)
