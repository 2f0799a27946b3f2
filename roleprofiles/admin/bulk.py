"""Acts on many rows of a list: first a page that shows what would change, then the change that was shown.

A list's menu leads to the page. The page posts to the act's own address: the rows, what a person chose, and a
seal of what they were shown. Where that is not what would happen now, they are shown it again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.contrib import messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from accounts.models import User
from roleprofiles.admin.access import person
from roleprofiles.admin.lines import mark

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin

    Admin = ModelAdmin[Any]
else:
    Admin = object

MOST_ROWS = 5_000  # in one act: a statement takes so many values only
TABLE_LIMIT = 100  # rows of the table; the others change likewise, and are counted


@dataclass(frozen=True, kw_only=True)
class RowChange:
    """What happens to one row, in words."""

    pk: int
    row: str
    where: str
    before: str
    after: str = ""


class CannotDoThat(Exception):
    """Why an act cannot be done with these rows at all."""


class BulkAct:
    """An act on rows that somebody chose. Made and carried out within one transaction."""

    name: ClassVar[str]  # of its address
    label: ClassVar[str]  # in the menu of the list
    noun: ClassVar[str]  # what a row is
    explanation: ClassVar[str]
    heads: ClassVar[tuple[str, str, str, str]]  # of the table: row, where, before, after

    rows: list[Any]  # that the act can be done with
    left_alone: list[str]  # how many others there are, and why

    def __init__(self, pks: Sequence[int]) -> None:
        """Load the rows, under a lock; raise CannotDoThat where nothing can be done with them."""
        raise NotImplementedError

    def form(self, data: Any = None) -> forms.Form:
        raise NotImplementedError

    def now(self, row: Any) -> RowChange:
        """How a row stands, before anything is chosen."""
        raise NotImplementedError

    def after(self, row: Any, form: Any) -> str:
        """How it stands afterwards."""
        raise NotImplementedError

    def carry_out(self, form: Any, *, by: User) -> str:
        """Do it with the rows that change; what to say of it."""
        raise NotImplementedError

    @property
    def title(self) -> str:
        return self.label.rstrip("…")

    def changes(self, form: forms.Form) -> list[RowChange]:
        told = [replace(self.now(row), after=self.after(row, form)) for row in self.rows]
        return [change for change in told if change.after != change.before]


class BulkActs(Admin):
    """For a model admin: each act in the menu of the list and at an address of its own."""

    bulk_acts: ClassVar[Sequence[type[BulkAct]]] = ()

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Nothing but our own: deleting many rows at once is none of them."""
        if not self.has_change_permission(request):
            return {}
        return {act.name: (self._opener(act), act.name, act.label) for act in self.bulk_acts}

    def get_urls(self) -> list[URLPattern]:
        own = [
            path(
                f"{act.name}/",
                self.admin_site.admin_view(partial(self.bulk_view, act=act)),
                name=f"{self.opts.app_label}_{self.opts.model_name}_{act.name}",
            )
            for act in self.bulk_acts
        ]
        return [*own, *super().get_urls()]

    def bulk_view(self, request: HttpRequest, *, act: type[BulkAct]) -> HttpResponse:
        if not self.has_change_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return self._back(request)
        pks = [int(pk) for pk in re.findall(r"\b\d{1,18}\b", request.POST.get("rows", ""))]
        if not pks:
            messages.warning(request, "Choose rows of the list first.")
            return self._back(request)
        return self._answer(request, act, pks, request.POST)

    def _opener(self, act: type[BulkAct]) -> Callable[..., HttpResponse]:
        def opened(_: Any, request: HttpRequest, queryset: Any) -> HttpResponse:
            pks = list(queryset.order_by().values_list("pk", flat=True)[: MOST_ROWS + 1])
            return self._answer(request, act, pks, None)

        return opened

    def _answer(self, request: HttpRequest, act: type[BulkAct], pks: list[int], data: Any) -> HttpResponse:
        if len(pks) > MOST_ROWS:
            messages.warning(request, f"Nothing was changed. Choose {MOST_ROWS:,} rows at most at a time.")
            return self._back(request)
        with transaction.atomic():
            try:
                doing = act(pks)
            except CannotDoThat as refusal:
                messages.warning(request, str(refusal))
                return self._back(request)
            form = doing.form(data)
            changes = doing.changes(form) if form.is_valid() else []
            seal = mark({"changes": repr(changes)})
            is_confirmed = bool(changes) and data is not None and "confirm" in data
            if not is_confirmed or data.get("seal") != seal:
                status = 409 if is_confirmed else 422 if form.errors else 200
                return self._page(request, doing, form, changes, pks=pks, seal=seal, status=status)
            self._carry_out(request, doing, form, {change.pk for change in changes})
        return self._back(request)

    def _carry_out(self, request: HttpRequest, doing: BulkAct, form: forms.Form, pks: set[int]) -> None:
        doing.rows = [row for row in doing.rows if row.pk in pks]
        LogEntry.objects.log_actions(
            user_id=person(request).pk, queryset=doing.rows, action_flag=CHANGE, change_message=doing.title
        )
        messages.success(request, doing.carry_out(form, by=person(request)))
        for words in doing.left_alone:
            messages.info(request, words)

    def _page(
        self,
        request: HttpRequest,
        doing: BulkAct,
        form: forms.Form,
        changes: list[RowChange],
        *,
        pks: list[int],
        seal: str,
        status: int,
    ) -> HttpResponse:
        is_settled = form.is_bound and form.is_valid()
        table = changes if is_settled else [doing.now(row) for row in doing.rows]
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": doing.title,
            "act": doing,
            "address": reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{doing.name}"),
            "form": form,
            "pks": ",".join(map(str, pks)),
            "filters": _filters(request),
            "is_settled": is_settled,
            "is_overtaken": status == HTTPStatus.CONFLICT,
            "chosen": counted(doing.rows, doing.noun),
            "changing": counted(changes, doing.noun),
            "table": table[:TABLE_LIMIT],
            "more": max(len(table) - TABLE_LIMIT, 0),
            "seal": seal,
            "media": self.media,
        }
        return TemplateResponse(request, "admin/roleprofiles/bulk.html", context, status=status)

    def _back(self, request: HttpRequest) -> HttpResponse:
        """To the list as it was filtered."""
        place = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")
        filters = _filters(request)
        return HttpResponseRedirect(f"{place}?{filters}" if filters else place)


def _filters(request: HttpRequest) -> str:
    """What the list was filtered by: in its own address first, in the page's form from then on."""
    if request.method != "POST":
        return ""
    return QueryDict(request.POST.get("filters", request.GET.urlencode())).urlencode()


def counted(rows: Sequence[Any] | int, noun: str) -> str:
    """``1 line``, ``2,000 lines``."""
    number = rows if isinstance(rows, int) else len(rows)
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
