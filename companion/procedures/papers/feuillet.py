"""The feuillet, which leaves in the person's pocket: what was done, what comes next, and every other way.

`companion.press.booklet` says how the sheet is folded.  This file says what the
four panels tell when the person chose to have everything named.
"""

from companion.press.blocks import BODY, Block, Run, heading, item, said, to_write
from companion.press.booklet import Booklet, Panel, bind
from companion.procedures.papers import discreet, parts
from companion.procedures.papers.sentences import age_in_words, number_given_by, sentences, weekday
from companion.procedures.rules.handout import Handout, has_offline_route, recourses
from companion.procedures.rules.words import day_in_words
from companion.typography import NBSP

TITLE = "Votre feuille"


def feuillet(handout: Handout) -> bytes:
    """Print the folded sheet, in the level the person chose."""
    return bind(discreet.booklet(handout) if handout.discreet else _booklet(handout))


def _booklet(handout: Handout) -> Booklet:
    opening = (
        said(f"{TITLE}, suite", bold=True, size=18),
        said(day_in_words(handout.now.date())),
    )
    return Booklet(TITLE, handout.now, (_cover(handout), _done(handout), _next(handout), _other_ways(handout)), opening)


def _cover(handout: Handout) -> Panel:
    association = handout.association
    name = (said(association.name, bold=True, size=15.0, before=2.0),) if association.name else ()
    known = tuple(said(text, before=1.5) for text in (association.hours, association.address) if text)
    date = said(f"Le {weekday(handout.now.date())}", before=3.0)
    body = (heading(TITLE, size=24.0), *name, parts.phone(association, before=2.0), *known, date)
    return Panel((body,), (*parts.codes(), parts.signed_by()))


def _done(handout: Handout) -> Panel:
    """Say first what the person did, then what to keep; the number is written by hand (decision D10)."""
    walk = handout.walk
    about = (said(walk.procedure.titre, bold=True), *((said(handout.institution.nom),) if handout.institution else ()))
    done = tuple(item(Run(sentences((said_past,)))) for said_past in walk.done_by_person)
    together = (said("Aujourd’hui, nous avons préparé la suite ensemble.", before=4.0),)
    keep = tuple(item(*parts.with_blanks(kept.texte)) for kept in walk.to_keep)
    body = (
        *about,
        *((heading("Vous avez fait vous-même"), *done) if done else together),
        *((heading("À garder"), *keep) if keep else ()),
    )
    return Panel((body,), (said(number_given_by(handout), before=3.0), to_write()))


def _next(handout: Handout) -> Panel:
    """Say dates first, then as many steps as fit, then the documents."""
    steps = handout.walk.next_steps
    counts = range(len(steps), 0, -1) if steps else (0,)
    bodies = tuple(
        (heading("La suite"), *_dates(handout), *parts.step_items(steps, count), *parts.document_items(handout)) for count in counts
    )
    return Panel(bodies, parts.appointment())


def _dates(handout: Handout) -> tuple[Block, ...]:
    return (*parts.age_notice(handout), *parts.deadline_items(handout))


def _other_ways(handout: Handout) -> Panel:
    """Name every other way, whom to turn to when it fails, and the rights."""
    title = "Un autre chemin existe" if has_offline_route(handout.walk.procedure) else f"Un autre chemin{NBSP}?"
    body = (heading(title), *parts.route_items(handout), *parts.help_items(handout), *_when_it_fails(handout))
    return Panel((body,), _rights(handout))


def _when_it_fails(handout: Handout) -> tuple[Block, ...]:
    known = recourses(handout.institution) if handout.institution else []
    return (heading("Si ça ne va pas"), said("Revenez nous voir, ou appelez."), *(parts.recourse_item(one) for one in known))


def _rights(handout: Handout) -> tuple[Block, ...]:
    verified = handout.walk.procedure.verification.le
    checked = () if age_in_words(handout) else (said(f"Vérifié le {day_in_words(verified)}.", before=1.5),)
    return (said("Vos droits", bold=True, before=3.0), said(parts.RIGHTS, size=BODY), *checked)
