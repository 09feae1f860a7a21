"""The press: the same words give the same bytes, and no letter stops it."""

import re
import subprocess
import sys
from datetime import datetime

import pytest
from fpdf import FPDF
from hypothesis import given
from hypothesis import strategies as st

from companion.clock import ZONE
from companion.press.blocks import Mark, Run, item, labelled, said, to_write
from companion.press.document import Face, Frame, Press, needs_shaping, reads_right_to_left
from companion.press.flow import Setter
from tests.procedures.papers.reading import copied_from, pages, picture_of, words_of

NOON = datetime(2026, 9, 21, 12, 0, tzinfo=ZONE)
COLUMN = Frame(20, 20, 170, 257)
GREETING = "السلام عليكم، رموزكم لكم"


def a_sheet(*blocks, frame=COLUMN, moment=NOON, title="Feuille"):
    press = Press(title, moment)
    press.sheet()
    Setter(press).pour(blocks, frame)
    return press.finish()


def test_a_document_tells_its_title_and_its_moment_and_nothing_else_about_itself():
    found = pages(a_sheet(said("Bonjour"), title="Rendez-vous"))

    assert dict(found[0].pdf.metadata) == {"/Title": "Rendez-vous", "/CreationDate": "D:20260921120000+02'00'"}
    assert found[0].pdf.root_object["/Lang"] == "fr"


def test_a_moment_without_a_zone_never_asks_the_machine_for_its_own():
    found = pages(a_sheet(said("Bonjour"), moment=datetime(2026, 9, 21, 12, 0)))

    assert found[0].pdf.metadata["/CreationDate"] == "D:20260921120000Z"


def test_the_same_words_at_the_same_moment_give_the_same_bytes_in_another_process():
    script = (
        "import hashlib;"
        "from tests.procedures.papers.test_press import GREETING, a_sheet;"
        "from companion.press.blocks import said;"
        "print(hashlib.sha256(a_sheet(said('Bonjour, été'), said(GREETING))).hexdigest())"
    )

    found = {
        subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, env={"PYTHONHASHSEED": seed}).stdout
        for seed in "12"
    }

    assert len(found) == 1


def test_the_library_that_makes_pdfs_is_not_loaded_before_a_paper_is_asked_for():
    script = "import sys, companion.procedures.papers; sys.exit('fpdf' in sys.modules or 'uharfbuzz' in sys.modules)"

    subprocess.run([sys.executable, "-c", script], check=True)


def test_an_arabic_line_is_copied_back_in_reading_order():
    assert GREETING in copied_from(a_sheet(said(GREETING)))


def test_an_arabic_line_with_a_phone_and_a_name_keeps_them_readable():
    line = "اتصلوا على 02 000 00 00 في Actiris"

    assert line in copied_from(a_sheet(said(line)))


def test_an_arabic_line_begins_at_the_right_edge():
    ink = picture_of(a_sheet(said(GREETING)), scale=2).convert("L").point(lambda grey: 255 if grey < 128 else 0).getbbox()

    assert ink[2] / 2 * 25.4 / 72 == pytest.approx(190, abs=1)
    assert ink[0] / 2 * 25.4 / 72 > 100


def test_an_arabic_list_has_its_marks_and_its_lines_to_write_on_from_the_right():
    marks = a_sheet(item(Run(GREETING)), item(Run(GREETING), mark=Mark.SQUARE), to_write(GREETING))

    page = pages(marks)[0]
    dash = next(word for word in words_of(page) if word.text == "–")
    square = re.search(r"([\d.]+) [\d.]+ [\d.]+ -?[\d.]+ re S", page.get_contents().get_data().decode("latin-1"))

    assert dash.x > 180
    assert float(square[1]) / 72 * 25.4 > 180
    assert GREETING in copied_from(marks)


def test_arabic_lines_have_the_room_their_letters_ask_for():
    lines = [word.y for word in words_of(pages(a_sheet(said(f"{GREETING}\n{GREETING}")))[0])]

    assert max(lines) - min(lines) > 1.25 * Face().leading


def test_a_french_name_inside_an_arabic_text_never_leaves_the_frame():
    text = "مركز " + "Bruxelles " * 60

    ink = picture_of(a_sheet(said(text)), scale=2).convert("L").point(lambda grey: 255 if grey < 128 else 0).getbbox()

    assert ink[0] / 2 * 25.4 / 72 >= 19.5


def test_letters_are_joined_only_on_the_lines_that_need_it(monkeypatch):
    switched = []
    original = FPDF.set_text_shaping
    monkeypatch.setattr(
        FPDF,
        "set_text_shaping",
        lambda self, use_shaping_engine=True, **how: (switched.append(how), original(self, use_shaping_engine, **how)),
    )

    a_sheet(said("Vos codes sont à vous."), said("Привіт, Ελλάδα"))
    assert switched == []

    a_sheet(said("Association مرحبا"))
    assert {how["direction"] for how in switched if how} == {"ltr"}

    a_sheet(said(GREETING))
    assert {how["direction"] for how in switched if how} == {"ltr", "rtl"}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Avant 😀 après", "Avant � après"),
        ("კვირა", "�����"),
        ("une\x00deux\ttrois", "une deux trois"),
        ("co\u00adupé\u200b", "coupé"),
        ("seul \ud800 !", "seul � !"),
        ("e\u0301te\u0301", "été"),
        ("co\u200dupé", "coupé"),
        ("page {nb}", "page {nb}"),
        ("large\u3000vide", "large vide"),
        ("٣٤", "٣٤"),
    ],
)
def test_a_letter_the_fonts_lack_shows_as_missing_and_stops_nothing(text, shown):
    assert shown in copied_from(a_sheet(said(text)))


@given(st.text(st.characters(), max_size=60))
def test_no_text_stops_the_press(text):
    assert a_sheet(said(text), labelled("Nom", text)).startswith(b"%PDF")


def test_a_persian_word_keeps_the_mark_that_parts_its_letters():
    word = "می\u200cخواهم"

    press = Press("Feuille", NOON)
    assert press.readable(word) == word
    press.close()


def test_the_first_strong_letter_says_the_direction():
    assert reads_right_to_left("1. مرحبا Bruxelles")
    assert not reads_right_to_left("Bruxelles مرحبا")
    assert not reads_right_to_left("02 000")
    assert needs_shaping("Bruxelles مرحبا")
    assert not needs_shaping("Bruxelles")
