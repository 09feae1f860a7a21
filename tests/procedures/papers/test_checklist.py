"""The list of documents to bring."""

from companion.procedures.papers import checklist
from companion.procedures.rules.handout import Association
from tests.procedures.papers.reading import pages, picture_of, text_of, words_of
from tests.procedures.papers.story import DOCUMENTS, OLD, a_handout, a_procedure


def test_each_document_says_its_name_where_to_get_it_and_on_which_answer_it_depends():
    text = text_of(checklist(a_handout()))

    assert "Demander une bourse d’études Direction des allocations scolaires" in text
    assert "Composition de ménage Où : À la commune." in text
    assert "Autorisation parentale [à vérifier] Selon la réponse : si moins de 18 ans." in text
    assert "Selon la réponse" not in text_of(checklist(a_handout(answers={"age": "mineur"})))


def test_each_document_has_an_empty_square_to_tick_and_one_more_is_left_for_another():
    found = checklist(a_handout())
    drawn = pages(found)[0].get_contents().get_data().decode("latin-1")

    assert drawn.count(" re S") == len(DOCUMENTS) + 1
    assert "Autre :" in text_of(found)


def test_dates_routes_sources_and_the_day_of_the_verification_are_there():
    text = text_of(checklist(a_handout()))

    assert "Demande. Jusqu’au samedi 31 octobre 2026, heure inconnue." in text
    assert "En ligne : https://bourse.example.be" in text
    assert "Guichet : Bureau régional. Rue Haute 1. [à vérifier]" in text
    assert "Sur papier : on ne sait pas. Demandez." in text
    assert "Vérifié le 1er septembre 2026 par équipe. Méthode : lecture de pages. Valable jusqu’au 1er décembre 2026." in text
    assert "Source : Questions fréquentes, site officiel. https://bourse.example.be/faq" in text


def test_a_source_shows_its_own_date_and_the_day_it_was_read():
    read = {"faq": {"nature": "terrain", "date": "2025-04", "lu_le": "2026-09-01"}, "autre": {"nature": "presse"}}

    text = text_of(checklist(a_handout(a_procedure(sources=read))))

    assert "Source : Faq, terrain, daté de 2025-04, lu le 1er septembre 2026." in text


def test_only_the_sources_of_what_is_printed_are_named():
    two = {"faq": {"titre": "Questions", "nature": "officiel"}, "autre": {"titre": "Un journal", "nature": "presse"}}

    text = text_of(checklist(a_handout(a_procedure(sources=two))))

    assert "Source : Questions, site officiel." in text
    assert "Un journal" not in text


def test_only_sources_are_smaller_than_twelve_points_and_none_is_under_nine():
    small = [said for page in pages(checklist(a_handout())) for said in words_of(page) if said.size < 12]

    assert small
    assert all(said.size >= 9 and said.text.startswith(("Vérifié", "Source")) for said in small)


def test_an_online_route_may_have_a_name_beside_its_address():
    named = [
        {"id": "site", "type": "en_ligne", "nom": "Mon Espace", "url": "https://a.be", "source": "faq"},
        {"id": "mail", "type": "courriel", "source": "faq"},
        {"id": "app", "type": "en_ligne", "nom": "L’application", "confirmer": "son nom"},
    ]

    text = text_of(checklist(a_handout(a_procedure(canaux=named))))

    assert "En ligne : Mon Espace. https://a.be" in text
    assert "Par courriel : Oui." in text
    assert "En ligne : L’application. [à vérifier]" in text


def test_without_documents_dates_institution_or_association_nothing_is_invented():
    bare = a_procedure(documents=[], echeances=[])

    text = text_of(checklist(a_handout(bare, institution=None, association=Association())))

    assert "Aucun document n’est indiqué. Demandez avant de venir." in text
    assert "Dates" not in text
    assert "Une question" not in text


def test_an_old_verification_is_said_at_the_top():
    found = words_of(pages(checklist(a_handout(a_procedure(verification=OLD))))[0])

    assert next(said.y for said in found if "anciennes" in said.text) < 70


def test_a_long_list_goes_on_under_the_same_title_on_the_next_page():
    long = a_procedure(documents=[{**DOCUMENTS[0], "id": f"d{rank}", "nom": f"Document numéro {rank}."} for rank in range(60)])

    found = pages(checklist(a_handout(long)))
    text = text_of(checklist(a_handout(long)))

    assert len(found) > 2
    assert all(words_of(page)[0].text == "Documents à apporter, suite" for page in list(found)[1:])
    assert all(f"Document numéro {rank}." in text for rank in range(60))


def test_the_discreet_list_is_empty_squares_to_fill_by_hand():
    found = checklist(a_handout(discreet=True))
    drawn = pages(found)[0].get_contents().get_data().decode("latin-1")

    assert drawn.count(" re S") == 10
    assert "02 000 00 00" in text_of(found)
    assert len(pages(found)) == 1


def test_it_is_printed_in_black_on_white():
    red, green, blue = picture_of(checklist(a_handout())).split()

    assert red.tobytes() == green.tobytes() == blue.tobytes()
