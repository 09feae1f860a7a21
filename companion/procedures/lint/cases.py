"""The cases of a procedure: every combination of answers that its questions allow."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b

from companion.procedures.rules.conditions import Truth, holds, split_condition
from companion.procedures.rules.procedure import Choice, Procedure, Question
from companion.procedures.rules.texts import Conditional

MOST_CASES = 4096
Case = dict[str, str]


@dataclass(frozen=True)
class Cases:
    """Combinations of answers, all of them or, beyond 4,096, always the same sample."""

    answers: tuple[Case, ...]
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


def all_cases(questions: list[Question]) -> Cases:
    """Return every combination of answers; a question is answered only where it is asked."""
    found: list[Case] = [{}]
    for question in questions:
        found = [longer for case in found for longer in _answered(question, case)]
        if len(found) > MOST_CASES:
            return Cases(tuple(_sample(questions, rank) for rank in range(MOST_CASES)), complete=False)
    return Cases(tuple(found), complete=True)


def _answered(question: Question, case: Case) -> list[Case]:
    if holds(question, case) is not Truth.YES:
        return [case]
    return [{**case, question.id: answer} for answer in question.choix]


def _sample(questions: list[Question], rank: int) -> Case:
    """Return one case out of very many, the same at each run."""
    case: Case = {}
    for question in questions:
        if holds(question, case) is Truth.YES:
            drawn = blake2b(f"{rank} {question.id}".encode(), digest_size=4).digest()
            answers = list(question.choix)
            case[question.id] = answers[int.from_bytes(drawn) % len(answers)]
    return case


def merged(failing: list[Case], questions: list[Question]) -> list[Case]:
    """Drop from the cases the answers that change nothing to their failure."""
    for question in questions:
        known = {frozenset(case.items()) for case in failing}
        if all(_fails_whatever(question, case, known) for case in failing):
            failing = [{name: answer for name, answer in case.items() if name != question.id} for case in failing]
    return [dict(case) for case in dict.fromkeys(tuple(case.items()) for case in failing)]


def _fails_whatever(question: Question, case: Case, known: set[frozenset[tuple[str, str]]]) -> bool:
    if question.id not in case:
        return False
    return all(frozenset({**case, question.id: answer}.items()) in known for answer in question.choix)


def case_in_words(questions: Iterable[Question], case: Case) -> str:
    """Say a case as a worker would: « 17 ans, sans carte »."""
    return ", ".join(_answer_in_words(question, question.choix[case[question.id]]) for question in questions if question.id in case)


def _answer_in_words(question: Question, choice: str | Choice) -> str:
    if isinstance(choice, Choice):
        return choice.si or f"{question.texte} {choice.texte}"
    return f"{question.texte} {choice}"
