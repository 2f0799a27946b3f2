"""The application with its twins, for the server that is measured."""

from __future__ import annotations

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")

from config.wsgi import application

__all__ = ["application"]
