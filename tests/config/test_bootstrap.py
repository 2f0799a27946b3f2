"""Of Bootstrap the site has only what its pages use: see bin/trim_bootstrap.py."""

from __future__ import annotations

from bin.trim_bootstrap import GONE, TRIMMED, is_asked_for, trimmed, used_classes, without_unread


def test_no_page_uses_a_class_that_was_left_out() -> None:
    """Bring it back as static/vendor/README.md says."""
    gone = set(GONE.read_text().split())
    assert {"card", "btn-success", "accordion"} <= gone
    assert used_classes() & gone == set()
    assert {"btn-primary", "form-check-input", "is-invalid", "visually-hidden"} <= used_classes()
    assert ".btn-primary{" in TRIMMED.read_text()


def test_a_rule_stays_where_all_its_classes_are_used() -> None:
    assert is_asked_for(".btn:hover", {"btn"})
    assert is_asked_for(":not(.btn-check)+.btn:active", {"btn"})
    assert not is_asked_for(".btn-group>.btn", {"btn"})
    assert not is_asked_for("[data-bs-theme=dark] .btn", {"btn"})
    text = 'a,.gone{x:1}@media print{.gone{x:1}}@media print{.btn,.gone .btn{x:2}}.gone{y:url("a{b}")}'
    assert trimmed(text, {"btn"}) == ["a{x:1}", "@media print{", ".btn{x:2}", "}"]


def test_a_variable_stays_where_it_is_read() -> None:
    lines = [
        ":root{--bs-a:1;--bs-b:var(--bs-a);--bs-c:2}",
        ".btn{--bs-d:3;color:var(--bs-d)}",
        ".row{--bs-c:4}",
    ]
    lines += ["@keyframes turn{from{x:1}}", "@keyframes stand{from{x:1}}"]
    others = "main{width:var(--bs-b);animation:turn 1s}"
    kept = [
        ":root{--bs-a:1;--bs-b:var(--bs-a);}",
        ".btn{--bs-d:3;color:var(--bs-d)}",
        "@keyframes turn{from{x:1}}",
    ]
    assert without_unread(lines, others) == kept
