"""One invented procedure, whose parts a test may change, and the moment at which its papers are printed."""

from datetime import date, datetime

from companion.clock import ZONE
from companion.procedures.rules.handout import Association, Handout, seen_deadlines
from companion.procedures.rules.procedure import Procedure
from companion.procedures.rules.run import walk
from companion.procedures.rules.shared import Institution

MONDAY = datetime(2026, 9, 21, 10, 42, tzinfo=ZONE)
FRESH = {"le": "2026-09-01", "par": "équipe", "methode": "lecture", "valable": "P3M"}
OLD = {"le": "2026-03-01", "par": "équipe", "methode": "lecture", "valable": "P3M"}

QUESTIONS = [
    {
        "id": "age",
        "texte": "Quel âge ?",
        "choix": {
            "majeur": {"texte": "18 ans ou plus", "si": "18 ans ou plus"},
            "mineur": {"texte": "Moins de 18 ans", "si": "moins de 18 ans"},
        },
    }
]
CHANNELS = [
    {"id": "site", "type": "en_ligne", "url": "https://bourse.example.be", "source": "faq"},
    {"id": "guichet", "type": "guichet", "nom": "Bureau régional", "adresse": "Rue Haute 1", "confirmer": "les heures"},
    {"id": "ligne", "type": "telephone", "numero": "0800 11 869", "horaires": "En semaine, de 9 h à 12 h", "source": "faq"},
    {"id": "lettre", "type": "papier", "existe": "inconnu", "confirmer": "demander"},
]
DEADLINES = [
    {"id": "demande", "titre": "Demande", "type": "annuelle", "ouvre": "07-05", "ferme": "10-31", "source": "faq"},
    {
        "id": "recours",
        "titre": "Réclamation",
        "type": "relative",
        "apres": "decision",
        "evenement": "la date sur la lettre",
        "delai": "P30D",
        "source": "faq",
    },
]
WEDNESDAY_FORM = {
    "id": "mercredi",
    "titre": "Formulaire du mercredi",
    "type": "hebdomadaire",
    "jours": ["mercredi"],
    "heure": "14:00",
    "duree_min": 60,
    "confirmer": "vu une fois",
}
DOCUMENTS = [
    {"id": "menage", "nom": "Composition de ménage", "ou": "À la commune", "source": "faq"},
    {"id": "ecole", "nom": "Autorisation parentale", "si": ["age=mineur"], "confirmer": "le modèle"},
]
STEPS = [
    {
        "id": "preparer",
        "titre": "Rassembler les pièces",
        "nature": "pieces",
        "qui": ["avec"],
        "simple_passe": "Vous avez préparé vos documents.",
    },
    {"id": "remplir", "titre": "Remplir la demande", "nature": "saisie", "canal": "site", "qui": ["avec"], "garder": ["accuse"]},
    {"id": "attendre", "titre": "Attendre la réponse", "nature": "suivi", "qui": ["personne"]},
]


def a_procedure(**changed):
    return Procedure.model_validate(
        {
            "format": 1,
            "id": "be-bourse-test",
            "titre": "Demander une bourse d'études",
            "court": "Bourse",
            "resume": "Une aide.",
            "institution": "be-test",
            "canaux": CHANNELS,
            "questions": QUESTIONS,
            "echeances": DEADLINES,
            "documents": DOCUMENTS,
            "etapes": STEPS,
            "garder": [{"id": "accuse", "texte": "Accusé d'envoi, imprimé"}],
            "sources": {"faq": {"titre": "Questions fréquentes", "url": "https://bourse.example.be/faq", "nature": "officiel"}},
            "verification": FRESH,
        }
        | changed
    )


def an_institution(**changed):
    return Institution.model_validate(
        {
            "id": "be-test",
            "nom": "Direction des allocations scolaires",
            "sigle": "DAS",
            "mediateur": {"nom": "Le Médiateur", "numero": "0800 19 199", "suspend_delai": "oui"},
            "plainte": [{"nom": "Lettre à la direction", "suspend_delai": "non", "confirmer": "l'adresse"}],
        }
        | changed
    )


def an_association():
    return Association("Les Tilleuls", "02 000 00 00", "Rue de l’Exemple 1, 1080 Bruxelles", "Lundi, de 9 h à 12 h")


def a_handout(procedure=None, *, discreet=False, now=MONDAY, **known):
    """Return a handout; `answers`, `ticks`, `since`, `institution` and `association` may be told."""
    told = {
        "answers": {},
        "ticks": {"preparer": "avec"},
        "since": {},
        "institution": an_institution(),
        "association": an_association(),
    } | known
    seen = walk(procedure or a_procedure(), told["answers"], (), told["ticks"])
    deadlines = seen_deadlines(seen, now, told["since"])
    return Handout(seen, told["institution"], told["association"], deadlines, now, discreet)


def a_day(text):
    return date.fromisoformat(text)
