"""What is read aloud to the person is plain: short sentences, known words, no double negation (A10).

Nothing is scored: an author can act on a sentence, not on a number.  A word is
what stands between two spaces: « l'accueil » is one, a telephone number too.
"""

import re
from collections.abc import Collection, Iterator

from companion.procedures.lint.findings import Spot, say
from companion.procedures.lint.hard_words import HARD_WORDS
from companion.procedures.lint.notes import Notes
from companion.procedures.rules.procedure import Procedure
from companion.procedures.rules.search import plain
from companion.typography import french

MOST_WORDS = 12
MOST_SENTENCES = 5
LINES_AFTER_A_KEY = 20
"""How far below its key a sentence is looked for."""
SPOKEN = ("simple", "simple_passe")
"""Keys of a step that the person hears or reads."""

_AFTER_A_SENTENCE = re.compile(r"\n+|(?<=[.!?…])(?!\s*»)\s+|(?<=[.!?…]\s»)\s+")
_WORD = re.compile(r"\d+(?:[\s./,]\d+)*(?![^\W_])|[^\W_]+(?:[’'·./@-][^\W_]+)*")
_PIECE = re.compile(r"[^\W_]+")
_PAPERS = re.compile(r"(?<![\w-])papiers\b", re.IGNORECASE)
_CLAUSE = re.compile(r"[,;:.!?…()«»]|\b(?:et|ou|mais|si|car|quand|lorsque|parce|puis|donc|qui|que)\b|\b(?:s|qu|lorsqu|puisqu)’")
_NO = r"(?:\bne\b|\bn’)"
_NOTHING = r"\b(?:pas|plus|jamais|rien|aucune?|personne)\b"
_CONTRARY = r"(?:impossible|inutile|interdit|illégal|incomplet|incomplète|inexact|incorrect|insuffisant|incompatible|invalide|irrecevable)"
_DOUBLE_NEGATION = re.compile(
    rf"{_NO}.*{_NOTHING}.*(?:{_NO}|\bsans\b)"
    rf"|{_NOTHING}.*{_NO}.*\bsans\b"
    rf"|\bsans\b.*{_NO}.*{_NOTHING}"
    rf"|{_NO}.*\b(?:pas|plus|jamais)\s+(?:\w+\s+)?{_CONTRARY}"
)

_LONG = "Cette phrase a {count} mots : « {sentence} » Coupez-la en deux : douze mots au plus par phrase."
_MANY = "Ce texte a {count} phrases, et cinq suffisent. Gardez l'essentiel, ou coupez l'étape en deux, à partir de : « {sentence} »"
_ACRONYM = (
    "Sigle que le glossaire n'explique pas ({words}) : « {sentence} » Dites-le en toutes lettres, ou expliquez-le dans glossaire.fr.yaml."
)
_HARD = "Mot difficile : « {sentence} » Dites plus simplement {words}, ou expliquez le mot dans glossaire.fr.yaml."
_NEGATIONS = "Cette phrase nie deux fois : « {sentence} » Dites ce qu'il faut faire, sans négation."
_DOCUMENTS = "Une personne peut se croire mise en cause : « {sentence} » Écrivez « documents », jamais « papiers »."


def check_plain_text(notes: Notes, procedure: Procedure, glossary: Collection[str] | None) -> None:
    """Note each sentence said to the person that is not plain, once for each reason."""
    explained = None if glossary is None else {piece.casefold() for word in glossary for piece in _PIECE.findall(word)}
    for rank, step in enumerate(procedure.etapes):
        for key in SPOKEN:
            if text := getattr(step, key):
                _check_text(notes, ("etapes", rank, key), text, explained)


def sentences_of(text: str) -> list[str]:
    """Return the sentences of a text; each line ends one."""
    return [part.strip() for part in _AFTER_A_SENTENCE.split(text) if _PIECE.search(part)]


def _check_text(notes: Notes, spot: Spot, text: str, explained: Collection[str] | None) -> None:
    found = sentences_of(text)
    for sentence in found:
        for template, quoted in _faults(sentence, explained):
            notes.add("A10", spot, template, line=_line_of(notes, spot, sentence), sentence=sentence, **quoted)
    if len(found) > MOST_SENTENCES:
        first = found[MOST_SENTENCES]
        notes.add("A10", spot, _MANY, line=_line_of(notes, spot, first), sentence=first, count=len(found))


def _faults(sentence: str, explained: Collection[str] | None) -> Iterator[tuple[str, dict[str, object]]]:
    """Yield what is not plain in a sentence, with the words that a message quotes."""
    if (count := len(_WORD.findall(sentence))) > MOST_WORDS:
        yield _LONG, {"count": count}
    if _PAPERS.search(sentence):
        yield _DOCUMENTS, {}
    if any(_DOUBLE_NEGATION.search(clause) for clause in _CLAUSE.split(sentence.lower())):
        yield _NEGATIONS, {}
    if explained is None:
        return
    unknown = [piece for piece in dict.fromkeys(_PIECE.findall(sentence)) if piece.casefold() not in explained]
    if acronyms := [piece for piece in unknown if sum(sign.isupper() for sign in piece) > 1]:
        yield _ACRONYM, {"words": ", ".join(acronyms)}
    if hard := [(piece, stem) for piece in unknown if (stem := _hard(piece)) and not _explains(explained, stem)]:
        yield _HARD, {"words": say(", ".join(f"« {piece} » ({HARD_WORDS[stem]})" for piece, stem in hard))}


def _hard(piece: str) -> str:
    """Return the beginning by which a word is known to be hard, or nothing."""
    word = plain(piece)
    return next((stem for stem in HARD_WORDS if word.startswith(stem)), "")


def _explains(explained: Collection[str], stem: str) -> bool:
    return any(plain(word).startswith(stem) for word in explained)


def _line_of(notes: Notes, spot: Spot, sentence: str) -> int:
    """Return the line where a sentence is written, or that of its key when it runs over several."""
    first = notes.reading.line(spot)
    lines = notes.reading.text.splitlines()
    near = range(first - 1, min(first + LINES_AFTER_A_KEY, len(lines)))
    return next((number + 1 for number in near if sentence in french(lines[number].strip())), first)
