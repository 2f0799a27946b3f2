"""Acronyms: explained, known or neither."""

from __future__ import annotations

import pytest

from roleprofiles.adverthints import Code, Kind, hints
from tests.roleprofiles.adverthints.adverts import found, of_one, passage

UNEXPLAINED = {
    "We keep our SLOs": ["SLOs"],
    "SLO, SLI and SLO again": ["SLO", "SLI"],
    "Knows RAG/XQZ": ["RAG", "XQZ"],
    "SLO (Grafana, Prometheus)": ["SLO"],
    "Level objectives (SLO)": ["SLO"],
    "SLO (Service Level Objective": ["SLO"],
    "PLEASE know the SLO": ["SLO"],
    "The MRO's stock": [],  # one word with its ending
    "(SLO)": ["SLO"],
    "SLO ()": ["SLO"],
}
EXPLAINED = [
    "API, SQL, HTTP, CSS, AWS, CI/CD, REST APIs, JSON, EC2, K8S, GDPR and IT in the EU",
    "a Service Level Objective (SLO) and other SLOs",
    "service-level objectives (SLOs), an SLO",
    "SLO (Service Level Objective)",
    "SLOs (service level objectives) and the SLO",
    "MTTR (mean time to recovery), OKR (objectives and key results)",
    "Retrieval-Augmented Generation (RAG)",
    "WHAT YOU WILL DO",
    "XQZ ABD FGH are stressed words in a row",
    "DevOps, MLOps, IaC and SaaS, PhD, a C program, TRANSFORMATION",
    "",
]


@pytest.mark.parametrize("text", UNEXPLAINED)
def test_acronyms_that_nothing_explains(text: str) -> None:
    assert found(text, Code.ACRONYM) == [(quote, "") for quote in UNEXPLAINED[text]]


@pytest.mark.parametrize("text", EXPLAINED)
def test_acronyms_that_are_known_or_explained(text: str) -> None:
    assert of_one(text) == ()


def test_an_acronym_is_named_once_wherever_it_stands() -> None:
    texts = [("SLO", Kind.MUST_HAVE), ("We keep the SLO", Kind.PROSE), ("The SLO", Kind.HEADING)]
    passages = [passage(text, kind, place=str(n)) for n, (text, kind) in enumerate(texts)]
    (hint,) = hints(passages)
    assert (hint.place, hint.text, hint.reason) == (
        "1",
        "“SLO” is not explained here; say it in full once, with “(SLO)” behind it.",
        "Somebody who does the same work elsewhere may know it by another name.",
    )
    (later,) = hints(passages[2:])
    assert (later.place, later.key) == ("2", hint.key)  # dismissed in one place, dismissed in another
    name = passage("Service Level Objective (SLO)", Kind.GOOD_TO_HAVE)
    assert hints([*passages, name]) == ()
