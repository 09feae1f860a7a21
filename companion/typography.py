"""Correct French typography, whatever the keyboard offered."""

import re

NBSP = "\N{NO-BREAK SPACE}"
NNBSP = "\N{NARROW NO-BREAK SPACE}"
_ADDRESS = re.compile(r"https?://\S+|[\w.+-]+@[\w.-]+")
_BEFORE_HIGH_MARK = re.compile(r"(?<=[^\s;!?(])[ \u00a0\u202f]*([;!?])(?![\w;!?])")
_BEFORE_COLON = re.compile(r"(?<=[^\s:])[ \u00a0]+:(?=\s|$)")
_INSIDE_QUOTES = re.compile(r"«\s*|\s*»")
_STRAIGHT_QUOTES = re.compile(r'"([^"\n]{1,200})"')
_FIGURE_AND_SPACE = re.compile(r"\d ")
_BEFORE_UNIT = re.compile(r" (?<=\d )(?=(?:€|%|h|min|EUR|jours?|mois|ans?|cm|kB)\b|[€%])")
_DIGIT_GROUP = re.compile(r" (?<=\d )(?=\d{2,3}\b)")


def french(text: str) -> str:
    """Return the text with French apostrophes, quotes and non-breaking spaces.

    Authors type what their keyboard offers; readers see what the Imprimerie
    nationale's rules ask for.  Web and mail addresses are left alone.
    """
    if "://" not in text and "@" not in text:
        return _set_type(text)
    parts: list[str] = []
    start = 0
    for found in _ADDRESS.finditer(text):
        parts += [_set_type(text[start : found.start()]), found.group()]
        start = found.end()
    return "".join([*parts, _set_type(text[start:])])


def _set_type(text: str) -> str:
    """Set one stretch of text; each rule runs only where its sign stands, since most texts hold few."""
    text = text.replace("'", "’").replace("...", "…")
    if '"' in text:
        text = _STRAIGHT_QUOTES.sub(r"«\1»", text)
    if ";" in text or "!" in text or "?" in text:
        text = _BEFORE_HIGH_MARK.sub(rf"{NNBSP}\1", text)
    if " :" in text or f"{NBSP}:" in text:
        text = _BEFORE_COLON.sub(f"{NBSP}:", text)
    if "«" in text or "»" in text:
        text = _INSIDE_QUOTES.sub(lambda mark: f"«{NBSP}" if "«" in mark.group() else f"{NBSP}»", text)
    if _FIGURE_AND_SPACE.search(text):
        text = _DIGIT_GROUP.sub(NBSP, _BEFORE_UNIT.sub(NBSP, text))
    return text
