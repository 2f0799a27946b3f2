"""A draft is edited by mouse, by keyboard alone, on a phone, and by two people at once."""

from __future__ import annotations

import pytest
from playwright.sync_api import Dialog, Locator, Page, expect

from accounts.models import User
from roleprofiles import publishing
from roleprofiles.models import QuestionSet, Requirement, Revision, SkillList
from tests.e2e.conftest import Visit
from tests.factories import make_role

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

PAGE = "/roles/data-analyst/draft/"


@pytest.fixture
def draft(transactional_db: None) -> Revision:
    return publishing.start_draft(make_role(must_haves=3), by=None)


def part(draft: Revision, level: str = "Mid", kind: str = "must_have") -> SkillList:
    return SkillList.objects.get(level__revision=draft, level__name=level, kind=kind)


def names(part: SkillList) -> list[str]:
    return list(part.requirements.values_list("name", flat=True))


def shown(page: Page, part: SkillList) -> Locator:
    return page.locator(f"#group-list-{part.pk} .requirement-name")


def drag(page: Page, what: Locator, to: Locator) -> None:
    """As a hand does it: a little at first, then over the place, then let go."""
    what.scroll_into_view_if_needed()
    start, end = what.bounding_box(), to.bounding_box()
    assert start
    assert end
    page.mouse.move(start["x"] + 5, start["y"] + 8)
    page.mouse.down()
    page.mouse.move(start["x"] + 6, start["y"] - 6, steps=4)
    page.mouse.move(end["x"] + 20, end["y"] + 8, steps=12)
    for y in (6, 3, 5):  # what is in the way steps aside, a little later
        page.wait_for_timeout(200)
        page.mouse.move(end["x"] + 20, end["y"] + y, steps=2)
    page.mouse.up()


def test_by_mouse(visit: Visit, rosa: User, draft: Revision) -> None:
    visitor = visit(rosa)
    page, must = visitor.page, part(draft)
    page.goto("/roles/data-analyst/")
    page.get_by_role("link", name="Go on with the draft").click()
    page.wait_for_url(f"**{PAGE}")
    visitor.look()

    group = page.locator(f"#group-list-{must.pk}")
    group.get_by_placeholder("Git - version control").fill("SQL - databases")
    group.get_by_role("button", name="Add a requirement").click()
    expect(shown(page, must)).to_have_text(["Ability 1", "Ability 2", "Ability 3", "SQL"])

    drag(page, group.locator("li .handle").last, group.locator("li").first)
    expect(page.get_by_role("status").filter(has_text="SQL moved")).to_be_attached()
    expect(shown(page, must)).to_have_text(["SQL", "Ability 1", "Ability 2", "Ability 3"])
    assert names(must) == ["SQL", "Ability 1", "Ability 2", "Ability 3"]

    good = part(draft, kind="good_to_have")
    drag(page, group.locator("li .handle").nth(1), page.locator(f"#group-list-{good.pk} li").first)
    expect(page.get_by_role("status").filter(has_text="Ability 1 moved")).to_be_attached()
    expect(shown(page, good)).to_have_text(["Ability 1", "Spare"])
    assert (names(must), names(good)) == (["SQL", "Ability 2", "Ability 3"], ["Ability 1", "Spare"])

    page.get_by_role("link", name="Edit SQL").click()
    page.get_by_label("Requirement*").fill("5 years of SQL")
    page.get_by_text("What each rating looks like").click()
    page.get_by_label("What a 3 looks like").fill("Joins and groups without help")
    page.get_by_label("What a 4 looks like").click()
    expect(group.locator(".form-status")).to_contain_text("Saved")  # as one goes
    visitor.look()
    page.get_by_role("button", name="Done").click()
    expect(group.get_by_text("1 anchor", exact=True)).to_be_visible()
    expect(group.locator(".hint")).to_contain_text("years hardly tell")
    visitor.look()
    group.get_by_role("link", name="Use “Has done").click()
    expect(page.get_by_label("Requirement*")).not_to_have_value("5 years of SQL")
    page.get_by_role("button", name="Done").click()
    expect(group.locator(".hint")).to_have_count(0)

    page.get_by_role("button", name="Remove Ability 2", exact=True).first.click()
    expect(shown(page, must)).to_have_count(2)
    group.get_by_role("button", name="Put back Ability 2").click()
    expect(shown(page, must)).to_have_count(3)
    assert names(must)[1:] == ["Ability 2", "Ability 3"]


