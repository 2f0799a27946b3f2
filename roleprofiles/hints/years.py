"""Years of experience as a must-have, and what could stand there instead."""

from __future__ import annotations

import re

from roleprofiles.documents.shapes import Requirement

NAME_LIMIT = 300  # characters of a requirement's name
CATEGORY_LIMIT = 60  # characters; a longer text is no category


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_NUMBER = (
    r"(?:\d{1,2}(?:[.,]\d)?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty"
    r"|several|multiple|many|a few|(?:a )?couple of)"
)
_YEARS = re.compile(
    r"(?<![\w.-])(?:(?:at least|at minimum|(?:a )?minimum(?: of)?|min\.?|more than|over|about|for) ){0,2}"
    rf"(?:{_NUMBER}(?: ?(?:-|–|—|/|to|or) ?{_NUMBER})?(?: \(\d{{1,2}}\))?(?: ?\+| plus| or more| full){{0,2}}"
    r"(?P<joint> ?|[-‑])(?:years?(?:\(s\))?|yrs?\.?)['’]?(?![\w-])"
    r"|years['’]? (?=of\b|experience\b))",
    re.IGNORECASE,
)
# "a 3-year roadmap", "data of 5 years ago", "the next 2 years": times, but nobody's experience.
_OTHER_TIME_AFTER = _words(
    "plan plans planning roadmap roadmaps strategy strategies forecast forecasts forecasting budget budgets "
    "model models horizon horizons contract contracts warranty cycle cycles term terms period periods lease "
    "old ago data history records logs accounts figures later ahead"
)
_OTHER_TIME_BEFORE = _words("next every coming following within financial fiscal calendar early")
_EXPERIENCE = _words("experience exp expertise experienced")
_NOT_OWN = _words("user customer developer employee guest patient brand digital")  # … experience
_ADJECTIVES = _words(
    "of professional relevant hands-on proven solid practical commercial industry work working overall total "
    "strong prior previous full-time combined progressive good extensive demonstrable verifiable real recent "
    "direct related equivalent"
)
_FILLERS = _words("required requires preferred desired minimum must have has needed or more plus")
_PREPOSITIONS = _words("in with as on at using")
_DONE = {
    "administering": "administered", "analysing": "analysed", "analyzing": "analyzed",
    "automating": "automated", "building": "built", "coaching": "coached",
    "configuring": "configured", "creating": "created",
    "debugging": "debugged", "delivering": "delivered", "deploying": "deployed", "designing": "designed",
    "developing": "developed", "driving": "driven", "handling": "handled", "hiring": "hired",
    "implementing": "implemented", "integrating": "integrated", "leading": "led", "maintaining": "maintained",
    "making": "made", "managing": "managed", "mentoring": "mentored", "migrating": "migrated",
    "operating": "operated", "optimising": "optimised", "optimizing": "optimized", "owning": "owned",
    "planning": "planned", "programming": "programmed", "running": "run", "scaling": "scaled",
    "selling": "sold", "shipping": "shipped", "supporting": "supported", "teaching": "taught",
    "testing": "tested", "using": "used", "working": "worked", "writing": "written",
}  # fmt: skip
_PEOPLE = _words(
    "engineer developer manager designer analyst scientist architect lead administrator consultant tester "
    "researcher programmer accountant nurse teacher recruiter"
)
_FIELD_ENDINGS = ("ing", "ment", "ance", "ence", "ship", "sales", "support", "design", "ations", "care")
_LEFT, _RIGHT = " ,;:-–—)]/|", " ,;:.-–—([/|"


def years_hint(line: Requirement) -> tuple[str, str]:
    """What to say of the years a must-have asks for, and a name to take over; "" where there is nothing."""
    name, text = " ".join(line.name.split()), " ".join(line.text.split())
    if found := years_in(name):
        said = (
            f"“{found[0].strip()}” is no ability: years hardly tell how well somebody works, so ask for "
            "something they have done."
        )
        proposal = _has_done(name[: found.start()], name[found.end() :])
        if not proposal and len(text) <= CATEGORY_LIMIT:
            proposal = _has_done(text, "")
        return said, proposal
    if found := years_in(text):
        example = _has_done(text[: found.start()], text[found.end() :]) or _has_done(name, "") or "Has done …"
        said = (
            f"“{found[0].strip()}” is no ability: years hardly tell how well somebody works, so say what "
            f"they have done instead, such as “{example}”."
        )
        return said, ""
    return "", ""


