"""The sheet of a thread that names everything: four panels, each with what it must say, and nothing lost."""

import re
from functools import cache

import pytest

from companion.demarches.papers.feuillet import booklet
from companion.demarches.rules.leaving import Leaving, Level, followed
from companion.procedures.rules.handout import Association
from tests.accounts.papers.story import lines_on
from tests.demarches.papers.story import ENDS, GROUPS, KEY, a_sheet, a_thread, longest, on_one_line, quarter_of, several, squeezed
from tests.procedures.papers.reading import copied_from, pages, picture_of, text_of, words_of
from tests.procedures.papers.story import MONDAY, STEPS, a_handout, a_procedure

LONG_NAME = ("Association pour l’accompagnement des personnes et des familles dans leurs démarches, " * 3)[:200]
WORST = {
    "three long guides": lambda: a_sheet(*longest()),
    "a wide key": lambda: a_sheet(*several(3), reading_key="W" * 12, replaces_older=True, kept_by=0),
    "a long name": lambda: a_sheet(association=Association(LONG_NAME, "02 000 00 00", LONG_NAME, LONG_NAME), contact=LONG_NAME),
    "a name without any space": lambda: a_sheet(association=Association("M" * 200), next_what="M" * 200),
    "a discreet one": lambda: a_sheet(*longest(), level=Level.DISCRET, exercise=True),
}


@cache
def the_worst(name):
    return WORST[name]()


def lines_in(pdf, quarter, page=0):
    return on_one_line(" ".join(said.text for said in words_of(pages(pdf)[page]) if quarter_of(said) == quarter))


# What each panel says


def test_the_cover_names_the_association_its_phone_its_hours_the_day_and_whose_the_codes_are():
    cover = lines_in(a_sheet(), "bottom right")

    for words in (
        "Les Tilleuls 02 000 00 00 Lundi, de 9 h à 12 h Rue de l’Exemple 1",
        "Le lundi 21 septembre 2026",
        "Vos droits Vous pouvez dire non. Vous pouvez dire stop. Vous pouvez changer d’avis.",
        "Vos codes sont à vous. Ne donnez jamais vos codes. Même pas à nous.",
        "Accompagnant·e :",
    ):
        assert words in cover


def test_the_inside_left_says_first_what_the_person_did_then_what_to_keep_then_the_key():
    inside = lines_in(a_sheet(), "top right")

    assert inside.startswith("Demander une bourse d’études Direction des allocations scolaires")
    done, number, keep, key = (
        inside.index(words)
        for words in (
            "Vous avez fait vous-même – Vous avez préparé vos documents.",
            "Numéro donné par DAS :",
            "À garder – Accusé d’envoi, imprimé",
            "Clé de la feuille 7Q4K 8M2V X3TP À montrer seulement ici.",
        )
    )
    assert done < number < keep < key


def test_when_nothing_is_done_yet_the_sheet_does_not_pretend():
    inside = lines_in(a_sheet(a_handout(ticks={})), "top right")

    assert "Vous avez fait" not in inside
    assert "Nous avons préparé la suite ensemble." in inside


def test_the_inside_right_tells_dates_steps_documents_and_the_next_date():
    inside = lines_in(a_sheet(), "top left")

    for words in (
        "La suite – Demande. Jusqu’au samedi 31 octobre 2026",
        "À faire – Remplir la demande – Attendre la réponse",
        "Documents à apporter – Composition de ménage",
    ):
        assert words in inside
    assert inside.endswith("Prochaine date Le mercredi 9 décembre 2026 À h Pour : Apporter la preuve")


def test_without_a_next_date_its_day_and_hour_are_written_by_hand():
    assert lines_in(a_sheet(next_on=None), "top left").endswith("Prochain rendez-vous Le à h")


def test_the_back_names_every_other_way_and_what_is_kept():
    back = lines_in(a_sheet(), "bottom left")

    assert "Un autre chemin existe – Guichet : Bureau régional. Rue Haute 1. [à vérifier]" in back
    assert "Téléphone : 0800 11 869." in back
    assert "Ce que nous gardons L’équipe garde le fil de cette démarche" in back


def test_whom_to_turn_to_is_named_for_us_for_what_is_kept_and_for_each_institution_once():
    text = text_of(a_sheet(*several(2), a_handout()))

    for words in (
        "Un désaccord avec nous ? Fatima, 02 000 00 01.",
        "Une plainte sur vos données ? L’Autorité de protection des données.",
        "Le Médiateur : 0800 19 199. Cela arrête le délai.",
    ):
        assert words in text
    assert all(text.count(f"{name} – Lettre à la direction :") == 1 for name in ("Service numéro 1", "Service numéro 2"))
    assert text_of(a_sheet(a_handout(), a_handout())).count("– Lettre à la direction :") == 1
    assert "La Cnil, cnil.fr." in text_of(a_sheet(country="fr"))
    assert "désaccord" not in text_of(a_sheet(contact=""))


def test_several_demarches_each_have_their_title_on_every_panel():
    text = text_of(a_sheet(*several(3)))

    for rank in range(1, 4):
        for words in (
            f"Demander la chose numéro {rank} Service numéro {rank}",
            f"La suite : Chose {rank} – Demande.",
            f"Documents à apporter – Preuve numéro {rank}",
            f"Un autre chemin existe : Chose {rank} – Guichet :",
        ):
            assert words in text


