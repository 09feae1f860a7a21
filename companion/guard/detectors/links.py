"""Recognises what opens an account by itself: personal links, tokens, keys, and an address beside its secret."""

import re

from companion.guard.detectors.shapes import is_short_mix
from companion.guard.detectors.spelling import DOTS, Folded, Found

_WORD = re.compile(r"[^\s\0]{1,2000}")
_LINK = re.compile(r"[a-z][a-z0-9+-]{1,20}://|www\.|[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,4}/")
_PUBLIC_LINK = re.compile(r"(?:https?://|www\.)[^\s\0]{1,2000}")
_WRAPPING = "«»\"'()[]<>.,;!"
_OPENS_ALONE = re.compile(r"otpauth(?:-migration)?:")
_LOGIN_INSIDE = re.compile(r"[a-z]{2,20}://[^/@: ]{1,64}:[^/@ ]{1,64}@")
_ASKED = re.compile(r"[?&#;]([a-z_\-.]{1,40})=([^&#]{1,1900})")
_GIVEN = re.compile(
    r"(?:.{0,40}(?:token|jwt|session|secret|signature|otp|magic).{0,40}|code|key|cle|sid|sig|ticket|auth|hash|activation|confirmation|invite)",
)
_SECRET_GIVEN = re.compile(r"pass(?:word|wd)?|pwd|mdp|pin|mot_?de_?passe")
_LEAST = 12
_OPENING_PATH = re.compile(
    r"reset|passw|mot-?de-?passe|magic|activat|verif|confirm|invit|recover|recuper|one-?time|autologin|login|signin|connexion",
)
_TOKENS = (
    re.compile(r"(?<![\w-])eyj[\w-]{8,1500}\.[\w-]{4,1500}(?:\.[\w-]{0,500})?"),
    re.compile(r"\b(?:gh[pousr]_|github_pat_|glpat-|xox[abprs]-|sk[-_](?:live|test|proj|ant)[-_]|akia|aiza|npm_|hf_)[\w-]{12,200}"),
    re.compile(r"\bbearer[ :]{1,3}(?=[^\s]{0,200}\d)[\w\-.~+/=]{12,1500}"),
    re.compile(
        r"\b(?:\w{0,30}token|jeton|code|session(?:_?id)?|sid|phpsessid|jsessionid|asp\.net_sessionid|cookie|auth|jwt|api_?key|secret|ticket|cle_api)"
        r"[\"']?=[\"']?(?=[^\s]{0,300}\d)[\w\-.~+/%=]{12,1500}",
    ),
    re.compile(
        r"\b(?:token|jeton|session(?:_?id)?|phpsessid|jsessionid|cookie|jwt|api[ _]?key|cle api)"
        r"[\"']? ?: ?[\"']?(?=[^\s]{0,300}\d)[\w\-.~+/%=]{12,1500}",
    ),
)
_KEY_STARTS = re.compile(r"-{2,6} ?begin [a-z0-9 ]{0,30}private key")
_KEY_ENDS = re.compile(r"end [a-z0-9 ]{0,30}private key ?-{0,6}")
_RANDOM_WORD = re.compile(r"(?<![\w/.-])[A-Za-z0-9_-]{24,500}(?![\w/-])")
_RANDOM_ENOUGH = 3
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,3}")
_THEN = re.compile(r"(:)(?=[^\s/])|(?: ?[:/;|,] ?| - |,? (?:et|avec|puis|en|and) )")
_SHORTEST_PAIR = 7
_SECRET = re.compile(r"[^\s\0]{4,64}")


def links_in(text: Folded) -> list[Found]:
    """Find links that open an account: one-time secrets, resets, magic links, logins inside the link."""
    found = []
    for word in _WORD.finditer(text.plain):
        link = word.group().strip(_WRAPPING)
        if _opens(link):
            start = word.start() + word.group().index(link)
            found.append(Found("url", start, word.end()))
    return found


def without_public_links(text: Folded) -> Folded:
    """Return the text where links that open nothing by themselves are no longer read as words."""
    return text.without([Found("url", *link.span()) for link in _PUBLIC_LINK.finditer(text.plain)], by=DOTS)


def _opens(link: str) -> bool:
    if _OPENS_ALONE.search(link) or _LOGIN_INSIDE.search(link):
        return True
    if not _LINK.match(link):
        return False
    for name, value in _ASKED.findall(link):
        if _SECRET_GIVEN.fullmatch(name) or (len(value) >= _LEAST and _GIVEN.fullmatch(name)):
            return True
    path = re.split(r"[?#]", link, maxsplit=1)[0]
    return bool(_OPENING_PATH.search(path)) and any(_is_random(part) for part in re.split(r"[/?#]", link)[1:])


def _is_random(part: str) -> bool:
    return len(part) >= _LEAST and sum(sign.isdigit() for sign in part) >= _RANDOM_ENOUGH and any(sign.isalpha() for sign in part)


def tokens_in(text: Folded) -> list[Found]:
    """Find tokens, session cookies and private keys by their shape; nothing excuses them."""
    found = [Found("token", *one.span()) for shape in _TOKENS for one in shape.finditer(text.plain)]
    for one in _KEY_STARTS.finditer(text.plain):
        ends = _KEY_ENDS.search(text.plain, one.end())
        found.append(Found("token", one.start(), ends.end() if ends else len(text.plain)))
    return found + [Found("token", *one.span()) for one in _RANDOM_WORD.finditer(text.cased) if _drawn_by_a_machine(one.group())]


def _drawn_by_a_machine(word: str) -> bool:
    families = (str.isupper, str.islower, str.isdigit)
    return all(sum(map(family, word)) >= _RANDOM_ENOUGH for family in families)


def mail_pairs_in(text: Folded) -> list[Found]:
    """Find an e-mail address written beside its password."""
    found = []
    for mail in _MAIL.finditer(text.plain):
        then = _THEN.match(text.plain, mail.end())
        secret = _SECRET.match(text.plain, then.end()) if then else None
        if then and secret and (then.group(1) or is_short_mix(text.word_at(secret.start()), _SHORTEST_PAIR)):
            found.append(Found("email_pw", mail.start(), secret.end()))
    return found
