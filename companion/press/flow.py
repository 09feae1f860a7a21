"""How blocks fill the frames of a sheet; what does not fit is handed back, never shrunk and never cut off."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from companion.press.blocks import REST, Block, Mark, Run
from companion.press.codes import draw_code
from companion.press.document import Face, Frame, Press, reads_right_to_left
from companion.press.lines import Breaker, Line, joined

WRITING = 9.5
"""Height in mm of a line to write on by hand."""
PADDING = 2.6
"""Room in mm between a box and its words."""
AFTER_BOX = 2.4
UNDERLINE = 2.4
"""Room in mm for the line under a heading."""
BOX = 0.5
SQUARE = 4.6
CODE = 20.7
"""Side in mm of a square for a camera with its white margin: 15 mm of black when it holds few signs."""
BESIDE_CODE = 1.5
ROUNDING = 0.01


@dataclass(frozen=True)
class Laid:
    """A block cut into lines for one width."""

    block: Block
    lines: tuple[Line, ...]
    heights: tuple[float, ...]
    backwards: bool

    @property
    def height(self) -> float:
        """Return the room it takes, in mm."""
        return max(sum(self.heights), CODE if self.block.square else 0.0) + self.around

    @property
    def around(self) -> float:
        """Return what the box or the underline adds."""
        if self.block.boxed:
            return 2 * PADDING + AFTER_BOX
        return UNDERLINE if self.block.underlined else 0.0


class Setter:
    """Sets blocks on one press, and remembers what it has measured."""

    def __init__(self, press: Press) -> None:
        """Work for that press."""
        self.press = press
        self._widths: dict[tuple[str, Face], float] = {}
        self._laid: dict[tuple[Block, float], Laid] = {}

    def height(self, blocks: Sequence[Block], width: float) -> float:
        """Return the room that blocks take in one column, in mm."""
        return sum((block.before if rank else 0) + self._lay(block, width).height for rank, block in enumerate(blocks))

    def pour(self, blocks: Sequence[Block], frame: Frame) -> list[Block]:
        """Set what the frame can hold, from its top, and return the rest."""
        rest = list(blocks)
        y = frame.y
        with self.press.within(frame):
            while rest and y + self._wanted(rest, frame, first=y == frame.y) <= frame.bottom + ROUNDING:
                top = y if y == frame.y else y + rest[0].before
                y = self._draw(self._lay(rest.pop(0), frame.width), frame, top)
            if rest and y == frame.y:
                rest[:1] = self._split(rest[0], frame)
        return rest

    def pour_all(self, blocks: Sequence[Block], frames: Iterator[Frame]) -> None:
        """Set everything, in as many frames as it takes."""
        rest = list(blocks)
        while rest:
            rest = self.pour(rest, next(frames))

    def _wanted(self, blocks: Sequence[Block], frame: Frame, *, first: bool) -> float:
        """Return the room the first block wants, with what a heading leads to."""
        here = self._lay(blocks[0], frame.width).height
        before = 0 if first else blocks[0].before
        if blocks[0].leads and len(blocks) > 1:
            return before + here + min(self._wanted(blocks[1:], frame, first=False), frame.height - here)
        return before + here

    def _split(self, block: Block, frame: Frame) -> list[Block]:
        """Set the first lines of a block taller than a whole frame, and return what remains of it."""
        laid = self._lay(block, frame.width)
        count = max(1, int((frame.height - laid.around) / max(laid.heights)))
        self._draw(replace(laid, lines=laid.lines[:count], heights=laid.heights[:count]), frame, frame.y)
        left = [piece for line in laid.lines[count:] for word in line.words for piece in (*word.pieces, Run(" "))]
        return [replace(block, runs=tuple(left), mark=Mark.NONE, label="", square="")] if left else []

    def _measure(self, text: str, face: Face) -> float:
        if (text, face) not in self._widths:
            self._widths[text, face] = self.press.width(text, face)
        return self._widths[text, face]

    def _lay(self, block: Block, width: float) -> Laid:
        """Cut a block into lines, once for each width."""
        if (block, width) not in self._laid:
            runs = tuple(replace(run, text=self.press.readable(run.text)) for run in block.runs)
            backwards = reads_right_to_left("".join(run.text for run in runs))
            room = width - block.indent - (2 * PADDING if block.boxed else 0) - (CODE + BESIDE_CODE if block.square else 0)
            if backwards:
                runs = _in_one_weight(runs)
            face = Face(block.size, backwards=backwards)
            lines = tuple(Breaker(self._measure, face, room).lines(runs))
            heights = tuple(max(WRITING, face.leading) if line.to_write_on else face.leading for line in lines)
            self._laid[block, width] = Laid(block, lines, heights, backwards)
        return self._laid[block, width]

    def _draw(self, laid: Laid, frame: Frame, top: float) -> float:
        """Draw a block from a height, and return where it ends."""
        block = laid.block
        inside = PADDING if block.boxed else 0.0
        y = top + inside
        self._draw_mark(laid, frame, y)
        for line, height in zip(laid.lines, laid.heights, strict=True):
            self._draw_line(laid, line, _room_of(laid, frame, inside), y + height)
            y += height
        if block.boxed:
            edge = Frame(frame.x, top, frame.width, laid.height - AFTER_BOX)
            self.press.box(edge.shrunk(BOX / 2), BOX)
        if block.square:
            draw_code(self.press, block.square, Frame(frame.right - inside - CODE, top + inside, CODE, CODE))
        if block.underlined:
            self.press.rule((frame.x, y + 0.5), (frame.right, y + 0.5), 0.4)
        return top + laid.height

    def _draw_mark(self, laid: Laid, frame: Frame, y: float) -> None:
        face = Face(laid.block.size)
        if laid.block.mark is Mark.DASH:
            x = frame.right - self._measure("–", face) if laid.backwards else frame.x
            self.press.say(x, y + laid.heights[0] - face.leading, "–", face)
        if laid.block.label:
            bold = Face(laid.block.size, bold=True)
            self.press.say(frame.x, y + laid.heights[0] - bold.leading, laid.block.label, bold)
        if laid.block.mark is Mark.SQUARE:
            x = frame.right - SQUARE if laid.backwards else frame.x
            self.press.box(Frame(x, y + laid.heights[0] - SQUARE - 0.4, SQUARE, SQUARE), 0.4)

    def _draw_line(self, laid: Laid, line: Line, room: Frame, bottom: float) -> None:
        if laid.backwards:
            self._draw_backwards(laid, line, room, bottom)
            return
        x = room.x
        for part in joined(line.words):
            face = Face(laid.block.size, part.bold)
            if part.rule:
                end = room.right if part.rule == REST else x + part.rule
                self._draw_rule(x, end, bottom)
                x = end
                continue
            self.press.say(x, bottom - face.leading, part.text, face)
            x += self._measure(part.text, face)

    def _draw_backwards(self, laid: Laid, line: Line, room: Frame, bottom: float) -> None:
        face = Face(laid.block.size, laid.block.runs[0].bold, backwards=True)
        start = room.right - self._measure(line.text, face)
        if line.to_write_on:
            self._draw_rule(room.x, start - 2, bottom)
        self.press.say(start, bottom - face.leading, line.text, face)

    def _draw_rule(self, start: float, end: float, bottom: float) -> None:
        self.press.rule((start, bottom - 1.1), (end, bottom - 1.1))


def _room_of(laid: Laid, frame: Frame, inside: float) -> Frame:
    """Return where the lines of a block go, beside its mark and inside its box."""
    indent = laid.block.indent
    left = frame.x + inside + (0 if laid.backwards else indent)
    beside = CODE + BESIDE_CODE if laid.block.square else 0
    return Frame(left, frame.y, frame.width - indent - 2 * inside - beside, frame.height)


def _in_one_weight(runs: Sequence[Run]) -> tuple[Run, ...]:
    """Return the words of a line from right to left as one run, and its lines to write on."""
    words = Run("".join(run.text for run in runs), bold=runs[0].bold)
    return (words, *(run for run in runs if run.rule))
