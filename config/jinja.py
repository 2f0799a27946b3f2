"""Jinja2, for parts that stand on a busy page many times: it fills them in a sixth of the time.

Pages are Django's templates; ``{% jinja %}`` puts such a part into one. See docs/performance.md.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.template.defaultfilters import pluralize, truncatechars
from django.utils import timezone
from django.utils.formats import date_format
from jinja2 import Environment, StrictUndefined

from accounts.links import link_to
from interviews.templatetags.marks import chip
from interviews.templatetags.times import when


def environment(**options: Any) -> Environment:
    """What a part names has to be there."""
    options |= {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    made = Environment(**options)  # noqa: S701 - Django asks for autoescape
    made.globals["url"] = link_to
    made.filters |= {"chip": chip, "date": _date, "when": when}
    made.filters |= {"pluralize": pluralize, "truncatechars": truncatechars}
    return made


def _date(moment: datetime, form: str) -> str:
    """As Django's filter: in the zone of the installation."""
    return date_format(timezone.localtime(moment), form)
