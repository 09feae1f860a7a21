"""The key of a sheet under the fingers: typed, pasted, or read from its square by the browser of this machine."""

import re
from urllib.parse import urlsplit

import pytest
from flask import render_template_string
from playwright.sync_api import expect

from companion.demarches.rules.sheet_key import Typed, square_of, typed_key
from tests.journeys.cast import EVERYBODY
from tests.journeys.desk import PATIENCE, USUAL
from tests.journeys.doors import wait_until
from tests.journeys.moments import CAMPAIGN
from tests.journeys.test_access import AXE, TOO_WIDE, VIEWS

KEY = "7Q4K8M2VPX3B"
GROUPS = ["7Q4K", "8M2V", "PX3B"]
HERE = "http://127.0.0.1:9/essai"
PAGE = """
{% extends "layout.html" %}{% block title %}Reprendre{% endblock %}
{% block sheets %}<link rel="stylesheet" href="{{ asset('visits.css') }}">{% endblock %}
{% block main %}<h1>Reprendre</h1><form method="get" action="/essai">{{ visits.sheet_key(typed) }}{{ pictures.choose(("chat",)) }}
<button type="submit" class="strong">Ouvrir</button></form>{% endblock %}
"""
CAMERA = """
window.opened = []; window.looked = 0; window.squares = %s;
window.BarcodeDetector = class {
    static async getSupportedFormats() { return %s; }
    async detect(view) { window.looked += 1; window.view = view; return window.squares.map(rawValue => ({ rawValue })); }
};
Object.defineProperty(navigator.mediaDevices, "getUserMedia", { value: async asked => {
    window.asked = asked;
    if (%s) throw new DOMException("no", "NotAllowedError");
    const drawn = document.createElement("canvas");
    drawn.getContext("2d");
    const stream = drawn.captureStream();
    window.opened.push(stream);
    return stream;
} });
"""
"""A machine with a camera and a browser that reads squares: neither is there where the tests run; the stream is a true one."""
BURNING = "opened.flatMap(stream => stream.getTracks()).filter(track => track.readyState === 'live').length"
READ, SHUT = "Lire le carré avec la caméra", "Arrêter la caméra"


@pytest.fixture
def sit(app, browser):
    """Open a page of the application that asks for a key, with its true headers, sheets and script."""
    contexts, client = [], app.test_client()

    def answer(route):
        path = urlsplit(route.request.url).path
        given = client.get("/aide" if path == "/essai" else path)
        with app.test_request_context("/essai"):
            body = render_template_string(PAGE, typed=app.config["TYPED"]) if path == "/essai" else given.data
        headers = {name: value for name, value in given.headers.items() if name != "Content-Length"}
        route.fulfill(status=given.status_code, headers=headers, body=body)

    def opened(typed=None, camera="", **options):
        app.config["TYPED"] = typed or Typed()
        contexts.append(browser.new_context(**{**USUAL, **options}))
        contexts[-1].set_default_timeout(PATIENCE)
        page = contexts[-1].new_page()
        page.faults = []
        page.on("console", lambda said: page.faults.append(said.text) if said.type in {"error", "warning"} else None)
        page.on("pageerror", lambda error: page.faults.append(str(error)))
        page.route("**/*", answer)
        if camera:
            page.add_init_script(camera)
        page.goto(HERE)
        return page

    yield opened
    for context in contexts:
        assert not [fault for page in context.pages for fault in page.faults]
        context.close()


def camera(*squares, formats=("qr_code",), refused=False):
    return CAMERA % ([*squares], [*formats], "true" if refused else "false")


def typed_in(page):
    return [page.locator(f"#cle{rank}").input_value() for rank in (1, 2, 3)]


def paste(page, place, text):
    """Paste a text in a field, as the browser tells it to a page."""
    page.locator(place).evaluate(
        """(field, text) => {
            field.focus();
            field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
            field.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertFromPaste" }));
        }""",
        text,
    )


