"""Speaks « ça bloque »: an obstacle in one tap, where it happens; taken back as easily."""

from flask import Response, request

from companion import clock
from companion.demarches.actions.keeping import keep_demarche
from companion.demarches.forms import StuckForm
from companion.demarches.rules.contents import Stuck
from companion.demarches.rules.gestures import note_stuck, unstuck
from companion.demarches.rules.obstacles import is_known
from companion.demarches.views import desk
from companion.errors import NotHere
from companion.procedures.rules.procedure import Procedure, Step
from companion.web.page import go, page
from companion.web.tokens import check_form

UNPROCESSABLE = 422


def show_obstacles(visit: str, demarche: str, step: str) -> Response:
    """Show the obstacles, in families."""
    return _show(visit, demarche, step, StuckForm(), 200)


def note_obstacle(visit: str, demarche: str, step: str) -> Response:
    """Note an obstacle of a step."""
    check_form()
    form = StuckForm(request.form)
    if not form.validate():
        return _show(visit, demarche, step, form, UNPROCESSABLE)
    code = request.form.get("obstacle", "")
    with desk.change_visit(visit) as (session, opened):
        table = desk.table_of(session, opened, demarche, alone=True)
        _step_of(table.snapshot.procedure, step)
        if not is_known(code):
            raise NotHere
        noted = Stuck(request.form.get("fois", "")[:8], step, code, form.note.data or "", clock.today())
        keep_demarche(session, opened, note_stuck(table.demarche, noted), clock.now())
        session.commit()
    return go(f"/visites/{visit}/{demarche}#etape-{step}")


def take_back(visit: str, demarche: str) -> Response:
    """Take an obstacle back."""
    check_form()
    with desk.change_visit(visit) as (session, opened):
        found = opened.contents.demarche(demarche)
        keep_demarche(session, opened, unstuck(found, request.form.get("obstacle", "")), clock.now())
        session.commit()
    return go(f"/visites/{visit}/{demarche}")


def _show(visit: str, demarche: str, step: str, form: StuckForm, status: int) -> Response:
    with desk.look_at_visit(visit) as (session, opened):
        table = desk.table_of(session, opened, demarche)
    return page("demarches/stuck.html", status, table=table, step=_step_of(table.snapshot.procedure, step), form=form)


def _step_of(procedure: Procedure, name: str) -> Step:
    found = next((one for one in procedure.etapes if one.id == name), None)
    if found is None:
        raise NotHere
    return found
