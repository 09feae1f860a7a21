"""Finding a guide from what a tired person types: no accents, one typing mistake."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

LONGEST_QUERY = 100
MOST_WORDS = 8
SHORTEST_WITH_TYPO = 5
SHORTEST_PREFIX = 3
TITLE, SYNONYM, INSTITUTION, THEME, DOCUMENT = 10, 9, 6, 4, 2
STOP_WORDS = frozenset(
    [
        "a",
        "au",
        "aux",
        "avec",
        "ce",
        "ces",
        "comment",
        "dans",
        "de",
        "des",
        "du",
        "elle",
        "en",
        "et",
        "faire",
        "il",
        "je",
        "l",
        "la",
        "le",
        "les",
        "ma",
        "mes",
        "mon",
        "ne",
        "ou",
        "par",
        "pas",
        "pour",
        "qu",
        "que",
        "qui",
        "sa",
        "se",
        "ses",
        "son",
        "sur",
        "un",
        "une",
        "vous",
        "veux",
        "d",
        "j",
        "m",
        "n",
        "s",
        "c",
        "y",
        "est",
    ],
)
_WORD = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True)
class Entry:
    """One thing that can be found, with its words and what each is worth."""

    id: str
    words: tuple[tuple[str, int], ...]
    """(word, weight), each word once with its best weight."""


@dataclass(frozen=True)
class Hit:
    """One thing found."""

    id: str
    score: float
    complete: bool
    """Every word of the query was found in it."""


def plain(text: str) -> str:
    """Return the text in lower case, without accents, with joined letters taken apart."""
    bare = text[: LONGEST_QUERY * 20].replace("œ", "oe").replace("Œ", "oe").replace("æ", "ae")
    decomposed = unicodedata.normalize("NFKD", bare)
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign)).lower()


def words_of(text: str) -> list[str]:
    """Return the words worth looking for."""
    return [word for word in _WORD.findall(plain(text)) if word not in STOP_WORDS]


def entry(name: str, weighted: Iterable[tuple[str, int]]) -> Entry:
    """Make an entry from (text, weight) pairs."""
    best: dict[str, int] = {}
    for text, weight in weighted:
        for word in words_of(text):
            best[word] = max(weight, best.get(word, 0))
    return Entry(name, tuple(best.items()))


def search(entries: Sequence[Entry], query: str) -> list[Hit]:
    """Return what answers the query, best first.

    When something holds every word, what holds only some is left out.
    """
    wanted = tuple(dict.fromkeys(words_of(query[:LONGEST_QUERY])))[:MOST_WORDS]
    if not wanted:
        return []
    hits = [hit for one in entries if (hit := _hit(one, wanted))]
    complete = [hit for hit in hits if hit.complete]
    return sorted(complete or hits, key=lambda hit: (-hit.score, hit.id))


def _hit(one: Entry, wanted: tuple[str, ...]) -> Hit | None:
    scores = [max((weight * likeness(asked, word) for word, weight in one.words), default=0.0) for asked in wanted]
    found = [score for score in scores if score]
    return Hit(one.id, sum(found), len(found) == len(scores)) if found else None


@lru_cache(maxsize=20_000)
def likeness(asked: str, word: str) -> float:
    """Return how well a typed word stands for a word: 1 the same, 0 another one.

    One mistake is one letter missing, added, wrong, or two swapped (optimal
    string alignment distance), never in a very short word: of four letters,
    only a missing fifth one is looked for.
    """
    if asked == word:
        return 1.0
    if len(asked) >= SHORTEST_PREFIX and word.startswith(asked):
        return 0.9
    if asked.isdigit() or len(asked) < SHORTEST_WITH_TYPO - (len(word) > len(asked)):
        return 0.0
    if OSA.distance(asked, word, score_cutoff=1) <= 1:
        return 0.7
    if len(asked) < SHORTEST_WITH_TYPO:
        return 0.0
    beginnings = (word[:size] for size in (len(asked) - 1, len(asked), len(asked) + 1) if size < len(word))
    return 0.5 if any(OSA.distance(asked, start, score_cutoff=1) <= 1 for start in beginnings) else 0.0
