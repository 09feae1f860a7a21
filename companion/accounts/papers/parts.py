"""What the papers of an account share: sentences in French type, six numbered groups, and the room to set them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from companion.accounts.rules.prints import on_one_line
from companion.press.blocks import BODY, Block, Run, item, said, subheading
from companion.press.document import SHEET_HEIGHT, SHEET_WIDTH, Face, Frame, Press
from companion.press.flow import Setter
from companion.typography import french

SIDE = 20.0
TOP = 16.0
PAGE = Frame(SIDE, TOP, SHEET_WIDTH - 2 * SIDE, SHEET_HEIGHT - 2 * TOP)
RANK = Face(14.0)


def moment_of(day: date) -> datetime:
    """Return the moment a paper is dated from: its day, and no hour, which nobody needs to know."""
    return datetime.combine(day, time(), UTC)


def sentence(text: str, before: float = 1.5) -> Block:
    """Make a paragraph in French type."""
    return said(french(text), before=before)


def part(title: str, *points: str) -> tuple[Block, ...]:
    """Make a small title and the points under it."""
    return (subheading(french(title), before=3.2), *(item(Run(french(point))) for point in points))


def name_of(association: str, before: float = 1.0, size: float = BODY) -> tuple[Block, ...]:
    """Return the name of the association, or nothing when it has none yet."""
    name = on_one_line(association)
    return (said(name, bold=True, size=size, before=before),) if name else ()


def room_after(press: Press, first: Frame) -> Iterator[Frame]:
    """Yield what is left of this sheet, then as many sheets as it takes: nothing is cut off."""
    yield first
    while True:
        press.sheet()
        yield PAGE


def below(frame: Frame, y: float) -> Frame:
    """Return what is left of a frame under a height."""
    return Frame(frame.x, y, frame.width, frame.bottom - y)


def set_all(setter: Setter, blocks: Sequence[Block], frame: Frame) -> float:
    """Set blocks from the top of a frame, and return where they end."""
    setter.pour_all(blocks, room_after(setter.press, frame))
    return frame.y + setter.height(blocks, frame.width)


@dataclass(frozen=True)
class Grid:
    """How numbered groups stand: so many on a row, in this size."""

    across: int
    size: float

    @property
    def row(self) -> float:
        """Return the height of one row, in mm."""
        return RANK.leading + Face(self.size, bold=True).leading

    def height(self, count: int) -> float:
        """Return the room that so many groups take, in mm."""
        return -(-count // self.across) * self.row

    def draw(self, press: Press, groups: Sequence[str], frame: Frame) -> None:
        """Print each group under its rank: the screen names a group by its rank."""
        width = frame.width / self.across
        for place, group in enumerate(groups):
            x, y = frame.x + place % self.across * width, frame.y + place // self.across * self.row
            press.say(x, y, str(place + 1), RANK)
            press.say(x, y + RANK.leading - 1, press.readable(group), Face(self.size, bold=True))
