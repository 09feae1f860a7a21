"""The files that all procedures share are examined with the same care."""

import pytest

from companion.procedures.lint import (
    examine_delegations,
    examine_glossary,
    examine_institutions,
    examine_translation,
    text_ids,
    unreadable,
)
from tests.procedures.lint.sound import codes, line_of, planted, sound_procedure

INSTITUTIONS = """\
format: 1
pays: be
institutions:
  - id: be-logement
    nom: Service du logement
    numero: "0207123456"
    telephone: "0800 12 345"
    mediateur: {nom: Le médiateur, source: site}
    source: site
  - {id: be-emploi, nom: Service de l'emploi, confirmer: le nom exact}
sources: {site: "https://loyer.example/"}
"""
DELEGATIONS = """\
format: 1
delegations:
  - {id: mandat, nom: Mandat, pays: be, qui: Chacun, comment: En ligne, signature: true, source: site}
sources: {site: "https://loyer.example/"}
"""
GLOSSARY = "format: 1\nmots:\n  eID: La carte d'identité.\n"
TRANSLATION = """\
langue: nl
relu_par: vertaler
textes:
  titre: {de: 3f2a91c0be11, texte: Huursteun}
  etapes.preparer.simple: {de: 3f2a91c0be11, texte: Wij kijken samen.}
  questions.age.choix.mineur: {de: 3f2a91c0be11, texte: Nee}
  documents.bail.nom: {de: 3f2a91c0be11, texte: Huurcontract}
  garder.preuve.texte: {de: 3f2a91c0be11, texte: Bewijs}
"""


def test_sound_shared_files_have_a_value_and_no_finding():
    assert examine_institutions(INSTITUTIONS.encode(), "procedures/institutions/be.yaml")[1] == ()
    assert examine_delegations(DELEGATIONS.encode(), "procedures/delegations.yaml")[1] == ()
    assert examine_glossary(GLOSSARY.encode(), "procedures/glossaire.fr.yaml")[1] == ()
    value, findings = examine_translation(TRANSLATION.encode(), "procedures/be/aide-loyer.nl.yaml", sound_procedure())
    assert value is not None
    assert findings == ()


@pytest.mark.parametrize(
    ("code", "old", "new", "where"),
    [
        ("E01", "pays: be\n", "pays: fr\n", "pays: fr"),
        ("E01", 'numero: "0207123456"', "numero: 0207123456", "    numero"),
        ("E01", 'numero: "0207123456"', 'numero: "0207.123.456"', "    numero"),
        ("E01", 'telephone: "0800 12 345"', "telephone: 0800 12 345", "    telephone"),
        ("E01", "nom: Service de l'emploi", "non: Service de l'emploi", "  - {id: be-emploi"),
        ("E02", "id: be-emploi", "id: be-logement", "  - {id: be-logement"),
        ("E12", "    source: site", "    source: sit", "    source"),
        ("E12", "Le médiateur, source: site", "Le médiateur, source: autre", "    mediateur"),
        ("E15", "nom: Service du logement", "nom: Service de lea.martin@loyer.example", "    nom"),
        ("E00", "format: 1", "format: [", "format"),
    ],
)
def test_a_fault_in_the_institutions_is_reported_at_its_line(code, old, new, where):
    source = planted(old, new, INSTITUTIONS)
    _, findings = examine_institutions(source.encode(), "institutions/be.yaml")

    assert (findings[0].code, findings[0].line) == (code, line_of(where, source))


def test_a_comma_too_many_in_one_institution_does_not_take_all_the_others_away():
    source = planted("    source: site", "    source: sit", INSTITUTIONS)
    value, findings = examine_institutions(source.encode(), "institutions/be.yaml")

    assert codes(findings) == ["E12"]
    assert value is not None
    assert len(value.institutions) == 2


def test_a_fault_in_the_delegations_or_the_glossary_is_reported():
    twice = DELEGATIONS.replace("sources:", "  - {id: mandat, nom: M, pays: be, qui: Q, comment: C}\nsources:")

    assert codes(examine_delegations(twice.encode(), "delegations.yaml")[1]) == ["E02"]
    assert codes(examine_delegations(DELEGATIONS.replace("signature: true", "signature: oui").encode(), "d.yaml")[1]) == ["E01"]
    assert codes(examine_delegations(b"", "delegations.yaml")[1]) == ["E00"]
    assert codes(examine_glossary(b"format: 1\nmots: [a]\n", "glossaire.fr.yaml")[1]) == ["E01"]
    assert codes(examine_glossary(b"format: 1\nmots: {eID: a, eID: b}\n", "glossaire.fr.yaml")[1]) == ["E02"]


@pytest.mark.parametrize(
    ("code", "old", "new", "where"),
    [
        ("E04", "etapes.preparer.simple", "etapes.prepare.simple", "  etapes"),
        ("E04", "garder.preuve.texte", "garder.preuve.nom", "  garder"),
        ("E04", "etapes.preparer.simple", "etapes.attendre.simple", "  etapes"),
        ("E01", "langue: nl", "langue: en", "langue"),
        ("E01", "titre: {de: 3f2a91c0be11", "titre: {de: 3f2a", "  titre"),
        ("E01", "relu_par: vertaler", "relu: vertaler", "relu"),
        ("E02", "  documents.bail.nom", "  titre", "  titre: {de: 3f2a91c0be11, texte: Huurcontract}"),
    ],
)
def test_a_fault_in_a_translation_is_reported_at_its_line(code, old, new, where):
    source = planted(old, new, TRANSLATION)
    _, findings = examine_translation(source.encode(), "be/aide-loyer.nl.yaml", sound_procedure())

    assert (findings[0].code, findings[0].line) == (code, line_of(where, source))


def test_text_ids_are_not_checked_when_the_procedure_is_not_given():
    source = planted("garder.preuve.texte", "garder.autre.texte", TRANSLATION)

    assert examine_translation(source.encode(), "be/aide-loyer.nl.yaml")[1] == ()


def test_each_text_for_the_person_has_an_id():
    known = text_ids(sound_procedure())

    assert known["questions.age.choix.majeur"] == "Oui"
    assert known["questions.identite.choix.non"] == "Non"
    assert "etapes.attendre.simple" not in known
    assert all(known.values())


def test_a_file_that_cannot_be_opened_has_a_finding_too():
    found = unreadable("be/aide-loyer.yaml")

    assert (found.file, found.line, found.code, found.level) == ("be/aide-loyer.yaml", 1, "E00", "erreur")
