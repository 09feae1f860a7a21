"""Looks at the shelves: the shipped procedure files and those of one association."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from companion import clock
from companion.procedures import lint
from companion.procedures.queries.examined import examined
from companion.procedures.rules.codes import THEMES
from companion.procedures.rules.hashes import content_hash
from companion.procedures.rules.procedure import Procedure
from companion.procedures.rules.search import DOCUMENT, INSTITUTION, SYNONYM, THEME, TITLE, Entry, entry
from companion.procedures.rules.shared import Delegation, Institution
from companion.procedures.rules.translation import LANGUAGES, Spoken, translated

PACKAGE = Path(__file__).resolve().parent.parent.parent
SHELVES = PACKAGE.parent / "procedures"
"""The shipped files, beside the package in a clone."""
if not SHELVES.is_dir():  # pragma: no cover (an installed package carries its own copy)
    SHELVES = PACKAGE / "shipped"

COUNTRIES = ("be", "fr")
LARGEST_FILE = 256 * 1024
LOOK_AGAIN_SECONDS = 2.0


@dataclass(frozen=True)
class Guide:
    """A procedure that can be walked, and where it comes from."""

    procedure: Procedure
    file: Path
    local: bool
    """Written by this association, in its own instance."""
    replaces: Procedure | None
    """The shipped guide that a local one stands in for."""
    shipped: Path | None = None
    """Its file: the translations and trials of the local one, until it has its own."""

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """Return the languages in which the person's texts can be shown, beside French."""
        return tuple(language for language in LANGUAGES if self.translation(language))

    def translation(self, language: str) -> Mapping[str, Spoken]:
        """Return the person's texts in a language; a file that is missing or wrong gives none."""
        if language not in self._translations:
            self._translations[language] = self._translated(language)
        return self._translations[language]

    def _translated(self, language: str) -> Mapping[str, Spoken]:
        for beside in (self.file, self.shipped):
            raw = read_bytes(companion_file(beside, language)) if beside else None
            value = lint.examine_translation(raw, companion_file(self.file, language).name)[0] if raw else None
            if value is not None:
                return translated(self.procedure, value)
        return {}

    @cached_property
    def _translations(self) -> dict[str, Mapping[str, Spoken]]:
        return {}

    @cached_property
    def content_hash(self) -> str:
        """Return the fingerprint of what the guide says and asks."""
        return content_hash(self.procedure)


@dataclass(frozen=True)
class Library:
    """Everything the shelves hold, with what is wrong in the files that could not be opened."""

    guides: Mapping[str, Guide]
    institutions: Mapping[str, Institution]
    delegations: Mapping[str, Delegation]
    glossary: Mapping[str, str]
    findings: tuple[lint.Finding, ...] = ()
    signature: tuple[tuple[str, int, int], ...] = field(default=(), repr=False)

    @cached_property
    def procedures(self) -> list[Procedure]:
        """Return the procedures of all guides."""
        return [guide.procedure for guide in self.guides.values()]

    @cached_property
    def guide_entries(self) -> list[Entry]:
        """Return the guides as the search sees them."""
        return [_guide_entry(guide.procedure, self.institutions) for guide in self.guides.values()]

    @cached_property
    def institution_entries(self) -> list[Entry]:
        """Return the institutions as the search sees them."""
        return [entry(one.id, _institution_words(one, TITLE)) for one in self.institutions.values()]


def _guide_entry(procedure: Procedure, institutions: Mapping[str, Institution]) -> Entry:
    words = [(procedure.titre, TITLE), (procedure.court or "", TITLE), (procedure.resume, THEME)]
    words += [(synonym, SYNONYM) for synonym in procedure.synonymes]
    words += [(THEMES[theme], THEME) for theme in procedure.themes]
    words += [(document.nom, DOCUMENT) for document in procedure.documents]
    if institution := institutions.get(procedure.institution):
        words += _institution_words(institution, INSTITUTION)
    return entry(procedure.id, words)


