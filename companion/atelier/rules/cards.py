"""The seven cards of the form over a procedure file: what each holds, and a word of advice."""

from dataclasses import dataclass

from pydantic import BaseModel

from companion.procedures.rules.parts import Channel, Document, Monthly, Question, Relative, Weekly, Yearly
from companion.procedures.rules.procedure import Keep, Procedure, Source, Step


@dataclass(frozen=True)
class Card:
    """One card: plain keys of the file, or lists of things that are edited one by one."""

    name: str
    title: str
    advice: str
    keys: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()


CARDS = (
    Card(
        "identite",
        "Identité",
        "De quoi il s’agit, pour qui, et ce qu’il faut avoir fait d’abord.",
        keys=(
            "titre", "court", "resume", "institution", "themes", "synonymes", "frequence", "enjeu", "prealable", "prealables",
            "automatique", "delegation", "aide",
        ),
    ),
    Card("voies", "Voies", "Guichet, téléphone et papier sont toujours cités, même pour dire non.", lists=("canaux",)),
    Card("echeances", "Échéances", "Chaque échéance dit quoi faire quand c’est fermé, et comment sauver la date.", lists=("echeances",)),
    Card("questions", "Questions", "Demandez le moins possible. « Je ne sais pas » est toujours permis.", lists=("questions",)),
    Card("documents", "Documents", "Ce que la personne apporte, et ce qu’elle emporte.", lists=("documents", "garder")),
    Card("etapes", "Étapes", "L’ordre du fichier est l’ordre de la démarche. Une étape, un geste.", lists=("etapes",)),
    Card(
        "sources",
        "Sources et vérification",
        "D’où vient chaque fait, qui a vérifié, comment, et jusqu’à quand.",
        keys=("verification", "journal", "traductions", "retiree"),
        lists=("sources",),
    ),
)  # fmt: skip
BY_NAME = {card.name: card for card in CARDS}

KINDS: dict[str, type[BaseModel]] = {
    "canaux": Channel, "questions": Question, "documents": Document, "garder": Keep, "etapes": Step, "sources": Source,
}  # fmt: skip
"""What one thing of a list is; a deadline depends on its type."""
DEADLINES: dict[str, type[BaseModel]] = {"hebdomadaire": Weekly, "mensuelle": Monthly, "annuelle": Yearly, "relative": Relative}
DEADLINE_WORDS = {
    "hebdomadaire": "Chaque semaine, à une heure", "mensuelle": "Chaque mois, d’un jour à un autre",
    "annuelle": "Chaque année, d’une date à une autre", "relative": "Un délai après un événement (une lettre), ou avant une date",
}  # fmt: skip
THINGS = {
    "canaux": "une voie", "echeances": "une échéance", "questions": "une question", "documents": "un document",
    "garder": "une chose à garder", "etapes": "une étape", "sources": "une source",
}  # fmt: skip
"""What is added to each list, as one says it."""
LISTS = {"documents": "Documents à apporter", "garder": "Ce que la personne emporte", "sources": "Sources"}
"""Titles of the lists of a card that holds more than one thing."""
ADD = {
    "canaux": "Nouvelle voie", "echeances": "Nouvelle échéance", "questions": "Nouvelle question", "documents": "Nouveau document",
    "garder": "Nouvelle chose à garder", "etapes": "Nouvelle étape", "sources": "Nouvelle source",
}  # fmt: skip


def card_of(key: str) -> Card:
    """Return the card on which a key of the file is edited; `format` and `id` are edited nowhere."""
    return next((card for card in CARDS if key in (*card.keys, *card.lists)), CARDS[0])


def model_of(key: str, value: object) -> type[BaseModel]:
    """Return the model of one thing of a list."""
    if key == "echeances":
        kind = value.get("type") if isinstance(value, dict) else ""
        return DEADLINES.get(str(kind), Yearly)
    return KINDS[key]


def all_keys() -> set[str]:
    """Return every key of the file that a card shows."""
    return {key for card in CARDS for key in (*card.keys, *card.lists)}


FIXED = frozenset(Procedure.model_fields) - all_keys()
"""`format` and `id`, which the name of the file says already."""
