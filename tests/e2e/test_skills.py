"""The library of skills: found despite a slip, merged after a look at what it touches, and undone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from accounts.models import User
from roleprofiles import publishing
from roleprofiles.models import Skill, SkillMerge
from tests.e2e.conftest import Visit, Visitor
from tests.factories import make_role, make_seed_role

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


def test_a_skill_is_found_merged_and_two_again(visit: Visit, rosa: User) -> None:
    publishing.start_draft(make_seed_role(), by=rosa)
    for name in ("Kubernets", "K8s cluster"):
        Skill.objects.for_name(name)
    make_role()
    editor = visit(rosa)
    find_by_a_slip(editor)
    merge(editor)
    undo(editor)
    name_and_review(editor)


def find_by_a_slip(editor: Visitor) -> None:
    page = editor.page
    page.get_by_role("link", name="Skills").click()
    editor.look()
    page.get_by_label("Search skills").press_sequentially("kubrnetes")
    rows = page.locator("#results li")
    expect(rows).to_have_count(2)
    expect(rows.first).to_contain_text("good-to-have in 1 role, 1 level")
    editor.look()
    page.get_by_role("link", name="Kubernetes").click()
    expect(page.get_by_role("heading", name="Who asks for it")).to_be_visible()
    expect(page.get_by_role("link", name="Machine Learning Engineer")).to_be_visible()
    editor.look()


def merge(editor: Visitor) -> None:
    page = editor.page
    page.get_by_role("link", name="Merge into another skill").click()
    expect(page.get_by_role("heading", name="Names that are alike")).to_be_visible()
    expect(page.get_by_role("link", name="Kubernets")).to_be_visible()
    page.get_by_label("Search skills").press_sequentially("clustre")
    editor.look()
    page.get_by_role("link", name="K8s cluster").click()
    expect(page.get_by_role("heading", name="Is “Kubernetes” the same as “K8s cluster”?")).to_be_visible()
    expect(page.get_by_text("1 line of drafts moves to “K8s cluster” and keeps the wording.")).to_be_visible()
    editor.look()
    assert not SkillMerge.objects.exists()
    page.get_by_role("button", name="Merge into “K8s cluster”").click()
    expect(page.get_by_text("“Kubernetes” is now the same as “K8s cluster”.")).to_be_visible()
    expect(page.get_by_text("Good-to-have in 1 role, 1 level")).to_be_visible()
    editor.look()


def undo(editor: Visitor) -> None:
    page = editor.page
    page.get_by_role("button", name="Undo the merge of Kubernetes").click()
    expect(page.get_by_text("“Kubernetes” and “K8s cluster” are two skills again.")).to_be_visible()
    expect(page.get_by_text("· undone")).to_be_visible()
    editor.look()
    assert not Skill.objects.filter(merged_into__isnull=False).exists()


def name_and_review(editor: Visitor) -> None:
    page = editor.page
    page.get_by_label("Another name").fill("K8s cluster")
    page.get_by_role("button", name="Add this name").click()
    expect(page.get_by_role("alert")).to_contain_text("“K8s cluster” has this name already.")
    editor.expect_complaint("422")
    editor.look()
    page.get_by_label("Another name").fill("k8s")
    page.get_by_role("button", name="Add this name").click()
    expect(page.get_by_text("Documents that say “k8s” mean “Kubernetes”.")).to_be_visible()
    page.get_by_role("navigation", name="Sections").get_by_role("link", name="Skills").click()
    page.get_by_role("link", name="Review new names").click()
    editor.look()
    page.get_by_role("button", name="The same as “Kubernetes”").click()
    expect(page.get_by_text("“Kubernets” is now the same as “Kubernetes”.")).to_be_visible()
    expect(page.get_by_role("heading", name="Nothing to decide here")).to_be_visible()
    editor.look()
