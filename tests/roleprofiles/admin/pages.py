"""Pages of the admin: where they are, and what a browser would post of them."""

from __future__ import annotations

from typing import Any

from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.forms import ModelMultipleChoiceField
from django.urls import reverse

from roleprofiles.models import Revision, SkillList


def address(row: Any, act: str = "change") -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{act}", args=[row.pk])


def list_address(name: str) -> str:
    return reverse(f"admin:roleprofiles_{name}_changelist")


def must_haves(revision: Revision) -> SkillList:
    return SkillList.objects.get(level__revision=revision, level__name="Mid", title="Must-Have")


def filled(response: Any, **changes: Any) -> dict[str, Any]:
    """What the browser would post of a page, with changes by field name."""
    context = response.context
    forms = [context["adminform"].form]
    for shown in context["inline_admin_formsets"]:
        forms += [shown.formset.management_form, *shown.formset.forms]
    data: dict[str, Any] = {}
    for form in forms:
        for field in form:
            value = field.value()
            if isinstance(field.field, ModelMultipleChoiceField):
                value = [getattr(one, "pk", one) for one in value or []]
            data[field.html_name] = "" if value is None else value
            if field.field.show_hidden_initial:
                data[field.html_initial_name] = data[field.html_name]
    data = {name: value for name, value in data.items() if value is not False}
    return {**data, **changes}


def row_prefix(response: Any, formset: int, **said: str) -> str:
    """The prefix of the inline row whose field says something."""
    ((name, value),) = said.items()
    rows = response.context["inline_admin_formsets"][formset].formset.forms
    return str(next(row.prefix for row in rows if getattr(row.instance, name) == value))


def choose(browser: Any, name: str, act: str, rows: Any) -> Any:
    """The page that the menu of a list leads to."""
    said = {"action": act, ACTION_CHECKBOX_NAME: [row.pk for row in rows]}
    return browser.post(list_address(name), said)


def go_on(browser: Any, response: Any, button: str, **said: object) -> Any:
    """Post the form of a bulk act's page by one of its buttons."""
    context = response.context
    form = context["form"]
    typed = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    hidden = {"rows": context["pks"], "filters": context["filters"], "seal": context["seal"]}
    return browser.post(context["address"], {**hidden, **typed, **said, button: "x"})


def table(response: Any) -> list[tuple[str, str, str]]:
    """What a bulk act's page says of each row: its name, how it stands, how it will."""
    return [(change.row, change.before, change.after) for change in response.context["table"]]


def told(response: Any) -> list[str]:
    """The messages of the page one is led to."""
    return [str(message) for message in response.context["messages"]]
