"""Helpers of what fresh eyes found in closings and erasures: threads kept, what pages say, what rows are left."""

import html

from tests.demarches.attacks import all_rows

TABLES = ("thread", "thread_sheet", "circle_wrap", "handover", "visit", "journal_leaf", "erasure")
KEPT = {"equipe": "oui", "feuille": "nouvelle"}
SAME = {"equipe": "oui", "feuille": "garder", "images_gardees": "oui", "image": None}
AT_ONCE, IN_TWO_DAYS = "/visites?fini=efface", "/visites?fini=attend"


def says(answer, sentence):
    """Tell whether a page says a sentence, whatever its apostrophes and spaces."""
    plain = [" ".join(one.replace("’", "'").split()) for one in (html.unescape(answer.text), sentence)]
    return plain[1] in plain[0]


def rows(app):
    """Return every row of visits."""
    return {name: one for name, one in all_rows(app).items() if name in TABLES}


def kept_with_sheet(me, **said):
    """Return a thread that the team keeps, and the key of the sheet the person left with."""
    visit = me.begin()
    thread = me.thread_of(visit)
    return thread, me.close(visit, **KEPT, **said)
