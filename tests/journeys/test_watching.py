"""The watch over every journey sees what it is there to see: each fault is made on purpose."""

import pytest

from tests.journeys.chairs import Chairs
from tests.journeys.moments import CAMPAIGN
from tests.journeys.watching import Watch

FAULTS = {
    "console.error('perdu')": "console: perdu",
    "void setTimeout(() => { throw new Error('trouvé') })": "trouvé",
    "void (new Image().src = 'http://127.0.0.1:9/pixel')": "img-src",
    "document.body.setAttribute('style', 'color: red')": "style-src",
    "localStorage.setItem('nom', 'personne')": "left in local",
    "sessionStorage.setItem('nom', 'personne')": "left in session",
    "void (document.cookie = 'nom=personne')": "left in cookies",
    "new Promise(done => { indexedDB.open('personnes').onsuccess = () => done() })": "left in bases",
    "caches.open('pages').then(() => null)": "left in caches",
    "fetch('/nulle-part').then(answer => answer.text())": "404",
}
"""What a page must never do, and the words of the accusation."""
OF_A_SESSION = {"httpOnly": True, "secure": True, "sameSite": "Strict"}


@pytest.fixture
def watched(browser, site):
    context = browser.new_context()
    watch = Watch(context, site(CAMPAIGN), scripted=True)
    page = context.new_page()
    page.goto(watch.site.address("/"))
    yield watch, page
    context.close()


def test_a_page_that_does_nothing_wrong_is_not_accused(watched):
    watch, _ = watched

    assert watch.verdict() == []


def test_every_fault_made_on_purpose_is_seen(watched):
    watch, page = watched
    for gesture in FAULTS:
        page.evaluate(gesture)
    page.wait_for_load_state("networkidle")
    verdict = "\n".join(watch.verdict())

    assert not [accused for accused in FAULTS.values() if accused not in verdict], verdict


def test_who_signed_in_keeps_the_cookie_of_their_session_and_nothing_else(watched):
    watch, page = watched
    given = {"name": "__Host-c0123abcd", "value": "x", "domain": "127.0.0.1", "path": "/"}
    given |= OF_A_SESSION
    page.context.add_cookies([given])
    assert "kept" in "\n".join(watch.verdict()), "a reader keeps nothing"
    watch.writes = True
    assert watch.verdict() == []

    for worse in (
        {"name": "c0123abcd", "path": "/moi"},
        {"httpOnly": False},
        {"name": "c0123abcd", "secure": False},
        {"sameSite": "Lax"},
        {"expires": 4_000_000_000},
        {"name": "__Host-person"},
    ):
        page.context.clear_cookies()
        page.context.add_cookies([{**given, **worse}])
        assert "kept" in "\n".join(watch.verdict()), worse


def test_a_page_of_another_house_is_seen(watched):
    """The policy of our pages would stop it; without it the watch would still tell."""
    watch, page = watched
    page.context.route(
        "**/*", lambda route: route.fulfill(body="<!doctype html><img src='http://127.0.0.1:9/pixel'>", content_type="text/html")
    )
    page.goto(watch.site.address("/aide"))

    assert "asked outside: http://127.0.0.1:9/pixel" in watch.verdict()


def visit(chairs, site, path, gesture="null", refusal=0):
    """Look at a page and make a gesture there, in a browser that is lent."""
    with chairs.lend(site(CAMPAIGN), scripted=True, writes=True) as desk:
        seen = desk.page.url, desk.page.context.cookies(), desk.page.viewport_size["width"], desk.watch.refusals.copy()
        desk.watch.refusals.add(refusal)
        desk.go(path)
        desk.page.evaluate(gesture)
        desk.page.set_viewport_size({"width": 320, "height": 256})
        desk.page.context.add_cookies([{"name": "__Host-c0123abcd", "value": "x", "domain": "127.0.0.1", "path": "/", **OF_A_SESSION}])
    return desk.page, seen


def test_a_browser_that_is_lent_again_brings_nothing_of_the_visit_before(browser, site):
    chairs = Chairs(browser)
    first, new = visit(chairs, site, "/nulle-part", refusal=404)
    again, seen = visit(chairs, site, "/")

    assert again is first
    assert seen == new == ("about:blank", [], 1280, set())
    with pytest.raises(AssertionError, match="404"):
        visit(chairs, site, "/nulle-part")
    assert first.is_closed()


@pytest.mark.parametrize("gesture", ["console.error('perdu')", "localStorage.setItem('nom', 'personne')"])
def test_a_browser_that_was_found_at_fault_is_never_lent_again(browser, site, gesture):
    chairs = Chairs(browser)
    with pytest.raises(AssertionError, match=r"perdu|personne"):
        visit(chairs, site, "/", gesture)

    assert not chairs.free
    _, seen = visit(chairs, site, "/")
    assert seen == ("about:blank", [], 1280, set())
