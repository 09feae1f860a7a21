"""Speaks the first page of a new guide: a title, a country, an institution; the form does the rest."""

from flask import Response, request

from companion import clock
from companion.atelier.actions import drafts as writer
from companion.atelier.queries.drafts import begun_guides
from companion.atelier.rules.skeleton import COUNTRIES, LONGEST_TITLE, name_of, skeleton
from companion.atelier.views.doors import bp, config, library
from companion.web.access import Door, opens_to
from companion.web.page import go, page
from companion.web.tokens import check_form

NO_TITLE = "Écrivez le titre : ce que la personne vient faire, par exemple « Renouveler une carte de bibliothèque »."
NO_PLACE = "Choisissez l’institution dans la liste. Si elle manque, prenez la plus proche : elle se change ensuite."


@bp.get("/nouveau")
@opens_to(Door.MEMBERS)
def ask_beginning() -> Response:
    """Ask for the title and the institution of a new guide."""
    return _ask("", "", "")


def _ask(title: str, institution: str, error: str, status: int = 200) -> Response:
    places = sorted(library().institutions.values(), key=lambda one: (one.id.partition("-")[0], one.nom))
    return page("atelier/begin.html", status, places=places, countries=COUNTRIES, title=title, chosen=institution, error=error)


@bp.post("/nouveau")
@opens_to(Door.MEMBERS)
def begin_guide() -> Response:
    """Begin a guide: its draft says that nothing is known yet, and the form leads from there."""
    check_form()
    title, place = request.form.get("titre", "").replace("\0", "").strip()[:LONGEST_TITLE], request.form.get("institution", "")
    country = place.partition("-")[0]
    if not title or place not in library().institutions or country not in COUNTRIES:
        return _ask(title, place, NO_PLACE if title else NO_TITLE, 422)
    taken = [*library().guides, *begun_guides(config().drafts, library())]
    name = name_of(country, title, taken)
    writer.begin(config().drafts, name, skeleton(name, title, place, clock.today()))
    return go(f"/atelier/{name}/modifier")
