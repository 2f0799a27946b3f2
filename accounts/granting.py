"""Plain SQL for the database role that the application runs as: its work, and nothing that undoes a guard."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.backends.base.base import BaseDatabaseWrapper

from accounts import triggers

PRIVILEGES = ("SELECT", "INSERT", "UPDATE", "DELETE")


def statements(connection: BaseDatabaseWrapper, *, role: str) -> Iterator[str]:
    """What to run as the owner of the tables, after every migration.

    A table whose rows are never changed, as its triggers say, gets no privilege to change them either:
    a trigger holds back whoever may write, a missing privilege also who found a way round the trigger.
    """
    quote = connection.ops.quote_name
    grantee, database = quote(role), quote(connection.settings_dict["NAME"])
    refused = {
        (one.table, one.event) for one in triggers.wanted("postgresql") if one.condition == triggers.ALWAYS
    }
    yield f"REVOKE CREATE, TEMPORARY ON DATABASE {database} FROM PUBLIC, {grantee}"
    yield f"REVOKE CREATE ON SCHEMA public FROM PUBLIC, {grantee}"
    for things in ("TABLES", "SEQUENCES"):
        yield f"REVOKE ALL ON ALL {things} IN SCHEMA public FROM {grantee}"
    yield f"GRANT CONNECT ON DATABASE {database} TO {grantee}"
    yield f"GRANT USAGE ON SCHEMA public TO {grantee}"
    for table in sorted(connection.introspection.django_table_names(only_existing=True)):
        allowed = [privilege for privilege in PRIVILEGES if (table, privilege) not in refused]
        yield f"GRANT {', '.join(allowed)} ON {quote(table)} TO {grantee}"
    yield f"GRANT SELECT ON {quote('django_migrations')} TO {grantee}"
    yield f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {grantee}"


def is_mighty(connection: BaseDatabaseWrapper, role: str) -> bool | None:
    """Whether a role owns a table, may act for an owner, or is a superuser; None where there is none.

    To such a role the database denies nothing.
    """
    owned = "pg_has_role(rolname, relowner, 'MEMBER')"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT rolsuper OR EXISTS (SELECT FROM pg_class WHERE relname = ANY(%s) AND {owned}) "  # noqa: S608
            "FROM pg_roles WHERE rolname = %s",
            [connection.introspection.django_table_names(only_existing=True), role],
        )
        found = cursor.fetchone()
    return found[0] if found else None
