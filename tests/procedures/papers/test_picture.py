"""The picture of a procedure: boxes, words and lines that anybody can read, on a screen and on paper."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from companion.press.document import Face, Frame, Press
from companion.procedures.papers import svg
from companion.procedures.papers.picture import in_words
from companion.procedures.papers.plate import UNIT, drawn_for, plates
from companion.procedures.queries import SHELVES, read_library
from companion.procedures.rules.drawing import Box, Circle, Line, Words, usual_width, wrap
from companion.procedures.rules.lanes import ways_drawn
from companion.procedures.rules.outline import outline
from companion.procedures.rules.picture import THICK, WIDTH, draw
from tests.procedures.papers.reading import pages, picture_of, plain, text_of, words_of
from tests.procedures.papers.story import MONDAY
from tests.procedures.recipes import BASE, a_procedure

SHIPPED = read_library(SHELVES).procedures
LONGEST = max(SHIPPED, key=lambda one: len(one.etapes))
ONE_DRAWING = draw(outline(LONGEST))
NAMESPACE = "{http://www.w3.org/2000/svg}"
HOSTILE = '</text><script>alert("x")</script> & \x07 <b>'
each_guide = pytest.mark.parametrize("procedure", SHIPPED, ids=lambda one: one.id)


def drawing_of(procedure, **options):
    return draw(outline(procedure), **options)


def of_kind(drawing, kind):
    return [shape for shape in drawing.shapes if isinstance(shape, kind)]


def all_words(drawing):
    return plain(" ".join(words.text for words in of_kind(drawing, Words)))


def step_boxes(drawing):
    """Return the boxes of the steps, in order: they alone reach the place where the lines begin."""
    right = max(box.x + box.width for box in of_kind(drawing, Box))
    return [box for box in of_kind(drawing, Box) if box.x + box.width == right]


def with_step(**changes):
    """Return the sound example with one step more."""
    step = {"id": "essai", "titre": "Essayer", "nature": "contact", "qui": ["avec"]}
    return a_procedure(etapes=[*BASE["etapes"], {**step, **changes}])


@each_guide
def test_every_step_says_its_title_its_condition_who_acts_and_where_to_go_when_stuck(procedure):
    seen = all_words(drawing_of(procedure))

    for step in outline(procedure).steps:
        assert plain(step.title) in seen
        assert all(plain(line) in seen for line in step.lines)
        for way in step.exits:
            assert plain(way.words) in seen
            assert all(plain(sign) in seen for sign in way.signs)


def test_a_condition_is_said_in_words():
    assert "Si 18 ans ou plus et « La carte marche-t-elle ? » : oui." in all_words(drawing_of(a_procedure()))


@each_guide
def test_the_list_in_words_says_everything_the_picture_says(procedure):
    told = in_words(procedure)

    assert len(told) == len(procedure.etapes)
    for words, step in zip(told, outline(procedure).steps, strict=True):
        assert words.startswith(step.title)
        assert all(line in words for line in step.lines)
        assert all(sign in words and way.words in words for way in step.exits for sign in way.signs)
        assert ("Seulement quand une autre étape bloque." in words) == step.only_when_stuck


def test_the_list_in_words_tells_where_a_way_out_leads():
    told = plain(in_words(a_procedure())[1])

    assert "Si ça bloque (« La carte est bloquée ») : aller à l’étape 4, « Envoyer la lettre »." in told
    assert "Si ça bloque (« Le site est en panne ») : passer par une autre voie, Par téléphone." in told


def test_a_thick_border_is_a_sensitive_step_and_dashes_are_a_step_only_reached_when_stuck():
    looks = [(box.weight >= THICK, box.dashed) for box in step_boxes(drawing_of(a_procedure()))]

    assert looks == [(False, False), (True, False), (True, False), (False, False), (False, True)]


def test_a_hand_stands_in_the_box_of_what_only_the_person_does():
    drawing = drawing_of(a_procedure())
    box = step_boxes(drawing)[1]
    hands = [line for line in of_kind(drawing, Line) if line.filled and len(line.points) > 10]

    assert len(hands) == 2
    assert [box.y <= hand.reach[0] and hand.reach[1] <= box.y + box.height for hand in hands] == [False, True]


def test_the_line_joins_the_steps_of_the_usual_way_and_no_other():
    spine = drawing_of(a_procedure()).shapes[0]
    boxes = step_boxes(drawing_of(a_procedure()))

    assert isinstance(spine, Line)
    assert boxes[0].y < spine.reach[0] < boxes[0].y + boxes[0].height
    assert boxes[3].y < spine.reach[1] < boxes[4].y


def test_a_procedure_whose_every_step_waits_for_another_has_no_line():
    only = [{**BASE["etapes"][4], "canal": None}]

    assert not [line for line in of_kind(drawing_of(a_procedure(etapes=only)), Line) if line.weight == 2]


@each_guide
def test_no_word_leaves_its_box_nor_the_picture(procedure):
    drawing = drawing_of(procedure)
    boxes = of_kind(drawing, Box)

    for words in of_kind(drawing, Words):
        end = words.x + usual_width(words.text, words.size, words.bold)
        around = [box for box in boxes if box.y < words.y < box.y + box.height and box.x < words.x]
        assert end <= min([box.x + box.width for box in around if box.x + box.width > 60], default=drawing.width)


@each_guide
def test_no_line_crosses_a_word(procedure):
    drawing = drawing_of(procedure)
    strokes = [pair for line in of_kind(drawing, Line) if not line.filled for pair in pairwise(line.points)]

    for words in of_kind(drawing, Words):
        left, right = words.x, words.x + usual_width(words.text, words.size, words.bold)
        top, bottom = words.y - words.size * 0.7, words.y + words.size * 0.2
        for (x1, y1), (x2, y2) in strokes:
            apart = max(x1, x2) < left or min(x1, x2) > right or max(y1, y2) < top or min(y1, y2) > bottom
            assert apart or words.text.isdigit(), words.text


@each_guide
def test_an_arrow_ends_at_each_step_and_each_channel_that_a_way_out_leads_to(procedure):
    drawing = drawing_of(procedure)
    exits = [way for step in outline(procedure).steps for way in step.exits]
    arrows = [line for line in of_kind(drawing, Line) if line.filled and len(line.points) == 3]
    dots = [circle for circle in of_kind(drawing, Circle) if circle.filled]

    assert len(arrows) == 1 + len({way.number for way in exits if way.number}) + sum(not way.number for way in exits)
    assert len(dots) == sum(way.number > 0 for way in exits)


@given(st.lists(st.tuples(st.integers(1, 30), st.integers(1, 30)), max_size=40), st.floats(300, 700))
def test_two_lines_share_a_place_only_when_they_never_meet(links, width):
    ways = ways_drawn(links, width)
    spans = {end: sorted((end, *(start for start, other in links if other == end))) for _, end in links}

    assert set(ways.places) == set(spans)
    assert all(width - ways.room < x < width for x in ways.places.values())
    for one, other in ((a, b) for a in spans for b in spans if a < b and ways.places[a] == ways.places[b]):
        assert spans[one][-1] < spans[other][0] or spans[other][-1] < spans[one][0]


@each_guide
def test_the_svg_is_read_by_a_screen_reader_and_asks_for_no_style_no_script_and_no_font(procedure):
    root = etree.fromstring(svg(procedure).encode())
    named = {one.get("id"): one.text for one in root if one.tag in {f"{NAMESPACE}title", f"{NAMESPACE}desc"}}

    assert root.get("role") == "img"
    assert root.get("lang") == "fr"
    assert root.get("aria-labelledby").split() == list(named)
    assert all(named.values())
    assert {etree.QName(one).localname for one in root.iter()} == {
        "svg", "title", "desc", "rect", "text", "polyline", "polygon", "circle",
    }  # fmt: skip
    assert not {name for one in root.iter() for name in one.attrib} & {"style", "class", "href"}
    assert root.get("font-family") == "sans-serif"


@each_guide
def test_it_is_drawn_in_black_and_white_and_the_same_each_time(procedure):
    drawn = svg(procedure)

    assert set(re.findall(r'(?:fill|stroke)="([^"]+)"', drawn)) == {"none", "#000", "#fff"}
    assert svg(procedure) == drawn


def test_letters_are_large_enough_on_the_narrowest_screen():
    sizes = {words.size for words in of_kind(drawing_of(a_procedure()), Words)}

    assert 340 <= WIDTH <= 420
    assert min(sizes) * 320 / WIDTH >= 11


def test_what_an_author_types_stays_text():
    hostile = with_step(titre=HOSTILE, si_bloque=[{"signe": HOSTILE, "alors": "guichet", "obstacle": "unclear"}])
    root = etree.fromstring(svg(hostile).encode())

    assert not root.findall(f".//{NAMESPACE}script")
    assert "script>alert(« x »)" in plain(" ".join(root.itertext()))


def test_a_word_wider_than_a_box_is_cut_rather_than_let_out():
    drawing = drawing_of(with_step(titre="Anticonstitutionnellement" * 4))
    box = step_boxes(drawing)[-1]
    inside = [words for words in of_kind(drawing, Words) if box.y < words.y < box.y + box.height]

    assert max(words.x + usual_width(words.text, words.size, words.bold) for words in inside) <= box.x + box.width
    assert "Anticonstitutionnellement" * 4 in all_words(drawing).replace(" ", "")


@given(st.text(st.sampled_from("ab éœW\u00a0"), max_size=60), st.integers(1, 12))
def test_wrapped_lines_hold_every_word_and_fit(text, most):
    lines = wrap(text, lambda line: len(line) <= most)

    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(len(line) <= most for line in lines)


def test_letters_are_never_thought_narrower_than_the_ones_we_print():
    press = Press("Mesure", MONDAY)
    texts = {words.text for procedure in SHIPPED for words in of_kind(drawing_of(procedure), Words)}

    for text in sorted(texts):
        for bold in (False, True):
            assert press.width(text, Face(10, bold)) / (10 * 25.4 / 72) <= usual_width(text, 1, bold), text
    press.close()


@given(st.floats(60, 4000))
def test_a_picture_is_cut_between_lines_and_loses_nothing(height):
    drawing = ONE_DRAWING
    parts = list(drawing.slices(height))

    assert parts[0][0] == 0
    assert parts[-1][1] == drawing.height
    assert all(one[1] == other[0] for one, other in pairwise(parts))
    assert all(end - start <= height + 0.01 for start, end in parts)
    seen = [shape for start, end in parts for shape in drawing.between(start, end) if isinstance(shape, Words)]
    assert sorted(seen, key=repr) == sorted(of_kind(drawing, Words), key=repr)


def test_a_sheet_ends_between_two_steps_when_it_can():
    drawing = drawing_of(LONGEST)
    tallest = max(box.height for box in step_boxes(drawing))

    assert all(end in drawing.gaps for _, end in list(drawing.slices(tallest * 2))[:-1])


@each_guide
def test_on_paper_it_says_the_same_in_letters_of_ten_points_at_least(procedure):
    press = Press("Dessin", MONDAY)
    drawing = drawn_for(press, procedure, 180)

    def frames():
        while True:
            press.sheet()
            yield Frame(15, 15, 180, 260)

    plates(press, drawing, frames())
    printed = press.finish()

    assert text_of(printed) == all_words(drawing)
    assert min(words.size for page in pages(printed) for words in words_of(page)) >= 9.99
    assert drawing.width * UNIT == pytest.approx(180)


def test_on_paper_it_is_black_and_dashed_where_the_screen_is():
    press = Press("Dessin", MONDAY)
    press.sheet()
    plates(press, drawn_for(press, a_procedure(), 180), iter([Frame(15, 15, 180, 260)] * 9))
    printed = press.finish()
    red, green, blue = picture_of(printed).split()

    assert red.tobytes() == green.tobytes() == blue.tobytes()
    assert re.search(r"\[\d[\d.]* \d[\d.]*\] 0[.0]* d", pages(printed)[0].get_contents().get_data().decode("latin-1"))
