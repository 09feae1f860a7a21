"""A departure is believed by whoever comes back late, even when the colleague who told it has left in turn."""

from datetime import timedelta

from companion import clock
from companion.accounts.actions import people
from companion.accounts.actions.circle import hand_of
from companion.accounts.queries import house
from companion.badges import Role
from companion.upkeep.actions.purging import purge_by_hand
from companion.web.store import changing
from tests.accounts.house import _somebody
from tests.conftest import SATURDAY


def test_who_comes_back_late_hears_of_a_departure_told_by_somebody_who_left_since(app, fixed_clock):
    with app.app_context(), changing() as session:
        folder = app.config["INSTANCE"].folder
        first, gone, teller, away = (_somebody(session, folder, Role.MEMBRE) for _ in range(4))
        for one in (first, teller, away):
            hand_of(session, one, clock.today())
        people.leave(session, hand_of(session, teller, clock.today()), house.member(session, gone.id))
        people.leave(session, hand_of(session, first, clock.today()), house.member(session, teller.id))
        fixed_clock(SATURDAY + timedelta(days=31))
        before = house.member(session, away.id)
        assert purge_by_hand(session, clock.now(), lived=True)["member"] == 2, "both accounts are erased, thirty days after"

        heard = hand_of(session, away, clock.today()).keyring

        assert before.keyring
        assert first.id in heard.pins
        assert {gone.id, teller.id}.isdisjoint(heard.pins)


def test_before_hearing_it_the_same_colleague_still_believed_them(app):
    """The control: the departures are what takes them out of the keyring."""
    with app.app_context(), changing() as session:
        folder = app.config["INSTANCE"].folder
        _first, gone, teller, away = (_somebody(session, folder, Role.MEMBRE) for _ in range(4))

        assert {gone.id, teller.id} <= set(hand_of(session, away, clock.today()).keyring.pins)
