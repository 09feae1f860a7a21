"""The sheet that names everything: one part a démarche on each panel, and what is kept about the person."""

from collections.abc import Iterator
from dataclasses import replace

from companion.demarches.papers.key import exercise, key_blocks, next_date
from companion.demarches.rules.kept_words import complaints, what_is_kept
from companion.demarches.rules.leaving import Followed, Leaving
from companion.press.blocks import Block, Run, heading, item, said, subheading, to_write
from companion.press.booklet import Booklet, Panel
from companion.procedures.papers import parts
from companion.procedures.papers.sentences import age_in_words, number_given_by, sentences, weekday
from companion.procedures.rules.handout import Handout, has_offline_route, recourses
from companion.procedures.rules.words import day_in_words
from companion.typography import NBSP, NNBSP

TITLE = "Votre feuille"
TOGETHER = "Nous avons préparé la suite ensemble."


def booklet(leaving: Leaving) -> Booklet:
    """Return the four panels of the complete sheet."""
    opening = (said(f"{TITLE}, suite", bold=True, size=18), said(day_in_words(leaving.now.date())))
    return Booklet(TITLE, leaving.now, (_cover(leaving), _done(leaving), _next(leaving), _other_ways(leaving)), opening)


def _cover(leaving: Leaving) -> Panel:
    own = leaving.association
    name = (said(own.name, bold=True, size=15.0, before=2.0),) if own.name else ()
    known = tuple(said(text, before=1.5) for text in (own.hours, own.address) if text)
    date = said(f"Le {weekday(leaving.now.date())}", before=3.0)
    body = (heading(TITLE, size=24.0), *name, parts.phone(own, before=2.0), *known, date, *exercise(leaving))
    rights = (said("Vos droits", bold=True, before=3.0), said(parts.RIGHTS))
    return Panel((body,), (*rights, *_lower(parts.codes()), parts.signed_by()))


def _lower(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return the same blocks with some room above."""
    return (replace(blocks[0], before=4.0), *blocks[1:])


def _done(leaving: Leaving) -> Panel:
    """Say first what the person did, then what to keep; under it, the key."""
    alone = len(leaving.followed) == 1
    body = tuple(block for one in leaving.followed for block in _done_of(one, alone=alone))
    return Panel((body,), key_blocks(leaving))


def _done_of(one: Followed, *, alone: bool) -> tuple[Block, ...]:
    """Tell of one démarche; several have a title each, repeated when the rest is on another sheet."""
    walk, institution = one.handout.walk, one.handout.institution
    title = heading if alone else subheading
    done = tuple(item(Run(sentences((past,)))) for past in one.done)
    keep = tuple(item(*parts.with_blanks(kept.texte)) for kept in walk.to_keep)
    return (
        said(walk.procedure.titre, bold=True) if alone else heading(walk.procedure.titre, size=13.0),
        *((said(institution.nom),) if institution else ()),
        *((title("Vous avez fait vous-même"), *done) if done else (said(TOGETHER, before=2.0),)),
        to_write(number_given_by(one.handout), before=2.0),
        *((title("À garder"), *keep) if keep else ()),
    )


def _next(leaving: Leaving) -> Panel:
    """Say dates first, then as many steps as fit, then the documents; the next date is always there."""
    most = max((len(one.walk.next_steps) for one in leaving.handouts), default=0)
    bodies = tuple(_all_next(leaving, count) for count in range(max(most, 1), 0, -1))
    return Panel(bodies, next_date(leaving))


def _all_next(leaving: Leaving, count: int) -> tuple[Block, ...]:
    alone = len(leaving.followed) == 1
    return tuple(block for one in leaving.handouts for block in _next_of(one, count, "La suite" if alone else _suite(one)))


def _next_of(handout: Handout, count: int, title: str) -> Iterator[Block]:
    steps = handout.walk.next_steps
    yield heading(title)
    yield from parts.age_notice(handout)
    yield from parts.deadline_items(handout)
    yield from parts.step_items(steps, min(count, len(steps)))
    yield from parts.document_items(handout)


def _suite(handout: Handout) -> str:
    return f"La suite{NBSP}: {_short(handout)}"


def _short(handout: Handout) -> str:
    procedure = handout.walk.procedure
    return procedure.court or procedure.titre


def _other_ways(leaving: Leaving) -> Panel:
    """Name every other way, whom to turn to when it fails, and what is kept."""
    alone = len(leaving.followed) == 1
    ways = tuple(block for one in leaving.handouts for block in _ways_of(one, alone=alone))
    return Panel(((*ways, *_when_it_fails(leaving)),), _kept(leaving))


def _ways_of(handout: Handout, *, alone: bool) -> tuple[Block, ...]:
    exists = has_offline_route(handout.walk.procedure)
    title, colon = ("Un autre chemin existe", f"{NBSP}:") if exists else (f"Un autre chemin{NNBSP}?", "")
    verified = handout.walk.procedure.verification.le
    checked = () if age_in_words(handout) else (said(f"Vérifié le {day_in_words(verified)}.", before=1.0),)
    named = heading(title if alone else f"{title}{colon} {_short(handout)}")
    return (named, *parts.route_items(handout), *parts.help_items(handout), *checked)


def _when_it_fails(leaving: Leaving) -> tuple[Block, ...]:
    """Name whom to turn to, each institution once."""
    found = {one.institution.id: one.institution for one in leaving.handouts if one.institution}
    known = [(one.nom, recourses(one)) for one in found.values() if recourses(one)]
    named = len(leaving.followed) > 1
    listed = ((*((subheading(nom),) if named else ()), *map(parts.recourse_item, them)) for nom, them in known)
    ours = (said(text, before=0.6) for text in complaints(leaving))
    return (heading("Si ça ne va pas"), said("Revenez nous voir, ou appelez."), *ours, *(block for blocks in listed for block in blocks))


def _kept(leaving: Leaving) -> tuple[Block, ...]:
    return (said("Ce que nous gardons", bold=True, before=3.0), said(" ".join(what_is_kept(leaving))))
