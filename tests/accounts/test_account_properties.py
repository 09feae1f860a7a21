"""What holds for every name, every pause, every hour and every number, whatever is typed and whenever."""

import json
from base64 import b32encode

from hypothesis import assume, given
from hypothesis import strategies as st

from companion.accounts.rules.hours import HALF_LASTS, NOTED_EVERY, OVER_AFTER, SHUT_AFTER, VEIL_AFTER, Hours
from companion.accounts.rules.names import ANIMALS, read_name
from companion.accounts.rules.numbers import APPLICATION, CARD, CARD_SIZE, FORWARD, SHIFT_BITS, Own, fault_of_pin, new_factor, read_figures
from companion.accounts.rules.throttle import HOUR, LONGEST, ends, mark, pause_after, waits
from companion.badges import Stage, Veil

ANYTHING = st.text(max_size=120)
SECONDS = st.integers(-(2**33), 2**33)
NAMES = st.builds("{}-{}".format, st.sampled_from(ANIMALS), st.integers(10, 99))
DASHES = st.sampled_from(["-", " - ", " ", "", "–", "_", "-  ", "  "])
ACCENTS = str.maketrans({"e": "é", "a": "à", "o": "ô", "u": "ù", "i": "î"})
HOURS = st.builds(
    Hours,
    stage=st.sampled_from(list(Stage)),
    opened=SECONDS,
    seen=SECONDS,
    until=st.one_of(st.just(0), SECONDS),
    veil=st.sampled_from(list(Veil)),
    todo=st.lists(st.sampled_from(["phrase", "numero", "feuille"]), max_size=3, unique=True).map(tuple),
    pending=st.dictionaries(st.text(max_size=8), st.text(max_size=40), max_size=3),
    keeps_old=st.booleans(),
)
SECRETS = st.binary(min_size=20, max_size=20).map(lambda raw: b32encode(raw).decode())
OWN = st.builds(Own, st.sampled_from([APPLICATION, CARD]), SECRETS, st.integers(0, 2**SHIFT_BITS))


@given(NAMES, DASHES, st.booleans(), st.booleans())
def test_a_name_is_read_as_it_was_drawn_whatever_the_capitals_accents_and_dashes(name, dash, loud, accented):
    animal, _, figures = name.partition("-")
    typed = f"  {animal.translate(ACCENTS) if accented else animal}{dash}{figures} "

    assert read_name(typed.upper() if loud else typed) == name


@given(ANYTHING)
def test_whatever_is_typed_as_a_name_is_read_without_a_fault_and_reading_it_again_changes_nothing(typed):
    found = read_name(typed)

    assert read_name(found) == read_name(read_name(found))
    assert "\n" not in found or "\n" in typed


@given(NAMES, NAMES)
def test_two_names_are_never_read_as_one(one, other):
    assume(one != other)

    assert read_name(one) != read_name(other)


@given(st.integers(0, 10_000))
def test_a_pause_never_shrinks_and_never_passes_the_longest(tries):
    assert pause_after(tries) <= pause_after(tries + 1) <= LONGEST


@given(st.integers(0, 60), SECONDS, SECONDS)
def test_nobody_ever_waits_longer_than_their_own_pause_whatever_the_clock_becomes(tries, now, later):
    assert 0 <= waits(ends(now, tries), later, tries) <= pause_after(tries)


@given(st.integers(0, 60), SECONDS, st.integers(0, LONGEST))
def test_a_pause_is_waited_through_to_its_last_second(tries, now, elapsed):
    assert waits(ends(now, tries), now + elapsed, tries) == max(0, pause_after(tries) - elapsed)


@given(st.integers(0, 60), SECONDS, st.integers(-200, 200))
def test_what_is_written_of_a_pause_is_the_same_at_every_hour(tries, now, hours):
    assert ends(now, tries) == ends(now + hours * HOUR, tries)


@given(st.lists(st.integers(0, 400), min_size=1, max_size=400))
def test_no_rhythm_of_tries_has_more_than_twenty_looked_at_in_an_hour(steps):
    tries, again, now, looked = 0, 0, 1_795_258_800, []
    for step in steps:
        now += step
        if not waits(again, now, tries):
            tries += 1
            again = ends(now, tries)
            looked.append(now)

    assert all(sum(first <= moment < first + HOUR for moment in looked) <= 20 for first in looked)


