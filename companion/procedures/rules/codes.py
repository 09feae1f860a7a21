"""The closed lists of the format, each code with the French a worker reads."""

from typing import Literal, get_args

Existence = Literal["oui", "non", "inconnu"]
ChannelKind = Literal["en_ligne", "guichet", "telephone", "papier", "courriel", "domicile"]
Mode = Literal["personne", "avec", "a_la_place"]
Hardening = Literal["ecrit", "relu"]
Sensitivity = Literal["signature", "declaration", "paiement", "identifiants", "banque", "sante"]
Nature = Literal["information", "prerequis", "connexion", "saisie", "pieces", "rendez_vous", "contact", "paiement", "suivi", "ecoute"]
SourceKind = Literal["officiel", "association", "presse", "terrain"]
Method = Literal["lecture", "appel", "guichet", "avec_une_personne"]
Weekday = Literal["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]
Frequency = Literal["une_fois", "hebdomadaire", "mensuelle", "trimestrielle", "annuelle", "selon_le_cas"]
DayCount = Literal["calendrier", "ouvrables"]
SaveMeans = Literal["recommande", "courriel", "depot", "telephone", "formulaire_incomplet", "autre"]
Gesture = Literal[
    "consulter", "remplir", "joindre", "prendre-rdv", "telephoner", "ecrire-message", "envoyer",
    "declarer-sur-honneur", "creer-compte", "changer-coordonnees", "accepter-ou-renoncer", "resilier", "activer-ebox",
]  # fmt: skip
Theme = Literal[
    "papiers-citoyennete", "famille", "social-sante", "travail", "logement", "transports",
    "argent", "justice", "etranger", "loisirs", "numerique", "etudes",
]  # fmt: skip
Obstacle = Literal[
    "login_card", "login_app", "login_account", "email_phone_required",
    "case_not_foreseen", "needs_computer", "file_upload", "outage",
    "unreachable", "no_reply", "counter_refused", "no_slot", "refused_to_talk", "sent_around",
    "missing_paper", "unclear", "wrong_info", "language",
    "no_equipment", "cost", "not_ours",
]  # fmt: skip

CHANNELS: dict[str, str] = {
    "en_ligne": "En ligne", "guichet": "Au guichet", "telephone": "Par téléphone",
    "papier": "Sur papier", "courriel": "Par courriel", "domicile": "À domicile",
}  # fmt: skip
OFFLINE: tuple[ChannelKind, ...] = ("guichet", "telephone", "papier")
"""The three routes every procedure must mention, even to say that they do not exist."""

MODES: dict[str, str] = {"personne": "La personne", "avec": "Ensemble", "a_la_place": "À sa place"}
SENSITIVITIES: dict[str, str] = {
    "signature": "signature", "declaration": "déclaration sur l’honneur", "paiement": "paiement",
    "identifiants": "codes secrets", "banque": "compte en banque", "sante": "santé",
}  # fmt: skip
THEMES: dict[str, str] = {
    "papiers-citoyennete": "Papiers, citoyenneté", "famille": "Famille", "social-sante": "Social, santé",
    "travail": "Travail, chômage", "logement": "Logement", "transports": "Transports", "argent": "Argent, banque, impôts",
    "justice": "Justice", "etranger": "Étrangers, séjour", "loisirs": "Loisirs", "numerique": "Numérique, internet",
    "etudes": "Études, école, bourse",
}  # fmt: skip
FREQUENCIES: dict[str, str] = {
    "une_fois": "une fois", "hebdomadaire": "chaque semaine", "mensuelle": "chaque mois",
    "trimestrielle": "chaque trimestre", "annuelle": "chaque année", "selon_le_cas": "selon le cas",
}  # fmt: skip
SAVE_MEANS: dict[str, str] = {
    "recommande": "Lettre recommandée, datée d’aujourd’hui", "courriel": "Courriel daté", "depot": "Dépôt contre reçu",
    "telephone": "Appel, avec la date et l’heure notées", "formulaire_incomplet": "Envoi du formulaire incomplet", "autre": "Autre moyen",
}  # fmt: skip
EXISTENCES: dict[str, str] = {"oui": "oui", "non": "non", "inconnu": "on ne sait pas"}
METHODS: dict[str, str] = {
    "lecture": "lecture de pages", "appel": "appel à l’institution",
    "guichet": "passage au guichet", "avec_une_personne": "démarche faite avec une personne",
}  # fmt: skip
SOURCE_KINDS: dict[str, str] = {"officiel": "site officiel", "association": "association", "presse": "presse", "terrain": "terrain"}
OBSTACLES: dict[str, str] = {
    "login_card": "La carte ou le lecteur ne passe pas",
    "login_app": "L’application d’identité ne passe pas",
    "login_account": "Le compte ou le mot de passe ne passe pas",
    "email_phone_required": "Une adresse e-mail ou un téléphone est exigé",
    "case_not_foreseen": "La personne ne rentre pas dans les cases",
    "needs_computer": "Ça ne marche pas sur téléphone",
    "file_upload": "Les pièces ne passent pas (scan, format, taille)",
    "outage": "Panne ou erreur du site",
    "unreachable": "Personne ne répond au téléphone",
    "no_reply": "Dossier sans nouvelles",
    "counter_refused": "Guichet fermé, ou renvoi vers internet",
    "no_slot": "Plus de rendez-vous",
    "refused_to_talk": "L’institution refuse de nous parler",
    "sent_around": "Renvoi d’un service à l’autre",
    "missing_paper": "Il manque une pièce",
    "unclear": "Consigne incompréhensible",
    "wrong_info": "Information fausse donnée par l’institution",
    "language": "Pas dans une langue comprise",
    "no_equipment": "Pas d’appareil ou de connexion",
    "cost": "Trop cher",
    "not_ours": "Acte que nous ne pouvons pas faire",
}  # fmt: skip

if set(OBSTACLES) != set(get_args(Obstacle)):  # pragma: no cover
    message = "every obstacle code has its French sentence"
    raise AssertionError(message)
