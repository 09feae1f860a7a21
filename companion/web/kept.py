"""Keeps what a macro says of things that never change, such as a step of a procedure file or a minute."""

from collections.abc import Callable

from markupsafe import Markup

MOST = 4000
"""Pieces kept by one process: some six megabytes."""


class Kept:
    """Calls a macro once for the same objects, and repeats what it said.

    Only for macros that look at nothing but what they are given, and never for
    an answer.  Objects are compared by identity, and kept alive as long as
    what was said of them: an edited file and a new minute are new objects.
    """

    def __init__(self) -> None:
        """Begin with nothing kept."""
        self._said: dict[tuple[object, ...], tuple[Markup, tuple[object, ...]]] = {}

    def __call__(self, macro: Callable[..., Markup], *things: object) -> Markup:
        """Return what the macro says of these things."""
        key = (macro, *map(id, things))
        found = self._said.get(key)
        if found is None:
            if len(self._said) >= MOST:
                self._said.clear()
            found = self._said[key] = (macro(*things), things)
        return found[0]
