"""The blocks that several papers share, made of what a handout knows."""

import re
from collections.abc import Sequence

from companion.press.blocks import REST, Block, Run, item, notice, said, subheading, to_write
from companion.procedures.papers.sentences import (
    DEPENDS,
    DEPENDS_ON_YOU,
    TO_CHECK,
    YES,
    age_in_words,
    channel_in_words,
    coming_dates,
    deadline_in_words,
    deadlines_in_order,
    recourse_in_words,
    sentences,
    window_in_words,
)
from companion.procedures.rules.codes import CHANNELS, OFFLINE
from companion.procedures.rules.handout import Association, Handout, SeenDeadline, has_offline_route, other_routes
from companion.procedures.rules.procedure import Channel, Document, HelpPlace, Step
from companion.procedures.rules.shared import Recourse
from companion.typography import NBSP

COVER_SIZE = 20.0
BLANK = 26.0
"""Width in mm of a line to write on in the middle of a sentence."""
RIGHTS = "Vous pouvez dire non. Vous pouvez dire stop. Vous pouvez changer d’avis."
NO_OTHER_ROUTE = "Il n’y a pas d’autre voie officielle connue."
ROUTES: dict[str, str] = {"guichet": "Guichet", "telephone": "Téléphone", "papier": "Sur papier"}


def phone(association: Association, before: float = 0.0) -> Block:
    """Return the number in big letters, or a line to write it by hand."""
    if association.phone:
        return said(association.phone.replace(" ", NBSP), bold=True, size=COVER_SIZE, before=before)
    return to_write(f"Téléphone{NBSP}:", before=before)


def codes() -> tuple[Block, ...]:
    """Return the promise about codes, in one big line, and the advice."""
    return (
        Block((Run("Vos codes sont à vous.", bold=True),), size=18.0, underlined=True),
        said("Ne donnez jamais vos codes.", before=0.8),
        said("Même pas à nous."),
    )


def signed_by() -> Block:
    """Return the line for a first name, written by hand and never typed."""
    return to_write(f"Accompagnant·e{NBSP}:", before=2.0)


def appointment() -> tuple[Block, ...]:
    """Return the blanks for the next date and hour."""
    blanks = (Run("Le "), Run(rule=36), Run(" à "), Run(rule=12), Run(" h "), Run(rule=12))
    return (said("Prochain rendez-vous", bold=True, before=3.0), Block(blanks))


def age_notice(handout: Handout) -> tuple[Block, ...]:
    """Warn, in a box, that what is printed is old; say nothing when it is not."""
    words = age_in_words(handout)
    return (notice(words),) if words else ()


def deadline_items(handout: Handout) -> tuple[Block, ...]:
    """Return one entry a deadline: its name, when, and how sure."""
    return tuple(_deadline(seen, handout) for seen in deadlines_in_order(handout))


def _deadline(seen: SeenDeadline, handout: Handout) -> Block:
    doubt = f" ({DEPENDS_ON_YOU})" if seen.in_doubt else ""
    words = Run(f"{deadline_in_words(seen, handout.now)}{doubt}.")
    return item(Run(f"{seen.title}. ", bold=True), words, *to_check(seen.deadline.confirmer))


def bare_dates(*handouts: Handout) -> tuple[Block, ...]:
    """Return the dates to come and nothing of what they are for; two alike show once, certain if one is."""
    doubts: dict[str, bool] = {}
    for seen, words in _in_order(handouts):
        doubts[words] = doubts.get(words, True) and seen.in_doubt
    return tuple(item(Run(words + (f" ({DEPENDS_ON_YOU})." if doubt else "."))) for words, doubt in doubts.items())


def _in_order(handouts: Sequence[Handout]) -> list[tuple[SeenDeadline, str]]:
    """Return the dates of several guides as one list, the next to close first: their order tells nothing of the guides."""
    found = [(window, window_in_words(window, one.now), seen) for one in handouts for seen, window in coming_dates(one)]
    return [(seen, words) for _, words, seen in sorted(found, key=lambda one: (one[0].closes, one[0].opens, one[1]))]


