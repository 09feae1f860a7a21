"""Speaks the public pages of the guides: home, consultation, papers, deadlines, manual."""

from flask import Blueprint, Response, current_app, request

from companion import clock
from companion.config import Config
from companion.errors import NotHere
from companion.procedures import queries
from companion.procedures.forms import AttemptForm, Consultation, consultation
from companion.procedures.rules import burden, codes, conditions, freshness, handout, run, search, shelf, translation, words
from companion.procedures.rules.attempt import Attempt
from companion.procedures.rules.handout import Handout
from companion.procedures.rules.procedure import Step
from companion.web.access import Door, opens_to
from companion.web.page import page, paper

bp = Blueprint("procedures", __name__)

SHARED: dict[str, object] = {
    "codes": codes,
    "colon": "\N{NO-BREAK SPACE}: ",
    "conditions": conditions,
    "burden": burden.burden,
    "day_in_words": words.day_in_words,
    "freshness": freshness,
    "handouts": handout,
    "words": words,
    "run": run,
    "translation": translation,
    "semicolon": "\N{NARROW NO-BREAK SPACE}; ",
}
"""What templates may ask: pure functions and closed lists of this room."""


def library() -> queries.Library:
    """Return the shelves of this instance as they are now."""
    bookcase: queries.Bookcase = current_app.extensions["bookcase"]
    return bookcase.library()


def look_again() -> None:
    """Read the shelves again at once, after a change of our own."""
    bookcase: queries.Bookcase = current_app.extensions["bookcase"]
    bookcase.read_again()


def config() -> Config:
    """Return what the association says about itself."""
    found: Config = current_app.config["INSTANCE"]
    return found


def guide_of(name: str) -> queries.Guide:
    """Return one guide, or nothing is here."""
    try:
        return library().guides[name]
    except KeyError:
        raise NotHere from None


def handout_of(guide: queries.Guide, said: Consultation) -> Handout:
    """Put together what the screen and the papers say at this moment."""
    now, own = clock.now(), config()
    seen = run.walk(guide.procedure, said.answers, said.blocked, said.ticks)
    return Handout(
        walk=seen,
        institution=library().institutions.get(guide.procedure.institution),
        association=handout.Association(own.nom, own.telephone, own.adresse, own.permanences),
        deadlines=handout.seen_deadlines(seen, now, said.since),
        now=now,
        discreet=said.discreet,
    )


@bp.get("/")
@opens_to(Door.EVERYBODY)
def home() -> Response:
    """Show the search, the recurring procedures and what closes soon."""
    shelves, asked, now = library(), request.args.get("q", ""), clock.minute()
    return page(
        "procedures/home.html",
        asked=asked[: shelf.LONGEST_QUERY],
        found=shelf.find(shelves.guide_entries, shelves.institution_entries, asked),
        countries=shelf.by_country(shelves.procedures, config().pays),
        closing=shelf.closing_soon(shelves.procedures, now),
        library=shelves,
        now=now,
    )


@bp.get("/guides/<name>")
@opens_to(Door.EVERYBODY)
def read_guide(name: str) -> Response:
    """Show a guide before anything is answered."""
    return _show_guide(name, Consultation())


@bp.post("/guides/<name>")
@opens_to(Door.EVERYBODY)
def consult_guide(name: str) -> Response:
    """Show a guide with the answers of this page; nothing is recorded."""
    return _show_guide(name, consultation(request.form))


def _show_guide(name: str, said: Consultation) -> Response:
    guide = guide_of(name)
    return page("procedures/guide.html", guide=guide, handout=handout_of(guide, said), said=said, library=library())


@bp.post("/guides/<name>/feuillet")
@opens_to(Door.EVERYBODY)
def print_feuillet(name: str) -> Response:
    """Print the sheet the person leaves with."""
    return _print(name, "feuillet", "application/pdf", "feuille.pdf")


@bp.post("/guides/<name>/documents")
@opens_to(Door.EVERYBODY)
def print_checklist(name: str) -> Response:
    """Print the list of documents to bring."""
    return _print(name, "checklist", "application/pdf", "documents.pdf")


@bp.post("/guides/<name>/calendrier")
@opens_to(Door.EVERYBODY)
def print_calendar(name: str) -> Response:
    """Give the dates as a calendar file."""
    return _print(name, "calendar", "text/calendar; charset=utf-8", "rendez-vous.ics")


def _print(name: str, kind: str, mimetype: str, filename: str) -> Response:
    from companion.procedures import papers  # noqa: PLC0415 (fpdf2 is loaded only when a paper is asked for)

    ready = handout_of(guide_of(name), consultation(request.form))
    return paper(getattr(papers, kind)(ready), mimetype, filename)


@bp.get("/guides/<name>/etapes/<step>/attestation")
@opens_to(Door.EVERYBODY)
def ask_attestation(name: str, step: str) -> Response:
    """Ask what the screen or the line said."""
    return _show_attestation(name, step, AttemptForm(), 200)


@bp.post("/guides/<name>/etapes/<step>/attestation")
@opens_to(Door.EVERYBODY)
def print_attestation(name: str, step: str) -> Response:
    """Print the « attestation de tentative »; it is kept nowhere."""
    form = AttemptForm(request.form)
    if not form.validate():
        return _show_attestation(name, step, form, 422)
    from companion.procedures import papers  # noqa: PLC0415 (fpdf2 is loaded only when a paper is asked for)

    return paper(papers.attestation(_attempt(name, step, form)), "application/pdf", "attestation.pdf")


def _attempt(name: str, step: str, form: AttemptForm) -> Attempt:
    ready, said = handout_of(guide_of(name), Consultation()), form.said()
    return Attempt(
        association=ready.association,
        procedure_title=ready.walk.procedure.titre,
        institution_name=ready.institution.nom if ready.institution else "",
        step_title=_step_of(name, step).titre,
        when=ready.now,
        signs=said.signs,
        note=said.note,
        attempts=said.attempts,
        shut=said.shut,
        told=said.told,
    )


def _show_attestation(name: str, step: str, form: AttemptForm, status: int) -> Response:
    return page("procedures/attestation.html", status, guide=guide_of(name), step=_step_of(name, step), form=form, now=clock.now())


def _step_of(name: str, step: str) -> Step:
    found = next((one for one in guide_of(name).procedure.etapes if one.id == step), None)
    if found is None:
        raise NotHere
    return found


@bp.get("/echeances")
@opens_to(Door.EVERYBODY)
def deadlines() -> Response:
    """Show every deadline of every guide, the nearest first."""
    shelves, now = library(), clock.now()
    return page("procedures/deadlines.html", deadlines=shelf.all_deadlines(shelves.procedures, now), library=shelves, now=now)


@bp.get("/aide")
@opens_to(Door.EVERYBODY)
def manual() -> Response:
    """Show the manual."""
    glossary = sorted(library().glossary.items(), key=lambda pair: search.plain(pair[0]))
    return page("procedures/manual.html", glossary=glossary)
