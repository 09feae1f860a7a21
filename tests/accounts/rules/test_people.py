"""What is promised of the page « Équipe »: who is shown first, and with whom something is left to do."""

from itertools import product

import pytest

from companion.accounts.rules.people import ROLES, WHAT_THEY_DO, Person, people_of
from companion.accounts.rules.states import State
from companion.badges import Role

SHOWN = (State.WAITING, State.ACTIVE, State.ARRIVING)


def somebody(name: str, state: State = State.ACTIVE, role: Role = Role.MEMBRE, *, is_me: bool = False, known: bool = True) -> Person:
    return Person(name.encode().hex(), name, "", role, state, is_me, known)


def test_those_who_wait_come_first_then_the_house_then_those_on_their_way_each_by_name():
    found = [somebody(name, state) for name, state in product(("renard-17", "abeille-10", "zebre-99"), reversed(SHOWN))]

    assert [(one.state, one.name) for one in people_of(found)] == [
        (state, name) for state, name in product(SHOWN, ("abeille-10", "renard-17", "zebre-99"))
    ]
    assert people_of([]) == []


@pytest.mark.parametrize("role", Role)
def test_whoever_waits_is_to_be_met_whatever_their_role(role):
    assert somebody("heron-42", State.WAITING, role, known=False).is_to_be_met
    assert somebody("heron-42", State.WAITING, role, known=True).is_to_be_met


def test_a_member_whose_words_were_not_compared_is_to_be_met_and_the_others_are_not():
    assert somebody("heron-42", known=False).is_to_be_met
    assert not somebody("heron-42", known=True).is_to_be_met
    for role in (Role.ACCUEIL, Role.TECHNIQUE):
        assert not somebody("heron-42", role=role, known=False).is_to_be_met
    assert not somebody("heron-42", State.ARRIVING, known=False).is_to_be_met, "their words are not on a screen yet"


@pytest.mark.parametrize(("state", "role"), list(product(SHOWN, Role)))
def test_nobody_meets_themselves(state, role):
    assert not somebody("heron-42", state, role, is_me=True, known=False).is_to_be_met


def test_each_role_has_a_word_and_a_sentence_and_only_a_member_is_said_to_read():
    assert set(ROLES) == set(WHAT_THEY_DO) == set(Role)
    for role, sentence in WHAT_THEY_DO.items():
        assert ("ne lit rien" in sentence) is (role is not Role.MEMBRE)
