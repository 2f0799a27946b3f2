"""Coded words, terms that exclude, good-to-haves among must-haves, tools that pass."""

from __future__ import annotations

import pytest

from roleprofiles.adverthints import Code, Kind
from roleprofiles.documents import read
from tests.factories import SEED
from tests.roleprofiles.adverthints.adverts import found, of_one

# --- coded words ---

CODED = {
    "You are driven.": [("driven", "motivated")],
    "A DRIVEN team": [("DRIVEN", "Motivated")],
    "Driven by results": [("Driven", "Motivated")],
    "You are highly driven": [("highly driven", "motivated")],
    "An ambitious plan": [("An ambitious", "A motivated")],
    "We have ambitious goals": [("ambitious goals", "demanding goals")],
    "a challenging week": [("challenging", "demanding")],
    "You lead a team of four": [("lead", "guide")],
    "Who leads the work": [("leads", "guides")],
    "an analytical mind": [("analytical", "")],
    "You work independently": [("work independently", "plan your own work")],
    "Self-reliant people": [("Self-reliant", "")],
    "self‑confident": [("self‑confident", "")],
    "a competitive person": [("competitive person", "motivated person")],
    "a decisive voice": [("decisive", "clear")],
    "You dominate the market": [("dominate", "do well in")],
    "Opinionated and outspoken": [("Opinionated", "Clear about reasons"), ("outspoken", "open")],
    "a supportive team": [("supportive team", "team that helps")],
    "supportive colleagues": [("supportive", "helpful")],
    "You collaborate with designers": [("collaborate with", "work with")],
    "nurturing  talent": [("nurturing", "building up")],
    "committed to quality": [("committed", "")],
    "an individual, each individual": [("an individual", "a person")],
    "We are a leading bank": [("a leading", "a well-known")],
    "loyal and honest": [("loyal", ""), ("honest", "open")],
    "a warm welcome, empathy": [("warm", "friendly"), ("empathy", "")],
    "You stop whining": [("whining", "")],
    "determined to win": [("determined", "steady")],
    "the logical thinker": [("logical thinker", "person who explains step by step")],
    "kind people": [("kind people", "people who help each other")],
    "a trustworthy partner": [("trustworthy", "reliable")],
}
NOT_CODED = [
    "Active Directory and active-active clusters, ActiveMQ",
    "decision trees and a decision tree; decision-making in the open; decide what to build",
    "Production support: support the on-call rota, supported versions, customer support",
    "Lead Engineer, Lead ML Engineer, Lead Product Designer, tech lead, ML Lead, Team Lead, a lead",
    "lead times, sales leads, leader election, what leads to outages",
    "Product analytics, data analysis, an analyst, analyse and analyze",
    "Responsive design, response times, responsible for, respond to incidents",
    "Kubernetes kind, kind clusters, some kind of queue, Kindle",
    "commit hooks, commits, two-phase commit, a committer, read committed",
    "a child process, child components, child nodes",
    "supportive tooling",
    "business logic, logical replication, logic gates",
    "objectives and key results, a service level objective, Objective-C",
    "independent component analysis, platform-independent, independent variables, independently deployable",
    "dependencies, dependency injection, dependent types, depends on",
    "connect services, connected devices, connections, connectors",
    "shared libraries, share code, sharing sessions, SharePoint",
    "zero-trust networks, zero trust, trusted certificates",
    "yield from a generator, crop yields",
    "Nagios checks",
    "event-driven, test-driven, data-driven and domain driven design",
    "brute force, forced updates, a task force, enforced rules",
    "assert statements, assertions",
    "persistent volumes, data persistence, persisted queues",
    "class hierarchies, hierarchical data",
    "greedy algorithms, individual contributors, confidential data",
    "challenge-response, a competence, a competitor",
    "sensitive data, case-sensitive, latency-sensitive",
    "tenders, working together, agreements, understanding of queues",
    "autonomous vehicles",
    "Defender for Endpoint: defend against attacks",
    "committed to equal opportunity, the leadership team",
    "warm-up, warm standby, look and feel",
    "inclusive design",
    "Proactive, deactivated, reactive, interactive",
    "LEAD is the name of a system here",
    "",
]


@pytest.mark.parametrize("text", CODED)
def test_coded_words(text: str) -> None:
    assert found(text, Code.CODED) == CODED[text]


