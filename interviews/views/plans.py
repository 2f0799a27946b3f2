"""The plan of a search: arranged, saved, marked ready."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import UserRequest
from interviews import boardacts, coverage, patterns, plans, replanning
from interviews.boardacts import Done
from interviews.boards import Board, board_of
from interviews.forms.openings import InterviewersForm
from interviews.forms.plans import PlanForm, posted_board
from interviews.models import Opening
from interviews.reports.plans import PlanPage, plan_page
from roleprofiles.lines import whole_number

CONFLICT = 409
UNPROCESSABLE = 422
CHANGED = "Not marked ready: this plan was changed after you opened it. Below is how it stands now."


@require_http_methods(["GET", "HEAD", "POST"])
def plan_edit(request: UserRequest, pk: int) -> HttpResponse:
    page = plan_page(opening_of(request, pk), request.user)
    seen = plans.fingerprint(page.plan)
    if request.method != "POST":
        return _shown(request, page, board_of(page.plan), seen=seen)
    board = posted_board(request.POST, page.plan)
    act, seen = request.POST.get("act", "save"), request.POST.get("seen", "")
    if act != "save":
        return _shown(request, page, _arranged(request, page, board, act), seen=seen)
    return _save(request, page, board, seen=request.POST.get("over") or seen)


@require_POST
def plan_ready(request: UserRequest, pk: int) -> HttpResponse:
    opening = opening_of(request, pk)
    try:
        replanning.mark_ready(opening.pk, seen=request.POST.get("seen", ""), by=request.user)
    except replanning.PlanChanged:
        page = plan_page(opening, request.user)
        now = Done(board=board_of(page.plan), notes=(CHANGED,))
        return _shown(request, page, now, seen=plans.fingerprint(page.plan), status=CONFLICT)
    except replanning.PlanHasGaps as refusal:
        page = plan_page(opening, request.user)
        board, seen = board_of(page.plan), plans.fingerprint(page.plan)
        return _shown(request, page, board, seen=seen, gaps=refusal.gaps, status=CONFLICT)
    messages.success(request, "The plan is ready. Interviews can be arranged by it.")
    return redirect(opening)


@require_http_methods(["GET", "HEAD", "POST"])
def round_interviewers(request: UserRequest, pk: int, round_pk: int) -> HttpResponse:
    """Who usually holds a round of the plan."""
    opening = opening_of(request, pk)
    round_ = get_object_or_404(opening.rounds.current().prefetch_related("interviewers"), pk=round_pk)
    form = InterviewersForm(request.POST if request.method == "POST" else None, round_=round_)
    if request.method == "POST" and form.is_valid():
        replanning.name_interviewers(round_, form.cleaned_data["interviewers"], by=request.user)
        messages.success(request, f"Who usually holds {round_} is saved.")
        return redirect(opening)
    context = {"opening": opening, "round": round_, "form": form}
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "interviews/rounds/interviewers.html", context, status=status)


def opening_of(request: UserRequest, pk: int) -> Opening:
    """A search that is open, for those who manage it."""
    return get_object_or_404(Opening.objects.managed_by(request.user).open().with_level(), pk=pk)


def _save(request: UserRequest, page: PlanPage, board: Board, *, seen: str) -> HttpResponse:
    form = PlanForm(board, page.plan, is_frozen=page.is_frozen, data=request.POST)
    if not form.is_valid():
        return _shown(request, page, board, seen=seen, form=form, status=UNPROCESSABLE)
    try:
        saved = replanning.save(
            page.opening.pk, form.plan, seen=seen, reason=form.said_reason, by=request.user
        )
    except replanning.PlanChanged as changed:
        now = plan_page(page.opening, request.user)
        board = posted_board(request.POST, changed.plan)
        return _shown(request, now, board, seen=seen, stored=changed.plan, status=CONFLICT)
    except replanning.ReasonMissing:  # somebody has begun to rate since the page was made
        page = plan_page(page.opening, request.user)
        form = PlanForm(board, page.plan, is_frozen=True, data=request.POST)
        form.is_valid()
        return _shown(request, page, board, seen=seen, form=form, status=UNPROCESSABLE)
    say(request, saved)
    return redirect("interviews:plan_edit", page.opening.pk)


def _arranged(request: UserRequest, page: PlanPage, board: Board, act: str) -> Done:
    """Nothing is stored. A plan can be made anew, or taken from another search, as a whole."""
    if act == "generate":
        return Done(board=board_of(coverage.plan_for(page.plan.criteria)), said="The plan is made anew.")
    if act == "copy":
        chosen = whole_number(request.POST.get("pattern", ""))
        pattern = next((one for one in page.patterns if one.pk == chosen), None)
        if pattern is None:
            return Done(board=board, notes=("Choose the opening whose plan you want to take.",))
        fitted = patterns.fit(replanning.current_plan(pattern), page.plan.criteria)
        taken = f"This is the plan of {pattern}. Nothing is saved yet."
        return Done(board=board_of(fitted.plan), said=taken, notes=(taken, *fitted.said))
    return boardacts.do(board, act, page.plan.names)


def say(request: UserRequest, saved: replanning.Saved) -> None:
    """What became of a change of the plan."""
    if not saved.changes:
        messages.info(request, "Nothing was different: the plan is as it was.")
    elif saved.version:
        words = f"Saved as version {saved.version}. It is for interviews that have not begun."
        messages.success(request, words)
    else:
        messages.success(request, "The plan is saved.")
    if saved.lost_readiness:
        words = "The plan is not ready any more: nobody assesses one of its must-haves."
        messages.warning(request, words)


def _shown(
    request: UserRequest,
    page: PlanPage,
    board: Board | Done,
    *,
    seen: str,
    form: PlanForm | None = None,
    stored: plans.Plan | None = None,
    gaps: object = (),
    status: int = 200,
) -> HttpResponse:
    """The page with what is typed; ``stored`` is what somebody else has made of the plan meanwhile."""
    done = board if isinstance(board, Done) else Done(board=board)
    form = form or PlanForm(done.board, page.plan, is_frozen=page.is_frozen, data=request.POST or None)
    typed = form.plan
    warnings = coverage.warnings(typed)
    context = {
        "page": page,
        "opening": page.opening,
        "form": form,
        "plan": typed,
        "warnings": warnings,
        "explanation": coverage.explanation(typed),
        "unsaved": plans.changes(page.plan, typed),
        "said": done.said or (" ".join(warnings) if done is board else ""),
        "focus": done.focus,
        "notes": done.notes,
        "seen": seen,
        "over": plans.fingerprint(stored) if stored else "",
        "gaps": gaps,
    }
    return render(request, "interviews/plans/edit.html", context, status=status)
