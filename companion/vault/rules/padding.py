"""Decides how long a sealed thing looks: one of a few lengths, whatever was typed."""

SIZES = (64, 256, 1024, 4096)
STEP = SIZES[-1]
_END = b"\x80"


def padded(text: bytes) -> bytes:
    """Return the bytes, an end mark, and zeros up to the next size."""
    return (text + _END).ljust(size_for(len(text)), b"\0")


def size_for(length: int) -> int:
    """Return the size that so many bytes take; one of them is the end mark."""
    needed = length + len(_END)
    return next((size for size in SIZES if needed <= size), -(-needed // STEP) * STEP)


def unpadded(filled: bytes) -> bytes:
    """Return the bytes before the end mark; raise ValueError for what `padded` never makes."""
    text = filled.rstrip(b"\0")
    if not text.endswith(_END) or len(filled) != size_for(len(text) - len(_END)):
        message = "not padded"
        raise ValueError(message)
    return text[: -len(_END)]
