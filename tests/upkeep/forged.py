"""Backups made by hand, honest or not, signed by a key of their own."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from companion.signature.keys import new_private, public_of, sign
from companion.upkeep.rules.copies import to_sign


@dataclass(frozen=True)
class Forger:
    """Somebody who knows the format and has a key."""

    private: bytes = new_private()

    @property
    def site(self) -> str:
        """Return the public half of the key."""
        return public_of(self.private).hex()

    def manifest(self, held: Mapping[str, bytes], /, **said: object) -> bytes:
        """Return a manifest that holds for these files, but for what is said otherwise."""
        import json

        told = {name: {"size": len(content), "sha256": sha256(content).hexdigest()} for name, content in held.items()}
        usual = {"format": 1, "migration": "0002", "day": "2026-11-21", "site": self.site, "files": told}
        return json.dumps(usual | said).encode()

    def writes(self, path: Path, files: Mapping[str, bytes], raw: bytes, compressed: int = ZIP_STORED) -> Path:
        """Write a backup with this manifest."""
        with ZipFile(path, "w", compressed) as packed:
            for name, content in {**files, "manifest.json": raw, "manifest.signature": sign(self.private, to_sign(raw))}.items():
                packed.writestr(ZipInfo(name), content, compressed)
        return path

    def forges(self, path: Path, files: Mapping[str, bytes], **said: object) -> Path:
        """Write a backup whose manifest holds, but for what is said otherwise."""
        return self.writes(path, files, self.manifest(files, **said))


def contents_of(path: Path) -> dict[str, bytes]:
    """Return the files of a backup, without its manifest."""
    with ZipFile(path) as packed:
        return {name: packed.read(name) for name in packed.namelist() if not name.startswith("manifest.")}


def signed_by(content: bytes, forger: Forger, scratch: Path) -> bytes:
    """Return a database that knows the forger's key."""
    scratch.write_bytes(content)
    with sqlite3.connect(scratch) as opened:
        opened.execute("PRAGMA journal_mode=DELETE")
        opened.execute("INSERT OR REPLACE INTO site_key VALUES (?, '2026-11-21')", (bytes.fromhex(forger.site),))
    opened.close()
    return scratch.read_bytes()


__all__ = ["ZIP_DEFLATED", "Forger", "contents_of", "signed_by"]
