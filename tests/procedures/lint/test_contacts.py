"""A step that changes how a person is reached or paid says who will be told."""

import pytest

from tests.procedures.lint.sound import line_of, planted, reviewed

FILL = "    titre: Remplir le formulaire\n    nature: saisie\n"
ACCOUNT = "    sensibilite: [banque]\n"

CHANGES = [
    (FILL, f"{FILL}    gestes: [changer-coordonnees]\n", "geste « changer-coordonnees »"),
    (FILL, FILL + ACCOUNT, "un compte en banque est saisi"),
    ("titre: Remplir le formulaire", "titre: Changer d'adresse", "« Changer d’adresse »"),
    ("titre: Remplir le formulaire", "titre: Modifier son numéro de téléphone", "« Modifier son numéro de téléphone »"),
    ("titre: Remplir le formulaire", "titre: Donner son nouvel IBAN", "« nouvel IBAN »"),
    (FILL, f"{FILL}    simple: Vous donnez votre nouveau compte bancaire.\n", "« nouveau compte bancaire »"),
    (FILL, f"{FILL}    ecran: [{{id: m, texte: On peut changer son e-mail ici., terrain: true}}]\n", "« changer son e-mail »"),
]
OTHERS = [
    ("titre: Remplir le formulaire", "titre: Changer de mot de passe"),
    ("titre: Remplir le formulaire", "titre: Demander une nouvelle carte"),
    (FILL, f"{FILL}    simple: Dites si l'adresse change.\n"),
    (FILL, f"{FILL}    simple: |\n      Dites ce qui change.\n      Le numéro de compte est relu.\n"),
    (FILL, "    titre: Une nouvelle adresse, qu'est-ce que ça change ?\n    nature: information\n"),
]


def silent(source: str):
    return [one for one in reviewed(source, trials=None) if one.code == "A17"]


@pytest.mark.parametrize(("old", "new", "reason"), CHANGES)
def test_a_change_of_which_nobody_is_told_is_noted_at_its_step(old, new, reason):
    source = planted(old, new)
    (found,) = silent(source)

    assert (found.line, found.level) == (line_of("  - id: remplir", source), "avertissement")
    assert reason in found.message.replace("\N{NO-BREAK SPACE}", " ")
    assert "Ajoutez" in found.message


@pytest.mark.parametrize(("old", "new", "_reason"), CHANGES)
def test_saying_who_will_be_told_is_enough(old, new, _reason):
    told = planted("    si_bloque: [{signe: Le site", "    previent: [{qui: La personne, terrain: true}]\n    si_bloque: [{signe: Le site")

    assert silent(planted(old, new, told)) == []


@pytest.mark.parametrize(("old", "new"), OTHERS)
def test_what_changes_nothing_of_that_kind_is_left_alone(old, new):
    assert silent(planted(old, new)) == []
