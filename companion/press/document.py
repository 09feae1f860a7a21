"""One A4 document, black on white, in embedded letters: the same words at the same moment give the same bytes.

fpdf2 is imported when a document is begun, never before: it costs a third of a second.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

FONTS = Path(__file__).parent / "fonts"
SHEET_WIDTH = 210.0
SHEET_HEIGHT = 297.0
POINT = 25.4 / 72
WHITE, BLACK = 255, 0
LEADING = 1.22
"""Height of a line, for one of type."""
HAIR = 0.25
"""Width in mm of the thinnest line that an old printer keeps."""

SANS = "sans"
NASKH = "naskh"
NASKH_SCALE = 1.15
"""Arabic letters look small beside Latin ones of the same size."""
NASKH_LEADING = 1.3
"""Arabic letters reach higher and lower."""
MISSING = "\N{REPLACEMENT CHARACTER}"
_RIGHT_TO_LEFT = {"R", "AL"}
_SHAPED = {*_RIGHT_TO_LEFT, "AN"}
_JOINERS = "\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"
_SPACES = {"Cc", "Zs", "Zl", "Zp"}
_INVISIBLE = {"Cf", "Mn", "Me"}
"""Marks and formats: without a glyph of their own they are left out rather than shown as missing."""


@dataclass(frozen=True)
class Face:
    """A size in points, plain or bold, for words that run from the left or from the right."""

    size: float = 12.0
    bold: bool = False
    backwards: bool = False

    @property
    def leading(self) -> float:
        """Return the height of one line, in mm."""
        return self.size * POINT * LEADING * (NASKH_LEADING if self.backwards else 1)


@dataclass(frozen=True)
class Frame:
    """A rectangle of a sheet, in mm from the top left corner."""

    x: float
    y: float
    width: float
    height: float
    turned: bool = False
    """Printed upside down, because folding will turn it."""

    @property
    def bottom(self) -> float:
        """Return where it ends."""
        return self.y + self.height

    @property
    def right(self) -> float:
        """Return where its lines end."""
        return self.x + self.width

    def shrunk(self, by: float) -> "Frame":
        """Return the frame that lies inside this one, with the same room on each side."""
        return Frame(self.x + by, self.y + by, self.width - 2 * by, self.height - 2 * by, self.turned)


def reads_right_to_left(text: str) -> bool:
    """Tell whether the first letter with a direction is Arabic or alike."""
    for letter in text:
        direction = unicodedata.bidirectional(letter)
        if direction in _RIGHT_TO_LEFT:
            return True
        if direction == "L":
            return False
    return False


def needs_shaping(text: str) -> bool:
    """Tell whether letters of this line join or run from right to left."""
    return any(unicodedata.bidirectional(letter) in _SHAPED for letter in text)


class Press:
    """A document under way, measured in mm from the top left corner of the sheet."""

    def __init__(self, title: str, moment: datetime) -> None:
        """Begin a document; the title is what a window or a list of files shows."""
        from fpdf import FPDF  # noqa: PLC0415 (only when a document is asked for)

        pdf = FPDF(orientation="portrait", unit="mm", format="A4")
        pdf.alias_nb_pages("")
        pdf.set_auto_page_break(auto=False)
        pdf.set_margin(0)
        pdf.c_margin = 0
        pdf.set_line_width(HAIR)
        pdf.set_title(title)
        pdf.set_lang("fr")
        pdf.set_creation_date(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
        pdf.add_font(SANS, "", FONTS / "NotoSans-Regular.ttf")
        pdf.add_font(SANS, "B", FONTS / "NotoSans-Bold.ttf")
        self._pdf = pdf
        self._has_naskh = False

    def sheet(self) -> None:
        """Take a new sheet."""
        self._pdf.add_page()

    def finish(self) -> bytes:
        """Return the whole document and put the letters away."""
        try:
            return bytes(self._pdf.output())
        finally:
            self.close()

    def close(self) -> None:
        """Close the files of the letters."""
        for font in self._pdf.fonts.values():
            font.close()  # type: ignore[union-attr]

    @contextmanager
    def within(self, frame: Frame) -> Iterator[None]:
        """Draw in a frame as if it stood upright, whatever its place on the sheet."""
        if not frame.turned:
            yield
            return
        with self._pdf.rotation(180, frame.x + frame.width / 2, frame.y + frame.height / 2):
            yield

    def readable(self, text: str) -> str:
        """Return the text with only letters that can be printed; what is missing shows as missing."""
        if needs_shaping(text):
            self._bring_naskh()
        composed = unicodedata.normalize("NFC", text)
        shaped = needs_shaping(composed)
        return "".join(self._printable(letter, shaped=shaped) for letter in composed)

    def _printable(self, letter: str, *, shaped: bool) -> str:
        kind = unicodedata.category(letter)
        if letter in _JOINERS:
            return letter if shaped else ""
        if letter == "\n" or (kind not in {"Cc", "Cf"} and self._has(letter)):
            return letter
        if kind in _SPACES:
            return " "
        return "" if kind in _INVISIBLE else MISSING

    def _has(self, letter: str) -> bool:
        families = (SANS, NASKH) if self._has_naskh else (SANS,)
        return any(ord(letter) in self._pdf.fonts[family].cmap for family in families)  # type: ignore[union-attr]

    def _bring_naskh(self) -> None:
        if not self._has_naskh:
            self._pdf.add_font(NASKH, "", FONTS / "NotoNaskhArabic-Regular.ttf")
            self._pdf.add_font(NASKH, "B", FONTS / "NotoNaskhArabic-Bold.ttf")
            self._pdf.set_fallback_fonts([NASKH, SANS], exact_match=False)
            self._has_naskh = True

    @contextmanager
    def _set(self, text: str, face: Face) -> Iterator[None]:
        """Set the letters, joined and ordered only where the script asks for it: shaping is slow."""
        family, size = (NASKH, face.size * NASKH_SCALE) if face.backwards else (SANS, face.size)
        self._pdf.set_font(family, "B" if face.bold else "", size)
        if not needs_shaping(text):
            yield
            return
        self._pdf.set_text_shaping(use_shaping_engine=True, direction="rtl" if face.backwards else "ltr")
        yield
        self._pdf.set_text_shaping(use_shaping_engine=False)

    def width(self, text: str, face: Face) -> float:
        """Return the width in mm of readable text on one line."""
        with self._set(text, face):
            return self._pdf.get_string_width(text)

    def say(self, x: float, y: float, text: str, face: Face) -> None:
        """Print readable text on one line, from its top left corner."""
        with self._set(text, face):
            self._pdf.set_xy(x, y)
            self._pdf.cell(h=face.leading, text=text)

    def rule(self, start: tuple[float, float], end: tuple[float, float], weight: float = HAIR) -> None:
        """Draw a straight line."""
        self._pdf.set_line_width(weight)
        self._pdf.line(*start, *end)

    def dashes(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        """Draw a thin broken line, to show where to fold."""
        self._pdf.set_dash_pattern(1.2, 1.2)
        self.rule(start, end)
        self._pdf.set_dash_pattern()

    def box(self, frame: Frame, weight: float = HAIR) -> None:
        """Draw the outline of a frame."""
        self._pdf.set_line_width(weight)
        self._pdf.rect(frame.x, frame.y, frame.width, frame.height)

    def write(self, x: float, baseline: float, text: str, face: Face) -> None:
        """Print readable text on one line, from the left end of its baseline."""
        with self._set(text, face):
            self._pdf.text(x, baseline, text)

    @contextmanager
    def only_inside(self, frame: Frame) -> Iterator[None]:
        """Draw, and leave out what falls outside a frame."""
        with self._pdf.rect_clip(frame.x, frame.y, frame.width, frame.height):
            yield

    @contextmanager
    def broken(self, stroke: float, gap: float, weight: float) -> Iterator[None]:
        """Draw every line as dashes; the pen adds half its weight at both ends of each."""
        self._pdf.set_dash_pattern(stroke - weight, gap + weight)
        yield
        self._pdf.set_dash_pattern()

    def path(self, points: Sequence[tuple[float, float]], weight: float = HAIR) -> None:
        """Draw straight strokes from point to point."""
        self._pdf.set_line_width(weight)
        self._pdf.polyline(points)

    def patch(self, points: Sequence[tuple[float, float]]) -> None:
        """Blacken what some points enclose."""
        self._pdf.set_fill_color(BLACK)
        self._pdf.polygon(points, style="F")

    def disc(self, center: tuple[float, float], radius: float, weight: float = 0.0) -> None:
        """Draw a white disc with its outline, or a black one when the outline has no weight."""
        self._pdf.set_fill_color(WHITE if weight else BLACK)
        self._pdf.set_line_width(weight)
        self._pdf.circle(*center, radius, style="DF" if weight else "F")

    def rounded(self, frame: Frame, weight: float, radius: float) -> None:
        """Draw the outline of a frame with round corners."""
        self._pdf.set_line_width(weight)
        self._pdf.rect(frame.x, frame.y, frame.width, frame.height, round_corners=True, corner_radius=radius)
