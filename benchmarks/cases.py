"""What is measured: who asks for what, and beside which twin it stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection
from django.db.models import Count, Q, QuerySet
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from benchmarks.twins.models import LINES, Line, Sheet
from benchmarks.wrk import Request
from interviews.models import Application, Opening, Rating, Scorecard
from roleprofiles.models import Role

CSRF = "c" * 32
PEOPLE = 24  # who ask in turn
PAGE, FORM = "bare page", "bare form"


@dataclass(frozen=True)
class Case:
    """``least`` is the wanted share of the twin's requests per second; None where nothing is aimed at."""

    name: str
    requests: list[Request]
    twin: str = ""
    least: float | None = None


def cases() -> list[Case]:
    """In a database with a company; what the twins need is added to it."""
    prepare_twins()
    interviewers = list(
        User.objects.filter(scorecards__in=Scorecard.objects.drafts()).distinct().order_by("pk")[:PEOPLE]
    )
    managers = list(User.objects.filter(managed_openings__isnull=False).distinct().order_by("pk")[:PEOPLE])
    coordinator = User.objects.filter(groups__name="Coordinators").order_by("pk")[0]
    sheets = Sheet.objects.select_related("owner").order_by("pk")
    cards = Scorecard.objects.drafts().select_related("interviewer").order_by("pk")[:PEOPLE]
    openings = list(Opening.objects.open().order_by("pk")[:PEOPLE])
    evidence = [
        (opening.managers.all()[0], f"/applications/{application.pk}/")
        for opening in openings
        for application in _debriefed(opening)[:1]
    ]
    candidates = [
        application.candidate_id for opening in openings for application in opening.applications.all()[:1]
    ]
    roles = list(Role.objects.exclude(revisions__isnull=True).order_by("pk")[:PEOPLE])
    return [
        Case("nothing", [Request("/twins/nothing/")]),
        Case(PAGE, _gets((one.owner, f"/twins/page/?sheet={one.pk}") for one in sheets)),
        Case(
            FORM,
            [_post(one.sheet.owner, "/twins/form/", {"line": one.pk, "value": "VALUE"}) for one in _lines()],
        ),
        Case("scorecard", _gets((card.interviewer, card.get_absolute_url()) for card in cards), PAGE, 1.0),
        Case("rating", _ratings(), FORM, 0.7),
        Case("home", _gets((person, "/") for person in interviewers), PAGE, 0.8),
        Case("home of managers", _gets((person, "/") for person in managers), PAGE, 0.8),
        Case("roles", _gets((person, "/roles/") for person in interviewers), PAGE, 0.8),
        Case("skills", _gets((person, "/skills/") for person in interviewers), PAGE, 0.8),
        Case("openings", _gets([(coordinator, "/openings/")]), PAGE, 0.8),
        Case("candidates", _gets([(coordinator, "/candidates/")]), PAGE, 0.8),
        Case("role", _gets((interviewers[0], one.get_absolute_url()) for one in roles), PAGE, 0.6),
        Case("debrief", _gets(evidence), PAGE, 0.6),
        Case("opening", _gets((one.managers.all()[0], one.get_absolute_url()) for one in openings), PAGE),
        Case(
            "plan", _gets((one.managers.all()[0], f"{one.get_absolute_url()}plan/") for one in openings), PAGE
        ),
        Case("candidate", _gets((coordinator, f"/candidates/{pk}/") for pk in candidates), PAGE),
        Case("search", _searches(coordinator)),
    ]


def prepare_twins() -> None:
    """As many sheets as people who ask, among many more."""
    if Sheet.objects.exists():
        return
    owners = list(User.objects.filter(groups__name="Interviewers").order_by("pk"))
    sheets = Sheet.objects.bulk_create(
        Sheet(owner=owners[n % len(owners)], title=f"Sheet {n}") for n in range(1_000)
    )
    Line.objects.bulk_create(
        (
            Line(
                sheet=one,
                name=f"Line {n}",
                detail="What was said about it, in a sentence or so.",
                value=n % 5 or None,
            )
            for one in sheets
            for n in range(LINES)
        ),
        batch_size=5_000,
    )


def _lines() -> QuerySet[Line]:
    first = Sheet.objects.order_by("pk")[:PEOPLE].values("pk")
    return Line.objects.filter(sheet__in=list(first.values_list("pk", flat=True))).select_related(
        "sheet__owner"
    )


def _debriefed(opening: Opening) -> QuerySet[Application]:
    """Those whose evidence is in, and that are not decided."""
    out = Count("interviews__scorecards", filter=Q(interviews__scorecards__submitted_at__isnull=True))
    there = opening.applications.filter(interviews__scorecards__isnull=False, decision__isnull=True)
    return there.annotate(out=out).filter(out=0).order_by("pk")


def _ratings() -> list[Request]:
    """Of drafts, each rated again and again from the version that it has."""
    drafts = Scorecard.objects.drafts().values("pk")
    ratings = (
        Rating.objects.filter(scorecard__in=drafts).select_related("scorecard__interviewer").order_by("pk")
    )
    return [
        _post(
            one.scorecard.interviewer,
            f"/scorecards/{one.scorecard_id}/ratings/{one.pk}/",
            {"value": "VALUE", "reason": "", "version": "VERSION", "key": "KEY",
             "person": one.scorecard.interviewer.outbox_id},
            version=one.version,
        )
        for one in ratings[:480]
    ]  # fmt: skip


def _searches(person: User) -> list[Request]:
    words = ("kim", "C-1100", "ruiz 12", "nobody at all", "costa.7")
    return [_post(person, "/candidates/", {"q": one}, data=False) for one in words]


# What a request costs in the database and on the line


def counted(case: Case) -> dict[str, int]:
    """Queries, bytes of HTML, and bytes on the line, of the first request of a case."""
    asked, client = case.requests[0], Client(SERVER_NAME="localhost")
    with CaptureQueriesContext(connection) as queries:
        if asked.body is None:
            answer = client.get(asked.path, headers=asked.headers)
        else:
            body = (
                asked.body.replace("VERSION", str(asked.version)).replace("VALUE", "2").replace("KEY", "e1")
            )
            headers = {name: said for name, said in asked.headers.items() if name != "Content-Type"}
            answer = client.generic(
                "POST", asked.path, body.encode(), asked.headers["Content-Type"], headers=headers
            )
    assert answer.status_code == 200, (asked.path, answer.status_code)
    return {"queries": len(queries), "bytes": len(answer.content)}


# Who asks

_cookies: dict[int, str] = {}


def cookies_of(person: User) -> str:
    """As after signing in."""
    if person.pk not in _cookies:
        session = import_module(settings.SESSION_ENGINE).SessionStore()
        session[SESSION_KEY] = str(person.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = person.get_session_auth_hash()
        session.save()
        _cookies[person.pk] = (
            f"{settings.SESSION_COOKIE_NAME}={session.session_key}; {settings.CSRF_COOKIE_NAME}={CSRF}"
        )
    return _cookies[person.pk]


def _gets(asked: Iterable[tuple[User, str]]) -> list[Request]:
    return [
        Request(path, {"Cookie": cookies_of(person), "Accept-Encoding": "gzip"}) for person, path in asked
    ]


def _post(
    person: User, path: str, fields: dict[str, object], *, version: int = 0, data: bool = True
) -> Request:
    headers = {
        "Cookie": cookies_of(person),
        "X-CSRFToken": CSRF,
        "Content-Type": "application/x-www-form-urlencoded",
        "Accept-Encoding": "gzip",
        **({"Accept": "application/json"} if data else {}),
    }
    return Request(path, headers, urlencode(fields), version)
