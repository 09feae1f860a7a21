"""Any accident to a sound file, at any place, gives findings and never an exception."""

from hypothesis import given, settings
from hypothesis import strategies as st

from companion.procedures.lint import examine, examine_deeply
from tests.procedures.lint.sound import FILE, SHELF, SOUND, TODAY, TRIALS, TRIALS_FILE, faulty, sound_procedure

GESTURES = st.sampled_from(["delete", "double", "swap"])


def changed(parts: list[str], gesture: str, place: int, other: int) -> list[str]:
    """Return the parts with one deleted, doubled or swapped with another."""
    place, other = place % len(parts), other % len(parts)
    if gesture == "delete":
        return parts[:place] + parts[place + 1 :]
    if gesture == "double":
        return [*parts[:place], parts[place], *parts[place:]]
    swapped = list(parts)
    swapped[place], swapped[other] = swapped[other], swapped[place]
    return swapped


def mutated(text: str, gesture: str, place: int, other: int, *, by_line: bool) -> str:
    """Return a text after one accident, to a line or to a character."""
    return "".join(changed(text.splitlines(keepends=True) if by_line else list(text), gesture, place, other))


PREVIOUS = sound_procedure()


@settings(max_examples=300)
@given(GESTURES, st.integers(0, 10**6), st.integers(0, 10**6), st.booleans())
def test_no_accident_to_a_procedure_raises_an_exception(gesture, place, other, by_line):
    raw = mutated(SOUND, gesture, place, other, by_line=by_line).encode()

    examined = examine(raw, FILE, SHELF)
    findings = examine_deeply(examined, TRIALS.encode(), TRIALS_FILE, PREVIOUS, TODAY, SHELF)

    assert set(examined.findings) <= set(findings)
    assert all(1 <= one.line <= len(SOUND.splitlines()) + 2 for one in findings)
    assert all(one.message and one.code[1:].isdecimal() for one in findings)
    assert (examined.procedure is None) == any(one.level == "erreur" for one in examined.findings)


@settings(max_examples=300)
@given(GESTURES, st.integers(0, 10**6), st.integers(0, 10**6), st.booleans())
def test_no_accident_to_the_fictional_cases_raises_an_exception(gesture, place, other, by_line):
    trials = mutated(TRIALS, gesture, place, other, by_line=by_line).encode()

    findings = examine_deeply(examine(SOUND.encode(), FILE, SHELF), trials, TRIALS_FILE, None, TODAY, SHELF)

    assert all(one.file == TRIALS_FILE for one in faulty(findings))


@given(st.binary(max_size=300))
def test_no_bytes_in_the_fictional_cases_raise_an_exception(raw):
    examine_deeply(examine(SOUND.encode(), FILE, SHELF), raw, TRIALS_FILE, None, TODAY, SHELF)
