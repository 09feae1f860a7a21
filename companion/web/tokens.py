"""Proofs that only this running server can write: the hidden token of forms, the code of the Atelier.

They come from a key made in memory at start, shared by the processes because
they are forked from the one that made it, and written nowhere.  After a new
start, old tokens are worth nothing.
"""

import secrets
from dataclasses import dataclass
from enum import Enum
from hashlib import sha256
from hmac import compare_digest, digest

from flask import Flask, Response, current_app, request

from companion import clock
from companion.errors import Refused
from companion.web.origins import comes_from_here, is_encrypted

KEY_BYTES = 32
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's: no letter that is read for a figure."""
FIELD = "jeton"
STALE = (
    "Cette page est trop ancienne : Compagnon a été relancé depuis. "
    "Revenez en arrière, copiez ce que vous venez d’écrire, rechargez la page, puis recommencez."
)
FOREIGN = "Cette demande vient d’un autre site. Ouvrez Compagnon, puis recommencez d’ici."
FREE_TRIES = 5
LONGEST_PAUSE = 60.0
"""Seconds.  There are 2⁴⁰ codes: at a thousand tries a second, one year finds the code three times out of a hundred;
with a minute between tries in each process, once in a million."""


class Try(Enum):
    """What became of a code that was typed."""

    RIGHT = "right"
    WRONG = "wrong"
    TOO_SOON = "too soon"


@dataclass
class _Tries:
    """The wrong codes typed in this process since the last right one; nothing of who typed them."""

    wrong: int = 0
    again_at: float = 0.0


def make_key(app: Flask) -> None:
    """Make the key of this start."""
    app.extensions["boot_key"] = secrets.token_bytes(KEY_BYTES)
    app.extensions["code_tries"] = _Tries()
    app.jinja_env.globals["form_token"] = lambda: token("form")


def token(purpose: str) -> str:
    """Return the proof for one purpose, 64 hexadecimal characters."""
    return digest(_key(), purpose.encode(), sha256).hex()


def spoken_code(purpose: str, app: Flask | None = None) -> str:
    """Return eight characters that can be read aloud, « 4H7K-29QM »."""
    raw = digest(_key(app), f"code {purpose}".encode(), sha256)
    said = "".join(ALPHABET[byte % len(ALPHABET)] for byte in raw[:8])
    return f"{said[:4]}-{said[4:]}"


def same_code(typed: str, purpose: str) -> bool:
    """Compare what was typed with the code, whatever the case, spaces and hyphens, and with O and I read as figures."""
    plain = "".join(sign for sign in typed.upper() if sign.isalnum()).translate(str.maketrans("OIL", "011"))
    return compare_digest(plain.encode(), spoken_code(purpose).replace("-", "").encode())


def try_code(typed: str, purpose: str) -> Try:
    """Compare what was typed with the code; after a few wrong ones, a growing pause during which nothing is compared."""
    tries: _Tries = current_app.extensions["code_tries"]
    if clock.ticks() < tries.again_at:
        return Try.TOO_SOON
    if same_code(typed, purpose):
        tries.wrong = 0
        return Try.RIGHT
    tries.wrong += 1
    if tries.wrong > FREE_TRIES:
        tries.again_at = clock.ticks() + min(2.0 ** min(tries.wrong - FREE_TRIES, 9), LONGEST_PAUSE)
    return Try.WRONG


def check_form() -> None:
    """Refuse a form that was not shown by this server, or that another site sends."""
    if not comes_from_here():
        raise Refused(FOREIGN)
    if not compare_digest(request.form.get(FIELD, "").encode(), token("form").encode()):
        raise Refused(STALE)


def has_pass(name: str) -> bool:
    """Tell whether this browser holds a pass given by this start of the server."""
    return compare_digest(request.cookies.get(name, "").encode(), token(f"pass {name}").encode())


def give_pass(answer: Response, name: str, path: str) -> None:
    """Give the pass: until the browser closes, on these pages only, out of reach of scripts."""
    answer.set_cookie(name, token(f"pass {name}"), path=path, httponly=True, samesite="Strict", secure=is_encrypted())


def _key(app: Flask | None = None) -> bytes:
    key: bytes = (app or current_app).extensions["boot_key"]
    return key
