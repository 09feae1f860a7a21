"""Decides how a value is written before it is sealed: text, bytes, whole number, day, or a small JSON."""

import json
from datetime import date
from typing import Any

KINDS: dict[type, str] = {str: "texte", bytes: "octets", int: "nombre", date: "jour", dict: "json"}
"""The kind goes into what the blob is bound to: a number is never read as a text."""


def written(kind: str, value: object) -> bytes:
    """Return the bytes of a value, or raise TypeError when it is not of that kind."""
    if type(value) is str and kind == "texte":
        return value.encode()
    if type(value) is bytes and kind == "octets":
        return value
    if type(value) is int and kind == "nombre":
        return b"%d" % value
    if type(value) is date and kind == "jour":
        return value.isoformat().encode()
    if isinstance(value, dict | list) and kind == "json":
        return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"), sort_keys=True).encode()
    message = f"expected {kind}, not {type(value).__name__}"
    raise TypeError(message)


def read(kind: str, body: bytes) -> Any:  # noqa: ANN401 (the column says which type)
    """Return the value that `written` wrote."""
    if kind == "octets":
        return body
    text = body.decode()
    if kind == "texte":
        return text
    if kind == "nombre":
        return int(text)
    return date.fromisoformat(text) if kind == "jour" else json.loads(text)
