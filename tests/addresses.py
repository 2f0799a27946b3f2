"""Every address of the site, and one small world in which each of them is about something."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models, transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

from accounts.models import Event, User
from interviews import asking, deciding, filing, resumes
from interviews.choices import CriterionKind, Outcome
from interviews.models import Application, Opening, Scorecard
from roleprofiles import advertising, banking, merging, publishing, removing, wording
from roleprofiles.choices import AdvertPart
from roleprofiles.models import GrowthPath, Level, Role, Skill, SkillList
from tests.factories import (
    UserFactory,
    make_application,
    make_import,
    make_interview,
    make_opening,
    make_role,
    rate_all,
    role_document,
    submit_all,
)
from tests.roleprofiles.adverts_made import make_job, publish

NOBODY = "anonymous"
LONG_AGO, FAR = datetime(2020, 1, 15, 14, tzinfo=UTC), datetime(2130, 1, 15, 14, tzinfo=UTC)
FORM = "application/x-www-form-urlencoded"
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
READING = re.compile(r"\(?SELECT|SAVEPOINT|RELEASE|ROLLBACK|PRAGMA")
APP_INDEX = re.compile(r"\^\(\?P<app_label>.*\)/\$")


@dataclass(frozen=True)
class Route:
    """``pattern`` as it stands in the URLconf, ``admin/`` and other prefixes included."""

    pattern: str
    view: Any

    @property
    def is_open(self) -> bool:
        """Whether people come in without signing in."""
        return not getattr(self.view, "login_required", True)


def routes(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[Route]:
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from routes(entry, prefix + str(entry.pattern))
        else:
            yield Route(prefix + str(entry.pattern), entry.callback)


@dataclass(frozen=True)
class Answer:
    """``said`` is the status, or where people are sent; ``written`` are the tables that were changed."""

    said: str
    written: frozenset[str]
    headers: Mapping[str, str]
    content: bytes


@dataclass
class World:
    """``rows`` has what addresses of a case are about, by parameter, first word, or model of the admin."""

    people: dict[str, User]
    rows: dict[str, dict[str, Any]]
    clients: dict[str, Client]

    def ask(
        self,
        person: str,
        method: str,
        path: str,
        headers: dict[str, str] | None = None,
        *,
        body: str | bytes | None = None,
        content_type: str = FORM,
    ) -> Answer:
        """An answer, to an empty form if it is a POST; whatever the request wrote is taken back."""
        client = self.clients[person]
        cookies = deepcopy(client.cookies)
        if body is None:
            body = f"csrfmiddlewaretoken={'x' * 32}" if method == "POST" else ""
        written: set[str] = set()
        with transaction.atomic(), connection.execute_wrapper(_spy(written)):
            response = client.generic(method, path, body, content_type, headers=headers)
            transaction.set_rollback(True)
        client.cookies = cookies
        return Answer(_said(response), frozenset(written), response.headers, response.content)

    def path(self, pattern: str, case: str = "") -> str:
        """The address of a pattern; ``case`` chooses which row it is about."""
        said = {**self.rows[""], **self.rows[case]}
        if pattern.startswith("admin/") and not pattern.startswith("admin/r/"):
            model = "/".join(pattern.split("/")[1:3])
            said |= dict.fromkeys(("object_id", "id", "role_pk"), said.get(model))
        else:
            said |= {"pk": said.get(pattern.split("/")[0])}
        path = APP_INDEX.sub("interviews/", pattern).replace("(?P<url>.*)$", "nowhere/")
        return "/" + PARAMETER.sub(lambda found: str(_key(said[found[1]])), path)


def _said(response: HttpResponseBase) -> str:
    """See also the words at the top of access_table."""
    if response.status_code != HTTPStatus.FOUND:
        return str(response.status_code)
    place = response.headers["Location"]
    doors = (("sig", "accounts:sign_in"), ("adm", "admin:login"))
    found = [word for word, name in doors if place.startswith(reverse(name))]
    return found[0] if found else "idx" if place == reverse("admin:index") else "302"


def _spy(written: set[str]) -> Callable[..., Any]:
    """Notes the tables that statements change; SAVEPOINT and the like change none."""

    def run(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if not READING.match(sql):
            named = re.search(r'(?:INTO|UPDATE|FROM) "(\w+)"', sql)
            written.add(named[1] if named else sql)
        return execute(sql, *rest)

    return run


def _key(row: Any) -> Any:
    return row.pk if isinstance(row, models.Model) else row


@contextmanager
def world() -> Iterator[World]:
    """Gone at the end, so that one world may serve the many tests of a module."""
    with transaction.atomic():
        yield _build()
        transaction.set_rollback(True)


def _build() -> World:
    people = _people()
    role = make_role(by=people["rosa"])
    draft = publishing.start_draft(role, by=people["rosa"])
    path = GrowthPath.objects.create(revision=draft, from_name="Mid", to_name="Senior")
    application, card = _case(role, manager=people["mia"], interviewer=people["ines"])
    other, submitted = _case(role, manager=people["max"], interviewer=people["oscar"])
    submit_all(submitted)
    rate_all(card, [4, None, None, None, None][: card.ratings.of_the_level().count()])
    level, drafted = Level.objects.get(revision=role.current, name="Mid"), draft.levels.get(name="Mid")
    decision = deciding.decide(
        other,
        by=people["max"],
        outcome=Outcome.HIRE,
        level=level,
        must_haves=other.opening.criteria.filter(kind=CriterionKind.MUST_HAVE),
        reason="All must-haves are met.",
    )
    online = make_job(level, by=people["rosa"])
    publish(online, by=people["rosa"])
    batch = make_import(role_document("Data Engineer"), by=people["rosa"])
    rows = {
        "slug": role.slug,
        "number": 1,
        "kind": "level",
        "into": 0,
        "old": 1,
        "new": 1,
        "lower": 1,
        "upper": 2,
        "ending": "csv",
        "roles": level,
        "level_pk": level,
        "batch_pk": batch,
        "document_pk": batch.documents.get(),
        "content_type_id": ContentType.objects.get_for_model(Application),
        "object_id": application,
        "auth/group": Group.objects.get(name="Interviewers"),
        "accounts/user": people["ines"],
        "accounts/event": Event.objects.get(number=1),
        "roleprofiles/role": role,
        "roleprofiles/revision": draft,
        "roleprofiles/growthpath": path,
        "roleprofiles/level": drafted,
        "interviews/decision": decision,
        **_parts(drafted, by=people["rosa"]),
        **_library(by=people["rosa"]),
        **_hiring(application, card),
        **_adverts(level, by=people["mia"]),
    }
    published = {"roleprofiles/revision": role.current, "roleprofiles/level": level}
    step = path.steps.create(text="Lead a project")
    removed = {"roles": removing.remove(draft, "step", step.pk, by=people["rosa"])}
    drafts = {"number": 2, "new": 2, "roles": drafted, "level_pk": drafted}
    cases = {
        "": rows,
        "published": published,
        "draft": drafts,
        "removed": removed,
        "online": {"slug": online.slug, "job-descriptions": online},
        "other": _hiring(other, submitted),
        "due": {"scorecards": _due_card(application, people["ines"])},
        "outdated": {"openings": _outdated(manager=people["mia"], editor=people["rosa"])},
    }
    return World(
        people, cases, {NOBODY: Client(), **{name: signed_in(user) for name, user in people.items()}}
    )


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def _people() -> dict[str, User]:
    """The standing cast; those who arrange and decide may open the admin here."""

    def add(name: str, group: str = "", **fields: Any) -> User:
        email = f"{name}@example.com"
        return UserFactory.create(email=email, display_name=name.title(), groups=[group], **fields)

    return {
        "ines": add("ines", "Interviewers"),
        "oscar": add("oscar", "Interviewers"),
        "cora": add("cora", "Coordinators", is_staff=True),
        "mia": add("mia", "Hiring managers", is_staff=True),
        "max": add("max", "Hiring managers", is_staff=True),
        "rosa": add("rosa", "Role editors", is_staff=True),
        "ada": add("ada", is_staff=True, is_superuser=True),
    }


def _case(role: Role, *, manager: User, interviewer: User) -> tuple[Application, Scorecard]:
    opening = make_opening(by=manager, role=role, title=f"Search of {manager}")
    application = make_application(opening=opening)
    interview = make_interview(application, [interviewer], starts_at=FAR, time_zone="UTC")
    card = interview.scorecards.get()
    asking.write(card.interview.round, by=manager, prompt="What did you find?")
    document = resumes.read("cv.txt", f"What {application.candidate.code} did".encode())
    filing.file_resume(application, document, by=manager)
    return application, card


def _due_card(application: Application, interviewer: User) -> Scorecard:
    """In another application of the same opening."""
    other = make_application(opening=application.opening, name="Due Doe")
    return make_interview(other, [interviewer], starts_at=LONG_AGO).scorecards.get()


def _outdated(*, manager: User, editor: User) -> Opening:
    """A search for a role that has a newer revision by now."""
    opening = make_opening(by=manager, title="Outdated search")
    publishing.publish(publishing.start_draft(opening.level.revision.role, by=editor), by=editor)
    return opening


def _parts(level: Level, *, by: User) -> dict[str, Any]:
    skills: SkillList = level.skill_lists.all()[0]
    return {
        "roleprofiles/skilllist": skills,
        "roleprofiles/requirement": skills.requirements.all()[0],
        "roleprofiles/bankquestion": banking.keep(skills.requirements.all()[0].skill, prompt="Why?", by=by),
        "roleprofiles/questionset": level.question_sets.all()[0],
        "roleprofiles/skill": skills.requirements.all()[0].skill,
    }


def _library(*, by: User) -> dict[str, Any]:
    """A skill with an alias, and another one that was merged into it."""
    skill = Skill.objects.get(name="Ability 1")
    merge = merging.merge(Skill.objects.for_name("Abilities"), into=skill, by=by)
    return {"skills": skill, "alias_pk": merging.add_alias(skill, "Talent", by=by), "merge_pk": merge}


def _adverts(level: Level, *, by: User) -> dict[str, Any]:
    """A job description with a text that the organisation shares."""
    text = wording.begin_text(AdvertPart.ABOUT_US, "en", "We count", by=by)
    job = advertising.begin(level, by=by, label="Berlin")
    job.places.create(country="DE", city="Berlin")
    return {
        "job-descriptions": job,
        "text_pk": text,
        "part": "section",
        "part_pk": job.sections.get(kind="must_have"),
        "suffix": "md",
        "roleprofiles/jobdescription": job,
        "roleprofiles/standardtext": text,
    }


def _hiring(application: Application, card: Scorecard) -> dict[str, Any]:
    return {
        "openings": application.opening,
        "applications": application,
        "candidates": application.candidate,
        "interviews": card.interview,
        "scorecards": card,
        "round_pk": card.interview.round,
        "criterion_pk": application.opening.criteria.all()[0],
        "question_pk": card.interview.round.questions.get(),
        "rating_pk": card.ratings.all()[0],
        "interviews/opening": application.opening,
        "interviews/application": application,
        "interviews/candidate": application.candidate,
        "interviews/interview": card.interview,
        "interviews/scorecard": card,
    }
