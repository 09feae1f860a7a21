"""The first lines of a new procedure file: true from the start, since they only say that nothing is known yet."""

import re
from collections.abc import Iterable
from datetime import date

from companion.atelier.rules.typed import new_name

COUNTRIES = {"be": "Belgique", "fr": "France"}
LONGEST_TITLE = 120
_BLANKS = re.compile(r"\s+")

_FILE = """\
# Guide commencé dans l'Atelier.  Ce qui n'est pas sûr reste « confirmer ».
format: 1
id: {id}
titre: "{title}"
resume: "À écrire : à quoi sert cette démarche, en une phrase."
institution: {institution}
canaux:
  - {{id: guichet, type: guichet, existe: inconnu, confirmer: "un guichet existe-t-il, et quand ?"}}
  - {{id: telephone, type: telephone, existe: inconnu, confirmer: "quel numéro, et à quelles heures ?"}}
  - {{id: papier, type: papier, existe: inconnu, confirmer: "peut-on écrire, et à quelle adresse ?"}}
echeances: []
questions: []
documents: []
etapes:
  - id: commencer
    titre: "À écrire : la première étape"
    nature: information
    canal: guichet
    qui: [avec, personne]
    simple: |
      Nous regardons ensemble ce qu'il faut faire.
    simple_passe: vous avez regardé ce qu'il faut faire
garder: []
sources: {{}}
verification: {{le: {today}, par: "À écrire : votre association", methode: lecture, valable: P3M}}
traductions: {{attendues: []}}
journal:
  - {{le: {today}, quoi: "Guide commencé."}}
"""


def name_of(country: str, title: str, taken: Iterable[str]) -> str:
    """Return the name of a new guide, which nothing else bears: « be-carte-de-bibliotheque »."""
    return f"{country}-{new_name(title, (name.partition('-')[2] for name in taken if name.startswith(f'{country}-')))}"


def skeleton(name: str, title: str, institution: str, today: date) -> str:
    """Return the text of a new file; its form is right, and it says everywhere what remains to be written."""
    quoted = _BLANKS.sub(" ", title).strip()[:LONGEST_TITLE].replace("\\", "/").replace('"', "’")
    return _FILE.format(id=name, title=quoted, institution=institution, today=today.isoformat())
