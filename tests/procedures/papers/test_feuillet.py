"""The feuillet: what the person carries home, named in full or betraying nothing."""

import ast
import re
from datetime import timedelta
from pathlib import Path

import pytest

from companion.procedures import papers
from companion.procedures.papers import feuillet
from companion.procedures.rules.handout import Association
from tests.procedures.papers.reading import pages, picture_of, text_of, words_of
from tests.procedures.papers.story import (
    CHANNELS,
    DEADLINES,
    DOCUMENTS,
    MONDAY,
    OLD,
    STEPS,
    WEDNESDAY_FORM,
    a_day,
    a_handout,
    a_procedure,
    an_institution,
)

NOWHERE = [
    {"id": "site", "type": "en_ligne", "source": "faq"},
    {"id": "guichet", "type": "guichet", "existe": "non", "confirmer": "fermé depuis quand"},
    {"id": "ligne", "type": "telephone", "existe": "inconnu", "confirmer": "demander"},
]


def quarter_of(said):
    return ("top" if said.y < 148.5 else "bottom") + " " + ("left" if said.x < 105 else "right")


def lines_in(pdf, quarter):
    return " ".join(said.text.replace("\u00a0", " ") for said in words_of(pages(pdf)[0]) if quarter_of(said) == quarter)


def test_the_cover_names_the_association_its_phone_its_hours_and_the_day():
    cover = lines_in(feuillet(a_handout()), "bottom right")

    for words in ("Les Tilleuls", "02 000 00 00", "Lundi, de 9 h à 12 h", "Rue de l’Exemple 1", "Le lundi 21 septembre 2026"):
        assert words in cover


def test_the_cover_says_that_the_codes_belong_to_the_person_in_one_big_line():
    found = {said.text: said for said in words_of(pages(feuillet(a_handout()))[0])}

    assert found["Vos codes sont à vous."].size >= 18
    assert "Ne donnez jamais vos codes. Même pas à nous." in text_of(feuillet(a_handout()))
    assert "Accompagnant·e : " in text_of(feuillet(a_handout()))


def test_an_association_without_phone_gets_a_line_to_write_it_and_nothing_else_is_invented():
    cover = lines_in(feuillet(a_handout(association=Association())), "bottom right")

    assert "Téléphone :" in cover
    assert "None" not in cover


def test_the_inside_left_says_first_what_the_person_did_and_what_to_keep():
    inside = lines_in(feuillet(a_handout()), "top right")

    assert "Vous avez fait vous-même – Vous avez préparé vos documents." in inside
    assert "À garder – Accusé d’envoi, imprimé" in inside
    assert "Numéro donné par DAS :" in inside
    assert "Demander une bourse d’études" in inside


def test_when_nothing_is_done_yet_the_sheet_does_not_pretend():
    inside = lines_in(feuillet(a_handout(a_procedure(garder=[], etapes=[STEPS[0]]), ticks={}, institution=None)), "top right")

    assert "Vous avez fait" not in inside
    assert "À garder" not in inside
    assert "Aujourd’hui, nous avons préparé la suite ensemble." in inside
    assert "Numéro donné par le service :" in inside


def test_the_inside_right_tells_dates_steps_documents_and_leaves_a_blank_for_the_next_appointment():
    inside = lines_in(feuillet(a_handout(answers={"age": "mineur"})), "top left")

    assert "Demande. Jusqu’au samedi 31 octobre 2026, heure inconnue." in inside
    assert "Réclamation. 30 jours après : la date sur la lettre." in inside
    assert "À faire – Remplir la demande – Attendre la réponse" in inside
    assert "Documents à apporter – Composition de ménage – Autorisation parentale [à vérifier]" in inside
    assert inside.endswith("Prochain rendez-vous Le à h")


def test_what_depends_on_an_answer_not_given_says_so():
    inside = lines_in(feuillet(a_handout(a_procedure(echeances=[{**WEDNESDAY_FORM, "si": ["age=mineur"]}]))), "top left")

    assert "Documents à apporter – Composition de ménage Documents, selon la réponse – Autorisation parentale [à vérifier]" in inside
    assert "de 14 h à 15 h (selon votre situation). [à vérifier]" in inside


def test_when_every_step_is_done_and_no_document_is_asked_the_sheet_has_no_empty_title():
    inside = lines_in(feuillet(a_handout(a_procedure(etapes=[STEPS[0]], documents=[], garder=[]))), "top left")

    assert "À faire" not in inside
    assert "Documents" not in inside


