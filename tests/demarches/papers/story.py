"""One thread, its démarches and its key, and the worst fillings of a sheet."""

import re
from datetime import date
from functools import cache

from companion.demarches.papers import feuillet
from companion.demarches.rules.leaving import Leaving, Level, followed
from companion.procedures.queries import SHELVES, read_library
from companion.procedures.rules.run import modes_offered, walk
from tests.procedures.papers.story import DEADLINES, MONDAY, a_handout, a_procedure, an_association, an_institution

LIBRARY = read_library(SHELVES)
SHIPPED = sorted(LIBRARY.guides)
KEY = "7Q4K8M2VX3TP"
GROUPS = ("7Q4K", "8M2V", "X3TP")
ENDS = date(2027, 2, 20)
NEXT = date(2026, 12, 9)
WHAT = "Apporter la preuve"


def a_thread(*handouts, **told):
    """Return what somebody leaves with: everything is known, unless a test says otherwise."""
    known = {
        "level": Level.COMPLET,
        "next_on": NEXT,
        "next_what": WHAT,
        "reading_key": KEY,
        "ends_on": ENDS,
        "kept_by": 5,
        "contact": "Fatima, 02 000 00 01",
        "association": an_association(),
        "now": MONDAY,
    } | told
    return Leaving(followed(handouts or (a_handout(),)), **known)


def several(count):
    """Return invented démarches, each with its own title, institution and document."""
    return tuple(
        a_handout(
            a_procedure(
                id=f"be-chose-{rank}",
                titre=f"Demander la chose numéro {rank}",
                court=f"Chose {rank}",
                institution=f"be-service-{rank}",
                documents=[{"id": "preuve", "nom": f"Preuve numéro {rank}", "source": "faq"}],
                echeances=DEADLINES[:1],
            ),
            institution=an_institution(id=f"be-service-{rank}", nom=f"Service numéro {rank}", sigle=f"S{rank}"),
            now=MONDAY,
        )
        for rank in range(1, count + 1)
    )


def a_shipped(name, done=2, **told):
    """Return what a shipped guide hands out when its first steps are done and no question is answered."""
    procedure = LIBRARY.guides[name].procedure
    first = walk(procedure, {}).open_steps[:done]
    ticks = {seen.step.id: modes_offered(seen.step)[0] for seen in first}
    return a_handout(procedure, institution=LIBRARY.institutions.get(procedure.institution), ticks=ticks, **told)


@cache
def longest():
    """Return the three shipped guides that say the most."""
    return tuple(sorted(map(a_shipped, SHIPPED), key=lambda handout: len(words_in(handout)))[-3:])


def words_in(handout):
    """Return everything that a guide could print."""
    procedure = handout.walk.procedure
    told = (procedure.canaux, procedure.documents, procedure.echeances, procedure.etapes, procedure.garder, procedure.aide)
    return " ".join(str(part) for part in told)


def a_sheet(*handouts, **told):
    return feuillet(a_thread(*handouts, **told)) if handouts else _the_usual(**told)


@cache
def _the_usual(**told):
    return feuillet(a_thread(**told))


def quarter_of(said):
    return ("top" if said.y < 148.5 else "bottom") + " " + ("left" if said.x < 105 else "right")


def squeezed(text):
    """Return a text without any space: lines are broken anywhere."""
    return re.sub(r"\s", "", text)


def on_one_line(text):
    """Return a text with plain spaces, whatever kept its words together."""
    return re.sub(r"\s+", " ", text)
