"""Recognises a secret typed before its name (« 4821, c'est son code PIN »), or beside the login it opens."""

import re

from companion.guard.detectors import names, shapes
from companion.guard.detectors.spelling import Folded, Found, Kind

_LINK = re.compile(
    r" ?[»\"')]{0,2}(?: ?(?:,|=|\(|-) ?| )(?:(?:c'est|est|comme|als|is|en tant que|etait|sont) )?"
    r"(?:(?:le|la|son|sa|ses|ton|mon|votre|leur|un|zijn|haar|het|de|the|as) ){0,2}",
)
_LINKS = re.compile(r"=|\(|\b(?:c'est|est|comme|als|is|etait|as|sont)\b")
_FIGURES = re.compile(r"(?<![\w.,/+-])(?<!\d )(?:g-)?(\d(?:[ .-]?\d){3,8})(?!\w)")
_LONG_CODE = 5
_WORD = re.compile(r"(?<![^\s\0«\"(])[^\s\0]{4,64}")
_BEFORE = re.compile(r"([^\s\0]{1,20}) ?$")
_NEXT = re.compile(r"[ :]{0,3}([a-z]{2,20})")
_LOGIN = re.compile(
    r"(?<![a-z])(?:identifiants?|acces|login|user(?:name)?|utilisateur|gebruikersnaam|gebruiker|inlog)(?![a-z])(?: [a-z]{2,12}){0,2}"
    r" ?[:=]? ?[^\s\0]{2,60} ?(?:[/|;,] ?| - | et )",
)
_ACCESS = re.compile(r"(?<![a-z])(?:acces|connexion|identifiants?|login)(?![a-z])(?: [a-z]{2,12}){0,3} ?[:=] ?")
_Names = tuple[tuple[Kind, re.Pattern[str]], ...]
_CODES: _Names = (("otp", names.OTP), ("pin", names.PIN))
_ANY_FIGURES: _Names = (*_CODES, ("otp", names.CODE), ("password", names.PASSWORD))
_PASSWORDS: _Names = (("password", names.PASSWORD),)


def pairs_in(text: Folded) -> list[Found]:
    """Find a secret named only afterwards, or written beside a login."""
    return _beside_login(text) + _figures(text) + _words(text)


def _beside_login(text: Folded) -> list[Found]:
    found = []
    for login in (*_LOGIN.finditer(text.plain), *_ACCESS.finditer(text.plain)):
        word = text.word_at(login.end())
        if shapes.is_mixed(word):
            found.append(Found("password", login.end(), login.end() + len(word)))
    return found


def _figures(text: Folded) -> list[Found]:
    found = []
    for one in _FIGURES.finditer(text.plain):
        if shapes.HARMLESS.match(text.plain, one.start(1)):
            continue
        kind = _named_after(text, one.end(), _ANY_FIGURES, linked=True)
        if not kind and sum(map(str.isdigit, one.group(1))) >= _LONG_CODE and not _is_numbered(text, one.start()):
            kind = _named_after(text, one.end(), _CODES, linked=False)
        if kind:
            found.append(Found(kind, *one.span(1)))
    return found


def _words(text: Folded) -> list[Found]:
    found = []
    for one in _WORD.finditer(text.cased):
        word = text.word_at(one.start())
        end = one.start() + len(word)
        if not shapes.is_short_mix(word, _LONG_CODE):
            continue
        linked = not shapes.is_mixed(word) or _is_numbered(text, one.start())
        if kind := _named_after(text, end, _PASSWORDS, linked=linked):
            found.append(Found(kind, one.start(), end))
    return found


def _is_numbered(text: Folded, start: int) -> bool:
    before = _BEFORE.search(text.plain, max(0, start - 21), start)
    return before is not None and before.group(1) in shapes.AMONG_NUMBERS | names.THINGS


def _named_after(text: Folded, at: int, known: _Names, *, linked: bool) -> Kind | None:
    link = _LINK.match(text.plain, at)
    if not link or (linked and not _LINKS.search(link.group())):
        return None
    for kind, name in known:
        named = name.match(text.plain, link.end())
        after = _NEXT.match(text.plain, named.end()) if named else None
        if named and not (after and after.group(1) in names.STORIES | names.THINGS):
            return kind
    return None
