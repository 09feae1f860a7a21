"""Recognises numbers that prove themselves: card, NISS, NIR, IBAN, and fiscal or account numbers near their name."""

import re
from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from stdnum import iban, luhn
from stdnum.fr import nif, nir

from companion.guard.detectors.shapes import PHONE
from companion.guard.detectors.spelling import Folded, Found, Kind

_GAP = r"[ .\-/_,]{0,3}"
_NEAR = 45
_RUN = re.compile(rf"\d(?:{_GAP}\d){{0,2000}}")
_GROUP = re.compile(r"\d{1,2000}")
_MOST_GROUPS = 7
_CARD_LENGTHS = frozenset(range(15, 20))
_CARD = re.compile(
    r"4(?:\d{15}|\d{18})|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}|3[47]\d{13}|6(?:011|5\d\d)\d{12}"
    r"|(?:5018|5020|5038|5893|6304|6703|6706|6759|676[1-3]|6771)\d{12,15}",
)
_CARD_TAIL = re.compile(r"[ ,]{0,2}(?:exp\.? ?)?\d\d ?/ ?\d\d(?:\d\d)?(?:[ ,]{1,2}(?:cv[vc]2? ?)?\d{3,4}(?!\d))?")
_NISS_MONTHS = frozenset((*range(13), *range(20, 33), *range(40, 53)))
_LAST_DAY = 31
_MOBILE = "324"
"""The start of a Belgian mobile written without its +; as a birth, a BIS number of 1932."""

_NISS_NAME = re.compile(r"\bniss\b|\binsz\b|registre nat|rijksregister|numero nat|n[o°] nat|\bbis\b|الرقم الوطني")
_NIR = re.compile(r"[1-478]\d\d(?:0[1-9]|1[0-2]|2\d|3\d|4[0-2]|[5-9]\d)(?:0[1-9]|[1-9]\d|2[AB])(?!000)\d{3}(?!000)\d{3}\d\d")
_NIR_NAME = re.compile(r"secu\b|securite sociale|\bnir\b|carte vitale|assure social")
_CORSICAN = re.compile(rf"(?<![\d+])[12378](?:{_GAP}\d){{4}}{_GAP}2{_GAP}[ab](?:{_GAP}\d){{8}}(?![\da-z])")
_IBAN_START = re.compile(r"(?:(?<![a-z0-9])|(?<=iban))(?=[a-z]{2} ?\d ?\d)")
_IBAN_SHORTEST, _IBAN_LONGEST = 15, 34
_IBAN_SIGNS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789 .-")
_LETTER_VALUES = {ord(letter): str(value) for value, letter in enumerate("abcdefghijklmnopqrstuvwxyz", 10)}
_FISCAL_NAME = re.compile(r"fisca|impot|\bspi\b|\bnif\b|teledecl|dgfip")
_ACCOUNT = re.compile(r"(?<![\w+.,/-])(\d(?:[ .]?\d){6}) ?([a-z])?(?![\w]|[.,/-]\d| ?€| \d)")
_ACCOUNT_NAME = re.compile(r"(?:identifiant|\bid\b|matricule|inscription|connexion)[^.;!?\0]{0,30}$")
_ACCOUNT_PLACE = re.compile(r"france travail|pole emploi|\bft\b|\bcaf\b")
_ALLOCATAIRE = re.compile(r"allocataire[^.;!?\0]{0,20}$|acces en ligne[^.;!?\0]{0,12}$")


@dataclass(frozen=True)
class _Number:
    """Digits typed close together, and after how many of them a gap was left."""

    digits: str
    gaps: frozenset[int]
    start: int
    end: int
    alone: bool


def cards_in(text: Folded) -> list[Found]:
    """Find bank cards: known first digits, length and Luhn key; never a SIRET of 14 digits."""
    return [_with_tail(text, card) for card in _numbers(text, _CARD_LENGTHS, "card", _is_card)]


def nisses_in(text: Folded) -> list[Found]:
    """Find Belgian national and BIS numbers: key, month and day; never a phone number."""
    return _numbers(text, {11}, "niss", _is_niss)


def nirs_in(text: Folded) -> list[Found]:
    """Find French social security numbers, Corsican and provisional ones too; without their key, only near their name."""
    whole = _numbers(text, {15}, "nir", _is_nir) + _corsicans(text)
    return whole + _numbers(text.without(whole), {13}, "nir", _is_short_nir)


def fiscals_in(text: Folded) -> list[Found]:
    """Find French fiscal numbers, only where the words around speak of tax."""
    return _numbers(text, {13}, "fiscal", _is_fiscal)


def accounts_in(text: Folded) -> list[Found]:
    """Find what opens an account at France Travail or CAF, only near its name; a file reference passes."""
    found = []
    for one in _ACCOUNT.finditer(text.plain):
        before = text.plain[max(0, one.start() - _NEAR) : one.start()]
        letter = one.group(2) and (one.end(1) == one.start(2) or text.cased[one.start(2)].isupper())
        named = _ACCOUNT_NAME.search(before) and _ACCOUNT_PLACE.search(before)
        if _ALLOCATAIRE.search(before) or (named and letter):
            found.append(Found("id_account", one.start(), one.end() if letter else one.end(1)))
    return found


