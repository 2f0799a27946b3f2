"""A newer revision of the role: each change is offered, and taken or left; then the advert rests on it."""

from __future__ import annotations

import pytest

from accounts.models import User
from roleprofiles import advertising, following, importing, publishing, wording
from roleprofiles.changes import ChangeKind
from roleprofiles.following import Following
from roleprofiles.models import JobDescription, JobLine, Level, Role
from tests.factories import level_of
from tests.keeping import kept

pytestmark = pytest.mark.django_db

BEFORE = """\
# Analyst
## Overview
- **Responsibility**: Answers questions
## Skills by Level
### **Mid Level**
#### **Must-Have:**
- **Git** - VCS
- **SQL**: joins
- **Excel**
- **Charts**
#### **Good-to-Have:**
- **Go**: any
### **Lead Level**
#### **Must-Have:**
- **Teach**
## Career Growth
### **Mid → Lead Level:**
- Teach
"""
AFTER = (
    BEFORE.replace("joins", "joins and windows")
    .replace("- **Excel**\n", "")
    .replace("- **Charts**\n", "- **Python**: pandas\n")
    .replace("- **Go**: any", "- **Go**: any\n- **Charts**")
    .replace("Answers questions", "Answers and asks questions")
    .replace("- Teach\n", "- Teach well\n")
)


def publish(text: str) -> Role:
    plan = importing.import_document(text.encode(), by=None)
    return Role.objects.with_current().get(slug=plan.slug)


@kept
def job(rosa: User) -> JobDescription:
    return advertising.begin(level_of(publish(BEFORE)), by=rosa)


def found(job: JobDescription) -> Following:
    there = following.following(JobDescription.objects.with_text().get(pk=job.pk))
    assert there
    return there


def offers(job: JobDescription) -> list[tuple[str, str, str, str]]:
    return [(one.kind.value, one.part.value, one.before, one.now) for one in found(job).offers]


def lines(job: JobDescription, kind: str = "must_have") -> list[str]:
    rows = JobLine.objects.filter(section__job_description=job, section__kind=kind)
    return [f"{'– ' if one.is_left_out else ''}{one.text}{' *' if one.is_added else ''}" for one in rows]


def decide(job: JobDescription, kind: ChangeKind, *, is_taken: bool, part: str = "must_have") -> None:
    (offer,) = [one for one in found(job).offers if one.kind == kind and one.part == part]
    following.decide(job, offer.key, is_taken=is_taken, seen=offer.fingerprint)


def level(job: JobDescription) -> Level:
    return JobDescription.objects.select_related("level__revision").get(pk=job.pk).level


def test_on_the_newest_revision_there_is_nothing_to_follow(job: JobDescription) -> None:
    assert following.following(JobDescription.objects.with_text().get(pk=job.pk)) is None
    with pytest.raises(following.OfferChanged):
        following.decide_all(job, is_taken=True, seen="")


def test_every_change_is_offered(job: JobDescription) -> None:
    publish(AFTER)
    assert offers(job) == [
        ("changed", "purpose", "Answers questions", "Answers and asks questions"),
        ("changed", "must_have", "SQL: joins", "SQL: joins and windows"),
        ("removed", "must_have", "Excel", ""),
        ("moved", "good_to_have", "Charts", "Charts"),
        ("changed", "growth", "Towards Lead: Teach", "Towards Lead: Teach well"),
        ("added", "must_have", "", "Python: pandas"),
    ]


def test_all_are_taken(job: JobDescription) -> None:
    publish(AFTER)
    following.decide_all(job, is_taken=True, seen=found(job).fingerprint)
    assert lines(job) == ["Git: VCS", "SQL: joins and windows", "– Excel *", "Python: pandas"]
    assert lines(job, "good_to_have") == ["Go: any", "Charts"]
    assert lines(job, "growth") == ["Towards Lead: Teach well"]
    assert job.sections.get(kind="purpose").text == "Answers and asks questions"
    assert level(job).revision.number == 2
    keys = set(level(job).skill_lists.values_list("requirements__key", flat=True))
    tied = JobLine.objects.filter(section__job_description=job).exclude(requirement_key=None)
    assert set(tied.values_list("requirement_key", flat=True)) == keys


def test_all_are_left(job: JobDescription) -> None:
    publish(AFTER)
    following.decide_all(job, is_taken=False, seen=found(job).fingerprint)
    # What the role does not ask for as a must-have is not shown as coming from it.
    assert lines(job) == ["Git: VCS", "SQL: joins", "Excel *", "Charts *", "– Python: pandas"]
    assert lines(job, "good_to_have") == ["Go: any", "– Charts"]
    assert JobLine.objects.get(text="SQL: joins").is_reworded
    assert job.sections.get(kind="purpose").is_reworded
    assert level(job).revision.number == 2
    assert following.following(JobDescription.objects.with_text().get(pk=job.pk)) is None


