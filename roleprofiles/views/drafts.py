"""The editor of a draft: its page, and one address for each act on one of its elements."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.db import IntegrityError
from django.forms import CharField
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import reswap, trigger_client_event

from accounts.access import UserRequest, role_editor_required
from roleprofiles import drafting, publishing, removing
from roleprofiles.forms.elements import FORMS, NewElementForm
from roleprofiles.forms.roles import TITLE_TAKEN, NewRoleForm
from roleprofiles.lines import whole_number
from roleprofiles.models import Removal, Requirement, Revision, RevisionPart, RevisionPublished, Role
from roleprofiles.models.elements import ELEMENTS, element_of, fingerprint, holder_pk
from roleprofiles.reports import drafts as reports

PAGE, EDIT = "roleprofiles/drafts/detail.html", "roleprofiles/drafts/edit.html"
CONFLICT, UNPROCESSABLE = 409, 422
DRAFT_GONE = "There is no such draft any more: it was published or discarded meanwhile."
REFUSALS = (drafting.ElementGone, removing.NotPutBack, RevisionPublished)
TYPED = {"line"} | {
    name for one in FORMS.values() for name, field in one.base_fields.items() if isinstance(field, CharField)
}
NAME_TAKEN = "Something of that name is in this draft already."


@require_http_methods(["GET", "HEAD", "POST"])
@role_editor_required
def role_create(request: UserRequest) -> HttpResponse:
    form = NewRoleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            draft = publishing.begin_role(**form.cleaned_data, by=request.user)
            messages.success(request, "The role is there as a draft. Add its first level.")
            return redirect(_address(draft))
        except (publishing.TitleTaken, IntegrityError):  # at this moment
            form.add_error("title", TITLE_TAKEN)
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(request, "roleprofiles/roles/create.html", {"form": form}, status=status)


@require_POST
@role_editor_required
def draft_start(request: UserRequest, slug: str) -> HttpResponse:
    role = get_object_or_404(Role.objects.visible_to(request.user), slug=slug)
    try:
        draft = publishing.start_draft(role, by=request.user)
    except publishing.DraftOpen as opened:
        draft = opened.draft
        whose = f" It is {draft.created_by}’s." if draft.created_by else ""
        messages.info(request, f"This draft was open already.{whose}")
    return redirect(_address(draft))


def on_draft(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give a view the role's draft. What the draft refuses, or that it is no more, is told to who acts."""

    @wraps(view)
    def acting(request: UserRequest, slug: str, **rest: Any) -> HttpResponse:
        drafts = (
            Revision.objects.visible_to(request.user).drafts().select_related("role__current", "created_by")
        )
        draft = drafts.defer("source", "role__current__source").filter(role__slug=slug).first()
        role = draft.role if draft else get_object_or_404(Role.objects.visible_to(request.user), slug=slug)
        if draft is None and request.method != "POST":
            raise Http404
        try:
            if draft is None:
                raise RevisionPublished
            return view(request, draft, **rest)
        except REFUSALS as refusal:
            return _refused(request, role, refusal)

    return acting


@require_safe
@role_editor_required
@on_draft
def draft_detail(request: UserRequest, draft: Revision) -> HttpResponse:
    return _page(request, draft)


@require_http_methods(["GET", "HEAD", "POST"])
@role_editor_required
@on_draft
def draft_discard(request: UserRequest, draft: Revision) -> HttpResponse:
    if request.method != "POST":
        return render(request, "roleprofiles/drafts/discard.html", {"draft": draft, "role": draft.role})
    role, title = draft.role, draft.title
    stays = drafting.discard(draft)
    messages.success(request, f"The draft of {title} is discarded.")
    return redirect(role) if stays else redirect("roleprofiles:role_list")


