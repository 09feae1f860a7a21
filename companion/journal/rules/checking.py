"""Decides whether a journal still says what it said, and names the first entry that does not.

What is found in the tables comes in as bytes, whatever became of them: nothing
is believed before it was read again.  The entries after the last checkpoint are
held by the head alone: whoever owns the machine can write both again, until
somebody signs.  What no table can show, a journal put back as it was days ago,
is shown by an older checkpoint kept elsewhere.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from companion.journal.rules.entries import COMMITMENT, Kind, Leaf
from companion.journal.rules.notes import Checkpoint, read
from companion.journal.rules.tree import EMPTY, Peaks
from companion.typography import NBSP, french

UNREADABLE = "L'entrée {entry} ne se lit plus : elle a été abîmée ou changée."
MISSING = "L'entrée {entry} manque : elle a été enlevée."
TOO_MANY = "L'entrée {entry} est de trop : Compagnon ne l'a pas notée à cette place."
CHANGED = "L'entrée {entry} n'est plus ce qui a été noté : son jour, sa classe ou son empreinte a été changé."
REWRITTEN = "Une entrée a été changée entre {entry} et {last} : ce n'est plus ce que le point de contrôle de {size} entrées a signé."
CUT = "Le journal s'arrête avant l'entrée {entry}, mais un point de contrôle signé en compte {size} : la fin a été enlevée."
TAIL = "Une entrée a été changée à partir de {entry}, ou le compte du journal l'a été."
NO_HEAD = "Le compte du journal manque ou ne se lit plus."
LOST_POINTS = "Un point de contrôle a été enlevé ou ajouté : le journal en compte {known}, il en reste {found}."
BAD_POINT = "Le point de contrôle de {size} entrées ne se lit plus : il a été abîmé ou changé."
UNSIGNED = "Le point de contrôle de {size} entrées n'est pas signé par l'association."
NO_KEY = "Le journal a des points de contrôle, mais l'association n'a pas de clé pour les vérifier."
BARE = "Le début du journal a été effacé sans qu'un point de contrôle signé le couvre."
NOT_OURS = "Ce point de contrôle n'est pas signé par cette association, ou il a été changé."
GONE_BACK = (
    "Ce point de contrôle compte {size} entrées, le journal d'aujourd'hui {now} : "
    "une copie plus ancienne a été remise, ou la fin a été enlevée."
)
OTHER_PAST = "Les {size} premières entrées ne sont plus celles que ce point de contrôle a signées : le journal a été réécrit."
TOO_OLD = "Ce point de contrôle compte {size} entrées, effacées depuis après leur délai : il ne peut plus être comparé au journal."


_WHOLE: Final = re.compile(r"0|[1-9][0-9]{0,15}")


@dataclass(frozen=True)
class FoundLeaf:
    """A row of the journal as it was found."""

    number: str
    day: str
    kind: str
    commitment: bytes
    node: bytes


@dataclass(frozen=True)
class FoundHead:
    """The head of the journal as it was found."""

    size: str = "0"
    peaks: bytes = b""
    pruned_size: str = "0"
    pruned_peaks: bytes = b""
    checkpoints: str = "0"


@dataclass(frozen=True)
class FoundNote:
    """A checkpoint as it was found."""

    size: str
    day: str
    note: str


@dataclass(frozen=True)
class Found:
    """All that the tables hold."""

    head: FoundHead | None
    leaves: Iterable[FoundLeaf]
    notes: Sequence[FoundNote]


@dataclass(frozen=True)
class Verified:
    """What was found when everything was computed again."""

    size: int
    root: str
    checkpoints: int
    pruned: int
    last: Checkpoint | None
    faults: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Tell whether nothing changed."""
        return not self.faults


NOTHING: Final = Verified(0, EMPTY.hex(), 0, 0, None, ())
"""The journal of an association that noted nothing yet."""


@dataclass(frozen=True)
class _Walked:
    """How far the entries hold, the roots met on the way, and the first entry that does not hold."""

    peaks: Peaks
    roots: dict[int, bytes]
    fault: str = ""


def verified(found: Found, public: bytes | None, point: Checkpoint | None = None) -> Verified:
    """Compute the journal again, and compare it with its head, with what was signed, and with an older checkpoint."""
    head = found.head or FoundHead()
    pruned = _peaks(head.pruned_size, head.pruned_peaks)
    marks = [mark for mark in map(_read_note, found.notes) if mark]
    if pruned is None:
        return Verified(_whole(head.size) or 0, "", len(found.notes), 0, None, (french(NO_HEAD),))
    wanted = {mark.tree.size for mark in marks} | ({point.tree.size} if point else set())
    walked = _walk(found.leaves, pruned, wanted)
    faults = [
        *_of_notes(found.notes, head, public),
        *_of_entries(marks, pruned, walked),
        *([walked.fault] if walked.fault else _of_the_end(found.head, marks, walked)),
        *(_of_point(point, public, marks, walked) if point else ()),
    ]
    last = max(marks, key=lambda mark: mark.tree.size, default=None)
    size = (_whole(head.size) or walked.peaks.size) if walked.fault else walked.peaks.size
    root = "" if walked.fault else walked.peaks.root().hex()
    return Verified(size, root, len(found.notes), pruned.size, last, tuple(french(fault) for fault in faults))


