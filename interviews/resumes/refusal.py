"""What is said when a document is not taken."""

from __future__ import annotations


class ResumeRefused(Exception):
    """The document is not taken; the message says why and what to do, in words for people."""
