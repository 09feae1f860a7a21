"""A pocket booklet: one A4 sheet printed on one side, two folds, four panels, no cutting.

The fold.  The sheet lies in front of you, printed side up.  The top half goes
*behind*, along the horizontal middle: its print, upside down on the sheet, is
upright on the back.  Seen from behind, left and right change places.  Then the
left half goes behind, along the vertical middle.  The bottom right quarter is
now the cover (1) and the bottom left one the back (4).  Opened like a card, the
left page is the back of the cover, which is the top right quarter (2); the
right page is the back of 4, which is the top left quarter (3):

    +-----------+-----------+
    | 3, turned | 2, turned |
    +-----------+-----------+
    | 4         | 1, cover  |
    +-----------+-----------+

What a panel cannot hold goes to a second sheet in the same size of letters:
four upright quarters, read column by column, so that no line lies on a fold.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from companion.press.blocks import Block, said
from companion.press.document import SHEET_HEIGHT, SHEET_WIDTH, Frame, Press
from companion.press.flow import ROUNDING, Setter

MARGIN = 10.0
"""Room in mm on each side of each panel: printers leave the edges white, thumbs and folds too."""
BEFORE_FOOT = 3.0
MIDDLE_X = SHEET_WIDTH / 2
MIDDLE_Y = SHEET_HEIGHT / 2
ELSEWHERE = "La fin est sur l’autre feuille."


@dataclass(frozen=True)
class Panel:
    """What one panel says."""

    bodies: tuple[tuple[Block, ...], ...]
    """The same words, the fullest first: the first that fits is printed."""
    foot: tuple[Block, ...] = ()
    """What must be on the panel, at its bottom, whatever the rest."""


@dataclass(frozen=True)
class Booklet:
    """Four panels in reading order, and what opens the second sheet if there is one."""

    title: str
    moment: datetime
    panels: tuple[Panel, Panel, Panel, Panel]
    opening: tuple[Block, ...] = ()


def quarter(column: int, row: int, *, turned: bool = False) -> Frame:
    """Return the frame of one quarter of the sheet, inside its margins."""
    x, y = column * MIDDLE_X + MARGIN, row * MIDDLE_Y + MARGIN
    return Frame(x, y, MIDDLE_X - 2 * MARGIN, MIDDLE_Y - 2 * MARGIN, turned)


PLACES = (quarter(1, 1), quarter(1, 0, turned=True), quarter(0, 0, turned=True), quarter(0, 1))
"""Where the panels 1, 2, 3 and 4 stand on the sheet."""
COLUMNS = (quarter(0, 0), quarter(0, 1), quarter(1, 0), quarter(1, 1))
"""The reading order of a second sheet."""


def bind(booklet: Booklet) -> bytes:
    """Print a booklet, with a second sheet only when the first cannot hold everything."""
    press = Press(booklet.title, booklet.moment)
    setter = Setter(press)
    press.sheet()
    draw_folds(press)
    rest = [block for panel, place in zip(booklet.panels, PLACES, strict=True) for block in _print(setter, panel, place)]
    if rest:
        setter.pour_all([*booklet.opening, *rest], _more_quarters(press))
    return press.finish()


def draw_folds(press: Press) -> None:
    """Mark the folds at the edges of the sheet, where no word stands."""
    near, far = 4.5, 8.5
    for start, end in ((near, far), (SHEET_WIDTH - near, SHEET_WIDTH - far)):
        press.dashes((start, MIDDLE_Y), (end, MIDDLE_Y))
    for start, end in ((near, far), (SHEET_HEIGHT - near, SHEET_HEIGHT - far)):
        press.dashes((MIDDLE_X, start), (MIDDLE_X, end))


def _more_quarters(press: Press) -> Iterator[Frame]:
    while True:
        press.sheet()
        draw_folds(press)
        yield from COLUMNS


def _print(setter: Setter, panel: Panel, place: Frame) -> list[Block]:
    """Print one panel and return what it could not hold."""
    for body in panel.bodies:
        if setter.height(body, place.width) <= _room(setter, panel.foot, place) + ROUNDING:
            setter.pour(body, place)
            _print_foot(setter, panel.foot, place)
            return []
    foot = (said(ELSEWHERE, bold=True), *panel.foot)
    rest = setter.pour(panel.bodies[0], _above(place, _room(setter, foot, place)))
    _print_foot(setter, foot, place)
    return [*_title_of(rest, panel.bodies[0]), *rest]


def _title_of(rest: Sequence[Block], body: Sequence[Block]) -> list[Block]:
    """Return the titles under which the rest was, to print them again above: the part, and the smaller part in it."""
    if not rest or (rest[0].leads and rest[0].underlined):
        return []
    titles: list[Block] = []
    for block in body[: len(body) - len(rest)]:
        if block.leads:
            titles = [block] if block.underlined else [*[one for one in titles if one.underlined], block]
    return [one for one in titles if one.underlined] if rest[0].leads else titles


def _room(setter: Setter, foot: Sequence[Block], place: Frame) -> float:
    return place.height - (setter.height(foot, place.width) + BEFORE_FOOT if foot else 0)


def _above(place: Frame, height: float) -> Frame:
    """Return the top of a place; when it is turned, its top is at the bottom of the sheet."""
    if place.turned:
        return Frame(place.x, place.bottom - height, place.width, height, turned=True)
    return Frame(place.x, place.y, place.width, height)


def _print_foot(setter: Setter, foot: Sequence[Block], place: Frame) -> None:
    if not foot:
        return
    height = setter.height(foot, place.width)
    below = place.y if place.turned else place.bottom - height
    setter.pour(foot, Frame(place.x, below, place.width, height, place.turned))
