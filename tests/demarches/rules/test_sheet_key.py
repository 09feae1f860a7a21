"""The « clé de la feuille », as tired hands type it and as a camera reads it."""

import re

import segno
from hypothesis import given
from hypothesis import strategies as st

from companion.demarches.rules.sheet_key import NOTHING, Typed, key_in_square, square_of, typed_key
from companion.vault.rules.codes import SIGNS, grouped, signs_of

KEYS = st.text(SIGNS, min_size=12, max_size=12)
EMPTY = st.sampled_from(["", " ", "-", "\N{NO-BREAK SPACE}"])
CONFUSED = {"0": "0oO", "1": "1iIlL"}
STRANGE = st.characters(exclude_categories=["M", "Cf", "Cs"]).filter(lambda sign: len(signs_of(sign)) == 1 and signs_of(sign) not in SIGNS)
"""One sign, seen as one, that no key ever holds."""
THREE = ("", "", "")
SENTENCE = re.compile(
    r"|Tapez la clé de la feuille : trois groupes de 4 signes\."
    r"|Groupe n° [123] : il faut 4 signes, (il n’y en a aucun|il y en a \d+)\. Relisez ce groupe sur la feuille\."
    r"|Groupe n° [123] : le (1er|[234]e) signe n’est jamais utilisé : relisez-le sur la feuille\."
)


def in_three(key):
    return [key[:4], key[4:8], key[8:]]


@st.composite
def as_hands_type(draw, signs):
    """Write signs in small letters or capitals, O for zero, I or L for one, with spaces, dashes, and signs nobody sees."""
    said = ""
    for sign in signs:
        said += draw(st.sampled_from(CONFUSED.get(sign, sign + sign.lower())))
        said += draw(st.sampled_from(["", "", "", " ", "-", "–", ".", "\N{NO-BREAK SPACE}", "\N{ZERO WIDTH SPACE}", "\N{SOFT HYPHEN}"]))
    return said


@given(KEYS, st.data())
def test_a_key_is_read_back_from_its_three_groups_however_it_is_typed(key, data):
    said = [data.draw(as_hands_type(group)) for group in in_three(key)]

    assert typed_key(said) == Typed(key)


@given(KEYS, st.data(), st.integers(0, 2))
def test_a_whole_key_is_read_back_from_whichever_field_it_was_pasted_in(key, data, place):
    said = [data.draw(EMPTY) for _ in THREE]
    said[place] = data.draw(as_hands_type(key))

    assert typed_key(said) == Typed(key)
    assert typed_key([grouped(key)]) == typed_key([grouped(key), "", "", "more"]) == Typed(key)


@given(KEYS)
def test_a_key_pasted_over_two_fields_is_read_back(key):
    assert typed_key([key[:8], "", key[8:]]) == typed_key(["", key[:4], key[4:]]) == Typed(key)


@given(KEYS, st.integers(0, 11), STRANGE)
def test_a_sign_that_no_key_holds_is_located_in_its_group_whether_typed_or_pasted(key, place, strange):
    signs = [*key]
    signs[place] = strange
    wrong, rank = divmod(place, 4)
    groups = ["".join(signs[start : start + 4]) for start in (0, 4, 8)]
    said = f"Groupe n° {wrong + 1} : le {rank + 1}{'e' if rank else 'er'} signe n’est jamais utilisé : relisez-le sur la feuille."
    expected = tuple(said if one == wrong else "" for one in range(3))

    assert typed_key(groups).faults == expected
    assert typed_key(["", "".join(signs), ""]).faults == expected
    assert typed_key([" ".join(groups)]).faults == expected
    assert not typed_key(groups).key


@given(KEYS, st.integers(0, 2), st.text(max_size=9))
def test_whatever_stands_in_one_group_the_two_others_are_never_blamed(key, place, said):
    groups = in_three(key)
    groups[place] = said
    read = typed_key(groups)

    assert bool(read.key) != any(read.faults)
    assert not [rank for rank in range(3) if rank != place and read.faults[rank]]
    assert [one for one in range(12) if read.key and read.key[one] != key[one] and one // 4 != place] == []


@given(KEYS, st.integers(0, 11))
def test_a_sign_that_is_missing_is_counted_in_its_group_even_when_the_key_was_pasted_with_its_dashes(key, place):
    groups = in_three(key)
    groups[place // 4] = (key[:place] + key[place + 1 :])[place // 4 * 4 :][:3]
    said = f"Groupe n° {place // 4 + 1} : il faut 4 signes, il y en a 3. Relisez ce groupe sur la feuille."

    for typed in (groups, ["-".join(groups), "", ""], ["", "", " ".join(groups)]):
        assert [fault for fault in typed_key(typed).faults if fault] == [said]


def test_an_empty_form_is_asked_for_the_key_once():
    assert typed_key(["", " ", "--"]).faults == typed_key([]).faults == (NOTHING, "", "")


def test_a_group_left_empty_says_so_without_a_figure_zero():
    said = "Groupe n° 2 : il faut 4 signes, il n’y en a aucun. Relisez ce groupe sur la feuille."

    assert typed_key(["7Q4K", "", "PX3B"]).faults == ("", said, "")


def test_a_group_that_is_too_long_is_the_only_one_blamed():
    faults = typed_key(["7Q4K", "8M2VX", "PX3B"]).faults

    assert faults == ("", "Groupe n° 2 : il faut 4 signes, il y en a 5. Relisez ce groupe sur la feuille.", "")


@given(st.lists(st.text(max_size=60), max_size=4))
def test_anything_typed_is_a_key_or_a_fault_that_repeats_none_of_it(groups):
    read = typed_key(groups)

    assert bool(read.key) != any(read.faults)
    assert not read.key or (len(read.key) == 12 and set(read.key) <= set(SIGNS))
    assert len(read.faults) == len(read.given) == 3
    assert all(SENTENCE.fullmatch(fault) for fault in read.faults), "a sentence is made of our words and of numbers"


@given(KEYS, st.integers(0, 2))
def test_what_was_typed_is_shown_back_group_by_group_so_that_one_sign_is_typed_again_and_not_twelve(key, place):
    groups = in_three(key)
    groups[place] = groups[place][:3]

    assert typed_key(groups).given == typed_key(["-".join(groups).lower()]).given == tuple(groups)


@given(KEYS)
def test_a_key_never_shows_itself_when_it_is_printed_by_mistake(key):
    assert key not in repr(typed_key([key]))
    assert key[:11] not in repr(typed_key([key[:11]]))


@given(KEYS)
def test_the_square_of_a_key_is_the_smallest_there_is_and_gives_the_key_back(key):
    drawn = segno.make(square_of(key), error="m", micro=False, boost_error=False)

    assert (drawn.version, drawn.error) == (1, "M")
    assert key_in_square(square_of(key)) == key
    assert key_in_square(square_of(grouped(key).lower())) == key


@given(KEYS, st.data())
def test_a_reader_that_types_the_square_as_a_keyboard_does_fills_the_form_like_a_hand(key, data):
    said = square_of(key)

    assert typed_key([said]) == typed_key(["", said]) == Typed(key)
    assert typed_key([said[:4], said[4:8], said[8:]]) == Typed(key)
    assert typed_key([data.draw(as_hands_type(said))]) == Typed(key)


@given(st.text(max_size=40) | KEYS | KEYS.map(lambda key: "C2" + key) | KEYS.map(lambda key: square_of(key) + "0"))
def test_any_other_square_gives_no_key(text):
    assert not key_in_square(text)
