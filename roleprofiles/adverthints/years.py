"""Years of experience in a must-have, as the hints on role documents know them."""

from __future__ import annotations

from roleprofiles.adverthints.shapes import Code, Found, Passage
from roleprofiles.adverthints.words import TOKEN
from roleprofiles.documents.shapes import Requirement
from roleprofiles.hints.years import years_hint, years_in

_REASON = (
    "Years before being hired hardly predict how well somebody works, and they shut out people who learnt "
    "faster."
)


def years(passage: Passage, *, name: str, detail: str, may_reword: bool) -> Found | None:
    """``passage`` is the one of the two that is judged; with a proposal, a name is replaced as a whole."""
    if (span := _span(passage.text)) is None:
        return None
    is_silent = not passage.kind.is_name and _span(name)  # the name's years have their own hint
    said, proposal = years_hint(Requirement(name="" if is_silent else name, text=detail))
    swap = proposal if may_reword else ""
    start, end = (0, len(passage.text)) if swap else span
    return Found(code=Code.YEARS, start=start, end=end, text=said, reason=_REASON, swap=swap)


def _span(text: str) -> tuple[int, int] | None:
    """Where in the text; they are looked for as if words had one space between them."""
    tokens = list(TOKEN.finditer(text))
    found = years_in(" ".join(token[0] for token in tokens))
    if found is None:
        return None
    places = [place for token in tokens for place in range(token.start(), token.end() + 1)]
    return places[found.start()], places[found.start() + len(found[0].rstrip()) - 1] + 1
