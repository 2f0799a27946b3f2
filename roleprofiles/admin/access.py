"""Who may do what with role profiles in the admin, and what stays frozen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from accounts.models import User
from roleprofiles import drafting
from roleprofiles.models import Revision, RevisionPart, RevisionPublished

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin

    Admin = ModelAdmin[Any]
else:
    Admin = object


def person(request: HttpRequest) -> User:
    """The admin site lets nobody else in."""
    return cast(User, request.user)


def revision_of(row: RevisionPart) -> Revision:
    """The revision that a row stands in."""
    while row.parent_field:
        row = getattr(row, row.parent_field)
    return cast(Revision, row)


def is_frozen(row: Any) -> bool:
    return isinstance(row, RevisionPart) and revision_of(row).is_published


class RoleEditorsOnly:
    """For model admins and inlines: role editors may do everything, others see nothing."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return _may_edit_roles(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _may_edit_roles(request)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _may_edit_roles(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _may_edit_roles(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _may_edit_roles(request)


class FrozenWhenPublished(RoleEditorsOnly):
    """Rows of published revisions are there to be read. New rows are added on the page of their parent."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_add_permission(request, obj) and obj is not None and not is_frozen(obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and not is_frozen(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and not is_frozen(obj)


class PublishedMeanwhile(Admin):
    """A page is saved under the draft's lock; if somebody publishes at this moment, it ends in a message."""

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        try:
            with transaction.atomic():
                if request.method == "POST" and object_id:
                    self._hold(request, object_id)
                return super().changeform_view(request, object_id, form_url, extra_context)
        except RevisionPublished as refusal:
            return self._refused(request, object_id, refusal)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> Any:
        try:
            return super().delete_view(request, object_id, extra_context)
        except RevisionPublished as refusal:
            return self._refused(request, object_id, refusal)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        hold_draft(obj)
        super().delete_model(request, obj)

    def _hold(self, request: HttpRequest, object_id: str) -> None:
        """Nobody else writes into the draft between what the forms look at and what they save."""
        row = self.get_object(request, unquote(object_id))
        if row is not None and self.has_change_permission(request, row):
            hold_draft(row)

    def _refused(self, request: HttpRequest, object_id: str | None, refusal: Exception) -> HttpResponse:
        messages.error(request, str(refusal))
        where, args = ("change", [object_id]) if object_id else ("changelist", [])
        return HttpResponseRedirect(
            reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{where}", args=args)
        )


def hold_draft(row: RevisionPart) -> None:
    """Keep the draft of a row from being published until this transaction ends."""
    drafting.hold(revision_of(row))


def _may_edit_roles(request: HttpRequest) -> bool:
    return bool(getattr(request.user, "may_edit_roles", False))
