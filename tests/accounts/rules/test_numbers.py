"""What is promised of the second factor: the standard's own numbers, each accepted once and in order, from an application or a card."""

import base64
import hashlib
import hmac
import struct
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from companion.accounts.rules.numbers import (
    APPLICATION,
    CARD,
    CARD_SIZE,
    FORWARD,
    NONE,
    SECONDS,
    SHIFT_BITS,
    Own,
    fault_of_pin,
    new_factor,
    read_figures,
)  # fmt: skip

OF_THE_STANDARDS = base64.b32encode(b"12345678901234567890").decode()
RFC_4226 = ("755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489")
"""Appendix D: counts 0 to 9."""
RFC_6238 = {
    59: "94287082", 1111111109: "07081804", 1111111111: "14050471", 1234567890: "89005924", 2000000000: "69279037",
    20000000000: "65353130",
}  # fmt: skip
"""Appendix B, SHA-1: second and eight figures; six of them are the last six."""
SHIFT = 987_654_321_012
PHONE = Own(APPLICATION, OF_THE_STANDARDS, SHIFT)
PRINTED = Own(CARD, OF_THE_STANDARDS, SHIFT)


def test_a_card_bears_the_numbers_of_rfc_4226():
    numbers = PRINTED.numbers()

    assert [number for _, number in numbers[:9]] == list(RFC_4226[1:])
    assert [rank for rank, _ in numbers] == list(range(1, CARD_SIZE + 1))
    assert CARD_SIZE == 40


@pytest.mark.parametrize(("second", "shown"), RFC_6238.items())
def test_an_application_shows_the_numbers_of_rfc_6238(second, shown):
    assert PHONE.rank(shown[-6:], second, 0) == second // SECONDS + SHIFT


def test_the_number_of_the_half_minute_before_is_still_good_and_no_other():
    now = 2_000_000_000
    numbers = {step: _shown(now + step * SECONDS) for step in (-2, -1, 0, 1)}

    assert {step for step, number in numbers.items() if PHONE.rank(number, now, 0)} == {-1, 0}


def test_a_number_serves_once_and_the_one_before_it_not_any_more():
    now = 2_000_000_000
    last = PHONE.rank(_shown(now), now, 0)

    assert PHONE.rank(_shown(now), now, last) is None
    assert PHONE.rank(_shown(now - SECONDS), now, last) is None
    assert PHONE.rank(_shown(now + SECONDS), now + SECONDS, last) == last + 1


def test_a_clock_set_back_brings_no_number_back_to_life():
    now = 2_000_000_000
    last = PHONE.rank(_shown(now), now, 0)

    assert PHONE.rank(_shown(now - 3_600), now - 3_600, last) is None


def test_a_card_goes_forward_three_numbers_at_most_and_never_back():
    numbers = dict(PRINTED.numbers())

    assert [rank for rank in numbers if PRINTED.rank(numbers[rank], 0, SHIFT)] == list(range(1, FORWARD + 1))
    assert [rank for rank in numbers if PRINTED.rank(numbers[rank], 0, SHIFT + 10)] == [11, 12, 13]
    assert PRINTED.rank(numbers[CARD_SIZE], 0, SHIFT + CARD_SIZE - 1) == SHIFT + CARD_SIZE


def test_a_card_that_is_finished_opens_nothing_and_says_that_none_is_left():
    beyond = Own(CARD, OF_THE_STANDARDS, 0)
    end = SHIFT + CARD_SIZE

    assert all(PRINTED.rank(number, 0, end) is None for _, number in PRINTED.numbers())
    assert beyond.rank("000000", 0, CARD_SIZE) is None
    assert PRINTED.left_on_card(end) == 0
    assert PRINTED.left_on_card(SHIFT) == CARD_SIZE
    assert PRINTED.next_on_card(SHIFT + 4) == 5


@pytest.mark.parametrize("typed", ["", " ", "28708", "2870820", "287083", "abcdef", "😀", "\0" * 6, "28708２x9", "-287082-1", "2" * 5_000])
def test_what_is_no_number_opens_nothing(typed):
    assert PHONE.rank(typed, 59, 0) is None
    assert PRINTED.rank(typed, 0, SHIFT) is None


@pytest.mark.parametrize("typed", ["287082", "287 082", "287-082", " 287082\n", "٢٨٧٠٨٢", "２８７０８２", "\u202e287082"])
def test_figures_are_read_in_every_script_and_with_any_spaces(typed):
    assert read_figures(typed) == "287082"
    assert PHONE.rank(typed, 59, 0)


def test_without_a_factor_no_number_is_right():
    assert Own().factor == NONE
    assert [Own().rank(typed, 59, 0) for typed in ("", "000000", "755224", "287082")] == [None] * 4


def test_a_factor_is_drawn_with_a_long_secret_and_a_shift_that_hides_the_hour():
    drawn = [new_factor(APPLICATION, "274951") for _ in range(50)]

    assert len({one.secret for one in drawn}) == len({one.shift for one in drawn}) == 50
    assert all(len(base64.b32decode(one.secret)) == 20 for one in drawn), "160 bits"
    assert max(one.shift for one in drawn).bit_length() > SHIFT_BITS - 8
    assert {one.pin for one in drawn} == {"274951"}


def test_what_one_keeps_for_oneself_is_read_as_it_was_written():
    assert Own.read(PHONE.written()) == PHONE
    assert Own.read(Own(pin="274951").written()) == Own(pin="274951")


def test_the_square_says_the_name_the_house_and_the_secret_and_nothing_else():
    address = urlsplit(PHONE.address("heron-42"))

    assert (address.scheme, address.netloc, unquote(address.path)) == ("otpauth", "totp", "/Compagnon:heron-42")
    assert parse_qs(address.query) == {"secret": [OF_THE_STANDARDS], "issuer": ["Compagnon"]}


@pytest.mark.parametrize("typed", ["274951", "27 49 51", "27-49-51", "٢٧٤٩٥١", "184726"])
def test_six_figures_that_are_not_a_sequence_are_taken(typed):
    assert fault_of_pin(typed) == ""


@pytest.mark.parametrize(
    "typed",
    [
        "123456", "654321", "012345", "000000", "111111", "999999", "121212", "111122", "274274", "110011", "987654", "١٢٣٤٥٦",
    ],
)  # fmt: skip
def test_six_figures_that_anybody_would_try_first_are_refused(typed):
    assert "devinent trop vite" in fault_of_pin(typed)


@pytest.mark.parametrize("typed", ["", "27495", "2749511", "abcdef", "27495a", "274951😀", "deux sept", "\0"])
def test_what_is_not_six_figures_is_asked_again_without_blame(typed):
    assert fault_of_pin(typed) == "Il faut six chiffres."


def _shown(second: int) -> str:
    """Return what an application shows, written here a second time from the standard."""
    code = hmac.new(b"12345678901234567890", struct.pack(">Q", second // SECONDS), hashlib.sha1).digest()
    start = code[-1] & 15
    return f"{(struct.unpack('>I', code[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"