def test_more_steps_than_the_panel_holds_are_counted_not_shrunk():
    many = [{**STEPS[1], "id": f"etape-{rank}", "titre": f"Faire la chose numéro {rank}"} for rank in range(30)]
    found = feuillet(a_handout(a_procedure(etapes=many), ticks={}))

    inside = lines_in(found, "top left")
    shown = inside.count("Faire la chose")
    assert 0 < shown < 30
    assert f"Et encore {30 - shown} étapes." in inside
    assert "Composition de ménage" in inside
    assert len(pages(found)) == 1


def test_one_step_left_out_is_said_in_the_singular():
    last = {**STEPS[2], "titre": "Attendre la réponse " + "longue " * 24}
    texts = []
    for count in range(4, 16):
        many = [{**STEPS[1], "id": f"etape-{rank}", "titre": f"Faire la chose numéro {rank}"} for rank in range(count)]
        texts.append(lines_in(feuillet(a_handout(a_procedure(etapes=[*many, last]), ticks={})), "top left"))

    assert any("Et encore 1 étape." in text for text in texts)
    assert not any(" 1 étapes" in text for text in texts)


def test_the_back_names_the_counter_the_phone_and_the_form_even_when_nobody_knows():
    back = lines_in(feuillet(a_handout()), "bottom left")

    assert "Un autre chemin existe" in back
    assert "Guichet : Bureau régional. Rue Haute 1. [à vérifier]" in back
    assert "Téléphone : 0800 11 869. En semaine, de 9 h à 12 h." in back
    assert "Sur papier : on ne sait pas. Demandez." in back


def test_when_no_other_way_is_known_the_back_says_so_plainly_and_claims_nothing():
    back = lines_in(feuillet(a_handout(a_procedure(canaux=NOWHERE))), "bottom left")

    assert "Un autre chemin ?" in back
    assert "Un autre chemin existe" not in back
    assert "Il n’y a pas d’autre voie officielle connue." in back
    assert "Guichet : il n’y en a pas. [à vérifier]" in back
    assert "Téléphone : on ne sait pas. Demandez." in back
    assert "Sur papier : on ne sait pas. Demandez." in back


def test_a_route_that_exists_without_more_being_known_is_said_to_exist():
    there = [
        *NOWHERE[:1],
        {"id": "guichet", "type": "guichet", "cout": "5 €", "source": "faq"},
        {"id": "p", "type": "papier", "source": "faq"},
    ]

    back = lines_in(feuillet(a_handout(a_procedure(canaux=there))), "bottom left")

    assert "Guichet : Coût : 5 €." in back
    assert "Sur papier : Oui." in back


def test_the_back_says_whom_to_turn_to_and_what_that_does_to_the_delay():
    back = lines_in(feuillet(a_handout()), "bottom left")

    assert "Lettre à la direction : Cela n’arrête pas le délai. [à vérifier]" in back
    assert "Le Médiateur : 0800 19 199. Cela arrête le délai." in back
    unknown = an_institution(mediateur={"nom": "Le Médiateur", "adresse": "Rue Basse 2"}, plainte=[])
    assert "Rue Basse 2. Cela arrête le délai ? On ne sait pas." in lines_in(feuillet(a_handout(institution=unknown)), "bottom left")


def test_a_recourse_that_stops_the_delay_only_partly_is_never_said_to_stop_it():
    partly = an_institution(mediateur={"nom": "Le Médiateur", "suspend_delai": "oui", "comment": "un mois au plus"}, plainte=[])

    back = lines_in(feuillet(a_handout(institution=partly)), "bottom left")

    assert "Le Médiateur : Cela peut arrêter le délai. Un mois au plus." in back
    assert "Cela arrête" not in back


def test_a_past_sentence_gets_its_capital_and_its_full_stop():
    told = a_procedure(etapes=[{**STEPS[0], "simple_passe": "vous avez choisi une école"}])

    assert "– Vous avez choisi une école." in lines_in(feuillet(a_handout(told)), "top right")


@pytest.mark.parametrize(
    ("typed", "rules"),
    [("Numéro : ____", 1), ("Prévenu le : ____, service : ____.", 2), ("Le ____ au plus tard", 1), ("Accusé d'envoi", 0)],
)
def test_underscores_become_lines_to_write_on_by_hand(typed, rules):
    without = drawn_lines(a_procedure(garder=[{"id": "accuse", "texte": "Copie"}]))

    found = a_procedure(garder=[{"id": "accuse", "texte": typed}])

    assert drawn_lines(found) - without == rules
    assert "_" not in text_of(feuillet(a_handout(found)))


def drawn_lines(procedure):
    return pages(feuillet(a_handout(procedure)))[0].get_contents().get_data().decode("latin-1").count(" l S")


