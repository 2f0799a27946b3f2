"""/roles/<slug>/ and its revisions"""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from roleprofiles import exporting, importing, publishing
from roleprofiles.choices import DocumentFormat
from roleprofiles.documents import normalise
from roleprofiles.documents.encoding import decode
from roleprofiles.models import Requirement, Revision, Role, Skill
from tests.factories import SEED, make_role, make_seed_role, role_document
from tests.roleprofiles.views.pages import body, main_of, queries, text, texts

SEED_PAGE = "/roles/machine-learning-engineer/"
PAGE = "/roles/data-analyst/"


def ladder_rows(client: Client, address: str) -> list[tuple[str, ...]]:
    """The ladder: skill, what each level asks, and the change; a star where it is a step up."""
    table = main_of(client.get(address)).split("<tbody>")[1].split("</tbody>")[0]
    rows = re.findall(r"<tr(?P<up>[^>]*)>(?P<cells>.*?)</tr>", table, re.DOTALL)
    cells = [
        (up, [text(cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL)]) for up, row in rows
    ]
    return [(*row, "*") if "up" in up else tuple(row) for up, row in cells]


def side(client: Client, address: str) -> list[str]:
    """The revisions beside the page."""
    return texts(body(client.get(address)).split('aria-label="Revisions"')[1].split("</aside>")[0], "li")


def test_the_head_of_the_seed(reader: Client) -> None:
    make_seed_role()
    page = main_of(reader.get(SEED_PAGE))
    assert texts(page, "h1") == ["🤖 Machine Learning Engineer"]
    assert texts(page, "p", ' class="lede"') == ["Mid (2–4 years) → Experienced (4+ years)"]
    assert texts(page, "dt") == ["Experience Levels", "Responsibility", "Career Progression"]
    assert texts(page, "dd")[2] == "ML Engineer → Senior ML Engineer → ML Lead → AI Architect"


def test_the_ladder_of_the_seed(reader: Client) -> None:
    make_seed_role()
    rows = ladder_rows(reader, SEED_PAGE)
    assert len(rows) == 28
    assert rows[3] == ("Git", "● Must-have", "● Must-have", "kept")
    assert rows[4] == ("Advanced Data Structures", "● Must-have", "not listed", "gone")
    assert rows[7] == (
        "TensorFlow / PyTorch", "○ Good-to-have", "● Must-have", "promoted from good-to-have", "*",
    )  # fmt: skip
    assert rows[11] == ("Complex Algorithms", "not listed", "● Must-have", "new, must-have")
    assert rows[-1] == (
        "Business Impact", "not listed", "◆ Production support", "new, production support",
    )  # fmt: skip


def test_the_lists_of_the_seed(reader: Client) -> None:
    make_seed_role()
    page = main_of(reader.get(SEED_PAGE))
    assert texts(page, "h4") == [
        "Must-Have 7",
        "Good-to-Have 4",
        "Must-Have 10",
        "Good-to-Have 5",
        "Production Support & Miscellaneous 10",
    ]
    git = Requirement.objects.filter(name="Git").earliest("pk")
    assert (
        f'<li id="requirement-{git.key}">Git <span class="detail">Version Control System</span></li>' in page
    )


def test_the_growth_paths_of_the_seed(reader: Client) -> None:
    make_seed_role()
    growth = main_of(reader.get(SEED_PAGE)).split('id="growth"')[1]
    assert texts(growth, "h3") == [
        "Mid → Experienced", "Experienced → Senior/Lead", "Experienced → ML Lead/AI Architect",
    ]  # fmt: skip
    assert texts(growth, "li")[:2] == [
        "Master ML algorithms and frameworks", "Learn MLOps and production deployment",
    ]  # fmt: skip
    assert len(texts(growth, "li")) == 14


def test_questions_stand_under_the_level_they_are_for(reader: Client) -> None:
    make_role()
    page = main_of(reader.get(PAGE)).split('id="questions-title"')[1]
    assert texts(page, "h3") == ["Mid", "Senior"]
    assert texts(page, "li") == ["What did you find? Look for: a decision"] * 2


