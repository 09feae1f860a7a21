"""What is promised of wrong tries: a growing pause, never a closed door, and nothing that tells from where (security.md D9)."""

import pytest

from companion.accounts.rules.throttle import FREE, HOUR, LONGEST, SOURCE_BYTES, ends, in_words, mark, pause_after, waits

SALT = bytes(range(16))
NOON = 1_795_258_800


def tries_in(seconds: int, hurry: int = 1) -> int:
    """Return how many tries are looked at when somebody insists every so many seconds."""
    tries, again, looked = 0, 0, 0
    for now in range(NOON, NOON + seconds, hurry):
        if not waits(again, now, tries):
            tries, looked = tries + 1, looked + 1
            again = ends(now, tries)
    return looked


def test_hands_that_slip_twice_wait_for_nothing():
    assert [pause_after(tries) for tries in range(FREE)] == [0] * FREE
    assert not waits(ends(NOON, FREE - 1), NOON, FREE - 1)


def test_pauses_grow_up_to_five_minutes_and_no_further():
    pauses = [pause_after(tries) for tries in range(200)]

    assert pauses == sorted(pauses)
    assert pauses[FREE : FREE + 6] == [10, 20, 40, 80, 160, 300]
    assert max(pauses) == LONGEST == 300


def test_at_most_twenty_tries_are_looked_at_in_an_hour_however_fast_they_come():
    assert tries_in(HOUR) <= 20
    assert tries_in(24 * HOUR, hurry=7) <= 20 * 24
    assert tries_in(HOUR) > FREE, "the control: the first ones are"


@pytest.mark.parametrize("tries", [FREE, FREE + 2, FREE + 5, 500])
@pytest.mark.parametrize("now", [NOON, NOON + 3_599, NOON + 1_234, 0])
def test_one_waits_the_whole_pause_and_not_one_second_more(tries, now):
    pause, again = pause_after(tries), ends(now, tries)

    assert waits(again, now, tries) == pause
    assert waits(again, now + pause - 1, tries) == 1
    assert not waits(again, now + pause + 1, tries)


@pytest.mark.parametrize("moved", [-3600, -86_400 * 365, 86_400 * 3650, -NOON, -1, 1_800])
def test_whatever_the_clock_does_nobody_waits_longer_than_their_pause(moved):
    for tries in (1, FREE, FREE + 3, 90):
        assert 0 <= waits(ends(NOON, tries), NOON + moved, tries) <= pause_after(tries)


def test_what_is_kept_of_a_pause_tells_no_hour():
    """The same second of another hour, of another day, is the same number."""
    assert ends(NOON, 9) == ends(NOON + 5 * HOUR, 9) == ends(NOON + 86_400 * 30, 9)
    assert all(0 <= ends(NOON + second, 9) < HOUR for second in range(0, 86_400, 61))


def test_a_mark_tells_apart_who_what_and_from_where():
    marks = [
        mark(salt, purpose, subject, source)
        for salt in (SALT, SALT[::-1])
        for purpose in ("entrer", "numéro")
        for subject in ("heron-42", "renard-17", "")
        for source in ("192.0.2.1", "192.0.2.2")
    ]

    assert len(set(marks)) == len(marks)
    assert {len(one) for one in marks} == {16}


def test_what_was_tried_and_on_whom_cannot_be_mistaken_for_one_another():
    assert mark(SALT, "entrer", "heron-42", "a") != mark(SALT, "entrerheron", "-42", "a")
    assert mark(SALT, "a", "", "b") != mark(SALT, "", "a", "b")


def test_many_addresses_share_one_mark_so_that_none_can_be_found_again():
    """Sixteen bits: among 4 billion addresses, 65,536 stand behind each mark."""
    assert SOURCE_BYTES == 2
    seen = {mark(SALT, "entrer", "", f"10.{a}.{b}.1") for a in range(256) for b in range(256)}

    assert len(seen) < 0.7 * 65_536, "addresses already share marks when as many as marks are tried"


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(1, "1 seconde"), (10, "10 secondes"), (90, "90 secondes"), (91, "2 minutes"), (160, "3 minutes"), (300, "5 minutes")],
)
def test_a_pause_is_said_as_one_says_it(seconds, said):
    assert in_words(seconds) == said