def _institution_words(institution: Institution, weight: int) -> list[tuple[str, int]]:
    names = (institution.nom, institution.sigle or "", institution.nom_nl or "", *institution.alias)
    return [(name, weight) for name in names]


def read_library(shelves: Path, local: Path | None = None) -> Library:
    """Read every file; a bad one is named in the findings and never stops the others.

    A local file stands in for the shipped one of the same id; when it is bad,
    the shipped one is shown, because a right must not wait for a comma.
    """
    findings: list[lint.Finding] = []
    signature = signature_of(shelves, local)  # before reading: a file saved meanwhile will be read again
    institutions = _institutions(shelves, findings)
    delegations, glossary = _delegations(shelves, findings), _glossary(shelves, findings)
    shelf = _shelf(institutions, delegations, glossary, findings)
    guides = {guide.procedure.id: guide for guide in _guides(shelves, shelf, {}, findings, local=False)}
    if local:
        guides |= {guide.procedure.id: guide for guide in _guides(local, shelf, guides, findings, local=True)}
        findings += [_astray(path, local) for path in _files_astray(local)]
    ordered = dict(sorted(guides.items()))
    return Library(ordered, institutions, delegations, glossary, tuple(findings), signature)


def _files_astray(local: Path) -> list[Path]:
    """Return the files that somebody put among the association's guides, where nothing reads them."""
    read = {one for country in COUNTRIES for one in (local / country).glob("*.yaml")}
    return sorted(path for path in local.rglob("*") if _is_file(path) and path not in read and not path.name.startswith("."))


def _is_file(path: Path) -> bool:
    """Tell whether a file stands there; nobody knows what a closed folder holds."""
    try:
        return path.is_file()
    except OSError:
        return False


def _astray(path: Path, local: Path) -> lint.Finding:
    message = "Ce fichier n’est pas lu. Placez-le dans « be » ou « fr », avec un nom qui finit par « .yaml »."
    return lint.Finding(name_of(path, local), 1, "A00", "avertissement", "", message)


def _shelf(
    institutions: Mapping[str, Institution],
    delegations: Mapping[str, Delegation],
    glossary: Mapping[str, str],
    findings: Iterable[lint.Finding],
) -> lint.Shelf:
    """Return what the guides may cite; a shared file that could not be read is not held against them."""
    broken = [finding.file for finding in findings]
    return lint.Shelf(
        institutions=None if any("institutions/" in file for file in broken) else frozenset(institutions),
        delegations=None if any(file.endswith("delegations.yaml") for file in broken) else delegations,
        glossary=None if any(file.endswith("glossaire.fr.yaml") for file in broken) else frozenset(glossary),
    )


def procedure_files(folder: Path) -> Iterator[Path]:
    """Yield the procedure files of a folder, without trials and translations."""
    for country in COUNTRIES:
        yield from (path for path in sorted((folder / country).glob("*.yaml")) if path.name.count(".") == 1)


def companion_file(path: Path, ending: str) -> Path:
    """Return the file beside a procedure with another ending: `essais`, `nl`."""
    return path.with_name(f"{path.stem}.{ending}.yaml")


def name_of(path: Path, folder: Path) -> str:
    """Return how a file is named to people: from the shelves down, never the machine's path."""
    try:
        return (Path(folder.name) / path.relative_to(folder)).as_posix()
    except ValueError:
        return path.name


def read_bytes(path: Path) -> bytes | None:
    """Return the content of a file, or nothing if it cannot be read; a huge one is cut short."""
    try:
        if not path.is_file():  # a folder, or a pipe that would be waited for
            return None
        with path.open("rb") as file:
            return file.read(LARGEST_FILE + 1)
    except OSError:
        return None


