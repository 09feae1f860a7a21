"""Each fault planted in a sound file is reported with its code, at its line, in French."""

from dataclasses import replace

import pytest

from companion.procedures.lint import Finding
from tests.procedures.lint.sound import SHELF, SOUND, codes, examined, faulty, line_of, planted, reviewed

IN_PLACE = "canal: en-ligne\n    qui: [avec, a_la_place, personne]"
REMPLIR_QUI = "    qui: [a_la_place]"
PIN = "texte: Trois codes faux bloquent la carte., source: site"

FAULTS: list[tuple[str, str, str, str, str]] = [
    # code, passage, what replaces it, where the finding is, words of the message
    ("E00", "titre: Demander l'aide", 'titre: "Demander l\'aide', 'titre: "', "guillemet"),
    ("E00", "titre: Demander l'aide au loyer", "titre: Demander : l'aide", "titre: Demander", "deux-points"),
    ("E00", "    nature: pieces", "\tnature: pieces", "\tnature", "tabulation"),
    ("E00", "    nature: pieces", "   nature: pieces", "   nature: pieces", "alignée"),
    ("E00", "qui: [avec]", "qui: [avec", "  - {id: contester", "accolade"),
    ("E00", "titre: Réunir", "titre: @Réunir", "titre: @", "réservé"),
    ("E00", "titre: Réunir les documents", "titre: *autre", "titre: *autre", "renvois"),
    ("E00", "titre: Réunir", "titre: &a Réunir", "titre: &a", "renvois"),
    ("E00", "titre: Réunir", "titre: !x Réunir", "titre: !x", "« ! »"),
    ("E00", "garder:\n  - {id", "---\ngarder:\n  - {id", "---", "second document"),
    ("E01", "    simple: |", "    simpel: |", "    simpel", "Vouliez-vous dire « simple » ?"),
    ("E01", "resume: Une aide", "resumé: Une aide", "resumé", "Vouliez-vous dire « resume » ?"),
    ("E01", "frequence: annuelle", "prix: 3", "prix", "clé prévue"),
    ("E01", "frequence: annuelle", "frequence: annuel", "frequence", "Vouliez-vous dire « annuelle » ?"),
    ("E01", "    qui: [avec, personne]\n", "", "  - id: preparer", "il manque la clé « qui »"),
    ("E01", "qui: [avec, personne]", "qui: avec", "qui: avec\n", "une liste"),
    ("E01", 'heure: "14:00"', "heure: 14:00", "heure: 14:00", 'heure: "14:00"'),
    ("E01", 'numero: "0800 12 345"', "numero: 080012345", "numero: 080012345", 'numero: "080012345"'),
    ("E01", 'numero: "0800 12 345"', "numero: 0800 12 345", "numero: 0800", 'numero: "0800 12 345"'),
    ("E01", 'ouvre: "07-05"', "ouvre: 07-05", "ouvre: 07-05", 'ouvre: "07-05"'),
    ("E01", 'ouvre: "07-05"', 'ouvre: "02-31"', 'ouvre: "02-31"', "n’existe dans aucune année"),
    ("E01", "nom: Le bail", "nom: 1000", "nom: 1000", 'nom: "1000"'),
    ("E01", "le: 2026-11-20, par", "le: 2026-02-30, par", "verification:", "calendrier"),
    ("E01", "le: 2026-11-20, par", "le: 9999-11-20, par", "verification:", "hors du temps"),
    ("E01", "valable: P3M", "valable: 3 mois", "verification:", "P3M"),
    ("E01", "type: relative", "type: relatif", "id: recours", "relative"),
    ("E01", "type: relative, ", "", "id: recours", "type"),
    ("E01", "sauver_la_date: aucun", "sauver_la_date: aucune", "id: permanence", "aucun"),
    ("E01", "id: bail, nom", "id: Bail, nom", "id: Bail, nom", "minuscules"),
    ("E01", "si: [identite=oui], source", "si: [identite = oui], source", "identite = oui", "identite=oui"),
    ("E01", "recommande: true", "recommande: oui", "recommande: oui", "true ou false"),
    ("E01", "terrain: true}]", "terrain: 1}]", "terrain: 1", "true ou false"),
    ("E01", "exceptions: {2: 26}", "exceptions: {13: 26}", "exceptions: {13", "1 à 12"),
    ("E01", "choix: {oui: Oui, non: Non}", "choix: {oui: Oui}", "choix: {oui: Oui}", "pas assez"),
    ("E01", "choix: {oui: Oui, non: Non}", "choix: {1: Oui, non: Non}", "choix: {1", 'entre guillemets : "1"'),
    ("E01", "choix: {oui: Oui, non: Non}", "choix: {oui: {si: oui}, non: Non}", "choix: {oui: {si", "« texte »"),
    ("E01", "id: be-aide-loyer", "id: be-aide-au-loyer", "id: be-aide-au-loyer", "be-aide-loyer"),
    ("E01", "format: 1", "format: true", "format: true", "1"),
    ("E01", "titre: Demander l'aide au loyer", "titre:", "titre:\n", "est vide"),
    ("E02", "garder:\n", "titre: Encore\ngarder:\n", "titre: Encore", "lignes 4 et "),
    ("E02", "{id: carte, nom", "{id: bail, nom", "{id: bail, nom: La carte", "déjà pris à la ligne"),
    ("E02", "{id: telephone, type", "{id: guichet, type", "{id: guichet, type: guichet", "déjà pris"),
    ("E02", "{id: depot, type", "{id: permanence, type", "{id: permanence, type: mensuelle", "déjà pris"),
    ("E02", "- id: identite\n", "- id: age\n", "- id: age\n    texte: A-t-elle", "déjà pris"),
    ("E02", "- id: remplir\n", "- id: identifier\n", "- id: identifier\n    titre: Remplir", "déjà pris"),
    ("E02", PIN, f"{PIN}}}, {{id: pin, texte: Deux., terrain: true", "    pieges", "déjà pris"),
    ("E02", "  - {id: preuve", "  - {id: preuve, texte: Un}\n  - {id: preuve", "  - {id: preuve, texte: La", "déjà pris"),
    ("E03", "si_un_de: [age=mineur", "si_un_de: [agge=mineur", "si_un_de", "Vouliez-vous dire « age » ?"),
    ("E03", "si_un_de: [age=mineur", "si_un_de: [age=minor", "si_un_de", "majeur, mineur"),
    ("E03", "si: [age=majeur]", "si: [identite=oui]", "    si: [identite=oui]\n    choix", "elle-même"),
    ("E03", "    choix: {maj", "    si: [identite=oui]\n    choix: {maj", "    si: [identite=oui]\n    choix: {maj", "posée plus loin"),
    ("E04", "documents: [bail, carte]", "documents: [bial, carte]", "documents: [bial", "Vouliez-vous dire « bail » ?"),
    ("E04", "echeances: [campagne]", "echeances: [campagnes]", "echeances: [campagnes", "« campagne »"),
    ("E04", "garder: [preuve]", "garder: [preuves]", "garder: [preuves", "« preuve »"),
    ("E04", "canal: telephone", "canal: telefon", "canal: telefon", "« telephone »"),
    ("E01", "alors: contester", "alors: contesté-ici", "alors: contesté", "minuscules"),
    ("E04", "alors: contester", "alors: contest", "alors: contest,", "ni une étape ni un canal"),
    ("E04", "alors: contester", "alors: attendre", "alors: attendre", "où l’on est bloqué"),
    ("E04", "obstacle: outage", "obstacle: panne", "obstacle: panne", "ces mots"),
    ("E04", "mecanisme: mandat", "mecanisme: mandats", "mecanisme: mandats", "delegations.yaml"),
    ("E04", "institution: be-logement", "institution: be-logemant", "institution", "institutions/be.yaml"),
    ("E04", "guide: be-boite-mail", "guide: be-boite-mel", "guide: be-boite-mel", "« be-boite-mail »"),
    ("E06", IN_PLACE, "canal: en-ligne\n    saisie_reservee: [un code]\n    qui: [a_la_place]", REMPLIR_QUI, "un code"),
    ("E07", IN_PLACE, "canal: en-ligne\n    sensibilite: [paiement]\n    qui: [a_la_place]", REMPLIR_QUI, "paiement"),
    ("E07", IN_PLACE, "canal: en-ligne\n    sensibilite: [identifiants]\n    qui: [a_la_place]", REMPLIR_QUI, "codes secrets"),
    ("E07", IN_PLACE, "canal: en-ligne\n    sensibilite: [declaration]\n    qui: [a_la_place]", REMPLIR_QUI, "honneur"),
    ("E07", IN_PLACE, "canal: en-ligne\n    sensibilite: [signature]\n    qui: [a_la_place]", REMPLIR_QUI, "mandat officiel"),
    ("E09", "type: telephone, numero", "type: courriel, numero", "canaux:", "telephone (par téléphone)"),
    ("E12", PIN, "texte: Trois codes faux., source: sit", "    pieges", "Vouliez-vous dire « site » ?"),
    ("E15", "texte: La preuve de la poste", "texte: Le numéro 85.07.30-033.28", "85.07.30", "numéro national"),
    ("E15", "texte: La preuve de la poste", "texte: Le numéro 2 55 08 14 168 025 38", "2 55 08", "sécurité sociale"),
    ("E15", "texte: La preuve de la poste", "texte: Payer sur BE71 0961 2345 6769", "BE71", "IBAN"),
    ("E15", "texte: La preuve de la poste", "texte: Demander à lea.martin@loyer.example", "lea.martin", "adresse e-mail d’une personne"),
    ("E15", "# Une démarche inventée", "# Merci à lea.martin@loyer.example", "# Merci", "adresse e-mail"),
    ("E18", "si_ferme: Voir un avocat., ", "", "  - {id: recours", "sauver_la_date"),
    ("E18", "sauver_la_date: aucun, ", "", "  - {id: permanence", "si_ferme"),
]  # fmt: skip

