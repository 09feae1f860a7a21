"""What happens when nobody reads what a command writes, or not well."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.cli.running import ROOT, command, is_french, piped

WRITERS = [
    ("--help",),
    ("procedures", "lister"),
    ("procedures", "lister", "--json"),
    ("procedures", "schema"),
    ("procedures", "verifier", "--json"),
]


@pytest.mark.parametrize("words", WRITERS, ids=" ".join)
def test_a_reader_who_leaves_is_nobodys_fault(words):
    reading, writing = os.pipe()
    os.close(reading)
    try:
        ended = subprocess.run(command(*words), cwd=ROOT, stdout=writing, stderr=subprocess.PIPE, text=True, timeout=120, check=False)
    finally:
        os.close(writing)

    assert ended.returncode == 0
    assert not ended.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="cette machine n’a pas de disque toujours plein")
@pytest.mark.parametrize("words", WRITERS, ids=" ".join)
def test_a_full_disk_is_said_in_french(words):
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        ended = piped(*words, stdout=full, stderr=subprocess.PIPE)

    assert ended.returncode == 1
    assert "le disque est plein" in ended.stderr
    assert is_french(ended.stderr)


@pytest.mark.parametrize("words", WRITERS, ids=" ".join)
def test_a_terminal_that_lacks_our_letters_still_gets_the_rest(words):
    ended = piped(*words, capture_output=True, env={**os.environ, "PYTHONIOENCODING": "ascii"})

    assert ended.returncode == 0
    assert ended.stdout
    assert not ended.stderr


def test_a_name_of_file_that_is_not_text_is_no_trouble(tmp_path):
    ended = piped("procedures", "verifier", os.fsdecode(b"\xff\xfe.yaml"), stdout=subprocess.PIPE, stderr=subprocess.PIPE, errors="replace")

    assert ended.returncode == 1
    assert "E00" in ended.stdout
    assert not ended.stderr
