"""What each kind of value must look like, in words an author can follow."""

from typing import Literal, get_args

from companion.procedures.lint.findings import say
from companion.procedures.lint.shapes import Shape, bare, hints, is_model, origin
from companion.procedures.rules.texts import Condition, Day, DayOfYear, Duration, Hour, Phone, Slug, Text, Url

QUOTED = (Hour, Phone, DayOfYear)
"""Kinds that must stand between quotes, since YAML readers damage them otherwise."""

_PHONE = "0800 12 345"
"""Quoted as it must be typed: a space that does not break would be refused in a file."""

_WORDS: tuple[tuple[Shape, str], ...] = (
    (Hour, 'une heure et des minutes entre guillemets, comme "14:00"'),
    (DayOfYear, 'un mois puis un jour entre guillemets, comme "10-31" pour le 31 octobre'),
    (Phone, 'un numéro public entre guillemets, des chiffres et des espaces, comme "{phone}"'),
    (Slug, "un nom court en minuscules sans accent, mots joints par des tirets, comme preparer-dossier"),
    (Url, "une adresse web entière, qui commence par https://"),
    (Duration, "une durée : P30D (30 jours), P2W (2 semaines), P3M (3 mois) ou P1Y (1 an)"),
    (Day, "une date du calendrier, année-mois-jour, comme 2026-11-21"),
    (Condition, "une condition : le nom d'une question, le signe =, le nom d'une réponse, sans espace, comme identite=oui"),
    (Text, "un texte, entre guillemets s'il contient un deux-points"),
)
_PATTERNS = {
    r"^\d{4}(-\d{2}(-\d{2})?)?$": 'une année, un mois ou un jour entre guillemets, comme "2024", "2024-07" ou "2024-07-02"',
    r"^\d{9,10}$": "le numéro d'entreprise (10 chiffres) ou le SIREN (9 chiffres), entre guillemets et sans point",
    r"^[0-9a-f]{12}$": "l'empreinte du texte français traduit, 12 signes parmi 0-9 et a-f, entre guillemets",
    r"^[a-z0-9]+(-[a-z0-9]+)*$": "un nom court en minuscules sans accent, mots joints par des tirets, comme hors-belgique",
}
_OTHER = "une autre sorte de valeur ; regardez comment une autre démarche l'écrit"


def expected(shape: Shape) -> str:
    """Say what belongs where a shape stands."""
    for known, words in _WORDS:
        if shape == known:
            return say(words, phone=_PHONE)
    core = bare(shape)
    if origin(core) is Literal:
        return one_of(get_args(core))
    if is_model(core):
        return say("un bloc de clés ({keys})", keys=", ".join(hints(core)))
    if origin(core) is tuple:
        return say("une liste, comme [a, b], ou une ligne par tiret. Chaque élément est : {each}", each=expected(get_args(core)[0]))
    return _simple(shape, core)


def _simple(shape: Shape, core: Shape) -> str:
    if core is bool:
        return say("true ou false, sans guillemets")
    if core is int:
        return say("un nombre entier, sans guillemets")
    if origin(core) is dict:
        return say("un bloc de clés, chacune sur sa ligne, décalée de deux espaces")
    found = (getattr(constraint, "pattern", None) for constraint in getattr(shape, "__metadata__", ()))
    return pattern_in_words(next((one for one in found if one), None)) if core is str else say(_OTHER)


def pattern_in_words(pattern: object) -> str:
    """Say what a constraint on letters means."""
    return say(_PATTERNS.get(str(pattern), "un texte"))


def one_of(codes: tuple[object, ...]) -> str:
    """List the words allowed."""
    if len(codes) == 1:
        return say("{code}", code=codes[0])
    return say("un de ces mots : {codes}", codes=", ".join(str(one) for one in codes))
