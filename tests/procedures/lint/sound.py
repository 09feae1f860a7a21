"""A sound procedure, its fictional cases, and the means to plant one fault in it."""

from datetime import date

from companion.procedures.lint import Examined, Finding, Shelf, examine, examine_deeply
from companion.procedures.rules.procedure import Procedure
from companion.procedures.rules.shared import Delegation

FILE = "procedures/be/aide-loyer.yaml"
TRIALS_FILE = "procedures/be/aide-loyer.essais.yaml"
TODAY = date(2026, 12, 1)

SOUND = """\
# Une démarche inventée, pour les essais.
format: 1
id: be-aide-loyer
titre: Demander l'aide au loyer
resume: Une aide d'argent pour payer le loyer.
institution: be-logement
frequence: annuelle
prealables: [{guide: be-boite-mail, si: [identite=oui]}]
canaux:
  - {id: en-ligne, type: en_ligne, url: "https://loyer.example/demande", source: site}
  - {id: recommande, type: papier, recommande: true, source: site}
  - {id: telephone, type: telephone, numero: "0800 12 345", source: site}
  - {id: guichet, type: guichet, existe: inconnu, confirmer: "le guichet a-t-il rouvert ?"}
delegation:
  - {mecanisme: mandat, existe: inconnu, signature: false, confirmer: "demander au service"}
echeances:
  - {id: permanence, type: hebdomadaire, jours: [mercredi], heure: "14:00", duree_min: 10, sauver_la_date: aucun, terrain: true}
  - {id: depot, type: mensuelle, du: 28, au: 15, exceptions: {2: 26}, si_ferme: Attendre le mois suivant., source: site}
  - id: campagne
    type: annuelle
    ouvre: "07-05"
    ferme: "10-31"
    source: site
    sauver_la_date: [{moyen: recommande, texte: Envoyer une lettre datée du jour., source: site}]
  - {id: recours, type: relative, apres: refus, evenement: la lettre, delai: P30D, si_ferme: Voir un avocat., source: loi}
questions:
  - id: age
    texte: La personne a-t-elle 18 ans ou plus ?
    choix: {majeur: {texte: Oui, si: 18 ans ou plus}, mineur: {texte: Non, si: 17 ans ou moins}}
  - id: identite
    texte: A-t-elle une carte d'identité et son code ?
    si: [age=majeur]
    choix: {oui: Oui, non: Non}
documents:
  - {id: bail, nom: Le bail, source: site}
  - {id: carte, nom: La carte d'identité, si: [identite=oui], source: site}
etapes:
  - id: preparer
    titre: Réunir les documents
    nature: pieces
    qui: [avec, personne]
    documents: [bail, carte]
    ecran: [{id: accueil, texte: La page d'accueil demande une langue., terrain: true}]
    simple: |
      Nous regardons vos documents ensemble.
      Vous gardez les originaux.
  - id: identifier
    titre: S'identifier
    nature: connexion
    si: [age=majeur, identite=oui]
    canal: en-ligne
    qui: [personne]
    sensibilite: [identifiants]
    saisie_reservee: [code PIN]
    pieges: [{id: pin, texte: Trois codes faux bloquent la carte., source: site}]
    si_bloque: [{signe: La carte ne passe pas, alors: envoyer, obstacle: login_card}]
  - id: remplir
    titre: Remplir le formulaire
    nature: saisie
    si: [identite=oui]
    canal: en-ligne
    qui: [avec, a_la_place, personne]
    si_bloque: [{signe: Le site plante, alors: guichet, obstacle: outage}]
  - id: envoyer
    titre: Envoyer la lettre recommandée
    nature: saisie
    si_un_de: [age=mineur, identite=non]
    canal: recommande
    qui: [personne, avec]
    sensibilite: [signature]
    echeances: [campagne]
    garder: [preuve]
  - id: attendre
    titre: Attendre la réponse
    nature: suivi
    qui: [personne]
    si_bloque: [{signe: Un refus, alors: contester, obstacle: refused_to_talk}]
  - {id: contester, titre: Contester, nature: contact, hors_parcours: true, canal: telephone, qui: [avec], echeances: [recours]}
garder:
  - {id: preuve, texte: La preuve de la poste}
aide:
  - {nom: Une permanence du quartier, numero: "02 123 45 67", source: site}
sources:
  site: {url: "https://loyer.example/", nature: officiel, date: "2026-07", lu_le: 2026-11-20}
  loi: {titre: La loi sur le loyer, nature: officiel}
verification: {le: 2026-11-20, par: Une association, methode: lecture, valable: P3M}
journal: [{le: 2026-11-20, quoi: Première version.}]
"""

TRIALS = """\
# Personnes inventées.
- cas: Amina, 17 ans
  reponses: {age: mineur}
  voit: [preparer, envoyer, attendre]
  ne_voit_pas: [identifier, contester]
  papiers: [bail]
- cas: Karim, la carte est bloquée
  reponses: {age: majeur, identite: oui}
  bloque: {identifier: La carte ne passe pas}
  voit: [preparer, envoyer]
  papiers: [carte, bail]
  finit_par: envoyer
"""

SHELF = Shelf(
    institutions=frozenset({"be-logement"}),
    delegations={"mandat": Delegation(id="mandat", nom="Mandat", pays="be", qui="Chacun", comment="En ligne")},
    guides=frozenset({"be-boite-mail", "be-aide-loyer"}),
)


def planted(old: str, new: str, source: str = SOUND) -> str:
    """Return the sound file with one passage changed; the passage is there exactly once."""
    assert source.count(old) == 1, f"{old!r} is there {source.count(old)} times"
    return source.replace(old, new)


def line_of(passage: str, source: str) -> int:
    """Return the line on which a passage begins."""
    return source[: source.index(passage)].count("\n") + 1


def examined(source: str = SOUND, file: str = FILE, shelf: Shelf = SHELF) -> Examined:
    """Examine a text."""
    return examine(source.encode(), file, shelf)


def reviewed(source: str = SOUND, trials: str | None = TRIALS, previous: Procedure | None = None, today: date = TODAY) -> list[Finding]:
    """Examine a text as a review does."""
    return examine_deeply(examined(source), trials.encode() if trials else None, TRIALS_FILE, previous, today, SHELF)


def faulty(findings: list[Finding]) -> list[Finding]:
    """Return the findings that ask for a repair: what is only to be confirmed is left out."""
    return [one for one in findings if one.level != "info"]


def sound_procedure() -> Procedure:
    """Return the sound procedure."""
    found = examined().procedure
    assert found is not None
    return found


def codes(findings: list[Finding] | tuple[Finding, ...]) -> list[str]:
    """Return the codes of findings, in order."""
    return [one.code for one in findings]
