"""What the inspector of every page promises of the buttons of a form: it is looked at too."""

import pytest

from tests.inspector import inspect

HERE = "/guides/be-boite-mail"
OPENING = f'<form id="guide" method="post" action="{HERE}">'
PLACE = '<p id="etapes">Les étapes</p>'


def page(button: str, opening: str = OPENING) -> str:
    head = '<html lang="fr"><head><title>Titre</title></head><body><a class="skip" href="#contenu">Contenu</a>'
    return f'{head}<main id="contenu"><h1>Titre</h1>{opening}{PLACE}{button}</form></main></body></html>'


def button(leads: str, more: str = "") -> str:
    return f'<button type="submit" formaction="{leads}"{more}>Mettre à jour</button>'


@pytest.mark.parametrize("leads", ["#etapes", HERE, f"{HERE}#etapes", f"{HERE}/feuillet"])
def test_a_button_may_lead_to_a_place_of_its_own_page_or_to_a_paper(leads):
    inspect(page(button(leads)), HERE)


@pytest.mark.parametrize("leads", ["#", "#etapes?vole=1", "#//ailleurs.example"])
def test_a_button_that_leads_to_no_place_of_the_page_is_refused(leads):
    with pytest.raises(AssertionError, match="nowhere"):
        inspect(page(button(leads)), HERE)


def test_a_button_of_a_form_that_goes_to_another_page_cannot_stay_on_this_one():
    with pytest.raises(AssertionError, match="own page"):
        inspect(page(button("#etapes")), "/guides/be-chomage-ec3")


@pytest.mark.parametrize("leads", ["/connexion", "https://ailleurs.example/guides/x", f"{HERE}/autre", "//ailleurs.example"])
def test_a_button_that_leads_where_something_changes_is_refused(leads):
    with pytest.raises(AssertionError):
        inspect(page(button(leads)), HERE)


def test_a_button_outside_its_form_answers_for_the_form_it_names():
    outside = page("").replace("</main>", button("#etapes", ' form="guide"') + "</main>")
    inspect(outside, HERE)

    with pytest.raises(AssertionError, match="own page"):
        inspect(outside, "/atelier/")


def test_a_button_without_any_form_is_refused_in_a_page_and_allowed_in_the_part_that_a_form_receives():
    inspect(PLACE + button("#etapes"), HERE)

    with pytest.raises(AssertionError, match="has a form"):
        inspect(page("").replace("</main>", button("#etapes") + "</main>"), HERE)


STRAIGHT = "l'adresse"


@pytest.mark.parametrize(
    "written",
    [
        f"<p>{STRAIGHT}</p>",
        f"<p>Ici <em>même</em> {STRAIGHT}</p>",
        f"<label>Dire <textarea>x</textarea> {STRAIGHT}</label>",
        "<p>Non ! Si!</p>",
    ],
)
def test_french_that_is_badly_set_is_refused_wherever_it_stands(written):
    with pytest.raises(AssertionError, match=r"quote|spacing"):
        inspect(page(written), HERE)


@pytest.mark.parametrize(
    "written",
    [
        "<p>l’adresse</p>",
        f"<p class='small typed'>{STRAIGHT} <em>{STRAIGHT}</em></p>",
        f"<label>Dire <textarea>{STRAIGHT}</textarea></label>",
        "<p>https://exemple.be/?a='b'</p>",
        f"<!-- {STRAIGHT} --><p>l’adresse</p>",
    ],
)
def test_what_somebody_types_or_must_type_is_left_as_it_is(written):
    inspect(page(written), HERE)


def test_a_field_without_a_label_is_refused():
    inspect(page("<label for='nom'>Nom</label><input id='nom'><label>Âge <input></label>"), HERE)

    for alone in ("<input>", "<input id='age'>", "<label for=''>Âge</label><input id=''>"):
        with pytest.raises(AssertionError, match="has a label"):
            inspect(page(alone), HERE)


def test_a_name_given_twice_or_a_link_to_nowhere_is_refused():
    for wrong in ('<p id="contenu">Encore</p>', '<a href="#nulle-part">Aller</a>', '<p aria-labelledby="rien">Seul</p>'):
        with pytest.raises(AssertionError, match=r"twice|nowhere|nothing"):
            inspect(page(wrong), HERE)
