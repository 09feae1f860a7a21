"""What is promised of what is chosen before parting, and of what is typed: each refusal says what is missing and repeats nothing."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from companion.demarches.forms import (
    DANGER_UNSAID,
    ENDS_EVERYTHING,
    FARTHEST_DAYS,
    FOR_NOBODY,
    NEXT_IS_PAST,
    NO_SHEET_YET,
    NO_SUCH_DAY,
    TOO_FAR,
    TWO_PICTURES,
    PartingForm,
    StuckForm,
    gesture,
    once,
    one_line,
    one_of,
    parting,
    ways,
)
from companion.demarches.rules.leaving import Level
from companion.demarches.rules.parting import LONGEST_LABEL, Sheet
from companion.errors import Refused
from companion.procedures.rules.run import Blocked

TODAY = date(2026, 11, 21)
TWO = [("image", "chat"), ("image", "tasse")]


def decided(said=(), *, has_sheet=False, begun_here=True, **fields):
    """Read a form of parting."""
    form = MultiDict([*said, *fields.items()])
    return parting(form, PartingForm(form), TODAY, has_sheet=has_sheet, begun_here=begun_here)


def refused(said=(), **fields):
    """Return the sentence that a form of parting gets."""
    with pytest.raises(Refused) as found:
        decided(said, **fields)
    return str(found.value)


def test_what_is_not_chosen_is_what_keeps_least():
    said = decided()

    assert (said.sheet, said.level, said.team) == (Sheet.NEW, Level.DISCRET, False)
    assert (said.next_on, said.next_what, said.pictures, said.label, said.note, said.danger, said.once) == (None, "", (), "", "", False, "")
    assert decided(has_sheet=True).sheet is Sheet.SAME


@pytest.mark.parametrize("sheet", Sheet)
@pytest.mark.parametrize("team", ["oui", "non", "", "OUI"])
@pytest.mark.parametrize(("level", "read"), [("complet", Level.COMPLET), ("discret", Level.DISCRET), ("tout", Level.DISCRET)])
def test_every_choice_is_read_as_it_was_made(sheet, team, level, read):
    pictures = TWO if team == "oui" else []
    said = decided(pictures, has_sheet=True, feuille=sheet.value, equipe=team, niveau=level)

    assert (said.sheet, said.team, said.level) == (sheet, team == "oui", read)
    assert said.pictures == tuple(one for _, one in pictures)


def test_the_person_who_has_no_sheet_cannot_keep_the_one_they_have():
    assert refused(feuille="garder") == NO_SHEET_YET
    assert decided(feuille="garder", has_sheet=True).sheet is Sheet.SAME
    assert decided(feuille="jamais").sheet is Sheet.NEW, "what is no choice is the usual one"


@pytest.mark.parametrize("sheet", Sheet)
@pytest.mark.parametrize("team", ["oui", "non"])
def test_only_a_thread_begun_in_this_visit_may_be_left_with_neither_sheet_nor_team(sheet, team):
    said = {"said": TWO if team == "oui" else [], "has_sheet": True, "feuille": sheet.value, "equipe": team}

    assert decided(**said).leaves_nothing == (sheet is Sheet.NONE and team == "non")
    if decided(**said).leaves_nothing:
        assert refused(begun_here=False, **said) == ENDS_EVERYTHING
    else:
        assert decided(begun_here=False, **said) == decided(**said)


@pytest.mark.parametrize("kept", [None, "oui"])
@pytest.mark.parametrize("images", [["chat"], ["chat", "chat"], ["chat", "licorne"], ["chat", "tasse", "velo"]])
def test_two_pictures_are_two_whatever_the_box_says_and_none_is_dropped(images, kept):
    said = [("image", one) for one in images] + ([("images_gardees", kept)] if kept else [])

    assert refused(said, equipe="oui") == TWO_PICTURES


def test_the_team_keeps_a_thread_with_two_pictures_or_with_those_it_had():
    assert refused(equipe="oui") == TWO_PICTURES
    assert decided(equipe="oui", images_gardees="oui").pictures == ()
    assert decided(TWO, equipe="oui", images_gardees="oui").pictures == ("chat", "tasse"), "two new ones replace those of before"
    assert decided(equipe="non").pictures == (), "without the team, no picture is asked"


@pytest.mark.parametrize(
    "written",
    [
        {"said": TWO},
        {"said": [("image", "chat")]},
        {"etiquette": "Dame bleue"},
        {"passage": "Rappeler lundi"},
        {"etiquette": "Dame bleue", "vu-etiquette": "Dame verte"},
        {"passage": "Rappeler lundi", "vu-passage": "Rappeler jeudi", "danger": "oui"},
    ],
)
@pytest.mark.parametrize("team", ["non", "", None])
def test_what_is_written_for_a_team_that_will_not_keep_it_is_told_and_never_dropped(written, team):
    answer = {} if team is None else {"equipe": team}

    assert refused(**written, **answer) == FOR_NOBODY
    kept = {**written, "equipe": "oui", "said": TWO}
    assert decided(**kept).note == written.get("passage", ""), "the control: for a team that keeps it, it is handed over"


def test_what_a_colleague_wrote_before_does_not_stop_a_person_who_says_no():
    said = {"etiquette": "Dame bleue", "vu-etiquette": "Dame bleue", "passage": " Rappeler\nlundi", "vu-passage": "Rappeler\r\nlundi"}

    assert not decided(equipe="non", **said).team
    assert not decided(equipe="non", passage="", **{"vu-passage": "Rappeler lundi"}).team, "what was emptied is for nobody either"


def test_a_danger_without_a_word_is_asked_for_and_only_when_the_team_will_read_it():
    assert refused(TWO, equipe="oui", danger="oui") == DANGER_UNSAID
    assert refused(TWO, equipe="oui", danger="oui", passage=" \n ") == DANGER_UNSAID
    assert decided(TWO, equipe="oui", danger="oui", passage="Menaces du voisin").danger
    assert not decided(equipe="non", danger="oui").team


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ((TODAY - timedelta(days=1)).isoformat(), NEXT_IS_PAST),
        ("0001-01-01", NEXT_IS_PAST),
        ((TODAY + timedelta(days=FARTHEST_DAYS + 1)).isoformat(), TOO_FAR),
        ("9999-12-31", TOO_FAR),
        ("2026-02-30", NO_SUCH_DAY),
        ("demain", NO_SUCH_DAY),
        ("21/12/2026", NO_SUCH_DAY),
        ("\0", NO_SUCH_DAY),
        ("2026-12-01T10:00", NO_SUCH_DAY),
        ("٢٠٢٦-١٢-٠١", NO_SUCH_DAY),
        ("9" * 60_000, NO_SUCH_DAY),
    ],
)
def test_a_next_date_that_is_none_is_told_with_what_to_do_and_is_not_repeated(typed, why):
    assert refused(prochaine=typed) == why
    assert typed not in why


@pytest.mark.parametrize("days", [0, 1, FARTHEST_DAYS])
def test_a_next_date_from_today_to_a_year_is_kept(days):
    day = TODAY + timedelta(days=days)

    assert decided(prochaine=f" {day.isoformat()} ").next_on == day
    assert decided(prochaine="  ").next_on is None


def test_the_next_date_is_for_a_step_that_was_offered():
    offered = [("etape", "Préparer"), ("etape", "Remplir")]

    assert decided(offered, pour="Remplir").next_what == "Remplir"
    assert decided(offered, pour="Voler la banque").next_what == ""
    assert one_of("", ["", "a"]) == ""


@pytest.mark.parametrize(
    ("form", "name", "longest"), [(PartingForm, "etiquette", LONGEST_LABEL), (PartingForm, "passage", 280), (StuckForm, "note", 280)]
)
@pytest.mark.parametrize("typed", ["x", "ÉÀ 💶", "مرحبا", "<b>"])
def test_a_text_is_kept_up_to_its_length_and_refused_beyond(form, name, longest, typed):
    kept = (typed * longest)[:longest].strip()
    short, long = form(MultiDict({name: kept})), form(MultiDict({name: kept.ljust(longest, "y") + "y"}))

    assert short.validate()
    assert short[name].data == " ".join(kept.split())
    assert not long.validate()
    assert "Raccourcissez" in long[name].errors[0]


@pytest.mark.parametrize(("form", "name"), [(PartingForm, "etiquette"), (PartingForm, "passage"), (StuckForm, "note")])
@pytest.mark.parametrize(
    ("typed", "secret"),
    [("mot de passe : Tr0ub4dor", "Tr0ub4dor"), ("85073003328", "85073003328"), ("BE71096123456769", "BE71096123456769")],
)
def test_a_secret_in_a_text_is_refused_and_is_not_repeated(form, name, typed, secret):
    said = form(MultiDict({name: typed}))

    assert not said.validate()
    assert secret not in "".join(said[name].errors)


@pytest.mark.parametrize(
    ("typed", "kept"), [("  deux \n lignes\t ici ", "deux lignes ici"), ("\0Zoé\0", "Zoé"), ("", ""), (None, ""), ("\u2028a\u2029b", "a b")]
)
def test_a_text_is_one_line(typed, kept):
    assert one_line(typed) == kept


def test_an_etiquette_and_a_note_are_handed_over():
    said = decided(TWO, equipe="oui", etiquette="Chapeau", passage=" Rappeler\nlundi ", danger="oui")

    assert (said.label, said.note, said.danger) == ("Chapeau", "Rappeler lundi", True)


# What makes a form count once, and what a page of a démarche says.


@given(st.binary(min_size=16, max_size=16))
def test_what_makes_a_form_count_once_comes_back(drawn):
    assert once(MultiDict({"fois": drawn.hex()})) == drawn
    assert decided(fois=drawn.hex()).once == drawn.hex()


@given(st.text(max_size=70))
def test_whatever_else_it_holds_is_read_without_a_fault(typed):
    assert len(once(MultiDict({"fois": typed}))) <= 16
    assert once(MultiDict()) == b""


def test_a_page_says_answers_ticks_days_and_a_language():
    said = gesture(MultiDict({"q-age": "majeur", "fait-preparer": "avec", "date-refus": "2026-10-01", "langue": "ar", "bloquer": "x.0"}))

    assert (said.answers, said.ticks, said.since, said.language) == (
        {"age": "majeur"}, {"preparer": "avec"}, {"refus": date(2026, 10, 1)}, "ar",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        (["identifier.0"], (Blocked("identifier", 0),)),
        ([], ()),
        (["x"], ()),
        (["identifier.-1"], ()),
        (["identifier.zz", "remplir.1"], (Blocked("remplir", 1),)),
    ],
)
def test_the_ways_out_of_a_gesture_are_those_it_names(typed, read):
    assert ways(MultiDict([("debloquer", one) for one in typed]), "debloquer") == read
