"""The role that the application runs as on PostgreSQL: it works, and it undoes no guard."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from io import StringIO
from typing import Any

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.test import Client

from accounts import verifying
from accounts.models import Event, User
from interviews import deciding
from interviews.models import Application
from tests.factories import make_application, make_interview, make_opening, submit_all
from tests.interviews.threads import together

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
on_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL has roles")

DENIED = {
    "change an event": "UPDATE accounts_event SET verb = 'decided'",
    "delete events": "DELETE FROM accounts_event",
    "empty the table": "TRUNCATE accounts_event",
    "switch the triggers off": "ALTER TABLE accounts_event DISABLE TRIGGER ALL",
    "drop the table": "DROP TABLE accounts_event",
    "make a table": "CREATE TABLE mine (id int)",
    "run a program": "COPY accounts_event TO PROGRAM 'cat'",
    # and the ways around
    "drop a trigger": "DROP TRIGGER rolecard_frozen_accounts_event_update ON accounts_event",
    "replace its function": (
        "CREATE OR REPLACE FUNCTION rolecard_frozen_accounts_event_update() RETURNS trigger "
        "LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'"
    ),
    "act as a replica": "SET session_replication_role = replica",
    "put a table before it": "CREATE TEMPORARY TABLE accounts_event (id int)",
    "make a second head": "DELETE FROM accounts_chainhead",
    "say what was migrated": "DELETE FROM django_migrations",
    "become the owner": "SET ROLE postgres",
}


@pytest.fixture
def role() -> Iterator[str]:
    """A role that may sign in and has been granted what the command says. Roles are the whole cluster's."""
    name, password = f"rolecard_test_{secrets.token_hex(4)}", secrets.token_hex(16)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE ROLE {name} LOGIN PASSWORD '{password}'")
        try:
            cursor.execute(printed(name))
            yield f"{name}:{password}"
        finally:
            cursor.execute(f"DROP OWNED BY {name}")
            cursor.execute(f"DROP ROLE {name}")


def printed(role: str) -> str:
    out = StringIO()
    call_command("database_grants", role, stdout=out)
    return out.getvalue()


def signed_in_as(role: str) -> psycopg.Connection[Any]:
    name, _, password = role.partition(":")
    place = connection.get_connection_params()
    return psycopg.connect(
        host=place.get("host"),
        port=place.get("port"),
        dbname=place["dbname"],
        user=name,
        password=password,
        autocommit=True,
    )


def as_role(role: str, act: Callable[[], object]) -> object:
    """What an act returns or raises that the application does, signed in to the database as this role."""

    def run() -> object:
        name, _, password = role.partition(":")
        ours = connections["default"]
        theirs = ours.copy("application")
        theirs.settings_dict |= {"USER": name, "PASSWORD": password}
        connections["default"] = theirs
        try:
            with theirs.cursor() as cursor:
                cursor.execute("SELECT current_user")
                assert cursor.fetchone() == (name,)
            return act()
        finally:
            theirs.close()
            theirs.close_pool()  # type: ignore[attr-defined]
            connections["default"] = ours

    return together(run)[0]


def refusal_of(database: psycopg.Connection[Any], statement: str) -> str:
    try:
        database.execute(statement)
    except psycopg.Error as refusal:
        return type(refusal).__name__
    return "done"


@pytest.fixture
def case(mia: User, ines: User) -> Application:
    application = make_application(opening=make_opening(by=mia))
    submit_all(make_interview(application, [ines]).scorecards.get())
    return application


@on_postgresql
def test_what_would_undo_the_record_is_denied(case: Application, role: str) -> None:
    before = list(Event.objects.values())
    with signed_in_as(role) as database:
        answers = {what: refusal_of(database, statement) for what, statement in DENIED.items()}
    assert answers == dict.fromkeys(DENIED, "InsufficientPrivilege")
    assert list(Event.objects.values()) == before


@on_postgresql
def test_the_triggers_hold_the_role_where_it_may_write(case: Application, role: str) -> None:
    with signed_in_as(role) as database:
        with pytest.raises(psycopg.errors.IntegrityConstraintViolation, match="moves to the next event only"):
            database.execute("UPDATE accounts_chainhead SET count = 0")
        with pytest.raises(psycopg.errors.IntegrityConstraintViolation, match="revision does not change"):
            database.execute("UPDATE roleprofiles_revision SET title = 'x'")


@on_postgresql
def test_the_application_works_as_this_role(case: Application, role: str, mia: User) -> None:
    def work() -> list[object]:
        client = Client()
        client.force_login(mia)
        page = client.get(case.get_absolute_url())
        opening = make_opening(by=mia, title="Second search")
        deciding.decide(case, by=mia, outcome="no_hire", reason="Not yet.")
        submit_all(make_interview(make_application(opening=opening), [mia]).scorecards.get())
        return [page.status_code, opening.title]

    before = verifying.head().count
    assert as_role(role, work) == [200, "Second search"]
    verbs = list(Event.objects.filter(number__gt=before).order_by("number").values_list("verb", flat=True))
    assert verbs[:4] == ["viewed", "published", "opened", "decided"]
    assert len(list(verifying.walk())) == before + len(verbs)


@on_postgresql
def test_every_other_table_can_be_written_by_the_role(role: str) -> None:
    rights = ("SELECT", "INSERT", "UPDATE", "DELETE")
    tables = set(connection.introspection.django_table_names(only_existing=True))
    asked = "SELECT name FROM unnest(%s::text[]) name WHERE has_table_privilege(name, %s)"
    with signed_in_as(role) as database:
        found = [{name for (name,) in database.execute(asked, [[*tables], right])} for right in rights]
    free = set.intersection(*found)
    kept = {"interviews_amendment", "interviews_reopening", "roleprofiles_publication"}
    kept |= {f"interviews_{name}" for name in ("decision", "decision_must_haves", "decisionreopening")}
    assert tables - free == {"accounts_event", "accounts_chainhead", *kept}


@on_postgresql
def test_a_role_that_nothing_can_be_denied_to_is_refused() -> None:
    with pytest.raises(CommandError, match="owns the tables or is a superuser"):
        printed(connection.settings_dict["USER"])


@on_postgresql
def test_a_role_that_is_not_there() -> None:
    with pytest.raises(CommandError, match="There is no role 'nobody_of_this_name' here"):
        printed("nobody_of_this_name")


@pytest.mark.skipif(connection.vendor == "postgresql", reason="PostgreSQL has roles")
def test_other_databases_know_no_roles() -> None:
    with pytest.raises(CommandError, match="Only PostgreSQL knows roles"):
        printed("app")
