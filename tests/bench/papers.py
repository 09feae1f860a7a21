"""The papers under measure: a sheet to leave with, against the same words on a bare fpdf2 page."""

import statistics
import time
from collections.abc import Callable
from datetime import datetime
from io import BytesIO

from fpdf import FPDF
from pypdf import PdfReader

from companion import clock
from companion.press.document import FONTS
from companion.procedures import papers
from companion.procedures.queries import SHELVES, read_library
from companion.procedures.rules.handout import Association, Handout, seen_deadlines
from companion.procedures.rules.run import walk
from tests.bench.rows import Goal, Row

ROUNDS = 7
GOAL = Goal(300.0, "≤ 300 ms", of_ratio=False)
NOW = datetime(2026, 11, 21, 14, 0, tzinfo=clock.ZONE)


def rows() -> list[Row]:
    """Measure the sheet of each shipped guide, in turn with its bare twin."""
    library = read_library(SHELVES)
    return [
        _row(name, _handout(guide.procedure, library.institutions.get(guide.procedure.institution)))
        for name, guide in library.guides.items()
    ]


def _handout(procedure, institution) -> Handout:
    seen = walk(procedure, {})
    return Handout(seen, institution, Association("Permanence"), seen_deadlines(seen, NOW, {}), NOW, discreet=False)


def _row(name: str, handout: Handout) -> Row:
    printed = papers.feuillet(handout)
    sheets = [(page.extract_text() or "").splitlines() for page in PdfReader(BytesIO(printed)).pages]
    bare(sheets)
    ours, limit = [], []
    for _ in range(ROUNDS):
        ours.append(_milliseconds(lambda: papers.feuillet(handout)))
        limit.append(_milliseconds(lambda: bare(sheets)))
    return Row(f"feuille {name} (limite : fpdf2 nu)", statistics.median(ours), "ms", statistics.median(limit), len(printed), GOAL)


def bare(sheets: list[list[str]]) -> bytes:
    """Write the same lines with the same letters, and nothing more."""
    pdf = FPDF(format="A4")
    pdf.add_font("sans", "", FONTS / "NotoSans-Regular.ttf")
    pdf.add_font("sans", "B", FONTS / "NotoSans-Bold.ttf")
    for lines in sheets:
        pdf.add_page()
        for rank, line in enumerate(lines):
            pdf.set_font("sans", "" if rank else "B", 9)
            pdf.cell(h=3, text=line, new_x="LMARGIN", new_y="NEXT")
    return bytes(pdf.output())


def _milliseconds(do: Callable[[], object]) -> float:
    began = time.process_time()
    do()
    return (time.process_time() - began) * 1000
