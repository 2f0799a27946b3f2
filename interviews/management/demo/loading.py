"""Loading the demo, all of it or nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.contrib.auth.models import Group
from django.db import transaction

from accounts.models import User
from interviews import chasing
from interviews.management.demo import adverts, searches
from interviews.management.demo.entries import Demo, PersonEntry
from interviews.management.demo.places import at, each, one_of
from roleprofiles import wording
from roleprofiles.choices import AdvertPart
from roleprofiles.importing import import_document


@dataclass(frozen=True, kw_only=True)
class SignIn:
    person: User
    password: str
    about: str
    look_at: str


@transaction.atomic
def load(
    demo: Demo,
    documents: Mapping[str, bytes],
    *,
    earlier: Mapping[str, bytes],
    new_password: Callable[[], str],
) -> list[SignIn]:
    """Make the people, import the role documents (by file name), and go through the searches.

    ``earlier`` is what documents said before; what they say now comes after the searches. Who is late
    already is reminded. Raises BadDemo, and then nothing is loaded.
    """
    passwords = {key: new_password() for key in demo.people}
    people = _make_people(demo, passwords)
    for name, data in documents.items():
        with at(name):
            import_document(earlier.get(name, data), by=one_of(people, demo.role_editor))
    editor = one_of(people, demo.role_editor)
    _keep_texts(demo, by=editor)
    codes: dict[str, str] = {}
    for opening, place in each(demo.openings, "opening"):
        with at(f"demo.toml: {place}"):
            codes |= searches.play(opening, people)
    for advert, place in each(demo.adverts, "advert"):
        with at(f"demo.toml: {place}"):
            adverts.play(advert, by=one_of(people, advert.manager))
    _revise(demo, documents, by=editor)
    chasing.remind()
    return [
        SignIn(
            person=people[key],
            password=passwords[key],
            about=person.about,
            look_at=_look_at(demo, key, codes),
        )
        for key, person in demo.people.items()
    ]


def _make_people(demo: Demo, passwords: Mapping[str, str]) -> dict[str, User]:
    people = {}
    for key, person in demo.people.items():
        with at(f"demo.toml: people.{key}"):
            people[key] = _make_person(person, passwords[key])
    return people


def _make_person(entry: PersonEntry, password: str) -> User:
    groups = [Group.objects.get(name=name) for name in entry.groups]
    make = User.objects.create_superuser if entry.is_administrator else User.objects.create_user
    person = make(entry.email, password, display_name=entry.name, is_staff=entry.is_staff)
    person.groups.set(groups)
    return person


def _keep_texts(demo: Demo, *, by: User) -> None:
    for text, place in each(demo.texts, "text"):
        with at(f"demo.toml: {place}"):
            wording.begin_text(AdvertPart(text.kind), text.language, text.text.strip(), by=by)
    for question, place in each(demo.bank, "bank question"):
        with at(f"demo.toml: {place}"):
            searches.keep_question(question, by=by)


def _revise(demo: Demo, documents: Mapping[str, bytes], *, by: User) -> None:
    for revision, place in each(demo.revisions, "revision"):
        with at(f"demo.toml: {place}"):
            plan = import_document(documents[revision.document], by=by, change_note=revision.note)
            if plan.is_unchanged:
                raise ValueError(f"{revision.document} says what it said before")


def _look_at(demo: Demo, key: str, codes: Mapping[str, str]) -> str:
    with at(f"demo.toml: people.{key}: look_at"):
        return demo.people[key].look_at.format(**codes)
