"""The picture of a procedure: a vertical line of boxes, and at its right where to go when a step is stuck.

Everything it shows is said without colour: by the weight of a border, by dashes, by words.
"""

from dataclasses import dataclass, field

from companion.procedures.rules.drawing import Box, Circle, Drawing, Line, Measure, Point, Shape, Words, usual_width, wrap
from companion.procedures.rules.lanes import ways_drawn
from companion.procedures.rules.outline import BLOCKED, Exit, Outline, OutlinedStep

WIDTH = 360.0
TITLE, TEXT = 15.0, 13.0
LEADING = 1.28
SPINE = 14.0
RADIUS = 11.0
BOX_X = 31.0
STUCK_INDENT = 15.0
PADDING = 9.0
BETWEEN = 16.0
THIN, THICK = 1.0, 3.6
HAND = 17.0
BRACKET = 5.0
"""Width of the two ends of a bracket."""
ARROW = 6.0
HAND_SHAPE: tuple[Point, ...] = (
    (7, 20), (3.5, 15.5), (0.6, 11.4), (1.2, 9.8), (2.8, 9.8), (5, 12.2), (5, 3.6), (5.6, 2.6), (7.4, 2.6), (8, 3.6), (8, 9),
    (8.8, 9), (8.8, 1.6), (9.4, 0.6), (11.2, 0.6), (11.8, 1.6), (11.8, 9), (12.6, 9), (12.6, 2.6), (13.2, 1.6), (15, 1.6),
    (15.6, 2.6), (15.6, 9.5), (16.4, 9.5), (16.4, 5.2), (17, 4.2), (18.6, 4.2), (19.2, 5.2), (19.2, 14), (17.6, 17.6), (16.4, 20),
)  # fmt: skip
"""An open hand, in a square of twenty."""
LEGEND = (
    ("thick", "Bord épais : étape sensible (signature, déclaration, paiement, codes secrets, banque, santé)."),
    ("stuck", "Bord en tirets : seulement quand une autre étape bloque."),
    ("hand", "Main : la personne, elle-même."),
    ("exit", "Crochet en tirets : si ça bloque, l’étape où aller."),
    ("channel", "Bord rond : une autre voie."),
)


@dataclass
class _Sheet:
    """A picture under way, from its top."""

    width: float
    right: float
    """The right border of every box."""
    measure: Measure
    y: float = 0.0
    shapes: list[Shape] = field(default_factory=list)
    gaps: list[float] = field(default_factory=list)
    doors: dict[int, float] = field(default_factory=dict)
    """For each step, the height at which one enters its box."""
    leaving: list[tuple[int, float]] = field(default_factory=list)
    """For each way out, the step it leads to and the height at which it leaves."""

    def lines(self, text: str, size: float, room: float, *, bold: bool = False) -> list[str]:
        """Cut a text for that much room."""
        return wrap(text, lambda line: self.measure(line, size, bold) <= room)

    def write(self, text: str, x: float, right: float, *, size: float = TEXT, bold: bool = False) -> None:
        """Write a text in as many lines as it takes, and move below it."""
        for line in self.lines(text, size, right - x, bold=bold):
            self.shapes.append(Words(x, self.y + size * 0.98, line, size, bold))
            self.y += size * LEADING

    def hand(self, x: float, y: float, size: float) -> None:
        """Draw the hand in a square, from its top left corner."""
        scale = size / 20
        self.shapes.append(Line(tuple((x + across * scale, y + down * scale) for across, down in HAND_SHAPE), filled=True))


def draw(shown: Outline, width: float = WIDTH, measure: Measure = usual_width) -> Drawing:
    """Lay out the picture of a procedure in that width, for letters measured that way."""
    links = [(step.number, way.number) for step in shown.steps for way in step.exits if way.number]
    ways = ways_drawn(links, width)
    sheet = _Sheet(width, width - ways.room, measure)
    _draw_top(sheet, shown)
    for step in shown.steps:
        _draw_step(sheet, step)
    _draw_spine(sheet, shown)
    for target, x in ways.places.items():
        _draw_way(sheet, target, x)
    return Drawing(width, sheet.y, tuple(sheet.shapes), tuple(sheet.gaps))


def _draw_top(sheet: _Sheet, shown: Outline) -> None:
    sheet.y = 4
    sheet.write(shown.title, 4, sheet.width - 4, size=TITLE, bold=True)
    sheet.write(f"{shown.checked}.", 4, sheet.width - 4)
    sheet.y += 8
    for kind, words in LEGEND:
        top = sheet.y
        sheet.write(words, 46, sheet.width - 4)
        _draw_sample(sheet, kind, top)
        sheet.y += 4
    sheet.y += BETWEEN - 4


def _draw_sample(sheet: _Sheet, kind: str, top: float) -> None:
    if kind == "hand":
        sheet.hand(15, top, HAND)
        return
    if kind == "exit":
        sheet.shapes += _bracket(16, top + 1, top + 16)
        sheet.shapes += [Line(((16, top + 8.5), (30, top + 8.5)), dashed=True), _arrow_right(36, top + 8.5)]
        return
    looks = {"thick": Box(6, top + 2, 32, 13, THICK), "stuck": Box(6, top + 2, 32, 13, 1.4, dashed=True)}
    sheet.shapes.append(looks.get(kind, Box(6, top + 2, 32, 13, THIN, radius=6.2)))


