"""Listens to what is typed in the accounts: words, numbers, roles, and the few lines an association says of itself."""

from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from companion.badges import Role
from companion.guard.rules import look_at, sentence_for
from companion.vault.keys.phrases import nearest, read_passphrase
from companion.words.queries import french
from companion.words.rules import folded, recognised

MOST_WORDS = 8
LONGEST_NAME = 40


@dataclass(frozen=True)
class WordsSeen:
    """What was understood of a passphrase under way: never the words themselves, but for one to correct."""

    ticks: tuple[bool, ...] = ()
    unknown: tuple[tuple[int, tuple[str, ...]], ...] = ()
    """Rank of a word that is not in the list, and the words that resemble it."""

    @property
    def advice(self) -> str:
        """Return what to read again; the same for everybody, whether an account exists or not."""
        if not self.unknown:
            return ""
        rank, near = self.unknown[0]
        asked = f" Vouliez-vous dire {' ou '.join(f'« {word} »' for word in near)} ?" if near else ""
        return f"Le mot n° {rank} n’est pas dans la liste.{asked}"


def seen_words(typed: str) -> WordsSeen:
    """Look at the words of a passphrase."""
    found = read_passphrase(typed)
    words = found.words[:MOST_WORDS]
    known = tuple(bool(recognised(word, french())) and folded(word) in _list() for word in words)
    unknown = tuple((rank, nearest(word)) for rank, (word, right) in enumerate(zip(words, known, strict=True), 1) if not right)
    return WordsSeen(known, unknown)


def _list() -> frozenset[str]:
    return _WORDS


_WORDS = frozenset(french())


@dataclass(frozen=True)
class Said:
    """A text that may be kept, or why it may not and what could be kept instead."""

    text: str
    error: str = ""


def short_text(form: MultiDict[str, str], name: str, longest: int = LONGEST_NAME) -> Said:
    """Read a short text through the guard."""
    text = " ".join(form.get(name, "").replace("\0", "").split())[:longest]
    seen = look_at(text)
    return Said(seen.masked, sentence_for(seen)) if seen.refused else Said(text)


def role_of(form: MultiDict[str, str]) -> Role | None:
    """Read a role, or nothing."""
    return next((role for role in Role if role.value == form.get("role")), None)
