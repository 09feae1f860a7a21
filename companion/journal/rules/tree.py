"""Decides how entries become one tree, and how few hashes prove that one is in it (RFC 9162, section 2).

A leaf is hashed after a zero byte, a pair of nodes after a one: neither passes
for the other.  A tree that grows keeps its peaks only: the roots of the full
trees it is made of, the largest first, one for each bit of its size.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from hmac import compare_digest
from typing import Final

HASH: Final = 32
EMPTY: Final = sha256(b"").digest()
"""The root of a tree without leaves."""
Nodes = Callable[[int, int], bytes]
"""Returns the root of the leaves from the first number to the one before the last."""


def leaf_hash(entry: bytes) -> bytes:
    """Return the hash of one entry."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of two nodes side by side."""
    return sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True)
class Peaks:
    """What is enough to let a tree grow, and to know its root."""

    size: int = 0
    hashes: tuple[bytes, ...] = ()

    def added(self, leaf: bytes) -> "Peaks":
        """Return the tree with one leaf more; as many hashes as its size ends with ones."""
        grown, left = leaf, self.hashes
        for _ in range((~self.size & (self.size + 1)).bit_length() - 1):
            grown, left = node_hash(left[-1], grown), left[:-1]
        return Peaks(self.size + 1, (*left, grown))

    def root(self) -> bytes:
        """Return the root of the whole tree."""
        if not self.hashes:
            return EMPTY
        *others, root = self.hashes
        for peak in reversed(others):
            root = node_hash(peak, root)
        return root

    def told(self) -> bytes:
        """Return the peaks one after the other."""
        return b"".join(self.hashes)

    @classmethod
    def read(cls, size: int, told: bytes) -> "Peaks":
        """Read the peaks of a tree of this size, or raise ValueError when they are not as many as it has."""
        if size < 0 or len(told) != HASH * size.bit_count():
            message = "these are not the peaks of a tree of that size"
            raise ValueError(message)
        return cls(size, tuple(told[at : at + HASH] for at in range(0, len(told), HASH)))

    def places(self) -> dict[tuple[int, int], bytes]:
        """Return each peak with the leaves it stands for."""
        found: dict[tuple[int, int], bytes] = {}
        start = 0
        for peak, bit in zip(self.hashes, _bits(self.size), strict=True):
            found[start, start + bit] = peak
            start += bit
        return found


def _bits(size: int) -> list[int]:
    return [1 << place for place in reversed(range(size.bit_length())) if size >> place & 1]


def nodes_of(leaves: Sequence[bytes], pruned: Peaks | None = None) -> Nodes:
    """Return the nodes of a tree whose first leaves may be gone: their peaks stand for them."""
    gone = pruned or Peaks()
    known = gone.places()

    def node(start: int, end: int) -> bytes:
        if (start, end) in known:
            return known[start, end]
        if end - start == 1:
            if start < gone.size:
                message = "what stands under the peaks is gone"
                raise LookupError(message)
            return leaves[start - gone.size]
        middle = start + _split(end - start)
        return node_hash(node(start, middle), node(middle, end))

    return node


def _split(size: int) -> int:
    """Return the largest power of two below a size."""
    return 1 << (size - 1).bit_length() - 1


def inclusion_proof(number: int, size: int, node: Nodes) -> tuple[bytes, ...]:
    """Return what proves that a leaf is in a tree of this size."""
    if not 0 <= number < size:
        message = "this leaf is not in that tree"
        raise ValueError(message)
    path: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if number < middle:
            path.append(node(middle, end))
            end = middle
        else:
            path.append(node(start, middle))
            start = middle
    return tuple(reversed(path))


def consistency_proof(old: int, size: int, node: Nodes) -> tuple[bytes, ...]:
    """Return what proves that a tree of this size begins with the older one, unchanged."""
    if not 0 < old <= size:
        message = "no such older tree"
        raise ValueError(message)
    path: list[bytes] = []
    start, end = 0, size
    while old != end:
        middle = start + _split(end - start)
        if old <= middle:
            path.append(node(middle, end))
            end = middle
        else:
            path.append(node(start, middle))
            start = middle
    if start:
        path.append(node(start, end))
    return tuple(reversed(path))


def includes(root: bytes, size: int, number: int, leaf: bytes, path: Sequence[bytes]) -> bool:
    """Tell whether a path proves that this leaf has this number in the tree of this root and size (section 2.1.3.2)."""
    if not 0 <= number < size or not _are_hashes(root, leaf, *path):
        return False
    place, last, reached = number, size - 1, leaf
    for step in path:
        if last == 0:
            return False
        if place & 1 or place == last:
            reached = node_hash(step, reached)
            place, last = _climbed(place, last)
        else:
            reached = node_hash(reached, step)
        place, last = place >> 1, last >> 1
    return last == 0 and compare_digest(reached, root)


def _climbed(place: int, last: int) -> tuple[int, int]:
    """Go up while there is nobody at the right: until the place is a right one, or the first."""
    while place and not place & 1:
        place, last = place >> 1, last >> 1
    return place, last


@dataclass(frozen=True)
class Tree:
    """A tree as its checkpoint tells it."""

    size: int
    root: bytes


def is_continued_by(old: Tree, new: Tree, path: Sequence[bytes]) -> bool:
    """Tell whether a path proves that the new tree begins with the old one (section 2.1.4.2)."""
    if not 0 < old.size <= new.size or not _are_hashes(old.root, new.root, *path):
        return False
    if old.size == new.size:
        return not path and compare_digest(old.root, new.root)
    steps = [old.root, *path] if old.size.bit_count() == 1 else list(path)
    return bool(steps) and _same_beginning(old, new, steps)


def _same_beginning(old: Tree, new: Tree, steps: Sequence[bytes]) -> bool:
    place, last = old.size - 1, new.size - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    before = after = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            before, after = node_hash(step, before), node_hash(step, after)
            place, last = _climbed(place, last)
        else:
            after = node_hash(after, step)
        place, last = place >> 1, last >> 1
    return last == 0 and compare_digest(before, old.root) and compare_digest(after, new.root)


def _are_hashes(*given: bytes) -> bool:
    return all(len(one) == HASH for one in given)
