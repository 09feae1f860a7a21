"""One thing of each line of the table, as the rooms keep it: made so that its last day is the one asked for."""

from collections.abc import Callable
from datetime import date, timedelta

from sqlalchemy.orm import Session

from companion.accounts.model import CircleWrap, Introduction, Invitation, Member, Poste, SignIn, Throttle
from companion.accounts.rules.states import State
from companion.atelier.model import GuideReport, GuideRereading, ProcedureVersion
from companion.badges import Role
from companion.demarches.model import Handover, Thread, ThreadSheet, Visit
from companion.forgetting.model import Erasure
from companion.journal.actions import append, checkpoint
from companion.journal.rules.entries import Kind
from companion.signature.keys import public_of
from companion.vault.keys.introductions import Said
from companion.vault.model import Sealed
from companion.vault.primitives import new_secret

ID = 16
SIGNER = bytes(range(32))


def new_id() -> bytes:
    """Draw an id."""
    return new_secret(ID)


def member(state: State, *, joined: date, left: date | None = None, role: Role = Role.MEMBRE, phrase: bytes | None = None) -> Member:
    """Make an account, whose keys nobody has."""
    return Member(
        id=new_id(),
        sign_in_name=new_id().hex(),
        role=role,
        state=state,
        words=5,
        box=new_secret(),
        sign=new_secret(),
        phrase=phrase,
        own_revision=0,
        keyring_revision=0,
        last_number=0,
        joined_on=joined,
        left_on=left,
    )


def thread(session: Session, last: date, *, sealed: bytes = b"sealed", wrap: bytes = b"wrap") -> Thread:
    """Keep a thread for the team, with a sheet."""
    row = Thread(
        id=new_id(), key_id=new_id(), revision=1, face=Sealed(sealed), body=Sealed(sealed), opened_on=date(2026, 1, 1), expires_on=last
    )
    session.add(row)
    session.flush()
    session.add(ThreadSheet(locator=new_id(), thread_id=row.id, blob=wrap))
    session.add(CircleWrap(key_id=row.key_id, circle=new_id(), epoch=1, blob=wrap))
    return row


def visit(session: Session, last: date) -> None:
    """Keep a visit whose twelve hours end on that day, on a thread that lives longer."""
    on = thread(session, last + timedelta(days=90))
    session.add(Visit(id=new_id(), thread_id=on.id, key_id=on.key_id, revision=1, wrap=b"wrap", own=Sealed(b"own"), expires_on=last))


def handover(session: Session, last: date) -> None:
    """Keep a note to colleagues, on a thread that lives longer."""
    on = thread(session, last + timedelta(days=90))
    session.add(Handover(thread_id=on.id, key_id=on.key_id, revision=1, note=Sealed(b"note"), expires_on=last))


def sign_in(session: Session, last: date) -> None:
    """Keep a session of work."""
    who = member(State.ACTIVE, joined=last, phrase=b"wrapped", role=Role.TECHNIQUE)
    session.add(who)
    session.flush()
    session.add(SignIn(id=new_secret(), member_id=who.id, pin_left=5, state=b"state", expires_on=last))


def invitation(session: Session, last: date) -> None:
    """Keep a place for somebody."""
    session.add(Invitation(locator=new_id(), role=Role.MEMBRE, words=5, expires_on=last))


def poste(session: Session, last: date) -> None:
    """Keep a machine asked for that day, with its account."""
    machine = member(State.POSTE, joined=last, role=Role.ACCUEIL)
    session.add(machine)
    session.flush()
    session.add(Poste(locator=new_id(), member_id=machine.id, expires_on=last))


def throttle(session: Session, last: date) -> None:
    """Keep a counter of wrong tries."""
    session.add(Throttle(mark=new_id(), tries=4, again_at=10, expires_on=last))


def departed(session: Session, last: date) -> None:
    """Keep an account closed thirty days before, of which a colleague told the departure."""
    gone = member(State.LEFT, joined=date(2020, 1, 1), left=last - timedelta(days=30))
    session.add(gone)
    said(session, gone.id, Said.LEAVES, last)


def said(session: Session, about: bytes, what: Said, since: date) -> None:
    """Keep what a colleague signed of somebody."""
    words = {"box": new_secret(), "sign": new_secret(), "signature": b"signature"}
    session.add(Introduction(about=about, giver=new_id(), said=what, since=since, **words))


def introduction(session: Session, last: date) -> None:
    """Keep what was signed, a year before, of somebody whose account is erased."""
    said(session, new_id(), Said.LEAVES, last - timedelta(days=365))


def leaf(session: Session, last: date) -> None:
    """Keep an entry of the journal, under a checkpoint."""
    day = last - timedelta(days=730)
    append(session, Kind.OPENED, {}, day)
    checkpoint(session, SIGNER, public_of(SIGNER), "compagnon.example/journal", day)


def erasure(session: Session, last: date) -> None:
    """Keep the id of something erased."""
    session.add(Erasure(id=new_id(), kind="fil", erased_on=last - timedelta(days=60)))


def version(session: Session, last: date) -> None:
    """Keep a version of a guide."""
    session.add(ProcedureVersion(fingerprint=new_id().hex(), procedure="be-x", content="{}", seen_on=last - timedelta(days=730)))


def doubt(session: Session, last: date) -> None:
    """Keep a rereading of a guide."""
    session.add(GuideRereading(fingerprint=new_id().hex(), procedure="be-x", reread_on=last - timedelta(days=730)))


def report(session: Session, month: str) -> None:
    """Keep what was said of a guide in one month."""
    session.add(GuideReport(procedure="be-x", step=new_id().hex(), choice="date", month=month, number=1))


KEEPS: dict[str, Callable[[Session, date], object]] = {
    "visit": visit,
    "thread": thread,
    "handover": handover,
    "sign_in": sign_in,
    "invitation": invitation,
    "poste": poste,
    "throttle": throttle,
    "member": departed,
    "introduction": introduction,
    "journal": leaf,
    "erasure": erasure,
    "version": version,
    "doubt": doubt,
}
"""By the name of the line."""