@given(st.binary(min_size=16, max_size=16), ANYTHING, ANYTHING, ANYTHING)
def test_a_mark_is_sixteen_bytes_and_always_the_same(salt, purpose, subject, source):
    assert mark(salt, purpose, subject, source) == mark(salt, purpose, subject, source)
    assert len(mark(salt, purpose, subject, source)) == 16


@given(HOURS)
def test_what_a_session_remembers_is_read_as_it_was_written(hours):
    assert Hours.read(hours.written()) == hours
    assert json.loads(hours.written())


@given(HOURS, st.lists(st.integers(-100, 5000), max_size=30))
def test_no_gesture_makes_a_session_last_longer(hours, steps):
    now, end = hours.opened, hours.end
    for step in steps:
        now += step
        hours = hours.touched(now)

    assert hours.end == end <= hours.opened + OVER_AFTER
    assert hours.is_over(max(end, hours.opened))
    assert hours.stage is not Stage.HALF or end == hours.opened + HALF_LASTS


@given(HOURS, SECONDS)
def test_a_session_is_open_within_its_own_hours_only(hours, now):
    assert hours.is_over(now) == (not hours.opened - NOTED_EVERY <= now < hours.end)


@given(HOURS, SECONDS)
def test_the_veil_is_lifted_only_when_somebody_was_there_lately(hours, now):
    idle, seen = now - hours.seen, hours.veiled(now)

    if seen is Veil.NONE:
        assert -NOTED_EVERY <= idle < VEIL_AFTER
        assert hours.veil is Veil.NONE
    if idle >= SHUT_AFTER or idle < -NOTED_EVERY or hours.veil is Veil.SHUT:
        assert seen is Veil.SHUT


@given(HOURS, SECONDS, st.integers(0, 10**6))
def test_time_that_passes_never_lifts_a_veil(hours, now, later):
    order = [Veil.NONE, Veil.PIN, Veil.SHUT]
    assume(now >= hours.seen)

    assert order.index(hours.veiled(now + later)) >= order.index(hours.veiled(now))


@given(OWN, st.integers(0, 2**33), st.integers(0, 60), st.booleans())
def test_a_rank_that_is_accepted_is_always_beyond_the_last_one(own, now, last, spaced):
    shifted = own.shift + (now // 30 - last if own.factor == APPLICATION else last)
    candidates = (now // 30, now // 30 - 1) if own.factor == APPLICATION else range(CARD_SIZE + FORWARD + 2)
    for rank in candidates:
        if rank < 0:
            continue
        figures = own._number(rank)
        found = own.rank(f" {figures[:3]} {figures[3:]}" if spaced else figures, now, shifted)
        assert found is None or found > shifted
        if own.factor == CARD and found is not None:
            assert found - own.shift <= CARD_SIZE
            assert found - shifted <= FORWARD
        assert found is None or own.rank(figures, now, found) != found, "and never twice"


@given(OWN, ANYTHING, st.integers(-(2**20), 2**33))
def test_whatever_is_typed_as_a_number_is_answered_at_any_hour(own, typed, now):
    last = own.shift + (max(now, 0) // 30 if own.factor == APPLICATION else 0)

    found = own.rank(typed, now, last)
    assert found is None or len(read_figures(typed)) == 6


@given(st.text(alphabet=st.sampled_from("0123456789٠١٢٣٤٥٦٧٨٩０１２３４５６７８９ .-"), max_size=60))
def test_figures_are_read_in_every_script_and_nothing_else_is(typed):
    found = read_figures(typed)

    assert found.isascii()
    assert found == "" or found.isdigit()
    assert len(found) <= sum(sign.isdecimal() for sign in typed)


@given(ANYTHING)
def test_six_figures_that_are_kept_are_six_figures_that_lift(typed):
    if not fault_of_pin(typed):
        assert len(read_figures(typed)) == 6
        assert len(set(read_figures(typed))) > 2


@given(st.builds(Own, st.sampled_from([APPLICATION, CARD, "aucun"]), ANYTHING, st.integers(0, 2**40), ANYTHING))
def test_what_somebody_keeps_is_read_as_it_was_written(own):
    assert Own.read(own.written()) == own


@given(st.sampled_from([APPLICATION, CARD]), ANYTHING)
def test_each_second_factor_is_drawn_anew_with_a_shift_of_its_own(factor, pin):
    one, other = new_factor(factor, pin), new_factor(factor, pin)

    assert one.secret != other.secret
    assert (len(one.secret), one.factor, one.pin) == (32, factor, pin)
    assert 0 <= one.shift < 2**SHIFT_BITS
