"""Decides sign-in names: an animal and two figures, drawn, easy to say and to write, telling nothing of anybody."""

import re
import secrets
import unicodedata
from collections.abc import Collection

ANIMALS = (
    "abeille", "agneau", "alouette", "aigle", "belette", "biche", "bison", "blaireau", "bouvreuil", "brochet", "caille", "canard",
    "castor", "chamois", "cheval", "chevreuil", "chouette", "cigale", "cigogne", "coccinelle", "colombe", "coq", "corneille", "crabe",
    "cygne", "daim", "dauphin", "ecureuil", "elan", "epervier", "faisan", "faucon", "fauvette", "fourmi", "furet", "gazelle",
    "girafe", "goeland", "grillon", "grive", "hamster", "hermine", "heron", "hibou", "hirondelle", "homard", "huppe", "ibis", "lapin",
    "lezard", "libellule", "lievre", "loriot", "loutre", "lynx", "marmotte", "martre", "merle", "mesange", "moineau", "mouette",
    "mulot", "orque", "otarie", "ours", "panda", "papillon", "perdrix", "phoque", "pigeon", "pinson", "pivert", "poney", "puma",
    "renard", "renne", "rossignol", "saumon", "sittelle", "tortue", "tourterelle", "truite", "zebre",
)  # fmt: skip
"""Without accents; none that would hurt somebody who is called so in front of others."""
LONGEST = 40
_NAME = re.compile(r"([a-z]+)\s*-?\s*(\d{2})")


def new_name(taken: Collection[str]) -> str:
    """Draw a name that nobody bears, « heron-42 »."""
    free = [f"{animal}-{number}" for animal in ANIMALS for number in range(10, 100) if f"{animal}-{number}" not in taken]
    return secrets.choice(free)


def read_name(typed: str) -> str:
    """Return a name as it was drawn, whatever the capitals, accents, and what stands before the figures."""
    plain = unicodedata.normalize("NFKD", typed[:LONGEST].casefold().replace("œ", "oe"))
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign)).strip().replace("_", "-").replace("–", "-")
    found = _NAME.fullmatch(plain)
    return f"{found[1]}-{int(found[2]):02}" if found else plain  # Figures of every script are figures.
