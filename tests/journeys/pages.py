"""Every kind of page, and how one comes to it."""

import os
from pathlib import Path

from tests.journeys import content
from tests.journeys.desk import ACTUALISATION, BOITE_MAIL, BOURSE, Desk

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
}


def come_to(desk: Desk, name: str) -> None:
    """Come to one kind of page."""
    PAGES[name](desk)


def open_everything(desk: Desk) -> None:
    """Open every part that can be folded, so that nothing of the page is left unread."""
    desk.page.evaluate("for (const part of document.querySelectorAll('details')) part.open = true")


def picture(desk: Desk, name: str) -> None:
    """Leave a picture, if somebody wants to look."""
    if SHOTS:
        Path(SHOTS).mkdir(parents=True, exist_ok=True)
        desk.page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True, caret="initial")
