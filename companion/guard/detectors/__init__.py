"""What the guard knows how to recognise, in the order it looks; it never decides what happens next."""

from collections.abc import Callable, Iterable

from companion.guard.detectors.answers import answers_in
from companion.guard.detectors.links import links_in, mail_pairs_in, tokens_in, without_public_links
from companion.guard.detectors.numbers import accounts_in, cards_in, fiscals_in, ibans_in, nirs_in, nisses_in
from companion.guard.detectors.pairs import pairs_in
from companion.guard.detectors.spelling import BARRIER, Folded, Found, Kind, fold
from companion.guard.detectors.words import spoken_in

__all__ = ["Folded", "Found", "Kind", "find", "fold"]

# Shapes that prove themselves come first: what they take, words in context no longer see.
_LINKS = (links_in, tokens_in)
_LOOKS = (
    ibans_in,
    cards_in,
    nirs_in,
    nisses_in,
    mail_pairs_in,
    fiscals_in,
    accounts_in,
    answers_in,
    pairs_in,
    spoken_in,
)


def find(text: Folded) -> list[Found]:
    """Return each secret and each other place where the same secret is written."""
    left, opening = _each(text, _LINKS)
    left, others = _each(without_public_links(left), _LOOKS)
    return opening + others + _said_again(text, left, opening + others)


def _each(text: Folded, looks: Iterable[Callable[[Folded], list[Found]]]) -> tuple[Folded, list[Found]]:
    seen: list[Found] = []
    for look in looks:
        found = look(text)
        text = text.without(found)
        seen += found
    return text, seen


def _said_again(text: Folded, left: Folded, seen: list[Found]) -> list[Found]:
    again: list[Found] = []
    for value, kind in {text.plain[one.start : one.end]: one.kind for one in seen}.items():
        start = -1 if BARRIER in value else left.plain.find(value)
        while start >= 0:
            end = start + len(value)
            if not (left.plain[start - 1 : start].isalnum() or left.plain[end : end + 1].isalnum()):
                again.append(Found(kind, start, end))
            start = left.plain.find(value, end)
    return again
