"""Speaks an arrival: each paper is shown until it has been copied right, and nothing counts before."""

from collections.abc import Callable

from flask import Response, request

from companion import clock
from companion.accounts.actions import arriving
from companion.accounts.forms import seen_words
from companion.accounts.queries import house
from companion.accounts.rules.hours import Hours
from companion.accounts.rules.numbers import APPLICATION, CARD, Own
from companion.accounts.rules.states import ENVELOPE, NUMBER, PHRASE, POSTER, SHEET, State, owes_number
from companion.accounts.views.entering import WRONG_NUMBER
from companion.accounts.views.presence import config, derivations, field, now, who
from companion.accounts.views.prints import address_of, square
from companion.accounts.views.proof import ask_proof
from companion.errors import NotHere, Refused
from companion.signature.keys import fingerprint
from companion.vault.keys import members
from companion.vault.keys.phrases import read_passphrase
from companion.vault.rules.sheets import printed
from companion.web.page import go, page
from companion.web.store import changing, looking
from companion.web.tokens import check_form

NOT_THE_SAME = "Ce ne sont pas les mêmes mots, dans le même ordre. Relisez la carte, puis recommencez."
DONE = "/arrivee"


def show_next() -> Response:
    """Lead to the next paper, or to where one goes once everything is received."""
    me = who()
    if me.hours.todo:
        return go(f"/arrivee/{me.hours.todo[0]}")
    return go("/equipe" if me.badge.is_in and me.badge.role != "accueil" else "/attente" if not me.badge.is_in else "/")


def show_step(step: str) -> Response:
    """Show one paper: the one that comes now, no other."""
    me = who()
    if not me.hours.todo or step != me.hours.todo[0]:
        return go(DONE)
    return _show(step)


def _show(step: str, error: str = "", status: int = 200) -> Response:
    me = who()
    with changing() as session:
        hours = arriving.draw(session, me)
        session.commit()
    template = f"accounts/arrival_{_TEMPLATES[step]}.html"
    return page(template, status, who=me, error=error, hours=hours, **_told(step, hours))


_TEMPLATES = {PHRASE: "phrase", NUMBER: "number", SHEET: "sheet", ENVELOPE: "envelope", POSTER: "poster"}


def _told(step: str, hours: Hours) -> dict[str, object]:
    """Return what one paper says."""
    if step == PHRASE:
        return {"words": hours.pending[PHRASE].split()}
    if step in {SHEET, ENVELOPE}:
        return {"groups": printed(hours.pending[step]).split("-")}
    if step == POSTER:
        with looking() as session:
            return {"fingerprint": fingerprint(house.association(session).sign_public)}
    return _factor(hours)


def _factor(hours: Hours) -> dict[str, object]:
    me = who()
    drawn = Own.read(hours.pending[NUMBER].encode()) if NUMBER in hours.pending else Own()
    return {
        "drawn": drawn,
        "square": square(drawn.address(me.row.name)) if drawn.factor == APPLICATION else None,
        "secret": address_of(drawn.secret),
        "may_skip": not owes_number(me.row.role, accueil_too=config().second_facteur_accueil == "oui"),
    }


def take_step(step: str) -> Response:
    """Take what was copied from a paper; once it is right, go on to the next."""
    check_form()
    me = who()
    if not me.hours.todo or step != me.hours.todo[0]:
        return go(DONE)
    try:
        _STEPS[step]()
    except Refused as refusal:
        return _show(step, str(refusal), 422)
    return go(DONE)


def _take_phrase() -> None:
    me, typed = who(), request.form.get("phrase", "")[:300]
    if PHRASE not in me.hours.pending or read_passphrase(typed).phrase != me.hours.pending[PHRASE]:
        raise Refused(seen_words(typed).advice or NOT_THE_SAME)
    blob = members.lock_with_passphrase(me.member, me.hours.pending[PHRASE], derivations())
    with changing() as session:
        arriving.keep_phrase(session, me, blob)
        session.commit()


def _take_factor() -> None:
    me, choice = who(), field("facteur")
    with changing() as session:
        if choice in {APPLICATION, CARD}:
            arriving.draw_factor(session, me, choice)
        elif "passer" in request.form and not owes_number(me.row.role, accueil_too=config().second_facteur_accueil == "oui"):
            arriving.skip_factor(session, me)
        else:
            drawn = Own.read(me.hours.pending.get(NUMBER, Own().written().decode()).encode())
            rank = drawn.rank(field("numero", 20), now(), drawn.shift) if drawn.secret else None
            if rank is None:
                raise Refused(WRONG_NUMBER)
            arriving.keep_factor(session, me, drawn, rank)
        session.commit()


def _take_sheet() -> None:
    if SHEET not in who().hours.pending:  # Typed before any was drawn: an old page.
        raise Refused(arriving.OTHER_SHEET)
    with changing() as session:
        arriving.keep_sheet(session, who(), field("feuille", 80))
        session.commit()


def _take_envelope() -> None:
    with changing() as session:
        arriving.try_envelope(session, who(), field("enveloppe", 80), clock.today())
        session.commit()


def _take_poster() -> None:
    with changing() as session:
        arriving.finish_step(session, who(), POSTER)
        session.commit()


_STEPS: dict[str, Callable[[], None]] = {
    PHRASE: _take_phrase,
    NUMBER: _take_factor,
    SHEET: _take_sheet,
    ENVELOPE: _take_envelope,
    POSTER: _take_poster,
}


def keep_old() -> Response:
    """Keep the old papers: what was asked for is given up."""
    check_form()
    me = who()
    if not me.hours.keeps_old:
        raise NotHere
    with changing() as session:
        arriving.give_up(session, me)
        session.commit()
    return go("/moi")


def again(step: str) -> Response:
    """Ask for a new paper of one's own: the old one is good until the new one is copied right."""
    check_form()
    if step not in {PHRASE, NUMBER, SHEET} or who().row.member_state is State.POSTE:  # A machine has no paper.
        raise NotHere
    if asked := ask_proof():
        return asked
    with changing() as session:
        arriving.ask_again(session, who(), step)
        session.commit()
    return go(DONE)
