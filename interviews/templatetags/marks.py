"""A rating as it stands on a page: the number in its colour, with what is said to who cannot see it."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from interviews.levelfit import VALUES

register = template.Library()

CHIPS = {value: format_html('<span class="chip c{0}">{0}</span>', value) for value in VALUES}
NOT_ASSESSED = mark_safe(
    '<span class="chip c0"><span aria-hidden="true">–</span>'
    '<span class="visually-hidden">not assessed</span></span>'
)


@register.filter
def chip(value: int | None) -> SafeString:
    """From 1 to 4; a dashed box where somebody could not say, which is no low value."""
    return CHIPS.get(value, NOT_ASSESSED)  # type: ignore[arg-type]
