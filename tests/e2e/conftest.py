"""The fixtures of tests/browsing.py, which tests of faults need too, are in tests/conftest.py."""

from __future__ import annotations

from tests.browsing import Visit, Visitor

__all__ = ["Visit", "Visitor"]
