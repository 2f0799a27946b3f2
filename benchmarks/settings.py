"""The application's own settings, and beside it the bare twins that its pages are measured against."""

import os

# As tests have it: no var/local.env is made or read for a measurement, and sessions outlive a restart.
os.environ.setdefault("SECRET_KEY", "only-for-benchmarks-" + "0123456789" * 5)
os.environ.setdefault("LOCAL_MODE", "1")

from config.settings import *  # noqa: F403
from config.settings import INSTALLED_APPS as OURS

INSTALLED_APPS = [*OURS, "benchmarks.twins"]
ROOT_URLCONF = "benchmarks.urls"
WSGI_APPLICATION = "benchmarks.wsgi.application"
