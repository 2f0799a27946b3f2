"""Hints on what a role document asks for, while it is edited; English only, and never a gate.

Plain: knows documents, no rows. Where the rules come from: too many must-haves multiply the chance that one
wrong rating decides; years of experience hardly tell how well somebody works; and what cannot be seen or
heard cannot be rated.
"""

from __future__ import annotations

from roleprofiles.hints.levels import Hint, hints

__all__ = ["Hint", "hints"]