@pytest.mark.parametrize("text", NOT_CODED)
@pytest.mark.parametrize("kind", [Kind.PROSE, Kind.OTHER_DETAIL, Kind.HEADING])
def test_words_of_the_trade_are_not_coded(text: str, kind: Kind) -> None:
    assert of_one(text, kind) == ()


@pytest.mark.parametrize("kind", Kind)
def test_names_are_never_judged_for_wording(kind: Kind) -> None:
    said = {hint.code for hint in of_one("A driven ninja knows XQZ", kind)}
    assert said == (set() if kind.is_name else {Code.CODED, Code.TERM, Code.ACRONYM})


@pytest.mark.parametrize("path", sorted(SEED.parent.glob("*.md")), ids=lambda path: path.stem)
def test_no_name_in_the_roles_of_the_demo_is_coded(path: object) -> None:
    document = read(SEED.parent.joinpath(str(path)).read_bytes()).document
    assert document is not None
    names = [line.name for level in document.levels for part in level.lists for line in part.requirements]
    assert len(names) > 20
    for kind in (Kind.MUST_HAVE, Kind.GOOD_TO_HAVE, Kind.OTHER):
        assert [name for name in names if of_one(name, kind)] == []


def test_a_coded_word_says_why_and_how_else() -> None:
    (hint,) = of_one("You are driven")
    assert (hint.text, hint.reason) == (
        "“driven” is read by some as a hint at one gender; you could say “motivated”.",
        "In studies, adverts with many words like this one appealed less to women, who could do the job but "
        "did not see themselves there.",
    )
    (hint,) = of_one("Show empathy")
    assert (hint.text, hint.reason) == (
        "“empathy” is read by some as a hint at one gender; perhaps say what the person finds out about "
        "others.",
        "In studies it was taken as a hint at women, with little effect on who applies, so this matters only "
        "where a plain word says more.",
    )


# --- terms ---

TERMS = {
    "We need a ninja": [("a ninja", "an expert")],
    "We need ninjas": [("ninjas", "experts")],
    "Rock-stars wanted": [("Rock-stars", "Experts")],
    "a data guru": [("guru", "expert")],
    "a young team": [("young team", "team")],
    "young and dynamic": [("young and dynamic", "")],
    "a native English speaker": [("native English speaker", "fluent English speaker")],
    "native\nspeakers": [("native\nspeakers", "fluent speakers")],
    "digital native": [("digital native", "person at home with digital tools")],
    "recent graduates": [("recent graduates", "people at the beginning of a career")],
    "Manpower planning": [("Manpower", "Staff")],
    "He fixes his code": [("He", "They"), ("his", "their")],
    "he/she reports": [("he/she", "they")],
    "s/he reports": [("s/he", "they")],
    "if he's ready": [("he's", "they're")],
    "if she’s ready": [("she’s", "they're")],
    "a good culture fit": [("culture fit", "way of working")],
    "a fast-paced environment": [("fast-paced environment", "")],
    "We work hard, play hard": [],
    "We work hard and play hard": [("work hard and play hard", "")],
    "work hard/play hard": [("work hard/play hard", "")],
    "master/slave replication": [("master/slave replication", "primary/replica replication")],
    "keep the whitelist": [("whitelist", "allow list")],
    "an allow list, once a blacklist": [("blacklist", "block list")],
    "hit the ground running": [("hit the ground running", "start with little guidance")],
    "Hi guys": [("guys", "people")],
    "We are a family": [("We are a family", "We are a team")],
    "a sanity check": [("sanity check", "quick check")],
    "Your current salary, please": [("current salary", "")],
    "an Ivy League degree": [("Ivy League", "")],
    "leverage our tools": [("leverage", "use")],
}
NO_TERMS = [
    "master branch, a master's degree, scrum master, master data",
    "cloud-native, React Native, native apps, native modules",
    "young people, young adults",
    "a setup wizard, ninja builds, Gunicorn",
    "the theme of the house, sheet, then",
    "HIS is a hospital's system",
    "family leave, familiar, Heroku",
    "she/her, he/him and they/them are welcome",
    "non-disruptive upgrades, financial leverage",
    "human resources, a manual, German, management",
    "special needs teachers",
    "We do not ask about salary history",
    "unmanned aerial systems",
    "Nutshell",
]


@pytest.mark.parametrize("text", TERMS)
def test_terms_that_exclude(text: str) -> None:
    assert found(text, Code.TERM) == TERMS[text]


