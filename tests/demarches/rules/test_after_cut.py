"""What is promised after a cut: what was under way is asked about, and what nobody knows stays marked."""

from dataclasses import replace

import pytest

from companion.demarches.rules.after_cut import NOT_DONE, UNKNOWN, Pending, answered, pending
from companion.demarches.rules.contents import Demarche
from companion.procedures.rules.run import walk
from companion.procedures.rules.running import Progress, Remembered, Running
from tests.procedures.recipes import BASE, a_procedure

DEMARCHE = Demarche("a1a1a1a1", "be-exemple", "Exemple", "abc", Running({}, {"age": "majeur", "carte": "oui"}))


def asked_after(demarche: Demarche, **changes: object) -> list[Pending]:
    procedure = a_procedure(**changes)
    return list(pending(demarche, walk(procedure, demarche.running.answers, demarche.running.ways, demarche.ticks)))


def test_after_a_cut_the_next_step_is_asked_about_and_every_open_one_that_binds_the_person():
    """« Remplir » is signed: doing it twice may harm."""
    assert [(one.step.id, one.binds) for one in asked_after(DEMARCHE)] == [("preparer", False), ("remplir", True)]
    assert [one.modes for one in asked_after(DEMARCHE)] == [("personne", "avec")] * 2


def test_what_is_done_or_not_open_is_not_asked_about():
    done = replace(DEMARCHE, running=replace(DEMARCHE.running, steps={"remplir": Remembered(Progress.DONE, "avec")}))
    minor = replace(DEMARCHE, running=Running({}, {"age": "mineur"}))

    assert [one.step.id for one in asked_after(done)] == ["preparer"]
    assert "remplir" not in [one.step.id for one in asked_after(minor)]


@pytest.mark.parametrize("gestes", [["envoyer"], ["remplir", "envoyer"]])
def test_a_step_that_sends_binds_too(gestes):
    steps = [step | ({"gestes": gestes, "sensibilite": []} if step["id"] == "remplir" else {}) for step in BASE["etapes"]]

    assert ("remplir", True) in [(one.step.id, one.binds) for one in asked_after(DEMARCHE, etapes=steps)]


def test_each_answer_after_a_cut_is_noted_and_what_nobody_knows_stays_marked():
    (first, _) = asked_after(DEMARCHE)

    unknown = answered(DEMARCHE, first, UNKNOWN)
    assert (unknown.doubtful, unknown.ticks) == (("preparer",), {})
    assert answered(unknown, first, UNKNOWN).doubtful == ("preparer",), "marked once"
    done = answered(unknown, first, "avec")
    assert (done.doubtful, done.ticks) == ((), {"preparer": "avec"})
    for said in (NOT_DONE, "", "a_la_place", "autre chose"):
        assert answered(unknown, first, said) == DEMARCHE, "what is no mode offered here is not done"


def test_an_answer_after_a_cut_keeps_what_was_remembered_of_the_step():
    agreed = replace(DEMARCHE, running=replace(DEMARCHE.running, steps={"preparer": Remembered(consent=True)}), doubtful=("remplir",))
    (first, _) = asked_after(agreed)

    assert answered(agreed, first, "personne").remembered("preparer") == Remembered(Progress.DONE, "personne", consent=True)
    assert answered(agreed, first, UNKNOWN).doubtful == ("remplir", "preparer")
