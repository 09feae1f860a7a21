"""What is promised of a session as time goes: a veil at ten minutes, the passphrase at an hour, an end at twelve (decisions C5 and C7)."""

from dataclasses import replace

import pytest

from companion.accounts.rules.hours import HALF_LASTS, NOTED_EVERY, OVER_AFTER, SHUT_AFTER, VEIL_AFTER, Hours
from companion.badges import Stage, Veil

NOON = 1_795_258_800
SIGNED = Hours(Stage.SIGNED, NOON, NOON)


@pytest.mark.parametrize(
    ("idle", "hidden"),
    [
        (0, Veil.NONE), (VEIL_AFTER - 1, Veil.NONE), (VEIL_AFTER, Veil.PIN), (SHUT_AFTER - 1, Veil.PIN), (SHUT_AFTER, Veil.SHUT),
        (OVER_AFTER, Veil.SHUT),
    ],
)  # fmt: skip
def test_without_a_gesture_the_veil_falls_at_ten_minutes_and_shuts_at_an_hour(idle, hidden):
    assert (VEIL_AFTER, SHUT_AFTER, OVER_AFTER) == (600, 3_600, 43_200)
    assert SIGNED.veiled(NOON + idle) is hidden


def test_a_gesture_puts_the_veil_off_and_never_the_end():
    busy = SIGNED
    for now in range(NOON, NOON + OVER_AFTER, VEIL_AFTER - 1):
        assert busy.veiled(now) is Veil.NONE
        busy = busy.touched(now)

    assert not busy.is_over(NOON + OVER_AFTER - 1)
    assert busy.is_over(NOON + OVER_AFTER)


def test_a_veil_that_is_drawn_stays_drawn_whatever_the_gestures():
    drawn, shut = (replace(SIGNED, veil=veil) for veil in (Veil.PIN, Veil.SHUT))

    assert drawn.touched(NOON + 1).veiled(NOON + 1) is Veil.PIN
    assert shut.touched(NOON + 1).veiled(NOON + 1) is Veil.SHUT
    assert drawn.veiled(NOON + SHUT_AFTER) is Veil.SHUT, "and an hour shuts it"


def test_who_is_half_way_in_has_ten_minutes_to_find_the_number():
    half = replace(SIGNED, stage=Stage.HALF)

    assert not half.is_over(NOON + HALF_LASTS - 1)
    assert half.is_over(NOON + HALF_LASTS)
    assert half.touched(NOON + 300).end == half.end


def test_a_machine_opened_for_the_day_ends_at_its_hour_and_never_after_twelve():
    assert replace(SIGNED, until=NOON + 3_600).end == NOON + 3_600
    assert replace(SIGNED, until=NOON + 2 * OVER_AFTER).end == NOON + OVER_AFTER


def test_a_clock_set_back_before_its_beginning_ends_a_session_but_a_minute_of_correction_does_not():
    assert not SIGNED.is_over(NOON - NOTED_EVERY)
    assert SIGNED.is_over(NOON - NOTED_EVERY - 1)
    assert SIGNED.is_over(0)


def test_a_clock_set_back_after_a_gesture_lifts_no_veil():
    later = SIGNED.touched(NOON + 7_200)

    assert later.veiled(NOON + 3_600) is not Veil.NONE
    assert later.touched(NOON + 3_600).seen == NOON + 7_200, "the last gesture stays the last"


def test_what_a_session_remembers_is_read_as_it_was_written():
    waiting = {"phrase": "abeille épée « ’ \0", "poste": ""}
    full = Hours(
        Stage.ARRIVING,
        NOON,
        NOON + 5,
        NOON + 9,
        Veil.PIN,
        ("phrase", "numero"),
        waiting,
        keeps_old=True,
    )

    assert Hours.read(full.written()) == full
    assert Hours.read(SIGNED.written()) == SIGNED
    assert isinstance(Hours.read(full.written()).stage, Stage)
    assert isinstance(Hours.read(full.written()).veil, Veil)
