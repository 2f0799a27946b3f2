from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roleprofiles.askhints import hints
from roleprofiles.askhints.topics import topics

TOUCHING = {
    "age": [
        "How old are you?",
        "HOW OLD ARE YOU?",
        "When did you graduate from university?",
        "What year were you born?",
        "When do you plan to retire?",
        "How would you feel about a boss who is younger than you?",
        "Are you a digital-native?",
    ],
    "sex or gender": [
        "As a woman, how would you lead this team?",
        "How do you feel about reporting to a woman?",
        "What’s your gender?",
    ],
    "family, marriage or pregnancy": [
        "Are you married?",
        "Do you have any children?",
        "Do you have three kids at home?",
        "Are you planning to have children?",
        "Do you want to start a family soon?",
        "Are you pregnant?",
        "What does your husband do?",
        "What are your child-care arrangements?",
        "What was your maiden name?",
    ],
    "race, ethnicity or colour": [
        "What race are you?",
        "What is your ethnic background?",
        "Are you of Turkish descent?",
    ],
    "religion or belief": [
        "Which church do you go to?",
        "What religious holidays do you keep?",
        "Are you Muslim?",
        "Could you work on the Sabbath?",
    ],
    "national origin or birthplace": [
        "Where were you born?",
        "Where are you originally from?",
        "Where are your parents from?",
        "What is your native language?",
        "I like your accent, where do you come from?",
        "Is English your first language?",
    ],
    "citizenship": [
        "Are you a citizen?",
        "Are you a U.S. citizen?",
        "Are you a German citizen?",
        "Do you have a green card?",
        "Which passport do you hold?",
    ],
    "disability or health": [
        "Do you have a disability?",
        "Do you have any medical conditions?",
        "How is your health?",
        "Do you take any medication?",
        "Do you smoke?",
        "Have you ever claimed workers compensation?",
    ],
    "sickness": [
        "How many sick days did you take last year?",
        "How often were you ill?",
    ],
    "genetic data": [
        "Have you ever had a genetic test?",
        "Do any diseases run in your family?",
    ],
    "arrests": ["Have you ever been arrested?"],
    "convictions": [
        "Do you have a criminal record?",
        "Have you been convicted of a felony?",
    ],
    "military discharge": [
        "Were you honourably discharged?",
        "What type of discharge did you receive?",
    ],
    "trade unions": [
        "Are you a member of a union?",
        "Would you join a union here?",
        "What do you think about unions?",
    ],
    "sexual orientation": ["Are you gay?", "Do you have a girlfriend?"],
    "politics": [
        "Who did you vote for?",
        "What are your political views?",
    ],
    "pay history": [
        "What is your current salary?",
        "How much do you earn?",
        "How much did you earn at your last job?",
        "Could you tell us about your salary history?",
        "What was your previous salary?",
    ],
}

PLAIN = [
    "How old is the oldest code you still maintain?",
    "How old are the backups that you would still restore?",
    "What is your age limit for entries of a cache?",
    "When would you plan to retire the old endpoint?",
    "Which of the two services would you retire first?",
    "How would you find a race condition?",
    "What does the race detector miss?",
    "When does a child process become a zombie?",
    "How does a node find its children?",
    "How would you render your children components lazily?",
    "If the node does not have any children, what do you return?",
    "Where would you put a pregnant pause in a talk?",
    "When should a disabled button say why?",
    "How do you make a form accessible to people with a disability?",
    "When would you drop to native code?",
    "What is native to the platform here?",
    "How did the marriage of two systems go?",
    "What is a union type, and when do you prefer it to inheritance?",
    "When is UNION ALL faster than UNION?",
    "Can a value be in a union type twice?",
    "What do you think about unions in TypeScript?",
    "How do you use a union find here?",
    "Are you engaged in open source?",
    "Which sex-disaggregated data does the model need?",
    "What would you put on a black box test?",
    "What makes a first class citizen of a language?",
    "Are you a good citizen of the shared cluster?",
    "How do your health checks tell a slow database from a dead one?",
    "What did your health endpoint answer?",
    "How would you stop training when models suffer from overfitting?",
    "How did you choose your weight decay?",
    "What is your salary expectation?",
    "What pay do you expect?",
    "How much do you make use of profilers?",
    "How would you model a pay history table?",
    "Are you authorised to work here?",
    "Do you need sponsorship to work here?",
    "How fluent are you in German?",
    "When does a replica vote for a candidate?",
    "How do followers vote?",
    "What is your conviction about monorepos?",
    "How would you charge a lithium cell, and what is your discharge curve?",
    "What is a genetic algorithm good for?",
    "How do you version models of gene expression?",
    "Where do you draw the line between two services?",
    "What would you do on the first day?",
    "Tell us about something that you built and that failed.",
    "Who is in your family of microservices?",
    "How do you handle religious debates about tabs?",
    "What did the strike price of the option depend on?",
    "How would you parse dates of birth from free text?",
    "What is the parent of this commit?",
    "Which single parent class would you pull out?",
    "Explain mother and daughter boards.",
]


@pytest.mark.parametrize(
    ("topic", "question"), [(topic, one) for topic, asked in TOUCHING.items() for one in asked]
)
def test_what_touches_a_topic(topic: str, question: str) -> None:
    assert [hint.topic for hint in hints(question)] == [topic]


@pytest.mark.parametrize("question", PLAIN)
def test_what_does_not(question: str) -> None:
    assert hints(question) == ()


def test_every_topic_has_a_question_here() -> None:
    assert set(TOUCHING) == {topic.name for topic in topics()}


def test_a_hint_says_what_where_and_what_instead() -> None:
    (hint,) = hints("And now, what is your current\nsalary?")
    assert hint.text == (
        "“your current salary” touches pay history: not to be asked in the European Union (from 7 June "
        "2026), California, Colorado, Illinois, Massachusetts, New York, Washington and many other states "
        "and cities. "
        "Name the range, and ask: “What pay do you expect?”"
    )
    assert "Directive (EU) 2023/970, art. 5(2)" in hint.source
    (anywhere,) = hints("Are you married?")
    assert anywhere.text.startswith(
        "“Are you married” touches family, marriage or pregnancy: not to be asked anywhere. If the work has"
    )


def test_probes_are_read_too_and_a_topic_is_said_once() -> None:
    found = hints("How old are you?", "When were you born?\nAre you married?")
    assert [hint.topic for hint in found] == ["age", "family, marriage or pregnancy"]


def test_every_phrase_of_the_file_is_found_as_its_topic_or_as_one_within_it() -> None:
    for topic in topics():
        for phrase in topic.phrases:
            asked = phrase.replace("?", "three").replace("*", "")
            assert topic.name in {hint.topic for hint in hints(asked)}, phrase


def test_every_plain_phrase_is_silent() -> None:
    for topic in topics():
        for phrase in topic.plain:
            assert hints(phrase.replace("*", "s")) == (), phrase


def test_every_topic_says_where_it_comes_from_and_what_to_do_instead() -> None:
    for topic in topics():
        assert topic.source
        assert topic.instead.endswith((".", ".”", "?”")), topic.name


@given(st.text(max_size=300))
def test_any_text_can_be_read(text: str) -> None:
    for hint in hints(text):
        assert hint.quote
