"""Parts of a page that Jinja2 fills: see ``config.jinja``."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import engines
from django.template.context import Context
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.simple_tag(takes_context=True)
def jinja(context: Context, name: str, **more: Any) -> SafeString:
    """The template below ``templates/jinja2``, with what the page knows and ``more``."""
    said: dict[str, Any] = {str(known): value for known, value in context.flatten().items()}
    part = engines["jinja2"].get_template(name)
    return mark_safe(part.render(said | more, context.get("request")))  # noqa: S308 - it escapes
