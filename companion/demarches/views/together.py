"""Speaks the sheet that several démarches share: one is added, taken off, or goes to a sheet of its own (decision C1)."""

from dataclasses import replace

from flask import Response, request

from companion import clock
from companion.demarches.actions.keeping import keep_contents, noting
from companion.demarches.actions.opening import separate as separate_demarche
from companion.demarches.forms import once
from companion.demarches.views import desk
from companion.demarches.views.opening import keep_version, new_demarche
from companion.errors import Refused
from companion.journal.rules.entries import Kind
from companion.procedures import views as guides
from companion.procedures.rules import shelf
from companion.web.page import go, page
from companion.web.tokens import check_form

MOST = 8
TOO_MANY = "Huit démarches sont déjà sur cette feuille. Ouvrez une autre visite pour la suivante."
WORKED_ON = "Cette démarche a déjà avancé. Pour qu’elle ne soit plus sur cette feuille, séparez-la."
ALONE = "C’est la seule démarche de cette feuille. Fermez la visite, ou effacez-la avec la personne."


def show_guides(visit: str) -> Response:
    """Show the guides that may be added to the same sheet."""
    with desk.look_at_visit(visit) as (_, opened):
        pass
    shelves = guides.library()
    return page(
        "demarches/add.html", opened=opened, countries=shelf.by_country(shelves.procedures, guides.config().pays), library=shelves, guide=""
    )


def add(visit: str) -> Response:
    """Put one démarche more on the same sheet: the person asked for it."""
    check_form()
    demarche = new_demarche()
    with desk.change_visit(visit) as (session, opened):
        there = [one for one in opened.contents.demarches if one.procedure == demarche.procedure and not one.running.steps]
        if there:  # A second click, or a guide already there and not begun: one goes on with it.
            return go(f"/visites/{visit}/{there[0].id}")
        if len(opened.contents.demarches) >= MOST:
            raise Refused(TOO_MANY)
        keep_version(session, demarche.procedure)
        detail = {"demarche": demarche.id, "guide": demarche.procedure}
        keep_contents(opened, noting(session, opened.contents.adding(demarche), Kind.OPENED, detail, clock.now()))
        session.commit()
    return go(f"/visites/{visit}/{demarche.id}")


def take_off(visit: str, demarche: str) -> Response:
    """Take off a démarche that was added by mistake: nothing of it was done."""
    check_form()
    with desk.change_visit(visit) as (session, opened):
        found = opened.contents.demarche(demarche)
        if len(opened.contents.demarches) == 1:
            raise Refused(ALONE)
        if found.running.steps or found.stuck:
            raise Refused(WORKED_ON)
        keep_contents(opened, replace(opened.contents.without(demarche), next_what=""))
        session.commit()
    return go(f"/visites/{visit}")


def separate(visit: str, demarche: str) -> Response:
    """Take a démarche to a sheet of its own."""
    check_form()
    asked = desk.asked(once(request.form))
    with desk.change_visit(visit) as (session, opened):
        name = separate_demarche(session, asked, opened, demarche)
        session.commit()
    return go(f"/visites/{name.hex()}")