def step_items(steps: Sequence[Step], count: int) -> tuple[Block, ...]:
    """Return the first steps to do, and how many come after."""
    if not steps:
        return ()
    left = len(steps) - count
    more = (said(f"Et encore {left} étape{'s' if left > 1 else ''}.", before=0.6),) if left else ()
    return (subheading("À faire"), *(item(Run(step.titre)) for step in steps[:count]), *more)


def document_items(handout: Handout) -> tuple[Block, ...]:
    """Return the documents that are certain, then those that depend on an answer not given."""
    known = handout.walk.documents
    sure = tuple(_document(document) for document, certain in known if certain)
    unsure = tuple(_document(document) for document, certain in known if not certain)
    return (
        *((subheading("Documents à apporter"), *sure) if sure else ()),
        *((subheading(f"Documents, {DEPENDS}"), *unsure) if unsure else ()),
    )


def _document(document: Document) -> Block:
    return item(Run(document.nom), *to_check(document.confirmer))


def help_items(handout: Handout) -> tuple[Block, ...]:
    """Return who helps, beside us."""
    listed = tuple(_place(one) for one in handout.walk.procedure.aide)
    return (subheading("De l’aide"), *listed) if listed else ()


def _place(place: HelpPlace) -> Block:
    return item(Run(f"{place.nom}. ", bold=True), Run(sentences((place.numero, place.texte))), *to_check(place.confirmer))


def with_blanks(text: str) -> tuple[Run, ...]:
    """Turn the underscores that authors type into lines to write on by hand."""
    words = re.split(r"_{2,}", text)
    last = Run(rule=REST) if not words[-1].strip(" .") else Run(words[-1])
    between = [run for part in words[:-1] for run in (Run(part), Run(rule=BLANK))]
    return (*between[:-1], last) if last.rule else (*between, last)


def route_items(handout: Handout) -> tuple[Block, ...]:
    """Return what is known of the counter, the phone and the form; that there is none is said too."""
    known = zip(OFFLINE, other_routes(handout.walk.procedure), strict=True)
    lines = tuple(block for kind, (_, channels) in known for block in _route(ROUTES[kind], channels))
    return lines if has_offline_route(handout.walk.procedure) else (said(NO_OTHER_ROUTE, bold=True), *lines)


def other_items(handout: Handout) -> tuple[Block, ...]:
    """Return the routes that exist beside the counter, the phone and the form: on line first."""
    there = [one for one in handout.walk.procedure.canaux if one.existe == "oui" and one.type not in OFFLINE]
    return tuple(item(Run(f"{CHANNELS[one.type]}{NBSP}: ", bold=True), Run(_reached(one)), *to_check(one.confirmer)) for one in there)


def _reached(channel: Channel) -> str:
    words = channel_in_words(channel)
    return f"{words} {channel.url or ''}".strip() if words != YES or not channel.url else channel.url


def _route(label: str, channels: list[Channel]) -> list[Block]:
    named = Run(f"{label}{NBSP}: ", bold=True)
    there = [channel for channel in channels if channel.existe == "oui"]
    if there:
        return [item(named, Run(channel_in_words(one)), *to_check(one.confirmer)) for one in there]
    shut = next((channel for channel in channels if channel.existe == "non"), None)
    if shut:
        return [item(named, Run("il n’y en a pas."), *to_check(shut.confirmer))]
    return [item(named, Run("on ne sait pas. Demandez."))]


def recourse_item(recourse: Recourse) -> Block:
    """Return whom to turn to, how, and what it does to the time limit."""
    return item(Run(f"{recourse.nom}{NBSP}: ", bold=True), Run(recourse_in_words(recourse)), *to_check(recourse.confirmer))


def to_check(confirmer: str | None) -> tuple[Run, ...]:
    """Return the visible mark of a fact that nobody confirmed."""
    return (Run(f" {TO_CHECK}", bold=True),) if confirmer else ()
