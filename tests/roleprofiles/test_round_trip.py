"""Nothing is lost on the way into the database and out of it again."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from roleprofiles import exporting, importing, publishing
from roleprofiles.documents import normalise, read
from roleprofiles.documents.encoding import decode
from roleprofiles.models import Note, Revision, Role
from tests.factories import SEED
from tests.roleprofiles.documents.test_writing import documents
from tests.roleprofiles.rows import undone

FIXTURES = sorted(SEED.parent.glob("*.md"))

EVERYWHERE = """\
before the title

# 🤖 Role
under the title
## Role Overview
in the overview
- **Responsibility**: Answers questions
after a line of the overview

- **Career Progression**: A → B
## Skills by Level
in the requirements
### **Mid Level (2-4 years)**
in the level

#### **Must-Have:**
in the list
- **Git** - VCS
   - Rating 2: Commits
   - rating 3: Merges alone
  indented below a line
- SQL: any
#### **HR Questions:**
in the questions
1. **"Why?"**
   - Look for: reasons
   a line more
2. Who?
#### **Other things:**
## Career Growth
in the growth
### **Mid → Lead Level:**
in the path
- Lead
after a step
## Something else
```
# not a heading
---
```
> the end
"""

CONTAINERS = ("section", "level", "skill_list", "question_set", "growth_path")

pytestmark = pytest.mark.django_db


def brought_in(data: bytes) -> str:
    """A document as it is written from the rows of its import; the same again would be no change."""
    plan = importing.import_document(data, by=None)
    written = exporting.markdown(Revision.objects.get(role__slug=plan.slug, number=plan.number))
    for again in (importing.plan(data), importing.plan(written.encode())):
        assert again.is_unchanged
        assert again.changes.visible == ()
    return written


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_a_document_comes_out_as_it_went_in(path: Path) -> None:
    data = path.read_bytes()
    with undone():
        written = brought_in(data)
    assert written == normalise(decode(data).text)
    assert brought_in(written.encode()) == written  # in a database that has never seen it


def test_there_are_three_documents() -> None:
    assert [path.stem for path in FIXTURES] == [
        "backend-engineer", "machine-learning-engineer", "product-designer",
    ]  # fmt: skip


def test_a_line_in_any_place_stays_in_its_place() -> None:
    assert brought_in(EVERYWHERE.encode()) == EVERYWHERE
    held = {name: Note.objects.filter(**{f"{name}__isnull": False}).count() for name in CONTAINERS}
    assert held == {"section": 4, "level": 1, "skill_list": 2, "question_set": 2, "growth_path": 2}
    assert Note.objects.filter(**{f"{name}__isnull": True for name in CONTAINERS}).count() == 8


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(documents())
def test_any_document_comes_out_as_it_went_in(text: str) -> None:
    data = text.encode()
    if read(data).problems:
        return
    with undone():
        written = brought_in(data)
    with undone():
        assert brought_in(written.encode()) == written
    assert written == normalise(decode(data).text)


def test_a_draft_of_it_says_the_same() -> None:
    brought_in(EVERYWHERE.encode())
    draft = publishing.start_draft(Role.objects.get(), by=None)
    assert exporting.markdown(draft) == EVERYWHERE
