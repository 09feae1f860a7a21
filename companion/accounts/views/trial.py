"""Speaks the way into a demonstration: a link that serves once, made in memory by the program that invented everybody.

The page exists only in a demonstration.
"""

from flask import Flask, Response

from companion import clock
from companion.accounts.actions import sessions
from companion.accounts.queries.present import Held, present
from companion.accounts.rules.hours import Hours
from companion.accounts.views.presence import begin_session, boot_key, config, now
from companion.badges import Stage
from companion.db import Database, writing
from companion.errors import NotHere
from companion.vault.keys.members import Member
from companion.web.access import Door, opens_to
from companion.web.cookies import new_cookie
from companion.web.store import changing, looking


def one_time_link(app: Flask, keys: Member) -> str:
    """Return the address by which somebody invented comes in, once; the application is not serving yet."""
    app.add_url_rule("/essai/<token>", "trial_enter", enter)
    with app.app_context():
        held, moment = Held(new_cookie(), boot_key()), now()
        engine = Database(config().database_url).engine
        with writing(engine) as session:
            sessions.open_session(session, keys, held, Hours(Stage.SIGNED, moment, moment), clock.today())
            session.commit()
        engine.dispose()
    return f"essai/{held.cookie.hex()}"


@opens_to(Door.EVERYBODY)
def enter(token: str) -> Response:
    """Exchange the link for a session; the second time, there is nothing here."""
    try:
        held = Held(bytes.fromhex(token), boot_key())
    except ValueError:
        raise NotHere from None
    with looking() as session:
        who = present(session, held, now())
    if who is None:
        raise NotHere
    with changing() as session:
        if not sessions.end_session(session, held):
            raise NotHere
        session.commit()
    return begin_session(who.member, Stage.SIGNED)