@require_http_methods(["GET", "HEAD", "POST"])
@role_editor_required
@on_draft
def element_edit(request: UserRequest, draft: Revision, kind: str, pk: int) -> HttpResponse:
    row = drafting.row_in(draft, kind, pk)
    if request.method == "POST":
        return _change(request, draft, kind, row)
    suggested = {"name": name} if (name := request.GET.get("name")) and kind == "requirement" else None
    form = FORMS[kind](instance=row, initial=suggested, auto_id=f"{kind}-{pk}-%s")
    response = _edit(request, draft, kind, row, form, seen=fingerprint(row))
    first = {"id": form[next(iter(form.fields))].id_for_label}
    return trigger_client_event(response, "rolecard:focus", first, after="settle")


@require_POST
@role_editor_required
@on_draft
def element_add(request: UserRequest, draft: Revision, kind: str, into: int) -> HttpResponse:
    holder_kind = ELEMENTS[kind].holder
    focus = f"new-{kind}-{into if holder_kind else 0}"
    holder = drafting.row_in(draft, holder_kind, into) if holder_kind else draft
    form = NewElementForm(kind, holder, request.POST)
    if form.is_valid():
        try:
            row = drafting.add(draft, kind, holder.pk, form.values)
            return _group(request, draft, kind, holder.pk, focus=focus, told=f"{row} added")
        except IntegrityError:
            form.add_error("line", NAME_TAKEN)
    return _group(request, draft, kind, holder.pk, form=form, focus=focus, status=UNPROCESSABLE)


@require_POST
@role_editor_required
@on_draft
def element_remove(request: UserRequest, draft: Revision, kind: str, pk: int) -> HttpResponse:
    holder = holder_pk(drafting.row_in(draft, kind, pk))
    removal = removing.remove(draft, kind, pk, by=request.user)
    told = f"{removal} removed"
    return _group(request, draft, kind, holder, removal=removal, focus=f"undo-{removal.pk}", told=told)


@require_POST
@role_editor_required
@on_draft
def removal_put_back(request: UserRequest, draft: Revision, pk: int) -> HttpResponse:
    row = removing.put_back(draft, pk)
    kind = element_of(row).kind
    return _group(request, draft, kind, holder_pk(row), focus=f"edit-{kind}-{row.pk}", told=f"{row} is back")


@require_POST
@role_editor_required
@on_draft
def element_place(request: UserRequest, draft: Revision, kind: str, pk: int) -> HttpResponse:
    """``step`` up or down, as the buttons say; or, dragged, ``into`` a holder ``before`` ``list-12``."""
    way = request.POST.get("step", "")
    was_in = holder_pk(drafting.row_in(draft, kind, pk))
    if way in ("up", "down"):
        row = drafting.step(draft, kind, pk, by=-1 if way == "up" else 1)
    else:
        into, (other, _, number) = (
            request.POST.get("into", ""),
            request.POST.get("before", "").rpartition("-"),
        )
        before = (other, _pk(number)) if number else None
        row = drafting.place(draft, kind, pk, into=_pk(into) if into else None, before=before)
    focus = f"{way}-{kind}-{pk}" if way else ""
    return _group(request, draft, kind, holder_pk(row), also=was_in, focus=focus, told=f"{row} moved")


# What the views are made of


def _address(draft: Revision, place: str = "") -> str:
    return draft.get_edit_url() + (f"#{place}" if place else "")


def _pk(said: str) -> int:
    """A row's number as a request says it."""
    if (found := whole_number(said)) is None:
        raise drafting.ElementGone
    return found


def _holder(row: RevisionPart) -> int:
    return int(row.pk if isinstance(row, Revision) else holder_pk(row))


def _page(request: UserRequest, draft: Revision, *, status: int = 200, **more: Any) -> HttpResponse:
    context = {"sheet": reports.draft_sheet(draft), "draft": draft, "role": draft.role, **more}
    return render(request, PAGE, context, status=status)


