"""What leaves the house, and what is written down of people.

Each attack has a control beside it: the same gesture, done honestly, works.
"""

import re

import pytest

from companion import clock
from companion.atelier import model
from companion.atelier.actions import drafts as writer
from companion.db import Base
from companion.procedures.lint.syntax import read
from tests.atelier.attacks import DOUBT, HOME, SHIPPED, STEP, local, put, refused, value_of, written
from tests.atelier.forms import GUIDE, save, token_of

TOLD = """\
    # TABOU avant les pièges
    pieges:
      # TABOU avant
      - id: faveur
        texte: TABOU demander au guichet trois  # TABOU à côté
        terrain: true
        source: taboue
      # TABOU après
      - {id: partage, texte: Un piège que tous connaissent., diffusion: partagee, terrain: true}
      - id: faveur-2
        texte: |
          TABOU en bloc
        diffusion: locale
        # TABOU à la fin
"""
TABOU_SOURCE = """\
  # TABOU de la source
  taboue: {titre: TABOU, url: "https://tabou.example/", nature: association}
"""


def secretive() -> str:
    value = SHIPPED.read_text(encoding="utf-8")
    value = re.sub(
        r"(?m)^(etapes:\n)", f"\\1  - id: une-etape\n    titre: Une étape\n    nature: information\n    qui: [avec]\n{TOLD}", value
    )
    return re.sub(r"(?m)^(sources:\n(?:  .*\n)+)", lambda found: f"{found[1]}{TABOU_SOURCE}", value, count=1)


def test_nothing_that_stays_in_the_association_leaves_with_what_is_shared(client):
    put(local(client), secretive())
    served = client.get(f"/guides/{GUIDE}").text
    assert "TABOU" in served, "the control: the association itself reads it"

    for name in ("fichier.yaml", "cpsv-ap.jsonld", "dessin.mmd", "dessin.svg"):
        assert b"tabou" not in client.get(f"{HOME}/{name}").data.lower(), name
    shared = read(client.get(f"{HOME}/fichier.yaml").data, "").value
    assert [one["id"] for one in shared["etapes"][0]["pieges"]] == ["partage"]
    assert {"taboue"} == set(value_of(local(client))["sources"]) - set(shared["sources"])


@pytest.mark.parametrize("fault", ["\nabc:\tx\n", "\ntitre: Deux fois\n", "\nx: &a b\n"])
def test_a_file_that_was_damaged_a_moment_ago_does_not_leave_whole(client, fault, monkeypatch):
    moment = clock.ticks()
    monkeypatch.setattr(clock, "ticks", lambda: moment)  # The shelves are looked at again after two seconds: this is before.
    put(local(client), secretive())
    assert client.get(f"{HOME}/fichier.yaml").status_code == 200
    put(local(client), secretive() + fault)

    answer = client.get(f"{HOME}/fichier.yaml")

    refused(answer, "rien ne sort de l’association")
    assert "TABOU" not in answer.text


def test_nothing_that_is_typed_is_logged_or_put_in_an_address(author, caplog, capfd, monkeypatch):
    caplog.set_level("DEBUG")
    typed = "Madame Untel 85.07.30-033.61"
    answers = [
        save(author, STEP, titre=typed),
        author.post(STEP, data={"jeton": typed, "titre": typed}),
        author.post("/atelier/nouveau", data={"jeton": token_of(author.get(DOUBT).text), "titre": "", "institution": typed}),
        author.post(DOUBT, data={"jeton": token_of(author.get(DOUBT).text), "choix": typed, "etape": typed}),
    ]
    monkeypatch.setattr(writer, "save_draft", lambda *_: (_ for _ in ()).throw(RuntimeError(typed)))
    answers.append(save(author, STEP, titre=f"{typed} encore"))

    assert answers[-1].status_code == 500
    assert "RuntimeError" in caplog.text, "the control: the fault itself is logged"
    shown = capfd.readouterr()
    for said in (caplog.text, shown.out, shown.err, *(one.headers.get("Location", "") for one in answers), *written(author)):
        assert "Untel" not in said
        assert "033" not in said


def test_the_atelier_remembers_the_columns_that_were_promised_and_no_other(client):
    from sqlalchemy import inspect

    client.get("/atelier/")
    seen = inspect(client.application.extensions["database"].engine)
    own = [one.local_table.name for one in Base.registry.mappers if one.class_.__module__ == model.__name__]

    assert {name: [one["name"] for one in seen.get_columns(name)] for name in own} == {
        "guide_report": ["procedure", "step", "choice", "month", "number"],
        "guide_rereading": ["fingerprint", "procedure", "reread_on"],
        "procedure_version": ["fingerprint", "procedure", "content", "seen_on"],
    }
    assert {name for name in seen.get_table_names() if name.startswith(("guide", "procedure"))} == set(own)
