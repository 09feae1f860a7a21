"""What signing in costs, and what it never does: freeze, pile up, or become cheap because somebody wrote it so."""

import subprocess
import sys
import threading
import time
from types import SimpleNamespace

import pytest

from companion.errors import Refused
from companion.vault import primitives
from companion.vault.primitives import CURRENT, Cost, Derivations
from companion.vault.rules.faults import Altered

TWO_AT_ONCE = """
import threading
from companion.vault.primitives import Derivations
places, start = Derivations(2), threading.Barrier(2)
def derive():
    start.wait()
    for _ in range(2):
        places.derive(b"phrase", b"s" * 16)
both = [threading.Thread(target=derive) for _ in range(2)]
[one.start() for one in both]
[one.join() for one in both]
print("done")
"""


def test_two_colleagues_who_sign_in_at_the_same_second_do_not_freeze_the_server():
    made = subprocess.run([sys.executable, "-c", TWO_AT_ONCE], check=True, capture_output=True, text=True, timeout=60)

    assert made.stdout == "done\n"


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """Replace Argon2id by something that counts who is inside."""
    seen = SimpleNamespace(inside=0, most=0, lock=threading.Lock(), leave=threading.Event())

    def derive(_secret: bytes) -> bytes:
        with seen.lock:
            seen.inside += 1
            seen.most = max(seen.most, seen.inside)
        seen.leave.wait(10)
        with seen.lock:
            seen.inside -= 1
        return bytes(32)

    monkeypatch.setattr(primitives, "Argon2id", lambda **_: SimpleNamespace(derive=derive))
    return seen


@pytest.mark.parametrize("at_once", [1, 2])
def test_no_more_derivations_run_at_once_than_the_process_was_given(slow, at_once):
    places = Derivations(at_once)
    people = [threading.Thread(target=places.derive, args=(b"phrase", bytes(16))) for _ in range(6)]
    for one in people:
        one.start()
    while slow.inside < at_once:
        time.sleep(0.001)
    slow.leave.set()
    for one in people:
        one.join(10)

    assert slow.most == at_once
    assert slow.inside == 0


def test_whoever_waits_too_long_is_asked_to_try_again_and_the_place_is_not_lost(slow):
    places = Derivations(1, patience=0.01)
    first = threading.Thread(target=places.derive, args=(b"phrase", bytes(16)))
    first.start()
    while not slow.inside:
        time.sleep(0.001)

    with pytest.raises(Refused, match="Réessayez"):
        places.derive(b"phrase", bytes(16))

    slow.leave.set()
    first.join(10)
    assert places.derive(b"phrase", bytes(16)) == bytes(32)


def test_a_derivation_that_fails_gives_its_place_back(monkeypatch):
    places = Derivations(1, patience=0.01)
    for _ in range(3):
        with pytest.raises(ValueError, match="salt"):
            places.derive(b"phrase", b"short")


@pytest.mark.parametrize("cost", [Cost(8, 1, 1), Cost(64 * 1024, 2, 1), Cost(64 * 1024, 3, 2), Cost(2**31, 200, 1)])
def test_a_cost_that_is_not_ours_is_refused_before_it_is_paid(cost):
    with pytest.raises(Altered):
        Cost.read(cost.told())

    assert Cost.read(CURRENT.told()) == CURRENT
