"""What a member remembers of the others, sealed under their own key: whose public key is whose, and each circle's newest epoch.

Whoever writes in the database can put another public key beside a name.  The
fingerprint kept here was compared aloud when the colleague came in; a key that
does not match it is refused, and is never a question on a screen.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from companion.vault.keys.members import Colleague, Member
from companion.vault.primitives import expand, seal, unseal
from companion.vault.rules.binding import bound
from companion.vault.rules.faults import Altered, Locked
from companion.vault.rules.padding import padded, unpadded


@dataclass(frozen=True, repr=False)
class Keyring:
    """Fingerprints by member, newest epochs by circle; a change gives another keyring."""

    pins: Mapping[bytes, bytes] = field(default_factory=dict)
    epochs: Mapping[bytes, int] = field(default_factory=dict)

    def pin(self, colleague: Colleague) -> "Keyring":
        """Remember a colleague whose four words were compared face to face."""
        return replace(self, pins={**self.pins, colleague.id: colleague.public.fingerprint})

    def unpin(self, member_id: bytes) -> "Keyring":
        """Forget a colleague who left."""
        return replace(self, pins={known: pin for known, pin in self.pins.items() if known != member_id})

    def check(self, colleague: Colleague) -> None:
        """Refuse a colleague never met (Locked), or whose key is no longer the one compared (Altered)."""
        if colleague.id not in self.pins:
            raise Locked
        if self.pins[colleague.id] != colleague.public.fingerprint:
            raise Altered

    def newest(self, circle: bytes) -> int:
        """Return the newest epoch seen of a circle; nothing may be sealed under an older one."""
        return self.epochs.get(circle, 0)

    def refuse_left(self, circle: bytes, epoch: int) -> None:
        """Refuse to seal under an epoch that somebody already left: only reading may go back."""
        if epoch < self.newest(circle):
            raise Altered

    def saw(self, circle: bytes, epoch: int) -> "Keyring":
        """Remember an epoch; it never goes back."""
        return replace(self, epochs={**self.epochs, circle: max(epoch, self.newest(circle))})


def seal_keyring(keyring: Keyring, member: Member, revision: int) -> bytes:
    """Seal a keyring under its owner's keys."""
    lists = [{key.hex(): pin.hex() for key, pin in keyring.pins.items()}, {key.hex(): epoch for key, epoch in keyring.epochs.items()}]
    return seal(_key(member), padded(json.dumps(lists, sort_keys=True).encode()), _tie(member, revision))


def open_keyring(blob: bytes, member: Member, revision: int) -> Keyring:
    """Open a keyring, or raise Altered when it is another's, an older one, or was touched."""
    pins, epochs = json.loads(unpadded(unseal(_key(member), blob, _tie(member, revision))))
    return Keyring(
        {bytes.fromhex(key): bytes.fromhex(pin) for key, pin in pins.items()},
        {bytes.fromhex(key): epoch for key, epoch in epochs.items()},
    )


def _key(member: Member) -> bytes:
    return expand(member.keys.box + member.keys.sign, b"compagnon:trousseau")


def _tie(member: Member, revision: int) -> bytes:
    return bound("compagnon:trousseau", member.id, revision)
