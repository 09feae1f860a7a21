"""Decides what a typed word is, what it might have been, and how a fingerprint is spoken.

Nothing here knows an account: what is said of a typed word is the same for
everybody, so that it never tells whether a name or a passphrase exists.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import pbkdf2_hmac

from rapidfuzz.distance import OSA

SPOKEN = 4
"""Words of a fingerprint: 51 bits, worth 68 since each try costs what `STRETCH` says."""
STRETCH = 2**17
"""Rounds that make forging a key with the same four words 131,072 times dearer."""
FARTHEST = 2
OFFERED = 3
LONGEST = 24
"""Letters looked at in a typed word; a longer one is compared with nothing."""
_STRETCH_SALT = b"compagnon empreinte 1"


@dataclass(frozen=True)
class Heard:
    """What was understood of the words typed: the ones known, and the others in their place."""

    words: tuple[str, ...]
    unknown: tuple[str, ...]

    @property
    def phrase(self) -> str:
        """Return the words as a key is made of them."""
        return " ".join(self.words)


def folded(typed: str) -> str:
    """Return a word as the list writes it: no capital, no accent."""
    plain = unicodedata.normalize("NFKD", typed.replace("œ", "oe").replace("æ", "ae")).casefold()
    return "".join(letter for letter in plain if "a" <= letter <= "z")


def recognised(typed: str, words: Sequence[str]) -> str:
    """Return the word that begins with what was typed, as soon as only one does; else nothing."""
    start = folded(typed)
    where = bisect_left(words, start)
    if not start or where == len(words) or not words[where].startswith(start):
        return ""
    alone = where + 1 == len(words) or not words[where + 1].startswith(start)
    return words[where] if alone or words[where] == start else ""


def heard(typed: str, words: Sequence[str]) -> Heard:
    """Read words however they are separated, and name those that are not in the list."""
    parts = [part for part in re.split(r"[\W\d_]+", unicodedata.normalize("NFC", typed)) if folded(part)]
    found = [(part, recognised(part, words)) for part in parts]
    return Heard(tuple(word or part for part, word in found), tuple(part for part, word in found if not word))


def suggestions(typed: str, words: Sequence[str]) -> tuple[str, ...]:
    """Return the nearest words of the list, nearest first: « girafe » for « jirafe »."""
    start = folded(typed)
    if not start or len(start) > LONGEST:
        return ()
    near = ((OSA.distance(start, word, score_cutoff=FARTHEST), word) for word in words if abs(len(word) - len(start)) <= FARTHEST)
    return tuple(word for _, word in sorted(one for one in near if one[0] <= FARTHEST)[:OFFERED])


@lru_cache(maxsize=256)
def spoken(public: bytes, words: Sequence[str]) -> tuple[str, ...]:
    """Return the four words by which two people compare a public key aloud."""
    number = int.from_bytes(pbkdf2_hmac("sha256", public, _STRETCH_SALT, STRETCH), "big")
    said = []
    for _ in range(SPOKEN):
        number, rank = divmod(number, len(words))
        said.append(words[rank])
    return tuple(said)
