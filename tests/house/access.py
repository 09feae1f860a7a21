"""Who may open what: the table that people review, and the realistic arguments that each address is asked with.

A row is a verb and an address, a column is somebody, a cell is what they get:

    page   the page (200)                          file   a paper or a file (200)
    422    the page, which says what is missing    >log   led to « Se connecter »
    >num   led to the number that is still owed    >pap   led to the papers of their arrival
    >wait  led to the meeting of a colleague       >done  done, and led to the page that shows it
    >home >self >team >mach    done, or led to the home page, « Mon compte », « Équipe », « Ouvrir ce poste »
    401    not signed in: what was typed is shown to be copied
    403    not for this role                       404    nothing is here, or not yours: nobody can tell which
    409    allowed to ask, not to have             423    under the veil: six figures first, and what was sent waits
    allow  the verbs that the address takes

HEAD answers as GET does, without a body.  OPTIONS asks the door (`DOORS`).  Every other verb is refused with 405 by every address.

The columns, in the order of `cast.PERSONAS`.  `feuil` is a browser that shows a « clé de la feuille »: it stays a stranger, since the key
opens something at the desk only, typed by a worker.  `persn` shows the token of a person's view: until that page exists, it is a stranger
too, whatever cookies and tokens it holds.  `half` gave a right passphrase and owes a number.  `arriv` has papers to receive, `wait` has
them and was met by nobody yet.  `poste` is a machine opened for the day.  `veil` is a member under the veil.  `left` is a member who was
let go, and whose session an old backup would have brought back.  `late` is a member whose session is twelve hours old.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask import Flask
from werkzeug.test import TestResponse

from companion.web.access import Door
from tests.atelier.forms import fields_of
from tests.house.cast import ASKED_NUMBER, PHRASE_OF_ARRIVING, PIN, Cast
from tests.house.cast_visits import AT_DESKS, DEMARCHES, GUIDE, PICTURES

STEP = "preparer"
VERBS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT")

HEADER = "strng feuil persn half  arriv wait  accue membr techn poste veil  left  late"

TABLE = """
EVERYBODY                                               strng feuil persn half  arriv wait  accue membr techn poste veil  left  late
GET /                                                   page  page  page  page  page  page  page  page  page  page  page  page  page
GET /aide                                               page  page  page  page  page  page  page  page  page  page  page  page  page
GET /atelier/                                           page  page  page  page  page  page  page  page  page  page  page  page  page
GET /atelier/<name>                                     page  page  page  page  page  page  page  page  page  page  page  page  page
GET /atelier/<name>/cpsv-ap.jsonld                      file  file  file  file  file  file  file  file  file  file  file  file  file
GET /atelier/<name>/dessin.mmd                          file  file  file  file  file  file  file  file  file  file  file  file  file
GET /atelier/<name>/dessin.svg                          file  file  file  file  file  file  file  file  file  file  file  file  file
GET /atelier/<name>/epreuve.pdf                         file  file  file  file  file  file  file  file  file  file  file  file  file
POST /atelier/<name>/exact                              >done >done >done >done >done >done >done >done >done >done >done >done >done
GET /atelier/<name>/fichier.yaml                        file  file  file  file  file  file  file  file  file  file  file  file  file
GET /atelier/<name>/merci                               page  page  page  page  page  page  page  page  page  page  page  page  page
GET /atelier/<name>/signaler                            page  page  page  page  page  page  page  page  page  page  page  page  page
POST /atelier/<name>/signaler                           >done >done >done >done >done >done >done >done >done >done >done >done >done
GET /connexion                                          page  page  page  >self >self >self >self >self >self >self >self page  page
POST /connexion                                         422   422   422   422   422   422   422   422   422   422   422   422   422
GET /echeances                                          page  page  page  page  page  page  page  page  page  page  page  page  page
GET /guides/<name>                                      page  page  page  page  page  page  page  page  page  page  page  page  page
POST /guides/<name>                                     page  page  page  page  page  page  page  page  page  page  page  page  page
POST /guides/<name>/calendrier                          file  file  file  file  file  file  file  file  file  file  file  file  file
POST /guides/<name>/documents                           file  file  file  file  file  file  file  file  file  file  file  file  file
GET /guides/<name>/etapes/<step>/attestation            page  page  page  page  page  page  page  page  page  page  page  page  page
POST /guides/<name>/etapes/<step>/attestation           file  file  file  file  file  file  file  file  file  file  file  file  file
POST /guides/<name>/feuillet                            file  file  file  file  file  file  file  file  file  file  file  file  file
GET /poste                                              page  page  page  >home >home >home >home >home >home >home >home page  page
POST /poste                                             422   422   422   422   422   422   422   422   422   422   422   422   422
POST /poste/commencer                                   >mach >mach >mach >mach >mach >mach >mach >mach >mach >mach >mach >mach >mach
GET /premiere-ouverture                                 >log  >log  >log  >log  >log  >log  >log  >log  >log  >log  >log  >log  >log
POST /premiere-ouverture                                404   404   404   404   404   404   404   404   404   404   404   404   404
GET /rejoindre                                          page  page  page  page  page  page  page  page  page  page  page  page  page
POST /rejoindre                                         422   422   422   422   422   422   422   422   422   422   422   422   422
GET /sante                                              file  file  file  file  file  file  file  file  file  file  file  file  file
GET /secours                                            page  page  page  page  page  page  page  page  page  page  page  page  page
POST /secours                                           422   422   422   422   422   422   422   422   422   422   422   422   422
GET /secours/enveloppe                                  page  page  page  page  page  page  page  page  page  page  page  page  page
POST /secours/enveloppe                                 422   422   422   422   422   422   422   422   422   422   422   422   422
GET /static/<name>                                      file  file  file  file  file  file  file  file  file  file  file  file  file
HALF                                                    strng feuil persn half  arriv wait  accue membr techn poste veil  left  late
POST /connexion/abandonner                              >log  >log  >log  >log  >pap  >wait >home >home >home >home 423   >log  >log
GET /connexion/numero                                   >log  >log  >log  page  >pap  >wait >home >home >home >home 423   >log  >log
POST /connexion/numero                                  >log  >log  >log  422   >pap  >wait >home >home >home >home 423   >log  >log
ARRIVING                                                strng feuil persn half  arriv wait  accue membr techn poste veil  left  late
GET /arrivee                                            >log  >log  >log  >num  >pap  >wait >home >team >team >home 423   >log  >log
GET /arrivee/<step>                                     >log  >log  >log  >num  page  >pap  >pap  >pap  >pap  >pap  423   >log  >log
POST /arrivee/<step>                                    401   401   401   >num  >pap  >pap  >pap  >pap  >pap  >pap  423   401   401
GET /arrivee/<step>/imprimer                            >log  >log  >log  >num  file  404   404   404   404   404   423   >log  >log
POST /arrivee/garder-ancien                             401   401   401   >num  404   404   404   404   404   404   423   401   401
SELF                                                    strng feuil persn half  arriv wait  accue membr techn poste veil  left  late
GET /attente                                            >log  >log  >log  >num  >pap  page  >home >home >home >home 423   >log  >log
POST /attente                                           401   401   401   >num  >pap  >team >home >home >home >home 423   401   401
GET /moi                                                >log  >log  >log  >num  >pap  page  page  page  page  page  423   >log  >log
POST /moi/chiffres                                      401   401   401   >num  >pap  >self >self >self >self >self 423   401   401
POST /moi/renouveler/<step>                             401   401   401   >num  >pap  >pap  >pap  >pap  >pap  404   423   401   401
VEILED                                                  strng feuil persn half  arriv wait  accue membr techn poste veil  left  late
POST /quitter                                           401   401   401   >num  >log  >log  >log  >log  >log  409   >log  401   401
GET /voile                                              >log  >log  >log  >num  >self >self >self >self >self >self 423   >log  >log
POST /voile                                             401   401   401   >num  >home >home >home >home >home >home >home 401   401
POST /voile/tirer                                       401   401   401   >num  >home >home >home >home >home >home >home 401   401
TEAM                                                    strng feuil persn half  arriv wait  accue membr techn poste veil  left  late
GET /equipe/affiche                                     >log  >log  >log  >num  >pap  >wait file  file  403   file  423   >log  >log
GET /reprendre                                          >log  >log  >log  >num  >pap  >wait page  page  403   page  423   >log  >log
POST /reprendre                                         401   401   401   >num  >pap  >wait >done >done 403   >done 423   401   401
GET /visites                                            >log  >log  >log  >num  >pap  >wait page  page  403   page  423   >log  >log
POST /visites                                           401   401   401   >num  >pap  >wait >done >done 403   >done 423   401   401
GET /visites/<visit>                                    >log  >log  >log  >num  >pap  >wait >done >done 403   >done 423   >log  >log
GET /visites/<visit>/<demarche>                         >log  >log  >log  >num  >pap  >wait page  page  403   page  423   >log  >log
POST /visites/<visit>/<demarche>                        401   401   401   >num  >pap  >wait >done >done 403   >done 423   401   401
GET /visites/<visit>/<demarche>/bloque/<step>           >log  >log  >log  >num  >pap  >wait page  page  403   page  423   >log  >log
POST /visites/<visit>/<demarche>/bloque/<step>          401   401   401   >num  >pap  >wait >done >done 403   >done 423   401   401
GET /visites/<visit>/<demarche>/calendrier              >log  >log  >log  >num  >pap  >wait file  file  403   file  423   >log  >log
POST /visites/<visit>/<demarche>/debloque               401   401   401   >num  >pap  >wait >done >done 403   >done 423   401   401
GET /visites/<visit>/<demarche>/documents               >log  >log  >log  >num  >pap  >wait file  file  403   file  423   >log  >log
POST /visites/<visit>/<demarche>/retirer                401   401   401   >num  >pap  >wait >done >done 403   >done 423   401   401
POST /visites/<visit>/<demarche>/separer                401   401   401   >num  >pap  >wait >done >done 403   >done 423   401   401
GET /visites/<visit>/<demarche>/version                 >log  >log  >log  >num  >pap  >wait >done >done 403   >done 423   >log  >log
POST /visites/<visit>/<demarche>/version                401   401   401   >num  >pap  >wait >done >done 403   >done 423   401   401
GET /visites/<visit>/ajouter                            >log  >log  >log  >num  >pap  >wait page  page  403   page  423   >log  >log
POST /visites/<visit>/ajouter                           401   401   401   >num  >pap  >wait >done >done 403   >done 423   401   401
GET /visites/<visit>/coupure                            >log  >log  >log  >num  >pap  >wait >done >done 403   >done 423   >log  >log
POST /visites/<visit>/coupure                           401   401   401   >num  >pap  >wait >done >done 403   >done 423   401   401
GET /visites/<visit>/effacer                            >log  >log  >log  >num  >pap  >wait page  page  403   page  423   >log  >log
GET /visites/<visit>/fermer                             >log  >log  >log  >num  >pap  >wait page  page  403   page  423   >log  >log
POST /visites/<visit>/fermer                            401   401   401   >num  >pap  >wait >done >done 403   >done 423   401   401
GET /visites/<visit>/feuille                            >log  >log  >log  >num  >pap  >wait page  page  403   page  423   >log  >log
GET /visites/<visit>/feuille.pdf                        >log  >log  >log  >num  >pap  >wait file  file  403   file  423   >log  >log
POST /visites/<visit>/fin                               401   401   401   >num  >pap  >wait >done >done 403   >done 423   401   401
POST /visites/<visit>/revenir                           401   401   401   >num  >pap  >wait >done >done 403   >done 423   401   401
GET /visites/ponctuelle                                 >log  >log  >log  >num  >pap  >wait page  page  403   page  423   >log  >log
MEMBERS                                                 strng feuil persn half  arriv wait  accue membr techn poste veil  left  late
POST /atelier/<name>/abandonner                         401   401   401   >num  >pap  >wait 403   409   403   403   423   401   401
POST /atelier/<name>/annuler                            401   401   401   >num  >pap  >wait 403   >done 403   403   423   401   401
GET /atelier/<name>/modifier                            >log  >log  >log  >num  >pap  >wait 403   page  403   403   423   >log  >log
GET /atelier/<name>/modifier/<card>                     >log  >log  >log  >num  >pap  >wait 403   page  403   403   423   >log  >log
POST /atelier/<name>/modifier/<card>                    401   401   401   >num  >pap  >wait 403   >done 403   403   423   401   401
GET /atelier/<name>/modifier/<card>/<key>/<item>        >log  >log  >log  >num  >pap  >wait 403   page  403   403   423   >log  >log
POST /atelier/<name>/modifier/<card>/<key>/<item>       401   401   401   >num  >pap  >wait 403   >done 403   403   423   401   401
POST /atelier/<name>/publier                            401   401   401   >num  >pap  >wait 403   409   403   403   423   401   401
POST /atelier/<name>/relu                               401   401   401   >num  >pap  >wait 403   409   403   403   423   401   401
POST /atelier/<name>/revenir                            401   401   401   >num  >pap  >wait 403   409   403   403   423   401   401
GET /atelier/nouveau                                    >log  >log  >log  >num  >pap  >wait 403   page  403   403   423   >log  >log
POST /atelier/nouveau                                   401   401   401   >num  >pap  >wait 403   >done 403   403   423   401   401
GET /equipe/<number>/mots                               >log  >log  >log  >num  >pap  >wait 403   page  403   403   423   >log  >log
POST /equipe/<number>/mots                              401   401   401   >num  >pap  >wait 403   >team 403   403   423   401   401
POST /equipe/<number>/redonner                          401   401   401   >num  >pap  >wait 403   >team 403   403   423   401   401
POST /equipe/cle                                        401   401   401   >num  >pap  >wait 403   >team 403   403   423   401   401
POST /equipe/enveloppe                                  401   401   401   >num  >pap  >wait 403   >pap  403   403   423   401   401
GET /equipe/poste                                       >log  >log  >log  >num  >pap  >wait 403   page  403   403   423   >log  >log
POST /equipe/poste                                      401   401   401   >num  >pap  >wait 403   >done 403   403   423   401   401
GET /reprendre/images                                   >log  >log  >log  >num  >pap  >wait 403   page  403   403   423   >log  >log
POST /reprendre/images                                  401   401   401   >num  >pap  >wait 403   >done 403   403   423   401   401
GET /suivi                                              >log  >log  >log  >num  >pap  >wait 403   page  403   403   423   >log  >log
POST /suivi/<thread>/note                               401   401   401   >num  >pap  >wait 403   >done 403   403   423   401   401
POST /suivi/reprendre                                   401   401   401   >num  >pap  >wait 403   >done 403   403   423   401   401
POST /suivi/seul                                        401   401   401   >num  >pap  >wait 403   >done 403   403   423   401   401
POST /visites/<visit>/effacer                           401   401   401   >num  >pap  >wait 403   >done 403   403   423   401   401
POST /visites/<visit>/garder                            401   401   401   >num  >pap  >wait 403   >done 403   403   423   401   401
HOUSE                                                   strng feuil persn half  arriv wait  accue membr techn poste veil  left  late
GET /equipe                                             >log  >log  >log  >num  >pap  >wait 403   page  page  403   423   >log  >log
GET /equipe/<number>/depart                             >log  >log  >log  >num  >pap  >wait 403   page  page  403   423   >log  >log
POST /equipe/<number>/depart                            401   401   401   >num  >pap  >wait 403   >team >team 403   423   401   401
POST /equipe/invitation                                 401   401   401   >num  >pap  >wait 403   >team >team 403   423   401   401
POST /equipe/invitation/ranger                          401   401   401   >num  >pap  >wait 403   >team >team 403   423   401   401
"""

ASKED = """
OPTIONS                                                 strng feuil persn half  arriv wait  accue membr techn poste veil  left  late
EVERYBODY                                               allow allow allow allow allow allow allow allow allow allow allow allow allow
HALF                                                    401   401   401   allow >pap  >wait >home >home >home >home 423   401   401
ARRIVING                                                401   401   401   >num  allow allow allow allow allow allow 423   401   401
SELF                                                    401   401   401   >num  >pap  allow allow allow allow allow 423   401   401
VEILED                                                  401   401   401   >num  allow allow allow allow allow allow allow 401   401
TEAM                                                    401   401   401   >num  >pap  >wait allow allow 403   allow 423   401   401
MEMBERS                                                 401   401   401   >num  >pap  >wait 403   allow 403   403   423   401   401
HOUSE                                                   401   401   401   >num  >pap  >wait 403   allow allow 403   423   401   401
"""
"""What the door says before an address tells its verbs."""
DOORS = {Door[line.split()[0]]: tuple(line.split()[1:]) for line in ASKED.strip().splitlines()[1:]}

LED = {
    "/": ">home", "/connexion": ">log", "/connexion/numero": ">num", "/arrivee": ">pap", "/attente": ">wait", "/moi": ">self",
    "/equipe": ">team", "/poste": ">mach", "/premiere-ouverture": ">first",
}  # fmt: skip


@dataclass(frozen=True)
class Row:
    """What each persona gets at one address."""

    verb: str
    rule: str
    door: Door
    cells: tuple[str, ...]


def rows(table: str = TABLE) -> Iterator[Row]:
    """Read the table: a door, then the addresses behind it."""
    door = Door.EVERYBODY
    for line in table.strip().splitlines():
        words = line.split()
        if words[0] in Door.__members__:
            door = Door[words[0]]
            assert " ".join(words[1:]) == " ".join(HEADER.split()), "the columns stand above each group"
        elif words:
            yield Row(words[0], words[1], door, tuple(words[2:]))


def routes(app: Flask) -> set[tuple[str, str]]:
    """Return each verb and address that the house answers, those that every address has left out."""
    return {(verb, rule.rule) for rule in app.url_map.iter_rules() for verb in (rule.methods or set()) - {"HEAD", "OPTIONS"}}


def seen(answer: TestResponse) -> str:
    """Say an answer in the words of the table."""
    if answer.status_code == 303:
        where = answer.location.partition("?")[0].partition("#")[0]
        return LED.get(where) or (">pap" if where.startswith("/arrivee/") else ">done")
    if answer.status_code == 200:
        return "page" if answer.mimetype == "text/html" else "file"
    return str(answer.status_code)


WRITTEN = {"/atelier/<name>/modifier/<card>", "/atelier/<name>/modifier/<card>/<key>/<item>"}
"""Forms that are sent as the page shows them, every field of them."""
NUMBER = {"/equipe/<number>/mots": "newcomer", "/equipe/<number>/depart": "accueil", "/equipe/<number>/redonner": "accueil"}
"""About whom each address speaks."""
PARTS = {"name": GUIDE, "card": "etapes", "key": "etapes", "item": STEP}
STEPS = {
    "/moi/renouveler/<step>": "feuille",
    "/guides/<name>/etapes/<step>/attestation": STEP,
    "/visites/<visit>/<demarche>/bloque/<step>": STEP,
}
CLOSING = ("/feuille", "/feuille.pdf", "/fin", "/revenir")
"""What is asked of a visit whose closing has begun."""
SECOND = ("/retirer", "/separer")
"""What is asked of a démarche that is not alone on its sheet."""


def visit_parts(cast: Cast, rule: str, persona: str) -> Mapping[str, str]:
    """Name a visit of this persona, or a member's when they have none; one of its démarches; the thread that the team keeps."""
    whose = persona if persona in AT_DESKS else "membre"
    visit = cast.visits.get(f"{whose} closing" if rule.endswith(CLOSING) else whose, b"0" * 16)
    return {"visit": visit.hex(), "demarche": DEMARCHES[rule.endswith(SECOND)], "thread": cast.thread.hex() or "0" * 32}


