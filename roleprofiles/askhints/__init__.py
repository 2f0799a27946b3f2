"""Hints on interview questions that touch what must not be asked; never a gate, and no legal advice.

Plain: knows texts, no rows. What is asked for, where, and what to ask instead stands in
``data/ask_topics.toml``. English only.
"""

from __future__ import annotations

from roleprofiles.askhints.questions import Hint, hints

__all__ = ["Hint", "hints"]
