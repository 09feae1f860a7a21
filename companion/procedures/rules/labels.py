"""The French name of every key of a procedure file, and of every code its keys may hold.

One table for all who show a key to an author: the differences between two
versions, the form, the messages.  Labels begin in lower case, to stand inside
a sentence; whoever begins a sentence with one sets the capital.
"""

from collections.abc import Mapping

from pydantic import BaseModel

from companion.procedures.rules.codes import (
    CHANNELS,
    EXISTENCES,
    FREQUENCIES,
    METHODS,
    MODES,
    OBSTACLES,
    SAVE_MEANS,
    SENSITIVITIES,
    SOURCE_KINDS,
    THEMES,
)
from companion.procedures.rules.parts import (
    Channel,
    Choice,
    Device,
    Monthly,
    Question,
    Relative,
    SaveTheDate,
    Trap,
    Warned,
    Weekly,
    Yearly,
)
from companion.procedures.rules.procedure import Automatic, Entry, Keep, Procedure, Source, Step, Translations, Verification, Withdrawn
from companion.typography import NBSP

LONGEST_NAME = 60

_EVERYWHERE: dict[str, str] = {
    "id": "identifiant", "titre": "titre", "nom": "nom", "texte": "texte", "institution": "institution", "guide": "guide à faire avant",
    "source": "source", "confirmer": "ce qui reste à confirmer", "terrain": "vu en permanence",
    "si": "seulement si (tout)", "si_un_de": "seulement si (au moins un)",
    "existe": "existe", "url": "adresse web", "numero": "numéro de téléphone",
    "mecanisme": "délégation du catalogue", "conditions": "conditions", "signature": "couvre la signature",
    "moyen": "moyen", "motif": "motif",
    "signe": "signe que c’est bloqué", "alors": "où aller alors", "obstacle": "obstacle compté",
    "personne": "minutes, la personne seule", "avec": "minutes, ensemble", "a_la_place": "minutes, à sa place",
    "ou": "où l’obtenir", "si_ferme": "que faire si c’est fermé", "sauver_la_date": "comment sauver la date",
    "ouvre_a": "heure d’ouverture", "ferme_a": "heure de fermeture", "attendues": "langues attendues",
    "methode": "façon de vérifier", "valable": "valable pendant",
}  # fmt: skip

_OWN: dict[type[BaseModel], dict[str, str]] = {
    Procedure: {
        "format": "version du format", "court": "titre court", "resume": "résumé", "themes": "thèmes",
        "synonymes": "autres noms", "frequence": "fréquence", "prealable": "sert de préalable", "prealables": "démarches à faire avant",
        "automatique": "droit automatique", "enjeu": "ce qui se perd sans la démarche", "canaux": "canaux",
        "delegation": "délégations officielles", "echeances": "échéances", "questions": "questions", "documents": "documents",
        "etapes": "étapes", "garder": "ce que la personne garde", "aide": "lieux d’aide", "sources": "sources",
        "verification": "vérification", "traductions": "traductions", "journal": "journal", "retiree": "retrait du guide",
    },
    Step: {
        "nature": "nature de l’étape", "hors_parcours": "seulement par une sortie", "canal": "canal",
        "qui": "qui agit", "gestes": "gestes que la personne accepte",
        "consentement": "forme de l’accord", "sensibilite": "ce qui est sensible",
        "saisie_reservee": "ce que la personne tape seule", "reponse_reservee": "ce que la personne répond seule",
        "documents": "documents utiles", "echeances": "échéances en jeu", "deplacement": "demande un déplacement",
        "simple": "ce qu’on dit à la personne", "simple_passe": "ce qui sera écrit une fois fait", "ecran": "ce que l’écran demande",
        "pieges": "pièges", "si_bloque": "sorties si c’est bloqué", "limite": "limite à débattre", "garder": "ce qu’on garde de l’étape",
        "previent": "qui sera prévenu", "croise": "ce que l’institution vérifie ailleurs", "duree_type": "durée habituelle",
        "remplace": "anciens identifiants",
    },
    Channel: {
        "type": "sorte de canal", "acces": "ce qu’il faut pour entrer", "adresse": "adresse", "horaires": "horaires",
        "comment": "comment faire", "cout": "coût", "recommande": "envoi recommandé", "appareil": "appareil",
    },
    Device: {"telephone": "un téléphone suffit", "lecteur": "un lecteur de carte est utile", "texte": "précision"},
    Weekly: {"type": "sorte d’échéance", "jours": "jours de la semaine", "heure": "heure d’ouverture", "duree_min": "durée en minutes"},
    Monthly: {"type": "sorte d’échéance", "du": "premier jour", "au": "dernier jour", "exceptions": "mois qui ouvrent un autre jour"},
    Yearly: {"type": "sorte d’échéance", "ouvre": "jour d’ouverture", "ferme": "jour de fermeture"},
    Relative: {
        "type": "sorte d’échéance", "apres": "ce qui fait courir le délai", "avant": "date avant laquelle il faut agir",
        "evenement": "ce qu’il faut regarder", "ouvre_avant": "s’ouvre combien de temps avant la date",
        "delai": "délai", "jours": "jours comptés",
    },
    SaveTheDate: {"accepte": "accepté par l’institution"},
    Question: {"texte": "question", "aide": "aide pour répondre", "choix": "réponses possibles"},
    Choice: {"texte": "réponse", "si": "réponse au milieu d’une phrase"},
    Trap: {"diffusion": "diffusion"},
    Warned: {"qui": "qui est prévenu"},
    Keep: {"texte": "ce que la personne garde"},
    Automatic: {"existe": "vient sans demande"},
    Source: {"nature": "nature de la source", "date": "date de la source", "lu_le": "lue le", "empreinte": "empreinte de la page lue"},
    Verification: {"le": "date de vérification", "par": "vérifié par"},
    Entry: {"le": "jour", "quoi": "ce qui a changé"},
    Withdrawn: {"le": "retiré le", "voir": "guide à voir à la place"},
}  # fmt: skip

