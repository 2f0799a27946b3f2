"""Roles: what there is, and where a draft begins."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from accounts.admin import AnyAddress
from roleprofiles import publishing
from roleprofiles.admin.access import RoleEditorsOnly, person
from roleprofiles.admin.parts import link_to
from roleprofiles.forms.roles import TITLE_TAKEN, NewRoleForm
from roleprofiles.models import Revision, Role


class RevisionInline(RoleEditorsOnly, admin.TabularInline):  # type: ignore[type-arg]
    """The revisions of a role, to go to."""

    model = Revision
    template = "admin/roleprofiles/tabular.html"
    fields = ["number", "title", "state", "published_at", "published_by", "created_by", "change_note"]
    readonly_fields = [
        "number",
        "title",
        "state",
        "published_at",
        "published_by",
        "created_by",
        "change_note",
    ]
    show_change_link = True
    view_on_site = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Revision]:
        return super().get_queryset(request).select_related("published_by", "created_by")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Role)
class RoleAdmin(RoleEditorsOnly, AnyAddress, admin.ModelAdmin):  # type: ignore[type-arg]
    """Nothing of a role itself can be edited: what it says is in its revisions."""

    actions = None
    list_display = ["__str__", "slug", "current_number", "published_at", "open_draft"]
    search_fields = ["slug", "revisions__title"]
    fields = ["slug", "current_revision", "open_draft"]
    readonly_fields = ["slug", "current_revision", "open_draft"]
    inlines = [RevisionInline]

    def view_on_site(self, role: Role) -> str:
        return role.get_absolute_url()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Role]:
        drafts = Prefetch(
            "revisions", Revision.objects.drafts().select_related("created_by"), to_attr="open_drafts"
        )
        return super().get_queryset(request).select_related("current").prefetch_related(drafts)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A role that has or had something to say stays."""
        return super().has_delete_permission(request, obj) and obj is not None and not obj.revisions.exists()

    @admin.display(description="current revision", ordering="current__number")
    def current_number(self, role: Role) -> int | None:
        return role.current.number if role.current else None

    @admin.display(description="current revision")
    def current_revision(self, role: Role) -> str:
        return link_to(role.current)

    @admin.display(description="published", ordering="current__published_at")
    def published_at(self, role: Role) -> Any:
        return role.current.published_at if role.current else None

    @admin.display(description="open draft")
    def open_draft(self, role: Role) -> str:
        drafts: list[Revision] = getattr(role, "open_drafts", [])
        return link_to(drafts[0]) if drafts else "–"

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        context["start_draft_url"] = reverse(
            "admin:roleprofiles_role_start_draft", args=[context["original"].pk]
        )
        return super().render_change_form(request, context, *args, **kwargs)

    def get_urls(self) -> list[URLPattern]:
        start = self.admin_site.admin_view(self.start_draft_view)
        own = path("<int:role_pk>/start-draft/", start, name="roleprofiles_role_start_draft")
        return [own, *super().get_urls()]

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Asks for the title only, and goes on in the draft."""
        _require(self.has_add_permission(request))
        form = NewRoleForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                draft = publishing.begin_role(**form.cleaned_data, by=person(request))
            except (publishing.TitleTaken, IntegrityError):  # at this moment
                form.add_error("title", TITLE_TAKEN)
            else:
                self.log_addition(request, draft.role, "Added with its first draft.")
                words = f"{draft} is a draft of a new role. Add its levels, then publish it."
                messages.success(request, words)
                return HttpResponseRedirect(_page_of(draft))
        return self._render_add(request, form)

    def start_draft_view(self, request: HttpRequest, role_pk: int) -> HttpResponse:
        _require(self.has_add_permission(request))
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        role = Role.objects.with_current().filter(pk=role_pk).first()
        if role is None:
            raise Http404
        try:
            draft = publishing.start_draft(role, by=person(request))
        except publishing.DraftOpen as refusal:
            draft = refusal.draft
            whose = f"It is {draft.created_by}’s." if draft.created_by else "It was imported."
            messages.warning(request, f"{draft} is open already. {whose}")
        else:
            self.log_change(request, role, f"Started draft {draft.number}.")
            messages.success(request, f"{draft} is a draft now. Edit it, then publish it.")
        return HttpResponseRedirect(_page_of(draft))

    def _render_add(self, request: HttpRequest, form: NewRoleForm) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "form": form,
            "title": "Add role",
        }
        return TemplateResponse(request, "admin/roleprofiles/role/add.html", context)


def _require(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied


def _page_of(revision: Revision) -> str:
    return reverse("admin:roleprofiles_revision_change", args=[revision.pk])
