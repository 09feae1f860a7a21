"""Makes `frozen_v1.json` once: format 1 with a known chance, so that what associations keep today opens for ever.

`python -m tests.vault.frozen` adds what the file does not hold yet, and never changes what it does.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import patch

from companion.vault import primitives
from companion.vault.keys.circles import CircleKey, grant, show
from companion.vault.keys.introductions import Said, introduce
from companion.vault.keys.keyring import Keyring, seal_keyring
from companion.vault.keys.members import (
    Member,
    MemberKeys,
    lock_for_session,
    lock_with_passphrase,
    lock_with_sheet,
    seal_own,
    seal_state,
    session_id,
)
from companion.vault.keys.papers import paper_key, spoken_key, stop_locator
from companion.vault.keys.threads import (
    DataKey,
    rewrap,
    send_text,
    send_to_circle,
    wrap_for_circle,
    wrap_for_paper,
    wrap_for_worker,
)
from companion.vault.primitives import Derivations, seal
from companion.vault.rules.binding import Place
from companion.vault.rules.padding import padded
from companion.vault.rules.sheets import with_checks
from companion.vault.rules.values import written

FILE = Path(__file__).parent / "frozen_v1.json"
PHRASE = "girafe tilleul parasol violon moulin"
SHEET = with_checks("0123456789ABCDEFGHJKMNPQRS")
READING_KEY, STOP_NUMBER = "7G3K9QZ2MVX4", "B4T0W8YH"
COOKIE, BOOT, SALT = b"c" * 32, b"b" * 32, b"sel 16 octets..."
NADIA = Member(b"nadia 16 octets.", MemberKeys(b"N" * 32, b"n" * 32))
KARIM = Member(b"karim 16 octets.", MemberKeys(b"K" * 32, b"k" * 32))
KEYRING = Keyring().pin(NADIA.colleague).pin(KARIM.colleague).saw(b"cercle 16 octets", 2)
CIRCLE = CircleKey(b"cercle 16 octets", 1, b"C" * 32)
AFTER = CircleKey(CIRCLE.circle, 2, b"D" * 32)
KEY = DataKey(b"fil de 16 octets", b"F" * 32)
VALUES: dict[str, object] = {
    "texte": "Mme Élodie, عربى",
    "octets": b"\0\x80",
    "nombre": -12,
    "jour": date(2026, 11, 21),
    "json": {"langue": ["ar", None]},
}
REVISION = 7
OWN, STATE = b'["carte", "", 12, ""]', b'{"stage": "entr\xc3\xa9"}'


@contextmanager
def known_chance() -> Iterator[None]:
    """Draw the same bytes each time, in the order asked."""
    drawn = iter(range(1_000_000))

    def token_bytes(length: int) -> bytes:
        return sha256(b"chance %d" % next(drawn)).digest()[:length]

    with patch.object(primitives, "secrets", SimpleNamespace(token_bytes=token_bytes)):
        yield


def place(kind: str) -> Place:
    """Return where the value of a kind was sealed."""
    return Place("thread", b"ligne", kind, REVISION, KEY.id)


def under_keys(places: Derivations) -> dict[str, bytes]:
    """Return what the same chance makes again bit for bit."""
    paper = paper_key(READING_KEY, SALT, places)
    with known_chance():
        made = {f"valeur {kind}": seal(KEY.secret, padded(written(kind, value)), place(kind).told(kind)) for kind, value in VALUES.items()}
        made["membre phrase"] = lock_with_passphrase(NADIA, PHRASE, places)
        made["membre feuille"] = lock_with_sheet(NADIA, SHEET)
        made["membre session"] = lock_for_session(NADIA, COOKIE, BOOT)
        made["session"] = session_id(COOKIE)
        made["trousseau"] = seal_keyring(KEYRING, NADIA, REVISION)
        made["fil cercle"] = wrap_for_circle(KEY, CIRCLE, Keyring())
        made["fil cercle suivant"] = next(rewrap([(KEY.id, made["fil cercle"])], CIRCLE, AFTER))[1]
        made["fil feuille"] = wrap_for_paper(KEY, paper)
        made["à soi"] = seal_own(NADIA, "carnet", REVISION, OWN)
        made["état"] = seal_state(COOKIE, BOOT, STATE)
    made["parole"] = introduce(Said.ENTERS, KARIM.colleague, NADIA).signature
    made["dit lieu"] = spoken_key(READING_KEY, len(READING_KEY), "invitation", SALT, places).locator
    made["feuille lieu"] = paper.locator
    made["stop lieu"] = stop_locator(STOP_NUMBER, SALT, places)
    made["cercle public"] = CIRCLE.face.public
    made["cercle montré"] = show(CIRCLE, NADIA).signature
    return made


def towards_keys() -> dict[str, bytes]:
    """Return what HPKE makes with a chance of its own: it opens for ever, and is never made twice."""
    given = grant(CIRCLE, KARIM.colleague, NADIA, KEYRING)
    return {
        "remise": given.blob,
        "remise signature": given.signature,
        "fil envoyé": send_to_circle(KEY, CIRCLE.face),
        "fil visite": wrap_for_worker(KEY, KARIM.colleague),
        "texte envoyé": send_text(CIRCLE.face, b"un passage", "passage", b"ligne"),
    }


def main(say: Callable[[str], object] = print) -> int:
    """Write what is not in the file yet; what is there stays as it is."""
    kept = json.loads(FILE.read_text(encoding="utf-8")) if FILE.exists() else {}
    made = {name: blob.hex() for name, blob in {**under_keys(Derivations(1)), **towards_keys()}.items()}
    if not (new := made.keys() - kept.keys()):
        say(f"{FILE.name} est complet : un format gelé ne se refait pas.")
        return 1
    FILE.write_text(json.dumps({**made, **kept}, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    say(f"Gelé : {', '.join(sorted(new))}.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
