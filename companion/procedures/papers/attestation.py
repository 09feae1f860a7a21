"""The « attestation de tentative »: what we saw, when, and whom we told; kept nowhere (decision E4).

Names and signatures are written by hand: none is ever typed.
"""

from companion import clock
from companion.press.blocks import Block, heading, labelled, said, to_write
from companion.press.document import Frame
from companion.press.flow import Setter
from companion.press.page import Foot, Pages, print_pages
from companion.procedures.papers.sentences import sentences, weekday
from companion.procedures.rules.attempt import Attempt
from companion.procedures.rules.words import clock_in_words
from companion.typography import NBSP

TITLE = "Attestation de tentative"
FOOTER = "Ce papier dit ce que nous avons vu. Il ne remplace pas la demande. À joindre à une lettre ou à un recours."
BOX_HEIGHT = 46.0
BETWEEN = 6.0
FOOTER_HEIGHT = 14.0
INSIDE = 3.0


def attestation(attempt: Attempt) -> bytes:
    """Print one page to sign and to stamp."""
    foot = Foot(BETWEEN + BOX_HEIGHT + FOOTER_HEIGHT, _draw_foot)
    opening = (said(f"{TITLE}, suite", bold=True), said(_moment(attempt)))
    return print_pages(Pages(TITLE, attempt.when, _body(attempt), foot, opening))


def _body(attempt: Attempt) -> tuple[Block, ...]:
    return (
        *_letterhead(attempt),
        heading(TITLE, size=22.0, before=7.0),
        said("Nous avons essayé de faire cette démarche. Voici les faits.", before=1.0),
        *_facts(attempt),
    )


def _letterhead(attempt: Attempt) -> tuple[Block, ...]:
    own = attempt.association
    reach = sentences((own.address, f"Téléphone{NBSP}: {own.phone}" if own.phone else None))
    name = said(own.name, bold=True, size=14.0) if own.name else to_write(f"Association{NBSP}:")
    return (name, said(reach)) if reach else (name,)


def _facts(attempt: Attempt) -> tuple[Block, ...]:
    note = (labelled("Précision", attempt.note),) if attempt.note else ()
    tried = str(attempt.attempts) if attempt.attempts is not None else ""
    return (
        labelled("Date et heure", _moment(attempt), before=5.0),
        labelled("Démarche", attempt.procedure_title),
        labelled("Institution", attempt.institution_name),
        labelled("Étape", attempt.step_title),
        labelled("Ce que nous avons vu", "\n".join(attempt.signs)),
        *note,
        labelled("Nombre d’essais", tried),
        labelled("Voies fermées", "\n".join(attempt.shut)),
        labelled("Qui a été prévenu", "\n".join(attempt.told)),
    )


def _moment(attempt: Attempt) -> str:
    when = attempt.when.astimezone(clock.ZONE) if attempt.when.tzinfo else attempt.when
    return f"{weekday(when.date())}, {clock_in_words(when.time())} (heure du serveur)".capitalize()


def _draw_foot(setter: Setter, frame: Frame) -> None:
    """Draw the two boxes to sign and to stamp, then the words that say what this paper is worth."""
    width = (frame.width - BETWEEN) / 2
    left = Frame(frame.x, frame.y + BETWEEN, width, BOX_HEIGHT)
    right = Frame(frame.right - width, frame.y + BETWEEN, width, BOX_HEIGHT)
    _draw_box(setter, left, (said("La personne", bold=True), to_write(f"Nom{NBSP}:"), said("Signature", before=1.5)))
    ours = said("L’association, l’accompagnant·e", bold=True)
    _draw_box(setter, right, (ours, to_write(f"Prénom{NBSP}:"), said("Cachet", before=1.5)))
    below = left.bottom + INSIDE
    setter.pour((said(FOOTER.replace(". À", ".\nÀ")),), Frame(frame.x, below, frame.width, frame.bottom - below))


def _draw_box(setter: Setter, frame: Frame, blocks: tuple[Block, ...]) -> None:
    setter.press.box(frame, 0.4)
    setter.pour(blocks, frame.shrunk(INSIDE))
