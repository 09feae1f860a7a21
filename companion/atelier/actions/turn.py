"""Lets one change of drafts happen at a time, whatever the threads and the processes."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

if sys.platform == "win32":
    from threading import Lock

    _TURN = Lock()
    """There, one process serves everybody (`web/server.py`)."""

    @contextmanager
    def in_turn(_folder: Path) -> Iterator[None]:
        """Wait for the change before."""
        with _TURN:
            yield

else:
    import fcntl

    @contextmanager
    def in_turn(folder: Path) -> Iterator[None]:
        """Wait for the change before; the system lets go of the folder with the process, whatever ends it."""
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(folder, os.O_RDONLY)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)
