"""How words become lines of one width: cut at spaces, and inside a word only when no line could hold it."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from companion.press.blocks import REST, Run
from companion.press.document import Face

SHORTEST_RULE = 24.0
"""A line to write on that would be shorter goes to the next row, in mm."""

Measure = Callable[[str, Face], float]


@dataclass(frozen=True)
class Word:
    """Letters that no line may part, each piece with its weight; or a line to write on, with what touches it."""

    pieces: tuple[Run, ...]
    width: float

    @property
    def wanted(self) -> float:
        """Return the room below which it goes to the next row."""
        return SHORTEST_RULE if self.rule == REST else self.width

    @property
    def rule(self) -> float:
        """Return the width of the line to write on, if it is one."""
        return self.pieces[0].rule


@dataclass(frozen=True)
class Line:
    """The words of one row."""

    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """Return its words, without the lines to write on."""
        texts = ("".join(piece.text for piece in word.pieces) for word in self.words)
        return " ".join(text for text in texts if text)

    @property
    def to_write_on(self) -> bool:
        """Tell whether somebody will write here by hand."""
        return any(word.rule for word in self.words)


@dataclass(frozen=True)
class Breaker:
    """Breaks words into lines for one face and one width in mm."""

    measure: Measure
    face: Face
    room: float

    def lines(self, runs: Iterable[Run]) -> Iterator[Line]:
        """Return the lines, each as full as it can be."""
        for paragraph in paragraphs(runs):
            yield from self._fill(list(self._words(paragraph)))

    def _fill(self, words: Iterable[Word]) -> Iterator[Line]:
        space = self.measure(" ", self.face)
        line: list[Word] = []
        left = self.room
        for word in words:
            if line and word.wanted > left:
                yield Line(tuple(line))
                line, left = [], self.room
            line.append(word)
            left -= word.width + space
        yield Line(tuple(line))

    def _words(self, runs: Iterable[Run]) -> Iterator[Word]:
        for pieces in unbreakable(runs):
            width = sum(self._width(piece) for piece in pieces)
            if width <= self.room:
                yield Word(pieces, width)
            else:
                yield from (word for piece in pieces for word in self._cut(piece))

    def _width(self, piece: Run) -> float:
        return max(piece.rule, 0) if piece.rule else self.measure(piece.text, replace(self.face, bold=piece.bold))

    def _cut(self, piece: Run) -> Iterator[Word]:
        """Cut a word that is wider than any line."""
        start = 0
        for end in range(1, len(piece.text) + 1):
            more = replace(piece, text=piece.text[start : end + 1])
            if end == len(piece.text) or self._width(more) > self.room:
                part = replace(piece, text=piece.text[start:end])
                yield Word((part,), self._width(part))
                start = end


def paragraphs(runs: Iterable[Run]) -> Iterator[list[Run]]:
    """Cut runs at their line feeds."""
    line: list[Run] = []
    for run in runs:
        first, *others = run.text.split("\n")
        line.append(replace(run, text=first))
        for text in others:
            yield line
            line = [replace(run, text=text)]
    yield line


def unbreakable(runs: Iterable[Run]) -> Iterator[tuple[Run, ...]]:
    """Cut runs at their spaces and before lines to write on; the weight may change inside a word."""
    word: list[Run] = []
    for part in (part for run in runs for part in _parts(run)):
        if word and (part.rule or part.text == " "):
            yield tuple(word)
            word = []
        if part.rule or part.text != " ":
            word.append(part)
    if word:
        yield tuple(word)


def _parts(run: Run) -> list[Run]:
    """Return the words of a run and one space between them, or the line to write on."""
    if run.rule:
        return [run]
    return [replace(run, text=part) for part in re.findall(r" |[^ ]+", re.sub(" +", " ", run.text))]


def joined(words: Sequence[Word]) -> list[Run]:
    """Join neighbours of one weight into long strings, so that a reader copies whole lines."""
    parts: list[Run] = []
    for rank, word in enumerate(words):
        for place, piece in enumerate(word.pieces):
            _append(parts, piece, gap=" " if rank and not place else "")
    return parts


def _append(parts: list[Run], piece: Run, gap: str) -> None:
    last = parts[-1] if parts else Run(rule=REST)
    if not last.rule and not piece.rule and last.bold == piece.bold:
        parts[-1] = replace(last, text=last.text + gap + piece.text)
    elif not last.rule:
        parts[-1] = replace(last, text=last.text + gap)
        parts.append(piece)
    else:
        parts.append(piece if piece.rule else replace(piece, text=gap + piece.text))