def test_a_skill_by_two_names_is_one_row(reader: Client) -> None:
    text = role_document(must_haves=1).replace("**Ability 1**", "**Abilities**", 1)
    importing.import_document(text.encode(), by=None)
    Skill.objects.filter(name="Abilities").update(merged_into=Skill.objects.get(name="Ability 1"))
    assert ladder_rows(reader, PAGE)[0] == ("Abilities → Ability 1", "● Must-have", "● Must-have", "reworded")


def test_markup_in_a_document_is_text_on_the_page(reader: Client) -> None:
    hostile = "<script>alert(1)</script>"
    document = role_document().replace("Ability 1", hostile).replace("Answers questions", hostile)
    for place in ("a decision", "What did you find?", "Data Analyst", "nice to see"):
        document = document.replace(place, f"{place} {hostile}")
    plan = importing.import_document(document.encode(), by=None)
    page = body(reader.get(f"/roles/{plan.slug}/"))
    assert hostile not in page
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;") > 8


# Revisions


def test_revisions_are_listed_with_who_and_when(reader: Client, editor: Client, rosa: User) -> None:
    make_seed_role()
    make_role(by=rosa)
    publishing.publish(publishing.start_draft(make_role(must_haves=5), by=rosa), by=rosa, change_note="Why")
    publishing.start_draft(Role.objects.get(slug="data-analyst"), by=rosa)
    dates = [one.published_at for one in Role.objects.get(slug="data-analyst").revisions.all()]
    day = [f"{one:%-d} {one:%b} {one:%Y}" for one in dates if one]
    published = [
        f"Revision 3 Current {day[0]}, Rosa Adler Why What changed in revision 3",
        f"Revision 2 {day[1]} What changed in revision 2",
        f"Revision 1 {day[2]}, Rosa Adler",
    ]
    assert side(reader, PAGE) == published
    assert side(editor, PAGE) == ["Revision 4 Draft by Rosa Adler What changed in revision 4", *published]
    assert side(reader, SEED_PAGE)[0].endswith("characters mended")


def test_an_older_revision_says_that_it_is_older(reader: Client) -> None:
    make_role(must_haves=1)
    make_role(must_haves=2)
    old, current = (reader.get(f"{PAGE}revisions/{number}/") for number in (1, 2))
    assert "This is an older revision. See the current one ." in text(main_of(old))
    assert "older revision" not in body(current)
    assert main_of(current).count('<th scope="row">') == main_of(old).count('<th scope="row">') + 1


@pytest.mark.parametrize("tail", ["revisions/2/", "revisions/2/role.md", "revisions/2/role.csv"])
def test_a_draft_is_there_for_editors_only(reader: Client, editor: Client, tail: str) -> None:
    draft = publishing.start_draft(make_role(), by=None)
    draft.levels.filter(name="Mid").update(name="Hidden")
    assert reader.get(PAGE + tail).status_code == 404
    assert editor.get(PAGE + tail).status_code == 200
    assert "Hidden" in body(editor.get(PAGE + tail))
    for address in (PAGE, f"{PAGE}revisions/1/", "/roles/"):
        assert "Hidden" not in body(reader.get(address))
        assert "revisions/2/" not in body(reader.get(address))


def test_a_role_that_was_never_published_is_there_for_editors_only(reader: Client, editor: Client) -> None:
    role = Role.objects.create(slug="data-analyst")
    assert reader.get(PAGE).status_code == 404
    assert "This role has not been published yet." in body(editor.get(PAGE))
    Revision.objects.create(role=role, number=1, title="Data Analyst", title_key="data analyst")
    assert reader.get(PAGE).status_code == 404
    page = main_of(editor.get(PAGE))
    assert texts(page, "h1") == ["Data Analyst"]
    assert "This is a draft. Nobody but role editors sees it before it is published." in text(page)


def test_editors_start_a_draft_or_go_on_with_it(reader: Client, editor: Client) -> None:
    role = make_role()
    assert "Edit in a draft" in body(editor.get(PAGE))
    publishing.start_draft(role, by=None)
    page = main_of(editor.get(PAGE))
    assert "Edit in a draft" not in page
    assert '<a class="btn btn-primary" href="/roles/data-analyst/draft/">Go on with the draft</a>' in page
    assert "draft" not in main_of(reader.get(PAGE))


