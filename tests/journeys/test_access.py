"""Every page for everybody: axe, narrow screens, zoom, keyboard alone, names, motion, colours, print."""

import io
import re
from collections import Counter
from pathlib import Path

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.journeys.desk import ACTUALISATION, BOURSE, plain
from tests.journeys.moments import CAMPAIGN, LAST_DAY
from tests.journeys.pages import PAGES, come_to, open_everything, picture

AXE = (Path(__file__).resolve().parent.parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
VIEWS = {
    "desktop": {"width": 1280, "height": 800},
    "phone": {"width": 360, "height": 740},
    "narrow": {"width": 320, "height": 640},
    "zoomed": {"width": 320, "height": 256},
}
"""The last one is a page of 1280 × 1024 enlarged to 400 %."""
NAMED_ROLES = {"button", "link", "radio", "checkbox", "textbox", "searchbox", "spinbutton", "combobox", "DisclosureTriangle", "Date", "img", "image"}
OUTLINED = """one => {
    const drawn = getComputedStyle(one);
    return drawn.outlineStyle !== 'none' && parseFloat(drawn.outlineWidth) >= 2;
}"""
MOVING = """() => [...document.querySelectorAll('*')].filter(one => {
    const drawn = getComputedStyle(one);
    return drawn.transitionDuration !== '0s' || drawn.animationName !== 'none' || drawn.scrollBehavior === 'smooth';
}).map(one => one.outerHTML.slice(0, 80))"""
TOO_WIDE = """width => [...document.querySelectorAll('main *')].filter(one => {
    const box = one.getBoundingClientRect();
    return box.width > 1 && (box.right > width + 1 || box.left < -1) && !one.closest('.unseen');
}).map(one => one.outerHTML.slice(0, 80))"""


def violations(desk):
    """Return what axe finds on the page as it is now."""
    desk.page.evaluate(AXE)
    found = desk.page.evaluate("async () => (await axe.run()).violations")
    return [f"{one['id']}: {node['html'][:120]} {node['failureSummary'][:200]}" for one in found for node in one["nodes"]]


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("view", ["desktop", "narrow"])
def test_axe_finds_nothing_on_a_page_folded_or_wide_open(seat, name, view):
    desk = seat(CAMPAIGN, viewport=VIEWS[view])
    come_to(desk, name)
    folded = violations(desk)
    open_everything(desk)

    assert not folded, folded
    assert not (found := violations(desk)), found


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_never_scrolls_sideways(seat, name, view):
    desk = seat(CAMPAIGN, viewport=VIEWS[view])
    come_to(desk, name)
    picture(desk, f"{name}-{view}")
    open_everything(desk)

    assert desk.page.evaluate("document.documentElement.scrollWidth") <= VIEWS[view]["width"]
    assert not (wide := desk.page.evaluate(TOO_WIDE, VIEWS[view]["width"])), wide
