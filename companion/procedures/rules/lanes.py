"""Where the lines that lead out of stuck steps run, at the right of a picture: one line for each step they lead to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

NEAREST = 14.0
"""Between the boxes and the first line: room for the arrows."""
EDGE = 5.0
WIDEST = 8.0
SHARE = 0.2
"""The part of the width that the lines may take, at most, when there are many."""


@dataclass(frozen=True)
class Ways:
    """The place of each line, by the step it leads to, and the room that they take together."""

    places: Mapping[int, float]
    room: float


def ways_drawn(links: Sequence[tuple[int, int]], width: float) -> Ways:
    """Place the lines: the shortest beside the boxes, and two on one place only when they never meet."""
    if not links:
        return Ways({}, EDGE)
    spans = {target: _span(target, links) for _, target in links}
    taken: list[list[tuple[int, int]]] = []
    ranks: dict[int, int] = {}
    for target, span in sorted(spans.items(), key=lambda pair: (pair[1][1] - pair[1][0], pair[0])):
        rank = next((rank for rank, others in enumerate(taken) if not any(_meet(span, other) for other in others)), len(taken))
        if rank == len(taken):
            taken.append([])
        taken[rank].append(span)
        ranks[target] = rank
    apart = min(WIDEST, width * SHARE / len(taken))
    room = NEAREST + apart * (len(taken) - 1) + EDGE
    return Ways({target: width - room + NEAREST + rank * apart for target, rank in ranks.items()}, room)


def _span(target: int, links: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Return the first and the last step that a line passes."""
    steps = [target, *(start for start, end in links if end == target)]
    return min(steps), max(steps)


def _meet(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]
