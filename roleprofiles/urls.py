"""/roles/ and /skills/"""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from roleprofiles.views import imports, job_descriptions, merges, roles, skills

app_name = "roleprofiles"

# /roles/<slug>/levels/<pk>/
level_urls = [
    path("job-description/", job_descriptions.job_description_detail, name="job_description_detail"),
    path("job-description.md", job_descriptions.job_description_export, name="job_description_export"),
]

# /roles/<slug>/
role_urls: list[URLPattern | URLResolver] = [
    path("", roles.role_detail, name="role_detail"),
    path("revisions/<int:number>/", roles.revision_detail, name="revision_detail"),
    path("revisions/<int:number>/role.md", roles.revision_export, name="revision_export"),
    path("levels/<int:pk>/", include(level_urls)),
]

# /roles/
roles_urls: list[URLPattern | URLResolver] = [
    path("", roles.role_list, name="role_list"),
    path("import/", imports.role_import, name="role_import"),
    path("import/confirm/", imports.role_import_confirm, name="role_import_confirm"),
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

urlpatterns = [path("roles/", include(roles_urls)), path("skills/", include(skills_urls))]
