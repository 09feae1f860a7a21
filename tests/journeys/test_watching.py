"""The watch over every journey sees what it is there to see: each fault is made on purpose."""

import pytest

from tests.journeys.moments import CAMPAIGN
from tests.journeys.watching import Watch

OUTSIDE = "new Image().src = 'http://127.0.0.1:9/pixel'"


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


@pytest.mark.parametrize(
    ("gesture", "accused"),
    [
        ("console.error('perdu')", "console: perdu"),
        ("setTimeout(() => { throw new Error('perdu') })", "page error"),
        (OUTSIDE, "Content Security Policy"),
        ("document.body.setAttribute('style', 'color: red')", "Content Security Policy"),
        ("localStorage.setItem('nom', 'personne')", "left in local"),
        ("sessionStorage.setItem('nom', 'personne')", "left in session"),
        ("document.cookie = 'nom=personne'", "left in cookies"),
        ("new Promise(done => { indexedDB.open('personnes').onsuccess = () => done() })", "left in bases"),
        ("caches.open('pages').then(() => null)", "left in caches"),
        ("fetch('/nulle-part').then(answer => answer.text())", "404"),
    ],
)
def test_a_fault_made_on_purpose_is_seen(watched, gesture, accused):
    watch, page = watched
    page.evaluate(gesture)
    page.wait_for_load_state("networkidle")

    assert accused in "\n".join(watch.verdict())


def test_a_page_of_another_house_is_seen(watched):
    """The policy of our pages would stop it; without it the watch would still tell."""
    watch, page = watched
    page.context.route(
        "**/*", lambda route: route.fulfill(body="<!doctype html><img src='http://127.0.0.1:9/pixel'>", content_type="text/html")
    )
    page.goto(watch.site.address("/aide"))

    assert "asked outside: http://127.0.0.1:9/pixel" in watch.verdict()