def test_by_keyboard_alone(visit: Visit, rosa: User, draft: Revision) -> None:
    visitor = visit(rosa)
    page, must = visitor.page, part(draft)
    page.goto(PAGE)

    def focused() -> str:
        return str(page.evaluate("document.activeElement.id"))

    def arrive(at: str) -> None:
        """Tab on until something has the focus."""
        for _ in range(400):
            if focused() == at:
                return
            page.keyboard.press("Tab")
        raise AssertionError(f"Tab never came to {at}.")

    arrive(f"new-requirement-{must.pk}")
    page.keyboard.type("SQL - databases")
    page.keyboard.press("Enter")
    expect(shown(page, must)).to_have_text(["Ability 1", "Ability 2", "Ability 3", "SQL"])
    expect(page.locator(f"#new-requirement-{must.pk}")).to_be_focused()  # ready for the next one
    expect(page.locator(f"#new-requirement-{must.pk}")).to_have_value("")

    sql = Requirement.objects.get(name="SQL")
    page.evaluate("document.activeElement.blur(); document.body.focus()")
    arrive(f"up-requirement-{sql.pk}")
    for place in (2, 1, 0):
        page.keyboard.press("Enter")
        expect(shown(page, must).nth(place)).to_have_text("SQL")
        expect(page.locator(f"#up-requirement-{sql.pk}")).to_be_focused()
    assert names(must) == ["SQL", "Ability 1", "Ability 2", "Ability 3"]

    arrive(f"edit-requirement-{sql.pk}")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Requirement*")).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.type(" and joins")
    arrive(f"requirement-{sql.pk}-skill_list")
    page.keyboard.type("Senior")  # chooses the first option that begins so
    page.keyboard.press("Escape")  # closes the line, which saves it
    senior = part(draft, "Senior")
    expect(shown(page, senior)).to_have_text(["Ability 1", "Ability 2", "Ability 3", "SQL and joins"])
    expect(page.locator(f"#edit-requirement-{sql.pk}")).to_be_focused()
    assert (names(must), names(senior)[-1]) == (["Ability 1", "Ability 2", "Ability 3"], "SQL and joins")

    arrive(f"remove-requirement-{sql.pk}")
    page.keyboard.press("Enter")
    expect(shown(page, senior)).to_have_count(3)
    group = page.locator(f"#group-list-{senior.pk}")
    expect(group.get_by_role("button", name="Put back SQL and joins")).to_be_focused()
    page.keyboard.press("Enter")
    expect(shown(page, senior)).to_have_count(4)
    expect(page.locator(f"#edit-requirement-{sql.pk}")).to_be_focused()


def test_on_a_phone(visit: Visit, rosa: User, draft: Revision) -> None:
    visitor = visit(rosa)
    page, must = visitor.page, part(draft)
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(PAGE)
    group = page.locator(f"#group-list-{must.pk}")
    group.get_by_role("button", name="Move Ability 3 up").click()
    expect(shown(page, must)).to_have_text(["Ability 1", "Ability 3", "Ability 2"])
    group.get_by_role("link", name="Edit Ability 3").click()
    page.get_by_label("Category or detail").fill(
        "Explains the trade-offs in words that a customer understands"
    )
    page.get_by_role("button", name="Done").click()
    expect(group.get_by_text("Explains the trade-offs")).to_be_visible()
    small = """[...document.querySelectorAll(".tools .icon-btn")].filter((one) => {
        const {width, height} = one.getBoundingClientRect(); return width < 44 || height < 44; }).length"""
    assert page.evaluate(small) == 0
    remove = group.get_by_role("button", name="Remove Ability 1")
    remove.scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    remove.click()
    expect(group.get_by_role("button", name="Put back Ability 1")).to_be_in_viewport()
    assert page.evaluate("scrollY") == before
    visitor.look()


