"""/roles/, /skills/, /job-descriptions/ and /jobs/"""

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
    job_editor,
    jobs,
    merges,
    posting,
    publishing,
    roles,
    skills,
    standard_texts,
)

app_name = "roleprofiles"


class ElementConverter(StringConverter):
    """A kind of element that stands in a draft."""

    regex = "|".join(ELEMENTS)


class EditableConverter(StringConverter):
    regex = "|".join([HEAD.kind, *ELEMENTS])


class JobPartConverter(StringConverter):
    """What a job description is made of."""

    regex = "section|line"


register_converter(JobPartConverter, "jobpart")
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

# /job-descriptions/<pk>/<part>/<part_pk>/
job_part_urls = [
    path("", job_editor.job_part, name="job_part"),
    path("leave-out/", job_editor.job_part_leave_out, {"is_left_out": True}, name="job_part_leave_out"),
    path("put-back/", job_editor.job_part_leave_out, {"is_left_out": False}, name="job_part_put_back"),
    path("restore/", job_editor.job_part_restore, name="job_part_restore"),
    path("delete/", job_editor.job_part_delete, name="job_part_delete"),
    path("place/", job_editor.job_part_place, name="job_part_place"),
]

# /job-descriptions/<pk>/
job_urls: list[URLPattern | URLResolver] = [
    path("", job_editor.job_description_edit, name="job_description_edit"),
    path("facts/", job_editor.job_facts, name="job_facts"),
    path("changes/", job_descriptions.job_description_changes, name="job_description_changes"),
    path("copy/", job_descriptions.job_description_copy, name="job_description_copy"),
    path("discard/", job_descriptions.job_description_discard, name="job_description_discard"),
    path("publish/", posting.job_description_publish, name="job_description_publish"),
    path("withdraw/", posting.job_description_withdraw, name="job_description_withdraw"),
    path("publications/", posting.publication_list, name="publication_list"),
    path("publications/<int:number>/", posting.publication_detail, name="publication_detail"),
    path("hints/", job_editor.job_hint, name="job_hint"),
    path("job.<slug:suffix>", job_descriptions.job_description_file, name="job_description_file"),
    path("section/add/", job_editor.job_section_add, name="job_section_add"),
    path("section/<int:part_pk>/add/", job_editor.job_line_add, name="job_line_add"),
    path("section/<int:part_pk>/text/", job_editor.job_section_text, name="job_section_text"),
    path("<jobpart:part>/<int:part_pk>/", include(job_part_urls)),
]

# /job-descriptions/texts/
standard_text_urls = [
    path("", standard_texts.standard_text_list, name="standard_text_list"),
    path("new/", standard_texts.standard_text_create, name="standard_text_create"),
    path("<int:text_pk>/", standard_texts.standard_text_edit, name="standard_text_edit"),
]

# /job-descriptions/
jobs_urls: list[URLPattern | URLResolver] = [
    path("", job_descriptions.job_description_list, name="job_description_list"),
    path("new/<int:level_pk>/", job_descriptions.job_description_create, name="job_description_create"),
    path("texts/", include(standard_text_urls)),
    path("<int:pk>/", include(job_urls)),
]

# /jobs/, open to everybody
public_urls = [
    path("", jobs.job_list, name="job_list"),
    path("feed.atom", jobs.job_feed, name="job_feed"),
    path("sitemap.xml", jobs.job_sitemap, name="job_sitemap"),
    path("<slug:slug>/", jobs.job_detail, name="job_detail"),
]

urlpatterns = [
    path("roles/", include(roles_urls)),
    path("skills/", include(skills_urls)),
    path("job-descriptions/", include(jobs_urls)),
    path("jobs/", include(public_urls)),
]
