from __future__ import annotations

import re

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from accounts.models import User
from roleprofiles import banking, merging
from roleprofiles.models import BankQuestion, Role, Skill
from tests.interviews.counting import queries
from tests.keeping import kept
from tests.roleprofiles.admin.pages import address, filled, list_address

ADD = "admin:roleprofiles_bankquestion_add"


@kept
def skill(role: Role) -> Skill:
    return Skill.objects.get(name="Ability 1")


@kept
def question(skill: Skill, rosa: User) -> BankQuestion:
    return banking.keep(skill, prompt="Why?", level_name="Mid", by=rosa)


def test_a_question_is_added(page: Client, skill: Skill, rosa: User) -> None:
    form = page.get(reverse(ADD))
    answer = page.post(reverse(ADD), filled(form, skill=skill.pk, prompt="Why?\nHow?", minutes="5"))
    assert answer.status_code == 302
    made = BankQuestion.objects.get()
    assert (made.skill, made.prompt, made.minutes, made.created_by) == (skill, "Why?\nHow?", 5, rosa)


def test_what_touches_something_is_said_and_saved(page: Client, question: BankQuestion) -> None:
    form = page.get(address(question))
    answer = page.post(address(question), filled(form, prompt="How old are you?", probes="Are you married?"))
    question.refresh_from_db()
    assert (answer.status_code, question.prompt) == (302, "How old are you?")
    said = [str(one) for one in get_messages(answer.wsgi_request)]
    assert [text[:25] for text in said[:2]] == ["“How old are you” touches", "“Are you married” touches"]
    shown = page.get(address(question)).content.decode()
    assert "“How old are you” touches age: not to be asked anywhere." in shown
    assert "Directive 2000/78/EC" in shown
    listed = page.get(list_address("bankquestion")).content.decode()
    assert re.findall(r'field-touches">([^<]*)', listed) == ["age, family, marriage or pregnancy"]


def test_a_question_about_a_merged_skill_is_about_its_successor(
    page: Client, question: BankQuestion, skill: Skill, rosa: User
) -> None:
    into = Skill.objects.get(name="Ability 2")
    merging.merge(skill, into=into, by=rosa)
    listed = page.get(list_address("bankquestion")).content.decode()
    assert re.findall(r'field-skill_now">([^<]*)', listed) == ["Ability 2"]
    page.post(address(question), filled(page.get(address(question)), prompt="Why not?"))
    question.refresh_from_db()
    assert (question.skill, question.prompt) == (into, "Why not?")


@pytest.mark.parametrize(
    "wrong",
    [{"prompt": ""}, {"prompt": "a\0"}, {"prompt": "a\u202eb"}, {"minutes": "9" * 20}, {"skill": "0"}],
)
def test_bad_input_is_refused(page: Client, question: BankQuestion, wrong: dict[str, str]) -> None:
    answer = page.post(address(question), filled(page.get(address(question)), **wrong))
    assert (answer.status_code, bool(answer.context["errors"])) == (200, True)
    question.refresh_from_db()
    assert question.prompt == "Why?"


def test_nobody_overwrites_what_somebody_else_wrote(page: Client, question: BankQuestion) -> None:
    form = page.get(address(question))
    BankQuestion.objects.update(prompt="Theirs?")
    answer = page.post(address(question), filled(form, prompt="Mine?"))
    assert "Theirs?" in answer.content.decode()
    question.refresh_from_db()
    assert question.prompt == "Theirs?"


def test_a_skill_with_questions_is_not_deleted(page: Client, rosa: User) -> None:
    lonely = Skill.objects.for_name("Lonely")
    banking.keep(lonely, prompt="Why?", by=rosa)
    page.post(address(lonely, "delete"), {"post": "yes"})
    assert Skill.objects.filter(pk=lonely.pk).exists()


@pytest.mark.parametrize("many", [1, 40])
def test_queries(page: Client, skill: Skill, rosa: User, many: int) -> None:
    for n in range(many):
        banking.keep(skill, prompt=f"{n}?", level_name=f"Level {n % 3}", by=rosa)
    with queries(8):
        page.get(list_address("bankquestion"))
