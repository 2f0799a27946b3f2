"""The application's settings with what tests need otherwise. Tools that load Django (mypy) use it too."""

import os
import tempfile

# Before config.settings is read: with a SECRET_KEY in the environment it never opens var/local.env.
os.environ["SECRET_KEY"] = "only-for-tests-" + "0123456789" * 5
os.environ["LOCAL_MODE"] = "1"
for name in ("DEBUG", "ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS"):
    os.environ.pop(name, None)
# Playwright keeps an event loop in the thread of the tests; Django would refuse it the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
# A file as in the application, not SQLite's memory: each thread of a live server has its own connection.
os.environ.setdefault("DATABASE_URL", f"sqlite:///{tempfile.gettempdir()}/rolecard-tests.sqlite3")

from config.settings import *  # noqa: E402

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["TEST"] = {"NAME": f"{DATABASES['default']['NAME']}-{os.getpid()}"}
# Hashed names and brotli are collectstatic's work; a live server serves the files as they are.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# There is no collected folder to look into.
WHITENOISE_AUTOREFRESH = True
