"""What a checkpoint promises: the format that anybody's tools read, and no byte of it that can be changed."""

import base64
import dataclasses
from datetime import date
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.journal.rules.notes import LARGEST_NOTE, Checkpoint, is_origin, key_mark, read, read_kept, signed
from companion.journal.rules.tree import Tree
from companion.signature.keys import new_private, public_of, sign, verify
from tests.journal.journals import ORIGIN, PRIVATE, PUBLIC

ROOT = bytes(range(100, 132))
DAY = date(2026, 11, 21)
MADE = signed(PRIVATE, PUBLIC, Checkpoint(ORIGIN, Tree(20852163, ROOT), DAY))
FROZEN = """compagnon.example/journal
20852163
ZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXp7fH1+f4CBgoM=
jour 2026-11-21

— compagnon.example/journal lM9NCwavrZyeLSPM7eHrPlHPgL9WcQXKOR2f4fGrR55vLJtIXzjCQrpFS9f9tGak9mW+hKRboX0PIoe+uNvwonJOcAA=
"""


def test_a_checkpoint_is_a_signed_note_with_the_day_as_an_extension_line():
    """Taken apart as C2SP's signed-note and tlog-checkpoint say, with nothing of ours but the verification of Ed25519."""
    text, _, ending = MADE.note().rpartition("\n\n")
    body, (dash, name, blob) = text + "\n", ending.removesuffix("\n").split(" ")
    raw = base64.b64decode(blob, validate=True)

    assert body == f"compagnon.example/journal\n20852163\n{base64.b64encode(ROOT).decode()}\njour 2026-11-21\n"
    assert (dash, name, len(raw)) == ("\N{EM DASH}", ORIGIN, 68)
    assert raw[:4] == sha256(ORIGIN.encode() + b"\n\x01" + PUBLIC).digest()[:4]
    assert verify(PUBLIC, body.encode(), raw[4:])
    assert ending.endswith("\n")


def test_the_format_is_frozen():
    """What was printed once is read for ever: the same key, the same journal, the same note, to the byte."""
    assert MADE.note() == FROZEN


def test_the_mark_of_a_key_is_the_one_of_the_go_checksum_database():
    """The key that every Go tool knows: « sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8 »."""
    told = base64.b64decode("Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8")

    assert told[0] == 1
    assert key_mark("sum.golang.org", told[1:]).hex() == "033de0ae"


def test_a_checkpoint_comes_back_as_it_was_signed():
    assert read(MADE.note()) == MADE
    assert MADE.is_signed_by(PUBLIC)
    assert not MADE.is_signed_by(public_of(new_private()))


@given(where=st.integers(min_value=0), bit=st.integers(0, 7))
def test_one_bit_changed_anywhere_in_a_note_is_seen(where, bit):
    content = bytearray(MADE.note().encode())
    content[where % len(content)] ^= 1 << bit

    assert not accepted(bytes(content))


def accepted(content: bytes) -> bool:
    try:
        return read(content.decode()).is_signed_by(PUBLIC)
    except ValueError:
        return False


def test_a_note_cut_lengthened_or_written_otherwise_is_none():
    note = MADE.note()
    assert accepted(note.encode()), "the control"
    others = [
        note[:-1],
        note + "\n",
        "\n" + note,
        note.replace("\n", "\r\n"),
        note.replace("20852163", "020852163"),
        note.replace("20852163", "-20852163"),
        note.replace("2026-11-21", "20261121"),
        note.replace("2026-11-21", "2026-11-31"),
        note.replace("jour ", "jour  "),
        note.replace("\njour 2026-11-21", ""),
        note.replace("\njour", "\nautre\njour"),
        note.replace("=\njour", "\njour"),
        note.replace("\N{EM DASH}", "-"),
        note.replace(f"— {ORIGIN}", "— autre"),
        note + note.split("\n")[-2] + "\n",
        "x" * LARGEST_NOTE + note,
        "",
    ]
    for other in others:
        assert other != note
        assert not accepted(other.encode()), other


@pytest.mark.parametrize("change", ["size", "root", "day", "origin"])
def test_what_was_signed_of_another_journal_is_not_taken_for_this_one(change):
    others = {"tree": Tree(20852164, ROOT)} if change == "size" else {"tree": Tree(20852163, bytes(32))} if change == "root" else {}
    others |= {"day": date(2026, 11, 20)} if change == "day" else {"origin": "compagnon.example/autre"} if change == "origin" else {}

    assert not dataclasses.replace(MADE, **others).is_signed_by(PUBLIC)


def test_the_mark_alone_or_the_signature_alone_signs_nothing():
    other = new_private()
    forged = signed(other, public_of(other), MADE)

    assert not dataclasses.replace(forged, mark=MADE.mark).is_signed_by(PUBLIC)
    assert not dataclasses.replace(MADE, mark=forged.mark).is_signed_by(PUBLIC)


@pytest.mark.parametrize("origin", ["", "deux mots", "a+b", "a\nb", "a\tb", "a\N{NO-BREAK SPACE}b", "\ud800"])
def test_an_origin_that_a_note_cannot_hold_is_refused(origin):
    assert not is_origin(origin)
    with pytest.raises(ValueError, match="origin"):
        signed(PRIVATE, PUBLIC, Checkpoint(origin, Tree(1, ROOT), DAY))


def test_no_receipt_passes_for_a_checkpoint():
    """The first line of a receipt is « COMPANION 1 »: with its space, it is the origin of no journal."""
    text = f"COMPANION 1\n1\n{base64.b64encode(ROOT).decode()}\njour 2026-11-21\n"
    mark = key_mark("COMPANION 1", PUBLIC)
    note = f"{text}\n— COMPANION 1 {base64.b64encode(mark + sign(PRIVATE, text.encode())).decode()}\n"

    assert not accepted(note.encode())


@pytest.mark.parametrize("ends", ["\n", "\r\n", " \n", "\n\n"])
def test_a_note_kept_elsewhere_is_read_whatever_an_editor_made_of_its_lines(ends):
    note = MADE.note()
    kept = note.rstrip("\n") + ends if ends == "\n\n" else note.replace("\n", ends)

    assert read_kept(kept.encode()) == MADE
    assert read_kept(b"\xef\xbb\xbf" + note.encode()) == MADE
    assert read_kept(note.rstrip("\n").encode()) == MADE


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"bonjour\n", b"\n" * 5000, MADE.text().encode()])
def test_a_file_that_is_no_checkpoint_is_refused(content):
    with pytest.raises(ValueError, match=r".+"):
        read_kept(content)
