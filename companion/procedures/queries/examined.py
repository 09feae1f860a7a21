"""Looks at one file of a guide, and remembers what was found in these very bytes."""

from hashlib import sha256

from companion.procedures import lint
from companion.procedures.rules.procedure import Procedure

Examined = tuple[Procedure | None, tuple[lint.Finding, ...]]
_EXAMINED: dict[tuple[bytes, str, str], Examined] = {}
MOST_EXAMINED = 256


def examined(raw: bytes, name: str, shelf: lint.Shelf) -> Examined:
    """Examine a file, or remember what was found in these very bytes: when one guide changes, the others are not read again."""
    key = (sha256(raw).digest(), name, _mark_of(shelf))
    if key not in _EXAMINED:
        seen = lint.examine(raw, name, shelf)
        if len(_EXAMINED) >= MOST_EXAMINED:
            _EXAMINED.clear()
        _EXAMINED[key] = seen.procedure, tuple(finding for finding in seen.findings if finding.level == "erreur")
    return _EXAMINED[key]


def _mark_of(shelf: lint.Shelf) -> str:
    """Return what changes as soon as what guides may cite does."""
    delegations = None if shelf.delegations is None else sorted((key, repr(one)) for key, one in shelf.delegations.items())
    cited = (shelf.institutions and sorted(shelf.institutions), delegations, shelf.glossary and sorted(shelf.glossary))
    return sha256(repr(cited).encode()).hexdigest()