def ibans_in(text: Folded) -> list[Found]:
    """Find IBANs of any country by their key and their national length, however spaced."""
    found: list[Found] = []
    for one in _IBAN_START.finditer(text.plain):
        if (found and one.start() < found[-1].end) or not (end := _iban_end(text.plain, one.start())):
            continue
        found.append(Found("iban", one.start(), end))
    return found


def _iban_end(plain: str, start: int) -> int:
    compact, at = "", start
    ends: list[tuple[int, str]] = []
    while len(compact) < _IBAN_LONGEST and plain[at : at + 1] in _IBAN_SIGNS:
        compact += plain[at].strip(" .-")
        at += 1
        if len(compact) >= _IBAN_SHORTEST and not plain[at : at + 1].isalnum():
            ends.append((at, compact))
    return next((end for end, number in reversed(ends) if _is_iban(number)), 0)


def _is_iban(number: str) -> bool:
    # The key is tried first by hand: stdnum alone makes a long line four times slower.
    turned = (number[4:] + number[:4]).translate(_LETTER_VALUES)
    return int(turned) % 97 == 1 and bool(iban.is_valid(number, check_country=False))


def _numbers(text: Folded, lengths: AbstractSet[int], kind: Kind, accepts: Callable[[_Number, str], bool]) -> list[Found]:
    found: list[Found] = []
    for number in sorted(_windows(text.plain, lengths), key=lambda each: -len(each.digits)):
        before = text.plain[max(0, number.start - _NEAR) : number.start]
        free = all(number.end <= other.start or other.end <= number.start for other in found)
        if accepts(number, before) and free and not _cuts_a_phone(text.plain, number):
            found.append(Found(kind, number.start, number.end))
    return found


def _cuts_a_phone(plain: str, number: _Number) -> bool:
    # Two phones in a row hold, across both, figures that may pass as a national number.
    edges = () if number.alone else (number.start, number.end)
    phones = PHONE.finditer(plain, max(0, number.start - _NEAR), number.end + _NEAR)
    return any(phone.start() < edge < phone.end() for phone in phones for edge in edges)


def _is_even(number: _Number) -> bool:
    return any(number.gaps == frozenset(range(size, len(number.digits), size)) for size in range(1, 6))


def _windows(plain: str, lengths: AbstractSet[int]) -> Iterator[_Number]:
    for run in _RUN.finditer(plain):
        groups = [(one.start(), one.end()) for one in _GROUP.finditer(plain, run.start(), run.end())]
        whole = sum(end - start for start, end in groups) <= max(lengths)
        for first, (start, _) in enumerate(groups):
            total = 0
            gaps: list[int] = []
            for last, (begin, end) in enumerate(groups[first : None if whole else first + _MOST_GROUPS], first):
                total += end - begin
                if total in lengths and plain[start - 1 : start] != "+":
                    alone = first == 0 and last == len(groups) - 1
                    yield _Number(re.sub(r"\D", "", plain[start:end]), frozenset(gaps), start, end, alone)
                gaps.append(total)


def _is_card(number: _Number, _before: str) -> bool:
    shaped = number.gaps <= {4, 8, 12, 16} or number.gaps == {4, 10} or (number.alone and _is_even(number))
    return shaped and bool(_CARD.fullmatch(number.digits)) and luhn.is_valid(number.digits)


def _is_niss(number: _Number, before: str) -> bool:
    digits = number.digits
    if not _is_niss_shaped(number, before) or int(digits[2:4]) not in _NISS_MONTHS or int(digits[4:6]) > _LAST_DAY:
        return False
    # stdnum asks the machine's clock which births can be of this century; the guard has no clock.
    base, key = int(digits[:9]), int(digits[9:])
    return key == 97 - base % 97 or (digits < "5" and key == 97 - (2_000_000_000 + base) % 97)


def _is_niss_shaped(number: _Number, before: str) -> bool:
    if number.alone and _NISS_NAME.search(before):
        return True
    shaped = number.gaps <= {2, 4, 6, 9} or (number.alone and _is_even(number))
    return shaped and not number.digits.startswith(_MOBILE)


def _is_nir(number: _Number, before: str) -> bool:
    shaped = number.gaps <= {1, 3, 5, 7, 10, 13} or (number.alone and (_is_even(number) or bool(_NIR_NAME.search(before))))
    return shaped and bool(_NIR.fullmatch(number.digits)) and nir.is_valid(number.digits)


def _is_short_nir(number: _Number, before: str) -> bool:
    return bool(_NIR_NAME.search(before)) and bool(_NIR.fullmatch(number.digits + "00"))


def _corsicans(text: Folded) -> list[Found]:
    return [Found("nir", *one.span()) for one in _CORSICAN.finditer(text.plain) if _is_corsican(one.group())]


def _is_corsican(typed: str) -> bool:
    compact = re.sub(r"[^0-9A-B]", "", typed.upper())
    return bool(_NIR.fullmatch(compact)) and nir.is_valid(compact)


def _is_fiscal(number: _Number, before: str) -> bool:
    return bool(_FISCAL_NAME.search(before)) and nif.is_valid(number.digits)


def _with_tail(text: Folded, card: Found) -> Found:
    tail = _CARD_TAIL.match(text.plain, card.end)
    return Found("card", card.start, tail.end()) if tail else card