def test_what_goes_to_another_sheet_is_printed_again_under_the_title_of_its_demarche():
    many = [{"id": f"d{rank}", "nom": f"Document {rank}", "source": "faq"} for rank in range(30)]
    first, second = a_handout(a_procedure(documents=many)), several(1)[0]

    found = a_sheet(first, second)
    after = on_one_line(" ".join(said.text for said in words_of(pages(found)[1])))

    assert re.search(r"La suite : Bourse Documents à apporter – Document \d+ ", after)
    assert text_of(found).count("Document 29") == 1


def test_an_exercise_says_on_its_cover_that_it_is_worth_nothing():
    for level in Level:
        assert "Exercice. Cette feuille ne vaut rien." in lines_in(a_sheet(level=level, exercise=True), "bottom right")
        assert "Exercice" not in text_of(a_sheet(level=level))


# How it is folded


@pytest.mark.parametrize("name", ["a discreet one", "three long guides"])
def test_the_inside_is_printed_upside_down_and_the_outside_upright(name):
    found = words_of(pages(the_worst(name))[0])

    assert {(said.turned, said.y < 148.5) for said in found} == {(True, True), (False, False)}


@pytest.mark.parametrize("name", WORST)
def test_the_key_is_inside_on_the_left_and_nowhere_else(name):
    found = pages(the_worst(name))
    groups = ("WWWW",) if name == "a wide key" else GROUPS
    bearing = [(number, said) for number, page in enumerate(found) for said in words_of(page) if any(one in said.text for one in groups)]

    where = {(number, quarter_of(said)) for number, said in bearing}

    assert where == {(0, "top right")}
    assert not any(KEY in squeezed(value) for value in found[0].pdf.metadata.values())


def test_the_key_is_printed_big_in_three_groups_that_open_when_they_are_copied():
    found = next(said for said in words_of(pages(a_sheet())[0]) if "7Q4K" in said.text)

    assert found.size >= 20
    assert found.text.split() == list(GROUPS)


# What no filling may break


@pytest.mark.parametrize("name", WORST)
def test_no_letter_is_smaller_than_twelve_points(name):
    assert min(said.size for page in pages(the_worst(name)) for said in words_of(page)) >= 12


@pytest.mark.parametrize("name", WORST)
def test_no_letter_leaves_its_quarter_or_lies_on_a_fold(name):
    for places in lines_on(the_worst(name)):
        for left, top, right, bottom in places:
            column, row = left // 105, top // 148.5
            assert column * 105 + 9 < left < right < column * 105 + 96.5, name
            assert row * 148.5 + 8.5 < top < bottom < row * 148.5 + 140, name


@pytest.mark.parametrize("name", WORST)
def test_no_two_lines_share_a_place(name):
    for places in lines_on(the_worst(name)):
        for rank, one in enumerate(places):
            for other in places[:rank]:
                across, down = min(one[2], other[2]) - max(one[0], other[0]), min(one[3], other[3]) - max(one[1], other[1])
                assert across < 0.5 or down < 0.9


def test_no_word_of_three_long_guides_is_lost():
    leaving = a_thread(*longest())
    printed = squeezed(text_of(the_worst("three long guides")))

    for panel in booklet(leaving).panels:
        for block in (*panel.bodies[0], *panel.foot):
            for run in block.runs:
                assert squeezed(run.text) in printed


@pytest.mark.parametrize("name", ["Товариство «Сусід»: допомога", "جمعية الحي للمساعدة", "Ştiinţă și Łódź"])
def test_the_name_of_an_association_is_printed_in_its_own_letters(name):
    found = a_sheet(association=Association(name, "02 000 00 00"))

    assert "\N{REPLACEMENT CHARACTER}" not in copied_from(found)
    assert squeezed(name) in squeezed(copied_from(found)) or any("\u0600" <= letter <= "\u06ff" for letter in name)
    cover = picture_of(found).convert("L").crop((310, 430, 580, 520))
    assert cover.getextrema()[0] < 128


def test_it_is_black_on_white_and_the_same_values_give_the_same_bytes():
    red, green, blue = picture_of(a_sheet()).split()

    assert red.tobytes() == green.tobytes() == blue.tobytes()
    assert a_sheet(*several(2)) == a_sheet(*several(2))


def test_what_the_file_says_of_itself_names_nobody():
    about = pages(a_sheet())[0].pdf.metadata

    assert set(about) == {"/Title", "/CreationDate"}
    assert about["/Title"] == "Votre feuille"


# The value


def test_a_value_shown_by_accident_in_a_log_shows_no_key():
    assert KEY not in f"{a_thread()!r} {a_thread()}"


@pytest.mark.parametrize("wrong", [{"reading_key": KEY[:11]}, {"ends_on": None}, {"ends_on": None, "reading_key": "", "kept_by": 1}])
def test_a_value_that_would_make_a_sheet_lie_is_refused(wrong):
    with pytest.raises(ValueError, match="a "):
        a_thread(**wrong)
    with pytest.raises(ValueError, match="without any"):
        Leaving((), a_thread().association, MONDAY)


def test_what_the_person_did_alone_or_with_us_comes_from_the_walk_of_each_demarche():
    both = followed((a_handout(), a_handout(ticks={"preparer": "avec", "remplir": "avec"})))

    assert [one.done for one in both] == [(STEPS[0]["simple_passe"],), (STEPS[0]["simple_passe"], "Remplir la demande")]
    assert a_thread().ends_on == ENDS
