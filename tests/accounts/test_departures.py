"""What is promised when somebody goes, whoever shuts the door."""

from companion.accounts.model import CircleGrant, Member
from companion.accounts.rules.states import State
from tests.accounts.house import found, id_of, post, welcome


def epochs_of(app) -> set[int]:
    from sqlalchemy import select

    from companion.web.store import looking

    with app.app_context(), looking() as session:
        return set(session.scalars(select(CircleGrant.epoch)))


def state_of(app, name: str) -> str:
    from sqlalchemy import select

    from companion.web.store import looking

    with app.app_context(), looking() as session:
        return session.scalar(select(Member.state).where(Member.sign_in_name == name))


def test_when_a_member_lets_a_member_go_the_key_changes_at_once_and_the_account_is_shut(client, app):
    first = found(client)
    second = welcome(first)
    assert epochs_of(app) == {1}
    assert post(first.client, f"/equipe/{id_of(first, second.name)}/depart").status_code == 303

    assert 2 in epochs_of(app)
    assert state_of(app, second.name) == State.LEFT
    assert second.client.get("/equipe").location.startswith("/connexion")
    assert second.enter().status_code == 422
    assert "La clé de l’équipe est à changer" not in first.client.get("/equipe").text


def test_when_a_technician_shuts_an_account_members_are_asked_to_change_the_key_until_one_does(client, app):
    first = found(client)
    second, technician = welcome(first), welcome(first, "technique")
    assert post(technician.client, f"/equipe/{id_of(technician, second.name)}/depart").status_code == 303
    assert second.client.get("/moi").location.startswith("/connexion")
    page = first.client.get("/equipe").text
    assert "La clé de l’équipe est à changer" in page
    assert second.name in page
    assert "La clé de l’équipe est à changer" not in technician.client.get("/equipe").text

    assert post(first.client, "/equipe/cle", shown_at="/equipe").status_code == 303
    assert "La clé de l’équipe est à changer" not in first.client.get("/equipe").text
    assert 2 in epochs_of(app)


def test_the_last_member_does_not_leave_alone(client):
    first = found(client)
    answer = post(first.client, f"/equipe/{id_of(first, first.name)}/depart")

    assert answer.status_code == 409
    assert "dernier membre" in answer.text
    assert first.client.get("/equipe").status_code == 200


def test_who_leaves_by_themselves_is_out_and_a_colleague_draws_the_key_that_stays_closed_to_them(client, app):
    first = found(client)
    second = welcome(first)
    assert post(second.client, f"/equipe/{id_of(second, second.name)}/depart").status_code == 303

    assert second.client.get("/equipe").location.startswith("/connexion")
    assert epochs_of(app) == {1}
    assert "La clé de l’équipe est à changer" in first.client.get("/equipe").text
    assert post(first.client, "/equipe/cle", shown_at="/equipe").status_code == 303
    assert 2 in epochs_of(app)
