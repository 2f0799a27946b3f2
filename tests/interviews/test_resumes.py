from __future__ import annotations

import time
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interviews.choices import ResumeKind
from interviews.resumes import SIZE_LIMIT, ResumeRefused, read
from tests.interviews import resumes_made as made

HTML = b"<!doctype html><script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
DTD = '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><d>&x;</d>'
BILLION = '<!DOCTYPE d [<!ENTITY a "aaa"><!ENTITY b "&a;&a;&a;">]><d>&b;</d>'


GOOD = {
    "PDF": ("cv.pdf", made.PDF),
    "PDF in capitals": ("CV.PDF", made.PDF),
    "PDF with stops": ("J. R. Müller (2026) v2.1.pdf", made.PDF),
    "Word": ("cv.docx", made.word()),
    "small Word": ("cv.docx", made.zipped()),
    "link": ("cv.docx", made.zipped(made.relation("hyperlink", "https://example.com"))),
    "own template": (
        "cv.docx",
        made.zipped(made.relation("attachedTemplate", r"file:///C:\Kim\Normal.dotm")),
    ),
    "picture": ("cv.docx", made.zipped({"word/media/image1.svg": SVG})),
    "text": ("cv.txt", "Ten years of Python – and <3 for it\n".encode()),
    "text with signs": ("cv.txt", b"From 2010 to 2015: 1 < 2, C++, f(x) -> y"),
}


@pytest.mark.parametrize("case", GOOD)
def test_good_documents_are_taken_as_they_are(case: str) -> None:
    name, data = GOOD[case]
    document = read(name, data)
    assert (document.kind, document.data) == (name.rpartition(".")[2].lower(), data)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_text_becomes_utf_8(encoding: str) -> None:
    assert read("cv.txt", "Größe: 5 €".encode(encoding)).data == "Größe: 5 €".encode()


ENDS = "A file of this kind is not taken: PDF, Word (.docx) and plain text (.txt) are."
DAMAGED = "This Word document is damaged, or was made to do harm. Save it as PDF and upload that."
HOLDS = "This Word document holds macros, controls or other files. Save it as PDF and upload that."
FETCHES = "This Word document fetches something when it is opened. Save it as PDF and upload that."
PAGE = "This looks like a page or a program and not like plain text. Save it as PDF and upload that."
BESIDE = "There is something else in this PDF beside the document. Print it to a new PDF."
NO_TEXT = "This is no plain text. Save it as PDF and upload that."

