"""Growth paths and their steps."""

from __future__ import annotations

from django.contrib import admin

from roleprofiles.admin.filters import RevisionRoleFilter
from roleprofiles.admin.lines import HeadingForm
from roleprofiles.admin.parts import PartAdmin, PartInline, link_to
from roleprofiles.models import GrowthPath, GrowthStep


class GrowthStepInline(PartInline):
    model = GrowthStep
    fields = ["text"]
    sizes = {"text": 90}


@admin.register(GrowthPath)
class GrowthPathAdmin(PartAdmin):
    form = HeadingForm
    list_display = ["__str__", "revision", "state"]
    list_filter = ["revision__state", RevisionRoleFilter]
    list_select_related = ["revision"]
    search_fields = ["from_name", "to_name", "revision__title"]
    ordering = ["revision__title", "-revision__number", "position"]
    fields = ["revision_link", "from_name", "to_name"]
    readonly_fields = ["revision_link"]
    inlines = [GrowthStepInline]

    @admin.display(description="revision")
    def revision_link(self, path: GrowthPath) -> str:
        return link_to(path.revision)

    @admin.display(ordering="revision__state")
    def state(self, path: GrowthPath) -> str:
        return path.revision.get_state_display()
