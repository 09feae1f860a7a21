"""What the tree promises, with the vectors published for certificate transparency, and against the definition of the RFC itself."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.journal.rules.tree import (
    EMPTY,
    Peaks,
    Tree,
    consistency_proof,
    includes,
    inclusion_proof,
    is_continued_by,
    leaf_hash,
    node_hash,
    nodes_of,
)

PUBLISHED = [
    bytes.fromhex(one) for one in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
A = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
B = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
C = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"
D = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
E = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
F = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"
INCLUSIONS = [(0, 8, [A, B, C]), (5, 8, [D, E, ROOTS[4]]), (2, 3, [ROOTS[2]]), (1, 5, [ROOTS[1], B, D])]
CONSISTENCIES = [(1, 1, []), (1, 8, [A, B, C]), (6, 8, [F, E, ROOTS[4]]), (2, 5, [B, D])]
SIZES = st.integers(1, 70)


def defined(entries: list[bytes]) -> bytes:
    """Return the root as section 2.1.1 defines it, in its own words: nothing of ours but SHA-256."""
    if not entries:
        return sha256(b"").digest()
    if len(entries) == 1:
        return sha256(b"\x00" + entries[0]).digest()
    half = 1
    while half * 2 < len(entries):
        half *= 2
    return sha256(b"\x01" + defined(entries[:half]) + defined(entries[half:])).digest()


def entries(size: int) -> list[bytes]:
    return [b"entry %d" % one for one in range(size)]


def hashes(told: list[bytes]) -> list[bytes]:
    return [leaf_hash(one) for one in told]


def grown(leaves: list[bytes]) -> Peaks:
    peaks = Peaks()
    for leaf in leaves:
        peaks = peaks.added(leaf)
    return peaks


def flipped(content: bytes, bit: int) -> bytes:
    changed = bytearray(content)
    changed[bit // 8 % len(changed)] ^= 1 << bit % 8
    return bytes(changed)


@pytest.mark.parametrize("size", range(9))
def test_the_root_of_the_published_leaves_is_the_published_root(size):
    assert defined(PUBLISHED[:size]).hex() == ROOTS[size], "the control: the definition gives it too"
    assert grown(hashes(PUBLISHED[:size])).root().hex() == ROOTS[size]
    assert size == 0 or nodes_of(hashes(PUBLISHED))(0, size).hex() == ROOTS[size]


def test_a_leaf_and_a_pair_are_hashed_apart():
    assert leaf_hash(b"\x01").hex() != node_hash(b"", b"").hex()
    assert leaf_hash(bytes(range(16, 32))).hex() == "3bfb960453ebaebf33727da7a1f4db38acc051d381b6da20d6d4e88f0eabfd7a"
    pair = node_hash(bytes(range(32)), bytes(range(32, 64)))
    assert pair.hex() == "1a378704c17da31e2d05b6d121c2bb2c7d76f6ee6fa8f983e596c2d034963c57"


@pytest.mark.parametrize(("number", "size", "path"), INCLUSIONS)
def test_a_proof_of_inclusion_is_the_published_one_and_holds(number, size, path):
    proof = inclusion_proof(number, size, nodes_of(hashes(PUBLISHED)))

    assert [one.hex() for one in proof] == path
    assert includes(bytes.fromhex(ROOTS[size]), size, number, leaf_hash(PUBLISHED[number]), proof)


@pytest.mark.parametrize(("old", "size", "path"), CONSISTENCIES)
def test_a_proof_of_consistency_is_the_published_one_and_holds(old, size, path):
    proof = consistency_proof(old, size, nodes_of(hashes(PUBLISHED)))

    assert [one.hex() for one in proof] == path
    assert is_continued_by(Tree(old, bytes.fromhex(ROOTS[old])), Tree(size, bytes.fromhex(ROOTS[size])), proof)


@given(SIZES)
def test_peaks_give_the_root_of_the_definition_and_come_back_as_they_were_told(size):
    peaks = grown(hashes(entries(size)))

    assert peaks.root() == defined(entries(size))
    assert len(peaks.hashes) == size.bit_count()
    assert Peaks.read(size, peaks.told()) == peaks


@given(size=SIZES, told=st.binary(max_size=200))
def test_peaks_that_are_not_as_many_as_the_size_asks_are_refused(size, told):
    right = grown(hashes(entries(size))).told()
    for wrong in (right + told, right[: -1 - len(told)]):
        if wrong != right:
            with pytest.raises(ValueError, match="peaks"):
                Peaks.read(size, wrong)
    with pytest.raises(ValueError, match="peaks"):
        Peaks.read(-size, right)


@given(data=st.data(), size=SIZES)
def test_every_leaf_is_proved_in_its_place_and_nowhere_else(data, size):
    number = data.draw(st.integers(0, size - 1))
    other = data.draw(st.integers(-1, size + 1).filter(lambda one: one != number))
    leaves = hashes(entries(size))
    proof = inclusion_proof(number, size, nodes_of(leaves))

    root = defined(entries(size))
    assert includes(root, size, number, leaves[number], proof)
    assert len(proof) <= size.bit_length()
    assert not includes(root, size, other, leaves[number], proof)
    assert not includes(root, size, number, leaf_hash(b"another"), proof)
    assert not includes(root, size, number, leaves[number], (*proof, root))
    assert not proof or not includes(root, size, number, leaves[number], proof[:-1])


@given(data=st.data(), size=st.integers(2, 70))
def test_one_bit_changed_in_a_proof_of_inclusion_is_refused(data, size):
    number, bit = data.draw(st.integers(0, size - 1)), data.draw(st.integers(0, 255))
    leaves, root = hashes(entries(size)), defined(entries(size))
    proof = inclusion_proof(number, size, nodes_of(leaves))
    where = data.draw(st.integers(0, len(proof) - 1))

    assert not includes(flipped(root, bit), size, number, leaves[number], proof)
    assert not includes(root, size, number, flipped(leaves[number], bit), proof)
    assert not includes(root, size, number, leaves[number], (*proof[:where], flipped(proof[where], bit), *proof[where + 1 :]))


@given(data=st.data(), size=SIZES)
def test_every_older_tree_is_proved_to_be_the_beginning(data, size):
    old = data.draw(st.integers(1, size))
    proof = consistency_proof(old, size, nodes_of(hashes(entries(size))))
    before, after = Tree(old, defined(entries(old))), Tree(size, defined(entries(size)))

    assert is_continued_by(before, after, proof)
    assert not is_continued_by(before, after, (*proof, after.root))
    assert not proof or not is_continued_by(before, after, proof[:-1])
    assert not is_continued_by(Tree(old, defined([b"another", *entries(old)[1:]])), after, proof)
    assert not is_continued_by(after, before, proof) or old == size
    assert not is_continued_by(Tree(0, EMPTY), after, proof)


@given(data=st.data(), size=st.integers(2, 70))
def test_one_bit_changed_in_a_proof_of_consistency_is_refused(data, size):
    old, bit = data.draw(st.integers(1, size - 1)), data.draw(st.integers(0, 255))
    proof = consistency_proof(old, size, nodes_of(hashes(entries(size))))
    before, after = Tree(old, defined(entries(old))), Tree(size, defined(entries(size)))
    where = data.draw(st.integers(0, len(proof) - 1))

    assert not is_continued_by(Tree(old, flipped(before.root, bit)), after, proof)
    assert not is_continued_by(before, Tree(size, flipped(after.root, bit)), proof)
    assert not is_continued_by(before, after, (*proof[:where], flipped(proof[where], bit), *proof[where + 1 :]))


@given(data=st.data(), size=SIZES)
def test_what_is_left_of_a_pruned_tree_is_proved_as_before(data, size):
    gone = data.draw(st.integers(0, size - 1))
    number = data.draw(st.integers(gone, size - 1))
    leaves = hashes(entries(size))
    node = nodes_of(leaves[gone:], grown(leaves[:gone]))

    assert node(0, size) == defined(entries(size))
    assert inclusion_proof(number, size, node) == inclusion_proof(number, size, nodes_of(leaves))


def test_what_is_gone_or_never_was_is_not_proved():
    leaves = hashes(entries(9))
    with pytest.raises(LookupError):
        inclusion_proof(2, 9, nodes_of(leaves[4:], grown(leaves[:4])))
    for number, size in ((9, 9), (-1, 9), (0, 0)):
        with pytest.raises(ValueError, match="not in that tree"):
            inclusion_proof(number, size, nodes_of(leaves))
    for old, size in ((0, 9), (10, 9)):
        with pytest.raises(ValueError, match="older tree"):
            consistency_proof(old, size, nodes_of(leaves))


def test_hashes_of_another_length_prove_nothing():
    leaves, root = hashes(entries(2)), defined(entries(2))

    assert includes(root, 2, 0, leaves[0], [leaves[1]]), "the control"
    assert not includes(root, 2, 0, leaves[0], [leaves[1] + b"\0"])
    assert not includes(root, 2, 0, leaves[0][:-1], [leaves[1]])
    assert not is_continued_by(Tree(1, leaves[0]), Tree(2, root + b"\0"), [leaves[1]])
