"""Reads a QR code of version 1 or 2 from a picture, with no library: what a camera would understand.

Nothing is corrected: a square with one wrong module is refused, since we drew it ourselves.
"""

from functools import reduce

SIDE = 25
"""Modules on a side of version 2, which has a small square more."""
FINDER = [0b1111111, 0b1000001, 0b1011101, 0b1011101, 0b1011101, 0b1000001, 0b1111111]
ALPHANUMERIC = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
WORDS = {21: (16, 10), 25: (28, 16)}
"""Code words at level M, those that say something and those that check them, for a square of so many modules."""
MASKS = (
    lambda r, c: (r + c) % 2 == 0,
    lambda r, _: r % 2 == 0,
    lambda _, c: c % 3 == 0,
    lambda r, c: (r + c) % 3 == 0,
    lambda r, c: (r // 2 + c // 3) % 2 == 0,
    lambda r, c: r * c % 2 + r * c % 3 == 0,
    lambda r, c: (r * c % 2 + r * c % 3) % 2 == 0,
    lambda r, c: ((r + c) % 2 + r * c % 3) % 2 == 0,
)


def modules_in(picture, side=SIDE):
    """Return the modules of the one square of a white picture, each seen at its middle."""
    dark = picture.convert("L").point(lambda grey: 255 if grey < 128 else 0)
    left, top, right, bottom = dark.getbbox()
    wide, high = (right - left) / side, (bottom - top) / side
    seen = [[dark.getpixel((left + (c + 0.5) * wide, top + (r + 0.5) * high)) == 255 for c in range(side)] for r in range(side)]
    for rows, columns in ((0, 0), (0, side - 7), (side - 7, 0)):
        corner = [reduce(lambda bits, one: bits * 2 + one, seen[rows + r][columns : columns + 7], 0) for r in range(7)]
        assert corner == FINDER
    return seen


def text_in(modules):
    """Return what a square says, after checking its level, its mask and its check words."""
    level, mask = format_of(modules)
    assert level == "M"
    data, checks = WORDS[len(modules)]
    bits = [modules[r][c] != MASKS[mask](r, c) for r, c in path(len(modules))]
    words = [reduce(lambda word, bit: word * 2 + bit, bits[start : start + 8], 0) for start in range(0, (data + checks) * 8, 8)]
    assert not any(syndromes(words, checks))
    stream = "".join(f"{word:08b}" for word in words[:data])
    assert stream.startswith("0010")
    count, place, said = int(stream[4:13], 2), 13, ""
    while len(said) < count - 1:
        first, second = divmod(int(stream[place : place + 11], 2), len(ALPHANUMERIC))
        said, place = said + ALPHANUMERIC[first] + ALPHANUMERIC[second], place + 11
    return said + (ALPHANUMERIC[int(stream[place : place + 6], 2)] if len(said) < count else "")


def format_of(modules):
    """Return the level and the mask, read around the first corner."""
    row = [(8, c) for c in (0, 1, 2, 3, 4, 5, 7, 8)] + [(r, 8) for r in (7, 5, 4, 3, 2, 1, 0)]
    bits = reduce(lambda word, at: word * 2 + modules[at[0]][at[1]], row, 0) ^ 0b101010000010010
    remainder = bits
    for shift in range(4, -1, -1):
        if remainder >> (shift + 10) & 1:
            remainder ^= 0b10100110111 << shift
    assert remainder == 0
    return {1: "L", 0: "M", 3: "Q", 2: "H"}[bits >> 13], bits >> 10 & 7


def path(side):
    """Yield where the bits stand: two columns at a time, up then down, from the right."""
    upward = True
    for right in (*range(side - 1, 6, -2), 5, 3, 1):
        for r in range(side - 1, -1, -1) if upward else range(side):
            yield from ((r, c) for c in (right, right - 1) if not is_drawing(r, c, side))
        upward = not upward


def is_drawing(r, c, side):
    corner = (r < 9 and (c < 9 or c >= side - 8)) or (r >= side - 8 and c < 9)
    return corner or 6 in (r, c) or (side == SIDE and 16 <= r <= 20 and 16 <= c <= 20)


def syndromes(words, checks):
    """Return as many sums as there are words to check with, all zero when no word is wrong."""
    powers = [1]
    while len(powers) < 255:
        doubled = powers[-1] << 1
        powers.append(doubled ^ 0b100011101 if doubled > 255 else doubled)
    logs = {value: rank for rank, value in enumerate(powers)}
    last = len(words) - 1
    return [
        reduce(
            lambda total, one: total ^ one,
            (powers[(logs[word] + root * (last - rank)) % 255] for rank, word in enumerate(words) if word),
            0,
        )
        for root in range(checks)
    ]
