"""The same words for a screen: what the four panels say, in the order of the hand, for a page that is printed as well."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from companion.demarches.papers.feuillet import booklet
from companion.demarches.rules.leaving import Leaving
from companion.press.blocks import BODY, Block, Mark
from companion.press.booklet import Panel
from companion.press.codes import QUIET, modules_of


class Kind(StrEnum):
    """What a reader sees a block as."""

    TITLE = "title"
    SUBTITLE = "subtitle"
    LIST = "list"
    NOTICE = "notice"
    BIG = "big"
    TEXT = "text"


@dataclass(frozen=True)
class Piece:
    """Neighbours of one kind: a list is one piece."""

    kind: Kind
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Drawing:
    """A square for a camera: its side in modules with the white margin, and one path of black ones."""

    side: int
    path: str


@dataclass(frozen=True)
class OnScreen:
    """A sheet as a page shows it: its title, then what each panel says."""

    title: str
    panels: tuple[tuple[Piece, ...], ...]
    square: Drawing | None = None
    """The key, for a camera; beside the block that has one."""


def on_screen(leaving: Leaving) -> OnScreen:
    """Return what the sheet says, nothing left out; the title of the cover is the title of the page."""
    found = booklet(leaving)
    cover, *others = (tuple(_pieces(_whole(panel))) for panel in found.panels)
    square = next((block.square for panel in found.panels for block in _whole(panel) if block.square), "")
    return OnScreen(found.title, (cover[1:], *others), _drawing(square) if square else None)


def _whole(panel: Panel) -> Iterable[Block]:
    return (*panel.bodies[0], *panel.foot)


def _pieces(blocks: Iterable[Block]) -> Iterator[Piece]:
    for kind, same in groupby(blocks, key=_kind_of):
        if kind is Kind.LIST:
            yield Piece(kind, tuple(same))
        else:
            yield from (Piece(kind, (block,)) for block in same)


def _kind_of(block: Block) -> Kind:
    """Tell what a block is for who reads it."""
    if block.leads:
        return Kind.TITLE if block.underlined else Kind.SUBTITLE
    if block.mark is not Mark.NONE:
        return Kind.LIST
    if block.boxed:
        return Kind.NOTICE
    return Kind.BIG if block.size > BODY else Kind.TEXT


def _drawing(text: str) -> Drawing:
    """Draw the square that a camera reads."""
    rows = modules_of(text)
    dark = ((row, column) for row, modules in enumerate(rows) for column, module in enumerate(modules) if module)
    return Drawing(len(rows) + 2 * QUIET, "".join(f"M{column + QUIET} {row + QUIET}h1v1h-1z" for row, column in dark))
