"""Small invented procedures, told by plain functions."""

from typing import Any

from companion.procedures.rules.procedure import Procedure

BASE: dict[str, Any] = {
    "format": 1,
    "id": "be-exemple",
    "titre": "Demander un exemple",
    "resume": "Un exemple inventé.",
    "institution": "be-exemple",
    "canaux": [
        {"id": "en-ligne", "type": "en_ligne", "terrain": True},
        {"id": "lettre", "type": "papier", "recommande": True, "terrain": True},
        {"id": "telephone", "type": "telephone", "numero": "02 000 00 00", "terrain": True},
        {"id": "guichet", "type": "guichet", "existe": "inconnu", "terrain": True},
    ],
    "questions": [
        {"id": "age", "texte": "18 ans ou plus ?", "choix": {"majeur": {"texte": "Oui", "si": "18 ans ou plus"}, "mineur": "Non"}},
        {"id": "carte", "texte": "La carte marche-t-elle ?", "choix": {"oui": "Oui", "non": "Non"}, "si": ["age=majeur"]},
    ],
    "documents": [
        {"id": "carte-identite", "nom": "Carte d'identité", "terrain": True, "si": ["carte=oui"]},
        {"id": "bail", "nom": "Bail", "terrain": True},
    ],
    "etapes": [
        {"id": "preparer", "titre": "Préparer", "nature": "pieces", "qui": ["avec", "personne"], "documents": ["bail"]},
        {
            "id": "identifier",
            "titre": "S'identifier",
            "nature": "connexion",
            "canal": "en-ligne",
            "si": ["age=majeur", "carte=oui"],
            "qui": ["personne"],
            "sensibilite": ["identifiants"],
            "saisie_reservee": ["code PIN"],
            "documents": ["carte-identite"],
            "si_bloque": [
                {"signe": "La carte est bloquée", "alors": "envoyer", "obstacle": "login_card"},
                {"signe": "Le site est en panne", "alors": "telephone", "obstacle": "outage"},
            ],
        },
        {
            "id": "remplir",
            "titre": "Remplir",
            "nature": "saisie",
            "canal": "en-ligne",
            "si": ["age=majeur", "carte=oui"],
            "qui": ["avec", "a_la_place", "personne"],
            "gestes": ["remplir"],
            "sensibilite": ["signature"],
            "simple_passe": "vous avez rempli le formulaire",
            "garder": ["accuse"],
            "si_bloque": [{"signe": "Le formulaire refuse", "alors": "envoyer", "obstacle": "case_not_foreseen"}],
        },
        {
            "id": "envoyer",
            "titre": "Envoyer la lettre",
            "nature": "contact",
            "canal": "lettre",
            "si_un_de": ["age=mineur", "carte=non"],
            "qui": ["personne", "avec"],
            "garder": ["preuve"],
            "si_bloque": [{"signe": "La poste est fermée", "alors": "remplir", "obstacle": "counter_refused"}],
        },
        {"id": "contester", "titre": "Contester", "nature": "suivi", "hors_parcours": True, "canal": "lettre", "qui": ["avec"]},
    ],
    "garder": [{"id": "accuse", "texte": "Accusé"}, {"id": "preuve", "texte": "Preuve de la poste"}],
    "verification": {"le": "2026-11-21", "par": "équipe", "methode": "lecture", "valable": "P3M"},
}


def a_procedure(**changes: Any) -> Procedure:
    """Return the sound example, with some keys changed."""
    return Procedure.model_validate({**BASE, **changes})
