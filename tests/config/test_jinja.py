"""The parts of pages that Jinja2 fills are as careful as Django's templates, and stricter with names."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import jinja2
import pytest
from django.conf import settings as django_settings
from django.template import Context, Template, engines
from django.test import override_settings
from django.utils.safestring import mark_safe

PARTS = Path(django_settings.BASE_DIR) / "templates" / "jinja2"
NAMES = sorted(str(path.relative_to(PARTS)) for path in PARTS.rglob("*.jinja"))


def filled(source: str, **said: object) -> str:
    return str(engines["jinja2"].from_string(source).render(said))


@pytest.mark.parametrize("name", NAMES)
def test_every_part_can_be_read_and_escapes(name: str) -> None:
    assert engines["jinja2"].get_template(name)
    source = (PARTS / name).read_text()
    assert ("|safe" in source, "autoescape" in source, "Markup" in source) == (False, False, False)


def test_what_people_wrote_stays_text() -> None:
    assert filled("<b>{{ said }}</b>", said="<script> & \"'") == "<b>&lt;script&gt; &amp; &#34;&#39;</b>"
    assert filled("{{ said }}", said=mark_safe("<i>ours</i>")) == "<i>ours</i>"
    macro = "{% macro quoted(said) %}<q>{{ said }}</q>{% endmacro %}{{ quoted(said) }}"
    assert filled(macro, said="<a>") == "<q>&lt;a&gt;</q>"


@pytest.mark.parametrize("source", ["{{ absent }}", "{{ said.absent }}", "{% if absent %}x{% endif %}"])
def test_what_is_named_has_to_be_there(source: str) -> None:
    with pytest.raises(jinja2.UndefinedError):
        filled(source, said=1)


@override_settings(TIME_ZONE="Asia/Tokyo")
def test_times_are_those_of_the_installation() -> None:
    moment = datetime(2030, 1, 15, 12, tzinfo=UTC)
    assert filled('{{ moment|date("j M Y, H:i") }}', moment=moment) == "15 Jan 2030, 21:00"


def test_a_page_of_django_hands_on_what_it_knows() -> None:
    page = Template(
        "{% load jinja %}{% for amendment in rows %}"
        '{% jinja "interviews/scorecards/amendment.jinja" %}{% endfor %}'
    )
    row = {
        "value": 3,
        "evidence": "<b>",
        "reason": "Misheard.",
        "had_seen_others": True,
        "amended_at": datetime(2030, 1, 15, 12, tzinfo=UTC),
    }
    said = page.render(Context({"rows": [row]}))
    assert '<span class="chip c3">3</span> &lt;b&gt;' in said
    assert "Amended 15 Jan 2030, 12:00, having seen others’ ratings: Misheard." in said
