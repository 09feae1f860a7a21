"""Closes a visit with the person: the next date, their sheet, what the team keeps; then the chair is empty."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from companion.demarches.actions.erasing import drop_kept, drop_sheets, erase_now, keep_again
from companion.demarches.actions.keeping import noting, seal_thread, seal_visit
from companion.demarches.actions.notes import leave_note
from companion.demarches.model import ThreadSheet
from companion.demarches.queries.threads import has_sheet, is_kept, sheet_lives
from companion.demarches.queries.visits import OpenVisit
from companion.demarches.rules.contents import Sitting
from companion.demarches.rules.parting import Parting, Sheet
from companion.forgetting.rules import thread_ends
from companion.journal.rules.entries import Kind
from companion.vault.keys.papers import PaperKey
from companion.vault.keys.threads import DataKey, wrap_for_paper

Keeper = Callable[[DataKey], None]
"""Wraps a key for the team: a member with the key of the circle, reception by sending it there."""


@dataclass(frozen=True, repr=False)
class Hands:
    """What a closing needs beside what was decided: a key just drawn, who keeps for the team, the moment."""

    new: "NewSheet | None"
    keep: Keeper
    moment: datetime


@dataclass(frozen=True, repr=False)
class NewSheet:
    """A « clé de la feuille » just drawn, and what it gives."""

    reading_key: str
    paper: PaperKey


def part(session: Session, opened: OpenVisit, decided: Parting, hands: Hands) -> None:
    """Keep what was decided; the visit stays open until the sheet is in the person's hand, and every choice can be changed until then."""
    new, moment, thread = hands.new, hands.moment, opened.thread
    today = moment.date()
    if decided.sheet is not Sheet.SAME:
        drop_sheets(session, opened, today)
    if new is not None:
        session.add(ThreadSheet(locator=new.paper.locator, thread_id=thread.id, blob=wrap_for_paper(opened.key, new.paper)))
    kept = is_kept(session, thread)
    _keep_or_not(session, opened, decided, hands)
    session.flush()
    contents = replace(
        opened.contents,
        label=decided.label if decided.team else "",
        pictures=decided.pictures if decided.team else (),
        has_sheet=has_sheet(session, thread),
        unproven=_unproven(opened, decided, new),
        next_what=decided.next_what,
    )
    thread.next_on = decided.next_on
    if (
        contents.ends_without_erasure is None and not contents.exercise
    ):  # An erasure that waits is taken back by its own button, never by a closing.
        thread.expires_on = thread_ends(today, decided.next_on)
    if kept != is_kept(session, thread):
        contents = noting(session, contents, Kind.KEPT, {"equipe": "non" if kept else "oui"}, moment)
    if not opened.own.closing:
        contents = noting(session, contents, Kind.CLOSED, {}, moment)
    seal_thread(opened.ring, thread, contents)
    seal_visit(opened.ring, opened.visit, _closing(session, opened, decided, new))


def _unproven(opened: OpenVisit, decided: Parting, new: NewSheet | None) -> bool:
    """Tell whether what opens the thread was drawn without the person having shown anything."""
    changed = new is not None or (decided.team and decided.pictures != opened.contents.pictures)
    return opened.own.how == "suivi" if changed else opened.contents.unproven


def _closing(session: Session, opened: OpenVisit, decided: Parting, new: NewSheet | None) -> Sitting:
    """Return what the visit knows of its sheet: the key to print, unless a colleague replaced it, and whether a sheet of before is dead."""
    same = decided.sheet is Sheet.SAME and sheet_lives(session, opened.own.sheet)
    return replace(
        opened.own,
        closing=True,
        reading_key=new.reading_key if new else (opened.own.reading_key if same else ""),
        sheet=new.paper.locator.hex() if new else (opened.own.sheet if same else ""),
        replaces=opened.contents.has_sheet if new else same and opened.own.replaces,
        level=decided.level.value,
        parted=decided.mark,
    )


def _keep_or_not(session: Session, opened: OpenVisit, decided: Parting, hands: Hands) -> None:
    thread = opened.thread
    if not decided.team or opened.contents.exercise:
        drop_kept(session, opened, hands.moment.date())
        return
    if not is_kept(session, thread):
        hands.keep(opened.key)
        keep_again(session, thread)
        session.flush()
    leave_note(session, opened, decided.note, hands.moment, danger=decided.danger)


def go_back(opened: OpenVisit) -> None:
    """Go back to the visit: nothing was decided yet for good."""
    seal_visit(opened.ring, opened.visit, replace(opened.own, closing=False))


def finish(session: Session, opened: OpenVisit, moment: datetime) -> bool:
    """End the visit; tell whether the thread was erased, because nothing was to be left of it."""
    empty = opened.own.exercise or not (is_kept(session, opened.thread) or has_sheet(session, opened.thread))
    if empty:
        erase_now(session, opened, moment)
        return True
    session.delete(opened.visit)
    return False