def test_each_group_leads_to_the_next_and_the_whole_key_is_typed_without_touching_anything_else(sit):
    page = sit()
    page.locator("#cle1").focus()
    page.keyboard.type(KEY.lower(), delay=1)

    assert [one.upper() for one in typed_in(page)] == GROUPS
    expect(page.locator("#cle3")).to_be_focused()


def test_dashes_typed_between_the_groups_do_no_harm(sit):
    page = sit()
    page.locator("#cle1").focus()
    page.keyboard.type("7q4k-8m2v-px3b", delay=1)

    assert typed_key(typed_in(page)).key == KEY


@pytest.mark.parametrize("text", [KEY, "7Q4K-8M2V-PX3B", " 7q4k 8m2v px3b ", "7Q4K – 8M2V – PX3B", square_of(KEY), square_of(KEY).lower()])
@pytest.mark.parametrize("place", ["#cle1", "#cle3"])
def test_a_whole_key_pasted_anywhere_is_shared_among_the_groups(sit, text, place):
    page = sit()
    paste(page, place, text)

    assert [one.upper() for one in typed_in(page)] == GROUPS
    expect(page.locator("#cle3")).to_be_focused()


def test_a_key_pasted_by_the_keys_of_the_machine_is_shared_too(sit):
    page = sit()
    page.evaluate("""() => {
        const elsewhere = document.body.appendChild(document.createElement("input"));
        elsewhere.id = "ailleurs";
        elsewhere.value = "7Q4K-8M2V-PX3B";
    }""")
    page.locator("#ailleurs").focus()
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+c")
    page.locator("#cle1").focus()
    page.keyboard.press("Control+v")

    assert typed_in(page) == GROUPS


def test_a_reader_of_squares_that_types_like_a_keyboard_gives_the_key(sit):
    page = sit()
    page.locator("#cle1").focus()
    page.keyboard.type(square_of(KEY))

    assert typed_key(typed_in(page)).key == KEY


def test_one_more_sign_in_a_group_never_wipes_the_next(sit):
    page = sit(typed_key(["7Q4", "8M2V", "PX3B"]))
    page.locator("#cle1").focus()
    page.keyboard.press("End")
    page.keyboard.type("K", delay=1)
    expect(page.locator("#cle2")).to_be_focused()
    page.locator("#cle1").focus()
    page.keyboard.press("End")
    page.keyboard.type("Z", delay=1)

    assert typed_in(page) == ["7Q4KZ", "8M2V", "PX3B"]


def test_correcting_a_sign_in_the_middle_of_a_group_does_not_take_the_cursor_away(sit):
    page = sit(typed_key(["7QUK", "8M2V", "PX3B"]))
    page.locator("#cle1").focus()
    for key in ("Home", "ArrowRight", "ArrowRight", "Delete", "4"):
        page.keyboard.press(key)

    assert typed_in(page) == GROUPS
    expect(page.locator("#cle1")).to_be_focused()


def test_erasing_one_sign_too_many_does_not_take_the_cursor_away(sit):
    page = sit(typed_key(["7Q4KZ", "8M2V", "PX3B"]))
    page.locator("#cle1").focus()
    page.keyboard.press("End")
    page.keyboard.press("Backspace")

    assert typed_in(page) == GROUPS
    expect(page.locator("#cle1")).to_be_focused()


def test_erasing_back_from_an_empty_group_goes_to_the_one_before(sit):
    page = sit()
    page.locator("#cle1").focus()
    page.keyboard.type("7Q4K", delay=1)
    page.keyboard.press("Backspace")

    expect(page.locator("#cle1")).to_be_focused()
    assert typed_in(page) == ["7Q4K", "", ""]


def test_without_script_a_whole_key_stays_where_it_was_pasted_and_the_house_reads_it(sit):
    page = sit(java_script_enabled=False)
    page.locator("#cle1").fill("7q4k-8m2v-px3b")

    expect(page.get_by_role("button", name=READ)).to_have_count(0)
    expect(page.get_by_text("Quand un groupe est complet")).to_be_hidden()
    assert typed_key(typed_in(page)).key == KEY


