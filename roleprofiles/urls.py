"""/roles/"""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from roleprofiles.views import differences, imports, job_descriptions, publishing, roles

app_name = "roleprofiles"

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
    path("revisions/<int:number>/role.md", roles.revision_export, name="revision_export"),
    path("revisions/<int:number>/levels/", include(level_difference_urls)),
    path("differences/", include(difference_urls)),
    path("draft/publish/", publishing.draft_publish, name="draft_publish"),
    path("levels/<int:pk>/", include(level_urls)),
]

urlpatterns = [
    path("", roles.role_list, name="role_list"),
    path("import/", imports.role_import, name="role_import"),
    path("import/confirm/", imports.role_import_confirm, name="role_import_confirm"),
    path("<slug:slug>/", include(role_urls)),
]
