"""A table laid over what is there: it says everything about the levels it names, nothing about others."""

from __future__ import annotations

from roleprofiles.changes import with_keys
from roleprofiles.choices import DocumentFormat
from roleprofiles.documents import formats, write
from roleprofiles.documents.overlay import laid_over
from tests.roleprofiles.documents.texts import document_of

OLD = """\
before
# 🤖 Analyst
## Role Overview
- **Responsibility**: Answers

## Skills by Level
in the section
### **Mid Level (2-4 years)**
in the level

#### **Must-Have:**
* **Git** – VCS
   - rating 3: Merges alone
  below Git
- **SQL** - Data
  below SQL

#### **HR Questions:**
1. **"Why?"**
#### **Good-to-Have:**
- **Go**: any
### **Lead Level (4+ years)**
#### **Must-Have:**
- **Talking**
## Career Growth
### **Mid → Lead Level:**
- Lead
"""
COLUMNS = "role,level,list,name,form,detail,anchor_3"


def over(*rows: str) -> str:
    """The document as it is written after a table of these rows was imported."""
    old = with_keys(None, document_of(OLD))
    reading = formats.read("\n".join([COLUMNS, *rows]).encode(), DocumentFormat.CSV)
    assert reading.problems == ()
    assert reading.document is not None
    return write(laid_over(old, with_keys(old, reading.document)))


GIT = "Analyst,Mid,Must-Have,Git,category,VCS,Merges alone"
SQL = "Analyst,Mid,Must-Have,SQL,category,Data,"
GO = "Analyst,Mid,Good-to-Have,Go,detail,any,"


def test_what_says_the_same_changes_nothing() -> None:
    assert over(GIT, SQL, GO) == OLD
    assert over(GO, GIT, SQL) == OLD
    assert over("ANALYST,MID,must-have,Git,category,VCS,Merges alone", SQL, GO) == OLD


def test_levels_that_are_not_named_stay() -> None:
    assert over("Analyst,Lead,Must-Have,Talking,,,") == OLD
    assert over("Analyst,Lead,Must-Have,Listening,,,") == OLD.replace("Talking", "Listening")


def test_a_list_that_is_not_there_loses_its_lines_and_not_its_heading() -> None:
    assert over(GIT, SQL) == OLD.replace("- **Go**: any\n", "")


def test_a_line_that_is_not_there_goes_and_its_notes_stay() -> None:
    git = "* **Git** – VCS\n   - rating 3: Merges alone\n"
    assert over(SQL, GO) == OLD.replace(git, "")


def test_lines_keep_their_notes_in_a_new_order() -> None:
    git = "* **Git** – VCS\n   - rating 3: Merges alone\n  below Git\n"
    sql = "- **SQL** - Data\n  below SQL\n"
    assert over(SQL, GIT, GO) == OLD.replace(git + sql, sql + git)


def test_what_is_reworded_is_in_the_house_form_and_the_rest_as_it_was() -> None:
    reworded = over(GIT.replace("VCS", "Versions").replace("alone", "safely"), SQL, GO)
    expected = OLD.replace("* **Git** – VCS", "- **Git** - Versions")
    assert reworded == expected.replace("   - rating 3: Merges alone", "   - Rating 3: Merges safely")


def test_new_lines_lists_and_levels_stand_at_the_end() -> None:
    found = over(
        GIT, "Analyst,Mid,Must-Have,Bash,,,", SQL, GO,
        "Analyst,Mid,Spare,Tea,,,", "Analyst,Junior,Must-Have,Asking,,,",
    )  # fmt: skip
    expected = OLD.replace("  below Git\n", "  below Git\n- **Bash**\n")
    expected = expected.replace("- **Go**: any\n", "- **Go**: any\n\n#### **Spare:**\n- **Tea**\n")
    junior = "\n### **Junior Level**\n\n#### **Must-Have:**\n- **Asking**\n"
    assert found == expected.replace("- **Talking**\n", f"- **Talking**\n{junior}")


def test_a_line_moved_to_another_list_is_the_same_line() -> None:
    moved = over(SQL, GO, GIT.replace("Must-Have", "Good-to-Have"))
    line = "* **Git** – VCS\n   - rating 3: Merges alone\n"
    assert moved == OLD.replace(line, "").replace("- **Go**: any\n", f"- **Go**: any\n{line}")


def test_a_new_role_gets_the_house_s_sections() -> None:
    document = formats.read(f"{COLUMNS}\n{GIT}\n".encode(), DocumentFormat.CSV).document
    assert document
    assert write(laid_over(None, document)) == (
        "# Analyst\n\n## 🛠️ Tech Stack Requirements by Experience Level\n\n### **Mid Level**\n\n"
        "#### **Must-Have:**\n- **Git** - VCS\n   - Rating 3: Merges alone\n"
    )