def _guides(folder: Path, shelf: lint.Shelf, shipped: Mapping[str, Guide], findings: list[lint.Finding], *, local: bool) -> Iterator[Guide]:
    for path in procedure_files(folder):
        name = name_of(path, folder)
        raw = read_bytes(path)
        if raw is None:
            findings.append(unreadable(name))
            continue
        found, errors = examined(raw, name, shelf)
        findings += errors
        if found:
            replaced = shipped.get(found.id)
            yield Guide(found, path, local, replaced.procedure if replaced else None, replaced.file if replaced else None)


def _institutions(shelves: Path, findings: list[lint.Finding]) -> dict[str, Institution]:
    found: dict[str, Institution] = {}
    for country in COUNTRIES:
        path = shelves / "institutions" / f"{country}.yaml"
        if (raw := read_bytes(path)) is None:
            findings.append(unreadable(name_of(path, shelves)))
            continue
        value, wrong = lint.examine_institutions(raw, name_of(path, shelves))
        findings += wrong
        found |= {one.id: one for one in value.institutions} if value else {}
    return found


def _delegations(shelves: Path, findings: list[lint.Finding]) -> dict[str, Delegation]:
    path = shelves / "delegations.yaml"
    if (raw := read_bytes(path)) is None:
        findings.append(unreadable(name_of(path, shelves)))
        return {}
    value, wrong = lint.examine_delegations(raw, name_of(path, shelves))
    findings += wrong
    return {one.id: one for one in value.delegations} if value else {}


def _glossary(shelves: Path, findings: list[lint.Finding]) -> dict[str, str]:
    path = shelves / "glossaire.fr.yaml"
    if (raw := read_bytes(path)) is None:
        findings.append(unreadable(name_of(path, shelves)))
        return {}
    value, wrong = lint.examine_glossary(raw, name_of(path, shelves))
    findings += wrong
    return dict(value.mots) if value else {}


def unreadable(name: str) -> lint.Finding:
    """Say that a file is missing or cannot be read."""
    message = "Ce fichier manque ou ne peut pas être lu. Remettez-le à sa place, ou vérifiez ses droits."
    return lint.Finding(name, 1, "E00", "erreur", "", message)


def signature_of(*folders: Path | None) -> tuple[tuple[str, int, int], ...]:
    """Return what changes as soon as a file does: its name, size and time."""
    seen: list[tuple[str, int, int]] = []
    for folder in folders:
        for path in sorted(folder.rglob("*.yaml")) if folder else ():
            try:
                known = path.stat()
            except OSError:
                continue
            seen.append((str(path), known.st_size, known.st_mtime_ns))
    return tuple(seen)


def _stamp_of(local: Path | None) -> tuple[int, ...]:
    """Return what changes as soon as a file is put in a folder of the association, or taken away: cheap enough to ask each time."""
    stamps: list[int] = []
    for folder in [local / country for country in COUNTRIES] if local else []:
        try:
            stamps.append(folder.stat().st_mtime_ns)
        except OSError:
            stamps.append(0)
    return tuple(stamps)


class Bookcase:
    """Keeps the library read, and reads it again when a file has changed."""

    def __init__(self, shelves: Path = SHELVES, local: Path | None = None) -> None:
        """Read the shelves once."""
        self._folders = (shelves, local)
        self._looked, self._stamp = clock.ticks(), _stamp_of(local)  # before reading: what is put there meanwhile will be seen
        self._library = read_library(shelves, local)

    def library(self) -> Library:
        """Return the library as the files are now, looking at them every two seconds at most.

        What another process has just published is seen at once: its folder is another one.
        """
        if _stamp_of(self._folders[1]) != self._stamp:
            self.read_again()
        elif clock.ticks() - self._looked >= LOOK_AGAIN_SECONDS:
            self._looked = clock.ticks()
            if signature_of(*self._folders) != self._library.signature:
                self._library = read_library(*self._folders)
        return self._library

    def read_again(self) -> None:
        """Read the files now, whatever the clock says."""
        self._looked, self._stamp = clock.ticks(), _stamp_of(self._folders[1])
        self._library = read_library(*self._folders)
