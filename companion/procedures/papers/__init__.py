"""The papers: values in, bytes out. Views import this room when a paper is asked for, never before."""

from companion.procedures.papers.attestation import attestation
from companion.procedures.papers.calendar import calendar
from companion.procedures.papers.checklist import checklist
from companion.procedures.papers.feuillet import feuillet

__all__ = ["attestation", "calendar", "checklist", "feuillet"]
