"""The JSON Schema of role documents in JSON and YAML, made from the dataclasses.

It is published as ``static/schema/role-1.json``, where ``python -m roleprofiles.documents.schema`` puts it.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from roleprofiles.choices import ANCHOR_VALUES
from roleprofiles.documents.headings import ICON_LIMIT
from roleprofiles.documents.levels import LEVEL_LIMIT, LEVEL_NAME_LIMIT, NAME_LIMIT, REQUIREMENT_LIMIT
from roleprofiles.documents.limits import NUMBER_LIMIT, YEARS_LIMIT
from roleprofiles.documents.reading import SECTION_TITLE_LIMIT, TITLE_LIMIT
from roleprofiles.documents.structured import SCHEMA_VERSION, SHORT, adapter
from roleprofiles.documents.words import FORMS

PUBLISHED = Path(__file__).parents[2] / "static" / "schema" / f"role-{SCHEMA_VERSION}.json"
NAME = f"urn:rolecard:schema:role:{SCHEMA_VERSION}"

DESCRIPTIONS = {
    "RoleDocument": "What a company asks of one role, level by level.",
    "RoleDocument.title": "The name of the role. The same title, in any case, is the same role.",
    "RoleDocument.icon": "An emoji before the title.",
    "RoleDocument.sections": "The headings of the document, in order. Left out, the house's are added.",
    "RoleDocument.overview": "The lines of the overview.",
    "RoleDocument.levels": "The levels, lowest first.",
    "RoleDocument.growth_paths": "How a person grows from a level to the next.",
    "RoleDocument.notes": "Lines that nothing else holds, before the title (0), after it (1), and so on.",
    "Section": "A heading of the document whose lines are read.",
    "Section.kind": "What stands below it.",
    "Section.title": "The words of the heading.",
    "Section.notes": "Lines of the section that nothing else holds.",
    "OverviewLine": "A line of the overview, such as the responsibility.",
    "OverviewLine.label": "What the line is about; may be empty.",
    "OverviewLine.text": "What it says. Titles of a career progression are joined by →.",
    "Level": "A level of the role.",
    "Level.name": "Its name, once in a role.",
    "Level.min_years": "Years of experience, from.",
    "Level.max_years": "Years of experience, to; left out where it is open.",
    "Level.parts": "Lists of requirements and sets of questions, in the order of the document.",
    "Level.notes": "Lines of the level that nothing else holds.",
    "SkillList": "A list of requirements.",
    "SkillList.kind": "What the list asks for. Left out, the title tells it.",
    "SkillList.title": "The words above the list. Left out, the kind tells them.",
    "SkillList.requirements": f"Its lines; a role has at most {REQUIREMENT_LIMIT:,}.",
    "SkillList.notes": "Lines of the list that nothing else holds.",
    "Requirement": "One line of a list.",
    "Requirement.name": "The skill, as worded here.",
    "Requirement.text": "Its category, or the detail that is asked for.",
    "Requirement.form": "What the text is. Left out, a text is a category.",
    "Requirement.anchors": "What rating values look like for it, upwards, each at most once.",
    "Requirement.key": "What the line keeps from revision to revision. Left out for a new line.",
    "Anchor": "What a rating value looks like for a requirement.",
    "Anchor.value": "The rating value.",
    "Anchor.text": "What a person does who is rated so.",
    "QuestionSet": "Questions to ask. That it has “questions” tells it from a list of requirements.",
    "QuestionSet.title": "The words above the questions.",
    "QuestionSet.level_name": "The level they are for. Left out, the one they stand under.",
    "QuestionSet.questions": "The questions; there may be none.",
    "QuestionSet.notes": "Lines of the set that nothing else holds.",
    "Question": "A question, and what to look for in the answer.",
    "Question.prompt": "The question.",
    "Question.look_for": "What a good answer has.",
    "Question.number": "Its number. Left out, its place in the set.",
    "GrowthPath": "The way from a level to the next, or to a further title.",
    "GrowthPath.from_name": "The level it starts from.",
    "GrowthPath.to_name": "The level or title it leads to.",
    "GrowthPath.steps": "What to learn or to do on the way.",
    "GrowthPath.notes": "Lines of the path that nothing else holds.",
    "GrowthStep": "One thing to learn or to do.",
    "GrowthStep.text": "What it is.",
    "Note": "A line of the document that nothing else holds, kept in its place.",
    "Note.text": "The line.",
    "Note.after": "How many elements beside it stand before it.",
}
LAYOUT = {
    "wording": "The line as a Markdown document words it. It counts only while it says the same.",
    "blank_before": "Whether an empty line stands before it in Markdown.",
}
FILE = {
    "$schema": {"type": "string", "description": "For editors; not kept."},
    "schema_version": {"const": SCHEMA_VERSION, "description": "The version of this form."},
    "locale": {"type": "string", "description": "The language of the document; not kept."},
}
_YEARS = {"type": "integer", "minimum": 0, "maximum": YEARS_LIMIT}
_PLACE = {"type": "integer", "minimum": 0, "maximum": NUMBER_LIMIT}
# What the types do not say. A name is never empty, and no text but a wording has a second line.
NAMES = {
    "RoleDocument.title": TITLE_LIMIT,
    "Section.title": SECTION_TITLE_LIMIT,
    "Level.name": LEVEL_NAME_LIMIT,
    "SkillList.title": NAME_LIMIT,
    "QuestionSet.title": NAME_LIMIT,
    "Requirement.name": NAME_LIMIT,
    "GrowthPath.from_name": TITLE_LIMIT,
    "GrowthPath.to_name": TITLE_LIMIT,
    "Anchor.text": None,
    "Question.prompt": None,
    "GrowthStep.text": None,
}
LIMITS: dict[str, dict[str, Any]] = {
    "RoleDocument.icon": {"maxLength": ICON_LIMIT},
    "RoleDocument.levels": {"minItems": 1, "maxItems": LEVEL_LIMIT},
    "OverviewLine.label": {"maxLength": TITLE_LIMIT},
    "Level.min_years": _YEARS,
    "Level.max_years": _YEARS,
    "SkillList.requirements": {"maxItems": REQUIREMENT_LIMIT},
    "Requirement.form": {"type": "string", "enum": sorted(FORMS)},
    "Requirement.key": {"type": "string", "format": "uuid"},
    "Anchor.value": {"type": "integer", "enum": list(ANCHOR_VALUES)},
    "Question.number": _PLACE,
    "Note.after": _PLACE,
}
# A list has at least one of these; pydantic does not know that one tells the other.
_TITLE_OR_KIND = [{"required": ["title"]}, {"required": ["kind"]}]


def role_schema() -> dict[str, Any]:
    made = adapter().json_schema()["$defs"]
    kinds = {name: {"enum": made[name]["enum"]} for name in ("RequirementKind", "SectionKind")}
    shapes = {name: _shape(name, made[name]) for name in sorted(made) if name in DESCRIPTIONS}
    shapes["SkillList"] = {**shapes["SkillList"], "required": [], "anyOf": _TITLE_OR_KIND}
    shapes["QuestionSet"]["required"] = ["title", "questions"]
    whole = shapes.pop("RoleDocument")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": NAME,
        **whole,
        "properties": {**FILE, **whole["properties"]},
        "required": ["title", "levels"],
        "$defs": {**shapes, **kinds},
    }


def _shape(name: str, made: dict[str, Any]) -> dict[str, Any]:
    properties = {field: _field(name, field, said) for field, said in made["properties"].items()}
    return {
        "title": re.sub(r"(?<=[a-z])([A-Z])", lambda found: f" {found[0].lower()}", name),
        "description": DESCRIPTIONS[name],
        "type": "object",
        "properties": properties,
        "required": made["required"],
        "additionalProperties": False,
    }


def _field(shape: str, field: str, made: dict[str, Any]) -> dict[str, Any]:
    name = f"{shape}.{field}"
    own = () if name in LIMITS and "type" in LIMITS[name] else ("type", "items", "$ref")
    said: dict[str, Any] = {key: made[key] for key in own if key in made} | LIMITS.get(name, {})
    if field in SHORT:
        said["items"] = {"anyOf": [{"type": "string", "minLength": 1}, made["items"]]}
    if said.get("type") == "string" and field != "wording" and "enum" not in said and "format" not in said:
        said["not"] = {"pattern": r"[\n\r]"}
    if name in NAMES:
        said |= {"minLength": 1} | ({"maxLength": NAMES[name]} if NAMES[name] else {})
    return {"description": LAYOUT.get(field) or DESCRIPTIONS[name], **said}


def text() -> str:
    return json.dumps(role_schema(), ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    PUBLISHED.write_text(text(), encoding="utf-8")
