"""Names as long as they may be, without a space, and in other scripts: no page scrolls sideways."""

from __future__ import annotations

import pytest

from accounts.models import User
from roleprofiles import importing, publishing
from roleprofiles.models import Role, Skill
from tests.e2e.conftest import Visit
from tests.factories import make_import

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

TITLE, LEVEL, NAME = "T" * 190, "Ü" * 98, "W" * 300
RIGHT_TO_LEFT = "مهندس البرمجيات " * 8
DOCUMENT = f"""\
# 👩🏽‍💻 {TITLE}
## Role Overview
- **{"Label" * 35}**: {"x" * 400}
- **Responsibility**: {RIGHT_TO_LEFT}
## Skills by Level
### **{LEVEL} Level (2-4 years)**
#### **Must-Have:**
- **{NAME}** - {"c" * 300}
- **{RIGHT_TO_LEFT.strip()}**: {RIGHT_TO_LEFT}
- **👩🏽‍💻👨‍👩‍👧‍👦 Emoji**: {"🎉" * 120}
#### **{"List" * 70}:**
- **Foo** - Bar
### **{"S" * 60} Level (5+ years)**
#### **Must-Have:**
- **{NAME}** - {"d" * 300}
## Growth
### **{LEVEL} → {"S" * 60} Level:**
- {"step" * 100}
"""


def test_no_page_scrolls_sideways(visit: Visit, rosa: User) -> None:
    for text in (DOCUMENT, DOCUMENT.replace("x" * 400, "y" * 400).replace("- Bar", "- Bars")):
        importing.import_document(text.encode(), by=rosa)
    role = Role.objects.get()
    publishing.start_draft(role, by=rosa)
    long, other = (Skill.objects.get(name__startswith=start) for start in ("WWW", "مهندس"))
    batch = make_import(DOCUMENT, DOCUMENT.replace("T" * 190, "N" * 190), by=rosa)
    page, skill = role.get_absolute_url(), long.get_absolute_url()
    addresses = [
        "/",
        "/roles/",
        page,
        f"{page}draft/",
        f"{page}draft/publish/",
        f"{page}draft/discard/",
        f"{page}differences/",
        f"{page}differences/1/2/",
        f"{page}revisions/2/levels/",
        f"{page}revisions/2/levels/1/2/",
        "/roles/import/",
        batch.get_absolute_url(),
        *(document.get_absolute_url() for document in batch.documents.all()),
        "/skills/?q=W",
        skill,
        f"{skill}edit/",
        f"{skill}merge/?q=%D9%85",
        f"{skill}merge/?into={other.pk}",
    ]
    editor = visit(rosa)
    for address in addresses:
        editor.page.goto(address)
        editor.fit(1280, 360, 320)
