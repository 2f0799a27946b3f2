"""The main pages of the demo, each with somebody who may see it, in a database made for the occasion."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DRAFT = "/roles/backend-engineer/draft/"
CARD = "/scorecards/10/"
# Whoever sees no name is nobody: these are public.
PAGES = (
    ("jobs", "/jobs/", ""),
    ("job", "/jobs/backend-engineer-mid/", ""),
    ("sign-in", "/accounts/sign-in/", ""),
    ("home", "/", "maren"),
    ("roles", "/roles/", "maren"),
    ("role", "/roles/backend-engineer/", "maren"),
    ("draft", DRAFT, "yuki"),
    ("skills", "/skills/", "maren"),
    ("job-descriptions", "/job-descriptions/", "maren"),
    ("editor", "/job-descriptions/1/", "maren"),
    ("openings", "/openings/", "maren"),
    ("opening", "/openings/1/", "maren"),
    ("plan", "/openings/1/plan/", "maren"),
    ("candidates", "/candidates/", "maren"),
    ("debrief", "/applications/1/", "maren"),
    ("compare", "/openings/1/compare/?with=1&with=3", "maren"),
    ("kit", "/interviews/10/kit/", "priya"),
    ("scorecard", CARD, "priya"),
    ("admin", "/admin/", "ruth"),
)


@dataclass(frozen=True)
class MainPage:
    name: str
    path: str
    session: str  # of somebody who may see it

    @property
    def is_for_search_engines(self) -> bool:
        return self.path.startswith("/jobs/")


def prepare(folder: Path) -> list[MainPage]:
    """A new database with the demo, which DATABASE_URL then names; a draft; and everybody signed in."""
    os.environ["DATABASE_URL"] = f"sqlite:///{folder / 'demo.sqlite3'}"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    sys.path.insert(0, str(ROOT))
    import django  # noqa: PLC0415 - only now: settings read the environment

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 - only after django.setup()
    from django.test import Client, override_settings  # noqa: PLC0415

    from accounts.models import User  # noqa: PLC0415

    with override_settings(VAR_DIR=folder):  # the sign-ins of `make run` stay
        call_command("migrate", verbosity=0)
        with (folder / "said").open("w") as said:
            call_command("load_demo", stdout=said)
    clients: dict[str, Client] = {}
    for name in {who for *_, who in PAGES} - {""}:
        clients[name] = Client(headers={"Host": "127.0.0.1"})
        clients[name].force_login(User.objects.get(email__startswith=f"{name}."))
    clients["yuki"].post(f"{DRAFT}start/")
    return [
        MainPage(title, path, clients[who].cookies["session"].value if who else "")
        for title, path, who in PAGES
    ]
