"""The papers of an account: values in, bytes out. Views import this room when a paper is asked for, never before."""

from companion.accounts.papers.cards import number_card, passphrase_card
from companion.accounts.papers.envelope import envelope
from companion.accounts.papers.poster import poster
from companion.accounts.papers.recovery import recovery_sheet

__all__ = ["envelope", "number_card", "passphrase_card", "poster", "recovery_sheet"]
