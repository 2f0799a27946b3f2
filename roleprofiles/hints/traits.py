"""Requirements that nobody could observe: traits, feelings and praise."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from roleprofiles.choices import RequirementForm
from roleprofiles.documents.shapes import Requirement

TRAITS = Path(__file__).parent.parent / "data" / "unobservable.toml"


@dataclass(frozen=True, kw_only=True)
class Trait:
    """A table of the data file, where the fields are explained."""

    phrases: tuple[str, ...]
    reason: str
    instead: str
    alone: bool = False


@cache
def traits() -> tuple[Trait, ...]:
    said = tomllib.loads(TRAITS.read_text(encoding="utf-8"))["trait"]
    return tuple(Trait(**{**trait, "phrases": tuple(trait["phrases"])}) for trait in said)


@cache
def _anywhere_phrases() -> tuple[dict[str, Trait], re.Pattern[str]]:
    phrases = {phrase: trait for trait in traits() if not trait.alone for phrase in trait.phrases}
    either = "|".join(re.escape(p).replace("\\ ", "[ -]") for p in sorted(phrases, key=len, reverse=True))
    return phrases, re.compile(rf"(?<![\w-])((?ai:{either}))s?(?![\w-])")


@cache
def _alone_phrases() -> dict[str, Trait]:
    return {phrase: trait for trait in traits() if trait.alone for phrase in trait.phrases}


_ITEMS = re.compile(r"[,;/&•()]| and | or ")
_AROUND = frozenset(
    [
        *("a", "an", "the", "be", "is", "must", "has", "have", "someone", "who"),
        *("very", "highly", "really", "truly", "super", "extremely", "strong", "good", "great", "high"),
        *("person", "people", "individual", "individuals", "personality", "mindset", "attitude"),
        *("candidate", "skill", "skills"),
    ]
)


def trait_hint(line: Requirement) -> str:
    """What to say of a trait that the requirement asks for; "" where it asks for none."""
    is_detail = line.form == RequirementForm.DETAIL
    # A category is a label, not a demand; and a detail may say what a single word in the name means.
    found = _anywhere(line.name) or (_anywhere(line.text) if is_detail else _alone(line.name))
    if found is None:
        return ""
    phrase, trait = found
    return (
        f"“{phrase}” cannot be seen or heard: {trait.reason}; ask for something observable instead, "
        f"such as “{trait.instead}”."
    )


def _anywhere(said: str) -> tuple[str, Trait] | None:
    phrases, pattern = _anywhere_phrases()
    found = pattern.search(" ".join(said.split()))
    return (found[0], phrases[found[1].lower().replace("-", " ")]) if found else None


def _alone(said: str) -> tuple[str, Trait] | None:
    """A trait that is the whole text, or a whole item of an enumeration."""
    for item in _ITEMS.split(" ".join(said.split())):
        told = " ".join(word for word in item.split() if _plain(word) not in _AROUND).strip(".:")
        trait = _alone_phrases().get(_plain(told).replace("-", " "))
        if trait and not (told.isupper() and " " not in told):  # SMART is a method
            return told, trait
    return None


def _plain(word: str) -> str:
    return word.strip(".:").casefold()
