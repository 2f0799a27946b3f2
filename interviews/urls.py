"""/, /openings/, /applications/, /candidates/, /interviews/, /scorecards/"""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from interviews.views import (
    applications,
    candidates,
    chasing,
    corrections,
    criteria,
    debriefs,
    decisions,
    entries,
    gaps,
    home,
    interviews,
    kits,
    letters,
    openings,
    plans,
    questions,
    resumes,
    revisions,
    scorecards,
)

app_name = "interviews"

# /openings/<pk>/rounds/<round_pk>/questions/
question_urls = [
    path("", questions.round_questions, name="round_questions"),
    path("take/", questions.round_question_take, name="round_question_take"),
    path("<int:question_pk>/", questions.round_question_edit, name="round_question_edit"),
    path("<int:question_pk>/remove/", questions.round_question_remove, name="round_question_remove"),
    path("<int:question_pk>/place/", questions.round_question_place, name="round_question_place"),
]

# /openings/
opening_urls: list[URLPattern | URLResolver] = [
    path("", openings.opening_list, name="opening_list"),
    path("new/", openings.opening_new, name="opening_new"),
    path("new/<int:level_pk>/", openings.opening_create, name="opening_create"),
    path("<int:pk>/", openings.opening_detail, name="opening_detail"),
    path("<int:pk>/close/", openings.opening_close, name="opening_close"),
    path("<int:pk>/plan/", plans.plan_edit, name="plan_edit"),
    path("<int:pk>/plan/ready/", plans.plan_ready, name="plan_ready"),
    path("<int:pk>/criteria/new/", criteria.criterion_add, name="criterion_add"),
    path("<int:pk>/criteria/<int:criterion_pk>/", criteria.criterion_edit, name="criterion_edit"),
    path("<int:pk>/criteria/<int:criterion_pk>/remove/", criteria.criterion_remove, name="criterion_remove"),
    path("<int:pk>/repin/", revisions.opening_repin, name="opening_repin"),
    path("<int:pk>/applications/new/", openings.application_create, name="application_create"),
    path("<int:pk>/compare/", debriefs.application_compare, name="application_compare"),
    path("<int:pk>/rounds/<int:round_pk>/questions/", include(question_urls)),
    path("<int:pk>/rounds/<int:round_pk>/interviewers/", plans.round_interviewers, name="round_interviewers"),
]

# /applications/<pk>/
application_urls = [
    path("", applications.application_detail, name="application_detail"),
    path("notes/<int:criterion_pk>/", debriefs.debrief_note_set, name="debrief_note_set"),
    path("decision/", decisions.decision_make, name="decision_make"),
    path("decision/reopen/", decisions.decision_reopen, name="decision_reopen"),
    path("letter/", letters.decision_letter, name="decision_letter"),
    path("gap/", gaps.gap_report, name="gap_report"),
    path("gap/gap.pdf", gaps.gap_report_pdf, name="gap_report_pdf"),
    path("rounds/<int:round_pk>/", interviews.interview_edit, name="interview_edit"),
    path("resume/", resumes.resume_edit, name="resume_edit"),
    path("resume/remove/", resumes.resume_remove, name="resume_remove"),
    path("resume/file/", resumes.resume_file, name="resume_file"),
]

# /interviews/<pk>/
interview_urls = [
    path("kit/", kits.interview_kit, name="interview_kit"),
    path("kit.pdf", kits.interview_kit_pdf, name="interview_kit_pdf"),
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
