"""Hints on the text of a job advert; never a score, a total or a gate.

Plain: knows passages of text, no rows. The rules are the files ``data/advert_*.toml``; what stands here finds
their words and measures lengths, in time linear in the text. Wording is judged in English only; in any other
language there are the hints on lengths.
"""

from __future__ import annotations

from roleprofiles.adverthints.advert import hints
from roleprofiles.adverthints.shapes import Code, Hint, Kind, Passage

__all__ = ["Code", "Hint", "Kind", "Passage", "hints"]
