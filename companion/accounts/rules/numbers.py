"""Decides whether a number of the second factor is right: of an application (RFC 6238), or of a printed card (RFC 4226).

What is accepted is a rank that only grows, behind a random shift: the database
can refuse the same number twice in one UPDATE, and learns no hour.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from hmac import compare_digest
from itertools import pairwise
from secrets import randbits

import pyotp

APPLICATION, CARD, NONE = "application", "carte", "aucun"
SECONDS = 30
FIGURES = 6
CARD_SIZE = 40
CARD_LOW = 5
"""Numbers left: time to print another card."""
FORWARD = 3
"""A number crossed out by mistake does not shut anybody out."""
SHIFT_BITS = 40
PIN_FIGURES = 6
FEWEST_OTHERS = 3
"""Figures that differ from each other, at least."""
_ISSUER = "Compagnon"


@dataclass(frozen=True)
class Own:
    """What a member keeps for themselves, sealed under their own keys."""

    factor: str = NONE
    secret: str = ""
    """Base32, 160 bits."""
    shift: int = 0
    pin: str = ""
    """The six figures that lift the veil; nothing: the passphrase does."""

    def written(self) -> bytes:
        """Return the bytes to seal."""
        return json.dumps([self.factor, self.secret, self.shift, self.pin]).encode()

    @classmethod
    def read(cls, body: bytes) -> "Own":
        """Read what `written` wrote."""
        return cls(*json.loads(body))

    def rank(self, typed: str, now: int, last: int) -> int | None:
        """Return the shifted rank of a right number, or nothing; `last` is the shifted rank accepted before."""
        figures = read_figures(typed)
        for rank in self._ranks(now, last - self.shift):
            if compare_digest(self._number(rank).encode(), figures.encode()):
                return rank + self.shift
        return None

    def next_on_card(self, last: int) -> int:
        """Return the rank of the next number of the card."""
        return last - self.shift + 1

    def left_on_card(self, last: int) -> int:
        """Return how many numbers are left on the card."""
        return max(0, CARD_SIZE - (last - self.shift))

    def numbers(self) -> tuple[tuple[int, str], ...]:
        """Return the numbers of the card, each with its rank."""
        return tuple((rank, self._number(rank)) for rank in range(1, CARD_SIZE + 1))

    def address(self, name: str) -> str:
        """Return what the application reads in the square."""
        return pyotp.TOTP(self.secret).provisioning_uri(name=name, issuer_name=_ISSUER)

    def _ranks(self, now: int, last: int) -> Iterable[int]:
        if self.factor == NONE:
            return ()
        if self.factor == CARD:
            return range(last + 1, min(last + FORWARD, CARD_SIZE) + 1)
        step = now // SECONDS
        return [one for one in (step, step - 1) if one > last]

    def _number(self, rank: int) -> str:
        return pyotp.HOTP(self.secret, digits=FIGURES).at(rank)


def new_factor(factor: str, pin: str = "") -> Own:
    """Draw a second factor; the shift is drawn with it."""
    return Own(factor, pyotp.random_base32(), randbits(SHIFT_BITS), pin)


def read_figures(typed: str) -> str:
    """Return the figures of what was typed, Arabic and full-width ones included; nothing else counts."""
    return "".join(str(int(sign)) for sign in typed[:LONGEST] if sign.isdecimal())


LONGEST = 40


def fault_of_pin(typed: str) -> str:
    """Say why six figures would not do, or nothing."""
    figures = read_figures(typed)
    if len(figures) != PIN_FIGURES or re.search(r"[^\d\s.-]", typed):
        return "Il faut six chiffres."
    steps = {int(after) - int(before) for before, after in pairwise(figures)}
    if steps <= {0} or steps <= {1} or steps <= {-1} or figures[:3] == figures[3:] or len(set(figures)) < FEWEST_OTHERS:
        return "Ces six chiffres se devinent trop vite. Choisissez-en d’autres, sans suite ni répétition."
    return ""
