"""The one cookie: half of a session, out of reach of scripts, gone with the browser."""

import secrets
from typing import TYPE_CHECKING

from flask import Response, current_app, request

if TYPE_CHECKING:
    from companion.config import Config

LENGTH = 32
"""Random bytes."""


def cookie_name() -> str:
    """Return a name of this instance: cookies ignore ports, so the demonstration and a real association must differ (decision B6)."""
    config: Config = current_app.config["INSTANCE"]
    return f"__Host-c{config.mark}"


def new_cookie() -> bytes:
    """Draw the half of a session that the browser holds."""
    return secrets.token_bytes(LENGTH)


def held_cookie() -> bytes:
    """Return the half that the browser holds, or nothing when it is not one of ours."""
    try:
        held = bytes.fromhex(request.cookies.get(cookie_name(), ""))
    except ValueError:
        return b""
    return held if len(held) == LENGTH else b""


def give_cookie(answer: Response, cookie: bytes) -> None:
    """Give the browser its half; `__Host-` asks for Secure, which browsers grant to this machine itself."""
    answer.set_cookie(cookie_name(), cookie.hex(), path="/", secure=True, httponly=True, samesite="Strict")


def take_cookie_back(answer: Response) -> None:
    """Make the browser forget its half, and what it kept of our pages."""
    answer.delete_cookie(cookie_name(), path="/", secure=True, httponly=True, samesite="Strict")
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
