"""The same sheet on a screen, for the machines whose printer knows no PDF: the very words, the very key."""

import re

import pytest
from flask import render_template
from lxml import html

from companion.demarches.papers import on_screen
from companion.demarches.rules.leaving import Level
from companion.demarches.rules.sheet_key import square_of
from companion.press.codes import QUIET, modules_of
from tests.demarches.papers.story import GROUPS, KEY, SHIPPED, a_sheet, a_shipped, a_thread, longest, several, squeezed
from tests.inspector import inspect
from tests.procedures.papers.reading import text_of
from tests.procedures.papers.story import a_handout, a_procedure


@pytest.fixture
def shown(app):
    """Return the page of a sheet, once the inspector has read it."""

    def rendered(leaving):
        with app.test_request_context("/"):
            sheet = on_screen(leaving)
            text = render_template("demarches/sheet.html", sheet=sheet, pdf="/feuille.pdf", visit="/visite")
        inspect(text)
        return html.document_fromstring(text).find(".//main")

    return rendered


def modules_drawn(main):
    """Return the modules of the square, read from its drawing."""
    side = int(main.find(".//svg").get("viewbox").split()[2])
    path = main.xpath(".//svg/path[not(@class)]/@d")[0]
    dark = {(int(row), int(column)) for column, row in re.findall(r"M(\d+) (\d+)h1v1h-1z", path)}
    inside = range(QUIET, side - QUIET)
    assert all(row in inside and column in inside for row, column in dark)
    return tuple(tuple((row, column) in dark for column in inside) for row in inside)


@pytest.mark.parametrize("level", Level)
def test_the_page_says_every_word_that_the_folded_sheet_says(shown, level):
    leaving = a_thread(*several(2), level=level)

    page = squeezed(shown(leaving).text_content())
    paper = text_of(a_sheet(*several(2), level=level))

    for word in set(re.findall(r"[\w’]+", paper)):
        assert word in page or word in {"fin", "suite", "l’autre"}, "what leads to another sheet of paper"


def test_the_square_on_the_page_is_the_square_on_the_paper(shown):
    main = shown(a_thread())

    assert modules_drawn(main) == modules_of(square_of(KEY))
    assert main.xpath(".//svg/@aria-label") == ["Carré de la clé, pour une caméra"]
    assert all(group in main.text_content() for group in GROUPS)


def test_without_a_key_the_page_has_no_square_and_does_not_speak_of_folding_it_inside(shown):
    for told in ({"reading_key": ""}, {"reading_key": "", "older_sheet": True}):
        main = shown(a_thread(**told))

        assert main.find(".//svg") is None
        assert "la clé à l’intérieur" not in main.text_content()
    assert "la clé à l’intérieur" in shown(a_thread()).text_content()


@pytest.mark.parametrize("name", SHIPPED)
def test_no_shipped_guide_makes_a_page_that_the_inspector_refuses(shown, name):
    for level in Level:
        assert shown(a_thread(a_shipped(name), level=level)) is not None


def test_three_long_guides_stand_on_one_page_each_panel_with_its_titles(shown):
    titles = [title.text_content() for title in shown(a_thread(*longest())).iter("h2")]

    assert len([title for title in titles if title.startswith("La suite")]) == 3
    assert titles.count("Clé de la feuille") == 1


def test_the_discreet_page_is_called_an_appointment_and_is_the_same_whatever_the_procedures(shown):
    one = html.tostring(shown(a_thread(level=Level.DISCRET)))
    other = html.tostring(shown(a_thread(*several(3), level=Level.DISCRET)))

    assert one == other
    assert b"<h1>Rendez-vous</h1>" in one


def test_what_is_written_by_hand_has_a_line_and_a_list_is_a_list(shown):
    main = shown(a_thread(a_handout(a_procedure(garder=[{"id": "accuse", "texte": "Numéro : ____"}]))))

    assert main.xpath("boolean(.//li[contains(., 'Numéro')]/span[@class='write'])")
    assert main.xpath(".//p[contains(., 'À ')]/span[@class='write short']")
    assert not main.xpath(".//*[contains(text(), '__')]")


def test_signs_that_html_would_obey_are_only_shown(shown):
    main = shown(a_thread(next_what="<b>x</b> & <script>alert(1)</script>"))

    assert "<b>x</b> & <script>" in main.text_content()
    assert main.find(".//script") is None
