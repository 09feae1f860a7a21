"""Erases what has had its day in the accounts: sessions, invitations, machines, tries, those who left (decision C7)."""

from datetime import datetime

from sqlalchemy import delete, exists, func, select
from sqlalchemy.orm import Session

from companion.accounts.model import Association, CircleGrant, Introduction, Invitation, Member, Poste, SignIn, Throttle
from companion.accounts.queries import house
from companion.accounts.rules.states import State
from companion.badges import Role
from companion.forgetting.actions import PURGERS, erase
from companion.forgetting.rules import LEFT_DAYS, SAID_DAYS, oldest_kept


def end_sessions(session: Session, now: datetime) -> int:
    """Erase the sessions that are over."""
    return erase(session, delete(SignIn).where(SignIn.expires_on < now.date()))


def close_invitations(session: Session, now: datetime) -> int:
    """Erase the invitations that nobody took, and the arrivals that nobody finished."""
    unfinished = (Member.phrase.is_(None), Member.state == State.ARRIVING, Member.joined_on < now.date())
    erase(session, delete(Member).where(*unfinished))
    return erase(session, delete(Invitation).where(Invitation.expires_on < now.date()))


def close_postes(session: Session, now: datetime) -> int:
    """Erase the machines of the days before, and the keys that they had for the day."""
    erase(session, delete(Poste).where(Poste.expires_on < now.date()))
    return erase(session, delete(Member).where(Member.state == State.POSTE, Member.joined_on < now.date()))


def forget_tries(session: Session, now: datetime) -> int:
    """Erase the counters of wrong tries of the days before."""
    return erase(session, delete(Throttle).where(Throttle.expires_on < now.date()))


def forget_members(session: Session, now: datetime) -> int:
    """Erase the accounts of those who left long ago, save those whose departure still asks a member to change the key."""
    silent = [one.id for one in house.left_in_silence(session)]
    long_ago = Member.left_on < oldest_kept(now.date(), LEFT_DAYS)
    return erase(session, delete(Member).where(Member.state == State.LEFT, long_ago, Member.id.not_in(silent)))


def forget_introductions(session: Session, now: datetime) -> int:
    """Erase what was signed of people who are gone, a year after the last word, once every member has taken the newest key.

    Whoever took it heard, at that moment, who had left: a departure stays believable until then.
    All that was said of one person goes at once: a welcome never outlives the departure.
    """
    if not _all_have_heard(session):
        return 0
    here, envelope = select(Member.id), select(Association.envelope_id)
    said = select(Introduction.about).where(Introduction.about.not_in(here), Introduction.about.not_in(envelope))
    silent_since = func.max(Introduction.since) < oldest_kept(now.date(), SAID_DAYS)
    gone = list(session.scalars(said.group_by(Introduction.about).having(silent_since)))
    return erase(session, delete(Introduction).where(Introduction.about.in_(gone)))


def _all_have_heard(session: Session) -> bool:
    """Tell whether every active member holds the newest key of the circle under their own hand."""
    newest = select(func.max(CircleGrant.epoch)).scalar_subquery()
    own = exists().where(CircleGrant.member_id == Member.id, CircleGrant.giver == Member.id, CircleGrant.epoch == newest)
    late = select(Member.id).where(Member.role == Role.MEMBRE, Member.state == State.ACTIVE, ~own)
    return session.scalar(late.limit(1)) is None


PURGERS |= {
    "sign_in": end_sessions,
    "invitation": close_invitations,
    "poste": close_postes,
    "throttle": forget_tries,
    "member": forget_members,
    "introduction": forget_introductions,
}
