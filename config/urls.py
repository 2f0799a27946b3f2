"""Every address of the site."""

from __future__ import annotations

from django.contrib import admin
from django.urls import include, path

from config.health import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("accounts/", include("accounts.urls")),
    path("", include("roleprofiles.urls")),
    path("admin/", admin.site.urls),
    path("", include("interviews.urls")),
]

handler400 = "config.errors.bad_request"
handler500 = "config.errors.server_error"
