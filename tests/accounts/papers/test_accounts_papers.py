"""The papers of an account: what each says, to whom, and what it never says."""

import re

import pytest

from companion.accounts import papers
from companion.accounts.papers import cards
from companion.accounts.rules.prints import SignInSheet
from companion.vault.rules.sheets import new_sheet, printed, read_sheet
from companion.words.queries import french as words_of_the_list
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
)
from tests.procedures.papers.reading import copied_from, pages, plain, text_of


def size_of(pdf, text, page=0):
    return max(said.size for said in said_on(pdf, page) if text in said.text)


def text_on(pdf, page):
    return plain(" ".join(said.text for said in said_on(pdf, page)))


# The recovery sheet


def test_the_recovery_sheet_shows_the_name_and_six_numbered_groups_in_very_large_letters():
    found = a_sheet()

    assert size_of(found, LOGIN) >= 30
    for rank, group in enumerate(printed(SHEET).split("-"), 1):
        place = next(said for said in said_on(found) if said.text == group)
        label = next(said for said in said_on(found) if said.text == str(rank))
        assert place.size >= 20
        assert label.x == pytest.approx(place.x, abs=0.5)
        assert 0 < place.y - label.y < 25


def test_what_is_copied_from_the_recovery_sheet_group_after_group_is_the_code():
    sheet = new_sheet()
    groups = [said.text for said in said_on(a_sheet(sheet=sheet)) if said.size >= 40]

    assert read_sheet(" ".join(groups)) == sheet


def test_the_recovery_sheet_says_what_it_is_for_where_to_type_it_where_to_keep_it_and_what_to_do_when_it_is_lost():
    text = text_of(a_sheet())

    for sentence in (
        "Feuille de secours",
        NAME,
        "Faite le 03/03/2026",
        "À rentrer si vous oubliez vos cinq mots. Vos mots ne sont pas sur cette feuille.",
        "« Se connecter », puis « Feuille de secours ».",
        "Chez vous, ou dans une enveloppe fermée.",
        "Jamais à côté de l’ordinateur, ni dans le sac qui le transporte.",
        "Jamais en photo",
        "imprimez-en une nouvelle. Dès que vous l’avez recopiée à l’écran, celle-ci ne marche plus.",
        "voyez un ou une collègue de l’équipe, en personne.",
        "Personne ne vous demandera jamais ces signes",
    ):
        assert sentence in text


@pytest.mark.parametrize(("count", "said"), [(4, "quatre mots"), (5, "cinq mots"), (6, "six mots"), (7, "7 mots")])
def test_the_recovery_sheet_says_how_many_words_it_replaces(count, said):
    assert said in text_of(papers.recovery_sheet(SignInSheet(NAME, LOGIN, count, SHEET, DAY)))


# The card of words


def test_the_passphrase_card_shows_the_name_and_the_words_in_order_and_how_to_learn_them():
    text = text_of(a_passphrase_card())

    assert "À apprendre, puis à détruire" in text
    assert LOGIN in text
    assert " ".join(f"{rank}. {word}" for rank, word in enumerate(WORDS, 1)) in text
    assert "Inventez une petite histoire avec ces mots, dans l’ordre." in text


def test_the_passphrase_card_bears_no_day_and_needs_none():
    assert not re.search(r"\d\d/\d\d/\d{4}", text_of(a_passphrase_card()))
    assert pages(a_passphrase_card())[0].pdf.metadata["/CreationDate"] == "D:20000101000000Z"


def test_everything_secret_on_the_passphrase_card_is_inside_the_quarter_that_is_cut():
    for association in NAMES:
        for said in said_on(a_passphrase_card(association)):
            if any(secret in said.text for secret in (*WORDS, LOGIN)):
                assert 9 < said.x < 105
                assert said.y < 138


# The card of numbers


def test_the_number_card_shows_forty_numbers_with_their_ranks_and_nothing_between_them_is_lost():
    copied = copied_from(a_number_card())

    for rank, number in NUMBERS:
        assert re.search(rf"(?<!\d){rank} {number[:3]} {number[3:]}(?!\d)", copied)
    assert "Dans l’ordre. Rayez ce qui a servi." in copied
    assert "tapez le premier numéro qui n’est pas rayé." in plain(copied)


def test_the_number_card_fits_a_wallet_and_no_word_lies_on_its_fold():
    for association in NAMES:
        inside = [place for place in lines_on(a_number_card(association))[0] if place[1] < cards.WALLET.bottom]
        on_card = [place for place in inside if place[1] > cards.WALLET.y]

        assert (cards.WALLET.width, cards.WALLET.height) == (85, 110)
        assert len(on_card) > 40
        for left, top, right, bottom in on_card:
            assert cards.WALLET.x + 2 < left < right < cards.WALLET.right - 2
            assert cards.WALLET.y + 2 < top < bottom < cards.WALLET.bottom - 2
            assert bottom < cards.MIDDLE - 2 or top > cards.MIDDLE + 2


