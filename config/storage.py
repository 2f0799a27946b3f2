"""Static files under names that change with what is in them."""

from __future__ import annotations

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
