"""Recognises a secret by the words before it: « mot de passe », « code PIN », « code reçu », then what follows."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from companion.guard.detectors import names, shapes
from companion.guard.detectors.spelling import Folded, Found, Kind

_PATIENCE = 9
_PIN_LENGTH = 4
_LONGEST_CODE = 12
_SHORTEST_RECOVERY = 6
_MARK = re.compile(r"[ \n:=>→,;.!?()\[\]\"'«»/|*-]{0,12}")
_WORD = re.compile(r"[^\s\0:=]{1,64}")
_DIRECT = re.compile("[:=>→«\"']")
_SIGN = re.compile("[:=>→]")
_SENTENCE_ENDS = re.compile(r"[.;!?](?:\s|$)|\n")
_TAIL = re.compile(r"(?: ?[\d!?*#$@%&+]{1,8}){1,2}(?!\w)")
_CLOSES = re.compile(r" ?(?:$|[\n.,;:!?)\]»\"\0/]|(?:et|ou|pour|puis|sur|en|and|or)\b|- )")
_FIGURES = re.compile(r"\d[\d/.-]{3,11}")
_GROUPS = re.compile(r"(?:(?=[a-z-]{0,24}\d)[a-z0-9]{4,10}(?:-[a-z0-9]{3,10}){0,9}(?![a-z0-9])(?: |, ?)?){1,12}")
_SHORTENED = frozenset(["m", "mr", "mme", "dr", "st"])
_TAX_CODE = re.compile(r"[12]\d{3}")
_TAX = re.compile(r"declaration|impot|fisc|cadre|\btax|revenus?|rubrique|avertissement")
_SENT = re.compile(r"\brecu|sms|texto|mail|ontvangen|received")
_YEAR = re.compile(r"(?:19|20)\d\d")
_NOT_A_KEY = re.compile(r"(?:erreur|error|fout|foutmelding|civil|penal|message|article|livre|bar|qr)[ -]?$")

_Near = Literal["sign", "link", "next", "far"]
_ANNOUNCED: frozenset[_Near] = frozenset({"sign", "link"})
_CLOSE: frozenset[_Near] = frozenset({"sign", "link", "next"})
_ANYWHERE: frozenset[_Near] = frozenset({"sign", "link", "next", "far"})


@dataclass(frozen=True)
class _Step:
    """One word met after a key word, and how it was announced."""

    start: int
    plain: str
    before: str
    near: _Near
    after_comma: bool
    direct: bool


@dataclass(frozen=True)
class _Listener:
    """A key word, where its secret may stand, how many figures it has, and which words may stand between."""

    kind: Kind
    known_as: re.Pattern[str]
    nears: frozenset[_Near] = _ANYWHERE
    least: int = 4
    most: int = 8
    between: frozenset[str] = names.PLACES


_LISTENERS = (
    _Listener("recovery", names.RECOVERY, most=9),
    _Listener("otp", names.OTP, most=9),
    _Listener("pin", names.PIN),
    _Listener("pin", names.CARD_BACK, least=3, most=4),
    _Listener("password", names.PASSWORD),
    _Listener("pin", names.CARD_SAID, _ANNOUNCED, most=4, between=names.SMALL),
    _Listener("otp", names.MESSAGE, _ANNOUNCED, least=5, between=names.SMALL),
    _Listener("otp", names.MESSAGE, _CLOSE, least=6, between=names.SMALL),
    _Listener("otp", names.CODE, _CLOSE, between=names.TOLD),
)


def spoken_in(text: Folded) -> list[Found]:
    """Find the secrets that key words announce; forgotten, refused or blocked ones are a story and pass."""
    seen: list[Found] = []
    for listener in _LISTENERS:
        found = [one for name in listener.known_as.finditer(text.plain) for one in _heard(text, listener, name)]
        text = text.without(found)
        seen += found
    return seen


def _heard(text: Folded, listener: _Listener, name: re.Match[str]) -> Iterator[Found]:
    if listener.known_as is names.CODE and _NOT_A_KEY.search(text.plain, max(0, name.start() - 12), name.start()):
        return
    stopped = bool(names.TOLD_BEFORE.search(text.plain, max(0, name.start() - 24), name.start()))
    reached = 0
    for step in _steps(text, name.end(), listener.between):
        if step.start < reached:
            continue
        if listener.known_as.match(text.plain, step.start):
            return
        if end := _secret_end(text, listener, step, stopped=stopped, more=bool(reached)):
            yield Found(_kind(text, listener, name, step.start, end), step.start, end)
            reached = end
        elif _is_over(listener, step, stopped=stopped, reached=reached):
            return
        stopped = stopped or step.plain in names.STORIES


def _is_over(listener: _Listener, step: _Step, *, stopped: bool, reached: int) -> bool:
    if reached:
        return step.plain not in names.MORE
    if listener.kind == "password":
        return step.after_comma and not stopped and step.plain not in names.LINKS
    return step.plain in names.THINGS or ((stopped or step.after_comma) and step.plain not in names.LINKS)


def _steps(text: Folded, at: int, between: frozenset[str]) -> Iterator[_Step]:
    near: _Near = "next"
    before = ""
    for turn in range(_PATIENCE):
        mark = _part(_MARK, text.plain, at)
        start = at + len(mark)
        plain = _part(_WORD, text.plain, start).rstrip(".,;!?)]»\"'")
        if not plain or (turn and _SENTENCE_ENDS.search(mark)):
            return
        near = _nearness(mark, before, near if before in between or not turn else "far")
        direct = before in names.LINKS or bool(_DIRECT.search(mark))
        yield _Step(start, plain, before, near, after_comma="," in mark and turn > 0, direct=direct)
        harmless = shapes.HARMLESS.match(text.plain, start)
        at = max(start + len(plain) + (plain in _SHORTENED), harmless.end() if harmless else 0)
        before = plain


def _nearness(mark: str, before: str, near: _Near) -> _Near:
    if _SIGN.search(mark) and "//" not in mark:
        return "sign"
    if before in names.LINKS:
        near = "link"
    quoted = mark.rstrip().endswith("«") or mark[-1:] in {'"', "'"}
    return "sign" if quoted and near != "far" else near


def _secret_end(text: Folded, listener: _Listener, step: _Step, *, stopped: bool, more: bool) -> int:
    near: _Near = "next" if more and step.near == "far" else step.near
    if listener.kind == "password":
        return _password_end(text, step, near, stopped=stopped)
    if near not in listener.nears or (stopped and near != "link") or (near != "sign" and step.before in shapes.AMONG_NUMBERS):
        return 0
    end = _code_end(text, listener, step.start, near) if listener.kind in {"otp", "recovery"} else 0
    if end or shapes.HARMLESS.match(text.plain, step.start):
        return end
    end = shapes.digits_at(text.plain, step.start, listener.least, listener.most)
    return 0 if _is_public(text, listener, step, end, near) else end


def _is_public(text: Folded, listener: _Listener, step: _Step, end: int, near: _Near) -> bool:
    start = step.start
    if near == "far" and shapes.POSTCODE.match(text.cased, start):
        return True
    if listener.known_as is names.CODE and _TAX_CODE.fullmatch(text.plain, start, end) and _TAX.search(text.plain):
        return True
    surely_a_code = near in _ANNOUNCED or (near == "next" and not step.before and listener.known_as is not names.CODE)
    return bool(_YEAR.fullmatch(text.plain, start, end)) and (not surely_a_code or listener.known_as is names.CARD_SAID)


def _code_end(text: Folded, listener: _Listener, start: int, near: _Near) -> int:
    groups = _part(_GROUPS, text.plain, start).rstrip(" ,") if listener.kind == "recovery" else ""
    if sum(map(str.isalnum, groups)) >= _SHORTEST_RECOVERY:
        return start + len(groups)
    word, named = text.word_at(start), listener.known_as is not names.CODE
    mixed = (near in _ANNOUNCED and shapes.is_short_mix(word, 5)) or (near == "next" and named and shapes.is_mixed(word))
    return start + len(word) if mixed and len(word) <= _LONGEST_CODE else 0


def _password_end(text: Folded, step: _Step, near: _Near, *, stopped: bool) -> int:
    word = text.word_at(step.start)
    end = step.start + len(word)
    if near in _ANNOUNCED:
        end += len(_part(_TAIL, text.plain, end))
    if shapes.is_mixed(word):
        told = stopped or (near == "far" and step.before in shapes.NUMBERED)
        return end if near in _ANNOUNCED or not told else 0
    return end if not stopped and _is_told(text, step, end, word, near) else 0


def _is_told(text: Folded, step: _Step, end: int, word: str, near: _Near) -> bool:
    if near == "far":
        return False
    if shapes.is_short_mix(word, 4 if near in _ANNOUNCED else 6):
        return True
    closes = bool(_CLOSES.match(text.plain, end))
    if _FIGURES.fullmatch(word):
        dated = shapes.HARMLESS.match(text.plain, step.start) or (near == "next" and step.before and _YEAR.fullmatch(word))
        return near != "next" and closes if dated else True
    if not step.direct or near == "next" or not closes or shapes.is_to_do(word):
        return False
    if shapes.is_ordinary(word, text.plain[step.start : step.start + len(word)]):
        return False
    return near == "sign" or (word[0].isupper() and not word.isupper())


def _kind(text: Folded, listener: _Listener, name: re.Match[str], start: int, end: int) -> Kind:
    if listener.known_as is not names.CODE or end - start > _PIN_LENGTH or _SENT.search(text.plain, name.start(), start):
        return listener.kind
    return "pin"


def _part(shape: re.Pattern[str], plain: str, at: int) -> str:
    found = shape.match(plain, at)
    return found.group() if found else ""
