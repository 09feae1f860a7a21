"""What is promised to who lost their sheet: three right answers find the thread, and a wrong one does not."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from companion.demarches.rules.contents import Contents, Demarche
from companion.demarches.rules.looking import PERIODS, Looked, matches
from companion.demarches.rules.oneoff import ID, NOBODY, version_of

TODAY = date(2026, 11, 21)
DEMARCHE = Demarche("a1a1a1a1", "be-exemple", "Exemple", "abc")
PICTURES = ("chat", "tasse")
KEPT = Contents((DEMARCHE,), (TODAY - timedelta(days=10),), pictures=PICTURES)


def looked(**changes: object) -> Looked:
    return replace(Looked("be-exemple", "mois", PICTURES, TODAY), **changes)


def test_the_three_answers_together_find_a_thread_and_any_wrong_one_does_not():
    assert matches(KEPT, looked())
    for wrong in ({"procedure": "be-autre"}, {"period": "plus"}, {"pictures": ("chat", "velo")}, {"period": ""}, {"period": "hier"}):
        assert not matches(KEPT, looked(**wrong)), wrong
    assert not matches(replace(KEPT, pictures=()), looked()), "a thread without pictures is found by nobody's"
    assert not matches(replace(KEPT, visits=()), looked())


@pytest.mark.parametrize(
    ("days", "periods"),
    [
        (0, {"mois"}),
        (24, {"mois"}),
        (28, {"mois", "deux-mois"}),
        (40, {"deux-mois"}),
        (60, {"deux-mois", "plus"}),
        (200, {"plus"}),
        (500, set()),
    ],
)
def test_a_person_who_hesitates_between_two_periods_is_right_with_both(days, periods):
    seen = replace(KEPT, visits=(TODAY - timedelta(days=600), TODAY - timedelta(days=days)))

    assert {one for one in PERIODS if matches(seen, looked(period=one))} == periods


def test_any_demarche_of_the_sheet_may_be_named():
    shared = KEPT.adding(Demarche("b2b2b2b2", ID, "Demande ponctuelle", version_of(NOBODY)))

    assert matches(shared, looked(procedure=ID))
    assert matches(shared, looked())
