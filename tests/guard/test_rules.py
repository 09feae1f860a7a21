"""The guard refuses what opens someone's account, lets the story pass, and never lets a secret through its own mask."""

import re
import sys
import unicodedata
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from stdnum.be import bis, nn

from companion.guard.detectors import find, fold
from companion.guard.detectors.spelling import KINDS
from companion.guard.rules import LONGEST, Seen, look_at, sentence_for
from tests.guard import numbers
from tests.guard.sentences import IBANS, SECRETS, STORIES

ARABIC_FIGURES = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
FULL_WIDTH = {code: code + 0xFEE0 for code in range(33, 127)}
WAYS_TO_TYPE: dict[str, Callable[[str], str]] = {
    "as is": str,
    "no-break spaces": lambda line: line.replace(" ", "\u00a0"),
    "narrow spaces": lambda line: line.replace(" ", "\u202f"),
    "two spaces": lambda line: line.replace(" ", "  "),
    "full width": lambda line: line.translate(FULL_WIDTH),
    "Arabic figures": lambda line: line.translate(ARABIC_FIGURES),
    "zero-width signs": "\u200b".join,
    "accents apart": lambda line: unicodedata.normalize("NFD", line),
}
WORDS = """
    mot de passe : mdp code reçu PIN oublié est le SMS secours question secrète réponse = , . « » 4821 482913 Soleil2024 a@b.fr 0470
    12 34 FR76 2024 https://x.fr/reset?token= ’ ٣
"""
HEAVY = """
    |a|1 |1-1-1-|a@|a@a.|a.|http://a/|?a=|code |mdp |mdp:|mdp Soleil2024 |mot de passe est |pin 1234 |code reçu par sms le |
    |BE68 |BE6899901234|eyj|eyj-|-----begin private key |question secrète réponse |réponse secrète = |token=a|identifiant a / |
    |un deux |4111 |«|\u200b|
"""
"""Repeated, each makes one detector work as hard as it can."""

PIECES = st.sampled_from([*WORDS.split(), "[mot de passe non gardé]", "[IBAN …1234]", "\n", "\u200b"])
TEXTS = st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=40).map(" ".join), st.lists(PIECES, max_size=40).map("".join))


@pytest.mark.parametrize("way", WAYS_TO_TYPE)
@pytest.mark.parametrize(("kind", "secret", "line"), SECRETS)
def test_a_secret_is_refused_and_masked_however_it_is_typed(kind, secret, line, way):
    typed = WAYS_TO_TYPE[way]

    seen = look_at(typed(line))

    assert seen.refused
    assert kind in seen.kinds
    assert typed(secret) not in seen.masked


@pytest.mark.parametrize(("kind", "secret", "line"), SECRETS)
def test_a_secret_is_seen_in_the_middle_of_a_story(kind, secret, line):
    seen = look_at(f"Rendez-vous ce matin.\n{line}\nElle revient jeudi 12/03 à 14h30, tél. 0470 12 34 56.")

    assert kind in seen.kinds
    assert secret not in seen.masked
    assert seen.masked.startswith("Rendez-vous ce matin.")
    assert seen.masked.endswith("Elle revient jeudi 12/03 à 14h30, tél. 0470 12 34 56.")


@pytest.mark.parametrize("way", WAYS_TO_TYPE)
@pytest.mark.parametrize("line", STORIES)
def test_a_story_without_secret_passes_untouched(line, way):
    typed = WAYS_TO_TYPE[way](line)

    assert look_at(typed) == Seen(refused=False, kinds=(), masked=typed)


@pytest.mark.parametrize("iban", IBANS)
def test_an_iban_is_refused_and_keeps_only_its_last_four_signs(iban):
    last = re.sub(" ", "", iban).upper()[-4:]

    assert look_at(f"compte {iban} de la crèche") == Seen(refused=True, kinds=("iban",), masked=f"compte [IBAN …{last}] de la crèche")


def test_an_iban_with_a_wrong_key_is_not_seen():
    wrong = numbers.a_belgian_iban()[:-1] + "3"

    assert not look_at(f"compte {wrong}").refused


def test_the_tables_are_wide_enough_and_name_every_kind():
    contract = "password pin otp recovery secret_answer url token card niss nir iban fiscal id_account email_pw"

    assert " ".join(KINDS) == contract
    assert {kind for kind, _, _ in SECRETS} | {"iban"} == set(KINDS)
    assert len(SECRETS) >= 60
    assert len(STORIES) >= 120


