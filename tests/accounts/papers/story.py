"""One worker, one association, and the worst fillings of both."""

from datetime import date
from functools import cache

import pypdfium2

from companion.accounts import papers
from companion.accounts.rules.prints import EnvelopeSheet, NumberCard, PassphraseCard, Poster, SignInSheet
from companion.vault.rules.sheets import with_checks
from tests.procedures.papers.reading import pages, words_of

DAY = date(2026, 3, 3)
NAME = "Les Tilleuls"
LOGIN = "heron-42"
SHEET = with_checks("0123456789ABCDEFGHJKMNPQRS")
WIDE_SHEET = "W" * 30
WORDS = ("girafe", "tambour", "noisette", "velours", "mammouth", "bonhomme")
FOUR = ("mammouth", "bonhomme", "monogame", "homonyme")
"""The four widest words of the list."""
NUMBERS = tuple((rank, f"{rank * 791933 % 1_000_000:06}") for rank in range(1, 41))
NAMES = (
    "",
    NAME,
    ("Association pour l’accompagnement des personnes et des familles dans leurs démarches, " * 3)[:200],
    ("WWWWWWWWW " * 20)[:200],
    "W" * 200,
    "A\nB\r\n" * 50,
    ("جمعية الحي للمساعدة " * 10)[:200],
)
"""None, a usual one, and all that 200 signs can do."""
POINT = 25.4 / 72


@cache
def a_sheet(association=NAME, sheet=SHEET, login=LOGIN):
    return papers.recovery_sheet(SignInSheet(association, login, 5, sheet, DAY))


@cache
def a_passphrase_card(association=NAME, words=WORDS, login=LOGIN):
    return papers.passphrase_card(PassphraseCard(association, login, words))


@cache
def a_number_card(association=NAME, numbers=NUMBERS, login=LOGIN):
    return papers.number_card(NumberCard(association, login, numbers, DAY))


@cache
def an_envelope(association=NAME, sheet=SHEET):
    return papers.envelope(EnvelopeSheet(association, sheet, FOUR, DAY))


@cache
def a_poster(association=NAME, words=FOUR):
    return papers.poster(Poster(association, words, DAY))


@cache
def widest(association):
    """Return every paper with the longest fillings beside this name."""
    login = "mammouth-9999"
    return {
        "sheet": a_sheet(association, WIDE_SHEET, login),
        "words": a_passphrase_card(association, (*FOUR, *FOUR[:2]), login),
        "numbers": a_number_card(association, login=login),
        "envelope": an_envelope(association, WIDE_SHEET),
        "poster": a_poster(association),
    }


def lines_on(pdf):
    """Return, page by page, the rectangles in which letters stand, in mm: left, top, right, bottom."""
    found = []
    for page in pypdfium2.PdfDocument(pdf):
        text = page.get_textpage()
        rectangles = (text.get_rect(rank) for rank in range(text.count_rects()))
        found.append([(left * POINT, 297 - top * POINT, right * POINT, 297 - bottom * POINT) for left, bottom, right, top in rectangles])
    return found


def said_on(pdf, page=0):
    """Return what a page says, each word with its size and place."""
    return words_of(pages(pdf)[page])
