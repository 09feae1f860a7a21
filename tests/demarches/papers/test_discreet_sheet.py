"""The sheet that betrays nothing: whoever finds it learns an appointment, a number to call, and dates."""

import re

import pytest

from companion.demarches.rules.leaving import Level
from companion.procedures.rules.handout import Association
from tests.demarches.papers.story import GROUPS, KEY, LIBRARY, SHIPPED, a_sheet, a_shipped, on_one_line, quarter_of, several, squeezed
from tests.procedures.papers.reading import pages, text_of, words_of
from tests.procedures.papers.story import CHANNELS, OLD, STEPS, a_handout, a_procedure, an_institution

MONTHS = ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"]
DAYS = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]
OF_DATES = {*MONTHS, *DAYS, "jusqu", "heure", "inconnue", "selon", "votre", "situation", "retenir", "du", "au", "de", "dès", "le", "à", "h"}
"""What a date may be made of, and its small title."""


def discreet(*handouts, **told):
    return a_sheet(*handouts, level=Level.DISCRET, **told)


def words_on(pdf):
    return set(re.findall(r"[^\W\d]+", text_of(pdf).lower()))


def a_sheet_about_nothing():
    return discreet(a_handout(a_procedure(echeances=[])))


def test_it_gives_a_title_a_phone_the_day_the_next_date_the_key_and_lines_to_write_on():
    text = text_of(discreet())

    for words in (
        "Rendez-vous 02 000 00 00 Le 21 septembre 2026",
        "Vos codes sont à vous.",
        "Dates Prochaine date Le mercredi 9 décembre 2026 À h",
        "À retenir – Jusqu’au samedi 31 octobre 2026, heure inconnue.",
        "Clé de la feuille 7Q4K 8M2V X3TP À montrer seulement ici.",
        "À apporter",
        "Numéro :",
    ):
        assert words in text
    assert len(pages(discreet())) == 1
    assert pages(discreet())[0].pdf.metadata["/Title"] == "Rendez-vous"


@pytest.mark.parametrize("name", SHIPPED)
def test_beside_dates_it_says_the_same_words_whatever_the_guide(name):
    said = words_on(discreet(a_shipped(name, now=a_handout().now))) - words_on(a_sheet_about_nothing())

    assert said <= OF_DATES | {word for word in said if word.isdigit() or word == "er"}


@pytest.mark.parametrize("name", SHIPPED)
def test_no_word_of_a_shipped_guide_is_on_it_control_the_complete_one_names_it(name):
    handout = a_shipped(name, now=a_handout().now)
    procedure, institution = handout.walk.procedure, LIBRARY.institutions.get(handout.walk.procedure.institution)
    named = (procedure.titre, procedure.court, institution and institution.nom, *(seen.title for seen in handout.deadlines))
    whole = [squeezed(text) for text in named if text]

    found, control = squeezed(text_of(discreet(handout))), squeezed(text_of(a_sheet(handout)))

    assert not [text for text in whole if text in found]
    assert whole[0] in control


def test_the_association_and_what_the_next_date_is_for_are_not_named():
    text = text_of(discreet())

    assert "Les Tilleuls" not in text
    assert "Rue de l’Exemple" not in text
    assert "preuve" not in text.lower()
    assert "preuve" in text_of(a_sheet()).lower()


def another_procedure(**changed):
    return a_procedure(
        id="fr-asile",
        titre="Renouveler un titre de séjour",
        court="Séjour",
        institution="fr-prefecture",
        canaux=[CHANNELS[0]],
        documents=[{"id": "jugement", "nom": "Jugement de divorce", "source": "faq"}],
        etapes=[{**STEPS[0], "titre": "Appeler la police", "simple_passe": "Vous avez porté plainte."}],
        garder=[],
        **changed,
    )


def test_two_threads_with_the_same_dates_are_the_same_to_the_last_byte_whatever_and_how_many_their_demarches():
    other = a_handout(another_procedure(), ticks={}, institution=an_institution(id="fr-prefecture", nom="Préfecture de police", sigle="PP"))

    assert discreet(a_handout()) == discreet(other) == discreet(a_handout(), other) == discreet(other, a_handout(), other)
    assert discreet(a_handout()) == discreet(*several(3))
    assert a_sheet(a_handout()) != a_sheet(other)


def test_dates_of_several_guides_stand_in_the_order_in_which_they_close_each_once():
    early = a_handout(
        another_procedure(echeances=[{"id": "t", "titre": "T", "type": "annuelle", "ouvre": "09-01", "ferme": "10-01", "source": "faq"}])
    )

    for order in ((a_handout(), early), (early, a_handout(), early)):
        text = text_of(discreet(*order))
        assert text.index("1er octobre 2026") < text.index("31 octobre 2026")
        assert text.count("1er octobre 2026") == 1


def test_an_old_guide_warns_once_without_the_day_that_would_tell_one_guide_from_another():
    text = text_of(discreet(a_handout(a_procedure(verification=OLD)), a_handout(another_procedure(verification=OLD))))

    assert text.count("Ces informations sont anciennes. Appelez avant de vous déplacer.") == 1
    assert "mars" not in text


def test_the_handouts_own_wish_is_not_asked_only_the_level_of_the_sheet_counts():
    assert discreet(a_handout(discreet=False)) == discreet(a_handout(discreet=True))
    assert a_sheet(a_handout(discreet=True)) == a_sheet(a_handout(discreet=False))


@pytest.mark.parametrize("told", [{"kept_by": 0}, {"kept_by": 3}, {"reading_key": "", "older_sheet": True}])
def test_what_it_says_of_the_key_names_no_demarche_no_team_and_no_trace(told):
    text = on_one_line(text_of(discreet(**told))).lower()

    assert not re.search(r"démarche|fil\b|équipe|gard(ons|é)\b|efface|association", text)
    assert "20 février 2027" in text


def test_the_key_stays_inside_and_without_a_phone_there_is_a_line_to_write_it():
    found = discreet(association=Association())
    bearing = {quarter_of(said) for said in words_of(pages(found)[0]) if any(group in said.text for group in GROUPS)}

    assert bearing == {"top right"}
    assert "Téléphone :" in text_of(found)
    assert KEY not in text_of(discreet(reading_key="", kept_by=0))
