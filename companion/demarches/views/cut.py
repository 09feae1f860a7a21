"""Speaks the first page after a cut: what was under way is looked for before it is begun again (decision C6)."""

from dataclasses import replace

from flask import Response, request
from sqlalchemy.orm import Session

from companion import clock
from companion.demarches.actions.keeping import keep_contents, keep_sitting, noting
from companion.demarches.queries.visits import OpenVisit
from companion.demarches.rules import after_cut
from companion.demarches.rules.after_cut import Pending
from companion.demarches.rules.gestures import changed_steps
from companion.demarches.views import desk
from companion.journal.rules.entries import Kind
from companion.web.page import go, page
from companion.web.tokens import check_form


def show_cut(visit: str) -> Response:
    """Show what was under way when everything stopped."""
    with desk.look_at_visit(visit) as (session, opened):
        pending = _pending(session, opened)
    if opened.own.boot == desk.boot_mark():
        return go(f"/visites/{visit}")
    return page("demarches/cut.html", opened=opened, pending=pending)


def _pending(session: Session, opened: OpenVisit) -> tuple[Pending, ...]:
    walks = [(one, desk.handout_of(desk.snapshot_of(session, one).procedure, one).walk) for one in opened.contents.demarches]
    return tuple(found for demarche, walk in walks for found in after_cut.pending(demarche, walk))


def answer_cut(visit: str) -> Response:
    """Note, for each gesture that was under way: done, not done, or nobody knows."""
    check_form()
    with desk.change_visit(visit) as (session, opened):
        contents = opened.contents
        for one in _pending(session, opened):
            before = contents.demarche(one.demarche)
            after = after_cut.answered(before, one, request.form.get(f"geste-{one.demarche}-{one.step.id}", ""))
            contents = contents.changing(after)
            for step, mode in changed_steps(before, after).items():
                contents = noting(session, contents, Kind.STEP, _detail(one, step, mode), clock.now())
        keep_contents(opened, contents)
        keep_sitting(opened, replace(opened.own, boot=desk.boot_mark()))
        session.commit()
    return go(f"/visites/{visit}")


def _detail(one: Pending, step: str, mode: str) -> dict[str, str]:
    return {"demarche": one.demarche, "guide": one.procedure, "etape": step, "mode": mode, "apres": "coupure"}