def test_two_people_in_one_draft(visit: Visit, rosa: User, ada: User, draft: Revision) -> None:
    hers, his = visit(rosa), visit(ada)
    row = part(draft).requirements.get(name="Ability 2")
    for visitor in (hers, his):
        visitor.page.goto(PAGE)
        visitor.page.locator(f"#edit-requirement-{row.pk}").click()
    hers.page.get_by_label("Requirement*").fill("SQL")
    hers.page.get_by_role("button", name="Done").click()
    expect(hers.page.locator(f"#row-requirement-{row.pk} .requirement-name")).to_have_text("SQL")

    his.page.get_by_label("Requirement*").fill("Databases")
    his.page.get_by_role("button", name="Done").click()
    conflict = his.page.locator(".conflict")
    expect(conflict).to_contain_text("somebody else changed this after you opened it")
    expect(conflict.get_by_role("row", name="Requirement")).to_have_text("RequirementSQLDatabases")
    his.look()
    assert Requirement.objects.get(pk=row.pk).name == "SQL"
    his.page.get_by_role("button", name="Save mine over theirs").click()
    expect(his.page.locator(".form-status")).to_contain_text("Saved")
    assert Requirement.objects.get(pk=row.pk).name == "Databases"
    his.expect_complaint("409")


def test_without_scripts(visit: Visit, rosa: User, draft: Revision) -> None:
    visitor = visit(rosa, scripts=False)
    page, must = visitor.page, part(draft)
    page.goto(PAGE)
    group = page.locator(f"#group-list-{must.pk}")
    group.get_by_label("Add a requirement").fill("SQL: joins")
    group.get_by_role("button", name="Add a requirement").click()
    expect(shown(page, must)).to_have_text(["Ability 1", "Ability 2", "Ability 3", "SQL"])
    group.get_by_role("button", name="Move SQL up").click()
    expect(shown(page, must)).to_have_text(["Ability 1", "Ability 2", "SQL", "Ability 3"])
    group.get_by_role("link", name="Edit SQL").click()
    page.get_by_label("Requirement*").fill("SQL joins")
    page.get_by_role("button", name="Done").click()
    group.get_by_role("button", name="Remove SQL joins").click()
    expect(shown(page, must)).to_have_text(["Ability 1", "Ability 2", "Ability 3"])
    page.wait_for_load_state()  # what is still to come would move the button away under the pointer
    page.get_by_role("button", name="Put back SQL joins").click()
    expect(shown(page, must)).to_have_text(["Ability 1", "Ability 2", "SQL joins", "Ability 3"])


# What people have typed


def test_what_is_typed_survives_an_act_elsewhere_in_its_list(
    visit: Visit, rosa: User, draft: Revision
) -> None:
    visitor = visit(rosa)
    page, must = visitor.page, part(draft)
    page.goto(PAGE)
    group = page.locator(f"#group-list-{must.pk}")
    entry = group.get_by_placeholder("Git - version control")
    entry.fill("SQL - not sent yet")
    group.get_by_role("link", name="Edit Ability 1").click()
    page.get_by_label("Requirement*").fill("")
    group.get_by_role("button", name="Move Ability 3 up").click()
    expect(shown(page, must)).to_have_text(["Ability 3", "Ability 2"])  # and one line that is open
    expect(group.locator(".form-status .refusal")).to_contain_text("This field is required.")
    expect(page.get_by_label("Requirement*")).to_have_value("")
    expect(entry).to_have_value("SQL - not sent yet")
    visitor.expect_complaint("422")

    group.get_by_role("link", name="Go back to what is stored").click()
    expect(page.get_by_label("Requirement*")).to_have_value("Ability 1")
    page.get_by_role("button", name="Done").click()
    expect(shown(page, must)).to_have_text(["Ability 1", "Ability 3", "Ability 2"])
    entry.press("Enter")
    expect(shown(page, must)).to_have_text(["Ability 1", "Ability 3", "Ability 2", "SQL"])
    expect(entry).to_have_value("")


