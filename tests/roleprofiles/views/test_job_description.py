"""/roles/<slug>/levels/<pk>/job-description/"""

from __future__ import annotations

import re

import pytest
from django.test import Client

from roleprofiles import advertising, importing, publishing
from roleprofiles.models import Level, Requirement, Role
from tests.factories import level_of, make_role, make_seed_role, role_document
from tests.roleprofiles.views.pages import body, main_of, queries, text, texts


def address(level: Level) -> str:
    return level.get_job_description_url()


def test_the_page_of_the_seed(reader: Client) -> None:
    level = level_of(make_seed_role(), "Mid")
    page = main_of(reader.get(address(level)))
    assert texts(page, "h1") == ["Machine Learning Engineer, Mid"]
    assert texts(page, "p", ' class="lede"') == ["Job description drafted from revision 1, 2–4 years"]
    assert texts(page, "h2") == [
        "The role", "What you bring", "Good to have, not needed", "Where this role leads",
    ]  # fmt: skip
    assert texts(page, "li")[3] == "Git Version Control System Source of Git"
    assert len(texts(page, "li")) == 7 + 4 + 1


def test_every_source_is_a_place_on_the_page_of_the_role(reader: Client) -> None:
    for level in level_of(make_seed_role(), "Mid").revision.levels.select_related("revision__role"):
        page = main_of(reader.get(address(level)))
        sources = re.findall(r'class="source[^"]*" href="([^"#]+)#([^"]+)"', page)
        assert len(sources) == len(texts(page, "li")) + 1
        (target,) = {url for url, _ in sources}
        there = set(re.findall(r'id="([^"]+)"', body(reader.get(target))))
        assert {place for _, place in sources} <= there


def test_a_line_carries_the_key_of_its_requirement(reader: Client) -> None:
    level = level_of(make_seed_role(), "Experienced")
    keys = {
        str(key) for key in Requirement.objects.filter(skill_list__level=level).values_list("key", flat=True)
    }
    assert set(re.findall(r'data-requirement="([^"]+)"', body(reader.get(address(level))))) == keys


def test_markdown_to_keep(reader: Client) -> None:
    level = level_of(make_seed_role())
    response = reader.get(address(level).rstrip("/") + ".md")
    assert body(response) == advertising.markdown(advertising.draft(level))
    name = f"machine-learning-engineer-job-description-{level.pk}.md"
    assert response.headers["Content-Disposition"] == f'attachment; filename="{name}"'


@pytest.mark.parametrize("tail", ["job-description/", "job-description.md"])
def test_the_level_of_a_draft_is_there_for_editors_only(reader: Client, editor: Client, tail: str) -> None:
    draft = publishing.start_draft(make_role(), by=None)
    level = draft.levels.earliest("pk")
    Level.objects.filter(pk=level.pk).update(name="Hidden")
    url = f"/roles/data-analyst/levels/{level.pk}/{tail}"
    assert reader.get(url).status_code == 404
    assert "Hidden" in body(editor.get(url))


def test_a_draft_is_said_to_be_one(editor: Client) -> None:
    draft = publishing.start_draft(make_role(), by=None)
    level = draft.levels.select_related("revision__role").earliest("pk")
    assert "This level is in a draft that is not published." in text(main_of(editor.get(address(level))))


def test_a_level_is_found_under_its_own_role_only(reader: Client) -> None:
    level = level_of(make_role())
    make_role("Other")
    for url in (
        f"/roles/other/levels/{level.pk}",
        "/roles/data-analyst/levels/0",
        f"/roles/other/levels/{10**30}",
    ):
        assert reader.get(f"{url}/job-description/").status_code == 404
        assert reader.get(f"{url}/job-description.md").status_code == 404


def test_markup_in_a_document_is_text_on_the_page(reader: Client) -> None:
    hostile = "<script>alert(1)</script>"
    document = role_document().replace("Ability 1", hostile).replace("Answers questions", hostile)
    plan = importing.import_document(document.replace("Spare", hostile).encode(), by=None)
    page = body(reader.get(address(level_of(Role.objects.get(slug=plan.slug)))))
    assert hostile not in page
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;") == 5


@pytest.mark.parametrize("count", [1, 40])
def test_the_page_takes_the_same_queries_whatever_its_length(reader: Client, count: int) -> None:
    text = role_document(must_haves=count, levels=[f"L{number}" for number in range(1 + count // 4)])
    text += "## Growth\n" + "".join(f"### **L0 → Goal {number}:**\n- Step\n" for number in range(count))
    plan = importing.import_document(text.encode(), by=None)
    level = level_of(Role.objects.get(slug=plan.slug), "L0")
    assert queries(reader, address(level)) == 8
