"""The sheet of a thread in a real browser: on a telephone, on a screen, and on the paper of a printer."""

from urllib.parse import urljoin, urlsplit

import pytest
from flask import render_template

from companion.demarches.papers import on_screen
from companion.demarches.rules.leaving import Level
from tests.demarches.papers.story import GROUPS, a_thread, longest, squeezed
from tests.journeys.desk import PATIENCE, USUAL
from tests.journeys.test_access import AXE, TOO_WIDE, VIEWS
from tests.procedures.papers.reading import copied_from, pages, words_of

HERE = "http://127.0.0.1:9/visites/essai/feuille"
SMALL = """() => [...document.querySelectorAll('main *')].filter(one => one.offsetParent && one.textContent.trim()
    && parseFloat(getComputedStyle(one).fontSize) < 15.9).map(one => one.outerHTML.slice(0, 80))"""
"""12 points are 16 pixels of a page."""


@pytest.fixture
def read(app, browser):
    """Open the page of a sheet, with its true headers and sheets; no script runs."""
    contexts, client = [], app.test_client()

    def opened(leaving, **options):
        with app.test_request_context("/"):
            body = render_template("demarches/sheet.html", sheet=on_screen(leaving), pdf="/feuille.pdf", visit="/visite")

        def answer(route):
            path = urlsplit(route.request.url).path
            given = client.get("/aide" if path == urlsplit(HERE).path else path)
            headers = {name: value for name, value in given.headers.items() if name != "Content-Length"}
            route.fulfill(status=given.status_code, headers=headers, body=body if path == urlsplit(HERE).path else given.data)

        contexts.append(browser.new_context(**{**USUAL, **options}))
        contexts[-1].set_default_timeout(PATIENCE)
        page = contexts[-1].new_page()
        page.route("**/*", answer)
        page.goto(HERE)
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize("view", VIEWS)
def test_nothing_of_three_long_guides_is_wider_than_the_screen(read, view):
    page = read(a_thread(*longest(), reading_key="W" * 12), viewport=VIEWS[view], java_script_enabled=True)

    assert page.evaluate(TOO_WIDE, VIEWS[view]["width"]) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= VIEWS[view]["width"]


@pytest.mark.parametrize("level", Level)
def test_axe_finds_nothing_on_the_page_of_a_sheet(read, level):
    page = read(a_thread(level=level))
    page.evaluate(AXE)

    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")

    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found["violations"]] == []


def test_on_paper_no_letter_is_smaller_than_twelve_points_and_the_buttons_are_gone(read):
    page = read(a_thread(*longest()))
    page.emulate_media(media="print")

    assert page.evaluate(SMALL) == []
    printed = copied_from(page.pdf(format="A4", prefer_css_page_size=True))
    assert "Votre feuille" in printed
    assert "Imprimer" not in printed
    assert all(group in printed for group in GROUPS)


def test_on_paper_the_name_of_the_site_and_its_address_are_not_printed_even_when_the_browser_adds_its_own_lines(read):
    page = read(a_thread(level=Level.DISCRET))

    printed = copied_from(page.pdf(format="A4", prefer_css_page_size=True, display_header_footer=True))
    page.goto(urljoin(HERE, "/aide"))
    control = copied_from(page.pdf(format="A4", prefer_css_page_size=True, display_header_footer=True))

    assert "Rendez-vous" in printed
    assert not [word for word in ("Compagnon", "127.0.0.1", "visites") if word in printed]
    assert "127.0.0.1" in control


def test_every_word_of_the_page_is_on_the_paper_and_none_touches_its_edge(read):
    page = read(a_thread(*longest()))
    said = page.locator(".leaf").inner_text()
    printed = page.pdf(format="A4", prefer_css_page_size=True)

    assert len(squeezed(said)) == pytest.approx(len(squeezed(copied_from(printed))), rel=0.05)
    for sheet in pages(printed):
        assert all(10 < one.x < 200 for one in words_of(sheet))
