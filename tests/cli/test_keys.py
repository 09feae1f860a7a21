"""What `cle publique` promises: the key by which anybody checks, and the words that hang on the wall."""

import json

from companion.signature.keys import fingerprint, public_from_pem
from tests.accounts.house import found
from tests.cli.running import is_french, run


def test_the_public_key_is_said_with_the_four_words_of_the_poster(capsys, client):
    found(client)
    folder = client.application.config["INSTANCE"].folder
    ended = run(capsys, "cle", "publique", "--instance", str(folder))
    pem, _, words = ended.out.strip().rpartition("\n")

    assert ended.status == 0
    assert fingerprint(public_from_pem(pem)) == words
    assert json.loads(run(capsys, "cle", "publique", "--instance", str(folder), "--json").out) == {
        "pem": pem + "\n",
        "words": words.split(),
    }
    assert " · ".join(words.split()) in client.application.test_client().get("/secours/enveloppe").text


def test_an_association_that_is_not_open_says_so_and_a_missing_folder_is_not_made(capsys, tmp_path):
    (tmp_path / "here").mkdir()
    closed = run(capsys, "cle", "publique", "--instance", str(tmp_path / "here"))
    missing = run(capsys, "cle", "publique", "--instance", str(tmp_path / "nowhere"))

    assert (closed.status, missing.status) == (1, 1)
    assert is_french(closed.err)
    assert is_french(missing.err)
    assert not (tmp_path / "nowhere").exists()
