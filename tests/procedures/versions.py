"""Newer versions of procedures, and copies of them that run: what Hypothesis draws."""

from typing import Any

from hypothesis import strategies as st

from companion.procedures.queries import SHELVES, read_library
from companion.procedures.rules.procedure import Entry, Procedure, Step, Withdrawn
from companion.procedures.rules.run import Blocked
from companion.procedures.rules.running import Progress, Remembered, Running, Trace
from tests.procedures.recipes import a_procedure

SHIPPED = tuple(guide.procedure for guide in read_library(SHELVES).guides.values())
MODES = ("personne", "avec", "a_la_place")
TEXT = st.sampled_from(["Autre chose", "Vous lisez.\nNous aidons.", "Faire «\u00a0ceci\u00a0»", "Demander, puis attendre 30\u00a0jours"])


def fresh(name: str, taken: set[str]) -> str:
    """Return an identifier that nothing bears."""
    return next(one for number in range(1, 99) if (one := f"{name}-{number}") not in taken)


def with_steps(procedure: Procedure, steps: list[Step]) -> Procedure:
    return procedure.model_copy(update={"etapes": tuple(steps)})


def with_step(procedure: Procedure, rank: int, **keys: Any) -> Procedure:
    steps = list(procedure.etapes)
    steps[rank] = steps[rank].model_copy(update=keys)
    return with_steps(procedure, steps)


def a_rank(draw, procedure):
    return draw(st.integers(0, len(procedure.etapes) - 1))


def rename(draw, procedure, *, told=True):
    rank = a_rank(draw, procedure)
    step = procedure.etapes[rank]
    replaces = (*step.remplace, step.id) if told else step.remplace
    name = fresh(step.id[:60], {one.id for one in procedure.etapes})
    return with_step(procedure, rank, id=name, remplace=replaces)


def rename_untold(draw, procedure):
    return rename(draw, procedure, told=False)


def drop(draw, procedure):
    rank = a_rank(draw, procedure)
    return with_steps(procedure, [one for number, one in enumerate(procedure.etapes) if number != rank] or list(procedure.etapes))


def merge(draw, procedure):
    rank, into = a_rank(draw, procedure), a_rank(draw, procedure)
    if rank == into:
        return procedure
    gone = procedure.etapes[rank]
    told = with_step(procedure, into, remplace=(*procedure.etapes[into].remplace, gone.id, *gone.remplace))
    return with_steps(told, [one for one in told.etapes if one.id != gone.id])


def split(draw, procedure):
    step = procedure.etapes[a_rank(draw, procedure)]
    taken = {one.id for one in procedure.etapes}
    first = fresh(step.id[:60], taken)
    names = (first, fresh(step.id[:60], {*taken, first}))
    parts = [step.model_copy(update={"id": name, "remplace": (*step.remplace, step.id)}) for name in names]
    return with_steps(procedure, [other for one in procedure.etapes for other in (parts if one is step else [one])])


def add(draw, procedure):
    steps = list(procedure.etapes)
    name = fresh("neuve", {one.id for one in steps})
    steps.insert(draw(st.integers(0, len(steps))), steps[0].model_copy(update={"id": name, "titre": "Neuve", "remplace": ()}))
    return with_steps(procedure, steps)


def reorder(draw, procedure):
    return with_steps(procedure, draw(st.permutations(procedure.etapes)))


def change_act(draw, procedure):
    answers = [f"{one.id}={answer}" for one in procedure.questions for answer in one.choix]
    key, value = draw(
        st.one_of(
            st.tuples(st.just("qui"), st.lists(st.sampled_from(MODES), min_size=1, max_size=3, unique=True).map(tuple)),
            st.tuples(st.just("sensibilite"), st.sampled_from([(), ("sante",), ("signature", "banque")])),
            st.tuples(st.just("saisie_reservee"), st.sampled_from([(), ("mot de passe",)])),
            st.tuples(st.just("canal"), st.sampled_from([None, *(one.id for one in procedure.canaux)])),
            st.tuples(st.sampled_from(["si", "si_un_de"]), st.sampled_from([(), *((one,) for one in answers)])),
            st.tuples(st.just("gestes"), st.sampled_from([(), ("remplir",), ("remplir", "envoyer")])),
        )
    )
    return with_step(procedure, a_rank(draw, procedure), **{key: value})


def harden(draw, procedure):
    return with_step(procedure, a_rank(draw, procedure), consentement=draw(st.sampled_from([None, "relu", "ecrit"])))


