"""Plain A4 pages, one column, with a foot that stays at the bottom of the last one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from companion.press.blocks import Block
from companion.press.document import SHEET_HEIGHT, SHEET_WIDTH, Frame, Press
from companion.press.flow import ROUNDING, Setter

SIDE = 20.0
TOP = 16.0
AFTER_OPENING = 4.0
COLUMN = Frame(SIDE, TOP, SHEET_WIDTH - 2 * SIDE, SHEET_HEIGHT - 2 * TOP)


@dataclass(frozen=True)
class Foot:
    """What stands at the bottom of the last page."""

    height: float
    draw: Callable[[Setter, Frame], None]


NO_FOOT = Foot(0.0, lambda _setter, _frame: None)


@dataclass(frozen=True)
class Pages:
    """A text to print on as many pages as it takes."""

    title: str
    moment: datetime
    body: Sequence[Block]
    foot: Foot = NO_FOOT
    opening: Sequence[Block] = ()
    """What the second page and the others begin with: pages get separated."""


def print_pages(pages: Pages) -> bytes:
    """Print a text; the foot never stands alone on a page."""
    press = Press(pages.title, pages.moment)
    setter = Setter(press)
    press.sheet()
    rest = _fill(setter, pages.body, COLUMN, pages.foot)
    while rest:
        press.sheet()
        rest = _fill(setter, rest, _below(setter, pages.opening), pages.foot)
    pages.foot.draw(setter, Frame(COLUMN.x, COLUMN.bottom - pages.foot.height, COLUMN.width, pages.foot.height))
    return press.finish()


def _fill(setter: Setter, blocks: Sequence[Block], room: Frame, foot: Foot) -> list[Block]:
    """Set what a page can hold; when only the foot would be left over, keep some words to stand above it."""
    all_but_the_foot = setter.height(blocks, room.width) <= room.height + ROUNDING
    kept = foot.height if all_but_the_foot else 0.0
    return setter.pour(blocks, Frame(room.x, room.y, room.width, room.height - kept))


def _below(setter: Setter, opening: Sequence[Block]) -> Frame:
    """Print what a page begins with, and return the room that is left."""
    setter.pour(opening, COLUMN)
    used = setter.height(opening, COLUMN.width) + AFTER_OPENING if opening else 0.0
    return Frame(COLUMN.x, COLUMN.y + used, COLUMN.width, COLUMN.height - used)
