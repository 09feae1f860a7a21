"""Correct French typography, whatever the keyboard offered."""

import re

NBSP = "\N{NO-BREAK SPACE}"
NNBSP = "\N{NARROW NO-BREAK SPACE}"
_ADDRESS = re.compile(r"https?://\S+|[\w.+-]+@[\w.-]+")
_BEFORE_HIGH_MARK = re.compile(r"(?<=[^\s;!?])[ \u00a0\u202f]*([;!?])(?![\w;!?)])")
_BEFORE_COLON = re.compile(r"(?<=[^\s:])[ \u00a0]+:(?=\s|$)")
_INSIDE_QUOTES = re.compile(r"«\s*|\s*»")
_STRAIGHT_QUOTES = re.compile(r'"([^"\n]{1,200})"')
_BEFORE_UNIT = re.compile(r"(?<=\d) (?=(?:€|%|h|min|EUR|jours?|mois|ans?|cm|kB)\b|[€%])")
_DIGIT_GROUP = re.compile(r"(?<=\d) (?=\d{2,3}\b)")


def french(text: str) -> str:
    """Return the text with French apostrophes, quotes and non-breaking spaces.

    Authors type what their keyboard offers; readers see what the Imprimerie
    nationale's rules ask for.  Web and mail addresses are left alone.
    """
    parts: list[str] = []
    start = 0
    for found in _ADDRESS.finditer(text):
        parts += [_set_type(text[start : found.start()]), found.group()]
        start = found.end()
    return "".join([*parts, _set_type(text[start:])])


def _set_type(text: str) -> str:
    text = _STRAIGHT_QUOTES.sub(r"«\1»", text.replace("'", "’").replace("...", "…"))
    text = _BEFORE_HIGH_MARK.sub(rf"{NNBSP}\1", text)
    text = _BEFORE_COLON.sub(f"{NBSP}:", text)
    text = _INSIDE_QUOTES.sub(lambda mark: f"«{NBSP}" if "«" in mark.group() else f"{NBSP}»", text)
    text = _BEFORE_UNIT.sub(NBSP, text)
    return _DIGIT_GROUP.sub(NBSP, text)
