"""What is promised of the lists of a visit: a colour for each, a family for each obstacle, what is left after parting."""

import pytest

from companion.demarches.rules.colours import COLOURS, free_colour
from companion.demarches.rules.leaving import Level
from companion.demarches.rules.obstacles import FAMILIES, is_known
from companion.demarches.rules.parting import Parting, Sheet
from companion.errors import Refused
from companion.procedures.rules.codes import OBSTACLES


def test_each_open_visit_has_a_colour_of_its_own_and_the_ninth_is_refused_in_french():
    taken: list[str] = []
    for _ in COLOURS:
        taken.append(free_colour(taken))

    assert sorted(taken) == sorted(COLOURS)
    assert free_colour(taken[1:]) == taken[0], "a colour given back serves again"
    with pytest.raises(Refused, match="Huit visites sont déjà ouvertes"):
        free_colour(taken)


def test_every_obstacle_of_the_tally_is_in_one_family():
    shown = [code for _, codes in FAMILIES for code in codes]

    assert sorted(shown) == sorted(set(shown))
    assert set(shown) <= set(OBSTACLES)
    assert all(is_known(code) for code in shown)
    assert not is_known("")
    assert not is_known("autre")


@pytest.mark.parametrize("sheet", Sheet)
@pytest.mark.parametrize("team", [True, False])
def test_a_thread_is_left_by_nothing_when_neither_sheet_nor_team_keeps_it(sheet, team):
    assert Parting(sheet, Level.DISCRET, team=team).leaves_nothing == (sheet is Sheet.NONE and not team)
