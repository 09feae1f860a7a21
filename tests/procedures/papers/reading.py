"""Reads a PDF back: its words, where they stand and in what size, and its picture."""

import io
import re
from dataclasses import dataclass

import pypdfium2
from pypdf import PdfReader

POINT = 25.4 / 72
HEIGHT = 297.0


@dataclass(frozen=True)
class Said:
    """Some words of a page, in mm from the top left corner."""

    text: str
    x: float
    y: float
    size: float
    turned: bool


def pages(pdf):
    return PdfReader(io.BytesIO(pdf)).pages


def words_of(page):
    found = []

    def hear(text, cm, tm, _font, size):
        if text.strip():
            x = cm[0] * tm[4] + cm[2] * tm[5] + cm[4]
            y = cm[1] * tm[4] + cm[3] * tm[5] + cm[5]
            found.append(Said(text.strip(), x * POINT, HEIGHT - y * POINT, size, cm[0] * tm[0] < 0))

    page.extract_text(visitor_text=hear)
    return found


def text_of(pdf):
    """Return all its words in the order in which they were printed, with plain spaces."""
    return plain(" ".join(said.text for page in pages(pdf) for said in words_of(page)))


def copied_from(pdf):
    """Return what a reader gets by copying everything, right to left included."""
    return plain("\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)))


def plain(text):
    return re.sub(r"\s+", " ", text)


def picture_of(pdf, page=0, scale=1.0):
    return pypdfium2.PdfDocument(pdf)[page].render(scale=scale).to_pil().convert("RGB")
