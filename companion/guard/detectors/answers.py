"""Recognises the answer to a secret question: the first pet, the mother's maiden name."""

import re

from companion.guard.detectors.shapes import is_mixed, is_ordinary
from companion.guard.detectors.spelling import Folded, Found

_QUESTION = re.compile(
    r"questions? (?:secrete|de securite|de recuperation|personnelle)s?|geheime vraag|(?:security|secret) question"
    r"|reponses? (?:secrete|de securite)|geheime? antwoord|(?:security|secret) answer|سوال (?:ال)?(?:سري|امان)",
)
_BEFORE, _REACH = 60, 90
_ANSWER = re.compile(
    r"(?:reponses?|repondu|repond|a mis|antwoord|answer(?:ed)?|جواب|اجاب[هة]|nom de jeune fille[^:=.;\0]{0,45}"
    r"|(?:premier )?(?:chien|chat|animal)|ville de naissance|meisjesnaam[^:=.;\0]{0,20})"
    r"(?: (?:secrete|de securite|a (?:la|sa) question(?: secrete| de securite)?))?"
    r"( ?[:=] ?[\"«]? ?|,? (?:c'est|est|etait|is|s'appelle|هو|هي) [\"«]? ?| [\"«] ?| )",
)
_SAID = re.compile(r"[^\s.,;:!?()\"«»\0]{2,40}(?: [^\s.,;:!?()\"«»\0]{2,40}){0,2}")
_DIRECT = re.compile(r"[^.;\n\0=>→]{0,60}(?:=|->|=>|→) ?")


def answers_in(text: Folded) -> list[Found]:
    """Find an answer typed near a secret question; a question alone, or an answer forgotten or refused, passes."""
    found: list[Found] = []
    for question in _QUESTION.finditer(text.plain):
        start, end = max(0, question.start() - _BEFORE), min(len(text.plain), question.end() + _REACH)
        for answer in _ANSWER.finditer(text.plain, start, end):
            found += _said(text, answer.end(), answer.group(1))
        direct = None if found else _DIRECT.match(text.plain, question.end())
        found += _said(text, direct.end(), "=") if direct else []
    return found


def _said(text: Folded, start: int, link: str) -> list[Found]:
    said = _SAID.match(text.cased, start)
    if not said:
        return []
    first = said.group().split(" ", 1)[0]
    announced = any(sign in link for sign in ':="«')
    proper = (first[0].isupper() and not first.isupper()) or is_mixed(first)
    if is_ordinary(first, text.plain[start : start + len(first)]) or not (announced or proper):
        return []
    return [Found("secret_answer", start, start + len(said.group() if announced else first))]
