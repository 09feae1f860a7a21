"""Decides what a backup holds: which names, and the manifest that is signed for them.

A backup is one zip file whose entries are stored as they are.  The manifest
names every other entry with its size and fingerprint; the signature stands
beside it, over its very bytes.
"""

import re
from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

FORMAT = 1
DATABASE = "companion.sqlite"
SETTINGS = "config.toml"
FOLDERS = ("procedures", "brouillons")
MANIFEST = "manifest.json"
SIGNATURE = "manifest.signature"
LARGEST_MANIFEST = 8 * 1024 * 1024
MOST_PARTS = 8
LONGEST_PART = 200
_NAMED = b"COMPANION SAUVEGARDE 1\n"
_ODD = re.compile(r'[\x00-\x1f\x7f\\:*?"<>|\ud800-\udfff]')


class Entry(BaseModel):
    """One file of the backup: how long it is, and its fingerprint."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    size: Annotated[int, Field(ge=0)]
    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


class Manifest(BaseModel):
    """What the site says of its backup, and signs."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    format: int
    migration: Annotated[str, Field(pattern="^[0-9]{4}$")]
    day: date
    site: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    files: dict[str, Entry]


class _Head(BaseModel):
    """The one line of a manifest that every format has."""

    format: int


def written(manifest: Manifest) -> bytes:
    """Return the manifest as it stands in the backup."""
    return manifest.model_dump_json(indent=1).encode()


def to_sign(raw: bytes) -> bytes:
    """Return what the site signs: the manifest, under a name that no other signature has."""
    return _NAMED + raw


def is_newer(raw: bytes) -> bool:
    """Tell whether a manifest is of a format that came later."""
    try:
        return _Head.model_validate_json(raw).format > FORMAT
    except ValidationError:
        return False


def read_manifest(raw: bytes) -> Manifest | None:
    """Return the manifest, or nothing when it is none of ours or names what a backup never holds."""
    try:
        manifest = Manifest.model_validate_json(raw)
    except ValidationError:
        return None
    if manifest.format != FORMAT or DATABASE not in manifest.files or not all(map(is_storable, manifest.files)):
        return None
    return manifest


def is_storable(name: str) -> bool:
    """Tell whether a backup may hold a file of this name: the database, the settings, or a file of the association's guides.

    Never the key of the site, never what SQLite leaves beside its file, and no
    name that another system could read as a way out of the folder.
    """
    if name in {DATABASE, SETTINGS}:
        return True
    parts = name.split("/")
    plain = all(0 < len(part) <= LONGEST_PART and part.strip(" ") not in {".", ".."} and not part.endswith((" ", ".")) for part in parts)
    return plain and parts[0] in FOLDERS and 1 < len(parts) <= MOST_PARTS and not _ODD.search(name) and not is_passing(parts[-1])


def is_passing(name: str) -> bool:
    """Tell whether a file is one being written, gone the next moment."""
    return name.startswith(".") and name.endswith(".part")
