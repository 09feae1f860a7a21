"""Every kind of page of the visits, and how one comes to it: those that are open were opened before the site parts into processes."""

from tests.journeys.desk import Desk

CLASH, REFUSED = 409, 422
WRITTEN_MEANWHILE = '[["q","age","mineur"]]'
"""What a page shows that a colleague has changed meanwhile."""


def _visit(name, page="", *, of_thread=False):
    """Open a page of one of the visits that are open, of its first démarche or of the whole sheet."""

    def come(desk: Desk) -> None:
        desk.sit_as("membre")
        place = desk.site.told["visits"][name]
        desk.go(f"{place.rpartition('/')[0] if of_thread else place}{page}")

    return come


def _as(somebody, address):
    def come(desk: Desk) -> None:
        desk.sit_as(somebody)
        desk.go(address)

    return come


def _refused(come, button, **fields):
    """Send a form that cannot be kept."""

    def met(desk: Desk) -> None:
        desk.watch.refusals.add(REFUSED)
        come(desk)
        for name, typed in fields.items():
            desk.page.locator(f"#{name}").fill(typed)
        desk.page.locator(f"main button{button}").click()
        desk.page.get_by_role("alert").or_(desk.page.locator("[aria-invalid]")).first.wait_for()

    return met


def _parting_refused(desk: Desk) -> None:
    desk.watch.refusals.add(REFUSED)
    _visit("walked", "/fermer", of_thread=True)(desk)
    desk.page.get_by_label("Oui, l’équipe le garde").check()
    desk.page.get_by_label("Garder les deux images").uncheck()
    desk.page.locator("#passage").fill("Le mot de passe est Tr0mpette!99")
    desk.press("Continuer vers la feuille")
    desk.page.get_by_role("alert").first.wait_for()


def _clash(desk: Desk) -> None:
    desk.watch.refusals.add(CLASH)
    _visit("walked")(desk)
    desk.page.locator("#guide input[name=vu]").evaluate("(field, said) => { field.value = said; }", WRITTEN_MEANWHILE)
    desk.page.locator("#q-age-").click()
    if not desk.scripted:
        desk.page.get_by_role("button", name="Mettre à jour les étapes").click()
    desk.page.get_by_role("heading", name="Deux personnes ont écrit en même temps").wait_for()


VISIT_PAGES = {
    "visits": _as("membre", "/visites"),
    "visits-ended": _as("accueil", "/visites?fini=1"),
    "oneoff": _as("membre", "/visites/ponctuelle"),
    "visit": _visit("walked"),
    "visit-blocked": _visit("blocked"),
    "stuck": _visit("walked", "/bloque/preparer"),
    "stuck-refused": _refused(_visit("walked", "/bloque/preparer"), "[value=cost]", note="Le mot de passe est Tr0mpette!99"),
    "parting": _visit("walked", "/fermer", of_thread=True),
    "parting-refused": _parting_refused,
    "sheet": _visit("closing", "/feuille", of_thread=True),
    "add": _visit("walked", "/ajouter", of_thread=True),
    "version": _visit("older", "/version"),
    "clash": _clash,
    "cut": _visit("cut", "/coupure", of_thread=True),
    "erasing": _visit("erasing", "/effacer", of_thread=True),
    "resume": _as("membre", "/reprendre"),
    "resume-refused": _refused(_as("accueil", "/reprendre"), "[type=submit]", cle1="ABCD", cle2="EFU", cle3="7K2M"),
    "by-pictures": _as("membre", "/reprendre/images"),
    "put-away": _as("membre", "/suivi"),
    "follow-up": _as("alone", "/suivi"),
}
"""They show what is kept of somebody, or are on the way to it."""
