"""Settings, all from the environment. README.md has the table of variables."""

from __future__ import annotations

from config import env as environment

BASE_DIR = environment.BASE_DIR
VAR_DIR = environment.VAR_DIR
env = environment.load()

DEBUG = env.bool("DEBUG", default=False)
# A server on one's own machine: loopback hosts, cookies without Secure, no HTTPS.
LOCAL_MODE = env.bool("LOCAL_MODE", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="")
ALLOWED_HOSTS = [host.strip() for host in env.list("ALLOWED_HOSTS", default=[])]
environment.refuse_unsafe(secret_key=SECRET_KEY, hosts=ALLOWED_HOSTS, debug=DEBUG, local=LOCAL_MODE)
if LOCAL_MODE or DEBUG:
    ALLOWED_HOSTS = ALLOWED_HOSTS or environment.LOOPBACK
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "accounts",
    "roleprofiles",
    "interviews",
    "adminsortable2",
    "config.apps.RolecardAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "template_partials",
    "crispy_forms",
    "crispy_bootstrap5",
    "lucide",
    "csp",
    "django_tasks_db",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    # Early, so that answers which reach no view are not framed either.
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "config.middleware.PrivatePages",
    "csp.middleware.CSPMiddleware",
    # Before the guards, which read the database.
    "config.middleware.TakingTurns",
    "config.middleware.QuickRefusals",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "config.middleware.BoundedRequests",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "accounts.middleware.SignInRequired",
    "django.contrib.messages.middleware.MessageMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.context.csrf_cookie",
            ],
        },
    },
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates" / "jinja2"],
        "OPTIONS": {"environment": "config.jinja.environment"},
    },
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# Databases: SQLite with nothing to install, PostgreSQL through DATABASE_URL.

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'rolecard.sqlite3'}")}
_database = DATABASES["default"]
if _database["ENGINE"] == "django.db.backends.sqlite3":
    _database["OPTIONS"] = {
        # Writers queue for the lock at BEGIN instead of failing when they first write.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }
else:
    _said = _database.get("OPTIONS", {})
    # Seconds; 0 is no limit. A lock gives up before its statement does.
    _limits = {
        "statement_timeout": env.float("DATABASE_STATEMENT_TIMEOUT", default=10),
        "lock_timeout": env.float("DATABASE_LOCK_TIMEOUT", default=5),
        "idle_in_transaction_session_timeout": env.float("DATABASE_IDLE_TIMEOUT", default=30),
    }
    _words = [f"-c {name}={round(seconds * 1000)}" for name, seconds in _limits.items()]
    # A plan that is kept is used: for these short queries, planning anew costs more than a better plan saves.
    _words.append("-c plan_cache_mode=force_generic_plan")
    _database["OPTIONS"] = {
        "pool": {
            "min_size": 1,
            "max_size": env.int("DATABASE_POOL", default=8),
            # How long a request waits for a connection before it is told to come back later.
            "timeout": env.float("DATABASE_POOL_TIMEOUT", default=1),
            # The pool tries again after 1, 2, 4... seconds until this; then with the next request, at once.
            "reconnect_timeout": 2,
        },
        "connect_timeout": env.int("DATABASE_CONNECT_TIMEOUT", default=3),
        # What is asked again is planned once for each connection: planning is most of a short query's time.
        "server_side_binding": True,
        "prepare_threshold": env.int("DATABASE_PREPARE", default=3) or None,
        # A server that vanished from the network is noticed in seconds, not in a quarter of an hour.
        "tcp_user_timeout": 15_000,
        "keepalives_idle": 10,
        "keepalives_interval": 5,
        "keepalives_count": 3,
        **_said,
        "options": " ".join([*_words, _said.get("options", "")]).strip(),
    }
    # The pool looks at a connection before it lends it: one that a restart has cut is never lent.
    _database["CONN_HEALTH_CHECKS"] = True

# A process works on so many requests at once; so many more wait for their turn, and the rest is told to come
# back. Its server needs threads for both, and some to say so, or a queue builds up in front of it instead.

REQUESTS_AT_ONCE = env.int("REQUESTS_AT_ONCE", default=4)
REQUESTS_WAITING = env.int("REQUESTS_WAITING", default=48)

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Who is there

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.PeopleBackend"]
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "interviews:home"
LOGOUT_REDIRECT_URL = "accounts:sign_in"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# Transport and browser

_https = not (DEBUG or LOCAL_MODE)
SECURE_SSL_REDIRECT = _https
SECURE_HSTS_SECONDS = 31_536_000 if _https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _https
SECURE_HSTS_PRELOAD = _https
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_REFERRER_POLICY = "same-origin"
# One proxy of ours that sets X-Forwarded-Proto and appends to X-Forwarded-For; else both are anybody's word.
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _https
SESSION_COOKIE_NAME = "__Host-session" if _https else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if _https else "csrf"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 7

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "object-src": ["'none'"],
    }
}

# What comes in. Uploads stay in memory, never on a disk, and so their size has a bound.

REQUEST_LIMIT = 10_000_000  # bytes
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = REQUEST_LIMIT
DATA_UPLOAD_MAX_NUMBER_FILES = 2_000

# Mail: written in the transaction of what it tells of, sent by `manage.py work`

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
# Where links in mails and calendars lead; no request says so there.
SITE_URL = env.str("SITE_URL", default="").rstrip("/") or environment.site_url(ALLOWED_HOSTS, _https)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Rolecard <rolecard@localhost>")
_mail = env.email_url("EMAIL_URL", default="smtp://localhost:25" if _https else "consolemail://")
EMAIL_BACKEND = _mail["EMAIL_BACKEND"]
EMAIL_HOST, EMAIL_PORT = _mail.get("EMAIL_HOST") or "localhost", _mail.get("EMAIL_PORT") or 25
EMAIL_HOST_USER = _mail.get("EMAIL_HOST_USER") or ""
EMAIL_HOST_PASSWORD = _mail.get("EMAIL_HOST_PASSWORD") or ""
EMAIL_USE_TLS, EMAIL_USE_SSL = _mail.get("EMAIL_USE_TLS", False), _mail.get("EMAIL_USE_SSL", False)
EMAIL_FILE_PATH = _mail.get("EMAIL_FILE_PATH") or None
EMAIL_TIMEOUT = 20  # seconds; shorter than interviews.mailing waits before it tries again

# Language, time, static files

LANGUAGE_CODE = "en"
TIME_ZONE = env.str("TIME_ZONE", default="UTC")
USE_TZ = True
FORMAT_MODULE_PATH = ["config.formats"]
STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "config.storage.HashedFiles"},
}
if DEBUG:
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    # Standard output belongs to the answers of commands.
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {
        # These would write what is on a page, or in a row, as soon as somebody asks for more detail.
        "django.template": {"level": "INFO"},
        "django.db.backends": {"level": "INFO"},
        # It tells of every connection that is lent and given back.
        "psycopg.pool": {"level": "WARNING"},
        # They tell of every look into the queue.
        "django_tasks": {"level": "WARNING"},
        "django_tasks_db": {"level": "WARNING"},
    },
}
