"""Brings the many ways to type one thing to a single spelling, and remembers where each sign came from."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal, get_args

Kind = Literal[
    "password",
    "pin",
    "otp",
    "recovery",
    "secret_answer",
    "url",
    "token",
    "card",
    "niss",
    "nir",
    "iban",
    "fiscal",
    "id_account",
    "email_pw",
]
KINDS: tuple[Kind, ...] = get_args(Kind)

BARRIER = "\0"
"""Stands for what was taken away: no detector reads across it."""

DOTS = "·"
"""Stands for a public link: read as a word that says nothing."""

_MASKS: dict[Kind, str] = {
    "password": "[mot de passe non gardé]",
    "pin": "[code secret non gardé]",
    "otp": "[code non gardé]",
    "recovery": "[code de secours non gardé]",
    "secret_answer": "[réponse non gardée]",
    "url": "[lien non gardé]",
    "token": "[clé non gardée]",
    "card": "[carte non gardée]",
    "niss": "[NISS vu, non gardé]",
    "nir": "[n° de sécu vu, non gardé]",
    "iban": "[IBAN non gardé]",
    "fiscal": "[n° fiscal vu, non gardé]",
    "id_account": "[identifiant non gardé]",
    "email_pw": "[adresse et mot de passe non gardés]",
}
_IBAN_MASK = "[IBAN …{}]"
_LAST = 4
_LINE_ENDS = frozenset("\n\r\v\f\x85\u2028\u2029")
_WORD = re.compile(r"[^\s\0]{0,64}")
_MASK = re.compile("|".join([*map(re.escape, _MASKS.values()), r"\[IBAN …[0-9A-Z]{4}\]"]))
_QUOTES = "\u2018\u2019\u02bc`\u00b4"
_DOUBLE_QUOTES = "\u201c\u201d\u201e"
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
_ALIKE = str.maketrans({**dict.fromkeys(_QUOTES, "'"), **dict.fromkeys(_DOUBLE_QUOTES, '"'), **dict.fromkeys(_DASHES, "-")})


@dataclass(frozen=True)
class Found:
    """One secret, by its place in the folded text."""

    kind: Kind
    start: int
    end: int


@dataclass(frozen=True)
class Folded:
    """A text in one spelling: `cased` as typed, `plain` in lower case without accents, sign for sign."""

    typed: str
    cased: str
    plain: str
    places: tuple[int, ...]

    def without(self, found: Iterable[Found], by: str = BARRIER) -> "Folded":
        """Return the same text, where what was found can no longer be read."""
        cased, plain = self.cased, self.plain
        for one in found:
            wall = by * (one.end - one.start)
            cased = cased[: one.start] + wall + cased[one.end :]
            plain = plain[: one.start] + wall + plain[one.end :]
        return replace(self, cased=cased, plain=plain)

    def masked(self, found: Iterable[Found]) -> str:
        """Return the text as typed, each secret replaced by what it was."""
        kept, reached = "", 0
        for one in sorted(found, key=lambda each: (each.start, -each.end)):
            start = self.places[one.start]
            if start >= reached:
                kept += self.typed[reached:start] + self._mask(one)
            reached = max(reached, self.places[one.end], self.places[one.end - 1] + 1)
        return kept + self.typed[reached:]

    def word_at(self, start: int) -> str:
        """Return the word as typed from there, without the marks that close a sentence."""
        found = _WORD.match(self.cased, start)
        return found.group().rstrip(".,;:)]»\"'") if found else ""

    def _mask(self, one: Found) -> str:
        if one.kind == "iban":
            return _IBAN_MASK.format(re.sub(r"[^0-9A-Z]", "", self.cased[one.start : one.end].upper())[-_LAST:])
        return _MASKS[one.kind]


def fold(typed: str) -> Folded:
    """Give a text its single spelling; our own masks become walls, so a masked text is never read twice."""
    signs: list[tuple[str, str, int]] = []
    reached = 0
    for mask in _MASK.finditer(typed):
        signs += _signs(typed, reached, mask.start())
        signs.append((BARRIER, BARRIER, mask.start()))
        reached = mask.end()
    signs += _signs(typed, reached, len(typed))
    kept = _one_gap(signs)
    return Folded(
        typed=typed,
        cased="".join(cased for cased, _, _ in kept),
        plain="".join(plain for _, plain, _ in kept),
        places=(*(place for _, _, place in kept), len(typed)),
    )


def _one_gap(signs: list[tuple[str, str, int]]) -> list[tuple[str, str, int]]:
    kept: list[tuple[str, str, int]] = []
    for cased, plain, place in signs:
        if not (plain.isspace() and kept and kept[-1][1].isspace()):
            kept.append((cased, plain, place))
        elif plain == "\n":
            kept[-1] = (cased, plain, kept[-1][2])
    return kept


def _signs(typed: str, start: int, end: int) -> list[tuple[str, str, int]]:
    return [(cased, plain, at) for at in range(start, end) for cased, plain in _spell(typed[at])]


@lru_cache(maxsize=4096)
def _spell(sign: str) -> tuple[tuple[str, str], ...]:
    if sign.isspace():
        return (("\n", "\n"),) if sign in _LINE_ENDS else ((" ", " "),)
    return tuple(pair for part in unicodedata.normalize("NFKC", sign.translate(_ALIKE)) if (pair := _pair(part)))


def _pair(part: str) -> tuple[str, str] | None:
    family = unicodedata.category(part)
    if family[0] in "MC" or part == "\N{ARABIC TATWEEL}":
        return None
    if family[0] == "Z":
        return " ", " "
    if family == "Nd":
        figure = str(unicodedata.decimal(part))
        return figure, figure
    bare = unicodedata.normalize("NFD", part)[0]
    lower = bare.lower()
    return part, lower if len(lower) == 1 else bare
