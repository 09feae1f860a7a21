"""Opens visits: on a new thread, or again on one that the sheet, the pictures or the team's list found."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from companion.accounts.queries import house
from companion.demarches.actions.keeping import noting, seal_thread, seal_visit
from companion.demarches.model import ID, Thread, Visit
from companion.demarches.queries.visits import OpenVisit, my_visits, open_visit, visit_on
from companion.demarches.rules.colours import free_colour
from companion.demarches.rules.contents import Contents, Demarche, Sitting
from companion.errors import NotHere, Refused
from companion.forgetting.rules import VISIT_SECONDS, thread_ends
from companion.journal.rules.entries import Kind
from companion.vault.keys.members import Member
from companion.vault.keys.rings import Ring
from companion.vault.keys.threads import DataKey, new_data_key, wrap_for_worker
from companion.vault.primitives import new_secret

NOT_READY = (
    "L’association n’a pas encore fini son ouverture : la feuille de secours et l’enveloppe doivent être essayées "
    "avant la première visite. Un membre le fait depuis « Mon compte »."
)
AT_ONCE = 30
"""Seconds during which the same form, sent twice, opens one visit; later, it is somebody else's turn."""


@dataclass(frozen=True, repr=False)
class Asked:
    """What opens a visit: by whom, when, in which start of the server, and the form it comes from."""

    worker: Member
    moment: datetime
    boot: str
    once: bytes
    """Drawn with the page, and the id of the visit: a form sent twice finds it."""

    @property
    def now(self) -> int:
        """Return the second."""
        return int(self.moment.timestamp())


def open_new(session: Session, asked: Asked, demarche: Demarche, *, exercise: bool = False) -> bytes:
    """Open a visit on a new thread; return its id."""
    if again := _just_opened(session, asked):
        return again
    if house.association(session).ready_on is None:
        raise Refused(NOT_READY)
    today, key = asked.moment.date(), new_data_key()
    thread = Thread(id=new_secret(ID), key_id=key.id, opened_on=today, next_on=None, expires_on=thread_ends(today, None))
    contents = Contents(demarches=(demarche,), exercise=exercise).visited(today)
    detail = {"demarche": demarche.id, "guide": demarche.procedure}
    contents = noting(session, contents, Kind.OPENED, detail, asked.moment)
    seal_thread(Ring([key]), thread, contents)
    session.add(thread)
    session.flush()
    return _sit(session, asked, thread, key, Sitting("", asked.now, asked.boot, "nouveau", exercise=exercise))


def open_again(session: Session, asked: Asked, thread: Thread, key: DataKey, **own: Any) -> bytes:  # noqa: ANN401 (parts of `Sitting`)
    """Open a visit on a thread that was found; whoever already has one open on it goes on there."""
    if again := _just_opened(session, asked):
        return again
    if there := visit_on(session, asked.worker, thread.id, asked.now):
        return there.id
    name = _sit(session, asked, thread, key, Sitting("", asked.now, asked.boot, **own))
    opened = open_visit(session, asked.worker, name, asked.now)
    today = asked.moment.date()
    contents = noting(session, opened.contents.visited(today), Kind.RESUMED, {"par": opened.own.how}, asked.moment)
    if contents.ends_without_erasure is None:
        thread.expires_on = max(thread.expires_on, thread_ends(today, thread.next_on))
    seal_thread(opened.ring, thread, contents)
    return name


def separate(session: Session, asked: Asked, opened: OpenVisit, name: str) -> bytes:
    """Take a démarche to a thread of its own, with a new key and nothing that links the two (decision C1)."""
    if again := _just_opened(session, asked):
        return again
    demarche = opened.contents.demarche(name)
    if len(opened.contents.demarches) == 1:
        raise NotHere
    mine = tuple(one for one in opened.contents.events if one.detail.get("demarche") == name)
    left = replace(opened.contents.without(name), events=tuple(one for one in opened.contents.events if one not in mine))
    seal_thread(opened.ring, opened.thread, left)
    today, key = asked.moment.date(), new_data_key()
    thread = Thread(id=new_secret(ID), key_id=key.id, opened_on=today, next_on=None, expires_on=thread_ends(today, None))
    moved = Contents(demarches=(demarche,), visits=opened.contents.visits, exercise=opened.contents.exercise, events=mine)
    seal_thread(Ring([key]), thread, moved)
    session.add(thread)
    session.flush()
    return _sit(session, asked, thread, key, Sitting("", asked.now, asked.boot, "nouveau", exercise=opened.own.exercise))


def _just_opened(session: Session, asked: Asked) -> bytes | None:
    """Return the visit that this very form opened a moment ago: a second click is no second visit."""
    try:
        found = open_visit(session, asked.worker, asked.once, asked.now)
    except NotHere:
        return None
    return found.visit.id if 0 <= asked.now - found.own.opened < AT_ONCE else None


def _sit(session: Session, asked: Asked, thread: Thread, key: DataKey, own: Sitting) -> bytes:
    """Open the visit row; an id already taken by an older form is not used twice."""
    colour = free_colour(one.own.colour for one in my_visits(session, asked.worker, asked.now))
    name = new_secret(ID) if session.get(Visit, asked.once) else asked.once
    ends = (asked.moment + timedelta(seconds=VISIT_SECONDS)).date()
    wrap = wrap_for_worker(key, asked.worker.colleague)
    visit = Visit(id=name, thread_id=thread.id, key_id=key.id, wrap=wrap, expires_on=ends)
    seal_visit(Ring([key]), visit, replace(own, colour=colour))
    session.add(visit)
    session.flush()
    return name