def prunable(leaves: Iterable[FoundLeaf], pruned: Peaks, last: Checkpoint, before: date) -> Peaks:
    """Return the beginning that may go: entries older than a day, one after the other, under the last checkpoint, unchanged so far."""
    peaks = pruned
    for leaf in leaves:
        if peaks.size == last.tree.size or _fault_of(leaf, peaks.size) or leaf.day >= before.isoformat():
            break
        peaks = peaks.added(leaf.node)
    return peaks


def _walk(leaves: Iterable[FoundLeaf], pruned: Peaks, wanted: Collection[int]) -> _Walked:
    peaks, roots = pruned, {pruned.size: pruned.root()}
    for leaf in leaves:
        fault = _fault_of(leaf, peaks.size)
        if fault:
            return _Walked(peaks, roots, fault)
        peaks = peaks.added(leaf.node)
        if peaks.size in wanted:
            roots[peaks.size] = peaks.root()
    return _Walked(peaks, roots)


def _fault_of(found: FoundLeaf, number: int) -> str:
    own = _whole(found.number)
    if own is None:
        return UNREADABLE.format(entry=_entry(number))
    if own != number:
        return MISSING.format(entry=_entry(number)) if own > number else TOO_MANY.format(entry=_entry(own))
    leaf = _leaf(found, number)
    if leaf is None:
        return UNREADABLE.format(entry=_entry(number))
    return "" if leaf.hash() == found.node else CHANGED.format(entry=_entry(number))


def _leaf(found: FoundLeaf, number: int) -> Leaf | None:
    day = _day(found.day)
    if day is None or found.kind not in list(Kind) or len(found.commitment) != COMMITMENT:
        return None
    return Leaf(number, day, Kind(found.kind), found.commitment)


def _of_notes(notes: Sequence[FoundNote], head: FoundHead, public: bytes | None) -> Iterator[str]:
    if str(len(notes)) != head.checkpoints:
        yield LOST_POINTS.format(known=head.checkpoints, found=len(notes))
    if notes and public is None:
        yield NO_KEY
    for found in notes:
        mark = _read_note(found)
        if mark is None:
            yield BAD_POINT.format(size=found.size)
        elif public is not None and not mark.is_signed_by(public):
            yield UNSIGNED.format(size=found.size)


def _of_entries(marks: Sequence[Checkpoint], pruned: Peaks, walked: _Walked) -> Iterator[str]:
    """Say where the entries stop being what was signed; what follows the first place says nothing more."""
    if pruned.size and not any(mark.tree.size >= pruned.size for mark in marks):
        yield BARE
    good = 0
    for mark in sorted(marks, key=lambda one: one.tree.size):
        size = mark.tree.size
        if size in walked.roots:
            if walked.roots[size] != mark.tree.root:
                yield REWRITTEN.format(entry=_entry(good), last=_entry(size - 1), size=size)
                return
            good = size


def _of_the_end(head: FoundHead | None, marks: Sequence[Checkpoint], walked: _Walked) -> Iterator[str]:
    reached = walked.peaks.size
    signed = max((mark.tree.size for mark in marks), default=0)
    size = _whole(head.size) if head else 0
    if signed > reached:
        yield CUT.format(entry=_entry(reached), size=signed)
    elif size is None or (head is None and (reached or marks)):
        yield NO_HEAD
    elif size > reached:
        yield MISSING.format(entry=_entry(reached))
    elif size < reached:
        yield TOO_MANY.format(entry=_entry(size))
    elif head and head.peaks != walked.peaks.told():
        yield TAIL.format(entry=_entry(signed))


def _of_point(point: Checkpoint, public: bytes | None, marks: Sequence[Checkpoint], walked: _Walked) -> Iterator[str]:
    size = point.tree.size
    if public is None or not point.is_signed_by(public):
        yield NOT_OURS
    elif size in walked.roots:
        if walked.roots[size] != point.tree.root:
            yield OTHER_PAST.format(size=size)
    elif size > walked.peaks.size and walked.fault:
        return  # the entry already named is why the journal could not be followed that far
    elif size > walked.peaks.size:
        yield GONE_BACK.format(size=size, now=walked.peaks.size)
    elif not any(mark.tree == point.tree for mark in marks):
        yield TOO_OLD.format(size=size)


def _read_note(found: FoundNote) -> Checkpoint | None:
    try:
        mark = read(found.note)
    except ValueError:
        return None
    return mark if (found.size, found.day) == (str(mark.tree.size), mark.day.isoformat()) else None


def _peaks(size: str, told: bytes) -> Peaks | None:
    try:
        return Peaks.read(int(size), told) if _whole(size) is not None else None
    except ValueError:
        return None


def _whole(written: str) -> int | None:
    return int(written) if _WHOLE.fullmatch(written) else None


def _day(written: str) -> date | None:
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return None
    return day if day.isoformat() == written else None


def _entry(number: int) -> str:
    return f"n°{NBSP}{number}"
