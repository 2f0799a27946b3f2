"""/roles/ and /skills/"""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path, register_converter
from django.urls.converters import StringConverter

from roleprofiles.models.elements import ELEMENTS, HEAD
from roleprofiles.views import (
    differences,
    drafts,
    import_documents,
    imports,
    job_descriptions,
    jobs,
    merges,
    posting,
    publishing,
    roles,
    skills,
)

app_name = "roleprofiles"


class ElementConverter(StringConverter):
    """A kind of element that stands in a draft."""

    regex = "|".join(ELEMENTS)


class EditableConverter(StringConverter):
    regex = "|".join([HEAD.kind, *ELEMENTS])


register_converter(ElementConverter, "element")
register_converter(EditableConverter, "editable")

# /roles/<slug>/draft/
draft_urls = [
    path("", drafts.draft_detail, name="draft_detail"),
    path("start/", drafts.draft_start, name="draft_start"),
    path("publish/", publishing.draft_publish, name="draft_publish"),
    path("discard/", drafts.draft_discard, name="draft_discard"),
    path("removed/<int:pk>/put-back/", drafts.removal_put_back, name="removal_put_back"),
    path("<element:kind>/add/<int:into>/", drafts.element_add, name="element_add"),
    path("<editable:kind>/<int:pk>/", drafts.element_edit, name="element_edit"),
    path("<element:kind>/<int:pk>/remove/", drafts.element_remove, name="element_remove"),
    path("<element:kind>/<int:pk>/place/", drafts.element_place, name="element_place"),
]

# /roles/<slug>/levels/<pk>/
level_urls = [
    path("job-description/", job_descriptions.job_description_detail, name="job_description_detail"),
    path("job-description.md", job_descriptions.job_description_export, name="job_description_export"),
]

# /roles/<slug>/revisions/<number>/levels/
level_difference_urls = [
    path("", differences.level_choose, name="level_choose"),
    path("<int:lower>/<int:upper>/", differences.level_differences, name="level_differences"),
]

# /roles/<slug>/differences/
difference_urls = [
    path("", differences.revision_choose, name="revision_choose"),
    path("<int:old>/<int:new>/", differences.revision_differences, name="revision_differences"),
]

# /roles/<slug>/
role_urls: list[URLPattern | URLResolver] = [
    path("", roles.role_detail, name="role_detail"),
    path("revisions/<int:number>/", roles.revision_detail, name="revision_detail"),
    path("revisions/<int:number>/role.<slug:ending>", roles.revision_export, name="revision_export"),
    path("revisions/<int:number>/levels/", include(level_difference_urls)),
    path("differences/", include(difference_urls)),
    path("levels/<int:pk>/", include(level_urls)),
    path("draft/", include(draft_urls)),
]

# /roles/import/<batch_pk>/
import_urls = [
    path("", imports.import_detail, name="import_detail"),
    path("work/", imports.import_work, name="import_work"),
    path("discard/", imports.import_discard, name="import_discard"),
    path("<int:document_pk>/", import_documents.import_document_detail, name="import_document_detail"),
    path("<int:document_pk>/import/", import_documents.import_document_import, name="import_document_import"),
    path("<int:document_pk>/skip/", import_documents.import_document_skip, name="import_document_skip"),
]

# /roles/
roles_urls: list[URLPattern | URLResolver] = [
    path("", roles.role_list, name="role_list"),
    path("new/", drafts.role_create, name="role_create"),
    path("import/", imports.role_import, name="role_import"),
    path("import/<int:batch_pk>/", include(import_urls)),
    path("<slug:slug>/", include(role_urls)),
]

# /skills/<pk>/
skill_urls = [
    path("", skills.skill_detail, name="skill_detail"),
    path("edit/", skills.skill_edit, name="skill_edit"),
    path("aliases/", skills.skill_alias_add, name="skill_alias_add"),
    path("aliases/<int:alias_pk>/remove/", skills.skill_alias_remove, name="skill_alias_remove"),
    path("merge/", merges.skill_merge, name="skill_merge"),
    path("keep/", merges.skill_keep, name="skill_keep"),
]

# /skills/
skills_urls: list[URLPattern | URLResolver] = [
    path("", skills.skill_list, name="skill_list"),
    path("new/", skills.skill_create, name="skill_create"),
    path("review/", merges.skill_review, name="skill_review"),
    path("merges/<int:merge_pk>/undo/", merges.skill_merge_undo, name="skill_merge_undo"),
    path("<int:pk>/", include(skill_urls)),
]

# /job-descriptions/<pk>/
posting_urls = [
    path("publish/", posting.job_description_publish, name="job_description_publish"),
    path("withdraw/", posting.job_description_withdraw, name="job_description_withdraw"),
    path("publications/", posting.publication_list, name="publication_list"),
    path("publications/<int:number>/", posting.publication_detail, name="publication_detail"),
]

# /jobs/, open to everybody
jobs_urls = [
    path("", jobs.job_list, name="job_list"),
    path("feed.atom", jobs.job_feed, name="job_feed"),
    path("sitemap.xml", jobs.job_sitemap, name="job_sitemap"),
    path("<slug:slug>/", jobs.job_detail, name="job_detail"),
]

urlpatterns = [path("roles/", include(roles_urls)), path("skills/", include(skills_urls))]
urlpatterns += [path("job-descriptions/<int:pk>/", include(posting_urls)), path("jobs/", include(jobs_urls))]