def _draw_step(sheet: _Sheet, step: OutlinedStep) -> None:
    left = BOX_X + (STUCK_INDENT if step.only_when_stuck else 0)
    top = sheet.y
    sheet.y += PADDING
    inside, right = left + PADDING + (RADIUS - 2 if step.only_when_stuck else 2), sheet.right - PADDING
    if step.alone:
        sheet.hand(right - HAND, sheet.y - 1, HAND)
    sheet.write(step.title, inside, right - (HAND + 4 if step.alone else 0), size=TITLE, bold=True)
    sheet.y += 2
    for line in step.lines:
        sheet.write(line, inside, right)
    _draw_exits(sheet, step, inside, right)
    sheet.y += PADDING - 3
    weight = THICK if step.sensitive else THIN
    sheet.shapes.append(Box(left, top, sheet.right - left, sheet.y - top, weight + 0.4 * step.only_when_stuck, step.only_when_stuck))
    sheet.doors[step.number] = top + PADDING + TITLE * 0.6
    _draw_number(sheet, step, left)
    sheet.y += BETWEEN
    sheet.gaps.append(sheet.y - BETWEEN / 2)


def _draw_number(sheet: _Sheet, step: OutlinedStep, left: float) -> None:
    """Draw the number on the line, or on the border of a box that stands beside it."""
    x, y = left if step.only_when_stuck else SPINE, sheet.doors[step.number]
    if not step.only_when_stuck:
        sheet.shapes.append(Line(((x, y), (left, y))))
    sheet.shapes.append(Circle(x, y, RADIUS, 1.4))
    sheet.shapes.append(Words(x, y + TEXT * 0.36, str(step.number), TEXT, bold=True, centered=True))


def _draw_exits(sheet: _Sheet, step: OutlinedStep, left: float, right: float) -> None:
    if not step.exits:
        return
    sheet.y += 5
    sheet.shapes.append(Line(((left, sheet.y), (right, sheet.y)), 0.6))
    sheet.y += 4
    sheet.write(BLOCKED, left, right, bold=True)
    for way in step.exits:
        _draw_exit(sheet, way, left, right)


def _draw_exit(sheet: _Sheet, way: Exit, left: float, right: float) -> None:
    sheet.y += 2
    top = sheet.y
    end = right - BRACKET - 3
    for sign in way.signs:
        sheet.shapes.append(Words(left, sheet.y + TEXT * 0.98, "–", TEXT))
        sheet.write(sign, left + 12, end)
    if way.number:
        sheet.write(way.words, left + 12, end, bold=True)
        sheet.shapes += _bracket(right, top + 2, sheet.y - 1)
        sheet.leaving.append((way.number, (top + sheet.y) / 2))
    else:
        _draw_channel(sheet, way, left + 12, (right, top + 2))
    sheet.y += 3


def _draw_channel(sheet: _Sheet, way: Exit, left: float, bracket: Point) -> None:
    """Draw the small box of a channel, below the signs that lead to it."""
    right, top = bracket
    end = right - BRACKET - 9
    below = sheet.y
    sheet.y += 6
    sheet.write(way.channel, left + 10, end - 10)
    sheet.y += 4
    sheet.shapes.append(Box(left, below + 2, end - left, sheet.y - below - 2, THIN, radius=10))
    middle = (below + 2 + sheet.y) / 2
    path = ((right - BRACKET, top), (right, top), (right, middle), (end + ARROW, middle))
    sheet.shapes += [Line(path, dashed=True), _arrow_left(end, middle)]


def _draw_spine(sheet: _Sheet, shown: Outline) -> None:
    """Draw the line that joins the steps of the usual way, behind their numbers."""
    heights = [sheet.doors[step.number] for step in shown.steps if not step.only_when_stuck]
    if heights:
        sheet.shapes.insert(0, Line(((SPINE, heights[0]), (SPINE, heights[-1])), 2))


def _draw_way(sheet: _Sheet, target: int, x: float) -> None:
    """Draw, at the right of the boxes, what leads to one step: a dot where a way out joins it, an arrow where it ends."""
    starts = [y for number, y in sheet.leaving if number == target]
    door = sheet.doors[target]
    inner = sheet.right - PADDING
    for y in starts:
        sheet.shapes += [Line(((inner, y), (x, y)), dashed=True), Circle(x, y, 1.8, filled=True)]
    sheet.shapes.append(Line(((x, min(*starts, door)), (x, max(*starts, door))), dashed=True))
    tip = sheet.right + THICK / 2
    sheet.shapes += [Line(((x, door), (tip + ARROW, door)), dashed=True), _arrow_left(tip, door)]


def _bracket(right: float, top: float, bottom: float) -> list[Shape]:
    """Draw a bracket from its two ends, so that both begin with a stroke."""
    middle = (top + bottom) / 2
    return [Line(((right - BRACKET, end), (right, end), (right, middle)), dashed=True) for end in (top, bottom)]


def _arrow_left(x: float, y: float) -> Line:
    return Line(((x, y), (x + ARROW, y - 3.6), (x + ARROW, y + 3.6)), filled=True)


def _arrow_right(x: float, y: float) -> Line:
    return Line(((x, y), (x - ARROW, y - 3.6), (x - ARROW, y + 3.6)), filled=True)
