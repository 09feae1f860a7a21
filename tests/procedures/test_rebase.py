"""What a running copy may count on when its procedure changes under it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.procedures.rules.hashes import act_hash
from companion.procedures.rules.labels import quoted
from companion.procedures.rules.procedure import Procedure, Withdrawn
from companion.procedures.rules.rebase import accepts_new, rebase
from companion.procedures.rules.rebase_words import changes_in_words
from companion.procedures.rules.run import Blocked, walk
from companion.procedures.rules.running import Fate, Progress, Remembered, Running, Trace
from companion.typography import french
from tests.procedures.recipes import BASE, a_procedure
from tests.procedures.versions import copies, newer, outside, passages, procedures, reorder

pytestmark = pytest.mark.filterwarnings("ignore:Generating overly large repr")
DONE, TODO, ABANDONED, REOPENED = Progress.DONE, Progress.TODO, Progress.ABANDONED, Progress.REOPENED
WORK = {DONE, REOPENED}
TOGETHER = Remembered(DONE, "avec")
IN_PLACE = Remembered(DONE, "a_la_place", consent=True)


def step(name, **changes):
    """Return a step of the sound example with some keys changed; a key set to nothing is taken out."""
    found = next(one for one in BASE["etapes"] if one["id"] == name)
    return {key: value for key, value in {**found, **changes}.items() if value is not None}


def version(**changed):
    """Return the sound example with some steps changed by their identifier; nothing takes a step out."""
    names = [one["id"] for one in BASE["etapes"]]
    steps = [step(name, **changed.get(name, {})) for name in names if changed.get(name, {}) is not None]
    return a_procedure(etapes=steps)


def passed(new, old=None, **steps):
    """Return what becomes of a copy that remembers some steps of the sound example."""
    return rebase(old or a_procedure(), new, Running(steps))


def fate(passage, name):
    return next(one for one in passage.steps if one.step == name)


def done(running):
    return {name for name, one in running.steps.items() if one.progress is DONE}


def lines(passage):
    return [sentence.replace("\u00a0", " ") for sentence in changes_in_words(passage)]


# one row of the table after another


def test_a_step_whose_act_is_the_same_stays_done_when_its_text_changes_and_the_difference_is_shown():
    passage = passed(version(remplir={"simple": "Nous relisons."}), remplir=IN_PLACE)

    assert fate(passage, "remplir").fate is Fate.REWORDED
    assert fate(passage, "remplir").now == IN_PLACE
    assert lines(passage) == ["1 étape dit autre chose : « Remplir »."]


@pytest.mark.parametrize(
    "changed",
    [
        {"qui": ["avec", "personne"]},
        {"sensibilite": ["signature", "banque"]},
        {"saisie_reservee": ["code PIN"]},
        {"canal": "lettre"},
        {"si": ["age=majeur"]},
        {"si_un_de": ["carte=oui"]},
        {"gestes": ["remplir", "envoyer"]},
    ],
)
def test_another_act_reopens_what_was_done_and_its_consent_is_asked_again(changed):
    passage = passed(version(remplir=changed), remplir=IN_PLACE)

    assert fate(passage, "remplir").fate is Fate.REOPENED
    assert fate(passage, "remplir").ask_consent_again
    assert passage.running.steps["remplir"] == Remembered(REOPENED, "a_la_place", consent=False)
    assert lines(passage)[:2] == [
        "1 étape rouverte, à refaire ou à confirmer : « Remplir ».",
        "Accord à redemander à la personne avant tout nouveau geste : « Remplir ».",
    ]


def test_a_channel_that_is_of_another_sort_under_the_same_name_is_another_act():
    channels = [{**one, "type": "guichet"} if one["id"] == "en-ligne" else one for one in BASE["canaux"]]

    assert passed(a_procedure(canaux=channels), remplir=IN_PLACE).running.steps["remplir"].progress is REOPENED


def test_a_gesture_less_leaves_the_act_as_it_was_agreed():
    assert passed(version(remplir={"gestes": []}), remplir=IN_PLACE).running.steps["remplir"] == IN_PLACE


def test_a_stricter_consent_is_asked_again_without_undoing_what_was_done():
    passage = passed(version(remplir={"consentement": "ecrit"}), remplir=IN_PLACE)

    assert passage.running.steps["remplir"] == Remembered(DONE, "a_la_place", consent=False)
    assert fate(passage, "remplir").ask_consent_again


def test_a_milder_consent_does_not_ask_again():
    old = version(remplir={"consentement": "ecrit"})

    assert passed(a_procedure(), old, remplir=IN_PLACE).running.steps["remplir"] == IN_PLACE


def test_a_step_left_behind_is_open_again_when_its_act_changes():
    passage = passed(version(remplir={"canal": "lettre"}), remplir=Remembered(ABANDONED, "avec"))

    assert passage.running.steps["remplir"].progress is TODO
    assert fate(passage, "remplir").fate is Fate.REOPENED


def test_a_mode_begun_that_is_no_longer_allowed_is_forgotten():
    passage = passed(version(remplir={"qui": ["avec"]}), remplir=Remembered(TODO, "a_la_place"))

    assert passage.running.steps["remplir"].mode is None
    assert fate(passage, "remplir").fate is Fate.ANOTHER_ACT


def test_a_renamed_step_keeps_its_state_and_says_nothing_if_only_its_identifier_changed():
    passage = passed(version(remplir={"id": "completer", "remplace": ["remplir"]}), remplir=IN_PLACE)

    assert passage.running.steps == {"completer": IN_PLACE}
    assert fate(passage, "completer").came_from == (Trace("remplir", "Remplir", IN_PLACE),)
    assert "Remplir" not in "".join(lines(passage))


def test_a_step_renamed_twice_is_found_through_the_list_of_all_its_former_names():
    latest = version(remplir={"id": "signer", "titre": "Signer", "remplace": ["completer", "remplir"]})

    assert passed(latest, remplir=IN_PLACE).running.steps == {"signer": IN_PLACE}
    assert "« Signer » (avant : « Remplir »)" in "".join(lines(passed(latest, remplir=IN_PLACE)))


def test_a_renamed_step_whose_act_changed_is_reopened():
    passage = passed(version(remplir={"id": "completer", "remplace": ["remplir"], "qui": ["avec"]}), remplir=IN_PLACE)

    assert passage.running.steps["completer"] == Remembered(REOPENED, "a_la_place", consent=False)
    assert passage.running.removed == ()


def test_a_name_still_in_the_file_is_no_renaming():
    twin = step("remplir", id="relire", remplace=["remplir"])
    passage = passed(a_procedure(etapes=[*BASE["etapes"], twin]), remplir=IN_PLACE)

    assert fate(passage, "relire").fate is Fate.ADDED
    assert passage.running.steps == {"remplir": IN_PLACE}


def in_two(**second):
    """Return a version in which the form is filled in two steps."""
    return a_procedure(etapes=[*BASE["etapes"], step("remplir", id="joindre", titre="Joindre", **second)])


ONE = version(remplir={"remplace": ["joindre"]})


def test_two_done_steps_made_one_stay_done_in_the_most_careful_of_their_modes():
    passage = passed(ONE, in_two(), remplir=TOGETHER, joindre=Remembered(DONE, "a_la_place"))

    assert passage.running.steps == {"remplir": Remembered(DONE, "a_la_place")}
    assert [trace.title for trace in fate(passage, "remplir").came_from] == ["Remplir", "Joindre"]


def test_two_done_steps_made_one_are_reopened_if_either_was_another_act():
    passage = passed(ONE, in_two(qui=["avec"]), remplir=IN_PLACE, joindre=TOGETHER)

    assert passage.running.steps == {"remplir": Remembered(REOPENED, "a_la_place")}


def test_a_done_step_and_one_not_done_made_one_are_reopened_and_the_work_is_not_forgotten():
    passage = passed(ONE, in_two(), joindre=TOGETHER)

    assert passage.running.steps == {"remplir": Remembered(REOPENED, "avec")}
    assert "1 étape rouverte, à refaire ou à confirmer : « Remplir » (avant : « Joindre »)." in lines(passage)


def test_one_consent_of_two_does_not_cover_both():
    passage = passed(ONE, in_two(), remplir=IN_PLACE, joindre=TOGETHER)

    assert not passage.running.steps["remplir"].consent
    assert fate(passage, "remplir").ask_consent_again


def test_a_step_made_two_is_done_in_both_when_their_act_is_the_same():
    passage = passed(in_two(remplace=["remplir"]), version(), remplir=TOGETHER)
    cut = passed(a_procedure(etapes=[step("remplir", id=one, remplace=["remplir"]) for one in ("lire", "ecrire")]), remplir=TOGETHER)

    assert done(passage.running) == {"remplir"}  # its own name is still there: the other one is new
    assert done(cut.running) == {"lire", "ecrire"}


def test_a_removed_step_is_kept_as_a_trace_with_its_title_state_and_mode():
    passage = passed(version(remplir=None), remplir=IN_PLACE)

    assert passage.running.removed == (Trace("remplir", "Remplir", IN_PLACE),)
    assert "1 étape retirée : « Remplir » (faite à sa place). Ce qui a été fait reste noté." in lines(passage)


def test_a_removed_step_on_which_nothing_was_done_is_told_and_not_kept():
    passage = passed(version(contester=None))

    assert [trace.title for trace in passage.removed] == ["Contester"]
    assert passage.running.removed == ()
    assert lines(passage) == ["1 étape retirée : « Contester »."]


def test_a_step_that_comes_back_is_new_and_its_trace_stays():
    away = passed(version(remplir=None), remplir=IN_PLACE)
    back = rebase(version(remplir=None), a_procedure(), away.running)

    assert fate(back, "remplir").fate is Fate.ADDED
    assert back.running.removed == away.running.removed


def test_a_new_step_is_highlighted_when_it_stands_before_a_done_one():
    new = {"id": "relire", "titre": "Relire", "nature": "pieces", "qui": ["avec"]}
    before = a_procedure(etapes=[new, *BASE["etapes"]])
    after = a_procedure(etapes=[*BASE["etapes"], new])

    assert lines(passed(before, remplir=TOGETHER)) == ["1 étape nouvelle avant une étape déjà faite : « Relire »."]
    assert lines(passed(after, remplir=TOGETHER)) == ["1 étape nouvelle : « Relire »."]


@pytest.mark.parametrize("changed", [{"hors_parcours": True}, {"si": ["age=mineur"]}])
def test_a_new_step_that_does_not_concern_the_person_is_not_highlighted(changed):
    new = {"id": "relire", "titre": "Relire", "nature": "pieces", "qui": ["avec"], **changed}
    running = Running({"remplir": TOGETHER}, {"age": "majeur"})

    assert not fate(rebase(a_procedure(), a_procedure(etapes=[new, *BASE["etapes"]]), running), "relire").highlighted


# answers, conditions, ways out


def asking(**age):
    return a_procedure(questions=[{**BASE["questions"][0], **age}, BASE["questions"][1]])


def test_an_answer_is_kept_while_question_and_answer_say_the_same():
    answers = {"age": "majeur", "carte": "oui"}

    assert (
        rebase(a_procedure(), asking(texte="18 ANS, ou plus", aide="Voir la carte."), Running(answers=answers)).running.answers == answers
    )


@pytest.mark.parametrize("age", [{"texte": "21 ans ou plus ?"}, {"choix": {"majeur": "Presque", "mineur": "Non"}}])
def test_an_answer_to_a_question_that_changed_meaning_is_asked_again(age):
    passage = rebase(a_procedure(), asking(**age), Running({"identifier": TOGETHER}, {"age": "majeur", "carte": "oui"}))

    assert passage.running.answers == {"carte": "oui"}
    assert lines(passage)[:2] == [
        "1 réponse à redemander, car la question a changé : « 18 ans ou plus\u202f? » (réponse : « Oui »).",
        "1 étape faite à relire, car la question qui y menait a changé : « S’identifier ».",
    ]
    assert fate(passage, "identifier").now == TOGETHER


def test_the_sign_of_a_limit_is_part_of_its_meaning():
    old, new = asking(texte="≥ 18 ans ?"), asking(texte="< 18 ans ?")

    assert rebase(old, new, Running(answers={"age": "majeur"})).running.answers == {}


def test_an_answer_to_a_question_no_longer_asked_is_told_in_its_old_words():
    passage = rebase(a_procedure(), a_procedure(questions=[BASE["questions"][0]]), Running(answers={"carte": "non"}))

    assert passage.running.answers == {}
    assert lines(passage)[0] == "1 question n’est plus posée : « La carte marche-t-elle\u202f? » (réponse : « Non »)."


def blocked_by(**way):
    return {"si_bloque": [{"signe": "Autre signe", "alors": "lettre", "obstacle": "outage"}, {**step("remplir")["si_bloque"][0], **way}]}


TAKEN = Running(ways=(Blocked("remplir", 0),))


def test_a_way_out_is_found_again_by_its_sign_through_a_renaming():
    new = version(remplir={"id": "completer", "remplace": ["remplir"], **blocked_by()})
    passage = rebase(a_procedure(), new, TAKEN)

    assert passage.running.ways == (Blocked("completer", 1),)
    assert passage.lost_ways == ()


def test_a_way_out_that_leads_to_a_renamed_step_still_leads_there():
    new = version(envoyer={"id": "poster", "remplace": ["envoyer"]}, remplir=blocked_by(alors="poster"))

    assert rebase(a_procedure(), new, TAKEN).lost_ways == ()


def test_a_way_out_that_is_gone_is_told_by_its_sign():
    passage = rebase(a_procedure(), version(remplir=blocked_by(signe="Le site plante")), TAKEN)

    assert passage.running.ways == ()
    assert "La sortie « Le formulaire refuse » de l’étape « Remplir » n’existe plus." in lines(passage)


def test_a_way_out_that_leads_elsewhere_is_kept_and_told():
    passage = rebase(a_procedure(), version(remplir=blocked_by(alors="guichet")), TAKEN)

    assert passage.running.ways == (Blocked("remplir", 1),)
    assert "La sortie « Le formulaire refuse » de l’étape « Remplir » mène maintenant à « Au guichet »." in lines(passage)


def test_a_way_out_that_the_snapshot_does_not_hold_is_dropped_in_silence():
    passage = rebase(a_procedure(), a_procedure(), Running(ways=(Blocked("remplir", 9), Blocked("rien", 0))))

    assert (passage.running.ways, passage.lost_ways) == ((), ())


# around the steps


def test_what_changes_beside_the_steps_is_named():
    passage = passed(a_procedure(garder=BASE["garder"][:1], documents=BASE["documents"][:1]))

    assert lines(passage) == ["Ailleurs dans le guide, à relire : documents, ce que la personne garde."]


def test_a_withdrawn_procedure_closes_to_new_uses_and_not_to_what_runs():
    gone = a_procedure(retiree={"le": "2027-01-01", "motif": "Le droit n'existe plus"})
    passage = passed(gone, remplir=IN_PLACE)

    assert [accepts_new(gone, day) for day in (date(2026, 12, 31), date(2027, 1, 1))] == [True, False]
    assert accepts_new(a_procedure(), date(2027, 1, 1))
    assert passage.running.steps == {"remplir": IN_PLACE}
    assert lines(passage) == [
        "Ce guide est retiré à partir du 1er janvier 2027 : Le droit n’existe plus. Ce qui est commencé peut continuer."
    ]


def test_a_withdrawal_already_known_is_not_told_twice():
    gone = a_procedure(retiree={"le": "2027-01-01", "motif": "Fini."})

    assert passed(gone, gone).withdrawn is None
    assert passed(gone).withdrawn == Withdrawn.model_validate({"le": "2027-01-01", "motif": "Fini."})


def test_what_the_copy_remembers_beyond_its_snapshot_is_not_lost():
    assert passed(a_procedure(), inconnue=TOGETHER).running.removed == (Trace("inconnue", "inconnue", TOGETHER),)


# for any two versions


@given(procedures().flatmap(lambda one: st.tuples(st.just(one), copies(one))))
def test_the_same_version_changes_nothing_and_says_nothing(drawn):
    procedure, running = drawn
    passage = rebase(procedure, procedure, running)

    assert passage.running == running
    assert changes_in_words(passage) == ()


@given(passages(among=(outside,)))
def test_a_verification_a_diary_line_or_a_translation_changes_nothing(drawn):
    passage = rebase(*drawn)

    assert passage.running == drawn[2]
    assert changes_in_words(passage) == ()


@given(passages())
def test_no_step_is_done_that_was_not_done_before_by_the_very_same_act(drawn):
    old, new, running = drawn
    acts = {one.id: act_hash(one) for one in (*old.etapes, *new.etapes)}
    was = {one.id: act_hash(one) for one in old.etapes}
    acts |= {one.id: act_hash(one) for one in new.etapes}

    for one in rebase(old, new, running).steps:
        if one.now.progress is DONE:
            assert one.came_from
            assert all(running.steps[trace.step].progress is DONE and was[trace.step] == acts[one.step] for trace in one.came_from)


@given(passages())
def test_no_consent_outlives_its_act_nor_is_lost_without_a_word(drawn):
    old, new, running = drawn
    was = {one.id: act_hash(one) for one in old.etapes}
    acts = {one.id: act_hash(one) for one in new.etapes}

    for one in rebase(old, new, running).steps:
        given_before = [trace.was.consent for trace in one.came_from]
        if one.now.consent:
            assert all(given_before)
            assert {was[trace.step] for trace in one.came_from} == {acts[one.step]}
        assert one.ask_consent_again == (any(given_before) and not one.now.consent)


@given(passages())
def test_nothing_of_the_persons_work_is_lost(drawn):
    old, new, running = drawn
    passage = rebase(old, new, running)
    carried = {trace.step for one in passage.steps if one.now.progress in WORK for trace in one.came_from}
    traced = {trace.step for trace in passage.running.removed}

    assert {name for name, one in running.steps.items() if one.progress in WORK} <= carried | traced
    assert set(running.removed) <= set(passage.running.removed)


@given(passages())
def test_every_old_step_goes_on_or_leaves_a_trace_and_never_both(drawn):
    old, new, running = drawn
    passage = rebase(old, new, running)
    carried = {trace.step for one in passage.steps for trace in one.came_from}
    traced = {trace.step for trace in passage.removed}

    assert carried | traced >= {one.id for one in old.etapes}
    assert not carried & traced
    assert [one.step for one in passage.steps] == [one.id for one in new.etapes]


@given(passages())
def test_an_answer_is_kept_as_it_was_or_listed_in_its_old_words(drawn):
    old, new, running = drawn
    passage = rebase(old, new, running)
    choices = {one.id: set(one.choix) for one in new.questions}

    assert passage.running.answers.items() <= running.answers.items()
    assert all(answer in choices[name] for name, answer in passage.running.answers.items())
    assert {one.question for one in passage.misread} == set(running.answers) - set(passage.running.answers)


@given(passages())
def test_every_way_out_kept_bears_the_sign_of_one_that_was_taken(drawn):
    old, new, running = drawn
    signs = {one.id: [way.signe for way in one.si_bloque] for one in old.etapes}
    signs_now = {one.id: [way.signe for way in one.si_bloque] for one in new.etapes}
    passage = rebase(old, new, running)
    taken = {signs[way.step][way.way] for way in running.ways}
    kept = {signs_now[way.step][way.way] for way in passage.running.ways}

    assert kept | {way.sign for way in passage.lost_ways} == taken


@given(passages(), st.data())
def test_the_order_of_the_file_changes_no_state(drawn, data):
    old, new, running = drawn
    shuffled = reorder(data.draw, new)
    other = rebase(reorder(data.draw, old), shuffled, running).running
    one = rebase(old, new, running).running

    assert (one.steps, one.answers, set(one.ways), set(one.removed)) == (other.steps, other.answers, set(other.ways), set(other.removed))


@given(passages(), st.data())
def test_two_passages_in_a_row_leave_no_more_done_than_the_acts_allow_and_keep_every_trace(drawn, data):
    old, middle, running = drawn
    new = data.draw(newer(middle))
    first = rebase(old, middle, running)
    second = rebase(middle, new, first.running)
    acts_done = {act_hash(one) for one in old.etapes if one.id in done(running)}
    plain = {one.id for one in new.etapes if not one.remplace} & {one.id for one in middle.etapes if not one.remplace}

    assert {act_hash(one) for one in new.etapes if one.id in done(second.running)} <= acts_done
    assert done(second.running) & plain <= done(rebase(old, new, running).running)
    assert set(first.running.removed) <= set(second.running.removed)
    worked = {name for name, one in first.running.steps.items() if one.progress in WORK}
    assert worked <= {trace.step for one in second.steps if one.now.progress in WORK for trace in one.came_from} | {
        trace.step for trace in second.running.removed
    }


@given(passages())
def test_the_banner_is_correct_french_and_names_what_it_counts(drawn):
    passage = rebase(*drawn)
    said = changes_in_words(passage)

    assert all(sentence == french(sentence) and sentence[-1] == "." for sentence in said)
    for one in passage.steps:
        assert one.fate is Fate.KEPT or quoted(one.title) in "".join(said)


@given(passages())
def test_a_rebased_copy_rebased_again_on_the_same_version_says_nothing_more(drawn):
    _, new, _ = drawn
    running = rebase(*drawn).running
    again = rebase(new, new, running)

    assert (again.running, changes_in_words(again)) == (running, ())


@given(passages())
def test_a_rebased_copy_can_be_walked(drawn):
    _, new, _ = drawn
    running = rebase(*drawn).running

    assert isinstance(walk(new, running.answers, running.ways).procedure, Procedure)
