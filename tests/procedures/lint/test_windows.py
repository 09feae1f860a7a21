"""A deadline counts after an event or before a date: what is wrong is said in French, at its line."""

import pytest

from tests.procedures.lint.sound import codes, examined, faulty, line_of, planted, reviewed
from tests.procedures.lint.test_faults import first_of, plain

AFTER = "apres: refus, evenement: la lettre, delai: P30D"
BEFORE = "avant: fin, evenement: la date de fin, ouvre_avant: P120D, delai: P60D"
HERE = "  - {id: recours"


@pytest.mark.parametrize(
    "keys",
    [
        BEFORE,
        "avant: fin, evenement: la date de fin, delai: P60D",
        "avant: fin, evenement: la date de fin, ouvre_avant: P4M, delai: P2M",
        "avant: fin, evenement: la date de fin, ouvre_avant: P2M, delai: P1D",
        "avant: fin, evenement: la date de fin, ouvre_avant: P3M, delai: P88D",
        "avant: fin, evenement: la date de fin, ouvre_avant: P13M, delai: P1Y",
        "avant: fin, evenement: la date de fin, ouvre_avant: P30D, delai: P1M, jours: ouvrables",
    ],
)
def test_a_window_before_a_date_is_accepted(keys):
    source = planted(AFTER, keys)

    assert codes(examined(source).findings) == []
    assert examined(source).procedure is not None
    assert faulty(reviewed(source)) == []


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ("evenement: la lettre, delai: P30D", "il faut « apres » ou « avant »"),
        ("ouvre_avant: P60D, evenement: la lettre, delai: P30D", "il faut « apres » ou « avant »"),
        (f"apres: refus, {BEFORE}", "« apres » et « avant » sont écrits tous les deux"),
        (f"{AFTER}, ouvre_avant: P60D", "« ouvre_avant » ne va qu’avec « avant »"),
        (
            "avant: fin, evenement: la fin, ouvre_avant: P60D, delai: P120D",
            "« ouvre_avant » (« P60D ») n’est pas plus long que « delai » (« P120D »)",
        ),
        ("avant: fin, evenement: la fin, ouvre_avant: P60D, delai: P60D", "n’est pas plus long"),
        ("avant: fin, evenement: la fin, ouvre_avant: P2M, delai: P60D", "n’est pas plus long"),
        ("avant: fin, evenement: la fin, ouvre_avant: P1Y, delai: P12M", "n’est pas plus long"),
        ("avant: fin, evenement: la fin, ouvre_avant: P1M, delai: P30D, jours: ouvrables", "n’est pas plus long"),
        ("avant: La Fin, evenement: la fin, delai: P60D", "minuscules"),
        ("avant: fin, evenement: la fin, ouvre_avant: 120 jours, delai: P60D", "une durée"),
        ("avant: fin, evenement: la fin, ouvre_avan: P120D, delai: P60D", "Vouliez-vous dire « ouvre_avant » ?"),
    ],
)
def test_a_window_that_says_two_things_or_none_is_an_error_in_french(keys, words):
    source = planted(AFTER, keys)
    found = examined(source)

    fault = first_of(found.findings, "E01")
    assert (fault.line, fault.level) == (line_of(HERE, source), "erreur")
    assert words in plain(fault)
    assert found.procedure is None
    assert reviewed(source)


def test_each_fault_stands_at_the_line_of_its_own_key():
    block = """
  - id: recours
    type: relative
    avant: fin
    evenement: la fin
    ouvre_avant: P30D
    delai: P60D
    si_ferme: Voir un avocat.
    source: loi
"""
    source = planted("  - {id: recours, type: relative, " + AFTER + ", si_ferme: Voir un avocat., source: loi}\n", block[1:])

    (fault,) = examined(source).findings
    assert fault.line == line_of("    ouvre_avant: P30D", source)
    assert fault.field == "echeances[3].ouvre_avant"


def test_the_lengths_are_compared_on_every_kind_of_month():
    shortest = "avant: fin, evenement: la fin, ouvre_avant: P3M, delai: P89D"

    assert "E01" in codes(examined(planted(AFTER, shortest)).findings)
