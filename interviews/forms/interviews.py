"""Arranging an interview, and calling it off."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from typing import Any

from django import forms
from django.conf import settings

from accounts.models import User
from interviews import arranging, clocks
from interviews.forms.corrections import ReasonForm
from interviews.forms.people import PeopleField
from interviews.models import Interview
from roleprofiles.lines import validate_line

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 1, 1)
LONGEST = 720  # minutes


@cache
def zone_choices() -> list[tuple[str, Any]]:
    """Every zone, by part of the world; the organisation's own first."""
    names = [name for name in clocks.zones() if name != settings.TIME_ZONE]
    areas: dict[str, list[tuple[str, str]]] = {}
    for name in names:
        areas.setdefault(name.partition("/")[0], []).append((name, name.replace("_", " ")))
    own = (settings.TIME_ZONE, settings.TIME_ZONE.replace("_", " "))
    return [own, *((area, pairs) for area, pairs in areas.items())]


class InterviewForm(forms.Form):
    """When, where, and who interviews. ``which`` is asked for where clocks show a time twice."""

    day = forms.DateField(
        required=False, label="Date", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    time = forms.TimeField(
        required=False, label="Time", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    time_zone = forms.ChoiceField(required=False, choices=zone_choices, label="Time zone")
    which = forms.ChoiceField(
        required=False,
        label="Clocks show this time twice that day. Which one?",
        choices=[("0", "The first"), ("1", "The second")],
        widget=forms.RadioSelect,
    )
    minutes = forms.IntegerField(required=False, min_value=5, max_value=LONGEST, label="Minutes")
    place = forms.CharField(required=False, max_length=300, label="Place or link")
    seen = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)
    interviewers = PeopleField(
        queryset=User.objects.none(),
        required=False,
        label="Interviewers",
        help_text="Each of them gets a scorecard. Whoever rates in two rounds is still one rater.",
    )

    def __init__(self, *args: Any, interview: Interview, **kwargs: Any) -> None:
        stored = arranging.state(interview) if interview.pk else None
        chosen = sorted(stored.panel) if stored else _usual(interview)
        zone = interview.zone
        local = interview.starts_at and clocks.local(interview.starts_at, zone)
        kwargs["initial"] = {
            "day": local and local.date(),
            "time": local and local.time(),
            "time_zone": zone,
            "minutes": interview.length,
            "place": interview.place,
            "seen": stored.mark if stored else "",
            "interviewers": chosen,
        }
        super().__init__(*args, **kwargs)
        self.had_time, self.asks_which, self.is_outdated = interview.is_live, False, False
        people = User.objects.able_to("interview") | User.objects.with_abilities().filter(pk__in=chosen)
        self.fields["interviewers"].queryset = people  # type: ignore[attr-defined]

    def clean_time_zone(self) -> str:
        return str(self.cleaned_data["time_zone"]) or settings.TIME_ZONE

    def clean_place(self) -> str:
        place: str = self.cleaned_data["place"]
        validate_line(place)
        return place

    def clean_day(self) -> date | None:
        day: date | None = self.cleaned_data["day"]
        if day and not FIRST_DAY <= day < LAST_DAY:
            raise forms.ValidationError("Choose a day between the years 2000 and 2099.")
        return day

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        day, time = said.get("day"), said.get("time")
        if day and not time and "time" not in self.errors:
            self.add_error("time", "Say the time too, or leave out the date.")
        elif time and not day and "day" not in self.errors:
            self.add_error("day", "Say the date too, or leave out the time.")
        elif self.had_time and not day and not self.errors:
            self.add_error("day", "This interview has a time. To take the time back, cancel the interview.")
        if day and time and said.get("time_zone"):
            self._set_instant(datetime.combine(day, time), said["time_zone"])
        return said

    @property
    def arrangement(self) -> dict[str, Any]:
        """As the act takes it."""
        said = {name: self.cleaned_data[name] for name in ("minutes", "time_zone", "place", "interviewers")}
        seen = self.cleaned_data["seen"] if "seen" in self.data else None
        return {**said, "starts_at": self.cleaned_data.get("starts_at"), "seen": seen}

    def see_again(self) -> None:
        """Saved once more, it replaces what is stored now."""
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        data["seen"] = self.initial["seen"]
        self.data, self.is_outdated = data, True
        self.add_error(
            None, "Somebody else has arranged this interview meanwhile. See below, then save again."
        )

    def _set_instant(self, said: datetime, zone: str) -> None:
        found = clocks.instants(said, zone)
        if not found:
            self.add_error(
                "time", f"Clocks in {zone} are put forward then: there is no {said:%H:%M} on that day."
            )
        elif len(found) == 1:
            self.cleaned_data["starts_at"] = found[0]
        else:
            self._set_one_of(found, said, zone)

    def _set_one_of(self, found: list[datetime], said: datetime, zone: str) -> None:
        """Clocks are put back then, and show the time twice."""
        field: Any = self.fields["which"]
        offsets = [clocks.offset(one, zone) for one in found]
        field.choices = [("0", f"The first ({offsets[0]})"), ("1", f"The second ({offsets[1]})")]
        self.asks_which = True
        if which := self.cleaned_data.get("which"):
            self.cleaned_data["starts_at"] = found[int(which)]
        elif "which" not in self.errors:
            self.add_error(
                "which", f"Clocks in {zone} are put back then and show {said:%H:%M} twice. Say which one."
            )


def _usual(interview: Interview) -> list[int]:
    """Who holds the round for other candidates, as far as they still interview."""
    able = User.objects.able_to("interview").filter(pk__in=interview.round.interviewers.values("pk"))
    return sorted(able.values_list("pk", flat=True))


class CancelForm(ReasonForm):
    """Why an interview is called off."""
