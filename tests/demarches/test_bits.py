"""The parts of pages where a person shows two pictures and where the key of their sheet is typed."""

import re

import pytest
from flask import render_template_string
from lxml import html

from companion.demarches.rules.pictures import PICTURES
from companion.demarches.rules.sheet_key import Typed, typed_key
from companion.typography import french
from tests.inspector import inspect

SHAPES = "circle|ellipse|g|path|rect"
KEY = "7Q4K8M2VPX3B"


@pytest.fixture
def shown(app):
    """Return what a macro shows, once the inspector has read it."""

    def rendered(words, **known):
        with app.test_request_context("/"):
            text = render_template_string(f"{{{{ {words} }}}}", **known)
        inspect(text)
        return html.fragment_fromstring(text, create_parent="div")

    return rendered


def test_each_picture_is_there_once_with_its_own_drawing_its_word_and_one_box_to_tick(shown):
    part = shown("pictures.choose()")
    labels = part.xpath("//fieldset//label")

    codes = [label.xpath("string(input[@type='checkbox'][@name='image']/@value)") for label in labels]
    assert sorted(codes) == sorted(PICTURES)
    assert [label.text_content().strip() for label in labels] == [PICTURES[code] for code in codes]
    assert not part.xpath("//input[@checked]")
    drawings = [html.tostring(label.find("svg"), with_tail=False) for label in labels]
    assert len(set(drawings)) == len(PICTURES)
    lines = [one.get("d") for one in part.iter("path")]
    assert len(lines) == len(set(lines)), "no line of a drawing serves in another"


def test_no_picture_comes_first_twice_so_that_nobody_takes_two_because_they_are_near(shown):
    walls = {tuple(shown("pictures.choose()").xpath("//input/@value")) for _ in range(3)}

    assert len(walls) == 3
    assert {frozenset(wall) for wall in walls} == {frozenset(PICTURES)}


@pytest.mark.parametrize("code", PICTURES)
def test_a_drawing_is_made_of_plain_lines_that_stay_inside_and_take_the_colour_of_the_text(shown, code):
    drawing = shown(f"pictures.picture('{code}')").find("svg")
    colours = {one.get(name) for one in drawing.iter() for name in ("fill", "stroke") if one.get(name)}

    assert colours == {"none", "currentColor"}
    assert (drawing.get("aria-hidden"), drawing.get("focusable")) == ("true", "false"), "the word beside it is what is read aloud"
    assert drawing.get("viewbox", drawing.get("viewBox")) == "0 0 48 48"
    assert all(re.fullmatch(SHAPES, one.tag) for one in drawing.iterdescendants())
    assert {one.get("class") for one in drawing.iterdescendants()} <= {None, "c", "w", "s"}
    assert drawing.xpath(".//path | .//circle | .//rect"), "something is drawn"


def test_the_pictures_chosen_before_are_ticked_and_no_other(shown):
    assert sorted(shown("pictures.choose(('chat', 'velo'))").xpath("//input[@checked]/@value")) == ["chat", "velo"]


def test_pictures_are_chosen_without_any_script_and_a_page_may_say_what_they_are_for(shown):
    part = shown("pictures.choose(legend='Les deux images de la personne')")

    assert part.xpath("string(//legend)") == "Les deux images de la personne"
    assert not part.xpath("//script | //@data-cle")


def test_a_key_is_asked_for_in_three_labelled_groups_that_no_browser_remembers_or_corrects(shown):
    part = shown("visits.sheet_key(typed)", typed=Typed())
    fields = part.xpath("//input")

    assert [one.get("name") for one in fields] == ["cle1", "cle2", "cle3"]
    for one in fields:
        assert (one.get("autocomplete"), one.get("autocapitalize"), one.get("spellcheck")) == ("off", "characters", "false")
        assert int(one.get("maxlength")) >= 2 * len("C1-7Q4K – 8M2V – PX3B"), "a whole key fits in each"
        assert not one.get("value")
        assert not one.get("aria-invalid")
    assert part.xpath("string(//fieldset/@aria-describedby)") == part.xpath("string(//p[@class='hint']/@id)")


def test_a_fault_is_said_beside_its_group_and_the_first_one_holds_the_cursor(shown):
    typed = typed_key(["7Q4K", "8M2", "PXUB"])
    part = shown("visits.sheet_key(typed)", typed=typed)
    wrong = part.xpath("//input[@aria-invalid='true']")

    assert [one.get("name") for one in wrong] == ["cle2", "cle3"]
    for one, fault in zip(wrong, typed.faults[1:], strict=True):
        assert part.xpath("string(//*[@id=$name])", name=one.get("aria-describedby")) == french(fault)
    assert part.xpath("//input[@autofocus]/@name") == ["cle2"]
    assert part.xpath("//input/@value") == ["7Q4K", "8M2", "PXUB"]
    assert not [one for one in part.xpath("//p/text()") if "8M2" in one or "7Q4K" in one]


def test_what_was_typed_cannot_become_a_piece_of_the_page(shown):
    part = shown("visits.sheet_key(typed)", typed=typed_key(['"><b>', "<script>", "'"]))

    assert not part.xpath("//b | //script")


def test_a_key_that_was_read_whole_is_not_written_in_the_page(shown):
    assert KEY[:4] not in html.tostring(shown("visits.sheet_key(typed)", typed=typed_key([KEY])), encoding="unicode")


def test_nothing_of_the_camera_is_in_the_page_before_a_script_asks_the_browser(shown):
    part = shown("visits.sheet_key(typed)", typed=Typed())

    assert not part.xpath("//button | //video | //canvas | //*[@role='status']")


def test_our_pages_may_use_a_camera_and_no_other_house_through_them(client):
    said = client.get("/aide").headers["Permissions-Policy"].split(", ")

    assert "camera=(self)" in said
    assert {one for one in said if not one.endswith("=()")} == {"camera=(self)"}
