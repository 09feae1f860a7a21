"""What comes back to whoever was writing when their session ended."""

import pytest

from tests.accounts.house import found, post, token_in

SENTENCE = "Demander à Basile de relire le guide"


@pytest.mark.parametrize(
    ("address", "field"),
    [("/arrivee/phrase", "phrase"), ("/arrivee/feuille", "feuille"), ("/arrivee/enveloppe", "enveloppe"), ("/moi/chiffres", "chiffres")],
)
def test_what_opens_something_is_never_shown_again(client, address, field):
    first = found(client)
    token = token_in(client.get("/moi").text)
    first.quit()
    answer = client.post(address, data={"jeton": token, field: "ABCDE FGHJK MNPQR", "prenom": SENTENCE})

    assert answer.status_code == 401
    assert SENTENCE in answer.text
    assert "FGHJK" not in answer.text


def test_every_field_that_hides_what_is_typed_or_holds_a_paper_is_among_those_never_shown_again(client):
    from companion.accounts.views.doors import _NEVER_SHOWN

    first = found(client)
    seen = set()
    for address in ("/connexion", "/rejoindre", "/secours", "/secours/enveloppe", "/poste"):
        seen |= fields_of(client.application.test_client().get(address).text)
    for step in ("phrase", "feuille", "numero"):
        post(first.client, f"/moi/renouveler/{step}", shown_at="/moi")
        seen |= fields_of(first.client.get(f"/arrivee/{step}").text)
        post(first.client, "/arrivee/garder-ancien", shown_at=f"/arrivee/{step}")
    seen |= fields_of(first.client.get("/moi").text)

    assert seen - {"nom", "vers"} <= _NEVER_SHOWN
    assert {"phrase", "feuille", "invitation", "enveloppe", "chiffres"} <= seen


def fields_of(page: str) -> set[str]:
    """Return the names of the fields that one types in."""
    from lxml import html

    return set(html.document_fromstring(page).xpath("//main//input[not(@type='radio') and not(@type='checkbox')]/@name"))
