"""Speaks the papers of an arrival: shown in the browser, kept by nobody."""

import segno
from flask import Response

from companion import clock
from companion.accounts import papers
from companion.accounts.queries import house
from companion.accounts.rules.numbers import CARD, Own
from companion.accounts.rules.prints import EnvelopeSheet, NumberCard, PassphraseCard, Poster, SignInSheet
from companion.accounts.rules.states import ENVELOPE, NUMBER, PHRASE, SHEET
from companion.accounts.views.presence import config, who
from companion.errors import NotHere
from companion.signature.keys import fingerprint
from companion.web.page import paper
from companion.web.store import looking

PDF = "application/pdf"


def square(text: str) -> list[str]:
    """Return the square that a telephone reads, as rows of a drawing: one line of modules each."""
    code = segno.make(text, error="m", micro=False)
    rows = []
    for rank, row in enumerate(code.matrix_iter(border=4)):
        rows += [f"M{place} {rank}h1v1h-1z" for place, dark in enumerate(row) if dark]
    return [str(code.symbol_size(border=4)[0]), "".join(rows)]


def address_of(secret: str) -> str:
    """Return the letters to type when no camera reads the square, by groups of four."""
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))


def print_step(step: str) -> Response:
    """Print the paper that is shown at this moment of the arrival."""
    me, today, pending = who(), clock.today(), who().hours.pending
    name, house_name = me.row.name, config().nom
    if step not in pending:
        raise NotHere
    if step == PHRASE:
        made = papers.passphrase_card(PassphraseCard(house_name, name, tuple(pending[PHRASE].split())))
    elif step == SHEET:
        made = papers.recovery_sheet(SignInSheet(house_name, name, me.row.words, pending[SHEET], today))
    elif step == ENVELOPE:
        made = papers.envelope(EnvelopeSheet(house_name, pending[ENVELOPE], _four_words(), today))
    else:
        made = _card(name, house_name)
    return paper(made, PDF, f"{step}.pdf")


def _card(name: str, house_name: str) -> bytes:
    drawn = Own.read(who().hours.pending[NUMBER].encode())
    if drawn.factor != CARD:
        raise NotHere
    return papers.number_card(NumberCard(house_name, name, drawn.numbers(), clock.today()))


def print_poster() -> Response:
    """Print the four words of the association, for the wall."""
    return paper(papers.poster(Poster(config().nom, _four_words(), clock.today())), PDF, "affiche.pdf")


def _four_words() -> tuple[str, ...]:
    with looking() as session:
        return tuple(fingerprint(house.association(session).sign_public).split())
