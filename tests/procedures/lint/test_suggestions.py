"""A misspelt name, wherever it stands, is met with the name that was probably meant."""

import pytest

from tests.procedures.lint.sound import examined, line_of, planted

TYPOS: list[tuple[str, str, str, str]] = [
    # code, passage, with a slip of the finger, what was meant
    ("E01", "    simple: |", "    simpl: |", "simple"),
    ("E01", "resume: Une", "resum: Une", "resume"),
    ("E01", "nature: pieces", "natur: pieces", "nature"),
    ("E01", "{id: bail, nom:", "{id: bail, nome:", "nom"),
    ("E01", "id: en-ligne, type:", "id: en-ligne, typ:", "type"),
    ("E01", "ouvre: ", "ouvr: ", "ouvre"),
    ("E01", "delai: P30D", "délai: P30D", "delai"),
    ("E01", "{signe: Le site", "{sign: Le site", "signe"),
    ("E01", "{majeur: {texte: Oui", "{majeur: {text: Oui", "texte"),
    ("E01", "{guide: be", "{guides: be", "guide"),
    ("E01", "[{moyen: recommande", "[{moyens: recommande", "moyen"),
    ("E01", "aide:\n", "aides:\n", "aide"),
    ("E01", "valable: P3M", "valabl: P3M", "valable"),
    ("E01", "nature: pieces", "nature: piece", "pieces"),
    ("E01", "type: en_ligne", "type: en_lignes", "en_ligne"),
    ("E01", "type: mensuelle", "type: mensuele", "mensuelle"),
    ("E01", "jours: [mercredi]", "jours: [mercredy]", "mercredi"),
    ("E01", "qui: [avec]", "qui: [avecc]", "avec"),
    ("E01", "[signature]", "[signatur]", "signature"),
    ("E01", "moyen: recommande,", "moyen: recomande,", "recommande"),
    ("E01", "sauver_la_date: aucun", "sauver_la_date: aucunn", "aucun"),
    ("E01", "nature: officiel}", "nature: oficiel}", "officiel"),
    ("E03", "si: [age=majeur]", "si: [agee=majeur]", "age"),
    ("E03", "si: [age=majeur]", "si: [age=majeurr]", "majeur"),
    ("E03", "si_un_de: [age=mineur", "si_un_de: [age=mineure", "mineur"),
    ("E03", "d'identité, si: [identite", "d'identité, si: [identit", "identite"),
    ("E03", "boite-mail, si: [identite", "boite-mail, si: [identites", "identite"),
    ("E04", "documents: [bail", "documents: [bails", "bail"),
    ("E04", "echeances: [campagne]", "echeances: [campagn]", "campagne"),
    ("E04", "garder: [preuve]", "garder: [preuv]", "preuve"),
    ("E04", "canal: telephone", "canal: telephon", "telephone"),
    ("E04", "alors: contester", "alors: contest", "contester"),
    ("E04", "alors: guichet", "alors: guichets", "guichet"),
    ("E04", "obstacle: outage", "obstacle: outages", "outage"),
    ("E04", "institution: be-logement", "institution: be-logemen", "be-logement"),
    ("E04", "mecanisme: mandat", "mecanisme: mandt", "mandat"),
    ("E04", "guide: be-boite-mail", "guide: be-boite-mai", "be-boite-mail"),
    ("E12", "recommande: true, source: site", "recommande: true, source: sit", "site"),
    ("E12", "avocat., source: loi", "avocat., source: loy", "loi"),
]


@pytest.mark.parametrize(("code", "old", "new", "meant"), TYPOS)
def test_a_slip_of_the_finger_is_met_with_what_was_meant(code, old, new, meant):
    source = planted(old, new)
    found = [one for one in examined(source).findings if one.code == code]
    said = [one.message.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ") for one in found]

    assert any(f"Vouliez-vous dire « {meant} » ?" in message for message in said), said
    assert found[0].line in range(line_of(new, source) - 1, line_of(new, source) + 2)
