"""Speaks a démarche during a visit: the guide on its own snapshot, each gesture kept at once and undone as easily."""

import re
from datetime import date
from typing import Any

from flask import Response, request

from companion import clock
from companion.demarches.actions.keeping import keep_demarche
from companion.demarches.forms import gesture, ways
from companion.demarches.queries.threads import note_of
from companion.demarches.rules.contents import Demarche, Stuck
from companion.demarches.rules.gestures import (
    Clash,
    applied,
    blocked,
    marks_of,
    merged,
    on_page,
    read_shown,
    said_by,
    shown_in_words,
    told,
    unblocked,
)
from companion.demarches.rules.handover import Note
from companion.demarches.views import desk
from companion.demarches.views.alone import somebody_comes
from companion.demarches.views.desk import Table
from companion.errors import Refused
from companion.procedures import views as guides
from companion.procedures.rules.procedure import Procedure
from companion.vault.primitives import new_secret
from companion.web.page import go, page
from companion.web.tokens import check_form

CONFLICT = 409
VERSION_SIGNS = 16
OTHER_VERSION = (
    "Cette démarche est passée à la nouvelle version du guide dans un autre onglet. Ce dernier geste n’a pas été gardé : "
    "rechargez la page, puis refaites-le."
)
LEADS_TO = ("fermer", "ajouter", "effacer")
_STUCK = re.compile(r"bloque/[a-z0-9-]{1,80}")


def show_thread(visit: str) -> Response:
    """Go to where the visit stands: after a cut, at the sheet, or at its first démarche."""
    with desk.look_at_visit(visit) as (_, opened):
        pass
    somebody_comes()
    if opened.own.boot != desk.boot_mark():
        return go(f"/visites/{visit}/coupure")
    return go(f"/visites/{visit}/feuille" if opened.own.closing else f"/visites/{visit}/{opened.contents.demarches[0].id}")


def show_demarche(visit: str, demarche: str) -> Response:
    """Show a démarche of an open visit."""
    with desk.look_at_visit(visit) as (session, opened):
        table = desk.table_of(session, opened, demarche)
        note = note_of(session, opened.thread, opened.ring, clock.today())
    if opened.own.boot != desk.boot_mark() or opened.own.closing:
        return go(f"/visites/{visit}")
    if table.snapshot.must_move(clock.today()):
        return go(f"{table.place}/version")
    somebody_comes()
    return page("demarches/visit.html", table=table, note=_readable(note), **_shown(table))


def _readable(note: tuple[Note, date] | None) -> tuple[Note, date] | None:
    """Return the note, if it is for who sits here: reception reads « danger vital » alone (decision B1)."""
    return note if note and (desk.is_member() or note[0].danger) else None


def _shown(table: Table) -> dict[str, Any]:
    handout = table.handout
    return {
        "guide": table.guide,
        "handout": handout,
        "said": table.said,
        "library": guides.library(),
        "shown": shown_in_words(on_page(said_by(table.demarche), handout)),
        "procedure_steps": {step.id for step in table.snapshot.procedure.etapes},
        "marks": marks_of(table.demarche),
        "version": table.demarche.version[:VERSION_SIGNS],
        "is_member": desk.is_member(),
    }


def keep_gesture(visit: str, demarche: str) -> Response:
    """Keep what was touched on the page; what a colleague wrote meanwhile is not overwritten."""
    check_form()
    with desk.change_visit(visit) as (session, opened):
        table = desk.table_of(session, opened, demarche, alone=True)
        if request.form.get("version", "") not in {"", table.demarche.version[:VERSION_SIGNS]}:
            raise Refused(OTHER_VERSION)
        now = said_by(table.demarche)
        said, clashes = merged(read_shown(request.form.get("vu", ""), now), gesture(request.form), now)
        after = _with_ways(applied(table.demarche, table.snapshot.procedure, said), table.snapshot.procedure)
        keep_demarche(session, opened, after, clock.now())
        session.commit()
    somebody_comes()
    place = f"/visites/{visit}/{demarche}"
    if clashes:
        return _show_clashes(place, table.snapshot.procedure, after, clashes)
    return go(_next(visit, place))


def _next(visit: str, place: str) -> str:
    """Return where a button leads once the page is kept: nothing ticked without script is lost on the way."""
    wanted = request.form.get("puis", "")
    if wanted in LEADS_TO:
        return f"/visites/{visit}/{wanted}"
    return f"{place}/{wanted}" if _STUCK.fullmatch(wanted) else place


def _with_ways(demarche: Demarche, procedure: Procedure) -> Demarche:
    """Take the ways out, or give them up, that this gesture names."""
    for way in ways(request.form, "debloquer"):
        demarche = unblocked(demarche, procedure, way)
    for way in ways(request.form, "bloquer"):
        demarche = blocked(demarche, procedure, way, Stuck(new_secret(4).hex(), way.step, "", noted_on=clock.today()))
    return demarche


def _show_clashes(place: str, procedure: Procedure, after: Demarche, clashes: tuple[Clash, ...]) -> Response:
    """Show both versions of what two people changed; the rest is kept already."""
    kept = on_page(said_by(after), desk.handout_of(procedure, after))
    return page(
        "demarches/clash.html",
        CONFLICT,
        place=place,
        clashes=[told(one, procedure) for one in clashes],
        clashing={(one.kind, one.name) for one in clashes},
        shown=shown_in_words(kept),
        version=after.version[:VERSION_SIGNS],
        kept=kept,
    )
