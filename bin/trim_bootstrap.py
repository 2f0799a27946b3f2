"""What our pages use of Bootstrap's stylesheet; static/vendor/README.md says when to run this.

    .venv/bin/python -m bin.trim_bootstrap …/package/dist/css/bootstrap.min.css

A rule stays where every class that its selector asks for stands in a template, and a variable where something
reads it. The names of the classes that went are kept too: a test looks that no page uses one of them.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import crispy_bootstrap5

ROOT = Path(__file__).resolve().parent.parent
TRIMMED = ROOT / "static" / "vendor" / "bootstrap-5.3.9" / "bootstrap.trimmed.css"
GONE = ROOT / "tests" / "data" / "bootstrap-classes-gone.txt"
CRISPY = Path(crispy_bootstrap5.__file__).parent / "templates" / "bootstrap5"
# What {{ form|crispy }} and {{ field|as_crispy_field }} are made of.
CRISPY_PARTS = ["field", "errors", "uni_form", *(f"layout/{name}" for name in ("help_text", "field_file"))]
CRISPY_PARTS += ["layout/field_errors", "layout/field_errors_block", "layout/radio_checkbox_select"]
TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
IN_MARKUP = re.compile(r'class="([^"]*)"')
IN_TAG = re.compile(r"""["']([\w -]+)["']""")  # {{ kind|default:"btn-primary" }}
IN_PYTHON = re.compile(r'"class": "([^"]*)"|\["class"\] = "([^"]*)"')
VARIABLE = re.compile(r"(?<=[{;])(--bs-[\w-]+):[^;}]*;?")
CLASS = re.compile(r"\.([a-zA-Z][\w-]*)")
NEVER = "[data-bs-theme="  # the themes are ours: css/tokens.css


def used_classes() -> set[str]:
    ours = (ROOT / "templates").rglob("*")
    templates = [one for one in ours if one.suffix in (".html", ".jinja")]
    templates += (CRISPY / f"{name}.html" for name in CRISPY_PARTS)
    found: list[str] = []
    for text in (path.read_text() for path in templates):
        found += IN_MARKUP.findall(TAG.sub(" ", text))
        found += [words for tag in TAG.findall(text) for words in IN_TAG.findall(tag)]
    modules = (
        path for app in ("accounts", "roleprofiles", "interviews") for path in ROOT.glob(f"{app}/**/*.py")
    )
    found += [words for path in modules for pair in IN_PYTHON.findall(path.read_text()) for words in pair]
    return {word for words in found for word in words.split()}


def rules(text: str) -> Iterator[tuple[str, str]]:
    """What stands before each brace, and what stands in it."""
    start = 0
    while (opened := text.find("{", start)) >= 0:
        end, depth = opened + 1, 1
        while depth:
            depth += {"{": 1, "}": -1}.get(text[end], 0)
            end += 1
        yield text[start:opened].strip(), text[opened + 1 : end - 1]
        start = end


def trimmed(text: str, used: set[str]) -> list[str]:
    lines = []
    for head, body in rules(text):
        if head.startswith(("@media", "@supports")):
            inner = trimmed(body, used)
            lines += [f"{head}{{", *inner, "}"] if inner else []
        elif head.startswith("@"):
            lines.append(f"{head}{{{body}}}")
        elif kept := [one for one in re.split(r",(?![^(]*\))", head) if is_asked_for(one, used)]:
            lines.append(f"{','.join(kept)}{{{body}}}")
    return lines


def is_asked_for(selector: str, used: set[str]) -> bool:
    return NEVER not in selector and set(CLASS.findall(re.sub(r":not\([^)]*\)", "", selector))) <= used


def without_unread(lines: list[str], others: str) -> list[str]:
    """Again and again: variables are read by variables, and rules are empty without. Animations go too."""
    text = "\n".join([*lines, others])
    read = set(re.findall(r"var\((--[\w-]+)", text))
    moving = {word for said in re.findall(r"animation(?:-name)?:([^;}]*)", text) for word in said.split()}
    kept = []
    for line in lines:
        if (name := line.partition("{")[0]).startswith("@keyframes") and name.split()[1] not in moving:
            continue
        shorter = VARIABLE.sub(lambda one: one[0] if one[1] in read else "", line)
        kept += [] if shorter.endswith("{}") else [shorter]
    return lines if kept == lines else without_unread(kept, others)


def main() -> None:
    source = Path(sys.argv[1]).read_text().removeprefix('@charset "UTF-8";')
    source = re.sub(r"/\*# sourceMappingURL=[^*]*\*/", "", source)
    banner, _, text = source.partition("*/")
    own = "\n".join(path.read_text() for path in ROOT.glob("static/css/*.css"))
    lines = without_unread(trimmed(text, used_classes()), own)
    TRIMMED.write_text("\n".join([f"{banner}* Trimmed by bin/trim_bootstrap.py.\n */", *lines, ""]))
    gone = set(CLASS.findall(text)) - set(CLASS.findall("\n".join(lines)))
    GONE.write_text("\n".join(sorted(gone)) + "\n")
    print(f"{TRIMMED.relative_to(ROOT)}: {TRIMMED.stat().st_size} of {len(source)} bytes")


if __name__ == "__main__":
    main()
