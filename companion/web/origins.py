"""Where a demand comes from: only under the names of this instance, and never a change sent by another site.

A page of another site can make its own name lead to this machine (« DNS
rebinding »): the browser then lends it our pages, tokens included.  It cannot
change the name that the browser says it asks.
"""

from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from flask import Flask, abort, current_app, request

OWN_NAME = "localhost"
MISDIRECTED = 421
NOWHERE = urlsplit("")


def accept_own_names_only(app: Flask, public: str) -> None:
    """Refuse a demand made under a name that is neither this machine's own nor that of the public address."""
    app.extensions["public_address"] = parted(public)
    app.before_request(_refuse_other_names)


def parted(address: str) -> SplitResult:
    """Return the parts of « https://compagnon.example/ », or of « compagnon.example » alone; nothing of what is no address."""
    try:
        found = urlsplit(address if "//" in address else f"//{address}")
        _ = found.port
    except ValueError:
        return NOWHERE
    return found


def is_own(host: str | None) -> bool:
    """Tell whether a name is this machine's own: no other site can bear it."""
    try:
        return host == OWN_NAME or ip_address(host or "").is_loopback
    except ValueError:
        return False


def _public() -> SplitResult:
    found: SplitResult = current_app.extensions["public_address"]
    return found


def _is_public() -> bool:
    return bool(_public().hostname) and parted(request.host).hostname == _public().hostname


def _refuse_other_names() -> None:
    if request.headers.get("Host") is None:
        return  # no browser
    if not is_own(parted(request.host).hostname) and not _is_public():
        abort(MISDIRECTED)


def comes_from_here() -> bool:
    """Tell whether a form was sent from one of our own pages, as far as the browser says.

    Old browsers say only `Origin`; programs that are no browsers say nothing,
    and hold no cookie of anybody.
    """
    said = request.headers.get("Sec-Fetch-Site")
    if said is not None:
        return said in {"same-origin", "none"}
    origin = request.headers.get("Origin")
    return origin is None or parted(origin).netloc.lower() in {request.host.lower(), _public().netloc.lower() or None}


def is_encrypted() -> bool:
    """Tell whether the browser speaks to us through TLS, by what the public address says when a proxy stands between."""
    return request.is_secure or (_is_public() and _public().scheme == "https")


def source() -> str:
    """Return where a demand comes from: the browser's address, as our own proxy says it when one stands between."""
    near = request.remote_addr or ""
    if is_own(near) and _is_public():
        return request.headers.get("X-Forwarded-For", near).rpartition(",")[2].strip()
    return near
