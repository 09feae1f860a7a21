"""What a banner says when a running copy goes on with a newer version: counts, and the names of what is concerned."""

from collections.abc import Iterable, Iterator

from companion.procedures.rules.labels import label, quoted
from companion.procedures.rules.procedure import Procedure
from companion.procedures.rules.running import Fate, LostWay, Progress, Rebased, RebasedStep, Trace
from companion.procedures.rules.words import counted, day_in_words
from companion.typography import NBSP

_MODES: dict[str, str] = {"personne": " par la personne", "avec": " ensemble", "a_la_place": " à sa place"}
_PROGRESS: dict[Progress, str] = {Progress.DONE: "faite", Progress.ABANDONED: "abandonnée", Progress.REOPENED: "à refaire"}


def changes_in_words(passage: Rebased) -> tuple[str, ...]:
    """Return the sentences of the banner, the most pressing first; none when nothing changes for this copy."""
    return (*_work(passage), *_questions(passage), *_quieter(passage))


def _work(passage: Rebased) -> Iterator[str]:
    """Say what is to be done again, asked again, or done before the rest."""
    if found := [one for one in passage.steps if one.fate is Fate.REOPENED]:
        yield f"{_steps(found, 'rouverte')}, à refaire ou à confirmer{_list(_called(one) for one in found)}"
    if found := [one for one in passage.steps if one.ask_consent_again]:
        yield f"Accord à redemander à la personne avant tout nouveau geste{_list(quoted(one.title) for one in found)}"
    if found := [one for one in passage.steps if one.highlighted]:
        yield f"{_steps(found, 'nouvelle')} avant une étape déjà faite{_list(quoted(one.title) for one in found)}"
    if passage.removed:
        kept = " Ce qui a été fait reste noté." if any(trace.was.progress in _PROGRESS for trace in passage.removed) else ""
        yield f"{_steps(passage.removed, 'retirée')}{_list(map(_left, passage.removed))}{kept}"


def _questions(passage: Rebased) -> Iterator[str]:
    """Say which answers, conditions and ways out no longer stand."""
    if asked := [one for one in passage.misread if one.still_asked]:
        count = counted(len(asked), "réponse à redemander", "réponses à redemander")
        yield f"{count}, car la question a changé{_list(f'{quoted(one.asked)} (réponse{NBSP}: {quoted(one.said)})' for one in asked)}"
    if gone := [one for one in passage.misread if not one.still_asked]:
        count = counted(len(gone), "question n’est plus posée", "questions ne sont plus posées")
        yield f"{count}{_list(f'{quoted(one.asked)} (réponse{NBSP}: {quoted(one.said)})' for one in gone)}"
    if found := [one for one in passage.steps if one.look_again]:
        yield f"{_steps(found, 'faite')} à relire, car la question qui y menait a changé{_list(quoted(one.title) for one in found)}"
    for way in passage.lost_ways:
        yield _lost(way)


def _quieter(passage: Rebased) -> Iterator[str]:
    """Say what asks for nothing but reading."""
    if found := [one for one in passage.steps if one.fate is Fate.ADDED and not one.highlighted]:
        yield f"{_steps(found, 'nouvelle')}{_list(quoted(one.title) for one in found)}"
    if found := [one for one in passage.steps if one.fate is Fate.ANOTHER_ACT]:
        yield f"{counted(len(found), 'étape se fait', 'étapes se font')} autrement{_list(_called(one) for one in found)}"
    if found := [one for one in passage.steps if one.fate is Fate.REWORDED]:
        yield f"{counted(len(found), 'étape dit', 'étapes disent')} autre chose{_list(_called(one) for one in found)}"
    if passage.elsewhere:
        yield f"Ailleurs dans le guide, à relire{_list(label(Procedure, key) for key in passage.elsewhere)}"
    if withdrawn := passage.withdrawn:
        reason = withdrawn.motif if withdrawn.motif.endswith((".", "!", "?", "…")) else f"{withdrawn.motif}."
        yield f"Ce guide est retiré à partir du {day_in_words(withdrawn.le)}{NBSP}: {reason} Ce qui est commencé peut continuer."


def _steps(found: Iterable[object], participle: str) -> str:
    return counted(len([*found]), f"étape {participle}", f"étapes {participle}s")


def _list(names: Iterable[str]) -> str:
    return f"{NBSP}: {', '.join(names)}."


def _called(one: RebasedStep) -> str:
    """Return the title of a step, and its former ones when they differ: « Signer » (avant : « Relire »)."""
    former = [quoted(trace.title) for trace in one.came_from if trace.title != one.title]
    return f"{quoted(one.title)} (avant{NBSP}: {' et '.join(former)})" if former else quoted(one.title)


def _left(trace: Trace) -> str:
    said = _PROGRESS.get(trace.was.progress)
    if said is None:
        return quoted(trace.title)
    mode = _MODES.get(trace.was.mode or "", "") if trace.was.progress is Progress.DONE else ""
    return f"{quoted(trace.title)} ({said}{mode})"


def _lost(way: LostWay) -> str:
    where = f"La sortie {quoted(way.sign)} de l’étape {quoted(way.title)}"
    return f"{where} mène maintenant à {quoted(way.leads_to)}." if way.leads_to else f"{where} n’existe plus."
