"""What a proof says first: what the guide is for, whom to reach and how, and who may act for the person."""

from collections.abc import Iterator

from companion.press.blocks import Block, Run, notice, said, to_write
from companion.procedures.papers.proof.ledger import SIZE, Ledger, existence, flag, part, quoted, row, several, thing
from companion.procedures.papers.proof.surroundings import Surroundings
from companion.procedures.rules.codes import CHANNELS, EXISTENCES, FREQUENCIES, METHODS, THEMES
from companion.procedures.rules.freshness import FRESHNESS, freshness, valid_until
from companion.procedures.rules.labels import LANGUAGES
from companion.procedures.rules.procedure import Channel, Device, HelpPlace, Procedure
from companion.procedures.rules.words import day_in_words
from companion.typography import NBSP

WHAT_FOR = "Chaque phrase du guide est sur ces pages. Corrigez au stylo, dans la marge. Cochez à la fin ce qui a été confirmé."


def identity(procedure: Procedure, around: Surroundings) -> Iterator[Block]:
    """Yield what the guide is, and how sure it is today."""
    yield said(procedure.titre, bold=True, size=20.0)
    yield said(f"Épreuve du {day_in_words(around.now.date())}", size=12.0, before=1.0)
    yield said(WHAT_FOR, size=SIZE, before=2.0)
    if procedure.retiree:
        see = f" Voir{NBSP}: {around.guide_title(procedure.retiree.voir)}." if procedure.retiree.voir else ""
        yield notice(f"Guide retiré le {day_in_words(procedure.retiree.le)}. {procedure.retiree.motif}{see}")
    yield part("La démarche")
    yield from row("Titre court", procedure.court)
    yield from row("Résumé", procedure.resume)
    known = around.institution
    yield from row("Institution", ", ".join(dict.fromkeys((known.nom, known.sigle or known.nom))) if known else procedure.institution)
    yield from row("Pays", procedure.country.upper())
    yield from row("Thèmes", ", ".join(THEMES[code] for code in procedure.themes))
    yield from row("Autres noms", ", ".join(procedure.synonymes))
    yield from row("Fréquence", FREQUENCIES[procedure.frequence])
    yield from row("Ce qui se perd sans elle", procedure.enjeu)
    yield from flag("Cette démarche sert de préalable à d’autres.", holds=procedure.prealable)
    yield from row("Langues attendues", ", ".join(LANGUAGES[code] for code in procedure.traductions.attendues))
    yield from row("Identifiant", procedure.id)


def verification(procedure: Procedure, around: Surroundings) -> Iterator[Block]:
    """Yield who checked the file and until when, and the lines to sign."""
    checked = procedure.verification
    state = FRESHNESS[freshness(checked, around.now.date())]
    yield part("Vérification")
    yield from row("Vérifié", f"le {day_in_words(checked.le)}, par {checked.par}")
    yield from row("Méthode", METHODS[checked.methode])
    yield from row("Valable", f"jusqu’au {day_in_words(valid_until(checked))} ({state})")
    yield to_write(f"Relu le{NBSP}:", before=1.5)
    yield to_write(f"Par (équipe ou rôle){NBSP}:")


def before(procedure: Procedure, around: Surroundings, ledger: Ledger) -> Iterator[Block]:
    """Yield whether the right comes by itself, and what must be done first."""
    if procedure.automatique:
        right = procedure.automatique
        yield part("Droit automatique")
        yield from row(existence(right.existe), right.texte, *ledger.marks(right, "Droit automatique"))
    if procedure.prealables:
        yield part("Il faut d’abord")
        for first in procedure.prealables:
            yield thing(around.guide_title(first.guide))
            yield from ledger.when(first)
            yield from row("Pourquoi", first.texte)


def channels(procedure: Procedure, ledger: Ledger) -> Iterator[Block]:
    """Yield every way to reach the institution, even those that do not exist."""
    yield part("Les voies")
    for channel in procedure.canaux:
        name = f"{CHANNELS[channel.type]}{NBSP}: {channel.nom}" if channel.nom else CHANNELS[channel.type]
        yield thing(name)
        yield from row("Existe", EXISTENCES[channel.existe], *ledger.marks(channel, f"Voie {quoted(name)}"))
        yield from _channel(channel)


def _channel(channel: Channel) -> Iterator[Block]:
    yield from row("Adresse web", channel.url)
    yield from row("Accès", channel.acces)
    yield from row("Numéro", channel.numero)
    yield from row("Adresse", channel.adresse)
    yield from row("Horaires", channel.horaires)
    yield from row("Comment", channel.comment)
    yield from row("Coût", channel.cout)
    yield from flag("Envoi recommandé.", holds=channel.recommande)
    if channel.appareil:
        yield from _device(channel.appareil)


def _device(device: Device) -> Iterator[Block]:
    yield from row("Sur téléphone", EXISTENCES[device.telephone])
    yield from row("Lecteur de carte", EXISTENCES[device.lecteur])
    yield from row("Appareil", device.texte)


def delegations(procedure: Procedure, around: Surroundings, ledger: Ledger) -> Iterator[Block]:
    """Yield what official delegations are worth here."""
    if procedure.delegation:
        yield part("Délégations officielles")
    for use in procedure.delegation:
        name = around.delegation_name(use.mecanisme)
        yield thing(name)
        yield from row("Vaut ici", EXISTENCES[use.existe], *ledger.marks(use, f"Délégation {quoted(name)}"))
        yield from row("Conditions", use.conditions)
        yield from flag("Elle couvre la signature à la place de la personne.", holds=use.signature)


def help_places(procedure: Procedure, ledger: Ledger) -> Iterator[Block]:
    """Yield the places that help."""
    if procedure.aide:
        yield part("De l’aide ailleurs")
        yield from several("Lieux", (_place(place, ledger) for place in procedure.aide))


def _place(place: HelpPlace, ledger: Ledger) -> tuple[Run, ...]:
    known = " ".join(one for one in (place.texte, place.numero, place.url) if one)
    return (Run(f"{place.nom}. ", bold=True), Run(known), *ledger.marks(place, f"Aide {quoted(place.nom)}"))
