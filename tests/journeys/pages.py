"""Every kind of page, and how one comes to it."""

import os
import re
from collections.abc import Callable
from pathlib import Path

from tests.journeys import content
from tests.journeys.cast import EVERYBODY, NOBODY
from tests.journeys.desk import ACTUALISATION, BOITE_MAIL, BOURSE, Desk
from tests.journeys.moments import CAMPAIGN
from tests.journeys.pages_of_visits import VISIT_PAGES

LOCKED = 423
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


def _as(somebody, address):
    def come(desk: Desk) -> None:
        desk.sit_as(somebody)
        desk.go(address)

    return come


def _in_the_atelier(page):
    return _as("membre", f"/atelier/{page}")


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


def _met_with(status, come):
    def met(desk: Desk) -> None:
        desk.watch.refusals.add(status)
        come(desk)

    return met


def _signing_in_refused(desk: Desk) -> None:
    desk.watch.refusals.add(422)
    desk.go("/connexion")
    desk.page.get_by_label("Votre nom dans Compagnon").fill("heron-42")
    desk.page.get_by_label("Votre phrase").fill("abandon xylofon")
    desk.press("Entrer")
    desk.page.get_by_role("alert").wait_for()


def _about_a_colleague(link):
    def come(desk: Desk) -> None:
        desk.sit_as("membre")
        desk.go("/equipe")
        desk.page.get_by_role("link", name=link).last.click()
        desk.page.wait_for_url("**/equipe/*/*")

    return come


def _form_met_by(somebody, status):
    """Send a form as a member, under a cookie that has changed meanwhile."""

    def come(desk: Desk) -> None:
        desk.watch.refusals.add(status)
        desk.sit_as("membre")
        desk.go("/atelier/nouveau")
        desk.sit_as(somebody)
        desk.page.locator("#titre").fill("Un titre qui attend d’être enregistré")
        desk.page.locator("main button[type=submit]").click()
        desk.page.get_by_text("attend ici" if status == LOCKED else "Copiez-le").wait_for()

    return come


def _broken_item(desk: Desk) -> None:
    desk.sit_as("membre")
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
SEATS = {
    "sign-in-number": ("half", "/connexion/numero"),
    "machine-waits": ("machine", "/poste"),
    "arrival-phrase": ("phrase", "/arrivee/phrase"),
    "arrival-number": ("number", "/arrivee/numero"),
    "arrival-square": ("square", "/arrivee/numero"),
    "arrival-card": ("card", "/arrivee/numero"),
    "arrival-sheet": ("sheet", "/arrivee/feuille"),
    "arrival-envelope": ("envelope", "/arrivee/enveloppe"),
    "arrival-poster": ("poster", "/arrivee/affiche"),
    "waiting": ("waiting", "/attente"),
    "waiting-met": ("waiting-met", "/attente"),
    "own": ("membre", "/moi"),
    "team": ("inviting", "/equipe"),
    "open-machine": ("membre", "/equipe/poste"),
}
"""Pages of the accounts, by who sits there and where."""
ACCOUNT_PAGES = {
    "sign-in": _open("/connexion"),
    "sign-in-refused": _signing_in_refused,
    "join": _open("/rejoindre"),
    "by-sheet": _open("/secours"),
    "by-envelope": _open("/secours/enveloppe"),
    "machine": _open("/poste"),
    **{name: _as(*seated) for name, seated in SEATS.items()},
    "meeting": _about_a_colleague(re.compile("^Accueillir")),
    "leaving": _about_a_colleague(re.compile("^Départ")),
    "veil": _met_with(LOCKED, _as("veiled", "/equipe")),
    "veil-shut": _met_with(LOCKED, _as("shut", "/equipe")),
    "veil-keeps": _form_met_by("veiled", LOCKED),
    "lost-session": _form_met_by("gone", 401),
    "not-yours": _met_with(403, _as("accueil", "/equipe")),
}
FIRST_PAGES = {"first-run": _open("/premiere-ouverture"), "first-run-refused": _refused("/premiere-ouverture", "Commencer")}
"""In a house that nobody has opened yet."""
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
    **ACCOUNT_PAGES,
    **VISIT_PAGES,
    **FIRST_PAGES,
}


def house_of(name: str) -> str:
    """Return who is of the house where a page is shown; nobody at all, where visitors leave nothing."""
    if name in FIRST_PAGES:
        return NOBODY
    return EVERYBODY if name in {**ATELIER_PAGES, **ACCOUNT_PAGES, **VISIT_PAGES} else ""


def come_to(desk: Desk, name: str) -> None:
    """Come to one kind of page."""
    PAGES[name](desk)


def sit_at(seat: Callable[..., Desk], name: str, **options: object) -> Desk:
    """Sit down and come to one kind of page, where its visitors may write if it is theirs to."""
    desk = seat(CAMPAIGN, full=house_of(name), **options)
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