REFUSED = {
    "no ending": ("cv", made.PDF, ENDS),
    "an ending only": (".pdf", made.PDF, ENDS),
    "HTML": ("cv.html", HTML, ENDS),
    "SVG": ("cv.svg", SVG, ENDS),
    "program": ("cv.pdf.exe", made.PDF, ENDS),
    "double": ("cv.exe.pdf", made.PDF, "The name has two endings, .exe and .pdf. Rename the file first."),
    "double HTML": ("a.HTML.txt", b"Hi", "The name has two endings, .html and .txt. Rename the file first."),
    "NUL": ("cv.html\0.pdf", made.PDF, "The name of the file has characters that nobody can see. Give it an"),
    "backwards": ("cv\u202efdp.txt", b"Hi", "The name of the file has characters that nobody can see. Give"),
    "empty": ("cv.pdf", b"", "The file is empty."),
    "blank": ("cv.txt", b" \n", "The file is empty."),
    "large": ("cv.txt", b"a" * (SIZE_LIMIT + 1), "The file is larger than 5 MB."),
    "HTML as PDF": (
        "cv.pdf",
        HTML,
        "The name ends in .pdf, but what is in the file is plain text or somethi",
    ),
    "PDF as Word": ("cv.docx", made.PDF, "The name ends in .docx, but what is in the file is a PDF."),
    "picture as text": ("cv.txt", PNG, "The name ends in .txt, but what is in the file is something else."),
    "Word as text": ("cv.txt", made.word(), "The name ends in .txt, but what is in the file is a zip or Off"),
    "old Word": ("cv.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "This Office file is locked or of an old"),
    "HTML as text": ("cv.txt", HTML, PAGE),
    "HTML after blanks": ("cv.txt", b"\n\n  <P>Hello", PAGE),
    "HTML later": ("cv.txt", b"Hello\n<Script>alert(1)</script>", PAGE),
    "HTML in UTF-16": ("cv.txt", HTML.decode().encode("utf-16"), PAGE),
    "SVG as text": ("cv.txt", SVG, PAGE),
    "XML as text": ("cv.txt", b'<?xml version="1.0"?><a/>', PAGE),
    "RTF as text": ("cv.txt", rb"{\rtf1 Hello}", PAGE),
    "script as text": ("cv.txt", b"#!/bin/sh\nrm -rf ~", PAGE),
    "GIF that is a script": ("cv.txt", b"GIF89a=1;alert(1)", PAGE),
    "mail as text": ("cv.txt", b"MIME-Version: 1.0\nContent-Type: text/html\n\n", PAGE),
    "bell": ("cv.txt", b"Hello\x07", NO_TEXT),
    "no encoding": ("cv.txt", b"Hello \x81\x8d", NO_TEXT),
    "cut PDF": ("cv.pdf", made.PDF[:-8], "This PDF is damaged or cut short. Save it anew and upload that."),
    "PDF and zip": ("cv.pdf", made.PDF + made.zipped(), BESIDE),
    "PDF and zip within": ("cv.pdf", made.PDF[:30] + made.zipped() + made.PDF[30:], BESIDE),
    "PDF and HTML": ("cv.pdf", b"%PDF-1.4\n<html><script>alert(1)</script>" + made.PDF[9:], BESIDE),
    "PDF and more": ("cv.pdf", made.PDF + b"<script>alert(1)</script>", BESIDE),
    "locked PDF": ("cv.pdf", made.PDF.replace(b"/Root", b"/Encrypt 3 0 R/Root"), "This PDF is locked. Save"),
    "PDF with script": ("cv.pdf", made.PDF.replace(b"/Type", b"/S/JavaScript"), "This PDF would run a progr"),
    "PDF with program": ("cv.pdf", made.PDF.replace(b"/Type", b"/S/Launch"), "This PDF would run a program"),
    "any zip": ("cv.docx", made.zipped(types="<Types/>"), "This is no Word document (.docx). Save it as PDF"),
    "spreadsheet": (
        "cv.docx",
        made.zipped(types=made.TYPES.replace("wordprocessingml", "spreadsheetml")),
        "This is no Word document (.docx). Save it as PDF and upload that.",
    ),
    "cut Word": ("cv.docx", made.word()[:-30], DAMAGED),
    "Word and more": ("cv.docx", made.zipped() + b"<script>", DAMAGED),
    "Word and PDF": ("cv.docx", made.zipped().replace(b"PK\x03\x04", b"PK\x03\x04%PDF-1", 1), DAMAGED),
    "locked in the zip": ("cv.docx", made.locked_entry(), DAMAGED),
    "way up": ("cv.docx", made.zipped({"../../etc/passwd": "x"}), DAMAGED),
    "root": ("cv.docx", made.zipped({"/etc/passwd": "x"}), DAMAGED),
    "drive": ("cv.docx", made.zipped({"C:\\x.xml": "x"}), DAMAGED),
    "twice": ("cv.docx", made.zipped({"word/Document.xml": "x"}), DAMAGED),
    "external entity": ("cv.docx", made.zipped({"word/a.xml": DTD}), DAMAGED),
    "entity in relations": ("cv.docx", made.zipped({"_rels/.rels": DTD}), DAMAGED),
    "billion laughs": ("cv.docx", made.zipped({"word/a.xml": BILLION}), DAMAGED),
    "entity in UTF-16": ("cv.docx", made.zipped({"word/a.xml": DTD.encode("utf-16")}), DAMAGED),
    "entity in UTF-7": (
        "cv.docx",
        made.zipped({"word/a.xml": '<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE'}),
        DAMAGED,
    ),
    "bomb": ("cv.docx", made.zipped({"word/a.xml": b"a" * 30_000_000}), DAMAGED),
    "bomb by ratio": ("cv.docx", made.zipped({"word/a.xml": b"a" * 4_000_000}), DAMAGED),
    "bomb that lies": ("cv.docx", made.lying_bomb(), DAMAGED),
    "macros": ("cv.docx", made.zipped({"word/vbaProject.bin": b"\xd0\xcf"}), HOLDS),
    "macros by type": ("cv.docx", made.zipped(types=f"{made.TYPES}macroEnabled.main+xml"), HOLDS),
    "ActiveX": ("cv.docx", made.zipped({"word/activeX/activeX1.xml": "<x/>"}), HOLDS),
    "another file": ("cv.docx", made.zipped({"word/embeddings/oleObject1.bin": b"x"}), HOLDS),
    "HTML within": ("cv.docx", made.zipped(made.relation("aFChunk", "a.mht", mode="Internal")), HOLDS),
    "template": (
        "cv.docx",
        made.zipped(made.relation("attachedTemplate", "https://evil.example/t")),
        FETCHES,
    ),
    "template by UNC": ("cv.docx", made.zipped(made.relation("attachedTemplate", r"\\evil\t")), FETCHES),
    "picture": ("cv.docx", made.zipped(made.relation("image", "http://evil.example/p.png")), FETCHES),
}


@pytest.mark.parametrize("case", REFUSED)
def test_bad_documents_are_refused_in_words(case: str) -> None:
    name, data, words = REFUSED[case]
    with pytest.raises(ResumeRefused) as refusal:
        read(name, data)
    assert str(refusal.value).startswith(words)


@pytest.mark.parametrize("case", ["bomb", "bomb that lies", "entries", "large text", "deep"])
def test_harm_is_refused_quickly_and_in_little_memory(case: str) -> None:
    deep = "<a>" * 400_000
    data = {
        "entries": lambda: made.many_entries(20_000),
        "deep": lambda: made.zipped({"word/a.xml": f"{deep}<!ENTITY"}),
        "large text": lambda: ("\ufeff<p>" + "<" * (SIZE_LIMIT // 2 - 9)).encode("utf-16-le"),
    }.get(case, lambda: REFUSED[case][1])()
    name = "cv.txt" if case == "large text" else "cv.docx"
    tracemalloc.start()
    began = time.process_time()
    with pytest.raises(ResumeRefused):
        read(name, data)
    took, (_, peak) = time.process_time() - began, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert took < 5  # a second without the tracing, on a machine at rest
    assert peak < 50_000_000


NAMES = st.text(max_size=300) | st.text("./\\%2e:\0\u202e", max_size=30)


@settings(max_examples=300)
@given(NAMES, st.sampled_from(["", ".pdf", ".PDF", ".docx", ".txt", ".html", ".pdf\0", "\u202efdp.exe"]))
def test_no_name_changes_what_is_stored(name: str, ending: str) -> None:
    try:
        document = read(name + ending, made.PDF)
    except ResumeRefused:
        pass
    else:
        assert (name + ending).strip().lower().endswith(".pdf")
        assert (document.kind, document.data) == (ResumeKind.PDF, made.PDF)


@given(st.binary(max_size=2_000), st.sampled_from([b"", b"PK\x03\x04", b"%PDF-1.4", b"\xff\xfe"]))
def test_any_bytes_are_taken_or_refused(data: bytes, head: bytes) -> None:
    for ending in ("pdf", "docx", "txt"):
        try:
            document = read(f"cv.{ending}", head + data)
        except ResumeRefused:
            continue
        assert document.kind == ending