def test_the_date_and_code_of_a_card_leave_with_it():
    card = numbers.a_card()

    assert look_at(f"carte {card} 12/27 123.").masked == "carte [carte non gardée]."


def test_a_secret_said_twice_is_masked_twice():
    assert "4821" not in look_at("PIN 4821, elle répète 4821 et encore « 4821 »").masked
    assert "14821" in look_at("PIN 4821, dossier 14821").masked


def test_two_secrets_side_by_side_are_both_masked():
    seen = look_at("mdp Soleil2024 ou Soleil2025, code PIN 4821 puis 4822")

    assert seen.kinds == ("password", "pin")
    assert not re.search(r"\d", seen.masked)


def test_a_whole_private_key_goes_and_what_follows_it_stays():
    seen = look_at("avant -----BEGIN RSA PRIVATE KEY----- abc def -----END RSA PRIVATE KEY----- après")

    assert seen.masked == "avant [clé non gardée] après"


def test_a_private_key_without_end_takes_the_rest_of_the_text():
    assert look_at("avant -----BEGIN PRIVATE KEY----- MIIEvQIBADANBgkq et tout").masked == "avant [clé non gardée]"


def test_a_word_no_human_invents_is_a_key():
    assert look_at("il colle aB3dE5fG7hI9jK1lM2nO4pQ6 dans la note").kinds == ("token",)


@pytest.mark.parametrize(
    "number",
    [numbers.a_niss("850732"), numbers.a_niss("851330"), numbers.a_niss()[:-1] + "0"],
)
def test_a_number_with_an_impossible_day_month_key_or_length_is_not_a_person(number):
    assert look_at(f"suivi {number}").kinds == ()


def test_a_french_number_with_an_impossible_month_is_not_a_person():
    assert look_at(f"suivi {numbers.a_nir('2851375118042')}").kinds == ()


@given(st.dates(date(1900, 1, 1), date(2025, 12, 31)), st.integers(1, 998), st.sampled_from([0, 20, 40]))
def test_the_guard_and_stdnum_agree_on_belgian_numbers(born, order, shift):
    assume(not (born.year == 1932 and shift == 40))
    month = f"{born.month + shift:02d}"
    number = numbers.a_niss(f"{born:%y}{month}{born:%d}", f"{order:03d}", "2" if born.year >= 2000 else "")

    assert nn.is_valid(number) or bis.is_valid(number)
    assert look_at(f"voir {number} svp") == Seen(refused=True, kinds=("niss",), masked="voir [NISS vu, non gardé] svp")


@given(st.from_regex(r"[12][0-9]{2}(0[1-9]|1[0-2]|[5-9][0-9])(0[1-9]|[1-8][0-9]|2[AB])[1-9][0-9]{2}[1-9][0-9]{2}", fullmatch=True))
def test_every_french_social_security_number_is_seen(body):
    assert look_at(f"le {numbers.a_nir(body)} refusé").kinds == ("nir",)


@given(TEXTS)
def test_any_text_is_read_the_same_way_twice_and_its_mask_can_be_kept(text):
    seen = look_at(text)

    assert seen == look_at(text)
    assert seen.refused or seen.masked == text
    assert not look_at(seen.masked).refused
    assert look_at(seen.masked).masked == seen.masked


@given(st.text(alphabet="abcdé ,.\n«»", max_size=80), st.sampled_from(SECRETS), st.text(alphabet="abcdé ,.\n«»", max_size=80))
def test_the_mask_never_holds_the_secret_whatever_surrounds_it(before, known, after):
    kind, secret, line = known

    seen = look_at(f"{before}.\n{line}\n{after}")

    assert kind in seen.kinds
    assert secret not in seen.masked


