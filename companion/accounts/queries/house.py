"""Looks at the association and its people."""

from collections.abc import Collection, Iterable

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import Session

from companion.accounts.model import Association, CircleFace, CircleGrant, Introduction, Invitation, Member
from companion.accounts.rules.states import State
from companion.badges import Role
from companion.errors import NotHere
from companion.vault.keys import introductions
from companion.vault.keys.circles import Face, Grant, Shown
from companion.vault.keys.introductions import Said
from companion.vault.keys.members import Colleague, PublicKeys


def found_association(session: Session) -> Association | None:
    """Return the association, if it was begun."""
    found = session.get(Association, 1)
    session.info["association"] = found  # A session forgets what nobody holds, and would ask again each time.
    return found


def association(session: Session) -> Association:
    """Return the association, or nothing is here yet."""
    found = found_association(session)
    if found is None:
        raise NotHere
    return found


def is_open(session: Session) -> bool:
    """Tell whether somebody can already sign in: the first run is then over for good."""
    asked = select(Member.id).where(Member.state.in_((State.ACTIVE, State.LEFT))).limit(1)
    return session.scalar(asked) is not None


def by_name(session: Session, name: str) -> Member | None:
    """Return who bears a sign-in name and can use it."""
    asked = select(Member).where(Member.sign_in_name == name, Member.state.not_in((State.LEFT, State.POSTE)), Member.phrase.is_not(None))
    return session.scalar(asked)


def member(session: Session, member_id: bytes) -> Member:
    """Return one account, or nothing is here."""
    found = session.get(Member, member_id)
    if found is None:
        raise NotHere
    return found


def team(session: Session) -> list[Member]:
    """Return the people of the house, those who come first."""
    asked = select(Member).where(Member.state.in_((State.WAITING, State.ACTIVE, State.ARRIVING)))
    return list(session.scalars(asked.order_by(Member.joined_on, Member.sign_in_name)))


def taken_names(session: Session) -> set[str]:
    """Return the sign-in names already given, those who left included."""
    return set(session.scalars(select(Member.sign_in_name)))


def as_colleague(row: Member) -> Colleague:
    """Return an account as others see it."""
    return Colleague(row.id, PublicKeys(row.box, row.sign))


def envelope_of(own: Association) -> Colleague:
    """Return the envelope as members see it."""
    return Colleague(own.envelope_id, PublicKeys(own.envelope_box, own.envelope_sign))


def colleagues(session: Session) -> list[Colleague]:
    """Return everybody whose word may count: the envelope, and those who left, even once their account is erased.

    What a colleague signed of them still shows their public keys, and a keyring believes no other: a departure
    that somebody told before leaving in turn is heard by whoever comes back later.
    """
    here = {row.id: as_colleague(row) for row in session.scalars(select(Member))}
    told = select(Introduction.about, Introduction.box, Introduction.sign).where(Introduction.about.not_in(here))
    gone = (Colleague(about, PublicKeys(box, sign)) for about, box, sign in session.execute(told.distinct()))
    return [*here.values(), *gone, envelope_of(association(session))]


def heard(session: Session) -> Iterable[introductions.Introduction]:
    """Return what members said of each other."""
    for row in session.scalars(select(Introduction).order_by(Introduction.since)):
        about = Colleague(row.about, PublicKeys(row.box, row.sign))
        yield introductions.Introduction(Said(row.said), about, row.giver, row.signature)


def grants_for(session: Session, member_id: bytes) -> list[Grant]:
    """Return the keys of the circle given to somebody, the newest first; some may have been forged in the database."""
    asked = select(CircleGrant).where(CircleGrant.circle == association(session).circle, CircleGrant.member_id == member_id)
    rows = session.scalars(asked.order_by(CircleGrant.epoch.desc()))
    return [Grant(Face(row.circle, row.epoch, row.public), row.member_id, row.giver, row.blob, row.signature) for row in rows]


def shown_faces(session: Session) -> list[Shown]:
    """Return the public sides of the circle as members showed them, the newest first; some may have been forged in the database."""
    asked = select(CircleFace).where(CircleFace.circle == association(session).circle).order_by(CircleFace.epoch.desc())
    return [Shown(Face(row.circle, row.epoch, row.public), row.giver, row.signature) for row in session.scalars(asked)]


def invitation(session: Session, locator: bytes) -> Invitation | None:
    """Return the place kept under a number."""
    return session.get(Invitation, locator)


def welcomer_of(session: Session, member_id: bytes) -> Member | None:
    """Return the member who met a newcomer and said so."""
    asked = select(Member).join(Introduction, Introduction.giver == Member.id)
    return session.scalar(asked.where(Introduction.about == member_id, Introduction.said.in_((Said.ENTERS, Said.WELCOMES))).limit(1))


def may_be_news(session: Session, member_id: bytes, pins: Collection[bytes]) -> bool:
    """Tell whether colleagues may have said or given something that a keyring with these pins does not hold yet: one question, no proof."""
    entered = and_(Introduction.said == Said.ENTERS, Introduction.about.not_in(pins))
    left = and_(Introduction.said == Said.LEAVES, Introduction.about.in_(pins))
    mine = select(func.coalesce(func.max(CircleGrant.epoch), 0)).where(CircleGrant.member_id == member_id, CircleGrant.giver == member_id)
    newer = and_(CircleGrant.member_id == member_id, CircleGrant.giver != member_id, CircleGrant.epoch > mine.scalar_subquery())
    return bool(session.scalar(select(or_(exists().where(or_(entered, left)), exists().where(newer)))))


def left_in_silence(session: Session) -> list[Member]:
    """Return the members whose account was shut by a technician, or again after a restore: they still know the key of the circle."""
    told = select(Introduction.about).where(Introduction.said == Said.LEAVES)
    return list(session.scalars(select(Member).where(Member.state == State.LEFT, Member.role == Role.MEMBRE, Member.id.not_in(told))))
