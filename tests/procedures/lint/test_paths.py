"""Every case is enumerated: nobody is left without a way, and what nobody sees is named."""

import time

import pytest

from companion.procedures.lint.situations import MOST_SITUATIONS, Situations, explore
from companion.procedures.rules.procedure import Question
from tests.procedures.lint.sound import codes, examined, line_of, planted, reviewed, sound_procedure


def all_situations(questions: list[Question]) -> Situations:
    """Return every situation, nothing being settled before the last answer."""
    return explore(questions, lambda _: False)


def with_questions(number: int, answers: int = 2, *, only_last_is_blind: bool = False) -> str:
    """Return a file whose only channel depends on many questions."""
    names = [f"q{rank}" for rank in range(number)]
    choices = ", ".join(f"r{rank}: R{rank}" for rank in range(answers))
    asked = "\n".join(f"  - {{id: {name}, texte: Question {name}, choix: {{{choices}}}}}" for name in names)
    conditions = ", ".join(f"{name}=r0" for name in names)
    source = planted("questions:\n", f"questions:\n{asked}\n")
    source = planted("si_un_de: [age=mineur, identite=non]", "si_un_de: [age=mineur, identite=non]\n    si: [q0=r0]", source)
    aside = f"  - {{id: autre, titre: Autre, nature: contact, si_un_de: [{conditions}], canal: telephone, qui: [avec]}}\n"
    always = "  - {id: toujours, titre: Toujours, nature: contact, canal: telephone, qui: [avec]}\n"
    return planted("garder:\n  - {id", f"{aside}{'' if only_last_is_blind else always}garder:\n  - {{id", source)


def test_the_case_without_a_channel_is_said_in_words_with_its_codes():
    source = planted("si_un_de: [age=mineur, identite=non]", "si: [identite=non]")
    (found,) = [one for one in reviewed(source, trials=None) if one.code == "E08"]

    assert found.message.replace("\N{NO-BREAK SPACE}", " ").startswith("Le cas « 17 ans ou moins » (age=mineur) n’a aucun canal.")
    assert found.line == line_of("etapes:", source)


def test_an_answer_that_changes_nothing_to_the_failure_is_not_named():
    source = planted("questions:\n", "questions:\n  - {id: langue, texte: Une langue, choix: {fr: Français, nl: Néerlandais}}\n")
    source = planted(
        "  - id: identite\n    texte: A-t-elle une carte d'identité et son code ?\n", "  - id: identite\n    texte: Une carte\n", source
    )
    source = planted("si_un_de: [age=mineur, identite=non]", "si_un_de: [identite=non, langue=zz]", source).replace(", langue=zz", "")
    found = [one for one in reviewed(source, trials=None) if one.code == "E08"]

    assert len(found) == 1
    assert "langue" not in found[0].message


def test_a_step_greyed_for_ever_is_no_way():
    """`identite` is never asked of a minor: a step that waits for its answer never opens."""
    source = planted("si_un_de: [age=mineur, identite=non]", "si_un_de: [identite=non, identite=oui]")

    assert "E08" in codes(reviewed(source, trials=None))


def test_a_file_without_any_channel_in_its_steps_says_so_once():
    source = sound_without_channels()
    found = [one.message for one in reviewed(source, trials=None) if one.code == "E08"]

    assert len(found) == 1
    assert "quel que soit le cas" in found[0]


def sound_without_channels() -> str:
    """Return the sound file with no step leading anywhere."""
    source = planted("    canal: recommande\n", "")
    return source.replace("    canal: en-ligne\n", "").replace(" canal: telephone,", "")


def test_a_step_reached_only_by_a_way_out_is_reached():
    source = planted("    si_un_de: [age=mineur, identite=non]\n", "    hors_parcours: true\n")
    found = [one for one in reviewed(source, trials=None) if one.code == "E08"]

    assert all(one.field == "etapes" for one in found)


def test_a_chain_of_ways_out_from_a_step_nobody_sees_reaches_nothing():
    source = planted("    nature: suivi\n", "    nature: suivi\n    hors_parcours: true\n")

    assert [one.field for one in reviewed(source, trials=None) if one.code == "E08"] == ["etapes[4]", "etapes[5]"]


def test_questions_that_no_channel_depends_on_cost_nothing():
    names = [f"  - {{id: p{rank}, texte: P, choix: {{oui: Oui, non: Non}}}}" for rank in range(40)]
    kept = "\n".join(f"  - {{id: k{rank}, texte: K, si: [p{rank}=oui]}}" for rank in range(40))
    source = planted("questions:\n", "questions:\n" + "\n".join(names) + "\n")
    source = planted("  - {id: preuve", f"{kept}\n  - {{id: preuve", source)

    assert "I08" not in codes(reviewed(source, trials=None))
    assert "E08" not in codes(reviewed(source, trials=None))


def test_more_than_4096_cases_are_sampled_always_the_same_and_said():
    source = with_questions(13)
    first, again = reviewed(source, trials=None), reviewed(source, trials=None)
    (said,) = [one for one in first if one.code == "I08"]

    assert first == again
    assert said.level == "info"
    assert "4\N{NO-BREAK SPACE}096" in said.message
    assert "E08" not in codes(first)


def test_4096_cases_exactly_are_all_tried():
    asked = [Question.model_validate({"id": f"q{rank}", "texte": "Q", "choix": {"a": "A", "b": "B"}}) for rank in range(13)]

    assert len(all_situations(asked[:12]).answers) == MOST_SITUATIONS
    assert all_situations(asked[:12]).complete
    assert not all_situations(asked).complete
    assert len({tuple(situation.items()) for situation in all_situations(asked).answers}) > MOST_SITUATIONS / 2


def test_a_question_is_answered_only_where_it_is_asked():
    answers = all_situations(list(sound_procedure().questions)).answers

    assert list(answers) == [{"age": "majeur", "identite": "oui"}, {"age": "majeur", "identite": "non"}, {"age": "mineur"}]


def test_only_a_few_failing_cases_are_named_and_the_others_counted():
    source = with_questions(4, 3, only_last_is_blind=True)
    found = [one for one in reviewed(source, trials=None) if one.code == "E08"]

    assert 1 <= len(found) <= 6


@pytest.mark.parametrize("number", [6, 12])
def test_a_review_stays_short_whatever_the_number_of_cases(number):
    source = with_questions(number)
    start = time.process_time()

    reviewed(source, trials=None)

    assert time.process_time() - start < 5
    assert examined(source).procedure is not None
