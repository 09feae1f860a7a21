"""The shapes of a picture, in units of its own: what the screen and the paper both know how to draw."""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from companion.procedures.rules.letters import usual_width

Point = tuple[float, float]
Measure = Callable[[str, float, bool], float]
"""Returns the width of a text in one size, bold or not."""

__all__ = ["Box", "Circle", "Drawing", "Line", "Measure", "Point", "Shape", "Words", "dashes", "usual_width", "wrap"]


@dataclass(frozen=True)
class Words:
    """One line of text, from the left end of its baseline."""

    x: float
    y: float
    text: str
    size: float
    bold: bool = False
    centered: bool = False
    """It stands on both sides of that point."""

    @property
    def reach(self) -> tuple[float, float]:
        """Return the heights between which it stands."""
        return self.y - self.size * 0.96, self.y + self.size * 0.26


@dataclass(frozen=True)
class Box:
    """A frame, empty inside."""

    x: float
    y: float
    width: float
    height: float
    weight: float = 1.0
    dashed: bool = False
    radius: float = 3.0

    @property
    def reach(self) -> tuple[float, float]:
        """Return the heights between which it stands."""
        return self.y, self.y + self.height


@dataclass(frozen=True)
class Line:
    """Straight strokes from point to point, or the inside of what they enclose."""

    points: tuple[Point, ...]
    weight: float = 1.0
    dashed: bool = False
    filled: bool = False

    @property
    def reach(self) -> tuple[float, float]:
        """Return the heights between which it stands."""
        heights = [y for _, y in self.points]
        return min(heights), max(heights)


@dataclass(frozen=True)
class Circle:
    """A circle, white or black inside."""

    x: float
    y: float
    radius: float
    weight: float = 1.0
    dashed: bool = False
    filled: bool = False

    @property
    def reach(self) -> tuple[float, float]:
        """Return the heights between which it stands."""
        return self.y - self.radius, self.y + self.radius


Shape = Words | Box | Line | Circle


@dataclass(frozen=True)
class Drawing:
    """Shapes in the order in which they are drawn."""

    width: float
    height: float
    shapes: tuple[Shape, ...]
    gaps: tuple[float, ...]
    """The heights between two steps, where a sheet may end."""

    def slices(self, height: float) -> Iterator[tuple[float, float]]:
        """Cut the drawing for sheets that hold that much: between two steps, or at least between two lines."""
        start = 0.0
        lines = self._between_lines()
        while self.height - start > height:
            end = _last(self.gaps, start, start + height) or _last(lines, start, start + height) or start + height
            yield start, end
            start = end
        yield start, self.height

    def _between_lines(self) -> list[float]:
        """Return the heights above a line of text that cut no other."""
        reaches = {shape.reach for shape in self.shapes if isinstance(shape, Words)}
        return sorted({top for top, _ in reaches if not any(above < top < below for above, below in reaches)})

    def between(self, start: float, end: float) -> list[Shape]:
        """Return the shapes seen between two heights."""
        return [shape for shape in self.shapes if shape.reach[0] < end and shape.reach[1] > start]


def _last(heights: Sequence[float], above: float, below: float) -> float | None:
    """Return the greatest height that lies after one and not after the other."""
    rank = bisect_right(heights, below)
    return heights[rank - 1] if rank and heights[rank - 1] > above else None


def dashes(weight: float) -> tuple[float, float]:
    """Return the length of the strokes of a broken line and of what parts them."""
    return 3.2 + weight, 2.6 + weight * 0.5


def wrap(text: str, fits: Callable[[str], bool]) -> list[str]:
    """Cut a text into lines that fit: at spaces, and inside a word only when no line could hold it."""
    lines: list[str] = []
    line = ""
    for word in (piece for written in text.split(" ") if written for piece in _pieces(written, fits)):
        longer = f"{line} {word}" if line else word
        if line and not fits(longer):
            lines.append(line)
            line = word
        else:
            line = longer
    return [*lines, line] if line else lines


def _pieces(word: str, fits: Callable[[str], bool]) -> Iterator[str]:
    """Yield a word whole, or in the longest parts that fit."""
    if fits(word):
        yield word
        return
    start = 0
    for end in range(1, len(word) + 1):
        if end == len(word) or not fits(word[start : end + 1]):
            yield word[start:end]
            start = end
