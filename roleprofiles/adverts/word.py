"""An advert as a Word document with the styles of its headings and lists, and nobody's name in it."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from django.conf import settings

from roleprofiles.adverts.shapes import Advert, Fact
from roleprofiles.adverts.sheet import sheet

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph


def write(advert: Advert) -> bytes:
    import docx  # noqa: PLC0415 - slow to load, and needed for few requests

    said = sheet(advert)
    document = docx.Document()
    describe(document, title=said.title, language=said.language)
    add(document, said.title, "Title")
    if said.facts:
        _facts(document, said.facts)
    for part in said.parts:
        if part.heading:
            add(document, part.heading, "Heading1")
        for block in part.blocks:
            for item in block.items:
                add(document, item, "ListBullet")
            if block.text:
                document.add_paragraph(block.text)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def add(document: Document, text: str, style_id: str) -> None:
    """By the style's id: finding it by its name reads all styles again for every paragraph."""
    document.add_paragraph(text)._p.style = style_id


def describe(document: Document, *, title: str, language: str) -> None:
    """For screen readers and lists of files. The template names its maker and a date, which are not ours."""
    properties = document.core_properties
    for one in list(properties._element):
        properties._element.remove(one)
    properties.title = title[:255]  # Word takes no more
    properties.language = language
    for found in document.styles.element.iter(_name("w:lang")):
        found.set(_name("w:val"), language)
    if language.partition("-")[0] in settings.LANGUAGES_BIDI:
        _turn_around(document)


def _turn_around(document: Document) -> None:
    """Lines begin at the right; every style here rests on Normal."""
    from docx.oxml import OxmlElement  # noqa: PLC0415 - see write

    properties = document.styles["Normal"].element.get_or_add_pPr()
    properties.insert_element_before(OxmlElement("w:bidi"), "w:spacing", "w:ind", "w:jc", "w:rPr")


def _facts(document: Document, facts: tuple[Fact, ...]) -> None:
    from docx.shared import Cm  # noqa: PLC0415 - see write

    table = document.add_table(rows=0, cols=2)
    table.autofit = False
    for fact in facts:
        label, text = table.add_row().cells
        label.width, text.width = Cm(4), Cm(11.2)
        label.paragraphs[0].add_run(fact.label).bold = True
        _link(text.paragraphs[0], fact) if fact.href else text.paragraphs[0].add_run(fact.text)


def _link(paragraph: Paragraph, fact: Fact) -> None:
    from docx.opc.constants import RELATIONSHIP_TYPE  # noqa: PLC0415 - see write
    from docx.oxml import OxmlElement  # noqa: PLC0415

    link = OxmlElement("w:hyperlink")
    link.set(
        _name("r:id"), paragraph.part.relate_to(fact.href, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    )
    run = paragraph.add_run(fact.text)
    run.underline = True
    link.append(run._element)
    paragraph._p.append(link)


def _name(tag: str) -> str:
    from docx.oxml.ns import qn  # noqa: PLC0415 - see write

    return qn(tag)