def test_one_by_one_the_advert_moves_on_with_the_last(job: JobDescription) -> None:
    publish(AFTER)
    decide(job, ChangeKind.CHANGED, is_taken=True)
    decide(job, ChangeKind.REMOVED, is_taken=False)
    decide(job, ChangeKind.MOVED, is_taken=True, part="good_to_have")
    decide(job, ChangeKind.ADDED, is_taken=False)
    decide(job, ChangeKind.CHANGED, is_taken=False, part="growth")
    assert level(job).revision.number == 1
    assert [offer.part.value for offer in found(job).offers] == ["purpose"]
    decide(job, ChangeKind.CHANGED, is_taken=True, part="purpose")
    assert level(job).revision.number == 2
    assert lines(job) == ["Git: VCS", "SQL: joins and windows", "Excel *", "– Python: pandas"]


def test_own_words_are_taken_over_by_the_roles_only_if_somebody_says_so(job: JobDescription) -> None:
    sql = JobLine.objects.get(text="SQL: joins")
    wording.reword(job, "line", sql.pk, {"text": "Databases"}, seen=0)
    charts = JobLine.objects.get(text="Charts")
    wording.reword(job, "line", charts.pk, {"text": "Drawing"}, seen=0)
    publish(AFTER)
    offer = next(one for one in found(job).offers if one.row == sql)
    assert (offer.before, offer.now, offer.is_reworded) == ("Databases", "SQL: joins and windows", True)
    decide(job, ChangeKind.CHANGED, is_taken=False)
    decide(job, ChangeKind.MOVED, is_taken=True, part="good_to_have")
    sql.refresh_from_db()
    charts.refresh_from_db()
    assert (sql.text, sql.drafted) == ("Databases", "SQL: joins and windows")
    assert (charts.text, charts.section.kind) == ("Drawing", "good_to_have")  # moved, and worded as before


def test_what_nobody_has_seen_is_not_decided(job: JobDescription) -> None:
    publish(AFTER)
    seen = found(job)
    offer = next(one for one in seen.offers if one.before == "SQL: joins")
    wording.reword(job, "line", JobLine.objects.get(text="SQL: joins").pk, {"text": "Databases"}, seen=0)
    with pytest.raises(following.OfferChanged):
        following.decide(job, offer.key, is_taken=True, seen=offer.fingerprint)
    with pytest.raises(following.OfferChanged):
        following.decide_all(job, is_taken=True, seen=seen.fingerprint)
    assert JobLine.objects.filter(text="Databases").exists()
    assert level(job).revision.number == 1


def test_a_section_that_the_role_has_new_stands_in_the_usual_order(job: JobDescription) -> None:
    publish(BEFORE.replace("#### **Good", "#### **Production Support:**\n- **On call**\n#### **Good"))
    following.decide_all(job, is_taken=True, seen=found(job).fingerprint)
    kinds = list(job.sections.values_list("kind", flat=True))
    assert kinds[:4] == ["purpose", "duties", "must_have", "good_to_have"]
    assert lines(job, "duties") == ["On call"]


def test_a_revision_that_changes_another_level_changes_nothing_here(job: JobDescription) -> None:
    publish(
        BEFORE.replace(
            "### **Lead Level**\n#### **Must-Have:**\n",
            "### **Lead Level**\n#### **Must-Have:**\n- **Plan**\n",
        )
    )
    assert offers(job) == []
    following.decide_all(job, is_taken=True, seen=found(job).fingerprint)
    assert level(job).revision.number == 2


def test_a_renamed_level_is_followed(job: JobDescription) -> None:
    draft = publishing.start_draft(job.level.revision.role, by=None)
    draft.levels.filter(name="Mid").update(name="Middle")
    draft.growth_paths.update(from_name="Middle")
    publishing.publish(draft, by=None)
    there = found(job)
    assert there.level
    assert (there.level.name, there.offers) == ("Middle", [])


def test_a_level_that_is_gone_cannot_be_followed(job: JobDescription) -> None:
    head, rest = BEFORE.split("### **Mid Level**")
    publish(head + "### **Lead Level**" + rest.split("### **Lead Level**")[1])
    there = found(job)
    assert (there.level, there.offers) == (None, [])
    with pytest.raises(following.OfferChanged):
        following.decide_all(job, is_taken=True, seen=there.fingerprint)
    assert level(job).revision.number == 1
