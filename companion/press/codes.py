"""A square that a camera reads: its modules are drawn one by one, in black, whatever the printer."""

from itertools import groupby

from companion.press.document import Frame, Press

QUIET = 4
"""White modules on each side; without them a camera does not find the square."""
OVERLAP = 0.03
"""In mm: a row covers the edge of the next one, so that no white hair shows between them."""


def modules_of(text: str) -> tuple[tuple[bool, ...], ...]:
    """Return the rows of the square, dark or not, at level M: it is still read with a seventh of it spoilt."""
    import segno  # noqa: PLC0415 (only when a square is asked for)

    code = segno.make(text, error="m", micro=False, boost_error=False)
    return tuple(tuple(bool(module) for module in row) for row in code.matrix)


def draw_code(press: Press, text: str, place: Frame) -> None:
    """Draw a square and its white margin in a place as wide as it is high."""
    rows = modules_of(text)
    side = place.width / (len(rows) + 2 * QUIET)
    for rank, row in enumerate(rows):
        top = place.y + (rank + QUIET) * side
        start = 0
        for dark, same in groupby(row):
            end = start + len(list(same))
            if dark:
                left, right = (place.x + (QUIET + column) * side for column in (start, end))
                below = top + side + OVERLAP
                press.patch(((left, top), (right, top), (right, below), (left, below)))
            start = end
