"""Decides which pictures a person may choose two of, to be found again without their sheet and without reading."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

PICTURES: Mapping[str, str] = MappingProxyType(
    {
        "maison": "maison",
        "arbre": "arbre",
        "soleil": "soleil",
        "nuage": "nuage",
        "montagne": "montagne",
        "fleur": "fleur",
        "cactus": "cactus",
        "champignon": "champignon",
        "chat": "chat",
        "poisson": "poisson",
        "papillon": "papillon",
        "elephant": "éléphant",
        "lapin": "lapin",
        "canard": "canard",
        "escargot": "escargot",
        "tortue": "tortue",
        "pomme": "pomme",
        "banane": "banane",
        "planete": "planète",
        "carotte": "carotte",
        "fromage": "fromage",
        "tasse": "tasse",
        "casserole": "casserole",
        "fourchette": "fourchette",
        "velo": "vélo",
        "voiture": "voiture",
        "bus": "bus",
        "tracteur": "tracteur",
        "brouette": "brouette",
        "echelle": "échelle",
        "balai": "balai",
        "arrosoir": "arrosoir",
        "robinet": "robinet",
        "lampe": "lampe",
        "chaise": "chaise",
        "horloge": "horloge",
        "radio": "radio",
        "guitare": "guitare",
        "tambour": "tambour",
        "livre": "livre",
        "crayon": "crayon",
        "domino": "domino",
        "cadeau": "cadeau",
        "panier": "panier",
        "parapluie": "parapluie",
        "pull": "pull",
        "chaussette": "chaussette",
        "peigne": "peigne",
    }
)
"""Code → the word said aloud.  The list only grows: a code that was chosen must always be shown again.

Everyday things that mean nothing else: no belief, country, party, body, illness, weapon, drink, money or game of chance.  Neither « clé »
nor « feuille », which are our own words.
"""
CHOSEN = 2


def chosen(said: Sequence[str]) -> tuple[str, str] | None:
    """Return the two pictures in the order of their codes, whatever order they were said in; nothing when they are not two known ones."""
    if len(said) != CHOSEN or not PICTURES.keys() >= set(said):
        return None
    first, second = sorted(said)
    return None if first == second else (first, second)
