"""Decides how long one waits after wrong tries: a growing pause, never a closed door (security.md D9, ASVS 6.1.1).

At most twenty tries are looked at in an hour, for one account from one source;
somebody else's tries, elsewhere, do not delay its owner.
"""

from hashlib import sha256

FREE = 3
"""Wrong tries without a pause: hands slip."""
PAUSES = (10, 20, 40, 80, 160)
"""Seconds, then `LONGEST`."""
LONGEST = 300
SAID_IN_SECONDS = 90
HOUR = 3600
"""Of the second at which a pause ends, only its place within its hour is kept: it tells no hour."""
SOURCE_BYTES = 2
"""A source is known by sixteen bits of its hash: enough to tell two apart, too little to find an address again."""


def pause_after(tries: int) -> int:
    """Return the seconds to wait after so many wrong tries in a row."""
    if tries < FREE:
        return 0
    return PAUSES[tries - FREE] if tries - FREE < len(PAUSES) else LONGEST


def ends(now: int, tries: int) -> int:
    """Return the second, within its hour, at which one may try again after so many wrong tries."""
    pause = pause_after(tries)
    return (now + pause) % HOUR if pause else 0


def waits(again_at: int, now: int, tries: int) -> int:
    """Return the seconds still to wait; whatever the clock does, never longer than the pause itself.

    Whoever has waited may meet the same seconds an hour later: they wait again, never more than that pause.
    """
    left = (again_at - now) % HOUR
    return left if left <= pause_after(tries) else 0


def mark(salt: bytes, purpose: str, subject: str, source: str) -> bytes:
    """Return what names a pair « who, from where », without telling from where."""
    where = sha256(salt + b"source" + source.encode()).digest()[:SOURCE_BYTES]
    return sha256(salt + b"\0".join((purpose.encode(), subject.encode(), where))).digest()[:16]


def in_words(seconds: int) -> str:
    """Say a pause: « 40 secondes », « 3 minutes »."""
    if seconds <= SAID_IN_SECONDS:
        return "1 seconde" if seconds == 1 else f"{seconds} secondes"
    return f"{-(-seconds // 60)} minutes"