DEEP_FAULTS: list[tuple[str, str, str, str, str]] = [
    ("E08", "    canal: recommande\n", "", "etapes:", "« 17 ans ou moins » (age=mineur)"),
    ("E08", "[age=mineur, identite=non]", "[identite=non]", "etapes:", "17 ans ou moins"),
    ("E08", "recommande, type: papier,", "recommande, type: papier, existe: inconnu,", "etapes:", "n’a aucun canal"),
    ("E08", "    nature: suivi\n", "    nature: suivi\n    si: [age=mineur, identite=oui]\n", "- id: attendre", "aucune combinaison"),
    ("E08", "alors: contester", "alors: guichet", "  - {id: contester", "hors parcours"),
    ("E08", "{id: bail, nom: Le bail, ", "{id: bail, nom: Le bail, si: [age=mineur, age=majeur], ", "  - {id: bail", "ce document"),
    ("E08", "si: [age=majeur]", "si: [age=majeur, age=mineur]", "- id: identite", "jamais posée"),
    ("A04", "documents: [bail, carte]", "documents: [carte]", "  - {id: bail", "étape ne s’en sert"),
    ("A04", "garder: [preuve]\n", "garder: []\n", "  - {id: preuve", "étape ne s’en sert"),
    ("A04", "si_ferme: Voir un avocat., source: loi", "si_ferme: Voir un avocat., source: site", "  loi:", "aucun fait ne la cite"),
    ("A04", "type: guichet, existe: inconnu", "type: guichet}\n  - {id: mail, type: courriel", "  - {id: mail", "étape ne s’en sert"),
    ("A05", "    si_bloque: [{signe: Le site plante, alors: guichet, obstacle: outage}]\n", "", "- id: remplir", "aucune sortie"),
    ("A08", "questions:\n", "questions:\n  - {id: langue, texte: Langue, choix: {fr: F, nl: N}}\n", "  - {id: langue", "ne change rien"),
    ("A11", "valable: P3M", "valable: P1W", "verification:", "périmée depuis le 27 novembre 2026"),
    ("I11", "valable: P3M", "valable: P3W", "verification:", "sera périmée après le 11 décembre 2026"),
    ("A11", "le: 2026-11-20, par", "le: 2026-12-20, par", "verification:", "pas encore arrivé"),
    ("A12", PIN, "texte: Trois codes faux.", "    pieges", "terrain"),
    ("A12", "type: papier, recommande: true, source: site", "type: papier, recommande: true", "  - {id: recommande", "confirmer"),
    ("A12", 'signature: false, confirmer: "demander au service"', "signature: false", "  - {mecanisme", "confirmer"),
    ("A12", "{id: bail, nom: Le bail, source: site}", "{id: bail, nom: Le bail}", "  - {id: bail", "confirmer"),
    ("A12", "aucun, terrain: true", "aucun", "  - {id: permanence", "confirmer"),
]  # fmt: skip


