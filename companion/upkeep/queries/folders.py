"""Looks at the folders of an association: where its instance is, what a backup of it holds, which lists stand beside a backup."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from companion.config import Config
from companion.db import NO_ADDRESS
from companion.errors import Refused
from companion.signature.keys import verify
from companion.upkeep.rules.copies import DATABASE, FOLDERS, SETTINGS, is_passing, is_storable
from companion.upkeep.rules.erasures import ENDING, LARGEST_LIST, Listed, read_list

NO_INSTANCE = "Il n’y a pas d’association dans le dossier « {name} ». Rien n’a été créé. Donnez le bon dossier avec --instance."
MOST_LISTS = 1000


def existing_instance(folder: Path) -> Config:
    """Return the instance that stands in a folder; nothing is made, and its settings are not read."""
    if not any((folder / name).exists() for name in (SETTINGS, DATABASE)):
        raise Refused(NO_INSTANCE.format(name=folder.resolve().name))
    return Config(folder)


def database_file(config: Config) -> Path | None:
    """Return the file of the database, or nothing when it is kept by a server."""
    try:
        address = make_url(config.database_url)
    except ArgumentError:
        raise Refused(NO_ADDRESS) from None
    if address.get_backend_name() != "sqlite":
        return None
    if address.database in {None, "", ":memory:"}:
        raise Refused(NO_ADDRESS)
    return Path(str(address.database))


@dataclass(frozen=True)
class Own:
    """What belongs to the association in its folder: the files a backup takes, and the names it has to leave out."""

    files: dict[str, Path]
    left_out: tuple[str, ...]


def own_files(folder: Path) -> Own:
    """Return the settings, the guides and the drafts of an association; links and pipes are left out, and named."""
    files: dict[str, Path] = {}
    left_out: list[str] = []
    for path in _candidates(folder):
        name = path.relative_to(folder).as_posix()
        if is_passing(path.name):
            continue
        if is_storable(name) and path.is_file() and (not path.is_symlink() or name == SETTINGS):
            files[name] = path
        else:
            left_out.append(name.encode(errors="replace").decode())
    return Own(files, tuple(left_out))


def _candidates(folder: Path) -> Iterator[Path]:
    if (folder / SETTINGS).exists():
        yield folder / SETTINGS
    for top in FOLDERS:
        for here, folders, names in os.walk(folder / top, onerror=_tell_unless_absent):
            folders.sort()
            yield from (Path(here) / name for name in folders if (Path(here) / name).is_symlink())
            yield from (Path(here) / name for name in sorted(names))


def _tell_unless_absent(fault: OSError) -> None:
    if not isinstance(fault, FileNotFoundError):
        raise fault


@dataclass(frozen=True)
class Lists:
    """The lists of erasures that stand beside a backup."""

    ours: dict[Path, Listed]
    foreign: tuple[Path, ...]
    """Signed by the key of another site."""
    altered: tuple[Path, ...]
    """Not as they were signed."""


def lists_beside(target: Path, keys: Iterable[bytes]) -> Lists:
    """Return the lists of erasures in the folder of a backup, sorted by whom they come from."""
    known = frozenset(keys)
    ours: dict[Path, Listed] = {}
    foreign: list[Path] = []
    altered: list[Path] = []
    for path in sorted(target.parent.glob(f"*{ENDING}"))[:MOST_LISTS]:
        listed = _read(path)
        if listed is None or not verify(listed.site, listed.signed, listed.signature):
            altered.append(path)
        elif listed.site in known:
            ours[path] = listed
        else:
            foreign.append(path)
    return Lists(ours, tuple(foreign), tuple(altered))


def _read(path: Path) -> Listed | None:
    try:
        if not path.is_file():
            return None
        with path.open("rb") as file:
            return read_list(file.read(LARGEST_LIST + 1))
    except OSError:
        return None