def address(cast: Cast, rule: str, persona: str = "membre") -> str:
    """Fill an address with what exists, and is this persona's when somebody owns it."""
    parts = PARTS | visit_parts(cast, rule, persona)
    parts |= {"step": STEPS.get(rule, "phrase"), "number": cast.ids[NUMBER[rule]].hex() if rule in NUMBER else ""}
    if rule == "/static/<name>":
        return cast.style
    for part, value in parts.items():
        rule = rule.replace(f"<{part}>", value)
    return rule


def said(cast: Cast, row: Row, persona: str) -> Mapping[str, str]:
    """Return what is typed in the form of an address: what who may ask would type, and wrong codes where anybody may try."""
    if row.verb == "POST" and (row.rule.startswith(("/visites", "/reprendre", "/suivi"))):
        return at_a_desk(cast, row.rule)
    if row.rule in WRITTEN and persona == "membre" and row.verb == "POST":
        return fields_of(cast.call(persona, "GET", address(cast, row.rule)).text)
    words = cast.words["membre"] if persona == "waiting" else cast.words["newcomer"]
    known = {
        "/connexion": {"nom": "heron-42", "phrase": "motquinexistepas", "entrer": "1"},
        "/connexion/numero": {"numero": "000000"},
        "/premiere-ouverture": {"code": "7K2M-9QRS", "nom": "Une autre maison"},
        "/rejoindre": {"invitation": "7K2M-9QRS"},
        "/secours": {"nom": "heron-42", "feuille": "7K2M9"},
        "/secours/enveloppe": {"enveloppe": "7K2M9"},
        "/poste": {"chiffres": "123456"},
        "/arrivee/<step>": {"phrase": PHRASE_OF_ARRIVING},
        "/attente": {"mots": words},
        "/moi/chiffres": {"chiffres": PIN},
        "/voile": {"lever": PIN, "vers": "/"},
        "/equipe/invitation": {"role": "accueil"},
        "/equipe/<number>/mots": {"mots": words, "prenom": "Zoé"},
        "/equipe/poste": {"numero": ASKED_NUMBER, "heure": "18:00"},
        "/atelier/<name>/signaler": {"choix": "date", "etape": STEP},
        "/atelier/nouveau": {"titre": "Renouveler une carte", "institution": "be-onem"},
    }
    return known.get(row.rule, {})


def at_a_desk(cast: Cast, rule: str) -> Mapping[str, str | list[str]]:
    """Return what is typed, or touched, on the pages of visits."""
    visit = "/visites/<visit>"
    known: Mapping[str, Mapping[str, str | list[str]]] = {
        "/reprendre": {f"cle{rank + 1}": cast.reading_key[4 * rank : 4 * rank + 4] for rank in range(3)},
        "/reprendre/images": {"guide": GUIDE, "periode": "mois", "image": list(PICTURES)},
        "/visites": {"guide": GUIDE},
        f"{visit}/ajouter": {"guide": GUIDE},
        f"{visit}/<demarche>": {f"fait-{STEP}": "avec", "q-age": "majeur"},
        f"{visit}/<demarche>/bloque/<step>": {"obstacle": "cost", "note": "Trop cher"},
        f"{visit}/effacer": {"qui": "seule"},
        f"{visit}/fermer": {"feuille": "sans", "equipe": "oui", "image": list(PICTURES)},
        "/suivi/seul": {"seul": "oui"},
        "/suivi/<thread>/note": {"quoi": "prolonger"},
        "/suivi/reprendre": {"fil": cast.thread.hex()},
    }
    return known.get(rule, {})