@pytest.mark.parametrize("text", NO_TERMS)
def test_terms_meant_otherwise(text: str) -> None:
    assert of_one(text) == ()


def test_a_term_says_why_and_how_else() -> None:
    (hint,) = of_one("We need a ninja", Kind.HEADING)
    assert (hint.text, hint.reason) == (
        "“ninja” is better said otherwise; you could say “expert”.",
        "It praises a person and names nothing they do, and many who could do the job do not speak of "
        "themselves so.",
    )
    (hint,) = of_one("Young")
    assert hint.text == "“Young” is better said otherwise."


# --- good-to-haves among must-haves ---

NICE = {
    "Go (nice to have)": ["nice to have"],
    "Go is nice-to-have": ["nice-to-have"],
    "Go is a plus": ["a plus"],
    "Ideally with Go": ["Ideally"],
    "Bonus: Go": ["Bonus"],
    "Go preferred": ["preferred"],
    "Preferably Go, which is an advantage": ["Preferably", "an advantage"],
    "Go is not required": ["not required"],
}
NOT_NICE = [
    "Bonus payments and bonus schemes",
    "Preferred suppliers",
    "Desired state configuration",
    "Optional chaining",
    "Google Plus, C++, A+ grades, surplus",
    "Preferences of users",
    "Have a nice day",
]


@pytest.mark.parametrize("text", NICE)
@pytest.mark.parametrize("kind", Kind)
def test_good_to_haves_among_must_haves(text: str, kind: Kind) -> None:
    said = found(text, Code.NICE, kind)
    assert said == ([(quote, "") for quote in NICE[text]] if kind.is_must else [])


@pytest.mark.parametrize("text", NOT_NICE)
def test_words_of_good_to_haves_meant_otherwise(text: str) -> None:
    assert of_one(text, Kind.MUST_HAVE) == ()


def test_a_good_to_have_says_where_it_belongs() -> None:
    (hint,) = of_one("Go (a plus)", Kind.MUST_HAVE)
    assert (hint.text, hint.reason) == (
        "“a plus” stands in a must-have; it may belong among the good-to-haves.",
        "Readers cannot tell what is really needed, and clear lists bring more people who qualify.",
    )


# --- tools that pass ---

TOOLS = {
    "Webpack": [("Webpack", "Build tools for the web (Webpack)")],
    "Webpack 5": [("Webpack", "Build tools for the web (Webpack)")],
    "Has built with webpack": [("webpack", "build tools for the web (webpack)")],
    "Next.js": [("Next.js", "Front-end frameworks (Next.js)")],
    "Travis CI": [("Travis CI", "Continuous integration (Travis CI)")],
    "Gulp / Grunt": [
        ("Gulp", "Build tools for the web (Gulp)"),
        ("Grunt", "build tools for the web (Grunt)"),
    ],
}
LASTING = [
    "Build tools for the web (Webpack)",
    "Build tools such as Webpack and Gulp",
    "Jenkins or similar",
    "Continuous integration, e.g. Jenkins",
    "Python with NumPy, Pandas, Scikit-learn",
    "TensorFlow / PyTorch",
    "SQL, Git, Linux, Docker, Kubernetes",
]


@pytest.mark.parametrize("text", TOOLS)
def test_tools_that_pass(text: str) -> None:
    assert found(text, Code.TOOL, Kind.MUST_HAVE) == TOOLS[text]
    assert found(text, Code.TOOL, Kind.MUST_HAVE_DETAIL) == TOOLS[text]  # a line that is one text
    assert found(text, Code.TOOL, Kind.GOOD_TO_HAVE) == []
    assert found(text, Code.TOOL, Kind.PROSE) == []


@pytest.mark.parametrize("text", LASTING)
def test_tools_that_are_examples_and_tools_that_last(text: str) -> None:
    assert of_one(text, Kind.MUST_HAVE) == ()


def test_what_is_proposed_for_a_tool_is_silent() -> None:
    (hint,) = of_one("Webpack", Kind.MUST_HAVE)
    assert of_one(hint.swap, Kind.MUST_HAVE) == ()
    assert (hint.text, hint.reason) == (
        "“Webpack” may pass before the work does; you could ask for build tools for the web, with it in "
        "brackets.",
        "Tools come and go, and somebody who knows a similar one mostly learns the next one soon.",
    )
