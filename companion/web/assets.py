"""Static files under names that hold their own hash, compressed once, kept by the browser for ever."""

import gzip
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from flask import Flask, Response, abort, request

from companion.web.access import Door, opens_to

FOLDER = Path(__file__).resolve().parent.parent / "static"
SERVED = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
"""Said here: Windows lets any program change what it thinks of « .js », and `nosniff` would then refuse our own."""
FOR_EVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True)
class Asset:
    """One file as it travels."""

    name: str
    kind: str
    plain: bytes
    small: bytes


def read_assets(folder: Path = FOLDER) -> dict[str, Asset]:
    """Read the static files; the key is the file's own name."""
    return {path.name: _read(path) for path in sorted(folder.iterdir()) if path.suffix in SERVED}


def _read(path: Path) -> Asset:
    plain = path.read_bytes()
    name = f"{path.stem}.{sha256(plain).hexdigest()[:10]}{path.suffix}"
    return Asset(name, SERVED[path.suffix], plain, gzip.compress(plain, 9, mtime=0))


def serve_assets(app: Flask) -> None:
    """Serve the static files, and let templates name them by `asset("style.css")`."""
    known = read_assets()
    by_address = {asset.name: asset for asset in known.values()}

    def asset(name: str) -> str:
        return f"/static/{known[name].name}"

    @app.get("/static/<name>")
    @opens_to(Door.EVERYBODY)
    def static_file(name: str) -> Response:
        """Answer with one file, or with the fault page."""
        if name not in by_address:
            abort(404)
        return _answer(by_address[name])

    app.jinja_env.globals["asset"] = asset


def _answer(asset: Asset) -> Response:
    small = accepts_gzip()
    answer = Response(asset.small if small else asset.plain, content_type=f"{asset.kind}; charset=utf-8")
    answer.headers["Cache-Control"] = FOR_EVER
    answer.headers["Vary"] = "Accept-Encoding"
    if small:
        answer.headers["Content-Encoding"] = "gzip"
    return answer


def accepts_gzip() -> bool:
    """Tell whether the browser asked for gzip; « gzip;q=0 » refuses it."""
    return request.accept_encodings.quality("gzip") > 0
