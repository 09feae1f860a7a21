"""A real browser in front of the real server; every page of every journey is watched."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.command import installed_browser
from tests.journeys.cast import NOBODY
from tests.journeys.chairs import Chairs
from tests.journeys.desk import PATIENCE, Desk, watched_desk
from tests.journeys.doors import Site, opened_at

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NOT_IN_LIFE = ["--disable-back-forward-cache"]
"""Playwright's own comfort: the browsers of people do keep the last pages in memory."""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Lend one headless Chromium to all the journeys of this process."""
    path = os.environ["COMPANION_BROWSER"] = installed_browser()
    assert path, "no Chromium here: « python3 -m tests » installs one"
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as player:
        opened = player.chromium.launch(executable_path=path, args=FLAGS, ignore_default_args=NOT_IN_LIFE)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Site]]:
    """Open the site at a moment; those who write in it say who is of the house; it serves all of this process."""
    with ExitStack() as doors:
        known: dict[tuple[datetime, str], Site] = {}

        def at(moment: datetime, full: str = "") -> Site:
            if (moment, full) not in known:
                known[moment, full] = doors.enter_context(opened_at(moment, tmp_path_factory.mktemp("site"), full=full or NOBODY))
            return known[moment, full]

        yield at


@pytest.fixture(params=[True, False], ids=["script", "no-script"])
def scripted(request: pytest.FixtureRequest) -> bool:
    """Tell whether the browser of this journey runs scripts: each journey is made twice."""
    return bool(request.param)


@pytest.fixture
def seat(browser: Browser, site: Callable[..., Site]) -> Iterator[Callable[..., Desk]]:
    """Sit down at a desk whose every page is watched until the end of the test."""
    with ExitStack() as desks:

        def sit(moment: datetime, *, scripted: bool = True, full: str = "", **options: object) -> Desk:
            opened = site(moment, full)
            return desks.enter_context(watched_desk(browser, opened, scripted=scripted, writes=bool(full), **options))

        yield sit


@pytest.fixture(scope="session")
def chairs(browser: Browser) -> Chairs:
    """Keep browsers open for those who only look at one page after another."""
    return Chairs(browser)


@pytest.fixture
def chair(chairs: Chairs, site: Callable[..., Site]) -> Iterator[Callable[..., Desk]]:
    """Sit down at a desk that stays open from one test to the next, each with its verdict, to look at a page."""
    with ExitStack() as desks:

        def sit(moment: datetime, *, scripted: bool = True, full: str = "", **options: object) -> Desk:
            return desks.enter_context(chairs.lend(site(moment, full), scripted=scripted, writes=bool(full), **options))

        yield sit


@pytest.fixture
def desk(chair: Callable[..., Desk], scripted: bool) -> Callable[..., Desk]:
    """Sit down at a desk, with script then without."""
    return lambda moment, **options: chair(moment, scripted=scripted, **options)
