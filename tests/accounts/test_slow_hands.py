"""What is promised to those who take their time: minutes between two gestures, a veil, a second tab."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest

from companion.accounts.queries.house import member
from companion.app import create_app
from companion.config import open_instance
from companion.web.store import looking
from tests.accounts.house import signs_in
from tests.conftest import SATURDAY
from tests.house.cast import PHRASE_OF_ARRIVING, PIN, Cast, gather


@pytest.fixture(scope="module")
def gathered(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cast]:
    """Gather everybody, once."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("companion.clock.now", lambda: SATURDAY)
        yield gather(create_app(open_instance(tmp_path_factory.mktemp("house") / "instance")))


@pytest.fixture
def cast(gathered: Cast) -> Cast:
    """Return everybody as they were."""
    gathered.put_back()
    return gathered


def minutes(number: int) -> timedelta:
    return timedelta(minutes=number)


def test_a_paper_copied_in_five_minutes_counts_as_one_copied_at_once(cast, fixed_clock):
    fixed_clock(SATURDAY + minutes(5))

    assert cast.call("arriving", "POST", "/arrivee/phrase", {"phrase": PHRASE_OF_ARRIVING}).status_code == 303
    assert cast.call("arriving", "GET", "/arrivee").location == "/arrivee/numero"


def test_a_paper_shown_after_a_pause_is_the_one_that_is_kept(cast, fixed_clock):
    cast.call("membre", "POST", "/moi/renouveler/feuille")
    fixed_clock(SATURDAY + minutes(5))
    shown = signs_in(cast.call("membre", "GET", "/arrivee/feuille").text)

    assert cast.call("membre", "POST", "/arrivee/feuille", {"feuille": shown}).status_code == 303
    assert cast.call("membre", "GET", "/arrivee").location == "/equipe"


def test_the_number_of_an_invitation_made_after_a_pause_is_shown(cast, fixed_clock):
    fixed_clock(SATURDAY + minutes(5))
    cast.call("membre", "POST", "/equipe/invitation", {"role": "accueil"})

    assert 'class="sign big"' in cast.call("membre", "GET", "/equipe").text


def test_a_form_that_waits_in_one_tab_goes_on_when_another_tab_lifted_the_veil(cast):
    words = f"/equipe/{cast.ids['newcomer'].hex()}/mots"
    cast.call("accueil", "POST", "/voile/tirer")
    cast.call("veiled", "POST", "/voile", {"lever": PIN})
    cast.call("veiled", "POST", "/voile/tirer")
    waiting = cast.call("veiled", "POST", words, {"mots": "quatre mots bien faux", "prenom": "Gaspard"}).text
    cast.call("veiled", "POST", "/voile", {"lever": PIN})

    answer = cast.call("veiled", "POST", action(waiting), {"garde": kept_in(waiting), "lever": PIN})

    assert answer.status_code == 422
    assert 'value="Gaspard"' in answer.text, "what was typed before is what is looked at"


def test_lifting_a_veil_that_is_already_lifted_takes_no_try_and_shows_no_refusal(cast):
    for _ in range(7):
        assert cast.call("membre", "POST", "/voile", {"lever": "des mots, pas des chiffres", "vers": "/equipe"}).location == "/equipe"
    assert cast.call("membre", "GET", "/equipe").status_code == 200


def test_who_is_half_way_in_leaves_by_the_button_of_the_menu(cast):
    shown = cast.call("half", "GET", "/").text
    leaving = next(one for one in ("/quitter", "/connexion/abandonner") if f'action="{one}"' in shown)

    assert cast.call("half", "POST", leaving).location == "/connexion"
    assert cast.call("half", "GET", "/connexion/numero").location.startswith("/connexion?")


def test_a_machine_of_the_day_has_no_paper_to_renew(cast):
    for step in ("phrase", "numero", "feuille"):
        assert cast.call("poste", "POST", f"/moi/renouveler/{step}").status_code == 404
        assert cast.call("accueil", "POST", f"/moi/renouveler/{step}").location == "/arrivee"


def test_a_sheet_typed_before_any_was_drawn_is_refused_in_french(cast):
    cast.call("membre", "POST", "/moi/renouveler/feuille")
    answer = cast.call("membre", "POST", "/arrivee/feuille", {"feuille": "7K2M9-QRS4T-WX7K2-M9QRS-4TWX7-K2M9Q"})

    assert answer.status_code == 422
    assert "groupe" in answer.text


def test_lifting_the_veil_opens_no_page_that_was_not_for_them(cast):
    """The door is asked again once the veil is lifted: reception closes no account, and writes in no guide."""
    for address in (f"/equipe/{cast.ids['technique'].hex()}/depart", "/equipe/invitation", "/equipe/cle", "/atelier/nouveau"):
        cast.call("accueil", "POST", "/voile/tirer")
        asked = cast.call("accueil", "POST", address, {"role": "membre", "titre": "Un guide", "institution": "be-onem"})
        assert asked.status_code == 423
        answer = cast.call("accueil", "POST", action(asked.text), {"garde": kept_in(asked.text), "lever": PIN})
        assert answer.status_code == 403, address
    with cast.app.app_context(), looking() as session:
        assert member(session, cast.ids["technique"]).state == "actif"


def action(page: str) -> str:
    """Return where the page that lifts the veil sends its form."""
    return re.search(r'<form method="post" action="([^"]*)" class="attest"', page)[1]


def kept_in(page: str) -> str:
    """Return the form that waits in the page, sealed."""
    return re.search(r'name="garde" value="([^"]*)"', page)[1]
