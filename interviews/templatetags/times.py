"""When an interview is, as people of every zone read it."""

from __future__ import annotations

from datetime import datetime

from django import template
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

from interviews import clocks

register = template.Library()


@register.simple_tag
def when(instant: datetime, zone: str) -> SafeString:
    """In the zone it was arranged in; in that of the installation where none was named."""
    local, name = clocks.there(instant, zone)
    return format_html('{} <span class="zone">{}</span>', date_format(local, "D j M Y, H:i"), name)
