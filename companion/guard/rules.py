"""Decides whether a text may be kept as typed, and what it would be without its secrets; it keeps nothing itself."""

from dataclasses import dataclass

from companion.guard.detectors import Kind, find, fold
from companion.guard.detectors.spelling import KINDS

LONGEST = 2_000
"""Signs read at most; a longer text is never kept as typed."""

_PASSES = 8
_NOTHING_KEPT = "[texte non gardé]"
_NAMES: dict[Kind, str] = {
    "password": "un mot de passe",
    "pin": "un code secret",
    "otp": "un code reçu",
    "recovery": "un code de secours",
    "secret_answer": "une réponse secrète",
    "url": "un lien personnel",
    "token": "une clé d’accès",
    "card": "un numéro de carte",
    "niss": "un numéro de registre national",
    "nir": "un numéro de sécurité sociale",
    "iban": "un numéro de compte",
    "fiscal": "un numéro fiscal",
    "id_account": "un identifiant de compte",
    "email_pw": "une adresse avec son mot de passe",
}


@dataclass(frozen=True)
class Seen:
    """What the guard saw in a text, and the text it offers instead."""

    refused: bool
    kinds: tuple[str, ...]
    masked: str


def look_at(text: str) -> Seen:
    """Look for secrets in what was typed; the masked text can always be kept."""
    masked = text[:LONGEST]
    kinds: set[Kind] = set()
    for _ in range(_PASSES):
        folded = fold(masked)
        found = find(folded)
        if not found:
            break
        kinds.update(one.kind for one in found)
        masked = folded.masked(found)[:LONGEST]
    else:
        # Better to lose a line than to keep a secret that hides behind others.
        masked = _NOTHING_KEPT
    return Seen(bool(kinds) or len(text) > LONGEST, tuple(kind for kind in KINDS if kind in kinds), masked)


def sentence_for(seen: Seen) -> str:
    """Say in one French sentence what was seen and what to do next, blaming nobody."""
    names = [name for kind, name in _NAMES.items() if kind in seen.kinds]
    if names:
        listed = " et ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)
        return f"Ce texte semble contenir {listed}\u00a0: gardez plutôt le texte proposé, où cela n’est pas écrit."
    if seen.refused:
        return "Ce texte est plus long que ce qui peut être relu\u00a0: gardez plutôt le début proposé, ou raccourcissez-le."
    return "Ce texte peut être gardé tel quel."