def first_of(findings: list[Finding] | tuple[Finding, ...], code: str) -> Finding:
    """Return the first finding of a code."""
    return next(one for one in findings if one.code == code)


def plain(finding: Finding) -> str:
    """Return a message with spaces that are easier to compare."""
    return finding.message.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(("code", "old", "new", "where", "words"), FAULTS)
def test_a_planted_fault_is_reported_at_its_line_with_what_to_do(code, old, new, where, words):
    source = planted(old, new)
    found = examined(source)

    first = first_of(found.findings, code)
    assert (first.line, first.level) == (line_of(where, source), "erreur"), first
    assert words in plain(first)
    assert found.procedure is None


@pytest.mark.parametrize(("code", "old", "new", "where", "words"), DEEP_FAULTS)
def test_a_fault_that_only_a_review_sees_is_reported_at_its_line(code, old, new, where, words):
    source = planted(old, new)
    found = reviewed(source, trials=None)

    fault = first_of(found, code)
    assert fault.line == line_of(where, source), fault
    assert words in plain(fault)
    assert examined(source).procedure is not None


def test_the_sound_file_has_no_finding_of_any_code():
    assert examined().findings == ()
    assert faulty(reviewed()) == []
    assert examined().procedure is not None


def test_no_other_way_known_and_nobody_to_help_is_a_warning():
    closed = planted("type: telephone, numero", "type: telephone, existe: non, numero").replace(
        "type: papier,", "type: papier, existe: non,"
    )
    source = planted(closed[closed.index("aide:") : closed.index("sources:")], "", closed)

    assert "A09" in codes(reviewed(source, trials=None))
    assert "A09" not in codes(reviewed(closed, trials=None))


