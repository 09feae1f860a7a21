"""A slow line and an old machine: what travels is counted by the browser itself."""

from dataclasses import dataclass, field

import pytest

from tests.journeys.cast import EVERYBODY
from tests.journeys.desk import ACTUALISATION, BOITE_MAIL, BOURSE
from tests.journeys.moments import CAMPAIGN
from tests.journeys.pages import SEATS

FIRST_VISIT_BYTES = 50_000
FIRST_VISIT_REQUESTS = 5
ADDRESSES = ["/", BOURSE, ACTUALISATION, BOITE_MAIL, "/echeances", "/aide"]


@dataclass
class Meter:
    """Counts what crosses the line of one tab, headers included; what the browser kept is not counted."""

    asked: dict[str, str] = field(default_factory=dict)
    kept: set[str] = field(default_factory=set)
    sizes: dict[str, float] = field(default_factory=dict)
    encodings: dict[str, str] = field(default_factory=dict)

    def listen(self, desk):
        """Begin to count, from what Chromium says of its network."""
        line = desk.page.context.new_cdp_session(desk.page)
        line.on("Network.requestWillBeSent", lambda said: self.asked.update({said["requestId"]: said["request"]["url"]}))
        line.on("Network.requestServedFromCache", lambda said: self.kept.add(said["requestId"]))
        line.on("Network.responseReceived", self._received)
        line.on("Network.loadingFinished", lambda said: self.sizes.update({said["requestId"]: said["encodedDataLength"]}))
        line.send("Network.enable")
        return self

    def _received(self, said):
        answer = said["response"]
        self.encodings[answer["url"]] = {name.lower(): value for name, value in answer["headers"].items()}.get("content-encoding", "")
        if answer.get("fromDiskCache") or answer.get("fromPrefetchCache"):
            self.kept.add(said["requestId"])

    def travelled(self):
        """Return the address of each request that crossed the line."""
        return [url for name, url in self.asked.items() if name not in self.kept]

    def weight(self):
        """Return the bytes that crossed the line."""
        return sum(size for name, size in self.sizes.items() if name not in self.kept)

    def reset(self):
        """Begin a new visit."""
        for drawer in (self.asked, self.kept, self.sizes, self.encodings):
            drawer.clear()


def visit(desk, address):
    """Open a page and wait until nothing more is asked, the icon included."""
    desk.page.goto(desk.site.address(address), wait_until="networkidle")


@pytest.mark.parametrize(("address", "scripted"), [*((address, True) for address in ADDRESSES), ("/", False), (BOURSE, False)])
def test_a_first_visit_weighs_at_most_fifty_kilobytes_in_five_requests_and_a_second_asks_for_the_page_alone(seat, address, scripted):
    desk = seat(CAMPAIGN, scripted=scripted)
    meter = Meter().listen(desk)
    visit(desk, address)
    print(f"{address}: {meter.weight():.0f} bytes, {len(meter.travelled())} requests")

    assert 0 < meter.weight() <= FIRST_VISIT_BYTES
    assert 1 < len(meter.travelled()) <= FIRST_VISIT_REQUESTS, meter.travelled()
    assert set(meter.encodings.values()) == {"gzip"}, meter.encodings

    desk.page.goto("about:blank")
    meter.reset()
    visit(desk, address)
    assert meter.travelled() == [desk.site.address(address)]


@pytest.mark.parametrize("scripted", [True, False], ids=["script", "no-script"])
@pytest.mark.parametrize("address", ["/atelier/", f"/atelier/{BOURSE.rpartition('/')[2]}", "/connexion"])
def test_a_first_visit_of_the_atelier_and_of_the_accounts_weighs_as_little_with_one_sheet_of_style_more(seat, address, scripted):
    desk = seat(CAMPAIGN, scripted=scripted, full=EVERYBODY)
    meter = Meter().listen(desk)
    visit(desk, address)
    print(f"{address}: {meter.weight():.0f} bytes, {len(meter.travelled())} requests")

    assert 0 < meter.weight() <= FIRST_VISIT_BYTES
    assert 1 < len(meter.travelled()) <= FIRST_VISIT_REQUESTS + 1, meter.travelled()
    assert set(meter.encodings.values()) == {"gzip"}, meter.encodings

    desk.page.goto("about:blank")
    meter.reset()
    visit(desk, address)
    assert meter.travelled() == [desk.site.address(address)]


def test_each_page_of_the_accounts_would_weigh_as_little_on_a_first_visit(seat):
    desk = seat(CAMPAIGN, full=EVERYBODY)
    meter = Meter().listen(desk)
    visit(desk, "/connexion")
    page = next(meter.sizes[name] for name, url in meter.asked.items() if url == desk.site.address("/connexion"))
    beside = meter.weight() - page
    for somebody, address in SEATS.values():
        desk.sit_as(somebody)
        meter.reset()
        visit(desk, address)

        assert meter.travelled() == [desk.site.address(address)], "its sheets were all brought by the first page"
        assert 0 < meter.weight() + beside <= FIRST_VISIT_BYTES, address


def test_a_page_never_seen_needs_nothing_more_once_another_was_read(seat):
    desk = seat(CAMPAIGN)
    meter = Meter().listen(desk)
    visit(desk, "/")
    meter.reset()
    visit(desk, BOURSE)

    assert meter.travelled() == [desk.site.address(BOURSE)]


@pytest.mark.parametrize(
    ("address", "radio"), [(BOURSE, "q-qui-etudie-superieur"), (ACTUALISATION, "q-codes-oui"), (BOITE_MAIL, "q-besoin-oui")]
)
def test_an_answer_to_a_click_is_lighter_than_the_page(seat, address, radio):
    desk = seat(CAMPAIGN)
    meter = Meter().listen(desk)
    visit(desk, address)
    page = next(meter.sizes[name] for name, url in meter.asked.items() if url == desk.site.address(address))
    meter.reset()
    desk.change(desk.page.locator(f"#{radio}").check)
    desk.page.wait_for_load_state("networkidle")
    print(f"{address}: page {page:.0f} bytes, click {meter.weight():.0f} bytes")

    assert meter.travelled() == [desk.site.address(address)]
    assert 0 < meter.weight() < page


def test_typing_a_search_brings_only_the_results(seat):
    desk = seat(CAMPAIGN)
    meter = Meter().listen(desk)
    visit(desk, "/")
    page = next(meter.sizes[name] for name, url in meter.asked.items() if url == desk.site.address("/"))
    meter.reset()
    desk.page.locator("#q").press_sequentially("bourse")
    desk.page.locator("#resultats .card").first.wait_for()
    desk.page.wait_for_load_state("networkidle")

    assert all(size < page for size in meter.sizes.values())
    assert 1 <= len(meter.travelled()) <= len("bourse")
