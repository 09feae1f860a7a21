"""The fictional cases of a procedure, run for real: each must see what its author promised (E14)."""

from companion.procedures.lint.findings import Finding, Spot
from companion.procedures.lint.notes import Notes, perhaps
from companion.procedures.lint.personal import personal_findings
from companion.procedures.lint.schema import build
from companion.procedures.lint.syntax import Reading, read
from companion.procedures.rules.procedure import Procedure
from companion.procedures.rules.run import Blocked, State, Walk, walk, way_out_by_sign
from companion.procedures.rules.shared import Trial

_QUESTION = "La démarche n'a pas de question « {id} ».{perhaps} Corrigez ce nom, ou effacez la réponse."
_ANSWER = "La question « {id} » n'a pas de réponse « {answer} ».{perhaps} Réponses possibles : {known}."
_NOT_ASKED = "La question « {id} » n'est pas posée dans ce cas. Effacez la réponse, ou corrigez la condition de la question."
_STEP = "La démarche n'a pas d'étape « {id} ».{perhaps} Corrigez ce nom."
_DOCUMENT = "La démarche n'a pas de document « {id} ».{perhaps} Corrigez ce nom."
_SIGN = "L'étape « {id} » n'a pas de sortie avec le signe « {sign} ».{perhaps} Recopiez le signe tel qu'il est dans la démarche."
_BLOCKED_UNSEEN = "L'étape « {id} » ne se voit pas dans ce cas : on ne peut pas y être bloqué. Corrigez le cas ou la démarche."
_UNSEEN = "L'étape « {id} » devait se voir, et ne se voit pas. Corrigez le cas ou la démarche."
_SEEN = "L'étape « {id} » ne devait pas se voir, et se voit. Corrigez le cas ou la démarche."
_PAPERS = "Les documents demandés ne sont pas ceux attendus. {difference} Corrigez le cas ou la démarche."
_END = "L'étape « {id} » devait être à faire à la fin, et ne l'est pas. Corrigez le cas ou la démarche."


def read_trials(raw: bytes, file: str) -> tuple[tuple[Trial, ...] | None, Reading, list[Finding]]:
    """Read the fictional cases; their form and their privacy are checked like any file's."""
    reading = read(raw, file)
    trials, faults = build(tuple[Trial, ...], reading)
    return trials, reading, [*reading.findings, *faults, *personal_findings(reading)]


def check_trials(notes: Notes, procedure: Procedure, trials: tuple[Trial, ...]) -> None:
    """Run each case and note what it does not get."""
    for rank, trial in enumerate(trials):
        seen = _run(notes, rank, procedure, trial)
        _check_steps(notes, rank, trial, seen)
        _check_documents(notes, rank, trial, seen)


def _run(notes: Notes, rank: int, procedure: Procedure, trial: Trial) -> Walk:
    start = walk(procedure, trial.reponses)
    _check_answers(notes, rank, trial, start)
    blocked: list[Blocked] = []
    for step, sign in trial.bloque.items():
        way = _way_out(notes, (rank, "bloque", step), procedure, sign)
        if way is None:
            continue
        if step not in _alive(walk(procedure, trial.reponses, blocked)):
            notes.add("E14", (rank, "bloque", step), _BLOCKED_UNSEEN, id=step)
        blocked.append(way)
    return walk(procedure, trial.reponses, blocked)


def _check_answers(notes: Notes, rank: int, trial: Trial, seen: Walk) -> None:
    asked = {question.id: question for question in seen.procedure.questions}
    for name, answer in trial.reponses.items():
        spot: Spot = (rank, "reponses", name)
        if name not in asked:
            notes.add("E14", spot, _QUESTION, id=name, perhaps=perhaps(name, asked))
        elif answer not in asked[name].choix:
            known = asked[name].choix
            notes.add("E14", spot, _ANSWER, id=name, answer=answer, perhaps=perhaps(answer, known), known=", ".join(known))
        elif name not in seen.answers:
            notes.add("E14", spot, _NOT_ASKED, id=name)


def _way_out(notes: Notes, spot: Spot, procedure: Procedure, sign: str) -> Blocked | None:
    name = str(spot[-1])
    step = next((one for one in procedure.etapes if one.id == name), None)
    if step is None:
        notes.add("E14", spot, _STEP, id=name, perhaps=perhaps(name, [one.id for one in procedure.etapes]))
        return None
    way = way_out_by_sign(procedure, name, sign)
    if way is None:
        notes.add("E14", spot, _SIGN, id=name, sign=sign, perhaps=perhaps(sign, [one.signe for one in step.si_bloque]))
    return way


def _alive(seen: Walk) -> set[str]:
    """Return the steps that show as still possible: open, or waiting for an answer."""
    return {one.step.id for one in seen.steps if one.state is not State.ABANDONED}


def _check_steps(notes: Notes, rank: int, trial: Trial, seen: Walk) -> None:
    known = [step.id for step in seen.procedure.etapes]
    alive = _alive(seen)
    for key, wanted, template in (("voit", True, _UNSEEN), ("ne_voit_pas", False, _SEEN)):
        for place, name in enumerate(getattr(trial, key)):
            if name not in known:
                notes.add("E14", (rank, key, place), _STEP, id=name, perhaps=perhaps(name, known))
            elif (name in alive) is not wanted:
                notes.add("E14", (rank, key, place), template, id=name)
    if (end := trial.finit_par) is None:
        return
    if end not in known:
        notes.add("E14", (rank, "finit_par"), _STEP, id=end, perhaps=perhaps(end, known))
    elif end not in {one.step.id for one in seen.open_steps}:
        notes.add("E14", (rank, "finit_par"), _END, id=end)


def _check_documents(notes: Notes, rank: int, trial: Trial, seen: Walk) -> None:
    if trial.papiers is None:
        return
    known = [document.id for document in seen.procedure.documents]
    unknown = [name for name in trial.papiers if name not in known]
    for name in unknown:
        spot: Spot = (rank, "papiers", trial.papiers.index(name))
        notes.add("E14", spot, _DOCUMENT, id=name, perhaps=perhaps(name, known))
    certain = {document.id for document, is_certain in seen.documents if is_certain}
    lacking, extra = sorted(set(trial.papiers) - certain - set(unknown)), sorted(certain - set(trial.papiers))
    parts = [("La démarche ne demande pas : ", lacking), ("Elle demande aussi : ", extra)]
    if lacking or extra:
        difference = " ".join(f"{words}{', '.join(names)}." for words, names in parts if names)
        notes.add("E14", (rank, "papiers"), _PAPERS, difference=difference)