def test_signing_in_place_is_accepted_when_the_file_names_an_official_mandate_for_it():
    signing = planted("qui: [avec, a_la_place, personne]", "sensibilite: [signature]\n    qui: [a_la_place]")
    mandated = planted("existe: inconnu, signature: false", "existe: oui, signature: true", signing)
    doubtful = planted("existe: inconnu, signature: false", "existe: inconnu, signature: true", signing)

    catalogue = {"mandat": SHELF.delegations["mandat"].model_copy(update={"signature": True})}
    official = replace(SHELF, delegations=catalogue)

    assert codes(examined(mandated, shelf=official).findings) == []
    assert codes(examined(doubtful, shelf=official).findings) == ["E07"]


def test_a_file_cannot_claim_that_a_mandate_covers_signing_when_the_catalogue_does_not_say_so():
    signing = planted("qui: [avec, a_la_place, personne]", "sensibilite: [signature]\n    qui: [a_la_place]")
    claimed = planted("existe: inconnu, signature: false", "existe: oui, signature: true", signing)

    assert codes(examined(claimed).findings) == ["E07"]


def test_a_personal_address_is_left_alone_in_the_sources():
    source = planted("{titre: La loi sur le loyer,", "{titre: Page de lea.martin@loyer.example,")

    assert codes(examined(source).findings) == []


@pytest.mark.parametrize(
    "said",
    [
        "service.social@commune.example",
        "info@loyer.example",
        "prenom.nom@exemple.be",
        "+32 475 12 34 56",
        "0207.123.456",
        "02 413 37 37 ou 0800 11 869",
    ],
)
def test_public_contacts_are_not_taken_for_those_of_a_person(said):
    source = planted("texte: La preuve de la poste", f"texte: Voir {said}")

    assert codes(examined(source).findings) == []


def test_two_files_of_the_same_name_in_two_countries_have_two_identifiers():
    assert codes(examined(SOUND, "fr/aide-loyer.yaml").findings) == ["E01"]
    assert codes(examined(SOUND, "aide-loyer.yaml").findings) == []


def test_the_guides_are_not_checked_when_nobody_knows_them():
    from dataclasses import replace

    from tests.procedures.lint.sound import SHELF

    source = planted("guide: be-boite-mail", "guide: be-autre")

    assert codes(examined(source, shelf=replace(SHELF, guides=None)).findings) == []


def test_a_misspelt_key_is_one_finding_and_not_two():
    assert codes(examined(planted("resume: Une", "resumme: Une")).findings) == ["E01"]


def test_findings_come_in_the_order_of_the_lines():
    source = planted("frequence: annuelle", "frequence: annuel", planted("    simple: |", "    simpel: |"))
    lines = [one.line for one in examined(source).findings]

    assert lines == sorted(lines)
    assert len(lines) == 2


def test_a_finding_is_written_as_the_command_line_promises():
    (finding,) = examined(planted("valable: P3M", "valable: 3")).findings

    assert set(finding.as_json()) == {"file", "line", "code", "level", "field", "message"}
    assert finding.field == "verification.valable"
    assert finding.as_json()["level"] == "erreur"


def test_a_way_out_that_could_mean_a_step_or_a_channel_is_refused():
    source = planted("- id: attendre\n", "- id: guichet\n")
    (found,) = examined(source).findings

    assert (found.code, found.line) == ("E02", line_of("    si_bloque: [{signe: Le site plante", source))
    assert "à la fois une étape et un canal" in found.message


def test_a_withdrawn_procedure_points_to_one_that_exists():
    gone = "retiree: {{le: 2026-11-20, motif: Remplacée., voir: {}}}\nverification:"

    assert codes(examined(planted("verification:", gone.format("be-boite-mail"))).findings) == []
    (found,) = examined(planted("verification:", gone.format("be-boite"))).findings
    assert (found.code, found.field) == ("E04", "retiree.voir")
