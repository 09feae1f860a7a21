"""Words fill frames: nothing is lost, nothing is shrunk, nothing leaves its frame."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ImageOps

from companion.clock import ZONE
from companion.press.blocks import Block, Run, heading, item, labelled, notice, said, subheading, to_write
from companion.press.document import Frame, Press
from companion.press.flow import Setter
from companion.press.page import Pages, print_pages
from tests.accounts.papers.story import lines_on
from tests.procedures.papers.reading import pages, picture_of, text_of, words_of

NARROW = Frame(10, 10, 85, 120)
WORDS = st.lists(st.sampled_from(["un", "deux", "Administration", "é", "anticonstitutionnellement" * 3]), min_size=1, max_size=120)


def poured(blocks, frame=NARROW):
    press = Press("Feuille", datetime(2026, 9, 21, tzinfo=ZONE))

    def frames():
        while True:
            press.sheet()
            yield frame

    Setter(press).pour_all(blocks, frames())
    return press.finish()


@given(st.lists(WORDS, min_size=1, max_size=4))
def test_no_letter_is_lost_however_long_the_text_and_however_narrow_the_frame(texts):
    found = poured([item(Run(" ".join(words))) for words in texts])

    assert text_of(found).replace("–", "").replace(" ", "") == "".join(word for words in texts for word in words)


@pytest.mark.parametrize("word", ["mot", "Administration", "W" * 90, "https://exemple.be/" + "chemin/" * 30, "مرحبا", "Bruxelles مرحبا"])
def test_no_ink_leaves_the_frame(word):
    inner = tuple(round(mm / 25.4 * 144) for mm in (NARROW.x - 0.2, NARROW.y - 0.2, NARROW.right + 0.2, NARROW.bottom + 0.2))
    found = poured([item(Run(f"{word} " * 60)), notice(f"{word} " * 20)])

    for page in range(len(pages(found))):
        ink = ImageOps.invert(picture_of(found, page, scale=2).convert("L")).getbbox()
        assert ink[0] >= inner[0]
        assert ink[1] >= inner[1]
        assert ink[2] <= inner[2]
        assert ink[3] <= inner[3]


def test_a_heading_never_ends_a_frame():
    lines = [said(f"Ligne {rank}") for rank in range(22)]

    found = [
        [word.text for word in words_of(page)] for page in pages(poured([*lines, heading("Titre"), subheading("Partie"), said("Suite")]))
    ]

    assert found[1] == ["Titre", "Partie", "Suite"]


def test_a_heading_alone_is_still_printed():
    assert text_of(poured([heading("Titre")])) == "Titre"


def test_a_text_longer_than_a_frame_goes_on_in_the_next_without_a_second_mark():
    found = pages(poured([item(Run("mot " * 400))]))

    assert len(found) > 1
    assert sum(word.text == "–" for page in found for word in words_of(page)) == 1


def test_a_text_longer_than_a_page_goes_on_below_what_every_page_begins_with():
    long = Pages("Feuille", datetime(2026, 9, 21, tzinfo=ZONE), (said("mot " * 3000),), opening=(said("Suite"),))

    found = pages(print_pages(long))

    assert len(found) > 2
    assert all(words_of(page)[0].text == "Suite" for page in list(found)[1:])
    assert sum(word.text.count("mot") for page in found for word in words_of(page)) == 3000


def test_a_weight_can_change_inside_a_word_and_a_line_feed_is_kept():
    found = words_of(pages(poured([Block((Run("Gui"), Run("chet", bold=True), Run(" : oui\nDemandez")))]))[0])

    assert [word.text for word in found] == ["Gui", "chet", ": oui", "Demandez"]
    assert found[1].x - found[0].x == pytest.approx(7.3, abs=0.6)
    assert found[3].y > found[0].y


def test_a_line_to_write_on_takes_what_is_left_and_moves_down_when_too_little_is_left():
    press = Press("Feuille", datetime(2026, 9, 21, tzinfo=ZONE))
    setter = Setter(press)

    assert setter.height([to_write("Nom :")], 85) < setter.height([to_write("Le prénom de la personne qui aide :")], 85)
    press.close()


def test_words_before_between_and_after_two_lines_to_write_on_keep_their_spaces():
    blanks = Block((Run("Le "), Run(rule=20), Run(" à "), Run(rule=10), Run(rule=10), Run(" h")))

    found = words_of(pages(poured([blanks]))[0])

    assert [word.text for word in found] == ["Le", "à", "h"]
    assert found[1].x - found[0].x > 20


def test_a_comma_stays_against_the_line_to_write_on_that_it_follows():
    found = words_of(pages(poured([Block((Run("Le "), Run(rule=20), Run(", service"))), item(Run("Fin "), Run(rule=20))]))[0])

    place = {word.text: word for word in found}
    assert place[", service"].x - place["Le"].x == pytest.approx(25.5, abs=1)
    assert place["–"].y == place["Fin"].y


def test_a_row_of_a_form_shows_what_is_known_or_a_line_to_write_it():
    found = words_of(pages(poured([labelled("Étape", "Envoyer"), labelled("Essais")], Frame(20, 20, 170, 200)))[0])

    assert [(word.text, round(word.x)) for word in found] == [("Étape", 20), ("Envoyer", 74), ("Essais", 20)]


def test_a_warning_keeps_its_words_inside_its_box():
    found = words_of(pages(poured([said("Avant"), notice("Appelez avant de vous déplacer."), said("Après")]))[0])

    assert [round(word.x, 1) for word in found] == [10.0, 12.6, 10.0]


def test_words_beside_a_square_for_a_camera_stay_on_its_left_and_it_never_goes_over_what_follows():
    words = Block((Run("mot " * 40),), square="C17Q4K8M2VX3TP")
    few = Block((Run("mot"),), square="C17Q4K8M2VX3TP")

    long, short = poured([words, said("Après")]), poured([few, said("Après")])

    assert all(left < NARROW.right - 20 and right < NARROW.right - 20 for left, _, right, _ in lines_on(long)[0][:-1])
    first, last = words_of(pages(short)[0])
    assert last.y - first.y == pytest.approx(20.7, abs=0.5)


def test_a_square_taller_than_what_is_left_goes_whole_to_the_next_frame():
    found = pages(poured([said("\n".join("ligne" for _ in range(20))), Block((Run("mot"),), square="C17Q4K8M2VX3TP")]))

    drawn = [page.get_contents().get_data().count(b" h\n") for page in found]

    assert [count > 20 for count in drawn] == [False, True]


def test_a_text_longer_than_a_frame_keeps_its_square_beside_its_beginning_only():
    found = pages(poured([Block((Run("mot " * 400),), square="C17Q4K8M2VX3TP")]))

    drawn = [page.get_contents().get_data().count(b" h\n") > 20 for page in found]

    assert drawn == [True, *[False] * (len(found) - 1)]
    assert len(found) > 1