@given(
    st.one_of(
        st.from_regex(r"(\+32|0032) 4[5-9][0-9]( [0-9]{2}){3}", fullmatch=True),
        st.from_regex(r"(02|04) [0-9]{3} [0-9]{2} [0-9]{2},? (02|04) [0-9]{3} [0-9]{2} [0-9]{2}", fullmatch=True),
        st.from_regex(r"(32|0033|33) [46][5-9][0-9]( [0-9]{2}){3}|324[5-9][0-9]{7}", fullmatch=True),
        st.from_regex(r"04[5-9][0-9](([ /.][0-9]{2}){3}|/([0-9]{2}\.){2}[0-9]{2}|[0-9]{6})", fullmatch=True),
        st.from_regex(r"(\+33 |0)[1-9]([ .]?[0-9]{2}){4}", fullmatch=True),
        st.from_regex(r"[1-9][0-9]{0,2}([ .][0-9]{3})?,[0-9]{2} ?€", fullmatch=True),
        st.from_regex(r"0[1-9][0-9]{2}\.[0-9]{3}\.[0-9]{3}", fullmatch=True),
        st.dates(date(1950, 1, 1), date(2030, 12, 31)).map(lambda day: f"{day:%d/%m/%Y}"),
        st.from_regex(r"20[0-9]{2}/[0-9]{5}", fullmatch=True),
        st.from_regex(r"\+\+\+[0-9]{3}/[0-9]{4}/[0-9]{5}\+\+\+", fullmatch=True),
    ),
    st.sampled_from(["{}", "appelé le {}", "code reçu au {} jamais arrivé", "dossier, {}, rien", "PIN bloqué, {}", "mdp perdu ({})"]),
)
def test_phones_amounts_enterprises_dates_and_files_are_never_refused(public, line):
    assert not look_at(line.format(public)).refused


def test_what_is_too_long_to_be_read_is_never_kept_as_typed():
    seen = look_at("Rien à signaler. " * 200)

    assert seen.refused
    assert seen.kinds == ()
    assert len(seen.masked) == LONGEST


def test_a_text_where_secrets_hide_behind_secrets_is_not_kept_at_all(monkeypatch):
    monkeypatch.setattr("companion.guard.rules._PASSES", 1)

    assert look_at("code PIN 4821").masked == "[texte non gardé]"


def test_overlapping_finds_are_masked_once():
    text = fold("code PIN 4821")
    found = find(text)

    assert text.masked(found + found) == "code PIN [code secret non gardé]"


@pytest.mark.parametrize(
    "seed",
    [seed for line in HEAVY.strip().splitlines() for seed in line.strip().strip("|").split("|")],
)
def test_ten_times_the_text_is_at_most_twelve_times_the_work(seed):
    short, long = (seed * 2000)[:200], (seed * 2000)[:2000]

    assert steps_to_read(long) <= 12 * steps_to_read(short)
    assert steps_to_read(long * 50) <= 2 * steps_to_read(long)


def steps_to_read(text):
    """Count the calls made while reading, after a first reading has filled the table of signs."""
    look_at(text)
    steps = 0

    def count(_frame, event, _called):
        nonlocal steps
        steps += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        look_at(text)
    finally:
        sys.setprofile(before)
    return steps


def test_no_expression_of_the_guard_repeats_without_a_bound():
    modules = [module for name, module in sys.modules.items() if name.startswith("companion.guard.detectors")]
    shapes = [shape for module in modules for value in vars(module).values() for shape in patterns_in(value)]
    unbounded = re.compile(r"(?<!\\)(?:\\\\)*[*+]|\{\d+,\}")

    assert len(shapes) > 40
    for shape in shapes:
        outside_sets = re.sub(r"\[(?:\\.|[^\]\\])*\]", "x", shape.pattern)
        assert not unbounded.search(re.sub(r"\\.", "y", outside_sets)), shape.pattern


def patterns_in(value):
    """Return the compiled expressions a module holds, alone or in a table."""
    if isinstance(value, re.Pattern):
        return [value]
    return [one for one in value if isinstance(one, re.Pattern)] if isinstance(value, tuple) else []


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_has_one_french_sentence_with_a_next_gesture(kind):
    said = sentence_for(Seen(refused=True, kinds=(kind,), masked="x"))

    assert said.startswith("Ce texte semble contenir un")
    assert "gardez plutôt le texte proposé" in said
    assert said.count(".") == 1
    assert "'" not in said


def test_several_kinds_make_one_sentence():
    seen = look_at("mdp Soleil2024, code PIN 4821, code reçu 482913")

    assert sentence_for(seen) == (
        "Ce texte semble contenir un mot de passe, un code secret et un code reçu\u00a0: "
        "gardez plutôt le texte proposé, où cela n’est pas écrit."
    )


def test_a_text_too_long_and_a_text_without_secret_have_their_own_sentence():
    assert "raccourcissez-le" in sentence_for(look_at("a" * (LONGEST + 1)))
    assert sentence_for(look_at("Rien à signaler.")) == "Ce texte peut être gardé tel quel."
