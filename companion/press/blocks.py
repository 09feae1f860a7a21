"""What a paper is made of before it has a place on a sheet: frozen words, marks, and lines to write on."""

from dataclasses import dataclass
from enum import Enum

BODY = 12.0
"""Points; the smallest size for a text that the person reads."""
LABEL_WIDTH = 54.0
REST = -1.0
"""The width of a line to write on that takes what is left."""


class Mark(Enum):
    """What stands before a block, and the room it takes in mm."""

    NONE = 0.0
    DASH = 4.6
    SQUARE = 8.5


@dataclass(frozen=True)
class Run:
    """Words in one weight, or a line to write on."""

    text: str = ""
    bold: bool = False
    rule: float = 0.0
    """Width in mm of a line to write on, `REST` for what is left, 0 for none."""


@dataclass(frozen=True)
class Block:
    """Words that stay together as long as one frame can hold them."""

    runs: tuple[Run, ...]
    size: float = BODY
    before: float = 0.0
    """Room above in mm, except at the top of a frame."""
    mark: Mark = Mark.NONE
    label: str = ""
    """A name in bold, in a column of its own on the left."""
    boxed: bool = False
    underlined: bool = False
    leads: bool = False
    """A heading, which never ends a frame."""
    square: str = ""
    """What a camera reads, in a square on the right of the words."""

    @property
    def indent(self) -> float:
        """Return where its lines begin, in mm from the left of the frame."""
        return LABEL_WIDTH if self.label else self.mark.value


def said(text: str, *, bold: bool = False, size: float = BODY, before: float = 0.0) -> Block:
    """Make a paragraph."""
    return Block((Run(text, bold=bold),), size, before)


def heading(text: str, size: float = 15.0, before: float = 4.0) -> Block:
    """Make the title of a part, with a line under it."""
    return Block((Run(text, bold=True),), size, before, underlined=True, leads=True)


def subheading(text: str, before: float = 2.6) -> Block:
    """Make the title of a smaller part."""
    return Block((Run(text, bold=True),), BODY, before, leads=True)


def item(*runs: Run, mark: Mark = Mark.DASH, before: float = 0.6) -> Block:
    """Make one entry of a list."""
    return Block(runs, BODY, before, mark)


def to_write(label: str = "", *, before: float = 0.0, mark: Mark = Mark.NONE) -> Block:
    """Make a label followed by a line to write on by hand."""
    label_run = (Run(label),) if label else ()
    return Block((*label_run, Run(rule=REST)), BODY, before, mark)


def labelled(label: str, text: str = "", before: float = 2.4) -> Block:
    """Make a row of a form: a name, then what is known, or a line to write it."""
    return Block((Run(text) if text else Run(rule=REST),), BODY, before, label=label)


def notice(text: str, before: float = 3.0) -> Block:
    """Make a warning in a box."""
    return Block((Run(text, bold=True),), BODY, before, boxed=True)
