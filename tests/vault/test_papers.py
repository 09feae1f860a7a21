"""What the codes of a sheet promise to whoever reads them from folded paper, and to whoever tries others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.errors import Refused
from companion.vault.keys.papers import new_reading_key, new_stop_number, paper_key, stop_locator
from companion.vault.keys.threads import new_data_key, unwrap_for_paper, wrap_for_paper
from companion.vault.rules.codes import SIGNS, grouped, new_code, read_code
from companion.vault.rules.faults import Altered
from companion.vault.rules.sheets import FREE, LENGTH, new_sheet, printed, read_sheet, with_checks
from tests.vault.people import PLACES, SALT

CODE = st.text(SIGNS, min_size=12, max_size=12)
SHEET = st.text(SIGNS, min_size=FREE, max_size=FREE).map(with_checks)


@given(code=CODE, between=st.sampled_from(["", " ", "-", " – ", "\u00a0", "."]), low=st.booleans())
def test_a_code_is_read_however_it_is_spaced_or_written(code, between, low):
    typed = between.join(code[start : start + 3] for start in range(0, 12, 3))
    for zero, one in (("0", "1"), ("O", "I"), ("O", "L")):
        written = typed.replace("0", zero).replace("1", one)
        assert read_code(written.lower() if low else written, 12) == code


def test_a_code_typed_in_full_width_letters_is_read():
    assert read_code("ＡＢＣＤ－１２３４", 8) == "ABCD1234"


@pytest.mark.parametrize("typed", ["", "ABC", "ABCDEFGH2345678", "ABCD EFGU 2345", "ABCD ÉFGH 2345", "<script>", "😀" * 12])
def test_what_is_not_a_code_is_refused_without_being_repeated(typed):
    with pytest.raises(Refused) as refusal:
        read_code(typed, 12)

    assert not typed or typed not in str(refusal.value)


def test_codes_have_the_length_and_chance_that_were_decided():
    drawn = {new_reading_key() for _ in range(200)}

    assert len(drawn) == 200
    assert {len(code) for code in drawn} == {12}
    assert set("".join(drawn)) == set(SIGNS)
    assert len(SIGNS) == 32
    assert len(new_stop_number()) == 8
    assert grouped("ABCD2345EFGH") == "ABCD-2345-EFGH"


def test_the_key_of_the_sheet_opens_its_thread_and_another_key_does_not():
    key, code = new_data_key(), new_reading_key()
    paper = paper_key(grouped(code).lower(), SALT, PLACES)
    blob = wrap_for_paper(key, paper)
    other = paper_key(new_reading_key(), SALT, PLACES)

    assert len(paper.locator) == 16
    assert paper.locator not in paper.wrapping
    assert unwrap_for_paper(blob, key.id, paper_key(code, SALT, PLACES)) == key
    assert other.locator != paper.locator
    with pytest.raises(Altered):
        unwrap_for_paper(blob, key.id, other)
    with pytest.raises(Altered):
        unwrap_for_paper(blob, new_data_key().id, paper)


def test_a_code_finds_nothing_in_another_association_and_a_stop_number_is_no_key():
    code = new_code(8)

    assert len({stop_locator(code, SALT, PLACES), stop_locator(code, b"autre sel, 16 o.", PLACES)}) == 2
    assert isinstance(stop_locator(code, SALT, PLACES), bytes)
    for typed, reader in ((code, paper_key), (new_reading_key(), stop_locator)):
        with pytest.raises(Refused):
            reader(typed, SALT, PLACES)


@given(sheet=SHEET)
def test_a_sheet_rightly_copied_is_read(sheet):
    assert read_sheet(printed(sheet)) == sheet
    assert [len(group) for group in printed(sheet).split("-")] == [5] * 6


@given(sheet=SHEET, place=st.integers(0, LENGTH - 1), change=st.integers(1, 31))
def test_one_wrong_sign_is_found_in_its_group(sheet, place, change):
    wrong = SIGNS[SIGNS.index(sheet[place]) ^ change]
    with pytest.raises(Refused, match=f"dans le groupe n° {place // 5 + 1} "):
        read_sheet(sheet[:place] + wrong + sheet[place + 1 :])


@given(sheet=SHEET, place=st.integers(0, LENGTH - 2))
def test_two_neighbours_exchanged_are_found(sheet, place):
    wrong = sheet[:place] + sheet[place + 1] + sheet[place] + sheet[place + 2 :]
    if wrong == sheet:
        return
    with pytest.raises(Refused, match=str(place // 5 + 1)):
        read_sheet(wrong)


@given(sheet=SHEET, places=st.sets(st.integers(0, LENGTH - 1), min_size=2, max_size=4), change=st.integers(1, 31))
def test_two_to_four_wrong_signs_never_pass(sheet, places, change):
    wrong = "".join(SIGNS[SIGNS.index(sign) ^ change] if place in places else sign for place, sign in enumerate(sheet))
    with pytest.raises(Refused, match=r"ne va|ne vont"):
        read_sheet(wrong)


def test_a_sheet_too_short_is_refused_with_its_length():
    with pytest.raises(Refused, match="30 signes, et il y en a 29"):
        read_sheet(new_sheet()[1:])