def change_channel(draw, procedure):
    rank = draw(st.integers(0, len(procedure.canaux) - 1))
    channels = list(procedure.canaux)
    channels[rank] = channels[rank].model_copy(update={"type": draw(st.sampled_from(["papier", "en_ligne"])), "horaires": draw(TEXT)})
    return procedure.model_copy(update={"canaux": tuple(channels)})


def change_text(draw, procedure):
    key = draw(st.sampled_from(["titre", "simple", "limite", "simple_passe"]))
    return with_step(procedure, a_rank(draw, procedure), **{key: draw(TEXT)})


def change_sign(draw, procedure):
    rank = a_rank(draw, procedure)
    ways = procedure.etapes[rank].si_bloque
    changed = tuple(one.model_copy(update={draw(st.sampled_from(["signe", "texte"])): draw(TEXT)}) for one in reversed(ways))
    return with_step(procedure, rank, si_bloque=changed)


def change_question(draw, procedure):
    if not procedure.questions:
        return procedure
    rank = draw(st.integers(0, len(procedure.questions) - 1))
    questions, question = list(procedure.questions), procedure.questions[rank]
    answers = dict(question.choix)
    what = draw(st.sampled_from(["drop", "drop answer", "reword", "reword answer", "punctuation"]))
    if what == "drop":
        return procedure.model_copy(update={"questions": (*questions[:rank], *questions[rank + 1 :])})
    if what == "drop answer":
        answers.pop(draw(st.sampled_from([*answers])))
    elif what == "reword answer":
        answers[draw(st.sampled_from([*answers]))] = draw(TEXT)
    changed: dict[str, Any] = {"reword": {"texte": draw(TEXT)}, "punctuation": {"texte": question.texte.upper().replace("?", ".")}}.get(
        what, {}
    )
    questions[rank] = question.model_copy(update={"choix": answers, **changed})
    return procedure.model_copy(update={"questions": tuple(questions)})


def outside(draw, procedure):
    """Change what is no content: the verification, the diary, the languages expected."""
    checked = procedure.verification.model_copy(update={"par": draw(TEXT), "methode": "appel"})
    entries = (*procedure.journal, Entry(le=checked.le, quoi=draw(TEXT)))
    languages = procedure.traductions.model_copy(update={"attendues": ("nl",)})
    return procedure.model_copy(update={"verification": checked, "journal": entries, "traductions": languages})


def withdraw(draw, procedure):
    return procedure.model_copy(update={"retiree": Withdrawn(le=procedure.verification.le, motif=draw(TEXT))})


STEP_MUTATIONS = (rename, rename_untold, drop, merge, split, add, reorder, change_act, harden, change_text, change_sign)
MUTATIONS = (*STEP_MUTATIONS, change_channel, change_question, outside, withdraw)


@st.composite
def procedures(draw):
    return draw(st.sampled_from((a_procedure(), *SHIPPED)))


@st.composite
def newer(draw, procedure, among=MUTATIONS, most=5):
    """Draw a later version of a procedure."""
    for mutate in draw(st.lists(st.sampled_from(among), min_size=1, max_size=most)):
        procedure = mutate(draw, procedure)
    return procedure


@st.composite
def copies(draw, procedure):
    """Draw what a running copy of a procedure remembers."""
    steps = {step.id: draw(memories(step)) for step in procedure.etapes if draw(st.booleans())}
    answers = {one.id: value for one in procedure.questions if one.choix and (value := draw(st.sampled_from(["", *one.choix])))}
    ways = [Blocked(step.id, rank) for step in procedure.etapes for rank in range(len(step.si_bloque))]
    taken = draw(st.lists(st.sampled_from(ways), max_size=4, unique=True)) if ways else []
    traces = draw(st.sampled_from([(), (Trace("ancienne", "Ancienne étape", Remembered(Progress.DONE, "avec")),)]))
    return Running(steps, answers, tuple(taken), traces)


@st.composite
def memories(draw, step):
    progress = draw(st.sampled_from([Progress.DONE, Progress.DONE, Progress.TODO, Progress.ABANDONED, Progress.REOPENED]))
    mode = None if progress is Progress.TODO else draw(st.sampled_from(step.qui))
    return Remembered(progress, mode, draw(st.booleans()))


@st.composite
def passages(draw, among=MUTATIONS):
    """Draw a procedure, a later version, and a running copy of the first."""
    old = draw(procedures())
    return old, draw(newer(old, among)), draw(copies(old))
