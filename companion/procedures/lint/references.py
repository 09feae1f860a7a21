"""What a file points to must exist, and be written once."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from companion.procedures.lint.findings import Spot
from companion.procedures.lint.notes import Notes, perhaps
from companion.procedures.lint.parts import parts, parts_of
from companion.procedures.rules.conditions import split_condition
from companion.procedures.rules.procedure import Procedure, Question, Step
from companion.procedures.rules.shared import Delegation
from companion.procedures.rules.texts import Conditional, Evidence, Sheet

_TWICE = "Le nom « {id} » est déjà pris à la ligne {first}. Donnez un autre nom à l'un des deux."
_TWO_THINGS = "« {id} » est à la fois une étape et un canal : la sortie ne sait pas où aller. Renommez l'un des deux."
_QUESTION = "La condition « {condition} » cite une question qui n'existe pas.{perhaps} Corrigez-la ou ajoutez la question."
_ANSWER = "La condition « {condition} » cite une réponse que « {question} » ne propose pas.{perhaps} Réponses possibles : {known}."
_LATER = "La condition « {condition} » dépend d'une question posée plus loin. Placez la question « {question} » avant celle-ci."
_ITSELF = "La condition « {condition} » fait dépendre la question d'elle-même. Effacez cette condition."
_MISSING = "{What} « {id} » n'existe pas.{perhaps} Corrigez ce nom, ou ajoutez ce qui manque dans « {holder} »."
_LOOP = "Cette sortie renvoie à l'étape où l'on est bloqué. Choisissez une autre étape, ou un canal."
_WAY = "La sortie mène à « {id} », qui n'est ni une étape ni un canal.{perhaps} Corrigez ce nom."
_INSTITUTION = "« {id} » n'est pas dans institutions/{country}.yaml.{perhaps} Corrigez ce nom, ou ajoutez l'institution."
_MECHANISM = "« {id} » n'est pas dans delegations.yaml.{perhaps} Corrigez ce nom, ou ajoutez le mécanisme."
_GUIDE = "La démarche « {id} » n'existe pas.{perhaps} Corrigez ce nom, ou écrivez d'abord cette démarche."
_SOURCE = "La source « {id} » n'est pas dans « sources ».{perhaps} Corrigez ce nom, ou ajoutez la source en bas du fichier."
_ID = "L'identifiant est « {id} », mais ce fichier demande « {wanted} ». Changez l'identifiant, ou le nom du fichier."


@dataclass(frozen=True)
class Shelf:
    """What the other files offer; what is None is not known, and then not checked.

    A comma missing in a shared file must not close every guide that cites it.
    """

    institutions: frozenset[str] | None = frozenset()
    delegations: Mapping[str, Delegation] | None = field(default_factory=dict)
    guides: frozenset[str] | None = None
    glossary: Collection[str] | None = None
    """The words that the glossary explains."""


def check_references(notes: Notes, procedure: Procedure, shelf: Shelf) -> None:
    """Note every name that is taken twice, unknown, or not the one its file demands."""
    known = parts(procedure)
    _check_id(notes, procedure)
    _check_names(notes, procedure)
    for spot, item in parts_of(Conditional, known):
        _check_conditions(notes, procedure, spot, item)
    for rank, step in enumerate(procedure.etapes):
        _check_step(notes, procedure, ("etapes", rank), step)
    _check_shelf(notes, procedure, shelf)
    check_sources(notes, known, procedure.sources)


def check_sources(notes: Notes, known: tuple[tuple[Spot, Sheet], ...], sources: Collection[str]) -> None:
    """Note the facts whose source is unknown (E12)."""
    for spot, fact in parts_of(Evidence, known):
        if fact.source is not None and fact.source not in sources:
            notes.add("E12", (*spot, "source"), _SOURCE, id=fact.source, perhaps=perhaps(fact.source, sources))


def _check_id(notes: Notes, procedure: Procedure) -> None:
    """`procedures/be/boite-mail.yaml` holds `be-boite-mail` (decision A12)."""
    path = PurePosixPath(notes.reading.file.replace("\\", "/"))
    wanted = f"{path.parent.name}-{path.stem}"
    if path.parent.name and procedure.id != wanted:
        notes.add("E01", ("id",), _ID, id=procedure.id, wanted=wanted)


def _check_names(notes: Notes, procedure: Procedure) -> None:
    for kind in ("canaux", "echeances", "questions", "documents", "etapes", "garder"):
        check_unique(notes, (kind,), [one.id for one in getattr(procedure, kind)])
    for rank, step in enumerate(procedure.etapes):
        check_unique(notes, ("etapes", rank, "pieges"), [one.id for one in step.pieges])
        check_unique(notes, ("etapes", rank, "ecran"), [one.id for one in step.ecran])


def check_unique(notes: Notes, holder: Spot, ids: Iterable[str]) -> None:
    """Note the identifiers written twice in one list (E02)."""
    first: dict[str, int] = {}
    for rank, name in enumerate(ids):
        spot = (*holder, rank, "id")
        if name in first:
            notes.add("E02", spot, _TWICE, id=name, first=notes.reading.line((*holder, first[name], "id")))
        first.setdefault(name, rank)


def _check_conditions(notes: Notes, procedure: Procedure, spot: Spot, item: Conditional) -> None:
    earlier = [question.id for question in procedure.questions]
    if isinstance(item, Question) and isinstance(spot[-1], int):
        earlier = earlier[: spot[-1]]
    for key in ("si", "si_un_de"):
        for rank, condition in enumerate(getattr(item, key)):
            _check_condition(notes, procedure, (*spot, key, rank), condition, earlier)


def _check_condition(notes: Notes, procedure: Procedure, spot: Spot, condition: str, earlier: list[str]) -> None:
    asked = {question.id: question for question in procedure.questions}
    name, answer = split_condition(condition)
    if name not in asked:
        notes.add("E03", spot, _QUESTION, condition=condition, perhaps=perhaps(name, asked))
    elif answer not in asked[name].choix:
        known = asked[name].choix
        close = perhaps(answer, known)
        notes.add("E03", spot, _ANSWER, condition=condition, question=name, perhaps=close, known=", ".join(known))
    elif name not in earlier:
        itself = isinstance(spot[1], int) and procedure.questions[spot[1]].id == name
        notes.add("E03", spot, _ITSELF if itself else _LATER, condition=condition, question=name)


def _check_step(notes: Notes, procedure: Procedure, spot: Spot, step: Step) -> None:
    channels = [one.id for one in procedure.canaux]
    if step.canal is not None:
        _demand(notes, (*spot, "canal"), step.canal, channels, ("Le canal", "canaux"))
    for key, what in (("documents", "Le document"), ("echeances", "L'échéance"), ("garder", "La chose à garder")):
        known = [one.id for one in getattr(procedure, key)]
        for rank, name in enumerate(getattr(step, key)):
            _demand(notes, (*spot, key, rank), name, known, (what, key))
    _check_ways_out(notes, procedure, spot, step)


def _demand(notes: Notes, spot: Spot, name: str, known: list[str], words: tuple[str, str]) -> None:
    if name not in known:
        notes.add("E04", spot, _MISSING, What=words[0].replace("'", "’"), id=name, perhaps=perhaps(name, known), holder=words[1])


def _check_ways_out(notes: Notes, procedure: Procedure, spot: Spot, step: Step) -> None:
    steps = {one.id for one in procedure.etapes}
    channels = {one.id for one in procedure.canaux}
    for rank, way in enumerate(step.si_bloque):
        here = (*spot, "si_bloque", rank, "alors")
        if way.alors == step.id:
            notes.add("E04", here, _LOOP)
        elif way.alors in steps & channels:
            notes.add("E02", here, _TWO_THINGS, id=way.alors)
        elif way.alors not in steps | channels:
            notes.add("E04", here, _WAY, id=way.alors, perhaps=perhaps(way.alors, sorted(steps | channels)))


def _check_shelf(notes: Notes, procedure: Procedure, shelf: Shelf) -> None:
    if shelf.institutions is not None and procedure.institution not in shelf.institutions:
        close = perhaps(procedure.institution, sorted(shelf.institutions))
        notes.add("E04", ("institution",), _INSTITUTION, id=procedure.institution, perhaps=close, country=procedure.country)
    for rank, use in enumerate(procedure.delegation):
        if shelf.delegations is not None and use.mecanisme not in shelf.delegations:
            close = perhaps(use.mecanisme, shelf.delegations)
            notes.add("E04", ("delegation", rank, "mecanisme"), _MECHANISM, id=use.mecanisme, perhaps=close)
    check_guides(notes, procedure, shelf)


def check_guides(notes: Notes, procedure: Procedure, shelf: Shelf) -> None:
    """Note the other procedures that are cited and do not exist, when those that exist are known."""
    if shelf.guides is None:
        return
    wanted: list[tuple[Spot, str]] = [(("prealables", rank, "guide"), one.guide) for rank, one in enumerate(procedure.prealables)]
    if procedure.retiree is not None and procedure.retiree.voir is not None:
        wanted.append((("retiree", "voir"), procedure.retiree.voir))
    for spot, name in wanted:
        if name not in shelf.guides:
            notes.add("E04", spot, _GUIDE, id=name, perhaps=perhaps(name, sorted(shelf.guides)))
