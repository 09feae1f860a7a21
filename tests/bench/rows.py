"""The rows of the table: what was measured, against what, and whether the goal holds."""

from collections.abc import Iterable
from dataclasses import dataclass

WIDTHS = (47, 10, 12, 12, 9, 12)
HEADS = ("mesure", "octets", "produit", "limite", "rapport", "but")


class Unmeasured(Exception):  # noqa: N818 (it says what became of the measure)
    """Something could not be measured, for a reason told in French."""


@dataclass(frozen=True)
class Goal:
    """A bound that a ratio or a figure keeps to."""

    bound: float
    words: str
    at_least: bool = False
    of_ratio: bool = True

    def holds(self, row: "Row") -> bool:
        """Tell whether a row keeps to it."""
        seen = row.ratio if self.of_ratio else row.ours
        return seen is not None and (seen >= self.bound if self.at_least else seen <= self.bound)


@dataclass(frozen=True)
class Row:
    """One measure; `ours` and `limit` are in the same unit.

    `seen` is the median of the ratios of the rounds, where both sides were
    measured side by side: on a busy machine it says more than both medians.
    """

    name: str
    ours: float
    unit: str
    limit: float | None = None
    size: int | None = None
    goal: Goal | None = None
    note: str = ""
    seen: float | None = None

    @property
    def ratio(self) -> float | None:
        """Return ours over the limit's."""
        return self.seen or (self.ours / self.limit if self.limit else None)

    def cells(self) -> list[str]:
        """Return what is printed, column by column."""
        verdict = ("tenu" if self.goal.holds(self) else "manqué") if self.goal else ""
        limit = f"{self.limit:.{_digits(self.limit)}f} {self.unit}" if self.limit else ""
        size = f"{self.size:,}".replace(",", " ") if self.size else ""
        return [
            self.name,
            size,
            f"{self.ours:.{_digits(self.ours)}f} {self.unit}",
            limit,
            self._ratio_in_words(),
            self.goal.words if self.goal else "",
            verdict,
            self.note,
        ]

    def _ratio_in_words(self) -> str:
        if self.ratio is None:
            return ""
        return f"{self.ratio:.0%}" if self.goal and self.goal.at_least else f"{self.ratio:.2f} ×"


def _digits(figure: float) -> int:
    return 0 if figure >= 100 else 1 if figure >= 10 else 2


def lines(title: str, rows: Iterable[Row]) -> Iterable[str]:
    """Yield the lines of one part of the table."""
    yield ""
    yield title
    yield _line([*HEADS, "", ""])
    yield from (_line(row.cells()) for row in rows)


def _line(cells: list[str]) -> str:
    name, *figures = (
        cell.ljust(width) if not rank else cell.rjust(width) for rank, (cell, width) in enumerate(zip(cells, WIDTHS, strict=False))
    )
    return "  ".join([name, *figures, *cells[len(WIDTHS) :]]).rstrip()
