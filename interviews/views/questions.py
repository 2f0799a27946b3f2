"""The questions of a round: the list of them, where more come from, and one address for each act on one."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import UserRequest
from interviews import asking
from interviews.forms.questions import QuestionForm
from interviews.models import Opening, Round, RoundQuestion
from interviews.reports import questions as reports
from roleprofiles.lines import whole_number
from roleprofiles.models import BankQuestion, Question

CONFLICT, UNPROCESSABLE = 409, 422
PAGE, EDIT = "interviews/rounds/questions.html", "interviews/rounds/question.html"
REMOVE, ROUND_GONE = "interviews/rounds/remove.html", "interviews/rounds/gone.html"
GONE = "This question was removed meanwhile. What you wrote is below: add it anew, or leave it."


def while_it_stands(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view of a round that the plan may lose meanwhile: what was written is shown then."""

    @wraps(view)
    def guarded(request: UserRequest, pk: int, round_pk: int, **more: int) -> HttpResponse:
        try:
            return view(request, pk, round_pk, **more)
        except asking.RoundGone:
            opening = get_object_or_404(Opening.objects.managed_by(request.user), pk=pk)
            written = [request.POST.get(name, "").strip() for name in ("prompt", "look_for", "probes")]
            context = {"opening": opening, "written": [*filter(None, written)]}
            return render(request, ROUND_GONE, context, status=CONFLICT)

    return guarded


@require_http_methods(["GET", "HEAD", "POST"])
@while_it_stands
def round_questions(request: UserRequest, pk: int, round_pk: int) -> HttpResponse:
    """The list; a POST adds a question that is written here."""
    round_ = _round(request, pk, round_pk)
    if request.method != "POST":
        return _page(request, round_)
    form = QuestionForm(request.POST, round_=round_, by=request.user)
    if not form.is_valid():
        return _page(request, round_, form, status=UNPROCESSABLE)
    try:
        made = asking.write(round_, by=request.user, keep=form.keeps, **form.said)
    except asking.CriterionGone:  # the form says so now
        form = QuestionForm(request.POST, round_=round_, by=request.user)
        return _page(request, round_, form, status=CONFLICT)
    messages.success(
        request, "The question is added and kept in the bank." if form.keeps else "The question is added."
    )
    return _back(round_, made.pk)


@require_POST
@while_it_stands
def round_question_take(request: UserRequest, pk: int, round_pk: int) -> HttpResponse:
    round_ = _round(request, pk, round_pk)
    chosen = set(request.POST.getlist("take"))
    offers = [one for one in reports.questions_page(round_.opening, round_).offers if one.key in chosen]
    taken = asking.take(
        round_,
        by=request.user,
        document=[one.row for one in offers if isinstance(one.row, Question)],
        bank=[(one.row, one.criterion) for one in offers if isinstance(one.row, BankQuestion)],
    )
    if not taken:
        messages.error(request, "Nothing was taken. Choose at least one question that is still offered.")
        return _page(request, round_, status=UNPROCESSABLE)
    messages.success(request, f"{taken} question{'' if taken == 1 else 's'} taken.")
    return _back(round_)


@require_http_methods(["GET", "HEAD", "POST"])
@while_it_stands
def round_question_edit(request: UserRequest, pk: int, round_pk: int, question_pk: int) -> HttpResponse:
    round_ = _round(request, pk, round_pk)
    question = round_.questions.filter(pk=question_pk).first()
    if question is None:
        return _gone(request, round_)
    data = request.POST if request.method == "POST" else None
    form = QuestionForm(data, instance=question, round_=round_, by=request.user)
    if request.method != "POST":
        return _form(request, round_, question, form)
    if not form.is_valid():
        return _form(request, round_, question, form, status=UNPROCESSABLE)
    try:
        asking.change(question, by=request.user, seen=form.cleaned_data["seen"], **form.said)
    except asking.QuestionChanged as changed:
        return _form(request, round_, question, form, theirs=changed.question, status=CONFLICT)
    except asking.CriterionGone:
        form = QuestionForm(request.POST, instance=question, round_=round_, by=request.user)
        return _form(request, round_, question, form, status=CONFLICT)
    except asking.QuestionGone:
        return _gone(request, round_)
    messages.success(request, "The question is saved.")
    return _back(round_, question.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@while_it_stands
def round_question_remove(request: UserRequest, pk: int, round_pk: int, question_pk: int) -> HttpResponse:
    round_ = _round(request, pk, round_pk)
    question = round_.questions.filter(pk=question_pk).first()
    if question is None:
        messages.info(request, "This question was removed meanwhile.")
        return _back(round_)
    if request.method != "POST":
        context = {"opening": round_.opening, "round": round_, "question": question}
        return render(request, REMOVE, context)
    asking.remove(question, by=request.user)
    messages.success(request, "The question is removed.")
    return _back(round_)


@require_POST
@while_it_stands
def round_question_place(request: UserRequest, pk: int, round_pk: int, question_pk: int) -> HttpResponse:
    """``step`` up or down, as the buttons say; or, dragged, ``before`` another question or none."""
    round_ = _round(request, pk, round_pk)
    question = get_object_or_404(round_.questions, pk=question_pk)
    way = request.POST.get("step", "")
    try:
        if way in ("up", "down"):
            asking.step(question, by=request.user, places=-1 if way == "up" else 1)
        else:
            asking.place(question, by=request.user, before=whole_number(request.POST.get("before", "")))
    except asking.QuestionGone as gone:
        messages.error(request, str(gone))
    return _back(round_, question_pk)


def _round(request: UserRequest, pk: int, round_pk: int) -> Round:
    rounds = Round.objects.questions_open_to(request.user).select_related("opening__level__revision__role")
    round_ = rounds.filter(pk=round_pk, opening__pk=pk).first()
    if round_ is None:
        raise asking.RoundGone if request.method == "POST" else Http404
    return round_


def _back(round_: Round, question: int | None = None) -> HttpResponse:
    address = reverse("interviews:round_questions", args=[round_.opening_id, round_.pk])
    return redirect(f"{address}#question-{question}" if question else address)


def _page(
    request: UserRequest, round_: Round, form: QuestionForm | None = None, *, status: int = 200
) -> HttpResponse:
    context = {
        "opening": round_.opening,
        "round": round_,
        "questions": reports.questions_page(round_.opening, round_),
        "criteria": round_.criteria.current(),
        "form": form or QuestionForm(round_=round_, by=request.user),
    }
    return render(request, PAGE, context, status=status)


def _form(
    request: UserRequest,
    round_: Round,
    question: RoundQuestion,
    form: QuestionForm,
    *,
    theirs: RoundQuestion | None = None,
    status: int = 200,
) -> HttpResponse:
    """``theirs`` is what somebody else has stored meanwhile; who has read it may save over it."""
    context = {"opening": round_.opening, "round": round_, "question": question, "form": form}
    seen = theirs.fingerprint if theirs else form["seen"].value()
    return render(request, EDIT, {**context, "theirs": theirs, "seen": seen}, status=status)


def _gone(request: UserRequest, round_: Round) -> HttpResponse:
    """What was written for a question that is no more becomes a new one, if the person says so."""
    messages.error(request, GONE if request.method == "POST" else "This question was removed meanwhile.")
    if request.method != "POST":
        return _back(round_)
    return _page(request, round_, QuestionForm(request.POST, round_=round_, by=request.user), status=CONFLICT)
