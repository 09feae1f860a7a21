"""The sheet of a thread: values in, bytes out, and the same words for a screen. Views import this room when it is asked for."""

from companion.demarches.papers.feuillet import feuillet
from companion.demarches.papers.screen import on_screen

__all__ = ["feuillet", "on_screen"]
