"""Revisions: the draft that is edited, and publishing it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from roleprofiles import changes, documents, exporting, publishing
from roleprofiles.admin.access import person
from roleprofiles.admin.filters import RoleFilter
from roleprofiles.admin.levels import LevelForm
from roleprofiles.admin.lines import DistinctNames, HeadingForm, LineForm
from roleprofiles.admin.parts import PartAdmin, PartInline, link_to
from roleprofiles.lines import validate_text
from roleprofiles.models import GrowthPath, Level, OverviewLine, Revision, RevisionPublished, Role


class RevisionForm(LineForm):
    texts = ("change_note",)

    class Meta:
        widgets = {"change_note": forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"})}

    def clean_title(self) -> str:
        title = str(self.cleaned_data["title"])
        if Role.objects.titled(title).exclude(pk=self.instance.role_id).exists():
            raise ValidationError("Another role goes by this title.")
        return title


class PublishForm(forms.Form):
    """What a person says when they publish."""

    change_note = forms.CharField(
        required=False,
        validators=[validate_text],
        widget=forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"}),
        help_text="What this revision changes, and why.",
    )


class PartOfRevisionInline(PartInline):
    per_page = 40  # three of them stand on one page


class OverviewLineInline(PartOfRevisionInline):
    model = OverviewLine
    fields = ["label", "text"]
    sizes = {"label": 24, "text": 70}


class LevelInline(PartOfRevisionInline):
    model = Level
    form = LevelForm
    formset = DistinctNames
    fields = ["name", "min_years", "max_years"]
    show_change_link = True
    verbose_name_plural = "levels (save a new one, then open it to fill its lists)"


class GrowthPathInline(PartOfRevisionInline):
    model = GrowthPath
    form = HeadingForm
    fields = ["from_name", "to_name"]
    show_change_link = True
    verbose_name_plural = "growth paths (open one for its steps)"


@admin.register(Revision)
class RevisionAdmin(PartAdmin):
    """A draft can be edited and published; a published revision can be read."""

    form = RevisionForm
    list_display = ["title", "number", "state", "published_at", "published_by", "created_by"]
    list_filter = ["state", RoleFilter]
    list_select_related = ["published_by", "created_by"]
    search_fields = ["title", "role__slug"]
    fields = [
        "role_link",
        "number",
        "state",
        "title",
        "icon",
        "change_note",
        "created_by",
        "published_at",
        "published_by",
    ]
    readonly_fields = ["role_link", "number", "state", "created_by", "published_at", "published_by"]
    inlines = [OverviewLineInline, LevelInline, GrowthPathInline]

    @admin.display(description="role")
    def role_link(self, revision: Revision) -> str:
        return link_to(revision.role)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # a draft is started from its role

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        publishing.add_missing_sections(form.instance)

    def response_change(self, request: HttpRequest, obj: Revision) -> HttpResponse:
        if "_publish" in request.POST:
            return HttpResponseRedirect(reverse("admin:roleprofiles_revision_publish", args=[obj.pk]))
        return super().response_change(request, obj)

    def get_urls(self) -> list[URLPattern]:
        publish = self.admin_site.admin_view(self.publish_view)
        own = path("<int:revision_pk>/publish/", publish, name="roleprofiles_revision_publish")
        return [own, *super().get_urls()]

    def publish_view(self, request: HttpRequest, revision_pk: int) -> HttpResponse:
        """Says what publishing will change, asks for the note, and publishes."""
        if not super().has_change_permission(request):
            raise PermissionDenied
        draft = Revision.objects.select_related("role__current").filter(pk=revision_pk).first()
        if draft is None:
            raise Http404
        form = PublishForm(request.POST or None, initial={"change_note": draft.change_note})
        if draft.is_published or (request.method == "POST" and form.is_valid()):
            return self._publish(request, draft, form)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": draft,
            "title": "Publish",
            "subtitle": str(draft),
            "form": form,
            "media": self.media,
            **_consequences(draft),
        }
        return TemplateResponse(request, "admin/roleprofiles/revision/publish.html", context)

    def _publish(self, request: HttpRequest, draft: Revision, form: PublishForm) -> HttpResponse:
        try:
            if draft.is_published:
                raise RevisionPublished
            publishing.publish(draft, by=person(request), change_note=form.cleaned_data["change_note"])
        except (RevisionPublished, publishing.NothingToPublish) as refusal:
            messages.error(request, str(refusal))
        else:
            self.log_change(request, draft, "Published.")
            messages.success(request, f"{draft} is published. It is what the role asks for now.")
        return HttpResponseRedirect(reverse("admin:roleprofiles_revision_change", args=[draft.pk]))


def _consequences(draft: Revision) -> dict[str, Any]:
    """What publishing changes, and what nobody could tell from the written document any more."""
    current = draft.role.current
    document = exporting.document_of(draft)
    again = documents.read(documents.write(document).encode())
    misread = changes.compare(document, again.document).visible if again.document else ()
    return {
        "changes": changes.compare(exporting.document_of(current) if current else None, document),
        "misread": [change.before for change in misread if change.before],
        "problems": again.problems,
    }
