"""The two private keys of a member, and the three things that open them: passphrase, recovery sheet, session.

No hash of a passphrase exists anywhere: signing in succeeds if and only if
the private keys open, so that nothing weaker can be attacked.
"""

from dataclasses import dataclass
from hashlib import sha256

from companion.signature import keys as signing
from companion.vault.primitives import CURRENT, KEY, SALT, Cost, Derivations, box_public, expand, new_secret, seal, unseal
from companion.vault.rules.binding import STRETCHED, bound
from companion.vault.rules.faults import Altered, Locked
from companion.vault.rules.padding import padded, unpadded
from companion.vault.rules.sheets import read_sheet
from companion.words.queries import french
from companion.words.rules import spoken

_HEAD = 1 + len(CURRENT.told()) + SALT


@dataclass(frozen=True)
class PublicKeys:
    """What everybody may know of a member: where to send, and how to check what they signed."""

    box: bytes
    sign: bytes

    @property
    def fingerprint(self) -> bytes:
        """Return what colleagues pin in their keyring."""
        return sha256(bound("compagnon:membre", self.box, self.sign)).digest()

    @property
    def spoken(self) -> str:
        """Return the four words compared aloud when somebody enters the team, or comes back with new keys."""
        return " ".join(spoken(self.fingerprint, french()))


@dataclass(frozen=True, repr=False)
class MemberKeys:
    """What a member alone holds, in memory only while signed in."""

    box: bytes
    sign: bytes

    @property
    def public(self) -> PublicKeys:
        """Return the public halves."""
        return PublicKeys(box_public(self.box), signing.public_of(self.sign))


@dataclass(frozen=True)
class Colleague:
    """A member as the others see them."""

    id: bytes
    public: PublicKeys


@dataclass(frozen=True, repr=False)
class Member:
    """A member as they see themselves: their random id and their keys."""

    id: bytes
    keys: MemberKeys

    @property
    def colleague(self) -> Colleague:
        """Return how the others see this member."""
        return Colleague(self.id, self.keys.public)


def new_member() -> Member:
    """Make the id and the keys of somebody who enters the team."""
    return Member(new_secret(SALT), MemberKeys(new_secret(), new_secret()))


def lock_with_passphrase(member: Member, phrase: str, derivations: Derivations) -> bytes:
    """Seal the private keys under a passphrase: cost and salt come first, and are part of what the seal is tied to."""
    head = bytes((STRETCHED,)) + CURRENT.told() + new_secret(SALT)
    key = _stretched(phrase, head, derivations)
    return head + seal(key, member.keys.box + member.keys.sign, _tie(member.colleague, head))


def unlock_with_passphrase(blob: bytes, who: Colleague, phrase: str, derivations: Derivations) -> Member:
    """Open the private keys; raise Locked for a wrong passphrase as for a blob that somebody touched.

    A cost that is not ours is refused before it is paid (Altered).
    """
    head = blob[:_HEAD]
    if len(head) < _HEAD or head[0] != STRETCHED:
        raise Altered
    key = _stretched(phrase, head, derivations)
    return _opened(who, key, blob[_HEAD:], _tie(who, head))


def lock_with_sheet(member: Member, sheet: str) -> bytes:
    """Seal the private keys under the 130 bits of the recovery sheet: strong enough to need no slowness."""
    return seal(_from_sheet(sheet, member.id), member.keys.box + member.keys.sign, _tie(member.colleague, b"feuille"))


def unlock_with_sheet(blob: bytes, who: Colleague, typed: str) -> Member:
    """Open the private keys with the sheet as typed; refuse, naming the group, when a sign is wrong."""
    return _opened(who, _from_sheet(read_sheet(typed), who.id), blob, _tie(who, b"feuille"))


def session_id(cookie: bytes) -> bytes:
    """Return the id of the row of a session: the database never sees the cookie."""
    return sha256(bound("compagnon:session", cookie)).digest()


def lock_for_session(member: Member, cookie: bytes, boot_key: bytes) -> bytes:
    """Seal the private keys for a session: its row, the cookie and the key of this start are all needed to open it."""
    return seal(_from_session(cookie, boot_key), member.keys.box + member.keys.sign, _tie(member.colleague, session_id(cookie)))


def unlock_for_session(blob: bytes, who: Colleague, cookie: bytes, boot_key: bytes) -> Member:
    """Open the private keys of a session; raise Locked after a restart, or with another cookie."""
    return _opened(who, _from_session(cookie, boot_key), blob, _tie(who, session_id(cookie)))


def seal_state(cookie: bytes, boot_key: bytes, state: bytes) -> bytes:
    """Seal what a session remembers of itself: its hours, its step; the database learns neither."""
    return seal(_of_state(cookie, boot_key), padded(state), bound("compagnon:état", session_id(cookie)))


def open_state(cookie: bytes, boot_key: bytes, blob: bytes) -> bytes:
    """Open what a session remembers of itself; raise Locked after a restart, or with another cookie."""
    try:
        return unpadded(unseal(_of_state(cookie, boot_key), blob, bound("compagnon:état", session_id(cookie))))
    except Altered:
        raise Locked from None


def seal_own(member: Member, purpose: str, revision: int, text: bytes) -> bytes:
    """Seal something under a member's own keys, which nobody else opens."""
    return seal(_own(member, purpose), padded(text), bound("compagnon:à soi", purpose, member.id, revision))


def open_own(blob: bytes, member: Member, purpose: str, revision: int) -> bytes:
    """Open what a member sealed for themselves, or raise Altered when it is another's, an older one, or was touched."""
    return unpadded(unseal(_own(member, purpose), blob, bound("compagnon:à soi", purpose, member.id, revision)))


def keys_of_envelope(sheet: str) -> Member:
    """Return the keys of the association's envelope: made from the code on the paper, and stored nowhere."""
    secret = sheet.encode()
    keys = MemberKeys(expand(secret, b"compagnon:enveloppe:boite"), expand(secret, b"compagnon:enveloppe:signature"))
    return Member(keys.public.fingerprint[:SALT], keys)


def _opened(who: Colleague, key: bytes, blob: bytes, tie: bytes) -> Member:
    try:
        secrets = unseal(key, blob, tie)
    except Altered:
        raise Locked from None  # Nobody can tell a wrong key from a touched blob.
    if len(secrets) != 2 * KEY:
        raise Altered
    member = Member(who.id, MemberKeys(secrets[:KEY], secrets[KEY:]))
    if member.colleague != who:
        raise Altered
    return member


def _tie(who: Colleague, way: bytes) -> bytes:
    return bound("compagnon:membre", who.id, who.public.box, who.public.sign, way)


def _stretched(phrase: str, head: bytes, derivations: Derivations) -> bytes:
    cost = Cost.read(head[1:-SALT])
    return expand(derivations.derive(phrase.encode(), head[-SALT:], cost), b"compagnon:phrase")


def _from_sheet(sheet: str, member_id: bytes) -> bytes:
    return expand(sheet.encode(), b"compagnon:feuille", member_id)


def _own(member: Member, purpose: str) -> bytes:
    return expand(member.keys.box + member.keys.sign, bound("compagnon:à soi", purpose))


def _of_state(cookie: bytes, boot_key: bytes) -> bytes:
    return expand(cookie, "compagnon:état".encode(), boot_key)


def _from_session(cookie: bytes, boot_key: bytes) -> bytes:
    return expand(cookie, b"compagnon:session", boot_key)