def test_the_camera_is_offered_only_where_the_browser_itself_reads_squares(sit):
    expect(sit(camera=camera()).get_by_role("button", name=READ)).to_be_visible()
    for none in ("delete window.BarcodeDetector", camera(formats=("ean_13",)), camera() + "; delete window.BarcodeDetector"):
        page = sit(camera=none)
        page.wait_for_load_state("networkidle")
        assert not page.locator("button", has_text=READ).count()


def test_a_square_fills_the_three_groups_and_the_camera_goes_out_at_once(sit):
    page = sit(camera=camera())
    page.get_by_role("button", name=READ).click()
    wait_until(lambda: page.evaluate("looked") > 1)
    assert page.evaluate(BURNING) == 1
    expect(page.get_by_role("status").filter(has_text="n’est ni envoyée, ni gardée")).to_be_visible()
    page.evaluate("square => { squares.push(square); }", square_of(KEY))
    expect(page.locator("#cle3")).to_have_value("PX3B")

    assert typed_in(page) == GROUPS
    assert page.evaluate(BURNING) == 0
    assert page.locator("video").count() == 0
    assert page.evaluate("asked.audio") is False
    expect(page.get_by_role("status").filter(has_text="La caméra est éteinte")).to_be_visible()
    expect(page.get_by_role("button", name=READ)).to_be_visible()
    assert page.url == HERE, "the form waits for the hand that sends it"


def test_a_camera_asks_nothing_of_the_network_and_keeps_nothing_in_the_browser(sit):
    page = sit(camera=camera(square_of(KEY)))
    page.wait_for_load_state("networkidle")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_role("button", name=READ).click()
    expect(page.locator("#cle3")).to_have_value("PX3B")
    page.wait_for_load_state("networkidle")

    assert asked == []
    state = page.context.storage_state(indexed_db=True)
    assert (state["cookies"], state["origins"]) == ([], [])


@pytest.mark.parametrize("text", ["https://exemple.be", "C27Q4K8M2VPX3B", KEY, "C17Q4K8M2VPX3", "C17Q4K8M2VPX3U"])
def test_another_square_fills_nothing_and_says_so_while_the_camera_goes_on(sit, text):
    page = sit(camera=camera(text))
    page.get_by_role("button", name=READ).click()
    expect(page.get_by_role("status").filter(has_text="Ce carré n’est pas celui de la clé")).to_be_visible()

    assert typed_in(page) == ["", "", ""]
    assert page.evaluate(BURNING) == 1


@pytest.mark.parametrize(
    "leaving",
    [
        f"[...document.querySelectorAll('main button')].find(one => one.textContent === '{SHUT}').click()",
        "window.dispatchEvent(new Event('pagehide'))",
        "document.querySelector('main form').dispatchEvent(new Event('submit', { bubbles: true }))",
        "Object.defineProperty(document, 'hidden', { value: true }); document.dispatchEvent(new Event('visibilitychange'))",
        "document.querySelector('main form').remove()",
    ],
    ids=["stopped", "left", "sent", "hidden", "replaced"],
)
def test_the_camera_goes_out_when_it_is_stopped_or_when_the_page_is_left(sit, leaving):
    page = sit(camera=camera())
    page.get_by_role("button", name=READ).click()
    wait_until(lambda: page.evaluate("looked") > 1)
    page.evaluate(leaving)

    wait_until(lambda: page.evaluate(BURNING) == 0)
    assert page.locator("video").count() == 0


def test_a_camera_that_opens_after_it_was_stopped_goes_out_at_once(sit):
    page = sit(camera=camera())
    page.evaluate(
        f"() => {{ const button = [...document.querySelectorAll('main button')].find(one => one.textContent === '{READ}');"
        " button.click(); button.click(); }"
    )
    wait_until(lambda: page.evaluate("opened.length") == 1)

    wait_until(lambda: page.evaluate(BURNING) == 0)
    expect(page.get_by_role("button", name=READ)).to_be_visible()


