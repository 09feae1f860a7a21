"""Decides what a session is worth at this second: open, under the veil, shut, or over (decisions C5 and C7).

Work happens on the institution's site, so our own tab is idle most of the time:
ten minutes hide what is not public, an hour asks the passphrase again, twelve end it.
"""

import json
from dataclasses import asdict, dataclass, field, replace

from companion.badges import Stage, Veil
from companion.forgetting.rules import SESSION_SECONDS

VEIL_AFTER, SHUT_AFTER, OVER_AFTER = 600, 3600, SESSION_SECONDS
"""Seconds without a gesture, twice; then seconds since the beginning."""
NOTED_EVERY = 60
"""Seconds: a gesture is written down at most once a minute."""
FRESH = 300
"""Seconds after the passphrase during which nothing asks for it again."""
HALF_LASTS = 600
"""Seconds left to find the phone or the card."""


@dataclass(frozen=True)
class Hours:
    """What a session remembers of itself, sealed under the cookie and the key of this start."""

    stage: Stage
    opened: int
    seen: int
    until: int = 0
    """The hour at which a machine opened for the day closes; nothing for a person."""
    veil: Veil = Veil.NONE
    todo: tuple[str, ...] = ()
    """Papers still to receive and check, in order."""
    pending: dict[str, str] = field(default_factory=dict)
    """What was drawn and is shown until it has been copied right; gone with the session."""
    keeps_old: bool = False
    """What was asked for may be given up: the old papers are still good."""
    proved: int = 0
    """The last second at which the passphrase was typed again."""
    alone: bool = False
    """Nobody looks on: who sits here said so, and nothing happened since that says otherwise."""

    def written(self) -> bytes:
        """Return the bytes to seal."""
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":")).encode()

    @classmethod
    def read(cls, body: bytes) -> "Hours":
        """Read what `written` wrote."""
        told = json.loads(body)
        return cls(**{**told, "stage": Stage(told["stage"]), "veil": Veil(told["veil"]), "todo": tuple(told["todo"])})

    @property
    def end(self) -> int:
        """Return the second at which it is over, whatever happens."""
        if self.stage is Stage.HALF:
            return self.opened + HALF_LASTS
        return min(self.opened + OVER_AFTER, self.until or self.opened + OVER_AFTER)

    def is_over(self, now: int) -> bool:
        """Tell whether it is worth nothing any more; a clock set back before its beginning ends it too."""
        return now >= self.end or now < self.opened - NOTED_EVERY

    def veiled(self, now: int) -> Veil:
        """Return what hides the pages that are not public; a clock set back hides them all: nobody knows how long it has been."""
        idle = now - self.seen
        if self.veil is Veil.SHUT or idle >= SHUT_AFTER or idle < -NOTED_EVERY:
            return Veil.SHUT
        return Veil.PIN if self.veil is Veil.PIN or idle >= VEIL_AFTER else Veil.NONE

    def is_fresh(self, now: int) -> bool:
        """Tell whether the passphrase was typed a moment ago: what cannot be undone asks for it again, at a desk left open."""
        since = now - max(self.opened, self.proved)
        return -NOTED_EVERY <= since < FRESH

    def touched(self, now: int) -> "Hours":
        """Note a gesture."""
        return replace(self, seen=max(now, self.seen))
