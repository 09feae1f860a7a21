"""Looks at procedure files as a reviewer does: every check, trials and translations included."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from companion.procedures import lint
from companion.procedures.queries.library import (
    COUNTRIES,
    SHELVES,
    Library,
    companion_file,
    name_of,
    procedure_files,
    read_bytes,
    read_library,
    unreadable,
)
from companion.procedures.rules.procedure import Procedure

LANGUAGES = ("nl", "en", "ar")
TRIALS = "essais"
INSTITUTIONS = "institutions"
Examiner = Callable[[bytes, str], tuple[Any, Iterable[lint.Finding]]]


def review(paths: Iterable[Path], today: date, before: Path | None = None) -> list[lint.Finding]:
    """Review files or folders; without any, everything that is shipped.

    `before` is the folder of the version already published: what disappeared
    since is then looked at too.
    """
    library = read_library(SHELVES)
    asked = list(paths)
    findings = [] if asked else list(library.findings)
    for path, shelf in dict.fromkeys(found for one in asked or [SHELVES] for found in _files_at(one)):
        if examine := _shared_examiner(path):
            findings += _review_shared(path, shelf, examine)
        else:
            findings += _review_file(path, shelf, library, today, before)
    return list(lint.in_order(findings))


def _files_at(path: Path) -> Iterator[tuple[Path, Path]]:
    """Yield each file at a place, with the shelf that it stands on."""
    if not path.is_dir():
        yield _procedure_of(path), path.parent.parent if path.parent.name in {*COUNTRIES, INSTITUTIONS} else path.parent
    elif path.name in COUNTRIES:
        yield from ((one, path.parent) for one in procedure_files(path.parent) if one.parent.name == path.name)
    elif path.name == INSTITUTIONS:
        yield from ((one, path.parent) for one in sorted(path.glob("*.yaml")))
    elif any((path / country).is_dir() for country in COUNTRIES):
        yield from ((one, path) for one in procedure_files(path))
        yield from ((one, path) for one in sorted([*path.glob("*.yaml"), *path.glob(f"{INSTITUTIONS}/*.yaml")]))
    else:
        yield from ((one, path) for one in sorted(path.glob("*.yaml")) if one == _procedure_of(one))


def _shared_examiner(path: Path) -> Examiner | None:
    """Return what examines a file that all guides share, if it is one."""
    if path.parent.name == INSTITUTIONS:
        return lint.examine_institutions
    return {"delegations.yaml": lint.examine_delegations, "glossaire.fr.yaml": lint.examine_glossary}.get(path.name)


def _review_shared(path: Path, shelf: Path, examine: Examiner) -> Iterable[lint.Finding]:
    raw = read_bytes(path)
    name = name_of(path, shelf)
    return [unreadable(name)] if raw is None else [*examine(raw, name)[1], *lint.confirmations(raw, name)]


def _procedure_of(path: Path) -> Path:
    """Return the procedure file that trials or a translation belong to; any other file is itself."""
    stem, _, ending = path.name.removesuffix(".yaml").rpartition(".")
    return path.with_name(f"{stem}.yaml") if ending in {TRIALS, *LANGUAGES} and stem else path


def _review_file(path: Path, shelf: Path, library: Library, today: date, before: Path | None) -> Iterator[lint.Finding]:
    raw = read_bytes(path)
    if raw is None:
        yield unreadable(name_of(path, shelf))
        return
    yield from review_text(raw, path, library, today, _previous(path, shelf, library, before), shelf)


def review_text(  # noqa: PLR0913, PLR0917 (everything that a review looks at)
    raw: bytes, path: Path, library: Library, today: date, previous: Procedure | None, shelf: Path | None = None
) -> Iterator[lint.Finding]:
    """Yield what a review says of a text that stands, or would stand, at a place: beside its trials and its translations."""
    find = companion_file if shelf else _spoken_file
    shelf = shelf or path.parent.parent
    beside = {f"{one.parent.name}-{one.stem}" for one in procedure_files(shelf)}
    guides = frozenset({*library.guides, *beside})
    known = lint.Shelf(frozenset(library.institutions), library.delegations, guides, library.glossary or None)
    examined = lint.examine(raw, name_of(path, shelf), known)
    yield from examined.findings
    trials = companion_file(path, TRIALS)
    yield from lint.examine_deeply(examined, read_bytes(trials), name_of(trials, shelf), previous, today, known)
    others = {language: find(path, language) for language in LANGUAGES}
    yield from lint.examine_translations(examined, {one: (name_of(other, shelf), read_bytes(other)) for one, other in others.items()})


def _spoken_file(path: Path, language: str) -> Path:
    """Return the translation beside a file; a local version speaks with the shipped one until it has its own."""
    own, shipped = companion_file(path, language), SHELVES / path.parent.name / companion_file(path, language).name
    return shipped if not own.exists() and shipped.exists() else own


def _previous(path: Path, shelf: Path, library: Library, before: Path | None) -> Procedure | None:
    """Return the file as it was published: in the folder given, or the shipped one that a local file replaces."""
    folder = before or (SHELVES if shelf.resolve() != SHELVES.resolve() else None)
    if folder is None:
        return None
    raw = read_bytes(folder / path.parent.name / path.name)
    if raw is None:
        return None
    known = lint.Shelf(frozenset(library.institutions), library.delegations, None)
    return lint.examine(raw, name_of(path, shelf), known).procedure
