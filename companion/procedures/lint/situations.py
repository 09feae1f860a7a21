"""The situations of a procedure: every combination of answers that its questions allow."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import blake2b

from companion.procedures.rules.conditions import Truth, holds, split_condition
from companion.procedures.rules.procedure import Choice, Procedure, Question
from companion.procedures.rules.texts import Conditional

MOST_SITUATIONS = 4096
Situation = dict[str, str]


@dataclass(frozen=True)
class Situations:
    """Combinations of answers: all those sought or, beyond 4,096, those of a sample that never changes."""

    answers: tuple[Situation, ...]
    complete: bool


def questions_behind(procedure: Procedure, items: Iterable[Conditional]) -> list[Question]:
    """Return the questions on which some items depend, with those these depend on, in file order."""
    asked = {question.id: question for question in procedure.questions}
    found: set[str] = set()
    waiting = [name for item in items for name in _named(item)]
    while waiting:
        name = waiting.pop()
        if name in asked and name not in found:
            found.add(name)
            waiting += _named(asked[name])
    return [question for question in procedure.questions if question.id in found]


def _named(item: Conditional) -> list[str]:
    return [split_condition(one)[0] for one in (*item.si, *item.si_un_de)]


def explore(questions: list[Question], settled: Callable[[Situation], bool]) -> Situations:
    """Return the full situations that nothing settles; a branch is left as soon as something does.

    What an answer settles, no later answer can undo: a condition that holds
    goes on holding.  So whole branches need not be walked.
    """
    found: list[Situation] = []
    waiting: list[tuple[int, Situation]] = [(0, {})]
    seen = 0
    while waiting:
        rank, situation = waiting.pop()
        seen += 1
        if seen > 2 * MOST_SITUATIONS or len(found) > MOST_SITUATIONS:
            samples = (_sample(questions, number) for number in range(MOST_SITUATIONS))
            return Situations(tuple(one for one in samples if not settled(one)), complete=False)
        if settled(situation):
            continue
        rank = _next_asked(questions, rank, situation)
        if rank == len(questions):
            found.append(situation)
            continue
        question = questions[rank]
        waiting += [(rank + 1, {**situation, question.id: answer}) for answer in reversed(question.choix)]
    return Situations(tuple(found), complete=True)


def _next_asked(questions: list[Question], rank: int, situation: Situation) -> int:
    """Return the rank of the next question that is asked in a situation."""
    while rank < len(questions) and holds(questions[rank], situation) is not Truth.YES:
        rank += 1
    return rank


def _sample(questions: list[Question], rank: int) -> Situation:
    """Return one situation out of very many, the same at each run."""
    situation: Situation = {}
    for question in questions:
        if holds(question, situation) is Truth.YES:
            drawn = blake2b(f"{rank} {question.id}".encode(), digest_size=4).digest()
            answers = list(question.choix)
            situation[question.id] = answers[int.from_bytes(drawn) % len(answers)]
    return situation


def merged(failing: list[Situation], questions: list[Question]) -> list[Situation]:
    """Drop from the situations the answers that change nothing to their failure."""
    for question in questions:
        known = {frozenset(situation.items()) for situation in failing}
        if all(_fails_whatever(question, situation, known) for situation in failing):
            failing = [{name: answer for name, answer in situation.items() if name != question.id} for situation in failing]
    return [dict(situation) for situation in dict.fromkeys(tuple(situation.items()) for situation in failing)]


def _fails_whatever(question: Question, situation: Situation, known: set[frozenset[tuple[str, str]]]) -> bool:
    if question.id not in situation:
        return False
    return all(frozenset({**situation, question.id: answer}.items()) in known for answer in question.choix)


def situation_in_words(questions: Iterable[Question], situation: Situation) -> str:
    """Say a situation as a worker would: « 17 ans, sans carte »."""
    return ", ".join(
        _answer_in_words(question, question.choix[situation[question.id]]) for question in questions if question.id in situation
    )


def _answer_in_words(question: Question, choice: str | Choice) -> str:
    if isinstance(choice, Choice):
        return choice.si or f"{question.texte} {choice.texte}"
    return f"{question.texte} {choice}"
