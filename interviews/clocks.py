"""Times as people say them, in zones that skip an hour in spring and have one twice in autumn."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from django.utils import timezone
from django.utils.formats import date_format

AREAS = (
    *("Africa", "America", "Antarctica", "Arctic", "Asia"),
    *("Atlantic", "Australia", "Europe", "Indian", "Pacific"),
)


@cache
def zones() -> tuple[str, ...]:
    """The zones of the world by their IANA names, UTC first; without old names and fixed offsets."""
    return "UTC", *sorted(name for name in available_timezones() if name.partition("/")[0] in AREAS)


def instants(said: datetime, zone: str) -> list[datetime]:
    """What a time without a zone means there, in UTC: one instant; two in autumn; none in spring."""
    found: list[datetime] = []
    for fold in (0, 1):
        local = said.replace(tzinfo=ZoneInfo(zone), fold=fold)
        instant = local.astimezone(UTC)
        is_real = instant.astimezone(local.tzinfo).replace(tzinfo=None) == said
        if is_real and instant not in found:
            found.append(instant)
    return found


def local(instant: datetime, zone: str) -> datetime:
    return instant.astimezone(ZoneInfo(zone))


def known(zone: str) -> str:
    """The name of the zone; that of the installation's own where none goes by it."""
    return zone if zone in zones() else timezone.get_current_timezone_name()


def there(instant: datetime, zone: str) -> tuple[datetime, str]:
    """The time in a zone that is ``known``, and its name."""
    zone = known(zone)
    return local(instant, zone), zone


def written(instant: datetime, zone: str) -> str:
    """``Sun 15 Jan 2130, 23:00, Asia/Tokyo``"""
    return f"{date_format(local(instant, zone), 'D j M Y, H:i')}, {zone}"


def offset(instant: datetime, zone: str) -> str:
    """How far a zone is from UTC then, as people write it: ``UTC+2``, ``UTC-3:30``."""
    away = local(instant, zone).utcoffset()
    minutes = round(away.total_seconds() / 60) if away else 0
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'-' if minutes < 0 else '+'}{hours}{f':{rest:02}' if rest else ''}" if minutes else "UTC"