def test_without_a_known_recourse_the_sheet_still_says_to_come_back():
    for institution in (None, an_institution(mediateur=None, plainte=[])):
        back = lines_in(feuillet(a_handout(institution=institution)), "bottom left")

        assert "Si ça ne va pas Revenez nous voir, ou appelez." in back
        assert "Vos droits" in back


def test_those_who_help_are_named():
    helped = a_procedure(aide=[{"nom": "Infor Jeunes", "numero": "02 514 41 11", "confirmer": "x"}])

    assert "De l’aide – Infor Jeunes. 02 514 41 11. [à vérifier]" in lines_in(feuillet(a_handout(helped)), "bottom left")


def test_a_fresh_verification_shows_its_day_and_an_old_one_a_warning():
    fresh, old = text_of(feuillet(a_handout())), text_of(feuillet(a_handout(a_procedure(verification=OLD))))

    assert "Vérifié le 1er septembre 2026." in fresh
    assert "anciennes" not in fresh
    warning = "Ces informations sont anciennes (vérifiées le 1er mars 2026). Appelez avant de vous déplacer."
    assert warning in old
    assert "Vérifié le" not in old


def test_an_old_discreet_sheet_warns_without_the_day_that_would_tell_one_file_from_another():
    text = text_of(feuillet(a_handout(a_procedure(verification=OLD), discreet=True)))

    assert "Ces informations sont anciennes. Appelez avant de vous déplacer." in text
    assert "mars" not in text


@pytest.mark.parametrize(
    ("hours", "now", "words"),
    [
        ({}, MONDAY, "Jusqu’au samedi 31 octobre 2026, heure inconnue."),
        ({"ferme_a": "17:00"}, MONDAY, "Jusqu’au samedi 31 octobre 2026, 17 h."),
        ({}, MONDAY - timedelta(days=120), "Du 5 juillet au 31 octobre 2026, heure inconnue."),
        ({"ouvre_a": "08:30"}, MONDAY - timedelta(days=120), "Du 5 juillet, 8 h 30, au 31 octobre 2026, heure inconnue."),
        ({"ouvre": "10-01"}, MONDAY, "Du 1er au 31 octobre 2026, heure inconnue."),
        ({"ouvre": "12-15", "ferme": "01-15"}, MONDAY, "Du 15 décembre 2026 au 15 janvier 2027, heure inconnue."),
        ({"ouvre": "12-15", "ferme": "01-15", "ouvre_a": "08:00"}, MONDAY, "Du 15 décembre 2026, 8 h, au 15 janvier 2027"),
        ({"ouvre": "10-31"}, MONDAY, "Le samedi 31 octobre 2026, heure inconnue."),
        ({"ouvre": "10-31", "ouvre_a": "09:00"}, MONDAY, "Le samedi 31 octobre 2026, dès 9 h."),
        ({"ouvre": "10-31", "ferme_a": "09:05"}, MONDAY, "Le samedi 31 octobre 2026, jusqu’à 9 h 05."),
    ],
)
def test_a_window_is_said_in_plain_words(hours, now, words):
    procedure = a_procedure(echeances=[{**DEADLINES[0], **hours}])

    assert words in text_of(feuillet(a_handout(procedure, now=now)))


def test_a_delay_whose_day_is_known_says_its_last_day_and_one_that_passed_says_so():
    running = a_handout(since={"recours": a_day("2026-09-10")})
    passed = a_handout(since={"recours": a_day("2026-08-01")})

    assert "Réclamation. Jusqu’au samedi 10 octobre 2026, heure inconnue." in text_of(feuillet(running))
    assert "Réclamation. C’était jusqu’au 31 août 2026." in text_of(feuillet(passed))


def test_the_next_date_to_close_comes_first():
    text = text_of(feuillet(a_handout(a_procedure(echeances=[*DEADLINES, WEDNESDAY_FORM]))))

    assert text.index("Formulaire du mercredi") < text.index("Demande.") < text.index("Réclamation")


def test_no_letter_is_smaller_than_twelve_points_however_long_the_content():
    long = a_procedure(documents=[{**DOCUMENTS[0], "id": f"d{rank}", "nom": f"Document {rank} au nom bien long"} for rank in range(30)])

    for handout in (a_handout(), a_handout(discreet=True), a_handout(long)):
        assert min(said.size for page in pages(feuillet(handout)) for said in words_of(page)) >= 12


def test_long_content_goes_to_a_second_sheet_and_no_document_is_lost():
    long = a_procedure(documents=[{**DOCUMENTS[0], "id": f"d{rank}", "nom": f"Document numéro {rank}."} for rank in range(30)])

    found = feuillet(a_handout(long))
    text = text_of(found)

    assert len(pages(found)) == 2
    assert "La fin est sur l’autre feuille." in text
    assert "Votre feuille, suite" in text
    assert all(f"Document numéro {rank}." in text for rank in range(30))


