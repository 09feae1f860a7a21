"""Looks into a backup, which may be anybody's file: nothing is taken from it before its signature and fingerprints hold."""

import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import IO
from zipfile import ZIP_STORED, BadZipFile, ZipFile, is_zipfile

from companion.errors import Refused, reason
from companion.signature.keys import verify
from companion.upkeep.rules.copies import (
    LARGEST_MANIFEST,
    MANIFEST,
    SIGNATURE,
    Manifest,
    is_newer,
    read_manifest,
    to_sign,
)

NOT_A_COPY = (
    "Ce fichier n’est pas une copie de sauvegarde de Compagnon. Rien n’a été changé. "
    "Choisissez le fichier que la commande « sauvegarde » a écrit."
)
BROKEN = (
    "Cette copie de sauvegarde est incomplète ou abîmée. Rien n’a été changé. "
    "Prenez une autre copie, ou reprenez celle-ci sur son support d’origine."
)
NEWER_COPY = (
    "Cette copie vient d’une version plus récente de Compagnon. Rien n’a été changé. "
    "Installez la version récente de Compagnon, puis recommencez."
)
NO_SUCH_COPY = "Il n’y a pas de fichier à cet endroit. Branchez le support de la copie, vérifiez son nom, puis recommencez."
UNREAD = "La copie de sauvegarde ne peut pas être lue ({why}). Vérifiez son support et ses droits, puis recommencez."
CHUNK = 1024 * 1024
_FAULTS = (BadZipFile, zlib.error, struct.error, EOFError, ValueError, RuntimeError, NotImplementedError, LookupError, OverflowError)
"""What `zipfile` raises on a file that is not what it says."""


@dataclass(frozen=True)
class Copy:
    """A backup whose manifest is signed and whose entries are those of the manifest."""

    manifest: Manifest
    packed: ZipFile

    @property
    def site(self) -> bytes:
        """Return the public key that signed it."""
        return bytes.fromhex(self.manifest.site)


@contextmanager
def opened(path: Path) -> Iterator[Copy]:
    """Open a backup; say in French why it cannot be used."""
    with _told():
        if not path.is_file():
            raise Refused(NO_SUCH_COPY)
        if not is_zipfile(path):
            raise Refused(BROKEN if _begins_as_one(path) else NOT_A_COPY)
        packed = ZipFile(path)
    with packed:
        with _told():
            manifest = _manifest(packed, path.stat().st_size)
        yield Copy(manifest, packed)


def verify_copy(copy: Copy) -> None:
    """Read a backup to its end and compare every fingerprint."""
    for name in copy.manifest.files:
        for _ in pieces(copy, name):
            pass


def pieces(copy: Copy, name: str) -> Iterator[bytes]:
    """Yield the content of one entry; what is not as the manifest says is refused before the end."""
    fingerprint = sha256()
    with _told():
        entry = copy.packed.open(name)
    with entry:
        while piece := _next(entry):
            fingerprint.update(piece)
            yield piece
    if fingerprint.hexdigest() != copy.manifest.files[name].sha256:
        raise Refused(BROKEN)


def _next(entry: IO[bytes]) -> bytes:
    with _told():
        return entry.read(CHUNK)


@contextmanager
def _told() -> Iterator[None]:
    """Say in French what a file that is not what it says means: nothing else is done meanwhile."""
    try:
        yield
    except OSError as fault:
        raise Refused(UNREAD.format(why=reason(fault))) from None
    except _FAULTS:
        raise Refused(BROKEN) from None


def _begins_as_one(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(2) == b"PK"


def _manifest(packed: ZipFile, size: int) -> Manifest:
    found = packed.infolist()
    sizes = {one.filename: one.file_size for one in found}
    if MANIFEST not in sizes:
        raise Refused(NOT_A_COPY)
    plain = all(one.compress_type == ZIP_STORED and one.compress_size == one.file_size and not one.flag_bits & 1 for one in found)
    if not plain or len(sizes) != len(found) or sum(sizes.values()) > size or sizes[MANIFEST] > LARGEST_MANIFEST or SIGNATURE not in sizes:
        raise Refused(BROKEN)
    raw = packed.read(MANIFEST)
    if is_newer(raw):
        raise Refused(NEWER_COPY)
    manifest = read_manifest(raw)
    if manifest is None or not verify(bytes.fromhex(manifest.site), to_sign(raw), packed.read(SIGNATURE)):
        raise Refused(BROKEN)
    if sizes.keys() - {MANIFEST, SIGNATURE} != manifest.files.keys() or any(
        sizes[name] != one.size for name, one in manifest.files.items()
    ):
        raise Refused(BROKEN)
    return manifest
