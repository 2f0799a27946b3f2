"""/roles/"""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from roleprofiles.views import imports, job_descriptions, roles

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
    path("revisions/<int:number>/role.<slug:ending>", roles.revision_export, name="revision_export"),
    path("levels/<int:pk>/", include(level_urls)),
]

urlpatterns = [
    path("", roles.role_list, name="role_list"),
    path("import/", imports.role_import, name="role_import"),
    path("import/confirm/", imports.role_import_confirm, name="role_import_confirm"),
    path("<slug:slug>/", include(role_urls)),
]
