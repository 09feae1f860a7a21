"""What is promised of the doors: for whom each page is, and what comes first for the others."""

from itertools import product

import pytest
from flask import Flask

from companion.badges import STRANGER, Badge, Role, Stage, Veil
from companion.web.access import Door, Verdict, check_every_door, door_of, later, opens_to, verdict

YES, SIGN, NUMBER, FINISH, WAIT, LIFT, NO = (
    Verdict.COME_IN, Verdict.SIGN_IN, Verdict.GIVE_NUMBER, Verdict.FINISH, Verdict.WAIT, Verdict.LIFT, Verdict.NOT_YOURS,
)  # fmt: skip
DOORS = (Door.EVERYBODY, Door.HALF, Door.ARRIVING, Door.SELF, Door.VEILED, Door.TEAM, Door.MEMBERS, Door.HOUSE)
TABLE = {
    "stranger": (STRANGER, (YES, SIGN, SIGN, SIGN, SIGN, SIGN, SIGN, SIGN)),
    "half": (Badge("heron-42", Role.MEMBRE, Stage.HALF), (YES, YES, NUMBER, NUMBER, NUMBER, NUMBER, NUMBER, NUMBER)),
    "arriving": (Badge("heron-42", Role.MEMBRE, Stage.ARRIVING), (YES, FINISH, YES, FINISH, YES, FINISH, FINISH, FINISH)),
    "waiting": (Badge("heron-42", Role.MEMBRE, Stage.WAITING), (YES, WAIT, YES, YES, YES, WAIT, WAIT, WAIT)),
    "membre": (Badge("heron-42", Role.MEMBRE, Stage.SIGNED), (YES, NO, YES, YES, YES, YES, YES, YES)),
    "accueil": (Badge("heron-42", Role.ACCUEIL, Stage.SIGNED), (YES, NO, YES, YES, YES, YES, NO, NO)),
    "technique": (Badge("heron-42", Role.TECHNIQUE, Stage.SIGNED), (YES, NO, YES, YES, YES, NO, NO, YES)),
    "veiled": (Badge("heron-42", Role.MEMBRE, Stage.SIGNED, Veil.PIN), (YES, LIFT, LIFT, LIFT, YES, LIFT, LIFT, LIFT)),
    "shut": (Badge("heron-42", Role.MEMBRE, Stage.SIGNED, Veil.SHUT), (YES, LIFT, LIFT, LIFT, YES, LIFT, LIFT, LIFT)),
    "veiled on arrival": (Badge("heron-42", Role.MEMBRE, Stage.ARRIVING, Veil.SHUT), (YES, LIFT, LIFT, LIFT, YES, LIFT, LIFT, LIFT)),
}
"""Who comes, and what each door answers, in the order of `DOORS`."""


def test_the_table_speaks_of_every_door():
    assert set(DOORS) == set(Door)
    assert {badge.stage for badge, _ in TABLE.values()} == set(Stage)


@pytest.mark.parametrize("who", TABLE)
def test_each_door_answers_as_the_table_says(who):
    badge, expected = TABLE[who]

    assert [verdict(door, badge) for door in DOORS] == list(expected)


def test_nobody_opens_a_page_of_the_house_with_another_role_half_way_or_under_a_veil():
    roles = {Door.TEAM: {Role.MEMBRE, Role.ACCUEIL}, Door.MEMBERS: {Role.MEMBRE}, Door.HOUSE: {Role.MEMBRE, Role.TECHNIQUE}}
    for door, role, stage, veil in product(roles, [None, *Role], Stage, Veil):
        expected = role in roles[door] and stage is Stage.SIGNED and veil is Veil.NONE

        assert (verdict(door, Badge("heron-42", role, stage, veil)) is YES) is expected, (door, role, stage, veil)


def test_a_page_that_does_not_say_for_whom_it_is_stops_the_start():
    app = Flask("doors", static_folder=None)
    app.add_url_rule("/a", "shut", opens_to(Door.MEMBERS)(lambda: ""))
    check_every_door(app)
    app.add_url_rule("/b", "forgotten", lambda: "")

    with pytest.raises(RuntimeError, match="forgotten"):
        check_every_door(app)


def test_a_page_loaded_later_has_its_door_from_the_start():
    """The module does not exist: it is looked for only when somebody opens the page."""
    view = later("tests.web.nowhere", "show", Door.HOUSE)

    assert door_of(view) is Door.HOUSE
    with pytest.raises(ModuleNotFoundError):
        view()


def test_every_page_of_the_house_says_for_whom_it_is(app):
    assert all(door_of(view) in set(Door) for view in app.view_functions.values())
