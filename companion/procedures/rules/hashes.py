"""Fingerprints: of a whole file, of what a step makes somebody do, and of what it says."""

import json
import unicodedata
from hashlib import sha256
from typing import Any

from companion.procedures.rules.procedure import Procedure, Step

OUTSIDE_CONTENT = {"verification", "traductions", "journal"}
ACT = {"qui", "sensibilite", "saisie_reservee", "canal", "si", "si_un_de"}
SHORT = 12
"""Hexadecimal characters of the hash that a translation carries."""


def canonical(value: Any) -> str:  # noqa: ANN401 (any JSON value)
    """Return JSON with sorted keys and composed accents, the same for equal contents."""
    written = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return unicodedata.normalize("NFC", written)


def _digest(value: Any) -> str:  # noqa: ANN401 (any JSON value)
    return sha256(canonical(value).encode()).hexdigest()


def content_hash(procedure: Procedure) -> str:
    """Return the fingerprint of the content; a new verification or a diary line does not change it."""
    return _digest(procedure.model_dump(mode="json", exclude=OUTSIDE_CONTENT))


def act_hash(step: Step) -> str:
    """Return the fingerprint of who does what by which way: consent given for one act covers that act only."""
    return _digest(step.model_dump(mode="json", include=ACT))


def text_hash(step: Step) -> str:
    """Return the fingerprint of everything a step says."""
    return _digest(step.model_dump(mode="json"))


def sentence_hash(text: str) -> str:
    """Return the short hash by which a translation names the French it translates."""
    return sha256(unicodedata.normalize("NFC", text).encode()).hexdigest()[:SHORT]
