"""Carries a change from a text written again to the very text of an author, whose other lines stay as they are."""

from difflib import SequenceMatcher


def spliced(own: str, plain: str, changed: str) -> str:
    """Return `own` with what leads from `plain` to `changed`; `plain` says the same as `own`, laid out otherwise perhaps."""
    if own == plain:
        return changed
    lines = _Lines(own.splitlines(keepends=True), plain.splitlines(keepends=True))
    wanted = changed.splitlines(keepends=True)
    found, reached = [], 0
    for tag, first, last, start, end in SequenceMatcher(None, lines.plain, wanted, autojunk=False).get_opcodes():
        if tag != "equal":
            (begin, here), (over, there) = lines.before(first, last), lines.after(first, last)
            fresh = lines.plain[begin:first] + wanted[start:end] + lines.plain[last:over]
            found += lines.own[reached:here] + [lines.set_in(one, begin) for one in fresh]
            reached = max(reached, there)
    return "".join(found + lines.own[reached:])


def _words(line: str) -> str:
    """Return what a line says, however it is set in."""
    return " ".join(line.split())


def _margin(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


class _Lines:
    """The lines of an author, and where each line written again comes from."""

    def __init__(self, own: list[str], plain: list[str]) -> None:
        self.own, self.plain = own, plain
        matching = SequenceMatcher(None, [_words(one) for one in plain], [_words(one) for one in own], autojunk=False)
        self._from = {block.a + step: block.b + step for block in matching.get_matching_blocks() for step in range(block.size)}

    def before(self, first: int, last: int) -> tuple[int, int]:
        """Return where a change begins, in the lines written again and in the author's: at a line that both have."""
        if first < last and first in self._from:
            return first, self._from[first]
        while first > 0 and first - 1 not in self._from:
            first -= 1
        return first, self._from[first - 1] + 1 if first else 0

    def after(self, first: int, last: int) -> tuple[int, int]:
        """Return where a change ends, in the same way."""
        if last > 0 and last - 1 in self._from and (first < last or first - 1 in self._from):
            return last, self._from[last - 1] + 1
        while last < len(self.plain) and last not in self._from:
            last += 1
        return last, self._from[last] if last < len(self.plain) else len(self.own)

    def set_in(self, line: str, near: int) -> str:
        """Return a new line set in as the author's own lines are there."""
        known = near if near in self._from else near - 1
        shift = _margin(self.own[self._from[known]]) - _margin(self.plain[known]) if known in self._from and line.strip() else 0
        return " " * shift + line if shift >= 0 else line[min(-shift, _margin(line)) :]
