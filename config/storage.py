"""Static files under names that change with what is in them."""

from __future__ import annotations

from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage

IMPORTS = (
    (r"""(?P<matched>from\s*["'](?P<url>\./[^"']+)["'])""", 'from "%(url)s"'),
    (r"""(?P<matched>import\s*["'](?P<url>\./[^"']+)["'])""", 'import "%(url)s"'),
    (r"""(?P<matched>import\(["'](?P<url>\./[^"']+)["'])""", 'import("%(url)s"'),
)


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