@pytest.mark.parametrize(("count", "sheets"), [(1, 1), (20, 1), (40, 1), (42, 1), (43, 2), (99, 3)])
def test_more_numbers_than_a_card_holds_go_to_another_card(count, sheets):
    numbers = tuple((rank, f"{900000 + rank}") for rank in range(1, count + 1))

    found = a_number_card(numbers=numbers)

    assert len(pages(found)) == sheets
    assert len(re.findall(r"900 \d{3}", copied_from(found))) == count


# The envelope


def test_the_envelope_says_what_it_opens_when_and_by_whom():
    text = text_on(an_envelope(), 0)

    for sentence in (
        "Enveloppe de secours",
        NAME,
        "Ce qu’elle ouvre : tout ce que l’équipe garde sur les personnes.",
        "Quand : seulement si plus aucun membre de l’équipe ne peut se connecter.",
        "deux personnes ensemble, dont une du conseil d’administration",
        "Signez à deux en travers du rabat.",
        "Fait le 03/03/2026, en présence de :",
        "jamais avec un téléphone",
        " ".join(FOUR),
    ):
        assert sentence in text
    assert text.count("Signature :") == 2


def test_the_signs_of_the_envelope_stand_in_the_middle_third_away_from_both_folds():
    groups = printed(SHEET).split("-")
    found = [said for said in said_on(an_envelope()) if said.text in groups]

    assert [said.text for said in found] == groups
    for said in found:
        assert said.size >= 20
        assert 99 + 8 < said.y - said.size * 25.4 / 72 < said.y < 198 - 8


def test_no_word_of_the_envelope_lies_on_a_fold():
    for association in NAMES:
        for _, top, _, bottom in lines_on(an_envelope(association))[0]:
            assert not any(top - 3 < fold < bottom + 3 for fold in (99, 198))


def test_the_page_that_goes_outside_the_envelope_tells_when_to_open_it_and_holds_nothing_secret():
    outside = text_on(an_envelope(), 1)

    assert "À n’ouvrir qu’à deux, dont une personne du conseil d’administration." in outside
    assert "Fermée le 03/03/2026" in outside
    assert "Ouverte le :" in outside
    assert outside.count("Signature :") == 2
    assert not any(group in outside for group in printed(SHEET).split("-"))
    assert all(group in text_on(an_envelope(), 0) for group in printed(SHEET).split("-"))


def test_the_envelope_without_a_name_keeps_its_two_pages():
    assert [len(pages(an_envelope(name))) for name in NAMES] == [2] * len(NAMES)


# The poster


def test_the_poster_shows_the_four_words_in_huge_letters_and_the_rule_of_the_house():
    found = a_poster()
    text = text_of(found)

    assert "Les quatre mots de Les Tilleuls" in text
    for word in FOUR:
        assert size_of(found, word) >= 56
    for sentence in (
        "Ces quatre mots sont aussi sur votre feuille. S’ils sont différents, dites-le-nous.",
        "Ici, personne ne vous demandera vos codes.",
        "Ici, chaque personne est reçue seule au début. C’est la règle pour tous.",
    ):
        assert sentence in text


def test_the_poster_is_readable_from_two_metres_except_its_own_day():
    for association in NAMES:
        small = {said.text for said in said_on(a_poster(association)) if said.size < 16}
        assert small == {"Affiche du 03/03/2026"}
        sentence = size_of(a_poster(association), "Ici, personne")
        assert sentence >= 24


def test_an_association_without_a_name_has_a_poster_that_says_nos():
    text = text_of(a_poster("  "))

    assert "Nos quatre mots" in text
    assert "Les quatre mots de" not in text


def test_the_poster_never_calls_ours_a_code_nor_theirs_papiers():
    text = text_of(a_poster("")).lower()

    assert "papier" not in text
    assert text.count("code") == text.count("vos codes") == 1


def test_any_word_of_the_list_fits_on_one_line_of_the_poster():
    wide = sorted(words_of_the_list(), key=lambda word: (sum({"m": 9, "w": 8}.get(letter, 5) for letter in word), word))[-24:]
    for start in range(0, len(wide), 4):
        four = tuple(wide[start : start + 4])
        assert {said.text for said in said_on(a_poster(words=four)) if said.size >= 56} == set(four)
