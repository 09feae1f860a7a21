"""Opens visits: on a new thread, or again on one that the sheet, the pictures or the team's list found."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from companion.accounts.queries import house
from companion.demarches.actions.keeping import noting, seal_thread, seal_visit
from companion.demarches.model import ID, Thread, Visit
from companion.demarches.queries.visits import OpenVisit, my_visits, open_visit, visit_on
from companion.demarches.rules.colours import free_colour
from companion.demarches.rules.contents import Contents, Demarche, Sitting, read_contents
from companion.errors import NotHere, Refused
from companion.forgetting.rules import VISIT_SECONDS, thread_ends
from companion.journal.rules.entries import Kind
from companion.vault.keys.members import Member
from companion.vault.keys.rings import Ring
from companion.vault.keys.threads import DataKey, new_data_key, wrap_for_worker
from companion.vault.model import read
from companion.vault.primitives import new_secret

NOT_READY = (
    "L’association n’a pas encore fini son ouverture : la feuille de secours et l’enveloppe doivent être essayées "
    "avant la première visite. Un membre le fait depuis « Mon compte »."
)
WAITS = "Un effacement attend sur ce fil : rien ne s’en sépare. Avec la feuille ou les images, la personne peut d’abord tout garder."
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
    if (again := _just_opened(session, asked)) and again.contents.demarches[0].version == demarche.version:
        return again.visit.id
    if house.association(session).ready_on is None:
        raise Refused(NOT_READY)
    today, key = asked.moment.date(), new_data_key()
    thread = Thread(id=new_secret(ID), key_id=key.id, opened_on=today, next_on=None, expires_on=thread_ends(today, None))
    if exercise:  # Nothing of it outlives the visit, even one that nobody closes.
        thread.expires_on = _last_day(asked.moment)
    contents = Contents(demarches=(demarche,), exercise=exercise).visited(today)
    detail = {"demarche": demarche.id, "guide": demarche.procedure}
    contents = noting(session, contents, Kind.OPENED, detail, asked.moment)
    seal_thread(Ring([key]), thread, contents)
    session.add(thread)
    session.flush()
    return _sit(session, asked, thread, key, Sitting("", asked.now, asked.boot, "nouveau", exercise=exercise))


def open_again(session: Session, asked: Asked, thread: Thread, key: DataKey, **own: Any) -> bytes:  # noqa: ANN401 (parts of `Sitting`)
    """Open a visit on a thread that was found; whoever already has one open on it goes on there."""
    if (again := _just_opened(session, asked)) and again.thread.id == thread.id:
        return again.visit.id
    if there := visit_on(session, asked.worker, thread.id, asked.now):
        _show_more(open_visit(session, asked.worker, there.id, asked.now), own)
        return there.id
    exercise = read_contents(read(Ring([key]), thread, Thread.body)).exercise
    name = _sit(session, asked, thread, key, Sitting("", asked.now, asked.boot, exercise=exercise, **own))
    opened = open_visit(session, asked.worker, name, asked.now)
    today = asked.moment.date()
    contents = noting(session, opened.contents.visited(today), Kind.RESUMED, {"par": opened.own.how}, asked.moment)
    if contents.ends_without_erasure is None and not contents.exercise:
        thread.expires_on = max(thread.expires_on, thread_ends(today, thread.next_on))
    seal_thread(opened.ring, thread, contents)
    return name


def _show_more(there: OpenVisit, own: dict[str, Any]) -> None:
    """Note in a visit already open that the person has now shown their sheet, or their pictures."""
    if own["how"] != "suivi" and there.own.how == "suivi":
        seal_visit(there.ring, there.visit, replace(there.own, **own))


def separate(session: Session, asked: Asked, opened: OpenVisit, name: str) -> bytes:
    """Take a démarche to a thread of its own, with a new key and nothing that links the two (decision C1)."""
    if (again := _just_opened(session, asked)) and again.contents.demarches[0].id == name:
        return again.visit.id
    if opened.contents.ends_without_erasure is not None:
        raise Refused(WAITS)
    demarche = opened.contents.demarche(name)
    if len(opened.contents.demarches) == 1:
        raise NotHere
    mine = tuple(one for one in opened.contents.events if one.detail.get("demarche") == name)
    others = tuple(one for one in opened.contents.events if one not in mine)
    left = replace(opened.contents.without(name), events=others, next_what="")
    seal_thread(opened.ring, opened.thread, left)
    today, key = asked.moment.date(), new_data_key()
    thread = Thread(id=new_secret(ID), key_id=key.id, opened_on=today, next_on=None, expires_on=thread_ends(today, None))
    if opened.contents.exercise:
        thread.expires_on = _last_day(asked.moment)
    moved = Contents(demarches=(demarche,), visits=opened.contents.visits, exercise=opened.contents.exercise, events=mine)
    seal_thread(Ring([key]), thread, moved)
    session.add(thread)
    session.flush()
    return _sit(session, asked, thread, key, Sitting("", asked.now, asked.boot, opened.own.how, exercise=opened.own.exercise))


def _just_opened(session: Session, asked: Asked) -> OpenVisit | None:
    """Return the visit that this very form opened a moment ago: a second click is no second visit, when it asks for the same thing."""
    try:
        found = open_visit(session, asked.worker, asked.once, asked.now)
    except NotHere:
        return None
    return found if 0 <= asked.now - found.own.opened < AT_ONCE else None


def _last_day(moment: datetime) -> date:
    """Return the day on which a visit opened now ends."""
    return (moment + timedelta(seconds=VISIT_SECONDS)).date()


def _sit(session: Session, asked: Asked, thread: Thread, key: DataKey, own: Sitting) -> bytes:
    """Open the visit row; an id already taken by an older form is not used twice."""
    colour = free_colour(one.own.colour for one in my_visits(session, asked.worker, asked.now))
    name = new_secret(ID) if session.get(Visit, asked.once) else asked.once
    wrap = wrap_for_worker(key, asked.worker.colleague)
    visit = Visit(id=name, thread_id=thread.id, key_id=key.id, wrap=wrap, expires_on=_last_day(asked.moment))
    seal_visit(Ring([key]), visit, replace(own, colour=colour))
    session.add(visit)
    session.flush()
    return name
