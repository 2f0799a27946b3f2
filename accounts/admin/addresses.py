"""Addresses that somebody made up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.admin.options import IncorrectLookupParameters
from django.db import DataError
from django.http import HttpRequest

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin

    Admin = ModelAdmin[Any]
else:
    Admin = object


class AnyAddress(Admin):
    """For model admins: an address that asks for what no database can look for leads to the whole list."""

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        try:
            return super().get_changelist_instance(request)
        except (DataError, OverflowError) as error:  # a NUL, or a number of thirty digits
            raise IncorrectLookupParameters from error