def test_the_page_says_which_revision_it_is_and_what_changed(reader: Client) -> None:
    make_role(must_haves=1)
    make_role(must_haves=2)
    said = [texts(main_of(reader.get(page)), "p")[1] for page in (PAGE, f"{PAGE}revisions/1/")]
    today = f"{timezone.localdate():%-d %b %Y}"
    assert said == [
        f"Revision 2, published {today} · What changed · All revisions",
        f"Revision 1, published {today} · All revisions",
    ]


@pytest.mark.parametrize(
    "address",
    [
        "/roles/nobody/",
        f"{PAGE}revisions/0/",
        f"{PAGE}revisions/9/",
        f"{PAGE}revisions/{10**30}/",
        f"{PAGE}revisions/{'9' * 5000}/",
        f"{PAGE}revisions/9/role.md",
        "/roles/data%00analyst/",
    ],
    ids=lambda address: address[:40],
)
def test_what_is_not_there_is_not_found(reader: Client, address: str) -> None:
    make_role()
    assert reader.get(address).status_code == 404


def test_a_revision_comes_as_its_document(reader: Client) -> None:
    make_seed_role()
    response = reader.get(f"{SEED_PAGE}revisions/1/role.md")
    assert body(response) == normalise(decode(SEED.read_bytes()).text)
    assert response.headers["Content-Type"] == "text/markdown; charset=utf-8"
    name = 'attachment; filename="machine-learning-engineer-revision-1.md"'
    assert response.headers["Content-Disposition"] == name


@pytest.mark.parametrize(
    ("form", "ending", "kind"),
    [
        (DocumentFormat.YAML, "yaml", "application/yaml"),
        (DocumentFormat.JSON, "json", "application/json"),
        (DocumentFormat.CSV, "csv", "text/csv; charset=utf-8"),
    ],
)
def test_a_revision_comes_in_every_format(
    reader: Client, form: DocumentFormat, ending: str, kind: str
) -> None:
    current = make_seed_role().current
    assert current
    response = reader.get(f"{SEED_PAGE}revisions/1/role.{ending}")
    assert response.content.decode() == exporting.written(current, form)
    assert response.headers["Content-Type"] == kind
    name = f'attachment; filename="machine-learning-engineer-revision-1.{ending}"'
    assert response.headers["Content-Disposition"] == name


@pytest.mark.parametrize("ending", ["txt", "yml", "markdown", "MD", "docx", "csv-"])
def test_other_formats_are_not_found(reader: Client, ending: str) -> None:
    make_role()
    assert reader.get(f"{PAGE}revisions/1/role.{ending}").status_code == 404


def test_the_page_leads_to_every_format(reader: Client) -> None:
    make_role(must_haves=1)
    make_role(must_haves=2)
    for address, number in ((PAGE, 2), (f"{PAGE}revisions/1/", 1)):
        menu = main_of(reader.get(address)).split('<details class="menu">')[1].split("</details>")[0]
        assert texts(menu, "summary") == [f"Download the document of revision {number} ▾"]
        assert texts(menu, "a") == ["Markdown", "YAML", "JSON", "CSV requirements only"]
        links = re.findall(r'href="(.*?)"', menu)
        assert links == [
            f"{PAGE}revisions/{number}/role.{ending}" for ending in ("md", "yaml", "json", "csv")
        ]
        assert [reader.get(link).status_code for link in links] == [200] * 4


def test_only_editors_are_led_to_the_admin(reader: Client, editor: Client) -> None:
    make_role()
    assert "Open in the admin" in body(editor.get(PAGE))
    assert "/admin/" not in body(reader.get(PAGE))


@pytest.mark.parametrize("count", [1, 40])
def test_a_role_takes_the_same_queries_whatever_its_length(
    reader: Client, editor: Client, count: int
) -> None:
    text = role_document(must_haves=count, levels=[f"L{number}" for number in range(1 + count // 4)])
    paths = "".join(f"### **L0 → Goal {number}:**\n- Step\n- Step\n" for number in range(count))
    for revision in range(1 + count // 10):
        growth = f"## Growth\n{paths}- Step {revision}\n"
        importing.import_document((text + growth).encode(), by=None)
    assert queries(reader, PAGE) == queries(editor, PAGE) == 10
    assert queries(reader, f"{PAGE}revisions/1/") == 10
    for ending in ("md", "yaml", "json", "csv"):
        assert queries(reader, f"{PAGE}revisions/1/role.{ending}") == 16
