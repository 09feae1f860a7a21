"""Browsers that stay open from one page to the next: opening one takes far longer than looking at a page.

Each visit is watched from its beginning and gets its own verdict; the next one comes to a browser whose drawers were seen empty,
without cookie, in a window of the first size.  A browser that failed its visit is never lent again.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from playwright.sync_api import Browser

from tests.journeys.desk import Desk, judged, open_desk
from tests.journeys.doors import Site

MOST = 4
"""Browsers kept open by one process: each takes a hundred megabytes."""


@dataclass
class Chairs:
    """The browsers that nobody uses now, by the site and the settings they were opened for."""

    browser: Browser
    free: list[tuple[str, Desk]] = field(default_factory=list)

    @contextmanager
    def lend(self, site: Site, *, scripted: bool, writes: bool, **options: Any) -> Iterator[Desk]:
        """Lend a desk as `watched_desk` does, and keep it for the next visit of the same kind."""
        asked = f"{site.url} {scripted} {writes} {sorted(options.items())}"
        desk = self._kept(asked) or open_desk(self.browser, site, scripted=scripted, writes=writes, **options)
        size = desk.page.viewport_size
        try:
            with judged(desk):
                yield desk
            self.free.append((asked, _put_back(desk, size)))
        except BaseException:
            desk.page.context.close()
            raise
        while len(self.free) > MOST:
            self.free.pop(0)[1].page.context.close()

    def _kept(self, asked: str) -> Desk | None:
        found = next((one for one in self.free if one[0] == asked), None)
        if found:
            self.free.remove(found)
        return found[1] if found else None


def _put_back(desk: Desk, size: Any) -> Desk:
    """Leave the page, then forget who sat there: what a page sends when it is left still goes under its own name."""
    context = desk.page.context
    for other in context.pages:
        if other is not desk.page:
            other.close()
    context.unroute_all()
    desk.page.goto("about:blank")
    context.clear_cookies()
    if desk.page.viewport_size != size:
        desk.page.set_viewport_size(size)
    return replace(desk, papers=[])