THINGS: dict[str, str] = {
    "prealables": "préalable", "canaux": "canal", "delegation": "délégation", "echeances": "échéance", "questions": "question",
    "documents": "document", "etapes": "étape", "garder": "chose à garder", "aide": "lieu d’aide", "sources": "source",
    "journal": "ligne du journal", "choix": "réponse", "sauver_la_date": "moyen", "pieges": "piège", "ecran": "indication",
    "si_bloque": "sortie", "previent": "personne prévenue", "croise": "contrôle",
}  # fmt: skip
"""Keys that hold several things → what one of them is called."""

NATURES: dict[str, str] = {
    "information": "information", "prerequis": "préalable", "connexion": "connexion", "saisie": "saisie", "pieces": "pièces à réunir",
    "rendez_vous": "rendez-vous", "contact": "contact", "paiement": "paiement", "suivi": "suivi", "ecoute": "écoute",
}  # fmt: skip
GESTURES: dict[str, str] = {
    "consulter": "consulter", "remplir": "remplir", "joindre": "joindre des pièces", "prendre-rdv": "prendre rendez-vous",
    "telephoner": "téléphoner", "ecrire-message": "écrire un message", "envoyer": "envoyer",
    "declarer-sur-honneur": "déclarer sur l’honneur", "creer-compte": "créer un compte", "changer-coordonnees": "changer des coordonnées",
    "accepter-ou-renoncer": "accepter ou renoncer", "resilier": "résilier", "activer-ebox": "activer My eBox",
}  # fmt: skip
HARDENINGS: dict[str, str] = {"ecrit": "signé sur papier", "relu": "relu à voix haute"}
DEADLINES: dict[str, str] = {
    "hebdomadaire": "chaque semaine", "mensuelle": "chaque mois", "annuelle": "chaque année",
    "relative": "délai après un événement ou avant une date",
}  # fmt: skip
DAY_COUNTS: dict[str, str] = {"calendrier": "jours du calendrier", "ouvrables": "jours ouvrables"}
SHARING: dict[str, str] = {"locale": "gardé dans l’association", "partagee": "partagé"}
LANGUAGES: dict[str, str] = {"nl": "néerlandais", "en": "anglais", "ar": "arabe"}
WEEKDAYS: dict[str, str] = {day: day for day in ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")}

_CODES: dict[tuple[type[BaseModel], str], Mapping[str, str]] = {
    (Procedure, "themes"): THEMES,
    (Procedure, "frequence"): FREQUENCIES,
    (Step, "nature"): NATURES,
    (Step, "qui"): MODES,
    (Step, "gestes"): GESTURES,
    (Step, "consentement"): HARDENINGS,
    (Step, "sensibilite"): SENSITIVITIES,
    (Channel, "type"): CHANNELS,
    (Device, "telephone"): EXISTENCES,
    (Device, "lecteur"): EXISTENCES,
    (SaveTheDate, "moyen"): SAVE_MEANS,
    (SaveTheDate, "accepte"): EXISTENCES,
    (Weekly, "jours"): WEEKDAYS,
    (Relative, "jours"): DAY_COUNTS,
    (Trap, "diffusion"): SHARING,
    (Source, "nature"): SOURCE_KINDS,
    (Verification, "methode"): METHODS,
    (Translations, "attendues"): LANGUAGES,
    **dict.fromkeys(((one, "type") for one in (Weekly, Monthly, Yearly, Relative)), DEADLINES),
}
_CODES_EVERYWHERE: dict[str, Mapping[str, str]] = {"existe": EXISTENCES, "obstacle": OBSTACLES}


def label(model: type[BaseModel], key: str) -> str:
    """Return the short French name of a key, as it is read in that part of a file."""
    return _OWN.get(model, {}).get(key) or _EVERYWHERE[key]


def codes(model: type[BaseModel], key: str) -> Mapping[str, str]:
    """Return the French of each code that a key may hold; nothing when its values are said as they are."""
    return _CODES.get((model, key)) or _CODES_EVERYWHERE.get(key, {})


def quoted(text: str) -> str:
    """Return the text in French quotes; quotes that it holds become the second kind."""
    inner = text.replace(f"«{NBSP}", "“").replace(f"{NBSP}»", "”")
    return f"«{NBSP}{shortened(inner)}{NBSP}»"


def shortened(text: str) -> str:
    """Return one line, cut at a word when it is too long to be a name."""
    line = text.partition("\n")[0]
    if len(line) <= LONGEST_NAME:
        return line
    return f"{line[:LONGEST_NAME].rpartition(' ')[0] or line[:LONGEST_NAME]}…"


def capitalised(words: str) -> str:
    """Return the words as a sentence begins."""
    return words[:1].upper() + words[1:]
