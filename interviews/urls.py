"""/, /openings/, /applications/, /candidates/, /scorecards/"""

from __future__ import annotations

from django.urls import include, path

from interviews.views import (
    applications,
    candidates,
    chasing,
    corrections,
    decisions,
    entries,
    home,
    interviews,
    openings,
    scorecards,
)

app_name = "interviews"

# /openings/
opening_urls = [
    path("", openings.opening_list, name="opening_list"),
    path("new/", openings.opening_new, name="opening_new"),
    path("new/<int:level_pk>/", openings.opening_create, name="opening_create"),
    path("<int:pk>/", openings.opening_detail, name="opening_detail"),
    path("<int:pk>/close/", openings.opening_close, name="opening_close"),
    path("<int:pk>/applications/new/", openings.application_create, name="application_create"),
]

# /applications/<pk>/
application_urls = [
    path("", applications.application_detail, name="application_detail"),
    path("decision/", decisions.decision_make, name="decision_make"),
    path("rounds/<int:round_pk>/", interviews.interview_edit, name="interview_edit"),
]

# /interviews/<pk>/
interview_urls = [
    path("cancel/", interviews.interview_cancel, name="interview_cancel"),
    path("interview.ics", interviews.interview_calendar, name="interview_calendar"),
]

# /scorecards/<pk>/
scorecard_urls = [
    path("", scorecards.scorecard_edit, name="scorecard_edit"),
    path("submit/", scorecards.scorecard_submit, name="scorecard_submit"),
    path("scorecard.pdf", scorecards.scorecard_pdf, name="scorecard_pdf"),
    path("ratings/<int:rating_pk>/", entries.rating_set, name="rating_set"),
    path("ratings/<int:rating_pk>/evidence/", entries.evidence_set, name="evidence_set"),
    path("ratings/<int:rating_pk>/amend/", corrections.rating_amend, name="rating_amend"),
    path("handover/", entries.handover_set, name="handover_set"),
    path("recuse/", corrections.scorecard_recuse, name="scorecard_recuse"),
    path("reopen/", corrections.scorecard_reopen, name="scorecard_reopen"),
    path("reminders/", chasing.reminder_dismiss, name="reminder_dismiss"),
]

urlpatterns = [
    path("", home.home, name="home"),
    path("openings/", include(opening_urls)),
    path("applications/<int:pk>/", include(application_urls)),
    path("candidates/", candidates.candidate_list, name="candidate_list"),
    path("candidates/<int:pk>/", candidates.candidate_detail, name="candidate_detail"),
    path("interviews/<int:pk>/", include(interview_urls)),
    path("scorecards/<int:pk>/", include(scorecard_urls)),
]
