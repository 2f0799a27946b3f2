"""The files of rules: where they are from, and that what they propose keeps their own rules."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from roleprofiles.adverthints import Kind
from roleprofiles.adverthints.data import DATA, said
from roleprofiles.adverthints.words import parts
from tests.roleprofiles.adverthints.adverts import of_one

MASCULINE = """
    active adventurous aggress ambitio analy assert athlet autonom battle boast challeng champion compet
    confident courag decid decision decisive defend determin domina dominant driven fearless fight force
    greedy head-strong headstrong hierarch hostil impulsive independen individual intellect lead logic
    objective opinion outspoken persist principle reckless self-confiden self-relian self-sufficien
    selfconfiden selfrelian selfsufficien stubborn superior unreasonab
"""
FEMININE = """
    agree affectionate child cheer collab commit communal compassion connect considerate cooperat
    co-operat depend emotiona empath feel flatterable gentle honest interpersonal interdependen
    interpersona inter-personal inter-dependen inter-persona kind kinship loyal modesty nag nurtur
    pleasant polite quiet respon sensitiv submissive support sympath tender together trust understand
    warm whin enthusias inclusive yield share sharin
"""
TABLES = [
    *[(table, "swaps") for side in ("masculine", "feminine") for table in said("coded_words")[side]],
    *[(table, "words") for part in said("terms")["list"] for table in part["term"]],
]
SWAPS = sorted({swap for table, field in TABLES for swap in table.get(field, {}).values() if swap})


@pytest.mark.parametrize("path", sorted(DATA.glob("advert_*.toml")), ids=lambda path: path.stem)
def test_every_list_says_its_source_and_licence(path: object) -> None:
    table = said(str(path).rsplit("advert_", 1)[1].removesuffix(".toml"))
    lists = table.get("list", [table])
    for one in lists:
        assert one["source"]
        assert one["licence"]
        if "MIT" in one["licence"]:
            (notice,) = re.findall(r"© (\d{4} [\w ]+);", one["licence"])
            assert f"Copyright (c) {notice}" in (DATA / "licences.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(("side", "stems"), [("masculine", MASCULINE), ("feminine", FEMININE)])
def test_the_stems_are_those_of_the_study(side: str, stems: str) -> None:
    said_stems = [stem for table in said("coded_words")[side] for stem in table["stems"]]
    assert Counter(said_stems) == Counter(stems.split())


@pytest.mark.parametrize("swap", SWAPS)
def test_what_is_proposed_is_not_spoken_of_itself(swap: str) -> None:
    for text in (swap, f"{swap} people", f"the {swap}"):
        assert of_one(text) == ()


def test_no_phrase_is_said_twice() -> None:
    phrases = [parts(phrase) for table, field in TABLES for phrase in table.get(field, {})]
    assert [phrase for phrase, count in Counter(phrases).items() if count > 1] == []
    tools = [parts(tool) for kind in said("tools")["kind"] for tool in kind["tools"]]
    assert len(tools) == len(set(tools)) > 50


def test_every_sentence_is_one_and_makes_no_claim_that_nobody_measured() -> None:
    for table, _ in TABLES:
        if "reason" in table:
            assert re.fullmatch(r"[A-Z][^.]+\.", table["reason"])
        else:
            assert not table["instead"].endswith(".")
    texts = " ".join(path.read_text(encoding="utf-8") for path in DATA.glob("advert_*.toml"))
    assert re.findall(r"\d+ ?%|per cent|percent", texts) == []


def test_what_a_list_holds_is_found() -> None:
    """Each phrase of the lists, alone in a text."""
    unfound = [
        phrase
        for table, field in TABLES
        for phrase in table.get(field, {})
        if not of_one(f"{phrase.capitalize()} here")
    ]
    assert unfound == []
    tools = [tool for kind in said("tools")["kind"] for tool in kind["tools"]]
    assert [tool for tool in tools if len(of_one(tool, Kind.MUST_HAVE)) != 1] == []
    words = said("nice_to_haves")["words"]
    assert [phrase for phrase in words if len(of_one(phrase, Kind.MUST_HAVE)) != 1] == []
