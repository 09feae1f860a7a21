"""Every kind of page, and how one comes to it."""

import os
from collections.abc import Callable
from pathlib import Path

from tests.journeys import content
from tests.journeys.desk import ACTUALISATION, BOITE_MAIL, BOURSE, Desk
from tests.journeys.moments import CAMPAIGN

AUTHORED = BOURSE.rpartition("/")[2]
ATTESTATION = f"{BOURSE}/etapes/identifier/attestation"
SHOTS = os.environ.get("COMPANION_SHOTS", "")
"""A folder where pictures of the pages are left for somebody to look at, when one is named."""


def _open(address):
    return lambda desk: desk.go(address)


def _answered(address, **answers):
    def come(desk: Desk) -> None:
        desk.go(address)
        desk.answer(**answers)

    return come


def _blocked_card(desk: Desk) -> None:
    _answered(BOURSE, qui_etudie="superieur", age="majeur", identite="oui", parcours="etranger")(desk)
    desk.tick("preparer", "avec")
    desk.say_it_is_stuck("identifier")
    desk.take_way_out("identifier", content.sign(BOURSE, "identifier", "envoyer-recommande"))


def _refused_attestation(desk: Desk) -> None:
    desk.watch.refusals.add(422)
    desk.go(ATTESTATION)
    desk.page.locator("#note").fill("Le mot de passe est Tr0mpette!99")
    desk.page.locator("#essais").fill("dix")
    desk.page.get_by_role("button", name="Imprimer l’attestation").click()
    desk.page.get_by_role("alert").wait_for()


def _lost(desk: Desk) -> None:
    desk.watch.refusals.add(404)
    desk.go("/guides/rien")


def _in_the_atelier(page):
    def come(desk: Desk) -> None:
        desk.enter_the_atelier()
        desk.go(f"/atelier/{page}")

    return come


def _said_no_longer_true(desk: Desk) -> None:
    desk.go(f"/atelier/{AUTHORED}/signaler?etape=identifier")
    desk.page.get_by_label("Une date, une heure ou un délai a changé").check()
    desk.page.get_by_role("button", name="Signaler").click()
    desk.page.wait_for_url("**/merci")


def _refused(page, button):
    def come(desk: Desk) -> None:
        desk.watch.refusals.add(422)
        desk.go(page)
        desk.page.get_by_role("button", name=button).click()
        desk.page.get_by_role("alert").wait_for()

    return come


def _broken_item(desk: Desk) -> None:
    desk.enter_the_atelier()
    desk.go(f"/atelier/{AUTHORED}/modifier/etapes/etapes/preparer")
    desk.page.locator("#c-titre").fill("")
    desk.page.get_by_role("button", name="Enregistrer le brouillon").click()
    desk.page.wait_for_url("**/etapes#etapes-preparer")
    desk.go(f"/atelier/{AUTHORED}/modifier/etapes/etapes/preparer")


def _draft(desk: Desk) -> None:
    _broken_item(desk)
    desk.go(f"/atelier/{AUTHORED}/modifier")


ATELIER_PAGES = {
    "atelier": _open("/atelier/"),
    "atelier-guide": _open(f"/atelier/{AUTHORED}"),
    "atelier-code": _open("/atelier/entrer"),
    "atelier-code-refused": _refused("/atelier/entrer", "Entrer"),
    "atelier-doubt": _open(f"/atelier/{AUTHORED}/signaler?etape=identifier"),
    "atelier-doubt-refused": _refused(f"/atelier/{AUTHORED}/signaler", "Signaler"),
    "atelier-thanks": _said_no_longer_true,
    "atelier-draft": _draft,
    "atelier-card": _in_the_atelier(f"{AUTHORED}/modifier/identite"),
    "atelier-card-list": _in_the_atelier(f"{AUTHORED}/modifier/etapes"),
    "atelier-step": _broken_item,
    "atelier-deadline": _in_the_atelier(f"{AUTHORED}/modifier/echeances/echeances/campagne"),
    "atelier-new-guide": _in_the_atelier("nouveau"),
    "atelier-new-question": _in_the_atelier(f"{AUTHORED}/modifier/questions/questions/nouveau"),
}
"""Pages that remember something in the instance, if only that they were asked for."""
PAGES = {
    "home": _open("/"),
    "home-found": _open("/?q=bourse"),
    "home-nothing": _open("/?q=zzzzzz"),
    "deadlines": _open("/echeances"),
    "manual": _open("/aide"),
    "bourse": _open(BOURSE),
    "bourse-minor": _answered(BOURSE, qui_etudie="superieur", age="mineur"),
    "bourse-blocked": _blocked_card,
    "actualisation": _open(ACTUALISATION),
    "actualisation-lost-codes": _answered(ACTUALISATION, codes="non-perdus", mois="travail-ou-autre"),
    "boite-mail": _open(BOITE_MAIL),
    "boite-mail-answered": _answered(BOITE_MAIL, besoin="oui", situation="boite-existante-inconnue", telephone="oui"),
    "attestation": _open(ATTESTATION),
    "attestation-refused": _refused_attestation,
    "fault": _lost,
    **ATELIER_PAGES,
}


def come_to(desk: Desk, name: str) -> None:
    """Come to one kind of page."""
    PAGES[name](desk)


def sit_at(seat: Callable[..., Desk], name: str, **options: object) -> Desk:
    """Sit down and come to one kind of page, where its visitors may write if it is theirs to."""
    desk = seat(CAMPAIGN, writes=name in ATELIER_PAGES, **options)
    come_to(desk, name)
    return desk


def open_everything(desk: Desk) -> None:
    """Open every part that can be folded, so that nothing of the page is left unread."""
    desk.page.evaluate("for (const part of document.querySelectorAll('details')) part.open = true")


def picture(desk: Desk, name: str) -> None:
    """Leave a picture, if somebody wants to look."""
    if SHOTS:
        Path(SHOTS).mkdir(parents=True, exist_ok=True)
        desk.page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True, caret="initial")
