"""What the walk through a procedure promises, without disk, clock or page."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.procedures.queries import SHELVES, read_library
from companion.procedures.rules.burden import burden
from companion.procedures.rules.conditions import in_words
from companion.procedures.rules.run import Blocked, State, modes_offered, walk
from companion.typography import french
from tests.procedures.recipes import a_procedure

LIBRARY = read_library(SHELVES)
PROCEDURES = [guide.procedure for guide in LIBRARY.guides.values()]
ADULT = {"age": "majeur", "carte": "oui"}
CARD_BLOCKED = Blocked("identifier", 0)
SITE_DOWN = Blocked("identifier", 1)
POST_SHUT = Blocked("envoyer", 0)


def states(**kwargs):
    seen = walk(a_procedure(), **kwargs)
    return {one.step.id: one.state for one in seen.steps}


def test_visible_steps_are_those_whose_condition_holds_in_file_order():
    assert list(states(answers=ADULT)) == ["preparer", "identifier", "remplir"]


def test_a_question_without_an_answer_is_unknown_and_hides_nothing():
    seen = states(answers={})

    assert seen["identifier"] is State.DEPENDS
    assert seen["envoyer"] is State.DEPENDS
    assert seen["preparer"] is State.OPEN


def test_one_known_answer_is_enough_when_any_of_several_opens_a_step():
    assert states(answers={"age": "mineur"})["envoyer"] is State.OPEN


def test_a_step_outside_the_path_is_shown_only_when_a_way_out_leads_to_it():
    assert "contester" not in states(answers={})


def test_a_way_out_opens_its_target_whatever_its_condition_and_leaves_the_blocked_channel():
    seen = states(answers=ADULT, blocked=[CARD_BLOCKED])

    assert seen == {"preparer": State.OPEN, "identifier": State.ABANDONED, "remplir": State.ABANDONED, "envoyer": State.OPEN}


def test_a_way_out_to_a_channel_leaves_that_channel_as_a_route():
    seen = walk(a_procedure(), ADULT, [SITE_DOWN])

    assert [channel.id for channel in seen.routes] == ["telephone"]


def test_what_was_done_before_the_way_out_stays_done():
    seen = walk(a_procedure(), ADULT, [CARD_BLOCKED], {"remplir": "avec"})

    assert next(one for one in seen.steps if one.step.id == "remplir").state is State.OPEN


def test_two_ways_out_that_point_at_each_other_leave_the_last_one_open():
    seen = states(answers=ADULT, blocked=[CARD_BLOCKED, POST_SHUT])

    assert seen["remplir"] is State.OPEN
    assert seen["envoyer"] is State.ABANDONED


def test_a_conditional_question_is_asked_only_when_its_condition_holds():
    assert [one.id for one in walk(a_procedure(), {}).questions] == ["age"]
    assert [one.id for one in walk(a_procedure(), {"age": "majeur"}).questions] == ["age", "carte"]


def test_an_answer_to_a_question_that_is_no_longer_asked_is_dropped():
    assert walk(a_procedure(), {"age": "mineur", "carte": "oui"}).answers == {"age": "mineur"}


def test_what_depends_on_a_question_that_is_never_asked_is_refused_and_not_greyed():
    procedure = a_procedure(documents=[{"id": "lecteur", "nom": "Lecteur", "terrain": True, "si": ["carte=oui"]}])

    assert walk(procedure, {"age": "mineur"}).documents == []
    assert [certain for _, certain in walk(procedure, {}).documents] == [False]


def test_unknown_answers_ways_out_and_ticks_are_dropped_in_silence():
    seen = walk(a_procedure(), {"age": "vieux", "x": "y"}, [Blocked("rien", 0), Blocked("identifier", 99)], {"rien": "avec"})

    assert (seen.answers, seen.blocked, seen.ticks) == ({}, (), {})


def test_a_step_of_the_person_alone_offers_no_other_mode():
    identify = a_procedure().etapes[1]

    assert modes_offered(identify) == ("personne",)


def test_in_place_is_never_a_mode_that_a_consultation_can_tick():
    assert not [step.id for procedure in PROCEDURES for step in procedure.etapes if "a_la_place" in modes_offered(step)]


def test_the_pause_before_sending_stands_before_the_first_binding_step():
    seen = walk(a_procedure(), ADULT)

    assert seen.sending == "remplir"


def test_the_next_step_to_do_is_unfolded_and_no_other():
    seen = walk(a_procedure(), ADULT, ticks={"preparer": "avec"})

    assert [one.step.id for one in seen.steps if seen.is_unfolded(one)] == ["identifier"]


def test_the_sheet_tells_only_what_was_ticked():
    assert walk(a_procedure(), ADULT, ticks={"remplir": "avec"}).done_by_person == ["vous avez rempli le formulaire"]


def test_documents_are_certain_possible_or_not_asked():
    certain = {document.id: sure for document, sure in walk(a_procedure(), {}).documents}

    assert certain == {"carte-identite": False, "bail": True}
    assert [document.id for document, _ in walk(a_procedure(), {"age": "majeur", "carte": "non"}).documents] == ["bail"]


def test_what_is_kept_comes_from_the_steps_still_alive():
    assert [keep.id for keep in walk(a_procedure(), ADULT, [CARD_BLOCKED]).to_keep] == ["preuve"]


def test_the_burden_is_counted_from_the_file():
    adult, minor = burden(walk(a_procedure(), ADULT)), burden(walk(a_procedure(), {"age": "mineur"}))

    assert (adult.steps, adult.documents, adult.identifications, adult.registered_letters) == (3, 2, 1, 0)
    assert (minor.steps, minor.documents, minor.identifications, minor.registered_letters) == (2, 1, 0, 1)


def test_a_condition_is_said_in_words():
    procedure = a_procedure()

    assert in_words(procedure, procedure.etapes[1]) == french("si 18 ans ou plus et « La carte marche-t-elle ? » : oui")


@st.composite
def any_walk(draw, among=tuple(PROCEDURES)):
    """Draw a shipped procedure with any answers and any ways out, in any order."""
    procedure = draw(st.sampled_from(among))
    answers = {one.id: value for one in procedure.questions if (value := draw(st.sampled_from(["", *one.choix])))}
    ways = [Blocked(step.id, rank) for step in procedure.etapes for rank in range(len(step.si_bloque))]
    blocked = draw(st.lists(st.sampled_from(ways), max_size=6)) if ways else []
    return walk(procedure, answers, blocked)


@given(any_walk())
def test_no_combination_of_answers_and_ways_out_leaves_a_person_without_a_route(seen):
    alive = [one for one in seen.steps if one.state is not State.ABANDONED]

    assert alive
    assert seen.routes


@given(any_walk())
def test_the_target_of_the_last_way_out_is_always_open(seen):
    if seen.taken:
        target = seen.taken[-1][1].alors
        steps = {one.step.id: one.state for one in seen.steps}
        assert steps.get(target, State.OPEN) is State.OPEN


@given(any_walk())
def test_the_same_facts_show_the_same_walk(seen):
    again = walk(seen.procedure, seen.answers, seen.blocked, seen.ticks)

    assert [(one.step.id, one.state) for one in again.steps] == [(one.step.id, one.state) for one in seen.steps]


@given(any_walk())
def test_more_answers_never_open_what_was_refused_nor_hide_what_was_certain(seen):
    less = walk(seen.procedure, {}, seen.blocked)
    certain = {one.step.id for one in less.steps if one.state is State.OPEN}
    possible = {one.step.id for one in less.steps}

    assert {one.step.id for one in seen.steps} <= possible
    assert certain <= {one.step.id for one in seen.steps}


@pytest.mark.parametrize("procedure", PROCEDURES, ids=lambda one: one.id)
def test_every_combination_of_answers_with_every_way_out_leaves_a_route(procedure):
    ways = [Blocked(step.id, rank) for step in procedure.etapes for rank in range(len(step.si_bloque))]
    values = [[(one.id, value) for value in ("", *one.choix)] for one in procedure.questions]

    for answers in product(*values):
        for blocked in ([], *([way] for way in ways)):
            seen = walk(procedure, dict(answers), blocked)
            assert seen.routes, (answers, blocked)
            assert seen.open_steps or not all(value for _, value in answers), (answers, blocked)


FIRST = [
    {"guide": "be-boite-mail"},
    {"guide": "be-eid-itsme-csam", "si": ["age=majeur", "carte=non"], "texte": "Seulement en ligne."},
]


@pytest.mark.parametrize(
    ("answers", "shown", "counted"),
    [
        ({}, {"be-boite-mail": True, "be-eid-itsme-csam": False}, 1),
        ({"age": "majeur"}, {"be-boite-mail": True, "be-eid-itsme-csam": False}, 1),
        ({"age": "majeur", "carte": "non"}, {"be-boite-mail": True, "be-eid-itsme-csam": True}, 2),
        ({"age": "majeur", "carte": "oui"}, {"be-boite-mail": True}, 1),
        ({"age": "mineur"}, {"be-boite-mail": True}, 1),
    ],
)
def test_what_must_be_done_first_is_certain_possible_or_not_for_this_person(answers, shown, counted):
    seen = walk(a_procedure(prealables=FIRST), answers)

    assert {first.guide: certain for first, certain in seen.prerequisites} == shown
    assert burden(seen).prerequisites == counted
