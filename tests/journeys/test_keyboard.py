"""Without a mouse: every control is reached, in order, with a focus one sees, and a whole journey is made."""

import pytest
from playwright.sync_api import expect

from tests.conftest import LONG
from tests.journeys import content
from tests.journeys.desk import BOURSE, plain
from tests.journeys.keyboard import FOCUSABLE, Keyboard
from tests.journeys.moments import CAMPAIGN
from tests.journeys.pages import PAGES, open_everything, sit_at
from tests.procedures.papers.reading import text_of

DRAWN = """() => {
    const drawn = getComputedStyle(document.activeElement), box = document.activeElement.getBoundingClientRect();
    return drawn.outlineStyle !== 'none' && parseFloat(drawn.outlineWidth) >= 2 && box.width > 0 && box.bottom > 0 && box.top < innerHeight;
}"""

SAME_CONTROLS = {"home-nothing", "bourse", "bourse-minor", "actualisation-lost-codes", "boite-mail-answered"}
"""Pages whose controls are those of another page of the list: asked of in the long run."""


@pytest.mark.parametrize("name", [name for name in PAGES if LONG or name not in SAME_CONTROLS])
def test_tab_stops_at_every_control_once_in_the_order_of_the_page(chair, name):
    desk = sit_at(chair, name)
    open_everything(desk)
    expected = desk.page.evaluate(FOCUSABLE)
    desk.page.locator(".skip").focus()

    assert len(expected) > 4
    assert [expected[0], *Keyboard(desk).stops()] == expected


@pytest.mark.parametrize(
    "name",
    ["home-found", "bourse", "attestation", "fault", "atelier", "atelier-draft", "atelier-deadline", "sign-in", "team", "visit", "parting"],
)
def test_wherever_tab_stops_one_sees_it(chair, name):
    seated = sit_at(chair, name)
    keys = Keyboard(seated)
    stops = seated.page.evaluate(FOCUSABLE)

    for _ in stops:
        keys.press("Tab")
        assert seated.page.evaluate(DRAWN), seated.page.evaluate("document.activeElement.outerHTML.slice(0, 120)")


def test_the_first_key_jumps_over_the_menu(desk):
    seated = desk(CAMPAIGN)
    seated.go(BOURSE)
    keys = Keyboard(seated)

    keys.press("Tab")
    expect(seated.page.locator(".skip")).to_be_focused()
    expect(seated.page.locator(".skip")).to_be_in_viewport()
    keys.press("Enter")
    keys.press("Tab")

    assert seated.path == f"{BOURSE}#contenu"
    assert seated.page.evaluate("document.activeElement.closest('main') !== null")


def test_a_grant_is_found_from_home_with_the_keyboard_alone(desk):
    seated = desk(CAMPAIGN)
    seated.go("/")
    keys = Keyboard(seated)

    keys.tab_to("#q")
    seated.page.keyboard.type("bourse fwb")
    keys.press("Enter")
    seated.page.locator("#resultats h2").wait_for()
    keys.enter("#resultats .card a")
    seated.page.wait_for_url(f"**{BOURSE}")

    expect(seated.page.get_by_role("heading", level=1)).to_contain_text(plain(content.guide(BOURSE).titre))


def blocked_by_keyboard(keys):
    """Answer, say that the card is blocked, and take the way out, all with keys."""
    for name, value in (("q-qui-etudie", "superieur"), ("q-age", "majeur"), ("q-identite", "oui")):
        keys.choose(name, value)
        if not keys.desk.scripted and name != "q-age":
            keys.submit(".no-script")
    keys.enter("#detail-identifier > summary")
    keys.enter("#bloque-identifier > summary")
    keys.submit("#bloquer-identifier-0")


def test_a_blocked_card_is_led_to_the_letter_the_sheet_and_back_with_the_keyboard_alone(desk):
    seated = desk(CAMPAIGN)
    seated.catch_papers()
    seated.go(BOURSE)
    keys = Keyboard(seated)

    blocked_by_keyboard(keys)
    expect(seated.step("envoyer-recommande").locator("summary h3").first).to_be_in_viewport()
    keys.press("Tab")
    expect(seated.page.locator("#detail-envoyer-recommande > summary")).to_be_focused()

    keys.choose("fait-envoyer-recommande", "personne")
    keys.tab_to("button[value=complet]")
    with seated.page.expect_popup() as opened:
        keys.press("Enter")
    opened.value.close()
    assert content.said_done(BOURSE, "envoyer-recommande") in text_of(seated.papers[-1])

    keys.submit("#debloquer-identifier-0")
    expect(seated.page.get_by_text("Voie abandonnée")).to_have_count(0)


def test_the_attestation_of_an_attempt_is_printed_with_the_keyboard_alone(desk):
    seated = desk(CAMPAIGN)
    seated.catch_papers()
    seated.go(BOURSE)
    keys = Keyboard(seated)
    blocked_by_keyboard(keys)

    keys.enter("#bloque-envoyer-recommande > summary")
    keys.tab_to("#bloque-envoyer-recommande a.button")
    with seated.page.expect_popup() as opened:
        keys.press("Enter")
    opened.value.wait_for_load_state()
    there = Keyboard(seated)
    there.page = opened.value
    there.tab_to("input[value=carte-non-reconnue]")
    there.press("Space")
    there.tab_to("main button[type=submit]")
    with seated.page.context.expect_event("response", lambda answer: answer.request.method == "POST"):
        there.press("Enter")

    assert "La carte n’a pas été reconnue" in text_of(seated.papers[-1])
