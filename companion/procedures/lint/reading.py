"""A file as it was read: its value, and where each part of it stands."""

from dataclasses import dataclass
from typing import Any, TypeAlias

from companion.procedures.lint.findings import Finding, Spot

Value: TypeAlias = Any
"""What a file holds: text, number, boolean, nothing, a list or a mapping of the same."""


@dataclass(slots=True)
class Marks:
    """Where the parts of a list or a mapping stand, in the same shape as the value.

    A part is another `Marks`; or its line, negative when it was written without
    quotes; or its line and its word, when that word does not mean a text.
    """

    line: int
    inside: Any
    """A list or a mapping of the above."""


@dataclass(frozen=True)
class Reading:
    """What a file holds, with the line of each value; `value` of None means unreadable."""

    file: str
    text: str
    value: Value
    marks: Any
    """The `Marks` of the value; found by spot only when something must be said of one."""
    last: int
    findings: tuple[Finding, ...]
    is_slippery: bool = True
    """Some word in it looks like an hour, a phone or a day, and may be taken for what it is not."""

    def line(self, spot: Spot) -> int:
        """Return the line of a spot, or of the nearest thing that holds it."""
        return min(line_of([one for one in self._way(spot) if one is not None][-1:] or [1]), self.last)

    def is_plain(self, spot: Spot) -> bool:
        """Tell whether the word at a spot was written without quotes."""
        mark = self._way(spot)[-1]
        return isinstance(mark, tuple) or (isinstance(mark, int) and mark < 0)

    def written(self, spot: Spot) -> str | None:
        """Return the unquoted word that does not mean a text, as the author typed it."""
        mark = self._way(spot)[-1]
        return mark[1] if isinstance(mark, tuple) else None

    def _way(self, spot: Spot) -> list[Any]:
        """Return the marks on the way to a spot; nothing for the parts that the file lacks."""
        found = [self.marks]
        for part in spot:
            found.append(_inside(found[-1], part))
        return found


def _inside(mark: Any, part: str | int) -> Any:  # noqa: ANN401 (marks of any shape)
    held = mark.inside if isinstance(mark, Marks) else None
    if isinstance(held, dict):
        return held.get(part)
    return held[part] if isinstance(held, list) and isinstance(part, int) and part < len(held) else None


def line_of(marks: list[Any]) -> int:
    """Return the line of the first of some marks."""
    mark = marks[0]
    if isinstance(mark, Marks):
        return mark.line
    line: int = mark[0] if isinstance(mark, tuple) else abs(mark)
    return line
