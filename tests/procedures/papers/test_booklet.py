"""The fold: four panels that read upright in the hand."""

from datetime import datetime
from itertools import pairwise

import pytest
from PIL import Image, ImageChops, ImageStat

from companion.clock import ZONE
from companion.press.blocks import Run, heading, item, said, subheading
from companion.press.booklet import MARGIN, PLACES, Booklet, Panel, bind, quarter
from companion.press.document import Press
from companion.press.flow import Setter
from tests.procedures.papers.reading import pages, picture_of, text_of, words_of

NOON = datetime(2026, 9, 21, 12, 0, tzinfo=ZONE)
NAMES = ("couverture", "gauche", "droite", "dos")


def a_booklet(*bodies, foot=()):
    return bind(Booklet("Feuille", NOON, tuple(Panel((tuple(body),), foot) for body in bodies), (said("Suite", bold=True),)))


def a_small_booklet():
    return a_booklet(*([said(name, size=20)] for name in NAMES))


def seen_in_the_hand(x, y):
    """Fold a point of the sheet, and say where it is read: on which face of the opened card, and where.

    The top half goes behind along the middle; seen from behind, left and right change places.
    """
    if y >= 148.5:
        return "outside", x, y - 148.5
    return "inside", 210 - x, 148.5 - y


def fold(picture):
    """Return the two faces of the sheet folded once: outside (back, cover) and inside (left, right)."""
    width, height = picture.size
    outside = picture.crop((0, height // 2, width, height))
    behind = picture.crop((0, 0, width, height // 2)).transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    return outside, behind.transpose(Image.Transpose.FLIP_LEFT_RIGHT)


def test_folded_behind_then_closed_like_a_card_the_four_panels_come_in_reading_order():
    found = {word.text: word for word in words_of(pages(a_small_booklet())[0])}

    where = {name: seen_in_the_hand(found[name].x, found[name].y) for name in NAMES}

    assert where["couverture"] == ("outside", pytest.approx(115, abs=0.1), pytest.approx(17, abs=2))
    assert where["dos"] == ("outside", pytest.approx(10, abs=0.1), pytest.approx(17, abs=2))
    assert where["gauche"] == ("inside", pytest.approx(10, abs=0.1), pytest.approx(17, abs=2))
    assert where["droite"] == ("inside", pytest.approx(115, abs=0.1), pytest.approx(17, abs=2))


def test_the_top_half_is_printed_upside_down_and_the_bottom_half_upright():
    turned = {word.text: word.turned for word in words_of(pages(a_small_booklet())[0])}

    assert turned == {"couverture": False, "gauche": True, "droite": True, "dos": False}


def test_every_folded_panel_looks_like_the_same_words_printed_upright():
    outside, inside = fold(picture_of(a_small_booklet(), scale=2))
    half = outside.width // 2

    for face, column, name in ((outside, 1, "couverture"), (outside, 0, "dos"), (inside, 0, "gauche"), (inside, 1, "droite")):
        press = Press("Feuille", NOON)
        press.sheet()
        Setter(press).pour([said(name, size=20)], quarter(column, 0))
        upright = picture_of(press.finish(), scale=2).crop((column * half + 30, 30, column * half + half - 30, 120))
        folded = face.crop((column * half + 30, 30, column * half + half - 30, 120))
        assert ImageStat.Stat(ImageChops.difference(upright, folded)).mean[0] < 6
        assert ImageStat.Stat(folded).mean[0] < 254


def test_each_panel_has_ten_millimetres_of_white_on_each_side():
    assert MARGIN >= 10
    for place in PLACES:
        assert place.x % 105 >= 10
        assert place.y % 148.5 >= 10
        assert place.right <= 105 * (1 + place.x // 105) - 10
        assert place.bottom <= 148.5 * (1 + place.y // 148.5) - 10


def test_the_folds_are_marked_at_the_edges_of_the_sheet_only():
    empty = bind(Booklet("Feuille", NOON, (Panel(((),)),) * 4))
    grey = picture_of(empty, scale=4).convert("L")
    inner = tuple(round(mm / 25.4 * 72 * 4) for mm in (10, 10, 200, 287))

    assert grey.getextrema()[0] < 128
    assert grey.crop(inner).getextrema() == (255, 255)


def test_what_a_panel_cannot_hold_goes_to_a_second_sheet_in_the_same_size_under_its_own_heading():
    lines = [item(Run(f"ligne {rank}")) for rank in range(40)]

    found = a_booklet([heading("Liste"), *lines], [said("deux")], [said("trois")], [said("quatre")], foot=(said("pied"),))

    first, second = ([word.text for word in words_of(page)] for page in pages(found))
    assert "La fin est sur l’autre feuille." in first
    assert first.count("pied") == 4
    assert second[:2] == ["Suite", "Liste"]
    assert {word.size for page in pages(found) for word in words_of(page)} == {12.0, 15.0}
    assert [word for word in [*first, *second] if word.startswith("ligne")] == [f"ligne {rank}" for rank in range(40)]


def test_in_the_hand_every_panel_begins_at_its_top_and_its_foot_stands_at_its_bottom():
    found = words_of(pages(a_booklet(*([said("corps")],) * 4, foot=(said("pied"),)))[0])

    heights = {name: {round(seen_in_the_hand(word.x, word.y)[2]) for word in found if word.text == name} for name in ("corps", "pied")}

    assert heights == {"corps": {14}, "pied": {137}}


@pytest.mark.parametrize("panel", range(4))
def test_a_panel_that_overflows_is_full_from_its_top_to_above_its_foot(panel):
    bodies = [[said(f"ligne {rank:02}") for rank in range(40)] if panel == place else [] for place in range(4)]

    found = words_of(pages(a_booklet(*bodies, foot=(said("pied"),)))[0])
    full = [word for word in found if word.text.startswith("ligne")]
    heights = [seen_in_the_hand(word.x, word.y)[2] for word in full]

    assert heights[0] == pytest.approx(14, abs=1)
    assert heights == sorted(heights)
    assert max(heights) == pytest.approx(125, abs=4)


def test_a_part_that_begins_on_the_second_sheet_shows_its_heading_once():
    lines = [said(f"ligne {rank}") for rank in range(21)]

    found = a_booklet([heading("Un"), *lines, subheading("Deux"), said("fin")], [], [], [])

    assert text_of(found).count("Deux") == 1
    assert text_of(found).endswith("Deux fin")


def test_the_rest_of_a_smaller_part_is_printed_again_under_both_its_titles_and_under_no_older_one():
    lines = [said(f"ligne {rank}") for rank in range(30)]
    body = [
        heading("Un"),
        subheading("Petit un"),
        said("a"),
        heading("Deux"),
        subheading("Avant"),
        said("b"),
        subheading("Petit deux"),
        *lines,
    ]

    second = [word.text for word in words_of(pages(a_booklet(body, [], [], []))[1])]

    assert second[:3] == ["Suite", "Deux", "Petit deux"]
    assert second[3].startswith("ligne")


def test_the_second_sheet_is_read_column_by_column_and_a_third_follows_if_it_must():
    lines = [said(f"n{rank:03}") for rank in range(130)]

    found = pages(a_booklet(lines, [], [], []))
    second = [word for word in words_of(found[1]) if word.text.startswith("n")]

    assert len(found) == 3
    for one, other in pairwise(second):
        assert (other.x // 105, other.y) > (one.x // 105, one.y)


def test_the_fullest_wording_that_fits_is_the_one_printed():
    long, short = tuple(said(f"ligne {rank}") for rank in range(60)), (said("court"),)
    panels = (Panel((long, short)), *(Panel(((),)),) * 3)

    assert text_of(bind(Booklet("Feuille", NOON, panels))) == "court"
