"""The « attestation de tentative »: what was seen, to be signed by hand."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from companion.procedures.papers import attestation
from companion.procedures.rules.attempt import NOTE_LENGTH, ROUTES, SIGNS, TOLD, Attempt, worded
from companion.procedures.rules.handout import Association
from tests.procedures.papers.reading import pages, picture_of, text_of, words_of
from tests.procedures.papers.story import MONDAY, an_association

FOOTER = "Ce papier dit ce que nous avons vu. Il ne remplace pas la demande. À joindre à une lettre ou à un recours."


def an_attempt(**changed):
    seen = Attempt(
        association=an_association(),
        procedure_title="Demander une bourse d’études",
        institution_name="Direction des allocations scolaires",
        step_title="S’identifier",
        when=MONDAY,
        signs=worded(["code-refuse", "page-erreur"], SIGNS),
        note="Erreur 500, trois fois.",
        attempts=3,
        shut=worded(["guichet", "telephone"], ROUTES),
        told=worded(["plainte"], TOLD),
    )
    return replace(seen, **changed)


def test_it_says_when_what_where_and_what_was_seen():
    text = text_of(attestation(an_attempt()))

    for words in (
        "Les Tilleuls Rue de l’Exemple 1, 1080 Bruxelles. Téléphone : 02 000 00 00.",
        "Attestation de tentative",
        "Date et heure Lundi 21 septembre 2026, 10 h 42 (heure du serveur)",
        "Démarche Demander une bourse d’études",
        "Institution Direction des allocations scolaires",
        "Étape S’identifier",
        "Ce que nous avons vu Le site a montré une page d’erreur. Le code a été refusé.",
        "Précision Erreur 500, trois fois.",
        "Nombre d’essais 3",
        "Voies fermées Guichet Téléphone",
        "Qui a été prévenu Le service des plaintes",
    ):
        assert words in text


def test_the_footer_says_exactly_what_the_paper_is_worth():
    assert text_of(attestation(an_attempt())).endswith(FOOTER)


def test_the_person_and_the_association_have_blanks_to_fill_by_hand():
    text = text_of(attestation(an_attempt()))

    assert "La personne Nom : Signature" in text
    assert "L’association, l’accompagnant·e Prénom : Cachet" in text


def test_what_is_not_known_is_a_line_to_write_and_never_a_claim():
    empty = an_attempt(association=Association(), institution_name="", signs=(), note="", attempts=None, shut=(), told=())

    text = text_of(attestation(empty))

    assert "None" not in text
    assert "Précision" not in text
    assert text.startswith("Association : Attestation de tentative")
    assert "Institution Étape S’identifier Ce que nous avons vu Nombre d’essais Voies fermées Qui a été prévenu La personne" in text


def test_the_hour_is_that_of_brussels_and_paris_whatever_zone_the_server_counts_in():
    assert "10 h 42" in text_of(attestation(an_attempt(when=MONDAY.astimezone(UTC))))
    assert "8 h 05" in text_of(attestation(an_attempt(when=datetime(2026, 9, 21, 8, 5))))


def test_everything_ticked_and_the_longest_note_go_to_a_second_page_that_is_signed():
    full = an_attempt(signs=tuple(SIGNS.values()), note="m " * (NOTE_LENGTH // 2), shut=tuple(ROUTES.values()), told=tuple(TOLD.values()))

    found = pages(attestation(full))
    second = [said.text for said in words_of(found[1])]

    assert len(found) == 2
    assert second[0] == "Attestation de tentative, suite"
    assert "Qui a été prévenu" in second
    assert "La personne" in second
    assert all(sentence in text_of(attestation(full)) for sentence in SIGNS.values())


@pytest.mark.parametrize("count", range(0, 41, 8))
def test_whatever_its_length_the_facts_never_run_into_the_boxes_to_sign(count):
    told = tuple(f"fait {rank}" for rank in range(count))

    found = pages(attestation(an_attempt(signs=(*told, "dernier"), told=())))
    last = words_of(found[-1])

    box = next(said.y for said in last if said.text == "La personne")
    facts = [said.y for said in last if said.text.startswith(("fait", "dernier", "Voies", "Qui"))]
    assert facts
    assert max(facts) < box - 6


def test_nothing_is_smaller_than_twelve_points_and_all_is_black_on_white():
    found = attestation(an_attempt())
    red, green, blue = picture_of(found).split()

    assert min(said.size for page in pages(found) for said in words_of(page)) >= 12
    assert red.tobytes() == green.tobytes() == blue.tobytes()


def test_the_same_attempt_gives_the_same_bytes():
    assert attestation(an_attempt()) == attestation(an_attempt())


def test_the_closed_lists_drop_what_they_do_not_know_and_keep_their_own_order():
    assert worded(["autre", "inconnu", "page-erreur"], SIGNS) == (SIGNS["page-erreur"], SIGNS["autre"])


def test_no_sentence_of_the_lists_accuses_the_person():
    for sentence in [*SIGNS.values(), *ROUTES.values(), *TOLD.values()]:
        assert not {"oublié", "erreur de la personne", "absent", "retard"} & set(sentence.lower().split())
