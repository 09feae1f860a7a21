"""Every part of a content file with the spot where it stands."""

from collections.abc import Iterator
from typing import Any, TypeVar

from companion.procedures.lint.findings import Spot
from companion.procedures.lint.shapes import Shape, holders, is_model
from companion.procedures.rules.texts import Sheet

S = TypeVar("S", bound=Sheet)


def parts(sheet: Sheet) -> tuple[tuple[Spot, Sheet], ...]:
    """Return a sheet and all the sheets inside it, in file order."""
    found: list[tuple[Spot, Sheet]] = []
    waiting: list[tuple[Spot, Any]] = [((), sheet)]
    while waiting:
        spot, node = waiting.pop()
        if isinstance(node, Sheet):
            found.append((spot, node))
        waiting += reversed([((*spot, part), child) for part, child in _inside(node)])
    return tuple(found)


def _inside(node: Any) -> list[tuple[str | int, Any]]:  # noqa: ANN401 (any value of the model)
    if isinstance(node, Sheet):
        written = node.model_fields_set
        return [(name, getattr(node, name)) for name in holders(type(node), _is_sheet) if name in written]
    if isinstance(node, tuple):
        return list(enumerate(node))
    return list(node.items()) if isinstance(node, dict) else []


def _is_sheet(shape: Shape) -> bool:
    return is_model(shape)


def parts_of(kind: type[S], known: tuple[tuple[Spot, Sheet], ...]) -> Iterator[tuple[Spot, S]]:
    """Yield the parts of one kind."""
    return ((spot, part) for spot, part in known if isinstance(part, kind))
