"""Proofs that only this running server can write: the hidden token of forms, the code of the first run.

They come from a key made in memory at start, shared by the processes because
they are forked from the one that made it, and written nowhere.  After a new
start, old tokens are worth nothing.
"""

import secrets
from hashlib import sha256
from hmac import compare_digest, digest

from flask import Flask, current_app, request

from companion.errors import Refused
from companion.web.access import Door, door_of
from companion.web.cookies import held_cookie
from companion.web.origins import comes_from_here

KEY_BYTES = 32
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's: no letter that is read for a figure."""
FIELD = "jeton"
STALE = (
    "Cette page est trop ancienne : Compagnon a été relancé depuis. "
    "Revenez en arrière, copiez ce que vous venez d’écrire, rechargez la page, puis recommencez."
)
FOREIGN = "Cette demande vient d’un autre site. Ouvrez Compagnon, puis recommencez d’ici."


def make_key(app: Flask) -> None:
    """Make the key of this start."""
    app.extensions["boot_key"] = secrets.token_bytes(KEY_BYTES)
    app.jinja_env.globals["form_token"] = form_token


def token(purpose: str) -> str:
    """Return the proof for one purpose, 64 hexadecimal characters."""
    return digest(_key(), purpose.encode(), sha256).hex()


def form_token() -> str:
    """Return the hidden token of a form: tied to the session that the page is shown in, for as long as the session lasts."""
    return token(f"form {sha256(held_cookie()).hexdigest()}") if held_cookie() else token("form")


def spoken_code(purpose: str, app: Flask | None = None) -> str:
    """Return eight characters that can be read aloud, « 4H7K-29QM »."""
    raw = digest(_key(app), f"code {purpose}".encode(), sha256)
    said = "".join(ALPHABET[byte % len(ALPHABET)] for byte in raw[:8])
    return f"{said[:4]}-{said[4:]}"


def same_code(typed: str, purpose: str) -> bool:
    """Compare what was typed with the code, whatever the case, spaces and hyphens, and with O and I read as figures."""
    plain = "".join(sign for sign in typed.upper() if sign.isalnum()).translate(str.maketrans("OIL", "011"))
    return compare_digest(plain.encode(), spoken_code(purpose).replace("-", "").encode())


def check_form() -> None:
    """Refuse a form that was not shown by this server, or that another site sends."""
    if not comes_from_here():
        raise Refused(FOREIGN)
    said = request.form.get(FIELD, "").encode()
    if compare_digest(said, form_token().encode()):
        return
    if not (_changes_nothing_of_mine() and compare_digest(said, token("form").encode())):
        raise Refused(STALE)


def _changes_nothing_of_mine() -> bool:
    """Tell whether this page is everybody's: a form of it that was shown before somebody signed in is still good."""
    return door_of(current_app.view_functions.get(request.endpoint or "")) is Door.EVERYBODY


def _key(app: Flask | None = None) -> bytes:
    key: bytes = (app or current_app).extensions["boot_key"]
    return key
