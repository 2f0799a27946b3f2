"""Role documents: Markdown text to plain values and back, with broken encodings mended."""

from __future__ import annotations

from roleprofiles.documents.lines import normalise
from roleprofiles.documents.reading import read
from roleprofiles.documents.writing import write

__all__ = ["normalise", "read", "write"]
