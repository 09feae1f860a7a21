"""The steps of a proof: each one whole, whatever the answers, with every trap and every way out."""

from collections.abc import Iterator

from companion.press.blocks import Block, Run
from companion.procedures.papers.proof.dates import title_of
from companion.procedures.papers.proof.ledger import SIZE, Ledger, flag, names, part, quoted, row, several, thing
from companion.procedures.rules.codes import MODES, OBSTACLES, SENSITIVITIES
from companion.procedures.rules.conditions import label_of
from companion.procedures.rules.labels import GESTURES, HARDENINGS, NATURES, SHARING, capitalised
from companion.procedures.rules.outline import ONLY_WHEN_STUCK, channel_name
from companion.procedures.rules.procedure import Choice, Procedure, Step, Trap, WayOut
from companion.procedures.rules.words import usual_time
from companion.typography import NBSP


def questions(procedure: Procedure, ledger: Ledger) -> Iterator[Block]:
    """Yield what is asked first, with every answer."""
    if procedure.questions:
        yield part("Questions")
    for question in procedure.questions:
        yield thing(question.texte)
        yield from ledger.when(question, "Posée seulement")
        yield from row("Aide", question.aide)
        yield from several("Réponses", (_answer(one) for one in question.choix.values()))


def _answer(choice: str | Choice) -> tuple[Run, ...]:
    inside = f" (dans une phrase{NBSP}: {quoted(f'si {choice.si}')})" if isinstance(choice, Choice) and choice.si else ""
    return (Run(label_of(choice), bold=True), Run(inside))


def documents(procedure: Procedure, ledger: Ledger) -> Iterator[Block]:
    """Yield every document that may be asked for."""
    if procedure.documents:
        yield part("Documents")
    for document in procedure.documents:
        yield Block((Run(document.nom, bold=True), *ledger.marks(document, f"Document {quoted(document.nom)}")), SIZE, 2.4)
        yield from row("Où", document.ou)
        yield from ledger.when(document)


def kept(procedure: Procedure, ledger: Ledger) -> Iterator[Block]:
    """Yield what the person leaves with."""
    if procedure.garder:
        yield part("Ce que la personne garde")
    for keep in procedure.garder:
        yield Block((Run(keep.texte),), SIZE, 1.6)
        yield from ledger.when(keep)


def steps(procedure: Procedure, ledger: Ledger) -> Iterator[Block]:
    """Yield every step."""
    yield part("Les étapes")
    for number, step in enumerate(procedure.etapes, 1):
        yield thing(f"{number}. {step.titre}", 6.0, 13.0)
        yield from _when_and_who(procedure, step, ledger)
        yield from _acts(step)
        yield from _names(procedure, step)
        yield from row("À dire à la personne", step.simple)
        yield from row("Écrit une fois fait", step.simple_passe)
        yield from _warnings(procedure, step, ledger, f"Étape{NBSP}{number}")


def _when_and_who(procedure: Procedure, step: Step, ledger: Ledger) -> Iterator[Block]:
    yield from flag(ONLY_WHEN_STUCK, holds=step.hors_parcours)
    yield from ledger.when(step)
    yield from row("Nature", NATURES[step.nature])
    channel = next((one for one in procedure.canaux if one.id == step.canal), None)
    yield from row("Voie", channel_name(channel) if channel else None)
    yield from row("Qui", ", ".join(MODES[mode].lower() for mode in step.qui))
    if step.duree_type:
        marks = ledger.marks(step.duree_type, f"Étape {quoted(step.titre)}, durée")
        yield from row("Durée habituelle", usual_time(step.duree_type) or "inconnue", *marks)
    yield from flag("Cette étape demande un déplacement.", holds=step.deplacement)


def _acts(step: Step) -> Iterator[Block]:
    """Yield what touches the person's own hand and consent."""
    yield from row("Étape sensible", ", ".join(SENSITIVITIES[code] for code in step.sensibilite))
    yield from row("Gestes à accepter", ", ".join(GESTURES[code] for code in step.gestes))
    yield from row("Accord", HARDENINGS[step.consentement] if step.consentement else None)
    yield from row("La personne tape seule", ", ".join(step.saisie_reservee))
    yield from row("La personne répond seule", ", ".join(step.reponse_reservee))
    yield from row("Anciens identifiants", ", ".join(step.remplace))


def _names(procedure: Procedure, step: Step) -> Iterator[Block]:
    """Yield what the step points to, by name."""
    asked = [one.nom for one in procedure.documents if one.id in step.documents]
    dates = [title_of(one) for one in procedure.echeances if one.id in step.echeances]
    yield from names("Documents", asked)
    yield from names("Échéances", dates)
    yield from names("La personne garde", (one.texte for one in procedure.garder if one.id in step.garder))


def _warnings(procedure: Procedure, step: Step, ledger: Ledger, where: str) -> Iterator[Block]:
    screen = ((Run(one.texte), *ledger.marks(one, f"{where}, écran")) for one in step.ecran)
    yield from several("Ce que l’écran demande", screen)
    yield from several("Pièges", (_trap(one, ledger, f"{where}, piège") for one in step.pieges))
    crossed = ((Run(one.texte), *ledger.marks(one, f"{where}, contrôle")) for one in step.croise)
    yield from several("L’institution vérifie ailleurs", crossed)
    warned = (
        (Run(f"{one.qui}. ", bold=True), Run(one.texte or ""), *ledger.marks(one, f"{where}, qui sera prévenu")) for one in step.previent
    )
    yield from several("Qui sera prévenu", warned)
    yield from several("Si ça bloque", (_way_out(procedure, one) for one in step.si_bloque))
    yield from row("À débattre en équipe", step.limite)


def _trap(trap: Trap, ledger: Ledger, where: str) -> tuple[Run, ...]:
    """Say a trap; one that is only known from the field stays in the association unless the file says otherwise."""
    shared = trap.diffusion or ("locale" if trap.terrain else None)
    sharing = (SHARING[shared],) if shared else ()
    return (Run(trap.texte), *ledger.marks(trap, where, *sharing))


def _way_out(procedure: Procedure, way: WayOut) -> tuple[Run, ...]:
    advice = f" {way.texte}" if way.texte else ""
    return (Run(f"{way.signe}. ", bold=True), Run(f"{capitalised(_where(procedure, way.alors))}.{advice} [{OBSTACLES[way.obstacle]}]"))


def _where(procedure: Procedure, target: str) -> str:
    """Say where a way out leads."""
    number = next((rank for rank, step in enumerate(procedure.etapes, 1) if step.id == target), 0)
    if number:
        return f"aller à l’étape{NBSP}{number}, {quoted(procedure.etapes[number - 1].titre)}"
    channel = next((one for one in procedure.canaux if one.id == target), None)
    return f"passer par une autre voie, {channel_name(channel)}" if channel else target
