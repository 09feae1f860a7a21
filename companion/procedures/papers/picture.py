"""The picture of a procedure as SVG, black on white: real text, no style, no script, no font of its own."""

import unicodedata
from functools import singledispatch
from html import escape

from companion.procedures.rules.drawing import Box, Circle, Drawing, Line, Shape, Words, dashes
from companion.procedures.rules.outline import outline
from companion.procedures.rules.picture import draw
from companion.procedures.rules.procedure import Procedure
from companion.typography import NBSP


def svg(procedure: Procedure) -> str:
    """Return the picture, to be put as it is in a page or in a file; several may stand in one page."""
    shown = outline(procedure)
    drawing = draw(shown)
    width, height = _figure(drawing.width), _figure(drawing.height)
    title, described = f"dessin-{shown.id}-titre", f"dessin-{shown.id}-texte"
    named = f'xmlns="http://www.w3.org/2000/svg" lang="fr" role="img" aria-labelledby="{title} {described}"'
    return "\n".join(
        (
            f'<svg {named} viewBox="0 0 {width} {height}" font-family="sans-serif" fill="none" stroke="none">',
            f'<title id="{title}">{_text(f"Dessin de la démarche{NBSP}: {shown.title}")}</title>',
            f'<desc id="{described}">{_text(shown.summary)}</desc>',
            f'<rect width="{width}" height="{height}" fill="#fff"/>',
            *shapes(drawing),
            "</svg>\n",
        )
    )


def in_words(procedure: Procedure) -> tuple[str, ...]:
    """Return what the picture says, one text for each step, to be shown beside it as a numbered list."""
    return tuple(" ".join((f"{step.title}.", *step.spoken)) for step in outline(procedure).steps)


def shapes(drawing: Drawing) -> list[str]:
    """Return one element for each shape."""
    return [_element(shape) for shape in drawing.shapes]


@singledispatch
def _element(shape: Shape) -> str:
    raise TypeError(shape)  # pragma: no cover (a shape is one of the four below)


@_element.register
def _(shape: Words) -> str:
    weight = ' font-weight="bold"' if shape.bold else ""
    anchor = ' text-anchor="middle"' if shape.centered else ""
    place = f'x="{_figure(shape.x)}" y="{_figure(shape.y)}" font-size="{_figure(shape.size)}"'
    return f'<text {place}{weight}{anchor} fill="#000">{_text(shape.text)}</text>'


@_element.register
def _(shape: Box) -> str:
    size = f'width="{_figure(shape.width)}" height="{_figure(shape.height)}" rx="{_figure(shape.radius)}"'
    return f'<rect x="{_figure(shape.x)}" y="{_figure(shape.y)}" {size}{_stroke(shape)}/>'


@_element.register
def _(shape: Line) -> str:
    points = " ".join(f"{_figure(x)},{_figure(y)}" for x, y in shape.points)
    return f'<polygon points="{points}" fill="#000"/>' if shape.filled else f'<polyline points="{points}"{_stroke(shape)}/>'


@_element.register
def _(shape: Circle) -> str:
    place = f'cx="{_figure(shape.x)}" cy="{_figure(shape.y)}" r="{_figure(shape.radius)}"'
    return f'<circle {place} fill="#000"/>' if shape.filled else f'<circle {place} fill="#fff"{_stroke(shape)}/>'


def _stroke(shape: Box | Line | Circle) -> str:
    strokes, gaps = dashes(shape.weight)
    broken = f' stroke-dasharray="{_figure(strokes)} {_figure(gaps)}"' if shape.dashed else ""
    return f' stroke="#000" stroke-width="{_figure(shape.weight)}"{broken}'


def _figure(value: float) -> str:
    """Return a length with one decimal at most."""
    return f"{value:.1f}".removesuffix(".0")


def _text(text: str) -> str:
    """Return words that any reader of XML accepts."""
    return escape("".join(letter for letter in text if unicodedata.category(letter) not in {"Cc", "Cs", "Cn"}))
