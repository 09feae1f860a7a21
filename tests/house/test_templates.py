"""Promises that every template keeps, whatever page shows it."""

import re
from hashlib import sha256
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parent.parent.parent / "companion"
TEMPLATES = sorted((HOUSE / "templates").rglob("*.html"))
JINJA = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
TRANSLATED = re.compile(r"\{% trans.*?\{% endtrans %\}", re.DOTALL)
TAG = re.compile(r"<[^<>]*>", re.DOTALL)
HTMX_DIGEST = "a0abb04f2f45a1f89d1d4844023245537e5e6014c87b144553e0607b4cc32130"
"""SHA-256 of htmx 4.0.1 as its authors publish it, minified."""


def bare(template: str) -> str:
    """Return what a template says outside tags and translations."""
    return TAG.sub(" ", JINJA.sub("", TRANSLATED.sub("", template)))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_every_text_of_a_template_can_be_translated(path):
    text = bare(path.read_text(encoding="utf-8")).replace("Compagnon", "")

    assert not re.findall(r"[^\W\d_]{2,}", text)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_asks_the_browser_to_evaluate_anything(path):
    text = path.read_text(encoding="utf-8")

    assert not re.search(r"\shx-|data-hx-on|data-hx-vals=.js:|data-hx-trigger=\"[^\"]*\[", text)
    assert not re.search(r"javascript:|\sstyle=|\son[a-z]+=", text)
    assert not re.search(r"data-hx-(delete|put|patch|boost)", text)


def test_every_translation_of_an_attribute_is_quoted_and_closed():
    for path in TEMPLATES:
        assert path.read_text(encoding="utf-8").count("{{") == path.read_text(encoding="utf-8").count("}}")


def test_htmx_is_the_very_file_that_was_reviewed():
    assert sha256((HOUSE / "static" / "htmx.min.js").read_bytes()).hexdigest() == HTMX_DIGEST


def test_every_vendored_thing_has_its_licence_beside_it():
    assert (HOUSE / "static" / "htmx-LICENSE.txt").exists()
    assert (HOUSE / "press" / "fonts" / "OFL-NotoSans.txt").exists()
    assert (HOUSE / "press" / "fonts" / "OFL-NotoNaskhArabic.txt").exists()
    assert (HOUSE.parent / "tests" / "vendor" / "axe-LICENSE.txt").exists()


def test_our_script_keeps_nothing_and_calls_nobody():
    script = (HOUSE / "static" / "companion.js").read_text(encoding="utf-8")

    assert not re.search(
        r"localStorage|sessionStorage|indexedDB|document\.cookie|fetch\(|XMLHttpRequest|sendBeacon|eval\(|innerHTML", script
    )


def test_no_style_asks_another_house():
    assert not re.search(r"url\(|@import|@font-face", (HOUSE / "static" / "style.css").read_text(encoding="utf-8"))