def _change(request: UserRequest, draft: Revision, kind: str, row: RevisionPart) -> HttpResponse:
    form = FORMS[kind](request.POST, instance=row, auto_id=f"{kind}-{row.pk}-%s")
    seen = request.POST.get("over") or request.POST.get("seen", "")
    opened_in = request.POST.get("opened_in", "")  # since then, saving as one goes may have moved it
    if not form.is_valid():
        return _edit(request, draft, kind, row, form, seen=seen, part="refused", status=UNPROCESSABLE)
    try:
        now = drafting.change(draft, kind, row.pk, form.values, seen=seen)
    except drafting.ElementChanged as changed:
        theirs = changed.row
        differing = form.differing(FORMS[kind](instance=theirs))
        more: dict[str, Any] = {"differing": differing, "over": fingerprint(theirs), "part": "conflict"}
        return _edit(request, draft, kind, theirs, form, seen=seen, status=CONFLICT, **more)
    except IntegrityError:
        form.add_error(None, NAME_TAKEN)
        return _edit(request, draft, kind, row, form, seen=seen, part="refused", status=UNPROCESSABLE)
    if not request.htmx or "done" in request.POST:
        focus, also = f"edit-{kind}-{now.pk}", _pk(opened_in) if opened_in else None
        return _group(request, draft, kind, _holder(now), also=also, focus=focus, told=f"{now} saved")
    return _edit(request, draft, kind, now, form, seen=fingerprint(now), part="saved")


def _edit(
    request: UserRequest,
    draft: Revision,
    kind: str,
    row: RevisionPart,
    form: Any,
    *,
    seen: str,
    part: str = "form",
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """The form of an element: a page of its own, or with HTMX the part of it that is asked for."""
    context = {"draft": draft, "role": draft.role, "kind": kind, "row": row, "form": form, "seen": seen}
    address = reverse("roleprofiles:element_edit", args=[draft.role.slug, kind, row.pk])
    context |= {"is_leaf": kind in reports.LEAVES, "now": timezone.now(), "part": part, "address": address}
    context |= {"opened_in": request.POST.get("opened_in", _holder(row)), **more}
    if isinstance(row, Requirement):
        shown = request.POST.get("skill_shown", row.skill.name)
        context["skill_shown"] = request.POST.get("skill_name", shown) if part == "saved" else shown
    return render(request, f"{EDIT}#{part}" if request.htmx else EDIT, context, status=status)


def _group(
    request: UserRequest,
    draft: Revision,
    kind: str,
    holder: int,
    *,
    also: int | None = None,
    form: NewElementForm | None = None,
    removal: Removal | None = None,
    focus: str = "",
    told: str = "",
    status: int = 200,
) -> HttpResponse:
    """After an act: the page again, or with HTMX the elements of a kind that stand in one holder.

    ``also`` is the holder that the element stood in before, which has changed too; a ``removal`` can be
    put back where it was made, until the next act.
    """
    if not request.htmx:
        if form is not None:
            return _page(request, draft, new=form, status=status)
        messages.success(request, f"{told}.")
        place = "" if kind == "head" else f"put-back-{removal.pk}" if removal else focus
        return redirect(_address(draft, place))
    sheet = reports.draft_sheet(draft)
    context: dict[str, Any] = {"sheet": sheet, "draft": draft, "role": draft.role, "told": told, "new": form}
    context["removal"] = removal
    spec = ELEMENTS.get(kind)
    if spec and spec.holder:
        context["nodes"] = [sheet.node(spec.holder, pk) for pk in {holder, also or holder}]
    else:
        context["top"] = kind
    # Each part finds its own place: what has sent the request may have been replaced meanwhile.
    response = reswap(render(request, f"{PAGE}#changed", context, status=status), "none")
    return trigger_client_event(response, "rolecard:focus", {"id": focus}, after="settle")


def _refused(request: UserRequest, role: Role, refusal: Exception) -> HttpResponse:
    """The draft or the element is not what it was: nothing was changed, and the page says so.

    With HTMX, what somebody has typed is still on the page that they see.
    """
    text = DRAFT_GONE if isinstance(refusal, RevisionPublished) else str(refusal)
    if request.htmx:
        return reswap(render(request, f"{PAGE}#refusal", {"text": text}, status=CONFLICT), "none")
    typed = [text for name, text in request.POST.items() if name in TYPED or name.startswith("anchor_")]
    draft = role.revisions.drafts().first()
    context = {"text": text, "typed": [one for one in typed if one], "role": role, "draft": draft}
    return render(request, "roleprofiles/drafts/refused.html", context, status=CONFLICT)
