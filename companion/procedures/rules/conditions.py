"""Conditions on answers, where an unanswered question is unknown and never false."""

from collections.abc import Iterable, Mapping
from enum import Enum

from companion.procedures.rules.procedure import Choice, Procedure, Question
from companion.procedures.rules.texts import Conditional
from companion.typography import french

Answers = Mapping[str, str]
NEVER_ASKED = ""
"""What stands for the answer to a question that the other answers make pointless."""


class Truth(Enum):
    """What is known of a condition: it holds, it does not, or it depends on an answer not given."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


def split_condition(condition: str) -> tuple[str, str]:
    """Return the question and the answer that a condition names."""
    question, _, answer = condition.partition("=")
    return question, answer


def _truth(condition: str, answers: Answers) -> Truth:
    question, wanted = split_condition(condition)
    given = answers.get(question)
    if given is None:
        return Truth.UNKNOWN
    return Truth.YES if given == wanted else Truth.NO


def _all(truths: Iterable[Truth]) -> Truth:
    seen = set(truths)
    if Truth.NO in seen:
        return Truth.NO
    return Truth.UNKNOWN if Truth.UNKNOWN in seen else Truth.YES


def _any(truths: Iterable[Truth]) -> Truth:
    seen = set(truths)
    if Truth.YES in seen:
        return Truth.YES
    return Truth.UNKNOWN if Truth.UNKNOWN in seen else Truth.NO


def holds(item: Conditional, answers: Answers) -> Truth:
    """Tell whether an item is shown: all of `si`, and at least one of `si_un_de`."""
    every = _all(_truth(one, answers) for one in item.si)
    if not item.si_un_de:
        return every
    return _all((every, _any(_truth(one, answers) for one in item.si_un_de)))


def kept_answers(procedure: Procedure, answers: Answers) -> dict[str, str]:
    """Keep the answers that exist and whose question is asked, in file order.

    What is unknown to the file is dropped in silence: an old page or a forged
    form changes nothing.
    """
    kept: dict[str, str] = {}
    for question in procedure.questions:
        given = answers.get(question.id)
        if given in question.choix and holds(question, kept) is Truth.YES:
            kept[question.id] = given
    return kept


def known_facts(procedure: Procedure, answers: Answers) -> dict[str, str]:
    """Return the answers kept, and for each question that will never be asked, an answer that equals none.

    A minor who is never asked for a card does not depend on the card: what
    needs it is refused, not greyed.
    """
    facts: dict[str, str] = {}
    for question in procedure.questions:
        if question.id in answers:
            facts[question.id] = answers[question.id]
        elif holds(question, facts) is Truth.NO:
            facts[question.id] = NEVER_ASKED
    return facts


def asked_questions(procedure: Procedure, answers: Answers) -> list[Question]:
    """Return the questions worth asking now, given the answers already kept."""
    return [question for question in procedure.questions if holds(question, answers) is Truth.YES]


def in_words(procedure: Procedure, item: Conditional) -> str:
    """Say the condition of an item as a worker would: « si 18 ans ou plus et si … »."""
    asked = {question.id: question for question in procedure.questions}
    every = [_say(asked, one) for one in item.si]
    some = " ou ".join(_say(asked, one) for one in item.si_un_de)
    said = " et ".join([*every, *([some] if some else [])])
    return f"si {said}" if said else ""


def _say(asked: Mapping[str, Question], condition: str) -> str:
    name, answer = split_condition(condition)
    choice = asked[name].choix[answer]
    if isinstance(choice, Choice) and choice.si:
        return choice.si
    label = choice.texte if isinstance(choice, Choice) else choice
    return french(f"« {asked[name].texte} » : {label if label[1:2].isupper() else label[:1].lower() + label[1:]}")


def label_of(choice: str | Choice) -> str:
    """Return what is shown beside the button of an answer."""
    return choice.texte if isinstance(choice, Choice) else choice