def test_a_camera_that_nobody_answers_goes_out_after_a_minute(sit):
    page = sit(camera=camera())
    page.clock.install()
    page.get_by_role("button", name=READ).click()
    page.locator("video").wait_for()
    page.clock.run_for(59_000)
    assert page.evaluate(BURNING) == 1
    page.clock.run_for(2_000)

    assert page.evaluate(BURNING) == 0


def test_a_camera_that_is_refused_sends_back_to_the_keyboard(sit):
    page = sit(camera=camera(refused=True))
    page.get_by_role("button", name=READ).click()

    expect(page.get_by_role("status").filter(has_text="La caméra ne s’ouvre pas. Tapez la clé.")).to_be_visible()
    expect(page.get_by_role("button", name=READ)).to_be_visible()


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("forced", ["none", "active"])
def test_axe_finds_nothing_and_nothing_is_too_wide_with_faults_pictures_and_a_camera(sit, view, forced):
    page = sit(typed_key(["7Q4K", "8M2", "PXUB"]), camera(), viewport=VIEWS[view], forced_colors=forced)
    page.get_by_role("button", name=READ).click()
    page.locator("video").wait_for()
    page.evaluate(AXE)
    found = page.evaluate("async () => (await axe.run()).violations")

    assert [f"{one['id']}: {node['html'][:120]}" for one in found for node in one["nodes"]] == []
    assert page.evaluate(TOO_WIDE, VIEWS[view]["width"]) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= VIEWS[view]["width"]


def test_two_pictures_are_ticked_by_keyboard_alone_and_each_target_is_large(sit):
    page = sit()
    before = page.locator("input[name=image]:checked").count()
    page.locator("input[name=image]:not(:checked)").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "image", "the next one is one key away"

    assert page.locator("input[name=image]:checked").count() == before + 1
    sizes = page.locator(".picture").evaluate_all("all => all.map(one => one.getBoundingClientRect()).map(box => [box.width, box.height])")
    assert min(min(size) for size in sizes) >= 80


def test_on_paper_every_picture_stays_whole_and_the_boxes_are_still_there(sit):
    page = sit()
    page.emulate_media(media="print")

    assert page.locator(".picture svg").evaluate_all("all => all.every(one => one.checkVisibility())")
    assert re.search(r"avoid", page.locator(".picture").first.evaluate("one => getComputedStyle(one).breakInside"))


def test_the_word_of_a_picture_never_leaves_its_frame(sit):
    wide = "all => all.filter(one => one.scrollWidth > one.parentElement.clientWidth).map(one => one.textContent)"
    for view in VIEWS.values():
        page = sit(viewport=view)
        assert page.locator(".picture span").evaluate_all(wide) == []


def test_a_sign_forgotten_is_found_in_its_group_and_typed_again_alone_on_the_real_page(desk):
    seated = desk(CAMPAIGN, full=EVERYBODY)
    seated.watch.refusals.add(422)
    seated.sit_as("membre")
    seated.go("/reprendre")
    for rank, group in enumerate(["7Q4K", "8M2", "PX3B"], 1):
        seated.page.locator(f"#cle{rank}").fill(group)
    seated.press("Ouvrir")
    expect(seated.page.get_by_text("il faut 4 signes, il y en a 3")).to_be_visible()

    expect(seated.page.locator("#cle2")).to_be_focused()
    assert typed_in(seated.page) == ["7Q4K", "8M2", "PX3B"]
    seated.page.keyboard.press("End")
    seated.page.keyboard.type("V")
    assert typed_in(seated.page) == GROUPS
    seated.press("Ouvrir")
    expect(seated.page.get_by_role("alert")).to_contain_text("Aucun fil ne s’ouvre avec cette clé")
    assert KEY not in seated.page.content()
