"""Lends a folder to write in, beside the place where the result goes; what a killed process left there is swept."""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PREFIX, SUFFIX = ".companion-", ".part"

if sys.platform == "win32":

    def _held(_place: Path) -> int | None:
        """Hold nothing: there, folders cannot be held, and none is swept."""
        return None

else:
    import fcntl

    def _held(place: Path) -> int | None:
        """Hold a folder until this process ends, unless somebody holds it or it went away."""
        with suppress(OSError):
            handle = os.open(place, os.O_RDONLY)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                if place.stat().st_ino == os.fstat(handle).st_ino:
                    return handle
            except OSError:
                os.close(handle)
                raise
            os.close(handle)
        return None


@contextmanager
def scratch_beside(folder: Path) -> Iterator[Path]:
    """Lend a folder that its owner alone opens, on the same disk, gone at the end."""
    _sweep(folder)
    place = Path(tempfile.mkdtemp(prefix=PREFIX, suffix=SUFFIX, dir=folder))
    handle = _held(place)
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)
        if handle is not None:
            os.close(handle)


def _sweep(folder: Path) -> None:
    """Take away what was left by processes that ended in the middle; those that still write hold their own."""
    for left in folder.glob(f"{PREFIX}*{SUFFIX}"):
        if (handle := _held(left)) is not None:
            shutil.rmtree(left, ignore_errors=True)
            os.close(handle)
