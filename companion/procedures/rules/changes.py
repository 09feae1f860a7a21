"""The difference between two versions of a procedure file, for whoever reads it again before it is used.

Everything is compared, the verification and the diary too, since they matter
to a reviewer.  What the file leaves unwritten and what it writes as its default
are the same.  « Acte » marks what changes who does what by which way: there a
consent already given no longer covers the step.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from companion.procedures.rules.hashes import ACT
from companion.procedures.rules.labels import capitalised, label, quoted
from companion.procedures.rules.procedure import Channel, Procedure, Step
from companion.procedures.rules.sayings import Sayings, Value, is_unsaid, keys_of, name_of, thing_in_words, things
from companion.procedures.rules.texts import Sheet
from companion.procedures.rules.word_diff import Run, runs_between

_IDENTITY = ("id", "mecanisme", "guide", "signe", "nom", "moyen", "le", "qui", "texte")
_ACT_KEYS: frozenset[tuple[type[Sheet], str]] = frozenset({*((Step, key) for key in (*ACT, "gestes")), (Channel, "type")})
Thing = tuple[str, Sheet]
Identity = tuple[str, int]
"""What identifies a thing among several, and its rank among those of the same identity."""
Known = Mapping[Identity, Thing]


class Kind(Enum):
    """What happened at one place."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


KINDS: dict[Kind, str] = {Kind.ADDED: "ajouté", Kind.REMOVED: "retiré", Kind.CHANGED: "changé", Kind.MOVED: "déplacé"}


@dataclass(frozen=True)
class Change:
    """One difference: where, what happened, and the words of both versions."""

    path: tuple[str, ...]
    """The keys and identities that lead there: `("etapes", "identifier", "simple")`; a second thing of one identity ends in « #2 »."""
    place: str
    """The same in words: « Étape « Identifier », ce qu'on dit à la personne »."""
    kind: Kind
    acte: bool
    """It changes who does what by which way."""
    runs: tuple[Run, ...]
    """Of a move: after what it stood, after what it stands now."""

    @property
    def step(self) -> str:
        """Return the identifier of the step concerned, the new one unless it was removed; nothing for what is no step's."""
        return self.path[1] if self.path[0] == "etapes" else ""


def changes(before: Procedure | None, after: Procedure) -> tuple[Change, ...]:
    """Return what differs from one version to the next, in file order; without an old version, all of the new one."""
    return tuple(_Comparison(Sayings(before or after), Sayings(after)).sheets(_Spot(), before, after))


@dataclass(frozen=True)
class _Spot:
    path: tuple[str, ...] = ()
    words: tuple[str, ...] = ()

    def at(self, path: Sequence[str], words: str) -> "_Spot":
        return _Spot((*self.path, *path), (*self.words, words))

    def change(self, kind: Kind, runs: tuple[Run, ...], *, acte: bool = False) -> Change:
        return Change(self.path, capitalised(", ".join(self.words)), kind, acte, runs)


@dataclass(frozen=True)
class _Comparison:
    """Two versions walked side by side, each with its own names."""

    old: Sayings
    new: Sayings

    def sheets(self, spot: _Spot, before: Sheet | None, after: Sheet) -> Iterator[Change]:
        """Compare two blocks of keys; a deadline may have changed its sort, and so its keys."""
        keys = [*keys_of(type(after)), *(keys_of(type(before)) if before else ())]
        for key in dict.fromkeys(keys):
            one, other = getattr(before, key, None), getattr(after, key, None)
            if one == other or (before is None and is_unsaid(after, key)):
                continue
            model = type(after) if before is None or key in type(after).model_fields else type(before)
            yield from self._values(spot, model, key, (one, other))

    def _values(self, spot: _Spot, model: type[Sheet], key: str, pair: tuple[Value, Value]) -> Iterator[Change]:
        one, other = pair
        olds, news = things(key, one), things(key, other)
        if (olds or news) and (olds or not one) and (news or not other):
            yield from self._several(spot, model, key, (_known(olds or []), _known(news or [])))
        elif isinstance(one, Sheet) and isinstance(other, Sheet):
            yield from self.sheets(spot.at([key], label(model, key)), one, other)
        else:
            here = spot.at([key], label(model, key))
            texts = self.old.said(model, key, one), self.new.said(model, key, other)
            if texts[0] == texts[1]:  # the same words stand for two values
                texts = _raw(one), _raw(other)
            yield here.change(_kind(*texts), runs_between(*texts), acte=(model, key) in _ACT_KEYS)

    def _several(self, spot: _Spot, model: type[Sheet], key: str, pair: tuple[Known, Known]) -> Iterator[Change]:
        olds, news = _renamed(*pair) if model is Procedure and key == "etapes" else pair[0], pair[1]
        moved = _moved([one for one in olds if one in news], [one for one in news if one in olds])
        for one in _in_order(list(olds), list(news)):
            yield from self._thing(spot, key, one, (olds, news))
            if one in moved:
                yield _move(spot, key, one, (olds, news))

    def _thing(self, spot: _Spot, key: str, one: Identity, pair: tuple[Known, Known]) -> Iterator[Change]:
        before, after = pair[0].get(one), pair[1].get(one)
        here = _spot_of(spot, key, one, after or before)
        if before and after:
            yield from self.sheets(here, before[1], after[1])
        elif after:
            yield here.change(Kind.ADDED, runs_between("", "\n".join(self.new.lines(after[1]))), acte=here.path[:-1] == ("etapes",))
        elif before:
            yield here.change(Kind.REMOVED, runs_between("\n".join(self.old.lines(before[1])), ""), acte=here.path[:-1] == ("etapes",))


