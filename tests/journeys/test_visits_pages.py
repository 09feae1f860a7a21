"""The pages of visits on a slow line and on paper: as light as a guide, and printed without what is only for the screen."""

import pytest

from tests.journeys.cast import EVERYBODY
from tests.journeys.cast_visits import LABEL
from tests.journeys.desk import plain
from tests.journeys.moments import CAMPAIGN
from tests.journeys.pages import come_to, sit_at
from tests.journeys.pages_of_visits import VISIT_PAGES
from tests.journeys.test_weight import FIRST_VISIT_BYTES, FIRST_VISIT_REQUESTS, Meter, visit
from tests.procedures.papers.reading import copied_from


@pytest.mark.parametrize("name", ["visits", "visit", "parting", "by-pictures", "resume", "sheet"])
def test_a_page_of_visits_weighs_as_little_as_a_guide_on_a_first_visit(seat, name):
    desk = seat(CAMPAIGN, full=EVERYBODY)
    meter = Meter().listen(desk)
    come_to(desk, name)
    desk.page.wait_for_load_state("networkidle")
    print(f"{name}: {meter.weight():.0f} bytes, {len(meter.travelled())} requests")

    assert 0 < meter.weight() <= FIRST_VISIT_BYTES
    assert 1 < len(meter.travelled()) <= FIRST_VISIT_REQUESTS + 1, meter.travelled()
    address = desk.path
    desk.page.goto("about:blank")
    meter.reset()
    visit(desk, address)
    assert meter.travelled() == [desk.site.address(address)]


def test_a_visit_printed_from_the_browser_holds_every_step_and_neither_its_buttons_nor_the_other_visits(chair):
    desk = sit_at(chair, "visit")
    steps = [plain(step.text_content()) for step in desk.page.locator(".step h3:not(.pause h3)").all()]

    printed = "".join(copied_from(desk.page.pdf()).replace("\xad", "").split())

    assert len(steps) > 5
    assert not (missing := [step for step in steps if "".join(step.split()) not in printed]), missing
    assert not [word for word in ("Visitebleue", "Fermerlavisite", "Autrechosebloque") if word in printed]


@pytest.mark.parametrize("name", [name for name in VISIT_PAGES if name != "follow-up"])
def test_no_page_but_the_follow_up_list_shows_how_the_team_recognises_somebody(chair, name):
    assert LABEL not in sit_at(chair, name).text()


def test_the_follow_up_list_shows_how_the_team_recognises_somebody_to_who_is_alone(chair):
    assert LABEL in sit_at(chair, "follow-up").text()