def test_a_question_that_is_open_stays_open(visit: Visit, rosa: User, draft: Revision) -> None:
    asked = QuestionSet.objects.get(level__revision=draft, level__name="Mid")
    other = asked.questions.create(prompt="Why?", number=2, position=2)
    page = visit(rosa).page
    page.goto(PAGE)
    page.get_by_role("link", name="Edit What did you find?").first.click()
    page.get_by_label("Question*").fill("What did you look for?")
    page.get_by_role("button", name="Move Why? up").click()
    expect(page.get_by_role("status").filter(has_text="Why? moved")).to_be_attached()
    expect(page.get_by_label("Question*")).to_have_value("What did you look for?")
    expect(page.locator(f"#group-questions-{asked.pk} li").first).to_have_id(f"row-question-{other.pk}")


def test_a_line_that_was_given_another_list_stays_open_until_done(
    visit: Visit, rosa: User, draft: Revision
) -> None:
    page, must, senior = visit(rosa).page, part(draft), part(draft, "Senior")
    page.goto(PAGE)
    group = page.locator(f"#group-list-{must.pk}")
    group.get_by_role("link", name="Edit Ability 1").click()
    page.get_by_label("Level and list").select_option(str(senior.pk))
    expect(group.locator(".form-status")).to_contain_text("Saved")
    group.get_by_role("button", name="Move Ability 3 up").click()
    expect(shown(page, must)).to_have_text(["Ability 3", "Ability 2"])
    page.get_by_label("Category or detail").fill("Both")
    page.get_by_role("button", name="Done").click()
    expect(shown(page, senior).last).to_have_text("Ability 1")
    expect(shown(page, must)).to_have_text(["Ability 3", "Ability 2"])


def test_pressing_twice_adds_once(visit: Visit, rosa: User, draft: Revision) -> None:
    page, must = visit(rosa).page, part(draft)
    page.goto(PAGE)
    group = page.locator(f"#group-list-{must.pk}")
    group.get_by_placeholder("Git - version control").fill("SQL - databases")
    group.get_by_role("button", name="Add a requirement").dblclick()
    expect(shown(page, must)).to_have_text(["Ability 1", "Ability 2", "Ability 3", "SQL"])
    group.get_by_placeholder("Git - version control").fill("Rust")
    group.get_by_placeholder("Git - version control").press("Enter")
    expect(shown(page, must)).to_have_text(["Ability 1", "Ability 2", "Ability 3", "SQL", "Rust"])
    assert names(must) == ["Ability 1", "Ability 2", "Ability 3", "SQL", "Rust"]


def test_enter_never_overwrites_somebody_else(visit: Visit, rosa: User, draft: Revision) -> None:
    visitor = visit(rosa)
    page, row = visitor.page, part(draft).requirements.get(name="Ability 2")
    page.goto(PAGE)
    page.locator(f"#edit-requirement-{row.pk}").click()
    expect(page.get_by_label("Requirement*")).to_be_focused()
    Requirement.objects.filter(pk=row.pk).update(name="Theirs")
    page.get_by_label("Requirement*").fill("Mine")
    page.get_by_label("Requirement*").press("Enter")
    expect(page.locator(".conflict")).to_be_visible()
    page.get_by_label("Requirement*").press("Enter")
    page.get_by_label("Requirement*").press("Escape")
    page.wait_for_load_state("networkidle")
    assert Requirement.objects.get(pk=row.pk).name == "Theirs"
    expect(page.get_by_label("Requirement*")).to_have_value("Mine")
    visitor.look()
    visitor.expect_complaint("409")


