"""Hiring cases, for administrators, coordinators and hiring managers who may open the admin.

Nobody sees more here than on the pages of the site: the querysets are the same.
"""

from interviews.admin.candidates import ApplicationAdmin, CandidateAdmin
from interviews.admin.decisions import DecisionAdmin
from interviews.admin.openings import OpeningAdmin
from interviews.admin.panels import InterviewAdmin
from interviews.admin.scorecards import ScorecardAdmin

__all__ = [
    "ApplicationAdmin",
    "CandidateAdmin",
    "DecisionAdmin",
    "InterviewAdmin",
    "OpeningAdmin",
    "ScorecardAdmin",
]
