"""What members say of each other, and what whoever writes in the database cannot make them say."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from companion.vault.keys.introductions import Said, introduce, learn
from companion.vault.keys.keyring import Keyring
from companion.vault.keys.members import Colleague, new_member
from tests.vault.people import member, met

EVERYBODY = [member(name).colleague for name in ("nadia", "karim", "rose", "intruder")]


def said(kind, about, by):
    return introduce(kind, member(about).colleague, member(by))


def test_a_newcomer_who_met_one_member_learns_the_others_from_them():
    after = learn(met("nadia"), [said(Said.ENTERS, "karim", "nadia")], EVERYBODY)

    assert after.pins == met("nadia", "karim").pins


def test_word_goes_from_one_to_the_next_in_any_order():
    heard = [said(Said.ENTERS, "rose", "karim"), said(Said.ENTERS, "karim", "nadia")]

    assert learn(met("nadia"), heard, EVERYBODY).pins == met("nadia", "karim", "rose").pins
    assert learn(met("nadia"), heard[::-1], EVERYBODY).pins == met("nadia", "karim", "rose").pins


def test_nobody_is_learned_from_somebody_never_met():
    assert learn(met("nadia"), [said(Said.ENTERS, "karim", "intruder")], EVERYBODY) == met("nadia")


def test_a_statement_that_was_touched_is_worth_nothing():
    true = said(Said.ENTERS, "karim", "nadia")
    for forged in (
        replace(true, about=member("intruder").colleague),
        replace(true, about=Colleague(true.about.id, member("intruder").colleague.public)),
        replace(true, said=Said.LEAVES),
        replace(true, giver=member("karim").id),
        replace(true, signature=bytes(64)),
    ):
        assert learn(met("nadia"), [forged], EVERYBODY) == met("nadia")


def test_a_colleague_whose_key_was_swapped_in_the_database_is_no_longer_believed():
    swapped = Colleague(member("nadia").id, member("intruder").colleague.public)
    forged = introduce(Said.ENTERS, member("karim").colleague, replace(member("intruder"), id=member("nadia").id))

    assert learn(met("nadia"), [forged], [swapped]) == met("nadia")


def test_the_key_of_a_colleague_already_met_is_not_changed_by_what_another_says():
    other = introduce(Said.ENTERS, Colleague(member("karim").id, member("intruder").colleague.public), member("nadia"))

    assert learn(met("nadia", "karim"), [other], EVERYBODY) == met("nadia", "karim")


def test_who_left_is_out_for_good_whoever_says_again_that_they_enter():
    heard = [said(Said.LEAVES, "karim", "nadia"), said(Said.ENTERS, "karim", "nadia"), said(Said.ENTERS, "karim", "rose")]

    assert learn(met("nadia", "rose", "karim"), heard, EVERYBODY) == met("nadia", "rose")
    assert learn(met("nadia", "rose"), heard, EVERYBODY) == met("nadia", "rose")


def test_reception_is_welcomed_and_nobody_learns_a_key_from_it():
    assert learn(met("nadia"), [said(Said.WELCOMES, "rose", "nadia")], EVERYBODY) == met("nadia")


def test_without_anything_heard_nothing_is_learned():
    assert learn(Keyring(), [], []) == Keyring()


@given(st.permutations(range(5)))
def test_the_order_in_which_things_are_heard_changes_nothing(order):
    heard = [
        said(Said.ENTERS, "karim", "nadia"),
        said(Said.ENTERS, "rose", "karim"),
        said(Said.LEAVES, "karim", "rose"),
        said(Said.ENTERS, "intruder", "intruder"),
        said(Said.WELCOMES, "intruder", "nadia"),
    ]

    assert learn(met("nadia"), [heard[rank] for rank in order], EVERYBODY) == met("nadia", "rose")


def test_every_member_has_an_id_of_their_own():
    assert len({new_member().id for _ in range(100)}) == 100
