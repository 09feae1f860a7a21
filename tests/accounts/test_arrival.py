"""What is promised to those who open the association, and to those who come after."""

from tests.accounts.house import FIRST_NAME, found, join, meet, post, spoken_in, welcome


def test_the_first_run_gives_every_paper_and_each_is_tried_before_it_counts(client):
    first = found(client)

    assert len(first.phrase.split()) == 6, "the first member holds the envelope"
    assert client.get("/equipe").status_code == 200
    assert FIRST_NAME in client.get("/equipe").text
    assert "Permanence d’essai" in (client.application.config["INSTANCE"].folder / "config.toml").read_text(encoding="utf-8")


def test_once_somebody_can_sign_in_the_first_run_leads_to_the_way_in(client):
    found(client)
    stranger = client.application.test_client()

    assert stranger.get("/premiere-ouverture").location == "/connexion"


def test_one_leaves_and_comes_back_with_a_name_a_phrase_and_a_number(client):
    first = found(client)
    first.quit()
    assert client.get("/equipe").location == "/connexion?vers=/equipe"

    assert first.enter().status_code == 303
    assert client.get("/equipe").status_code == 200


def test_a_member_who_joins_reads_first_names_once_both_have_compared_their_words(client):
    first = found(client)
    second = join(first)
    assert second.client.get("/equipe").location == "/attente"
    meet(first, second, "Basile")

    assert FIRST_NAME in second.client.get("/equipe").text
    assert "Basile" in first.client.get("/equipe").text


def test_wrong_words_give_nothing(client):
    first = found(client)
    second = join(first)
    from tests.accounts.house import id_of

    answer = post(first.client, f"/equipe/{id_of(first, second.name)}/mots", mots=spoken_in(first.client.get("/moi").text))

    assert answer.status_code == 422
    assert "n’allez pas plus loin" in answer.text
    assert second.client.get("/equipe").location == "/attente"


def test_reception_and_technique_come_in_and_read_no_first_name(client):
    first = found(client)
    reception, technician = welcome(first, "accueil"), welcome(first, "technique")

    assert reception.client.get("/equipe").status_code == 403
    page = technician.client.get("/equipe")
    assert page.status_code == 200
    assert FIRST_NAME not in page.text
