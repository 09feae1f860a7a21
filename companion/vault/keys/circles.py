"""The key of a circle, by epoch: given from hand to hand, signed by who gives it, changed when somebody leaves."""

from dataclasses import dataclass
from functools import cached_property

from companion.signature import keys as signing
from companion.vault.keys.keyring import Keyring
from companion.vault.keys.members import Colleague, Member
from companion.vault.primitives import KEY, SALT, box, box_public, expand, new_secret, unbox
from companion.vault.rules.binding import bound
from companion.vault.rules.faults import Altered, Locked


@dataclass(frozen=True)
class Face:
    """The public side of one epoch of a circle: enough to seal towards it, not to open."""

    circle: bytes
    epoch: int
    public: bytes

    @cached_property
    def key_id(self) -> bytes:
        """Return what names this epoch in what is sealed under it."""
        return bound("compagnon:cercle", self.circle, self.epoch, self.public)


@dataclass(frozen=True, repr=False)
class CircleKey:
    """The secret of one epoch of a circle; a wrapping key and a box come from it."""

    circle: bytes
    epoch: int
    secret: bytes

    @cached_property
    def face(self) -> Face:
        """Return the public side."""
        return Face(self.circle, self.epoch, box_public(self.private))

    @cached_property
    def private(self) -> bytes:
        """Return the private half of the box towards which reception seals."""
        return expand(self.secret, b"compagnon:cercle:boite", self.circle)

    @cached_property
    def wrapping(self) -> bytes:
        """Return the key under which members wrap the keys of threads."""
        return expand(self.secret, b"compagnon:cercle:clef", self.circle)


@dataclass(frozen=True)
class Grant:
    """The secret of an epoch, sealed towards one member and signed by another."""

    face: Face
    to: bytes
    giver: bytes
    blob: bytes
    signature: bytes


@dataclass(frozen=True)
class Shown:
    """The public side of an epoch, signed by a member, for those who have no key."""

    face: Face
    giver: bytes
    signature: bytes


def new_circle() -> CircleKey:
    """Make a circle, at its first epoch."""
    return CircleKey(new_secret(SALT), 1, new_secret())


def next_epoch(key: CircleKey) -> CircleKey:
    """Make the epoch after, when somebody leaves: a new secret, that the old one does not give."""
    return CircleKey(key.circle, key.epoch + 1, new_secret())


def grant(key: CircleKey, to: Colleague, giver: Member, keyring: Keyring) -> Grant:
    """Give the key to a colleague whose fingerprint was compared; any other is refused."""
    keyring.check(to)
    blob = box(to.public.box, key.secret, _grant_tie(key.face, to, giver.id))
    return Grant(key.face, to.id, giver.id, blob, signing.sign(giver.keys.sign, _signed(key.face, to, giver.id, blob)))


def accept(given: Grant, me: Member, giver: Colleague, keyring: Keyring) -> CircleKey:
    """Open a key that was given to me; refuse one that no known colleague signed: whoever writes in the database could make it.

    Once accepted, it is kept by a `grant` from me to me: it opens after the giver has left.
    """
    keyring.check(giver)
    if given.to != me.id:
        raise Locked
    mine = me.colleague
    if given.giver != giver.id or not signing.verify(giver.public.sign, _signed(given.face, mine, giver.id, given.blob), given.signature):
        raise Altered
    secret = unbox(me.keys.box, given.blob, _grant_tie(given.face, mine, giver.id))
    key = CircleKey(given.face.circle, given.face.epoch, secret)
    if len(secret) != KEY or key.face != given.face:
        raise Altered
    return key


def show(key: CircleKey, giver: Member) -> Shown:
    """Sign the public side of an epoch, for reception to seal towards."""
    return Shown(key.face, giver.id, signing.sign(giver.keys.sign, _shown(key.face, giver.id)))


def trust(shown: Shown, giver: Colleague, keyring: Keyring) -> Face:
    """Return a public side that may be sealed towards: signed by a known colleague, and not an epoch already left."""
    keyring.check(giver)
    keyring.refuse_left(shown.face.circle, shown.face.epoch)
    if shown.giver != giver.id or not signing.verify(giver.public.sign, _shown(shown.face, giver.id), shown.signature):
        raise Altered
    return shown.face


def _grant_tie(face: Face, to: Colleague, giver: bytes) -> bytes:
    return bound("compagnon:remise", face.key_id, to.id, to.public.box, giver)


def _signed(face: Face, to: Colleague, giver: bytes, blob: bytes) -> bytes:
    return bound("compagnon:remise signée", _grant_tie(face, to, giver), blob)


def _shown(face: Face, giver: bytes) -> bytes:
    return bound("compagnon:cercle montré", face.key_id, giver)
