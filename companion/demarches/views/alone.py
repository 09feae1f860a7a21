"""Whether somebody sits beside the worker: unless they just said they are alone, no page shows anybody's label (security.md §1.6, S12)."""

from dataclasses import replace

from flask import g

from companion.accounts.actions import sessions
from companion.accounts.views.presence import who
from companion.web.store import changing


def is_alone() -> bool:
    """Tell whether who sits here said that nobody looks on."""
    return who().hours.alone


def somebody_comes() -> None:
    """Put labels away: a person sits down."""
    say_alone(alone=False)


def say_alone(*, alone: bool) -> None:
    """Note in the session whether somebody looks on."""
    me = who()
    if me.hours.alone is alone:
        return
    with changing() as session:
        sessions.note(session, me, replace(me.hours.touched(me.now), alone=alone))
        session.commit()
    g.pop("_login_user", None)
