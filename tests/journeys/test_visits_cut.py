"""The power goes in the middle of a visit: what the site had said was kept is there, and nothing is sent twice by mistake."""

import os
import signal
from threading import Thread

import psutil
import pytest
from playwright.sync_api import expect

from tests.journeys.cast import FIRST_NAME, TEAM
from tests.journeys.desk import BOURSE, plain, watched_desk
from tests.journeys.doors import opened_at
from tests.journeys.moments import CAMPAIGN
from tests.journeys.visiting import at_visit, begin, part_with_sheet
from tests.journeys.wire import ask

SEE_OTHER = 303
FORM = b"Content-Type: application/x-www-form-urlencoded"
ENOUGH = 2
"""Ticks kept before the power goes, so that it goes in the middle."""
IN_DOUBT = "À vérifier : cherchez l’accusé"
CUT = "Cherchez l’accusé avant de recommencer"


@pytest.fixture(scope="module")
def sit(browser):
    """Sit down in front of a site."""
    return lambda site, *, scripted: watched_desk(browser, site, scripted=scripted, writes=True)


def signed_in(desk, page="/visites"):
    """Sign in again: nobody is let in by what the browser held before the cut."""
    desk.go(page)
    desk.page.wait_for_url(f"**/connexion?vers={page}")
    desk.sign_in(FIRST_NAME)
    desk.page.wait_for_url(f"**{page}")


def sent_while_cut(desk, place):
    """Send ticks one after the other, cut everything during one of them; return those that the site said it kept, and those begun."""
    token = desk.page.locator("#guide input[name=jeton]").get_attribute("value")
    cookie = desk.page.context.cookies()[0]
    heads = (FORM, f"Cookie: {cookie['name']}={cookie['value']}".encode(), f"Origin: {desk.site.url}".encode())
    radios = desk.page.locator("input[name^=fait-]:not([value='']):not(:checked)").all()
    ticks = {one.get_attribute("name"): one.get_attribute("id") for one in radios}
    for spared in ("fait-preparer", "fait-relire-envoyer"):  # Noted already; in doubt until the end of this journey.
        del ticks[spared]
    kept, begun = [], []

    def send():
        for name, radio in ticks.items():
            begun.append(radio)
            mode = radio.removeprefix(f"{name}-")
            if ask(desk.site, f"POST {place}".encode(), f"jeton={token}&vu=%5B%5D&{name}={mode}".encode(), *heads).status != SEE_OTHER:
                return
            kept.append(radio)

    sender = Thread(target=send)
    sender.start()
    while len(kept) < ENOUGH and sender.is_alive():
        sender.join(0.005)
    cut(desk.site)
    sender.join()
    assert kept, "the control: some were kept before the cut"
    return kept, begun


def cut(site):
    """End every process of the site at once, as a cut does."""
    family = [psutil.Process(site.process.pid), *psutil.Process(site.process.pid).children(recursive=True)]
    for one in family:
        os.kill(one.pid, signal.SIGKILL)
    psutil.wait_procs(family[1:], timeout=30)
    site.process.wait(30)


def looked_for(desk, visit, **answers):
    """Meet the first page after a stop, and say of each gesture what became of it."""
    desk.go(visit)
    expect(desk.page.get_by_role("heading", level=1)).to_have_text(CUT)
    for step, answer in answers.items():
        desk.page.locator(f"input[name$='-{step.replace('_', '-')}'][value={answer}]").check()
    desk.press("Continuer la visite")
    at_visit(desk)


def test_after_a_stop_one_looks_for_the_receipt_before_anything_is_done_again_and_what_was_kept_is_there(tmp_path, sit):
    folder = tmp_path / "site"
    with opened_at(CAMPAIGN, folder, full=TEAM) as site, sit(site, scripted=True) as desk:
        desk.sit_as(FIRST_NAME)
        visit = begin(desk, BOURSE)
        desk.answer(qui_etudie="superieur", age="majeur", identite="oui")
        place = desk.path
    with opened_at(CAMPAIGN, folder) as site, sit(site, scripted=False) as desk:
        signed_in(desk)
        looked_for(desk, visit, preparer="avec", relire_envoyer="inconnu")
        expect(desk.page.locator("#q-identite-oui")).to_be_checked()
        expect(desk.page.locator("#fait-preparer-avec")).to_be_checked()
        assert IN_DOUBT in plain(desk.step("relire-envoyer").text_content())
        desk.go(visit)
        assert desk.path == place, "it is asked once"
        kept, begun = sent_while_cut(desk, place)
        desk.page.goto("about:blank")
    with opened_at(CAMPAIGN, folder) as site, sit(site, scripted=True) as desk:
        signed_in(desk)
        looked_for(desk, visit, relire_envoyer="pas-fait")
        assert IN_DOUBT not in plain(desk.step("relire-envoyer").text_content())
        for radio in kept:
            expect(desk.page.locator(f"#{radio}")).to_be_checked()
        ticked = {one.get_attribute("id") for one in desk.page.locator("input[name^=fait-]:not([value='']):checked").all()}
        assert {*kept, "fait-preparer-avec"} <= ticked <= {*begun, "fait-preparer-avec"}
        part_with_sheet(desk)
