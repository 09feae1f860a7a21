"""The square beside the key, read back from the picture of the sheet as a camera would."""

import random
from functools import cache

import pytest
from PIL import Image

from companion.demarches.rules.leaving import Level
from companion.demarches.rules.sheet_key import key_in_square, square_of
from companion.press.codes import modules_of
from companion.vault.rules.codes import READING_KEY, SIGNS
from tests.accounts.papers.squares import modules_in, text_in
from tests.demarches.papers.story import KEY, a_sheet, longest
from tests.procedures.papers.reading import pages, picture_of

SCALE = 6.0
MM = 72 / 25.4 * SCALE
SIDE = 21
"""Modules of the smallest square."""


STRIP = (74.5, 158.5, 95.0, 287.0)
"""The right end of the panel that bears the key, in mm of the sheet once it is turned: no word stands there beside the square."""


@cache
def strip_of(pdf):
    """Return that strip as the hand turns it."""
    turned = picture_of(pdf, scale=SCALE).convert("L").transpose(Image.Transpose.ROTATE_180)
    return turned.crop(tuple(round(mm * MM) for mm in STRIP))


def square_in(pdf):
    """Return the place of the square on the turned sheet, in mm; and its picture with a white edge."""
    strip = strip_of(pdf)
    dark = [strip.crop((0, row, strip.width, row + 1)).getextrema()[0] < 128 for row in range(strip.height)]
    last = max(row for row, here in enumerate(dark) if here)
    first = max(row for row in range(last) if not dark[row]) + 1
    around = strip.crop((0, first - 4, strip.width, last + 5))
    left, _, right, _ = around.point(lambda grey: 255 if grey < 128 else 0).getbbox()
    return (STRIP[0] + left / MM, STRIP[1] + first / MM, STRIP[0] + right / MM, STRIP[1] + (last + 1) / MM), around


def some_keys():
    chance = random.Random(20270220)
    return [KEY, "W" * READING_KEY, "0" * READING_KEY, *("".join(chance.choices(SIGNS, k=READING_KEY)) for _ in range(4))]


@pytest.mark.parametrize("key", some_keys())
def test_the_square_opens_the_thread_of_the_key_printed_beside_it(key):
    _, picture = square_in(a_sheet(reading_key=key))

    said = text_in(modules_in(picture, SIDE))

    assert said == square_of(key)
    assert key_in_square(said) == key


@pytest.mark.parametrize("level", Level)
@pytest.mark.parametrize("handouts", [(), longest], ids=["one", "three long guides"])
def test_the_square_is_fifteen_millimetres_wide_and_far_from_every_fold_and_edge(level, handouts):
    (left, top, right, bottom), _ = square_in(a_sheet(*(handouts() if handouts else ()), level=level))

    assert right - left == pytest.approx(15, abs=0.3)
    assert bottom - top == pytest.approx(15, abs=0.3)
    assert 8 <= left < right <= 105 - 8
    assert 148.5 + 8 <= top < bottom <= 297 - 8


def test_the_square_is_drawn_module_for_module_and_has_its_white_margin():
    (left, top, right, bottom), picture = square_in(a_sheet())
    module = (right - left) / SIDE
    beside = picture_of(a_sheet(), scale=SCALE).convert("L").transpose(Image.Transpose.ROTATE_180)

    assert tuple(map(tuple, modules_in(picture, SIDE))) == modules_of(square_of(KEY))
    for box in ((left - 4 * module, top, left, bottom), (right, top, right + 4 * module, bottom)):
        inside = (box[0] + 0.15, box[1], box[2] - 0.15, box[3])
        assert beside.crop(tuple(round(mm * MM) for mm in inside)).getextrema() == (255, 255)


@pytest.mark.parametrize("place", [(10, 10), (8, 2), (18, 18)])
def test_one_module_drawn_wrong_is_noticed_by_the_reader(place):
    spoilt = modules_in(square_in(a_sheet())[1], SIDE)
    spoilt[place[0]][place[1]] = not spoilt[place[0]][place[1]]

    with pytest.raises(AssertionError):
        text_in(spoilt)


def test_without_a_key_there_is_no_square_control_with_one_there_is():
    for told, wanted in (({"reading_key": ""}, False), ({"reading_key": "", "older_sheet": True}, False), ({}, True)):
        drawn = pages(a_sheet(**told))[0].get_contents().get_data().count(b" h\n")
        assert (drawn > 20) is wanted
