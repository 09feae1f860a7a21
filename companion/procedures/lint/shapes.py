"""What the model expects at each spot of a file, found by walking the two side by side."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache, wraps
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel

from companion.procedures.lint.findings import Spot
from companion.procedures.lint.syntax import Value

T = TypeVar("T")
Shape = Any
"""An annotation of the model, as it is written there."""


def remembered(find: Callable[[Shape], T]) -> Callable[[Shape], T]:
    """Keep what was found of an annotation; some of them cannot be keys of a dictionary, but all live as long as the model."""
    known: dict[int, tuple[Shape, T]] = {}

    @wraps(find)
    def look(shape: Shape) -> T:
        if id(shape) not in known:
            known[id(shape)] = (shape, find(shape))
        return known[id(shape)][1]

    return look


@cache
def hints(model: type[BaseModel]) -> dict[str, Shape]:
    """Return the keys of a model with their annotations."""
    known = get_type_hints(model, include_extras=True)
    return {name: known[name] for name in model.model_fields}


@remembered
def origin(shape: Shape) -> object:
    """Return what a shape is made of: a list, a choice of words, or alternatives."""
    return get_origin(shape)


@remembered
def bare(shape: Shape) -> Shape:
    """Return an annotation without its constraints."""
    while origin(shape) is Annotated:
        shape = get_args(shape)[0]
    return shape


@remembered
def is_model(shape: Shape) -> bool:
    """Tell whether a shape is a block of known keys."""
    return isinstance(bare(shape), type) and issubclass(bare(shape), BaseModel)


@remembered
def branches(shape: Shape) -> tuple[Shape, ...]:
    """Return the alternatives of a shape, « nothing » left out; none when there is no choice."""
    if origin(bare(shape)) not in {Union, UnionType}:
        return ()
    return tuple(one for one in get_args(bare(shape)) if one is not NoneType)


@cache
def holders(model: type[BaseModel], worth: Callable[[Shape], bool]) -> dict[str, Shape]:
    """Return the keys of a model under which something worth a look may stand."""
    return {name: shape for name, shape in hints(model).items() if _may_hold(shape, worth)}


def _may_hold(shape: Shape, worth: Callable[[Shape], bool]) -> bool:
    """Tell whether a shape, or a shape inside it, is worth a look."""
    core = bare(shape)
    if worth(shape) or worth(core):
        return True
    if is_model(core):
        return any(_may_hold(one, worth) for one in hints(core).values())
    return any(_may_hold(one, worth) for one in (*branches(shape), *get_args(core)))


def chosen(shape: Shape, value: Value) -> Shape:
    """Return the alternative that suits a value best."""
    while found := branches(shape):
        shape = found[0] if len(found) == 1 else next((one for one in found if _suits(one, value)), found[0])
    return shape


def _suits(shape: Shape, value: Value) -> bool:
    core = bare(shape)
    if is_model(core):
        return isinstance(value, dict) and _has_tag(core, value)
    if origin(core) is tuple:
        return isinstance(value, list)
    return not isinstance(value, list | dict)


def _has_tag(model: type[BaseModel], value: dict[Any, Any]) -> bool:
    wanted = hints(model).get("type")
    if origin(wanted) is not Literal:
        return True
    tag = value.get("type")
    return isinstance(tag, str) and tag in get_args(wanted)


@dataclass
class Expected:
    """What the model declares at each spot that a file holds and the model knows."""

    declared: dict[Spot, Shape] = field(default_factory=dict)
    chosen: dict[Spot, Shape] = field(default_factory=dict)
    """The same, once an alternative is chosen for what the author wrote."""
    values: dict[Spot, Value] = field(default_factory=dict)

    def inside(self, spot: Spot) -> Shape:
        """Return what the model declares for a key, even one that the file lacks."""
        holder = bare(self.chosen.get(spot[:-1]))
        return hints(holder).get(str(spot[-1])) if spot and is_model(holder) else None

    def keys(self, spot: Spot) -> tuple[str, ...]:
        """Return the keys possible beside a key."""
        holder = bare(self.chosen.get(spot[:-1]))
        return tuple(hints(holder)) if is_model(holder) else ()

    def is_choice(self, spot: Spot) -> bool:
        """Tell whether two kinds of value are possible there."""
        return len(branches(self.declared.get(spot))) > 1


def expectations(root: Shape, value: Value) -> Expected:
    """Walk a value and the model side by side, and remember all of it."""
    found = Expected()
    for spot, shape, here, node in walk(root, value, worth=None):
        found.declared[spot] = shape
        found.chosen[spot] = here
        found.values[spot] = node
    return found


def walk(root: Shape, value: Value, *, worth: Callable[[Shape], bool] | None) -> Iterator[tuple[Spot, Shape, Shape, Value]]:
    """Yield each spot, what the model declares there, the alternative that suits, and the value.

    When `worth` is given, only what may hold something worth a look is walked.
    """
    waiting: list[tuple[Spot, Shape, Value]] = [((), root, value)]
    while waiting:
        spot, shape, node = waiting.pop()
        here = chosen(shape, node)
        yield spot, shape, here, node
        if isinstance(node, dict | list):
            waiting += [((*spot, part), inner, child) for part, inner, child in _inner(bare(here), node, worth)]


def _inner(core: Shape, node: Value, worth: Callable[[Shape], bool] | None) -> list[tuple[str | int, Shape, Value]]:
    if isinstance(node, dict):
        if is_model(core):
            keys = hints(core) if worth is None else holders(core, worth)
            return [(key, keys[key], child) for key, child in node.items() if key in keys]
        if origin(core) is dict:
            return [(key, get_args(core)[1], child) for key, child in node.items()]
    elif origin(core) is tuple:
        return [(rank, get_args(core)[0], child) for rank, child in enumerate(node)]
    return []
