"""The proof of a guide: every text and every branch on paper, for a team that reads it again with a pen."""

from companion.procedures.papers.proof.printing import proof
from companion.procedures.papers.proof.surroundings import Surroundings

__all__ = ["Surroundings", "proof"]
