"""The gestures of a worker and a person in front of one screen, the same with and without script."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.journeys.cast import number_of_card
from tests.journeys.doors import Site
from tests.journeys.watching import Watch

PAPERS = re.compile(r"/guides/[a-z0-9-]+/(feuillet|documents|etapes/[a-z0-9-]+/attestation)$")
TRAY = "<!doctype html><html lang='fr'><title>Papier</title><p>Le papier est sorti.</p></html>"
"""Shown where Chromium would have opened its own reader of papers."""
USUAL = {"locale": "fr-BE", "timezone_id": "Europe/Brussels", "reduced_motion": "reduce"}
"""How the browser of a journey is set, unless it says otherwise; without motion nobody waits for a page that slides."""
PATIENCE = 30_000
"""Milliseconds before the browser gives up: never a promise, only a way not to wait for ever."""
BOURSE = "/guides/be-allocation-etudes-superieur"
ACTUALISATION = "/guides/fr-actualisation-france-travail"
BOITE_MAIL = "/guides/be-boite-mail"


@dataclass
class Desk:
    """One browser tab, what it may do, and the papers that came out of the printer."""

    page: Page
    site: Site
    watch: Watch
    scripted: bool
    papers: list[bytes] = field(default_factory=list)

    def go(self, path: str) -> None:
        """Open a page of the site."""
        self.page.goto(self.site.address(path))

    @property
    def path(self) -> str:
        """Return where we are, fragment included."""
        parts = urlsplit(self.page.url)
        return parts.path + (f"#{parts.fragment}" if parts.fragment else "")

    def text(self) -> str:
        """Return what the page shows, with plain spaces."""
        return plain(self.page.locator("main").inner_text())

    def step(self, name: str) -> Locator:
        """Return one step of the guide."""
        return self.page.locator(f"#etape-{name}")

    @contextmanager
    def _until_replaced(self, part: str) -> Iterator[None]:
        """Wait until a part of the page is another one: by htmx, or because the page was loaded again."""
        self.page.locator(part).evaluate("part => { part.dataset.seen = 'before'; }")
        yield
        self.page.wait_for_selector(f"{part}:not([data-seen])", state="attached")
        self.page.wait_for_load_state()

    def change(self, gesture: Callable[[], None]) -> None:
        """Make a gesture that submits the guide, and wait for the guide that answers."""
        with self._until_replaced("#parcours"):
            gesture()

    def answer(self, **answers: str) -> None:
        """Answer questions; without script, those already shown are sent together by the button."""
        waiting = [f"#q-{name.replace('_', '-')}-{value}" for name, value in answers.items()]
        while waiting:
            shown = [radio for radio in waiting if self.page.locator(radio).count()]
            assert shown, f"no question offers {waiting}"
            self._choose(*(shown[:1] if self.scripted else shown))
            waiting = [radio for radio in waiting if radio not in (shown[:1] if self.scripted else shown)]

    def tick(self, step: str, mode: str) -> None:
        """Note a step as done."""
        self.unfold(step)
        self._choose(f"#fait-{step}-{mode}")

    def _choose(self, *radios: str) -> None:
        def touch() -> None:
            for radio in radios:
                self.page.locator(radio).check()

        if self.scripted:
            self.change(touch)
        else:
            touch()
            self.change(self.page.get_by_role("button", name="Mettre à jour les étapes").click)

    def unfold(self, step: str) -> None:
        """Open a step, if it is closed."""
        detail = self.page.locator(f"#detail-{step}")
        if detail.get_attribute("open") is None:
            detail.locator("> summary").click()
        expect(detail).to_have_attribute("open", "")

    def say_it_is_stuck(self, step: str) -> Locator:
        """Open « Ça bloque ici » under a step."""
        self.unfold(step)
        stuck = self.page.locator(f"#bloque-{step}")
        stuck.get_by_text("Ça bloque ici").click()
        expect(stuck).to_have_attribute("open", "")
        return stuck

    def take_way_out(self, step: str, sign: str) -> None:
        """Choose what we see on the screen, under « Ça bloque ici »."""
        way = self.page.locator(f"#bloque-{step} .ways button", has_text=sign)
        self.change(way.first.click)

    def print_out(self, button: str) -> bytes:
        """Touch a print button; return the paper that came out in a new tab."""
        with self.page.expect_popup() as opened:
            self.page.get_by_role("button", name=button).click()
        opened.value.wait_for_load_state()
        opened.value.close()
        return self.papers[-1]

    def enter_the_atelier(self, page: str = "") -> None:
        """Sign in as the member of the house, and go where they write."""
        self.go(f"/connexion?vers=/atelier/{page}")
        self.sign_in()
        self.page.wait_for_url(f"**/atelier/{page}")

    def sign_in(self, somebody: str = "") -> None:
        """Type the name and the phrase of the member of the house, or of a colleague, then the next number of their card."""
        told = self.site.told["people"][somebody] if somebody else self.site.told
        self.page.get_by_label("Votre nom dans Compagnon").fill(told["name"])
        self.page.get_by_label("Votre phrase").fill(told["phrase"])
        self.press("Entrer")
        asked = re.search(r"le numéro n° (\d+)", plain(self.page.locator("main:has(#numero) .lead").inner_text()))
        assert asked
        self.page.get_by_label("Numéro").fill(number_of_card(told["card"], int(asked[1])))
        self.press("Entrer")

    def sit_as(self, somebody: str) -> None:
        """Take the seat of somebody who is in the house already, at the door where they are."""
        told = self.site.told
        kept = {"name": told["cookie"], "value": told["sessions"][somebody], "domain": "127.0.0.1", "path": "/"}
        self.page.context.add_cookies([{**kept, "httpOnly": True, "secure": True, "sameSite": "Strict"}])

    def press(self, button: str) -> None:
        """Press a button of the page."""
        self.page.locator("main").get_by_role("button", name=button, exact=True).click()

    def catch_papers(self) -> None:
        """Let papers really be made by the server, and keep them instead of showing them in a tab."""
        self.page.context.route(PAPERS, self._caught)

    def _caught(self, route: Route) -> None:
        if route.request.method != "POST":
            route.continue_()
            return
        answer = route.fetch(max_redirects=0)
        if answer.headers.get("content-type") != "application/pdf":
            route.fulfill(response=answer)
            return
        self.papers.append(answer.body())
        route.fulfill(status=200, content_type="text/html", body=TRAY)


def plain(text: str) -> str:
    """Return a text with plain spaces."""
    return re.sub(r"\s+", " ", text)


def open_desk(browser: Browser, site: Site, *, scripted: bool, writes: bool = False, **options: Any) -> Desk:
    """Open a browser of its own on a site, with nothing in it; every page of it is watched."""
    context = browser.new_context(java_script_enabled=scripted, **{**USUAL, **options})
    context.set_default_timeout(PATIENCE)
    watch = Watch(context, site, scripted, writes)
    return Desk(context.new_page(), site, watch, scripted)


@contextmanager
def judged(desk: Desk) -> Iterator[None]:
    """Give the verdict on all that the pages of a desk did meanwhile; only an author writes something in the instance."""
    before, said = desk.site.written(), desk.site.complaints()
    desk.watch.begin()
    yield
    assert not (faults := desk.watch.verdict()), "\n".join(faults)
    assert desk.watch.writes or desk.site.written() == before, "the journey wrote something in the instance"
    assert desk.site.complaints() == said, "the site complained"


@contextmanager
def watched_desk(browser: Browser, site: Site, *, scripted: bool, writes: bool = False, **options: Any) -> Iterator[Desk]:
    """Lend a desk of its own for one journey, then give the verdict on it."""
    desk = open_desk(browser, site, scripted=scripted, writes=writes, **options)
    try:
        with judged(desk):
            yield desk
    finally:
        desk.page.context.close()
