"""What does not forbid loading, and deserves a look: warnings A04 to A12."""

from datetime import date

from companion.procedures.lint.notes import Notes
from companion.procedures.lint.parts import parts, parts_of
from companion.procedures.rules.codes import OFFLINE
from companion.procedures.rules.conditions import split_condition
from companion.procedures.rules.freshness import Freshness, freshness, valid_until
from companion.procedures.rules.procedure import Procedure, Question
from companion.procedures.rules.texts import Conditional, Evidence
from companion.procedures.rules.words import day_in_words

WITHOUT_A_FORM = ("information", "ecoute")
"""Natures of step in which nothing is filled in, so nothing blocks."""

_UNUSED = "Aucune étape ne s'en sert. Citez « {id} » dans une étape, ou effacez cette ligne."
_UNUSED_SOURCE = "Aucun fait ne la cite. Citez-la là où elle sert, ou effacez-la."
_NO_WAY_OUT = "Cette étape se fait en ligne et n'a aucune sortie. Ajoutez « si_bloque » : le signe du blocage, puis une autre voie."
_USELESS = "La réponse ne change rien. Ne posez pas cette question : effacez-la, ou servez-vous-en dans une condition « si »."
_NO_OTHER_WAY = (
    "Aucune voie sans internet n'est connue (guichet, téléphone, papier), et « aide » ne nomme personne. "
    "Cherchez une voie, ou nommez dans « aide » un lieu qui aide."
)
_EXPIRED = "La vérification est périmée depuis le {day}. Vérifiez à nouveau la démarche, puis changez « le », « par » et « methode »."
_SOON = "La vérification sera périmée après le {day}. Prévoyez de vérifier à nouveau la démarche."
_FUTURE = "La vérification est datée du {day}, qui n'est pas encore arrivé. Corrigez la date."
_NO_SOURCE = "Ce fait n'a ni « source », ni « confirmer », ni « terrain ». Dites d'où il vient, ou ce qu'il faut confirmer."


def check_cautions(notes: Notes, procedure: Procedure, today: date) -> None:
    """Note what deserves a look before publishing."""
    _check_use(notes, procedure)
    _check_ways_out(notes, procedure)
    _check_questions(notes, procedure)
    if not procedure.aide and not any(one.existe == "oui" for one in procedure.canaux if one.type in OFFLINE):
        notes.add("A09", ("canaux",), _NO_OTHER_WAY)
    _check_freshness(notes, procedure, today)
    for spot, fact in parts_of(Evidence, parts(procedure)):
        if fact.source is None and fact.confirmer is None and not fact.terrain:
            notes.add("A12", spot, _NO_SOURCE)


def _check_use(notes: Notes, procedure: Procedure) -> None:
    """Note what is defined and never used (A04); a deadline and an offline channel are shown anyway."""
    steps = procedure.etapes
    for key in ("documents", "garder"):
        used = {name for step in steps for name in getattr(step, key)}
        for rank, one in enumerate(getattr(procedure, key)):
            if one.id not in used:
                notes.add("A04", (key, rank), _UNUSED, id=one.id)
    used = {step.canal for step in steps} | {way.alors for step in steps for way in step.si_bloque}
    for rank, channel in enumerate(procedure.canaux):
        if channel.existe == "oui" and channel.type not in OFFLINE and channel.id not in used:
            notes.add("A04", ("canaux", rank), _UNUSED, id=channel.id)
    cited = {fact.source for _, fact in parts_of(Evidence, parts(procedure))}
    for name in procedure.sources:
        if name not in cited:
            notes.add("A04", ("sources", name), _UNUSED_SOURCE)


def _check_ways_out(notes: Notes, procedure: Procedure) -> None:
    online = {channel.id for channel in procedure.canaux if channel.type == "en_ligne"}
    for rank, step in enumerate(procedure.etapes):
        if step.canal in online and not step.si_bloque and step.nature not in WITHOUT_A_FORM:
            notes.add("A05", ("etapes", rank), _NO_WAY_OUT)


def _check_questions(notes: Notes, procedure: Procedure) -> None:
    """Note the questions on which nothing depends, directly or through another question."""
    asked: dict[str, set[str]] = {question.id: _named(question) for question in procedure.questions}
    useful: set[str] = set()
    waiting = {name for _, item in parts_of(Conditional, parts(procedure)) if not isinstance(item, Question) for name in _named(item)}
    while waiting:
        useful |= waiting
        waiting = {name for one in waiting for name in asked.get(one, ())} - useful
    for rank, question in enumerate(procedure.questions):
        if question.id not in useful:
            notes.add("A08", ("questions", rank), _USELESS)


def _named(item: Conditional) -> set[str]:
    return {split_condition(one)[0] for one in (*item.si, *item.si_un_de)}


def _check_freshness(notes: Notes, procedure: Procedure, today: date) -> None:
    checked = procedure.verification
    spot = ("verification", "le")
    state = freshness(checked, today)
    if checked.le > today:
        notes.add("A11", spot, _FUTURE, day=day_in_words(checked.le))
    elif state is not Freshness.GOOD:
        code, sentence = ("A11", _EXPIRED) if state is Freshness.EXPIRED else ("I11", _SOON)
        notes.add(code, spot, sentence, day=day_in_words(valid_until(checked)))
