"""The picture of a procedure on sheets of paper: the same shapes as on the screen, cut between two steps."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import singledispatchmethod

from companion.press.document import POINT, Face, Frame, Press
from companion.procedures.rules.drawing import Box, Circle, Drawing, Line, Shape, Words, dashes
from companion.procedures.rules.outline import outline
from companion.procedures.rules.picture import TEXT, draw
from companion.procedures.rules.procedure import Procedure

SMALLEST = 10.0
"""Points."""
UNIT = SMALLEST * POINT / TEXT
"""What one unit of a picture measures in mm."""


def drawn_for(press: Press, procedure: Procedure, width: float) -> Drawing:
    """Lay out a picture for the letters of the press and a width in mm."""

    def measure(text: str, size: float, bold: bool) -> float:  # noqa: FBT001 (the shape of every measure)
        return press.width(press.readable(text), Face(size * UNIT / POINT, bold)) / UNIT

    return draw(outline(procedure), width / UNIT, measure)


def plates(press: Press, drawing: Drawing, frames: Iterator[Frame]) -> None:
    """Draw a picture in as many frames, all of one size, as it takes."""
    first = next(frames)
    for rank, (start, end) in enumerate(drawing.slices(first.height / UNIT)):
        frame = next(frames) if rank else first
        seen = Frame(frame.x, frame.y, frame.width, (end - start) * UNIT)
        with press.only_inside(seen):
            pen = Pen(press, frame.x, frame.y - start * UNIT)
            for shape in drawing.between(start, end):
                pen.draw(shape)


@dataclass(frozen=True)
class Pen:
    """Draws shapes from one corner of a sheet, in mm."""

    press: Press
    x: float
    y: float

    def _at(self, x: float, y: float) -> tuple[float, float]:
        return self.x + x * UNIT, self.y + y * UNIT

    @singledispatchmethod
    def draw(self, shape: Shape) -> None:
        """Draw one shape."""
        raise TypeError(shape)  # pragma: no cover (a shape is one of the four below)

    @draw.register
    def _(self, shape: Words) -> None:
        face = Face(shape.size * UNIT / POINT, shape.bold)
        x, y = self._at(shape.x, shape.y)
        text = self.press.readable(shape.text)
        self.press.write(x - self.press.width(text, face) / 2 if shape.centered else x, y, text, face)

    @draw.register
    def _(self, shape: Box) -> None:
        frame = Frame(*self._at(shape.x, shape.y), shape.width * UNIT, shape.height * UNIT)
        with self._stroke(shape) as weight:
            self.press.rounded(frame, weight, shape.radius * UNIT)

    @draw.register
    def _(self, shape: Line) -> None:
        points = [self._at(*point) for point in shape.points]
        if shape.filled:
            self.press.patch(points)
            return
        with self._stroke(shape) as weight:
            self.press.path(points, weight)

    @contextmanager
    def _stroke(self, shape: Box | Line) -> Iterator[float]:
        """Give the weight of a line in mm, and break it into dashes if it is to be."""
        weight = shape.weight * UNIT
        if not shape.dashed:
            yield weight
            return
        stroke, gap = dashes(shape.weight)
        with self.press.broken(stroke * UNIT, gap * UNIT, weight):
            yield weight

    @draw.register
    def _(self, shape: Circle) -> None:
        self.press.disc(self._at(shape.x, shape.y), shape.radius * UNIT, 0 if shape.filled else shape.weight * UNIT)
