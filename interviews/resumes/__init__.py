"""Documents that candidates send: which are taken, told by their content, and what they are called here.

Plain: knows bytes and names, no rows. Nothing is rendered or run here. What is taken is handed out as it
came (text as UTF-8), and so what would do something to whoever opens it is not taken.
"""

from __future__ import annotations

from interviews.resumes.checking import SIZE_LIMIT, SUFFIXES, Document, read
from interviews.resumes.refusal import ResumeRefused

__all__ = ["SIZE_LIMIT", "SUFFIXES", "Document", "ResumeRefused", "read"]
