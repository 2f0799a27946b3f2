"""The twins' addresses before the application's own. No server of users has these settings."""

from __future__ import annotations

from django.urls import include, path

from benchmarks.twins import views
from config.urls import handler400, handler500

__all__ = ["handler400", "handler500", "urlpatterns"]

urlpatterns = [
    path("twins/nothing/", views.nothing, name="nothing"),
    path("twins/page/", views.page, name="page"),
    path("twins/form/", views.form, name="form"),
    path("", include("config.urls")),
]
