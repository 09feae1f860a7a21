"""What happens when several people write, say or publish at the same minute.

Each attack has a control beside it: the same gesture, done honestly, works.
"""

import re
import threading
from concurrent.futures import ThreadPoolExecutor

from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.datastructures import MultiDict

from companion.atelier.actions import drafts as writer
from tests.accounts.house import seated
from tests.atelier.attacks import DOUBT, EDIT, HOME, STEP, draft, local, put, refused, sibling, value_of
from tests.atelier.forms import fields_of, press, save, token_of


def at_once(work, number: int = 6) -> list[int]:
    start = threading.Barrier(number)

    def one(rank: int) -> int:
        start.wait()
        status: int = work(rank)
        return status

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(one, range(number)))


def pairs(client: FlaskClient, number: int = 6) -> list[FlaskClient]:
    """Return the browsers of several members, before two processes in turn."""
    apps = [client.application, sibling(client).application]
    return [seated(apps[rank % 2]) for rank in range(number)]


def test_of_those_who_save_the_same_draft_at_once_one_succeeds_and_the_others_are_told(author, monkeypatch):
    people = pairs(author)
    sent = [fields_of(one.get(STEP).text) for one in people]
    ready = threading.Barrier(len(people))
    real = writer.mended

    def slow(*asked):
        ready.wait(30)  # all have seen the same draft before any writes
        return real(*asked)

    looked = writer.is_current

    def hesitant(seen) -> bool:
        found = looked(seen)
        threading.Event().wait(0.05)  # long enough for another to write in between, if nothing kept it out
        return found

    monkeypatch.setattr(writer, "mended", slow)
    monkeypatch.setattr(writer, "is_current", hesitant)

    def work(rank: int) -> int:
        return people[rank].post(STEP, data=MultiDict({**sent[rank], "titre": f"Titre {rank}"})).status_code

    statuses = at_once(work)

    assert sorted(statuses) == [303, 409, 409, 409, 409, 409]
    assert value_of(draft(author))["etapes"][1]["titre"] == f"Titre {statuses.index(303)}"
    assert not [one for one in draft(author).parent.iterdir() if one.suffix == ".part"]


def test_doubts_said_at_the_same_minute_in_two_processes_are_all_counted(author):
    people = pairs(author)
    proofs = [token_of(one.get(DOUBT).text) for one in people]

    def work(rank: int) -> int:
        return sum(people[rank].post(DOUBT, data={"jeton": proofs[rank], "choix": "date"}).status_code == 303 for _ in range(5))

    assert at_once(work) == [5] * 6
    with author.application.extensions["database"].engine.connect() as connection:
        assert connection.scalar(text("SELECT number FROM guide_report")) == 30


def test_nobody_publishes_or_erases_what_they_have_not_seen(author):
    save(author, STEP, titre="Vu")
    page = author.get(EDIT).text
    seen, proof = re.search(r'name="vu" value="(\w+)"', page)[1], token_of(page)
    save(seated(sibling(author).application), STEP, titre="Pas vu")

    for verb in ("publier", "abandonner"):
        refused(author.post(f"{HOME}/{verb}", data={"jeton": proof, "vu": seen, "lus": "oui"}), "vient de changer")
    assert not local(author).exists()
    assert value_of(draft(author))["etapes"][1]["titre"] == "Pas vu"
    assert press(author, EDIT, f"{HOME}/publier", lus="oui").status_code == 303


def test_a_second_reading_is_noted_only_of_the_version_that_was_read(author):
    save(author, STEP, titre="Première")
    press(author, EDIT, f"{HOME}/publier", lus="oui")
    page = author.get(HOME).text
    version, proof = re.search(r'name="version" value="(\w+)"', page)[1], token_of(page)
    save(author, STEP, titre="Deuxième")
    press(author, EDIT, f"{HOME}/publier", lus="oui")

    refused(author.post(f"{HOME}/relu", data={"jeton": proof, "version": version}), "a changé depuis")
    assert "Non relu" in author.get(HOME).text
    press(author, HOME, f"{HOME}/relu")
    assert "Non relu" not in author.get(HOME).text


def test_going_back_to_the_shipped_version_never_erases_ours_because_a_draft_is_in_progress(author):
    save(author, STEP, titre="La nôtre")
    press(author, EDIT, f"{HOME}/publier", lus="oui")
    save(author, STEP, titre="Encore autre chose")

    refused(press(author, HOME, f"{HOME}/revenir"), "Un brouillon est en cours")
    assert value_of(local(author))["etapes"][1]["titre"] == "La nôtre"
    press(author, EDIT, f"{HOME}/abandonner")
    assert press(author, HOME, f"{HOME}/revenir").status_code == 303
    assert value_of(draft(author))["etapes"][1]["titre"] == "La nôtre"


def test_publishing_over_a_file_mended_by_hand_keeps_that_file_beside(author):
    put(local(author), "titre:\tavec une faute\n")
    save(author, STEP, titre="Publié")

    assert press(author, EDIT, f"{HOME}/publier", lus="oui").status_code == 303

    assert local(author).with_name(".boite-mail.yaml.avant").read_text(encoding="utf-8") == "titre:\tavec une faute\n"
