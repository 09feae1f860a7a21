"""What the command line promises whatever the command: French, stable statuses, and an answer to every mistake."""

import argparse
from collections.abc import Iterator

import pytest

from companion.cli import parser
from tests.cli.running import is_french, run


def every_command(found: argparse.ArgumentParser, words: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], argparse.ArgumentParser]]:
    yield words, found
    for action in found._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, inside in action.choices.items():
                yield from every_command(inside, (*words, name))


COMMANDS = dict(every_command(parser()))


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("asked", ["--help", "-h"])
def test_every_command_explains_itself_in_french(capsys, words, asked):
    ended = run(capsys, *words, asked)

    assert ended.status == 0
    assert ended.out.startswith("Usage")
    assert is_french(ended.out)
    assert not ended.err


@pytest.mark.parametrize("found", COMMANDS.values(), ids=lambda found: found.prog)
def test_every_option_is_explained(found):
    assert all(action.help for action in found._actions if not isinstance(action, argparse._SubParsersAction))


def test_only_the_commands_that_exist_are_offered():
    assert {words[0] for words in COMMANDS if words} == {
        "demo", "serve", "procedures", "sauvegarde", "restaurer", "sante", "cle", "journal", "purge",
    }  # fmt: skip
    assert {words[1] for words in COMMANDS if words[:1] == ("procedures",) and len(words) > 1} == {
        "verifier", "lister", "schema", "dessiner", "epreuve", "exporter",
    }  # fmt: skip


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("procedures",),
        ("inconnue",),
        ("l'eau",),
        ("",),
        ("\n",),
        ("--nulle-part",),
        ("procedures", "inconnue"),
        ("procedures", "lister", "--json=oui"),
        ("procedures", "lister", "trop"),
        ("procedures", "verifier", "--precedente"),
        ("procedures", "schema", "--json"),
        ("serve", "--port"),
        ("serve", "--port", "dix"),
        ("serve", "--port", "0"),
        ("serve", "--port", "65536"),
        ("serve", "--port", "-1"),
        ("serve", "--port", "²"),
        ("serve", "--port", "9" * 5000),
        ("serve", "--threads", "0"),
        ("serve", "--threads", "9"),
        ("serve", "--processes", "beaucoup"),
        ("serve", "--po", "8001"),
        ("serve", "--instance"),
        ("serve", "maintenant"),
        ("sauvegarde",),
        ("sauvegarde", "une", "deux"),
        ("sauvegarde", "copie", "--instance"),
        ("sauvegarde", "copie", "--json=oui"),
        ("sauvegarde", "copie", "--mot-de-passe", "x"),
        ("restaurer",),
        ("restaurer", "copie"),
        ("restaurer", "--instance", "dossier"),
        ("restaurer", "copie", "--instance", "dossier", "trop"),
        ("sante", "trop"),
        ("sante", "--instance"),
        ("sante", "--js"),
        ("demo", "--port", "1e3"),
        ("demo", "--browser"),
    ],
)
def test_a_command_not_understood_has_status_2_and_says_why_in_french(capsys, words):
    ended = run(capsys, *words)

    assert ended.status == 2
    assert not ended.out
    assert ended.err.startswith("Commande non comprise : ")
    assert "--help" in ended.err
    assert is_french(ended.err)


@pytest.mark.parametrize("address", ["0.0.0.0", "::", "192.168.1.10", "10.0.0.1", "example.org", "", "localhost.example", "127.0.0.1:80"])  # noqa: S104
def test_serve_listens_on_no_other_address_than_this_machine(capsys, address):
    ended = run(capsys, "serve", "--host", address)

    assert ended.status == 2
    assert "n’écoute que sur 127.0.0.1" in ended.err
    assert is_french(ended.err)
