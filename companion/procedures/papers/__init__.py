"""The papers: values in, bytes out. Views import this room when a paper is asked for, never before."""

from companion.procedures.papers.attestation import attestation
from companion.procedures.papers.calendar import calendar
from companion.procedures.papers.checklist import checklist
from companion.procedures.papers.cpsv import cpsv_ap
from companion.procedures.papers.feuillet import feuillet
from companion.procedures.papers.mermaid import mermaid
from companion.procedures.papers.picture import svg
from companion.procedures.papers.proof import Surroundings, proof

__all__ = ["Surroundings", "attestation", "calendar", "checklist", "cpsv_ap", "feuillet", "mermaid", "proof", "svg"]
