"""Watches every page of a journey, and says at the end what no page may ever have done."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response, WebError

from tests.journeys.doors import Site

FIRST_FAULT = 400
NAME = re.compile(r"__Host-c[0-9a-f]{8}")
NETWORK = {"http", "https", "ws", "wss", "ftp"}
OWN_WORD = "Failed to load resource"
"""Chromium says it for each answer over 400: `_answered` has already seen that answer."""
DRAWERS = """async () => ({
    local: localStorage.length, session: sessionStorage.length, cookies: document.cookie,
    bases: (await indexedDB.databases()).length, caches: (await caches.keys()).length,
    workers: (await navigator.serviceWorker.getRegistrations()).length,
})"""


@dataclass
class Watch:
    """What was seen in one browser context."""

    context: BrowserContext
    site: Site
    scripted: bool
    writes: bool = False
    """This journey is one of the house: its browser may hold the one cookie of a session until it closes."""
    refusals: set[int] = field(default_factory=set)
    """Statuses over 400 that this journey asks for on purpose."""
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Begin to watch."""
        self.context.on("console", self._spoken)
        self.context.on("weberror", self._broken)
        self.context.on("request", self._asked)
        self.context.on("response", self._answered)

    def begin(self) -> None:
        """Begin a visit: nothing is held against it yet, and it asked for no refusal."""
        self.faults.clear()
        self.refusals.clear()

    def _spoken(self, said: ConsoleMessage) -> None:
        if said.type in {"error", "warning"} and not said.text.startswith(OWN_WORD):
            self.faults.append(f"console: {said.text}")

    def _broken(self, error: WebError) -> None:
        self.faults.append(f"page error: {error.error}")

    def _asked(self, request: Request) -> None:
        asked = urlsplit(request.url)
        if asked.scheme in NETWORK and asked.netloc != urlsplit(self.site.url).netloc:
            self.faults.append(f"asked outside: {request.url}")

    def _answered(self, response: Response) -> None:
        if response.status >= FIRST_FAULT and response.status not in self.refusals:
            self.faults.append(f"{response.status}: {response.url}")

    def verdict(self) -> list[str]:
        """Return every fault, drawers left full included."""
        kept = self.context.storage_state(indexed_db=True)
        cookies = [cookie for cookie in kept["cookies"] if not (self.writes and _is_session(cookie))]
        left = [f"kept: {kept}"] if cookies or kept["origins"] else []
        return [*self.faults, *left, *(fault for page in self.context.pages for fault in self._left_in(page))]

    def _left_in(self, page: Page) -> list[str]:
        if not self.scripted or not page.url.startswith(self.site.url):
            return []
        return [f"left in {drawer}: {found}" for drawer, found in page.evaluate(DRAWERS).items() if found]


def _is_session(cookie: Mapping[str, Any]) -> bool:
    """Tell whether a cookie is that of a session: out of reach of scripts and of other sites, of this host alone, gone with the browser."""
    said = cookie["httpOnly"], cookie["secure"], cookie["sameSite"], cookie["path"], cookie["expires"], cookie["domain"]
    return bool(NAME.fullmatch(cookie["name"])) and said == (True, True, "Strict", "/", -1, "127.0.0.1")
