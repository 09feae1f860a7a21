"""The gestures of a visit, from the first click to the empty chair, the same with and without script."""

import re

from playwright.sync_api import expect

from tests.journeys.desk import Desk, plain
from tests.procedures.papers.reading import text_of

KEY = re.compile(r"[0-9A-Z]{4}(?:\s+[0-9A-Z]{4}){2}")
PLACE = re.compile(r"/visites/[0-9a-f]{32}/[0-9a-f]{8}(#[a-z0-9-]*)?$")


def sit_at_visits(desk: Desk, somebody: str) -> Desk:
    """Take the seat of one of the team, and come to the list of their visits."""
    desk.sit_as(somebody)
    desk.go("/visites")
    return desk


def begin(desk: Desk, guide: str, button: str = "Commencer une visite") -> str:
    """Open a visit on a guide; return its address."""
    desk.go(guide)
    desk.press(button)
    return at_visit(desk)


def at_visit(desk: Desk) -> str:
    """Wait until a visit is on the table; return its address, without that of its démarche."""
    desk.page.wait_for_url(PLACE)
    return visit_of(desk)


def visit_of(desk: Desk) -> str:
    """Return the address of the visit on the table."""
    return "/".join(desk.path.partition("#")[0].split("/")[:3])


def note_stuck(desk: Desk, step: str, obstacle: str, note: str = "") -> None:
    """Say that something else blocks a step."""
    desk.unfold(step)
    desk.step(step).get_by_role("button", name="Autre chose bloque").click()
    desk.page.wait_for_url("**/bloque/*")
    desk.page.locator("#note").fill(note)
    desk.page.locator(f"button[name=obstacle][value={obstacle}]").click()
    desk.page.wait_for_url(f"**#etape-{step}")


def to_parting(desk: Desk) -> None:
    """Go to what is decided with the person before parting."""
    desk.press("Fermer la visite, avec la personne")
    desk.page.wait_for_url("**/fermer")


def keep_by_team(desk: Desk, *pictures: str, label: str = "", note: str = "", danger: bool = False) -> None:
    """Say that the person lets the team keep the thread, and what goes with it."""
    page = desk.page
    page.get_by_label("Oui, l’équipe le garde").check()
    if page.locator("#si-oui").get_attribute("open") is None:
        page.get_by_text("Si elle a dit oui").click()
    for picture in pictures:
        page.get_by_label(picture, exact=True).check()
    for field, text in (("#etiquette", label), ("#passage", note)):
        if text:
            page.locator(field).fill(text)
    if danger:
        page.get_by_label("Danger vital").check()


def to_sheet(desk: Desk) -> str:
    """Go to the sheet; return the key it shows, if it shows one."""
    desk.press("Continuer vers la feuille")
    desk.page.wait_for_url("**/feuille")
    found = KEY.search(plain(desk.page.locator(".leaf").inner_text()))
    return found[0] if found else ""


def printed_sheet(desk: Desk) -> str:
    """Return what the paper says that the button prints."""
    link = desk.page.get_by_role("link", name="Imprimer la feuille à plier").get_attribute("href")
    answer = desk.page.context.request.get(desk.site.address(link))
    assert answer.headers["content-type"] == "application/pdf"
    return text_of(answer.body())


def empty_chair(desk: Desk) -> None:
    """End the visit."""
    desk.press("Fermer la visite : la chaise est vide")
    desk.page.wait_for_url("**/visites?fini=*")
    expect(desk.page.locator("p.done")).to_be_visible()


def part_with_sheet(desk: Desk) -> str:
    """Close a visit with a sheet and nothing else; return its key."""
    to_parting(desk)
    key = to_sheet(desk)
    empty_chair(desk)
    return key


def type_key(desk: Desk, *groups: str) -> None:
    """Type the groups of a key, and ask for its thread."""
    desk.go("/reprendre")
    for rank, group in enumerate(groups, 1):
        desk.page.locator(f"#cle{rank}").fill(group)
    desk.press("Ouvrir")


def resume_by_sheet(desk: Desk, key: str) -> str:
    """Open a visit with the key of a sheet; return its address."""
    type_key(desk, *key.split())
    return at_visit(desk)


def say_alone(desk: Desk) -> None:
    """Open the follow-up list, which is put away until somebody says that nobody looks on."""
    desk.go("/suivi")
    expect(desk.page.get_by_role("heading", level=1)).to_have_text("Le suivi est rangé")
    desk.press("Je suis seul·e devant l’écran : ouvrir le suivi")
    expect(desk.page.get_by_role("heading", level=1)).to_have_text("Suivi de l’équipe")


def followed(desk: Desk, label: str) -> None:
    """Go on with a thread of the follow-up list."""
    desk.page.get_by_role("button", name=re.compile(f"^Reprendre\\s*{label}")).click()
    at_visit(desk)


def answer_pictures(desk: Desk, guide: str, *pictures: str) -> None:
    """Give the three answers of a person without their sheet."""
    desk.page.locator("#guide").select_option(guide.rpartition("/")[2])
    desk.page.get_by_label("Il y a moins d’un mois").check()
    for picture in pictures:
        desk.page.get_by_label(picture, exact=True).check()
    desk.press("Ouvrir")
