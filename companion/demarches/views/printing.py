"""Speaks the papers of one démarche during a visit: the documents to bring, the dates."""

from dataclasses import replace

from flask import Response

from companion.demarches.views import desk
from companion.procedures.rules.handout import Handout
from companion.web.page import paper


def print_documents(visit: str, demarche: str) -> Response:
    """Print the list of documents to bring."""
    from companion.procedures import papers  # noqa: PLC0415 (fpdf2 is loaded only when a paper is asked for)

    return paper(papers.checklist(replace(_handout(visit, demarche), discreet=False)), "application/pdf", "documents.pdf")


def give_calendar(visit: str, demarche: str) -> Response:
    """Give the dates as a calendar file that names nothing."""
    from companion.procedures import papers  # noqa: PLC0415 (icalendar is loaded only when a calendar is asked for)

    return paper(papers.calendar(_handout(visit, demarche)), "text/calendar; charset=utf-8", "rendez-vous.ics")


def _handout(visit: str, demarche: str) -> Handout:
    with desk.look_at_visit(visit) as (session, opened):
        return desk.table_of(session, opened, demarche, alone=True).handout
