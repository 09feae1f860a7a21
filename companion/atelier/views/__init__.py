"""Speaks the Atelier: what anybody may look at, and what those who have its code may change."""

from companion.atelier.rules import doubts
from companion.atelier.views import beginning, lamp, publishing, writing
from companion.atelier.views.doors import bp
from companion.procedures.rules.changes import KINDS

__all__ = ["SHARED", "beginning", "bp", "lamp", "publishing", "writing"]

SHARED: dict[str, object] = {"doubts": doubts, "KINDS": KINDS}
"""What templates may ask of this room."""
