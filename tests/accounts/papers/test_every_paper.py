"""What is promised of every paper of an account alike: its size, its bytes, its secrets, its French."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from companion.accounts import papers
from companion.accounts.rules.prints import EnvelopeSheet, NumberCard, PassphraseCard, SignInSheet
from companion.vault.rules.sheets import printed
from tests.accounts.papers.story import (
    DAY,
    FOUR,
    LOGIN,
    NAME,
    NAMES,
    NUMBERS,
    SHEET,
    WORDS,
    a_number_card,
    a_passphrase_card,
    a_poster,
    a_sheet,
    an_envelope,
    lines_on,
    said_on,
    widest,
)
from tests.procedures.papers.reading import copied_from, pages, picture_of, text_of, words_of

USUAL = {
    "sheet": a_sheet,
    "words": a_passphrase_card,
    "numbers": a_number_card,
    "envelope": an_envelope,
    "poster": a_poster,
}


@pytest.mark.parametrize("name", NAMES)
def test_nothing_overflows_overlaps_or_becomes_small_whatever_the_name(name):
    for kind, found in widest(name).items():
        assert len(pages(found)) == (2 if kind == "envelope" else 1)
        assert min(said.size for page in range(len(pages(found))) for said in said_on(found, page)) >= 12
        for places in lines_on(found):
            for left, top, right, bottom in places:
                assert (kind, left > 9, top > 8, right < 201, bottom < 288) == (kind, True, True, True, True)
            assert not overlapping(places), kind


def overlapping(places):
    """Return the pairs of lines that share more than a hair."""
    return [
        (one, other)
        for rank, one in enumerate(places)
        for other in places[:rank]
        if min(one[2], other[2]) - max(one[0], other[0]) > 0.4 and min(one[3], other[3]) - max(one[1], other[1]) > 0.8
    ]


def test_the_search_for_overlaps_finds_one():
    assert overlapping([(10, 10, 50, 15), (20, 12, 60, 17)])


@pytest.mark.parametrize("name", [name for name in NAMES if name.isascii() or "é" in name])
def test_the_whole_name_of_the_association_is_on_every_paper(name):
    wanted = "".join(name.split())
    for kind, found in widest(name).items():
        assert (kind, wanted in re.sub(r"\s", "", copied_from(found))) == (kind, True)


@pytest.mark.parametrize("kind", USUAL)
def test_the_same_values_give_the_same_bytes(kind):
    print_anew = USUAL[kind].__wrapped__

    assert print_anew() == print_anew()


@pytest.mark.parametrize("kind", USUAL)
def test_what_a_file_says_of_itself_names_nobody_and_no_secret(kind):
    about = pages(USUAL[kind]())[0].pdf.metadata

    assert set(about) == {"/Title", "/CreationDate"}
    secrets = (NAME, LOGIN, SHEET, *printed(SHEET).split("-"), *WORDS, *FOUR, *(number for _, number in NUMBERS))
    assert not any(secret in value for secret in secrets for value in about.values())
    assert about["/CreationDate"] in {"D:20260303000000Z", "D:20000101000000Z"}


@pytest.mark.parametrize("kind", USUAL)
def test_every_letter_is_carried_by_the_file_itself(kind):
    for page in pages(USUAL[kind]()):
        fonts = page["/Resources"]["/Font"].values()
        descriptors = [font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object() for font in fonts]
        assert descriptors
        assert all("/FontFile2" in descriptor for descriptor in descriptors)


@pytest.mark.parametrize("kind", USUAL)
def test_it_is_black_on_white(kind):
    red, green, blue = picture_of(USUAL[kind]()).split()

    assert red.tobytes() == green.tobytes() == blue.tobytes()


def test_only_the_card_of_words_carries_words_and_only_two_papers_carry_signs():
    texts = {kind: text_of(make()) for kind, make in USUAL.items()}

    assert {kind for kind, text in texts.items() if any(word in text for word in set(WORDS) - set(FOUR))} == {"words"}
    assert {kind for kind, text in texts.items() if printed(SHEET)[:5] in text} == {"sheet", "envelope"}


def test_a_value_shown_by_accident_in_a_log_shows_no_secret():
    for value in (
        SignInSheet(NAME, LOGIN, 5, SHEET, DAY),
        PassphraseCard(NAME, LOGIN, WORDS),
        NumberCard(NAME, LOGIN, NUMBERS, DAY),
        EnvelopeSheet(NAME, SHEET, FOUR, DAY),
    ):
        shown = f"{value!r} {value}"
        assert not any(secret in shown for secret in (SHEET, LOGIN, WORDS[0], NUMBERS[0][1], FOUR[0]))


def test_french_marks_are_set_on_every_paper():
    for make in USUAL.values():
        copied = copied_from(make())
        assert not re.search(r"['\"]|\.\.\.", copied)
        for page in pages(make()):
            assert not re.search(r"[^\s\u00a0\u202f][ ]?[:?!](?=\s)", "".join(said.text + "\n" for said in words_of(page)))


def test_the_papers_know_their_rules_and_the_press_and_nothing_else_of_the_house():
    for path in Path(papers.__file__).parent.glob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        named = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module.startswith("companion")}
        allowed = ("companion.accounts.papers", "companion.accounts.rules", "companion.press", "companion.typography")
        assert not [name for name in named if not name.startswith(allowed)]


def test_neither_the_pdf_library_nor_the_one_of_squares_is_loaded_before_a_paper_is_asked_for():
    script = "import sys, companion.accounts.papers; sys.exit('fpdf' in sys.modules or 'segno' in sys.modules)"

    subprocess.run([sys.executable, "-c", script], check=True)
