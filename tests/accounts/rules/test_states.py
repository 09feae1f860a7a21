"""What is promised of an account as it begins, lives and ends (decisions B1 and C7)."""

import pytest

from companion.accounts.rules.states import (
    ARRIVAL,
    ENVELOPE,
    FIRST_ARRIVAL,
    INVITATION_SIGNS,
    NUMBER,
    PHRASE,
    POSTE_SIGNS,
    POSTER,
    SHEET,
    WORDS,
    WORDS_OF_HOLDER,
    State,
    needs_meeting,
    owes_number,
)  # fmt: skip
from companion.accounts.views.arriving import _STEPS, _TEMPLATES
from companion.badges import Role
from companion.forgetting.rules import INVITATION_DAYS, LEFT_DAYS


def test_the_passphrase_comes_before_the_number_and_the_sheet_comes_last_of_what_is_one_s_own():
    assert ARRIVAL == (PHRASE, NUMBER, SHEET)
    assert (*ARRIVAL, ENVELOPE, POSTER) == FIRST_ARRIVAL


def test_each_paper_has_a_page_and_a_gesture():
    assert set(FIRST_ARRIVAL) == set(_STEPS) == set(_TEMPLATES)


def test_reception_has_four_words_the_others_five_and_whoever_keeps_the_envelope_six():
    assert {role: WORDS[role] for role in Role} == {Role.MEMBRE: 5, Role.ACCUEIL: 4, Role.TECHNIQUE: 5}
    assert WORDS_OF_HOLDER == 6


def test_who_reads_or_seals_for_the_team_is_met_and_who_holds_no_key_is_not():
    assert {role for role in Role if needs_meeting(role)} == {Role.MEMBRE, Role.ACCUEIL}


@pytest.mark.parametrize("accueil_too", [True, False])
def test_a_number_is_asked_of_everybody_and_of_reception_when_the_association_wants_it(accueil_too):
    owing = {role for role in Role if owes_number(role, accueil_too=accueil_too)}

    assert owing == (set(Role) if accueil_too else {Role.MEMBRE, Role.TECHNIQUE})


def test_an_invitation_is_good_for_a_week_and_the_name_of_who_left_is_kept_a_month():
    assert (INVITATION_DAYS, LEFT_DAYS) == (7, 30)


def test_a_number_said_aloud_is_long_enough_for_what_it_opens():
    """Five bits a sign: sixty for a place in the team, good for a week; forty for a machine, good for a day and under a throttle."""
    assert (INVITATION_SIGNS * 5, POSTE_SIGNS * 5) == (60, 40)


def test_the_words_of_the_database_are_those_that_were_written_there():
    """A word that changes here would no longer be found in the database of an association."""
    assert [state.value for state in State] == ["arrive", "attend", "actif", "parti", "poste"]
    assert [role.value for role in Role] == ["membre", "accueil", "technique"]
    assert all(len(word.value) <= 12 for word in (*State, *Role)), "the width of their columns"
