"""Speaks the passage of a démarche to a newer version of its guide: what changes is said first, nothing changes by itself."""

from dataclasses import replace

from flask import Response

from companion import clock
from companion.atelier.actions.said import note_version
from companion.demarches.actions.keeping import keep_demarche
from companion.demarches.rules.gestures import carried
from companion.demarches.views import desk
from companion.demarches.views.desk import Table
from companion.procedures.rules.rebase import rebase
from companion.procedures.rules.rebase_words import changes_in_words
from companion.procedures.rules.running import Rebased
from companion.web.page import go, page
from companion.web.tokens import check_form


def show_changes(visit: str, demarche: str) -> Response:
    """Say what a newer version changes for this démarche."""
    with desk.look_at_visit(visit) as (session, opened):
        table = desk.table_of(session, opened, demarche)
    passage = _passage(table)
    if passage is None:
        return go(table.place)
    must = table.snapshot.must_move(clock.today())
    return page("demarches/version.html", table=table, sentences=changes_in_words(passage), passage=passage, must=must)


def take_version(visit: str, demarche: str) -> Response:
    """Go on with the newer version; what was done stays noted."""
    check_form()
    with desk.change_visit(visit) as (session, opened):
        table = desk.table_of(session, opened, demarche, alone=True)
        passage, newer = _passage(table), table.snapshot.newer
        if passage is not None and newer is not None:
            note_version(session, newer, clock.today())
            title = newer.procedure.court or newer.procedure.titre
            after = replace(carried(table.demarche, passage), running=passage.running, version=newer.content_hash, title=title)
            keep_demarche(session, opened, after, clock.now())
            session.commit()
    return go(f"/visites/{visit}/{demarche}")


def _passage(table: Table) -> Rebased | None:
    newer = table.snapshot.newer
    return rebase(table.snapshot.procedure, newer.procedure, table.demarche.running) if newer else None