def _spot_of(spot: _Spot, key: str, one: Identity, thing: Thing | None) -> _Spot:
    name, rank = one
    return spot.at([key, f"{name}#{rank + 1}" if rank else name], thing_in_words(key, *thing)) if thing else spot


def _kind(before: str, after: str) -> Kind:
    if not before:
        return Kind.ADDED
    return Kind.CHANGED if after else Kind.REMOVED


def _raw(value: Value) -> str:
    """Return a value as the file writes it, nearly: identifiers, where their names say nothing."""
    return ", ".join(str(one) for one in value) if isinstance(value, tuple) else str(value)


def _known(several: Sequence[Thing]) -> Known:
    """Return things by their identity; two of the same identity are told apart by their rank."""
    seen: dict[str, int] = {}
    known: dict[Identity, Thing] = {}
    for name, item in several:
        one = name or str(next(value for key in _IDENTITY if (value := getattr(item, key, None))))
        seen[one] = seen.get(one, -1) + 1
        known[one, seen[one]] = (name, item)
    return known


def _renamed(olds: Known, news: Known) -> Known:
    """Return the old steps under the identifiers they have now: a renamed step is compared, not removed and added."""
    heirs: dict[Identity, Identity] = {}
    for one, (_, item) in news.items():
        former = [(name, 0) for name in item.remplace] if isinstance(item, Step) and one not in olds else []
        gone = next((name for name in former if name in olds and name not in news and name not in heirs), None)
        if gone:
            heirs[gone] = one
    return {heirs.get(one, one): thing for one, thing in olds.items()}


def _in_order(olds: Sequence[Identity], news: Sequence[Identity]) -> Iterator[Identity]:
    """Yield things in the new order, each one removed after what it followed."""
    followers: dict[Identity | None, list[Identity]] = {}
    known = set(news)
    leader: Identity | None = None
    for one in olds:
        if one in known:
            leader = one
        else:
            followers.setdefault(leader, []).append(one)
    yield from followers.get(None, ())
    for one in news:
        yield one
        yield from followers.get(one, ())


def _moved(before: Sequence[Identity], after: Sequence[Identity]) -> set[Identity]:
    """Return the fewest things that must have moved: those out of the longest row that kept its order."""
    rank = {one: number for number, one in enumerate(before)}
    ends: list[int] = []
    lengths: list[int] = []
    for one in after:
        length = bisect_left(ends, rank[one])
        ends[length : length + 1] = [rank[one]]
        lengths.append(length)
    stayed: set[Identity] = set()
    wanted, limit = len(ends) - 1, len(before)
    for one, length in zip(reversed(after), reversed(lengths), strict=True):
        if length == wanted and rank[one] < limit:
            stayed.add(one)
            wanted, limit = wanted - 1, rank[one]
    return set(after) - stayed


def _move(spot: _Spot, key: str, one: Identity, pair: tuple[Known, Known]) -> Change:
    here = _spot_of(spot, key, one, pair[1][one])
    return here.change(Kind.MOVED, runs_between(_after_what(one, pair[0]), _after_what(one, pair[1])))


def _after_what(one: Identity, known: Known) -> str:
    """Say after what a thing stands."""
    order = list(known)
    rank = order.index(one)
    return f"après {quoted(name_of(known[order[rank - 1]][1], known[order[rank - 1]][0]))}" if rank else "en premier"