def test_without_a_connection_nothing_is_lost_and_nothing_seems_done(
    visit: Visit, rosa: User, draft: Revision
) -> None:
    visitor = visit(rosa)
    page, must = visitor.page, part(draft)
    page.goto(PAGE)
    group = page.locator(f"#group-list-{must.pk}")
    group.get_by_role("link", name="Edit Ability 2").click()
    page.get_by_label("Category or detail").fill("Typed on a train")
    visitor.context.set_offline(True)
    page.get_by_role("button", name="Done").click()
    bar = page.get_by_role("region", name="Not saved")
    expect(bar).to_contain_text("there is no connection to the server")
    expect(page.get_by_label("Category or detail")).to_have_value("Typed on a train")

    last = must.requirements.get(name="Ability 3")
    handles = group.locator("li .handle")
    drag(page, handles.last, handles.first)
    expect(group.locator("li").last).to_have_id(f"row-requirement-{last.pk}")
    entry = group.get_by_placeholder("Git - version control")
    entry.fill("SQL")
    entry.press("Enter")
    expect(bar).to_contain_text("Not saved")
    expect(entry).to_have_value("SQL")

    page.wait_for_timeout(300)  # until all of it has failed
    visitor.context.set_offline(False)
    entry.press("Enter")
    page.get_by_role("button", name="Done").click()
    expect(group.get_by_text("Typed on a train")).to_be_visible()
    expect(shown(page, must)).to_have_text(["Ability 1", "Ability 2", "Ability 3", "SQL"])
    assert names(must) == ["Ability 1", "Ability 2", "Ability 3", "SQL"]
    visitor.expect_complaint("ERR_INTERNET_DISCONNECTED")
    visitor.expect_complaint("htmx:")


def test_whoever_was_signed_out_signs_in_elsewhere_and_goes_on(
    visit: Visit, rosa: User, draft: Revision
) -> None:
    visitor = visit(rosa)
    page, row = visitor.page, part(draft).requirements.get(name="Ability 2")
    page.goto(PAGE)
    page.locator(f"#edit-requirement-{row.pk}").click()
    page.get_by_label("Category or detail").fill("Typed for an hour")
    visitor.context.clear_cookies(name="session")
    page.get_by_role("button", name="Done").click()
    bar = page.get_by_role("region", name="Not saved")
    expect(bar).to_contain_text("You are signed out.")
    tab = visitor.tab()
    visitor.sign_in(tab, rosa)
    tab.close()
    page.get_by_role("button", name="Done").click()
    expect(page.locator(f"#row-requirement-{row.pk} .detail")).to_have_text("Typed for an hour")
    expect(bar).to_be_hidden()
    visitor.expect_complaint("401")


def test_leaving_with_something_unsaved_is_asked_about(visit: Visit, rosa: User, draft: Revision) -> None:
    page = visit(rosa).page
    asked: list[str] = []

    def agree(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", agree)
    page.goto(PAGE)
    group = page.locator(f"#group-list-{part(draft).pk}")
    group.get_by_placeholder("Git - version control").fill("SQL")
    page.reload()
    assert asked == ["beforeunload"]
    page.goto(PAGE)
    group.get_by_placeholder("Git - version control").fill("")
    page.goto("/roles/")
    assert asked == ["beforeunload"]


def test_what_this_page_lacks_is_said(visit: Visit, rosa: User, draft: Revision) -> None:
    visitor = visit(rosa)
    page, must = visitor.page, part(draft)
    page.goto(PAGE)
    other = SkillList.objects.create(level=must.level, kind="other", title="Theirs", position=9)
    page.get_by_role("link", name="Edit Ability 1").first.click()
    page.get_by_label("Level and list").select_option(str(other.pk))
    page.get_by_role("button", name="Done").click()
    expect(page.get_by_role("alert").filter(has_text="Somebody else has added")).to_be_visible()
    page.get_by_role("link", name="Show it as it is now").click()
    expect(shown(page, other)).to_have_text(["Ability 1"])
    visitor.expect_complaint("htmx:oobErrorNoTarget")