def test_it_is_printed_in_black_on_white_and_keeps_ten_millimetres_of_margin():
    picture = picture_of(feuillet(a_handout()), scale=2)
    red, green, blue = picture.split()

    assert red.tobytes() == green.tobytes() == blue.tobytes()
    grey = picture.convert("L")
    for left, right in ((0, 9.6), (100.4, 104), (106, 109.6), (200.4, 210)):
        for top, bottom in ((10, 147), (150, 287)):
            box = tuple(round(mm / 25.4 * 144) for mm in (left, top, right, bottom))
            assert grey.crop(box).getextrema() == (255, 255)


def test_the_same_handout_gives_the_same_bytes():
    assert feuillet(a_handout()) == feuillet(a_handout())
    assert feuillet(a_handout(discreet=True)) == feuillet(a_handout(discreet=True))


def another_procedure():
    return a_procedure(
        id="fr-asile",
        titre="Renouveler un titre de séjour",
        court="Séjour",
        institution="fr-prefecture",
        canaux=[CHANNELS[0]],
        documents=[{"id": "jugement", "nom": "Jugement de divorce", "source": "faq"}],
        etapes=[{**STEPS[0], "titre": "Appeler la police", "simple_passe": "Vous avez porté plainte."}],
        garder=[],
    )


def test_two_discreet_sheets_with_the_same_dates_are_the_same_to_the_last_byte_whatever_the_procedure():
    other = an_institution(id="fr-prefecture", nom="Préfecture de police", sigle="PP")

    for make in (papers.feuillet, papers.checklist, papers.calendar):
        assert make(a_handout(discreet=True)) == make(a_handout(another_procedure(), discreet=True, ticks={}, institution=other))


@pytest.mark.parametrize("make", [papers.feuillet, papers.checklist])
def test_a_discreet_sheet_holds_no_word_of_the_procedure_the_institution_or_the_documents(make):
    handout = a_handout(discreet=True)
    named = [
        handout.walk.procedure.titre,
        handout.institution.nom,
        handout.association.name,
        *(document.nom for document in handout.walk.procedure.documents),
        *(seen.title for seen in handout.deadlines),
        *(step.titre for step in handout.walk.procedure.etapes),
    ]
    betraying = {word.lower() for text in named for word in re.findall(r"\w{5,}", text)}

    found = make(handout)
    said = {word.lower() for word in re.findall(r"\w+", text_of(found))}

    assert betraying
    assert said.isdisjoint(betraying)
    assert pages(found)[0].pdf.metadata["/Title"] == "Rendez-vous"


def test_a_discreet_sheet_gives_the_phone_the_day_the_dates_and_blanks_to_write_by_hand():
    found = feuillet(a_handout(a_procedure(echeances=[*DEADLINES, {**WEDNESDAY_FORM, "si": ["age=mineur"]}]), discreet=True))
    text = text_of(found)

    for words in (
        "Rendez-vous 02 000 00 00 Le 21 septembre 2026",
        "– Le mercredi 23 septembre 2026, de 14 h à 15 h (selon votre situation). – Jusqu’au samedi 31 octobre 2026, heure inconnue.",
        "Prochain rendez-vous Le à h",
        "À apporter",
        "Vos codes sont à vous.",
        "Accompagnant·e :",
    ):
        assert words in text
    assert len(pages(found)) == 1


def test_a_discreet_sheet_shows_a_date_once_and_as_certain_if_one_of_the_two_is():
    twice = [DEADLINES[0], {**DEADLINES[0], "id": "autre", "si": ["age=mineur"]}]

    for order in (twice, twice[::-1]):
        text = text_of(feuillet(a_handout(a_procedure(echeances=order), discreet=True)))

        assert text.count("31 octobre 2026") == 1
        assert "selon votre situation" not in text


def test_a_discreet_sheet_without_any_date_is_still_useful():
    text = text_of(feuillet(a_handout(a_procedure(echeances=[]), discreet=True, association=Association())))

    assert "Dates" not in text
    assert "Téléphone :" in text
    assert "Prochain rendez-vous" in text


def sentences_of(module):
    """Return the French sentences written in a module, docstrings left out."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    kept = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return [
        node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in kept
    ]


@pytest.mark.parametrize("name", ["feuillet", "discreet", "checklist", "parts", "sentences"])
def test_the_words_for_the_person_are_plain_and_short(name):
    for text in sentences_of(Path(papers.__file__).parent / f"{name}.py"):
        assert not re.search(r"papiers|dossier|usager|bénéficiaire", text, re.IGNORECASE)
        for sentence in re.split(r"[.?!]", text):
            assert len(sentence.split()) <= 12
