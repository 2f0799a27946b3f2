"""Addresses and numbers that somebody made up."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.widgets import AutocompleteSelect
from django.db import DataError
from django.http import HttpRequest

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin

    Admin = ModelAdmin[Any]
else:
    Admin = object


class RowSelect(AutocompleteSelect):
    """Shows no choice where what was posted is no number of a row; the field has said so."""

    def optgroups(self, name: str, value: Any, attrs: Any = None) -> Any:
        numbers = [one for one in map(str, value) if re.fullmatch(r"\d{1,18}", one, re.ASCII)]
        return super().optgroups(name, numbers, attrs)


class AnyAddress(Admin):
    """For model admins: an address that asks for what no database can look for leads to the whole list,
    and a row that cannot be is not looked for."""

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request) and "widget" not in kwargs:
            kwargs["widget"] = RowSelect(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        try:
            return super().get_changelist_instance(request)
        except (DataError, OverflowError) as error:  # a NUL, or a number of thirty digits
            raise IncorrectLookupParameters from error
