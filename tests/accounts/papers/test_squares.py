"""The square of the envelope, read back from the picture of the sheet as a camera would."""

import random

import pytest

from companion.press.codes import modules_of
from companion.vault.rules.codes import SIGNS
from companion.vault.rules.sheets import printed, read_sheet, with_checks
from tests.accounts.papers.squares import modules_in, text_in
from tests.accounts.papers.story import SHEET, an_envelope
from tests.procedures.papers.reading import picture_of

SCALE = 4.0
RIGHT_OF_THE_SIGNS = (150.0, 108.0, 190.0, 156.0)
"""Where the square stands, with its white margin, in mm."""


def square_of(pdf):
    box = tuple(round(mm / 25.4 * 72 * SCALE) for mm in RIGHT_OF_THE_SIGNS)
    return picture_of(pdf, scale=SCALE).crop(box)


def some_sheets():
    chance = random.Random(20260303)
    return [SHEET, "W" * 30, "0" * 30, *(with_checks("".join(chance.choices(SIGNS, k=26))) for _ in range(5))]


@pytest.mark.parametrize("sheet", some_sheets())
def test_the_square_says_the_very_signs_that_are_printed_beside_it(sheet):
    assert text_in(modules_in(square_of(an_envelope(sheet=sheet)))) == printed(sheet)


def test_what_the_square_says_opens_as_what_is_typed():
    assert read_sheet(text_in(modules_in(square_of(an_envelope())))) == SHEET


def test_the_square_is_drawn_module_for_module():
    assert tuple(map(tuple, modules_in(square_of(an_envelope())))) == modules_of(printed(SHEET))


def test_the_square_is_wide_enough_for_a_poor_camera_and_has_its_white_margin():
    dark = square_of(an_envelope()).convert("L").point(lambda grey: 255 if grey < 128 else 0)
    left, top, right, bottom = (side / 72 * 25.4 / SCALE for side in dark.getbbox())
    module = (right - left) / 25

    assert right - left == pytest.approx(bottom - top, abs=0.2)
    assert right - left >= 25
    assert 40 - right >= 4 * module - 0.2
    assert left >= 4 * module - 0.2


@pytest.mark.parametrize("place", [(12, 12), (8, 2), (3, 16), (22, 22)])
def test_one_module_drawn_wrong_is_noticed_by_the_reader(place):
    spoilt = modules_in(square_of(an_envelope()))
    spoilt[place[0]][place[1]] = not spoilt[place[0]][place[1]]

    with pytest.raises(AssertionError):
        text_in(spoilt)
