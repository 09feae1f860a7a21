"""Every page for everybody: axe, narrow screens, zoom, names, motion, colours, print."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.desk import ACTUALISATION, BOITE_MAIL, BOURSE, plain
from tests.journeys.moments import CAMPAIGN
from tests.journeys.pages import PAGES, SHOTS, come_to, house_of, picture, sit_at
from tests.procedures.papers.reading import copied_from

AXE = (Path(__file__).resolve().parent.parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
VIEWS = {
    "desktop": {"width": 1280, "height": 800},
    "phone": {"width": 360, "height": 740},
    "narrow": {"width": 320, "height": 640},
    "zoomed": {"width": 320, "height": 256},
}
"""The last one is a page of 1280 × 1024 enlarged to 400 %."""
NAMED_ROLES = {
    "button",
    "link",
    "radio",
    "checkbox",
    "textbox",
    "searchbox",
    "spinbutton",
    "combobox",
    "DisclosureTriangle",
    "Date",
    "img",
    "image",
}
MOVING = """() => [...document.querySelectorAll('*')].filter(one => {
    const drawn = getComputedStyle(one);
    return drawn.transitionDuration !== '0s' || drawn.animationName !== 'none' || drawn.scrollBehavior === 'smooth';
}).map(one => one.outerHTML.slice(0, 80))"""
INVISIBLE_MARKS = """() => [...document.querySelectorAll('.mark')].filter(one => one.checkVisibility()).filter(one => {
    const behind = getComputedStyle(one.parentElement).backgroundColor;
    return getComputedStyle(one).fill === behind;
}).map(one => one.outerHTML.slice(0, 80))"""
TOO_WIDE = """width => [...document.querySelectorAll('main *')].filter(one => {
    const box = one.getBoundingClientRect();
    return box.width > 1 && (box.right > width + 1 || box.left < -1) && !one.closest('.unseen');
}).map(one => one.outerHTML.slice(0, 80))"""


def violations(desk):
    """Return what axe finds on the page as it is now."""
    if not desk.page.evaluate("typeof axe === 'object'"):
        desk.page.evaluate(AXE)
    found = desk.page.evaluate("async () => (await axe.run({ resultTypes: ['violations'] })).violations")
    return [f"{one['id']}: {node['html'][:120]} {node['failureSummary'][:200]}" for one in found for node in one["nodes"]]


def squeezed(text):
    """Return a text without any space: lines break where they must on paper."""
    return "".join(text.split())


@pytest.fixture(scope="module", params=PAGES)
def shown(request, chairs, site):
    """One page, come to once for all the questions asked of it; each question folds it and sizes it as it needs."""
    full = house_of(request.param)
    with chairs.lend(site(CAMPAIGN, full), scripted=True, writes=bool(full)) as desk:
        come_to(desk, request.param)
        desk.page.evaluate("for (const part of document.querySelectorAll('details[open]')) part.dataset.atFirst = 'open'")
        yield desk


def see(desk, view, *, unfolded):
    """Look at a page in a window, as it opened or with every part unfolded."""
    if desk.page.viewport_size != VIEWS[view]:
        desk.page.set_viewport_size(VIEWS[view])
    desk.page.evaluate("all => document.querySelectorAll('details').forEach(one => one.open = all || !!one.dataset.atFirst)", unfolded)


@pytest.mark.parametrize(("view", "unfolded"), [("desktop", False), ("desktop", True), ("narrow", True)])
def test_axe_finds_nothing_on_a_page_as_it_opens_and_with_every_part_unfolded(shown, view, unfolded):
    see(shown, view, unfolded=unfolded)
    if (view, unfolded) == ("desktop", True) and not shown.page.locator("details").count():
        return  # Without anything to unfold, this is the page that was looked at as it opened.

    assert not (found := violations(shown)), found


@pytest.mark.parametrize("view", VIEWS)
def test_a_page_never_scrolls_sideways(shown, request, view):
    if SHOTS:
        see(shown, view, unfolded=False)
        picture(shown, f"{request.node.callspec.params['shown']}-{view}")
    see(shown, view, unfolded=True)

    assert shown.page.evaluate("document.documentElement.scrollWidth") <= VIEWS[view]["width"]
    assert not (wide := shown.page.evaluate(TOO_WIDE, VIEWS[view]["width"])), wide


def test_a_page_says_its_language_its_one_title_and_the_name_of_every_control(shown):
    see(shown, "desktop", unfolded=True)
    line = shown.page.context.new_cdp_session(shown.page)
    nodes = line.send("Accessibility.getFullAXTree")["nodes"]
    line.detach()
    controls = [node for node in nodes if not node["ignored"] and node["role"]["value"] in NAMED_ROLES]

    assert shown.page.evaluate("document.documentElement.lang") == "fr"
    assert shown.page.locator("h1").count() == 1
    assert len(controls) > 4
    assert not [node for node in controls if not node.get("name", {}).get("value", "").strip()]


def test_no_sentence_of_a_page_ends_twice(shown):
    see(shown, "desktop", unfolded=True)

    assert not (found := re.findall(r".{30}(?<!\.)\.\.(?!\.)|.{30}\.\s\.", shown.text())), found


def test_nothing_moves_for_who_asked_for_less_motion(shown):
    assert shown.page.evaluate("matchMedia('(prefers-reduced-motion: reduce)').matches")
    assert not (moving := shown.page.evaluate(MOVING)), moving


@pytest.mark.parametrize("name", PAGES)
def test_a_page_without_script_holds_on_a_phone(chair, name):
    desk = sit_at(chair, name, scripted=False, viewport=VIEWS["phone"])
    picture(desk, f"{name}-scriptless")

    assert desk.page.evaluate("document.documentElement.scrollWidth") <= VIEWS["phone"]["width"]


def test_what_changed_is_said_to_who_cannot_see_it(seat):
    desk = seat(CAMPAIGN)
    desk.go(BOURSE)
    desk.answer(qui_etudie="superieur")
    expect(desk.page.get_by_role("status")).to_have_text(re.compile(r"Parcours mis à jour\s: \d étapes ouvertes"))

    desk.go("/")
    desk.page.get_by_role("searchbox").press_sequentially("bourse")
    expect(desk.page.get_by_role("status")).to_have_text(re.compile(r"\d+ résultats?"))


def test_a_fold_that_was_open_and_the_place_of_the_keyboard_stay_when_the_steps_change(seat):
    desk = seat(CAMPAIGN)
    desk.go(BOURSE)
    desk.answer(qui_etudie="superieur", age="majeur")
    desk.unfold("attendre")
    desk.answer(identite="oui")

    expect(desk.page.locator("#detail-attendre")).to_have_attribute("open", "")
    expect(desk.page.locator("#q-identite-oui")).to_be_focused()


def test_the_button_that_brings_the_steps_is_there_only_for_who_has_no_script(desk, scripted):
    seated = desk(CAMPAIGN)
    seated.go(BOURSE)

    assert seated.page.get_by_role("button", name="Mettre à jour les étapes").is_visible() is not scripted


def test_axe_sees_a_fault_that_we_make_on_purpose(seat):
    desk = seat(CAMPAIGN)
    desk.go("/")
    desk.page.evaluate("document.querySelector('main').appendChild(document.createElement('button'))")

    assert any(one.startswith("button-name") for one in violations(desk))


def test_forced_colours_do_not_hide_what_is_done_left_or_open(seat):
    desk = seat(CAMPAIGN, forced_colors="active", viewport=VIEWS["desktop"])
    come_to(desk, "bourse-blocked")
    picture(desk, "bourse-blocked-forced-colours")
    chosen, other = desk.page.locator("label:has(#q-age-majeur)"), desk.page.locator("label:has(#q-age-mineur)")

    expect(desk.step("preparer").get_by_text("Fait", exact=True)).to_be_visible()
    expect(desk.step("identifier").get_by_text("Voie abandonnée")).to_be_visible()
    expect(desk.step("envoyer-recommande").get_by_text("Ouverte parce que ça bloquait")).to_be_visible()
    expect(desk.page.locator("#q-age-majeur")).to_have_css("appearance", "auto")
    assert chosen.evaluate("one => getComputedStyle(one).fontWeight") > other.evaluate("one => getComputedStyle(one).fontWeight")
    assert desk.page.evaluate(INVISIBLE_MARKS) == []


@pytest.mark.parametrize("address", [BOURSE, ACTUALISATION, BOITE_MAIL])
def test_a_guide_printed_from_the_browser_holds_every_step_folded_or_not(desk, address):
    """The printer reads what the page shows, so both must say the same steps."""
    seated = desk(CAMPAIGN)
    seated.go(address)
    steps = [plain(step.text_content()) for step in seated.page.locator(".step h3:not(.pause h3), .step .say p:not(.label)").all()]

    printed = plain(copied_from(seated.page.pdf()).replace("\xad", ""))

    assert len(steps) > 10
    assert not (missing := [step for step in steps if squeezed(step) not in squeezed(printed)]), missing
    assert "Mettre à jour les étapes" not in printed
    assert "Feuille discrète" not in printed


@pytest.mark.parametrize("name", ["atelier", "atelier-guide", "atelier-draft"])
def test_what_the_atelier_says_can_be_printed_for_a_meeting(chair, scripted, name):
    desk = sit_at(chair, name, scripted=scripted)
    said = [plain(title.text_content()) for title in desk.page.locator("main :is(h1, h2, .findings .typed):not(.seven *)").all()]

    printed = squeezed(copied_from(desk.page.pdf()).replace("\xad", ""))

    assert len(said) > 4
    assert not (missing := [one for one in said if squeezed(one) not in printed]), missing
