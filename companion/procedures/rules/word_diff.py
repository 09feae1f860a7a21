"""The difference between two texts, word by word, from which either can be rebuilt."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum

_PIECES = re.compile(r"\d+(?:[-:.,]\d+)+|\w+|\s+|[^\w\s]+")
"""Days and hours, words, spaces and signs: together they are the whole text."""


class Side(Enum):
    """Which of the two texts holds some words."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class Run:
    """Some words in a row that one text holds, or both."""

    side: Side
    text: str


def runs_between(before: str, after: str) -> tuple[Run, ...]:
    """Return the two texts as one: without what is added it is the first, without what is removed the second."""
    old, new = _PIECES.findall(before), _PIECES.findall(after)
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    pairs = [("".join(old[start:end]), "".join(new[begin:finish])) for _, start, end, begin, finish in steps]
    return tuple(_as_runs(_without_lone_spaces(pairs)))


def side_of(runs: Iterable[Run], left_out: Side) -> str:
    """Return the text that remains without the runs of one side."""
    return "".join(run.text for run in runs if run.side is not left_out)


def _without_lone_spaces(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Join two differences that only a space holds apart: words are read in groups."""
    joined: list[tuple[str, str]] = []
    after_space = False
    for rank, (old, new) in enumerate(pairs):
        space = old == new and old.isspace() and 0 < rank < len(pairs) - 1
        if space or after_space:
            joined[-1] = (joined[-1][0] + old, joined[-1][1] + new)
        else:
            joined.append((old, new))
        after_space = space
    return joined


def _as_runs(pairs: Iterable[tuple[str, str]]) -> Iterator[Run]:
    for old, new in pairs:
        if old == new:
            yield Run(Side.SAME, old)
            continue
        if old:
            yield Run(Side.REMOVED, old)
        if new:
            yield Run(Side.ADDED, new)
