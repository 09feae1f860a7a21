"""Whether a question still asks what it asked: an answer is worth the words it was given to.

Capitals, accents written in two ways, spaces and punctuation do not count; any
other change of the question or of the answer's own label does.  Asking again
costs one tap, and an unanswered question hides nothing; a misread one may hide
a right.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from companion.procedures.rules.conditions import label_of, split_condition
from companion.procedures.rules.procedure import Procedure
from companion.procedures.rules.texts import Conditional


@dataclass(frozen=True)
class Misread:
    """An answer that cannot be carried over, in the words it was given to."""

    question: str
    answer: str
    asked: str
    said: str
    still_asked: bool
    """The question is in the new file, in other words or with other answers."""


def answer_in_words(procedure: Procedure, question: str, answer: str) -> tuple[str, str] | None:
    """Return a question and one of its answers as they are read, or nothing if the file does not hold both."""
    asked = next((one for one in procedure.questions if one.id == question), None)
    if asked is None or answer not in asked.choix:
        return None
    return asked.texte, label_of(asked.choix[answer])


def misread_answers(old: Procedure, new: Procedure, answers: Mapping[str, str]) -> tuple[Misread, ...]:
    """Return the answers whose question or label is gone or says something else."""
    asked_now = {question.id for question in new.questions}
    wrong = [
        (question, answer)
        for question, answer in answers.items()
        if not (answer_in_words(new, question, answer) and same_meaning(old, new, question, answer))
    ]
    return tuple(
        Misread(question, answer, *(answer_in_words(old, question, answer) or (question, answer)), question in asked_now)
        for question, answer in wrong
    )


def same_meaning(old: Procedure, new: Procedure, question: str, answer: str) -> bool:
    """Tell whether both versions say a question and an answer in the same words, or neither holds them."""
    before, after = answer_in_words(old, question, answer), answer_in_words(new, question, answer)
    return [_heard(said) for said in before or ()] == [_heard(said) for said in after or ()]


def condition_holds_its_meaning(old: Procedure, new: Procedure, item: Conditional) -> bool:
    """Tell whether all that a condition names still means the same."""
    return all(same_meaning(old, new, *split_condition(one)) for one in (*item.si, *item.si_un_de))


def _heard(text: str) -> str:
    """Return what is left of a text read aloud: letters, figures and signs such as « ≥ » or « € »."""
    composed = unicodedata.normalize("NFC", text.casefold())
    return " ".join("".join(sign if sign.isalnum() or unicodedata.category(sign)[0] == "S" else " " for sign in composed).split())