def years_in(text: str) -> re.Match[str] | None:
    return next((found for found in _YEARS.finditer(text) if _is_experience(text, found)), None)


def _is_experience(text: str, found: re.Match[str]) -> bool:
    after = [_plain(word) for word in text[found.end() : found.end() + 80].split()[:4]]
    before = [_plain(word) for word in text[max(found.start() - 30, 0) : found.start()].split()[-1:]]
    if _EXPERIENCE.intersection(after):
        return True
    if _OTHER_TIME_BEFORE.intersection(before) or found["joint"] in ("-", "‑"):
        return False
    return not _OTHER_TIME_AFTER.intersection([word for word in after if word != "of"][:1])


def _has_done(before: str, after: str) -> str:
    """A name that says what somebody did, from what stands around the years; "" where none reads well."""
    if len(before) + len(after) > NAME_LIMIT:
        return ""
    (first_link, first), (link, rest) = _subject(before), _subject(after)
    if first and rest:
        if not link:
            return ""
        first_link = first_link or _usual_link(first)
        first = [*first, link, *rest]
    words, link = (first, first_link) if first else (rest, link)
    said = _closed(_sentence(link, words)) if words else ""
    return said if len(said) <= NAME_LIMIT and not years_in(said) else ""


def _subject(text: str) -> tuple[str, list[str]]:
    """What the experience is of, and the preposition that led there ("" if none did)."""
    words = text.strip().lstrip(_LEFT).rstrip(_RIGHT).split()
    plain = [_plain(word) for word in words]
    places = [
        n for n, word in enumerate(plain) if word in _EXPERIENCE and (n == 0 or plain[n - 1] not in _NOT_OWN)
    ]
    if places and set(plain[: places[0]]) <= _ADJECTIVES:
        words = words[places[0] + 1 :]
    elif places and (places[0] + 1 == len(words) or plain[places[0] + 1] in _PREPOSITIONS):
        del words[places[0]]
        while words and _plain(words[0]) in _ADJECTIVES:
            del words[0]
    while words and _plain(words[0]) == "of":
        del words[0]
    while words and _plain(words[-1]) in _FILLERS | _PREPOSITIONS | {"of", "and", "for"}:
        del words[-1]
    link = words.pop(0).lower() if words and words[0].lower() in _PREPOSITIONS else ""
    return link, words


def _sentence(link: str, words: list[str]) -> str:
    plain = [_plain(word) for word in words]
    if plain[0] == "has":
        return " ".join(words)
    if plain[0] in _DONE and len(words) > 1:
        return _participles(words)
    rest = " ".join(words)
    if plain[-1] in _PEOPLE or link == "as":
        article = "" if plain[0] in ("a", "an", "the") else "an " if plain[0][:1] in tuple("aeiou") else "a "
        return f"Has worked as {article}{rest}"
    if link == "at" or (link and plain[0] in ("a", "an", "the")):
        return f"Has worked {link} {rest}"
    return f"Has done real work {link if link and link != 'using' else _usual_link(words)} {rest}"


def _usual_link(words: list[str]) -> str:
    """Work is done in a field and with a tool."""
    return "in" if _plain(words[-1]).endswith(_FIELD_ENDINGS) else "with"


def _participles(words: list[str]) -> str:
    """ "leading and coaching teams" → "Has led and coached teams"."""
    said: list[str] = []
    for word in words:
        joined = not said or said[-1].lower() in ("and", "or") or said[-1].endswith(",")
        if joined and _plain(word) in _DONE:
            word = _DONE[_plain(word)] + ("," if word.endswith(",") else "")
        elif joined and said and _plain(word).endswith("ing"):
            return ""
        said.append(word)
    return f"Has {' '.join(said)}"


def _closed(text: str) -> str:
    """With the bracket closed that was cut off; "" where one is closed that was never opened."""
    missing = text.count("(") - text.count(")")
    return text + ")" * missing if missing >= 0 else ""


def _plain(word: str) -> str:
    return word.strip(".,;:()[]'’").casefold()
