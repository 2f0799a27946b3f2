"""/roles/"""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from roleprofiles.views import import_documents, imports, job_descriptions, roles

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

# /roles/import/<batch_pk>/
import_urls = [
    path("", imports.import_detail, name="import_detail"),
    path("work/", imports.import_work, name="import_work"),
    path("discard/", imports.import_discard, name="import_discard"),
    path("<int:document_pk>/", import_documents.import_document_detail, name="import_document_detail"),
    path("<int:document_pk>/import/", import_documents.import_document_import, name="import_document_import"),
    path("<int:document_pk>/skip/", import_documents.import_document_skip, name="import_document_skip"),
]

urlpatterns = [
    path("", roles.role_list, name="role_list"),
    path("import/", imports.role_import, name="role_import"),
    path("import/<int:batch_pk>/", include(import_urls)),
    path("<slug:slug>/", include(role_urls)),
]
