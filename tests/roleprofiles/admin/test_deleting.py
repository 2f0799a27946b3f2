"""What deleting takes with it is counted before it happens."""

from __future__ import annotations

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from roleprofiles.models import Anchor, Level, Requirement, Revision, Role, Skill
from tests.roleprofiles.admin.pages import address, must_haves


def test_a_draft_can_be_deleted(page: Client, draft: Revision, role: Role) -> None:
    assert page.post(address(draft, "delete"), {"post": "yes"}).status_code == 302
    role.refresh_from_db()
    assert list(role.revisions.all()) == [role.current]


def test_the_page_says_how_many_rows_go_with_it(page: Client, draft: Revision) -> None:
    level = draft.levels.get(name="Mid")
    line = must_haves(draft).requirements.get(name="Ability 1")
    Anchor.objects.create(requirement=line, value=3, text="Can")
    shown = page.get(address(level, "delete"))
    assert dict(shown.context["model_count"]) == {
        "levels": 1,
        "skill lists": 2,
        "requirements": 5,
        "anchors": 1,
        "question sets": 1,
        "questions": 1,
    }
    body = shown.content.decode()
    assert "<li>Requirements: 5</li>" in body
    assert "<li>Anchors: 1</li>" in body
    assert "Requirement: Ability 1" in body
    assert page.post(address(level, "delete"), {"post": "yes"}).status_code == 302
    assert not Level.objects.filter(pk=level.pk).exists()
    assert not Requirement.objects.filter(pk=line.pk).exists()


def test_two_thousand_lines_are_counted_and_the_first_are_named(page: Client, draft: Revision) -> None:
    level, sheet = draft.levels.get(name="Mid"), must_haves(draft)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            shown = page.get(address(level, "delete"))
            body = shown.content.decode()
        assert body.count("Requirement: ") == min(dict(shown.context["model_count"])["requirements"], 48)
        return len(captured)

    queries()
    few = queries()
    skill = Skill.objects.get(name="Ability 1")
    Requirement.objects.bulk_create(
        Requirement(skill_list=sheet, skill=skill, name=f"Line {n}", position=9 + n) for n in range(495)
    )
    assert queries() == few
    Requirement.objects.bulk_create(
        Requirement(skill_list=sheet, skill=skill, name=f"More {n}", position=999 + n) for n in range(1500)
    )
    shown = page.get(address(level, "delete"))
    body = shown.content.decode()
    assert "<li>Requirements: 2000</li>" in body
    assert "… and 1,955 more" in body
    assert len(body) < 30_000
    assert page.post(address(level, "delete"), {"post": "yes"}).status_code == 302
    assert not Requirement.objects.filter(skill_list=sheet.pk).exists()


def test_a_skill_that_lines_are_about_stays(page: Client, draft: Revision) -> None:
    sheet, skill = must_haves(draft), Skill.objects.get(name="Ability 1")

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            body = page.get(address(skill, "delete")).content.decode()
        assert "Cannot delete skill" in body
        assert body.count("Requirement: Ability 1") == 4
        return len(captured)

    queries()
    few = queries()
    Requirement.objects.bulk_create(
        Requirement(skill_list=sheet, skill=skill, name=f"Line {n}", position=9 + n) for n in range(200)
    )
    assert queries() == few
    assert page.post(address(skill, "delete"), {"post": "yes"}).status_code == 200
    assert Skill.objects.filter(pk=skill.pk).exists()
