"""Traces of a real person in a file that everybody shares: numbers, accounts, addresses (E15).

The messages never repeat what was found: they end up in logs.
"""

import re
from collections.abc import Iterator

from stdnum import iban
from stdnum.be import nn, ssn
from stdnum.fr import nir

from companion.procedures.lint.findings import Finding, level_of, say
from companion.procedures.lint.syntax import Reading

_WORTH_A_LOOK = re.compile(r"\d(?:(?<=[A-Za-z]{2}\d)\d|[\dABab .\-/\u00a0\u202f]{10})")
"""The figures that every number of a person or of an account holds: most lines have none of them."""
_AT = re.compile("@")
_URL = re.compile(r"https?://\S+")
_BLANK = r"[ .\-/\u00a0\u202f]"
_BELGIAN = re.compile(rf"(?<![\w+])\d\d{_BLANK}?\d\d{_BLANK}?\d\d{_BLANK}{{0,3}}\d{{3}}{_BLANK}?\d\d(?!\w)")
_FRENCH = re.compile(
    rf"(?<![\w+])[1-8]{_BLANK}?\d\d{_BLANK}?\d\d{_BLANK}?(?:\d\d|2[AB]){_BLANK}?\d{{3}}{_BLANK}?\d{{3}}{_BLANK}{{0,3}}\d\d(?!\w)",
    re.IGNORECASE,
)
_ACCOUNT = re.compile(rf"(?<!\w)[A-Z]{{2}}\d\d(?:{_BLANK}?[A-Z0-9]){{11,30}}(?!\w)", re.IGNORECASE)
_MAIL = re.compile(r"(?<![\w.+'-])([a-zà-ÿ'-]{1,40})[._]([a-zà-ÿ'-]{1,40})\d{0,4}@[\w-]{1,60}\.[\w.-]{2,60}", re.IGNORECASE)
_BLANKS = re.compile(_BLANK)
_ROLES = frozenset(
    """
    accueil actiris adresse aide aides allocation allocations assistance association bourse bourses bureau caisse canal centre
    centrale citoyen client clients commune communication compte consultation contact courrier cpas demande demandes direction
    dossier ecole emploi epn espace etat etranger etrangers etudes exemple example famille formation formulaire greffe guichet
    help info infos information informations inscription inscriptions jeunes juridique jeunesse justice logement mail mairie
    mediateur mediation mon mutuelle mutualite nom numerique office ombudsman permanence permanences plainte plaintes population
    prenom presse prime primes privacy public reclamation reclamations recours relation relations region sante secretariat
    service services site social sociale sociaux sociale solidarite support taxe tva usager usagers ville votre vie vpo webmaster
    dpo fr be nl belgique belgie france bruxelles brussel wallonie flandre namur liege mons charleroi anvers gand paris
    """.split()  # noqa: SIM905 (a list of words reads best as words)
)

_NUMBER = "Cette ligne contient ce qui ressemble à un numéro national ou de sécurité sociale. Effacez-le : ce fichier est lu par tous."
_IBAN = "Cette ligne contient un numéro de compte bancaire (IBAN). Effacez-le : ce fichier est lu par tous."
_ADDRESS = "Cette ligne contient ce qui ressemble à l'adresse e-mail d'une personne. Mettez l'adresse du service, ou effacez-la."


def personal_findings(reading: Reading) -> list[Finding]:
    """Return the traces of a person, line by line, comments included."""
    worth = _lines_worth_a_look(reading.text)
    if not worth:
        return []
    sources = _source_lines(reading)
    lines = reading.text.splitlines()
    traces = ((number, message) for number in worth for message in _traces(_URL.sub(" ", lines[number - 1]), mail=number not in sources))
    return [Finding(reading.file, number, "E15", level_of("E15"), "", message) for number, message in traces]


def _lines_worth_a_look(text: str) -> list[int]:
    """Return the numbers of the lines that may hold a trace: most files are read through once, and no line twice."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
    places = [found.start() for found in _WORTH_A_LOOK.finditer(plain)]
    if "@" in plain:
        places += [found.start() for found in _AT.finditer(plain)]
    return sorted({plain.count("\n", 0, place) + 1 for place in places})


def _source_lines(reading: Reading) -> range:
    """Return the lines of « sources », where a page may name its author."""
    if not isinstance(reading.value, dict) or "sources" not in reading.value:
        return range(0)
    first = reading.line(("sources",))
    after = [reading.line((key,)) for key in reading.value if reading.line((key,)) > first]
    return range(first, min(after, default=reading.text.count("\n") + 2))


def _traces(line: str, *, mail: bool) -> Iterator[str]:
    belgian = (_BLANKS.sub("", found.group()) for found in _BELGIAN.finditer(line))
    french = (_BLANKS.sub("", found.group()).upper() for found in _FRENCH.finditer(line))
    if any(nn.is_valid(one) or ssn.is_valid(one) for one in belgian) or any(nir.is_valid(one) for one in french):
        yield say(_NUMBER)
    if any(iban.is_valid(_BLANKS.sub("", found.group()), check_country=False) for found in _ACCOUNT.finditer(line)):
        yield say(_IBAN)
    for found in _MAIL.finditer(line) if mail else ():
        if _ROLES.isdisjoint(re.split(r"[._'-]", f"{found[1]}.{found[2]}".lower())):
            yield say(_ADDRESS)
