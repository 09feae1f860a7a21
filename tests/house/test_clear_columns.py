"""What the database holds in clear: this list and nothing else, reviewed by whoever adds to it."""

import importlib
import pkgutil

import companion
from companion.db import Base
from companion.vault.model import SealedColumn

CLEAR = {
    "guide_report": {"procedure", "step", "choice", "month", "number"},
    "guide_rereading": {"fingerprint", "procedure", "reread_on"},
    "procedure_version": {"fingerprint", "procedure", "content", "seen_on"},
    "upkeep_day": {"name", "day"},
    "erasure": {"id", "kind", "erased_on"},
    "site_key": {"public", "since"},
    # One row for the house: random ids, public keys, days.  The secrets that these ids name stand wrapped in `circle_wrap`.
    "association": {
        "number", "salt", "circle", "team_key_id", "sign_key_id", "sign_public", "envelope_id", "envelope_box", "envelope_sign",
        "envelope_opened_on", "since", "ready_on",
    },
    # A drawn name, a role, a state, public keys, days.  `phrase` and `sheet` are wraps; `own` and `keyring` are sealed under the member's
    # own keys: no hash of a passphrase, no secret of an application.  `last_number` orders the numbers already used, behind a shift of
    # forty random bits that only `own` holds: no hour is read there.  Two copies of the database would tell how long passed between
    # two numbers, not when.
    "member": {
        "id", "sign_in_name", "role", "state", "words", "box", "sign", "phrase", "sheet", "own", "own_revision", "keyring",
        "keyring_revision", "last_number", "replaces", "joined_on", "left_on",
    },
    # Whose first name it is, and which key seals it; the first name itself is a sealed column.
    "member_name": {"member_id", "key_id", "revision"},
    # A hash of the cookie, and wraps that this row alone does not open; the hours are inside `state`, sealed.  `pin_left` is five or less.
    "sign_in": {"id", "member_id", "keys", "pin_keys", "pin_left", "state", "expires_on"},
    # Who received the key of which epoch from whom, wrapped and signed.
    "circle_grant": {"circle", "epoch", "member_id", "public", "giver", "blob", "signature"},
    "circle_face": {"circle", "epoch", "public", "giver", "signature"},
    # A wrap and the random id of the key in it: nothing says what the key opens.
    "circle_wrap": {"key_id", "circle", "epoch", "blob"},
    # Who said of whom that they enter or leave: the members of one house, by random id, to the day.
    "introduction": {"about", "giver", "said", "box", "sign", "signature", "since"},
    # A locator made from a number that is stored nowhere; a role, and perhaps the account that is taken over.
    "invitation": {"locator", "role", "words", "replaces", "expires_on"},
    "poste": {"locator", "member_id", "opening", "expires_on"},
    # A hash of what was tried, on which account, and of sixteen bits of the source: it says neither from where nor for what.
    # `again_at` is the second, within its hour, at which a pause of five minutes at most ends: it tells no hour.
    # The row goes with the right try, or is swept once its day is past.
    "throttle": {"mark", "tries", "again_at", "expires_on"},
    # Leaves: a number, a day, one of six classes, and a commitment under a salt that only the sealed thread holds.  `node` is made of
    # these four.  Neither who acted, nor for whom, nor which thread: two entries of one thread have nothing in common.
    "journal_leaf": {"number", "day", "kind", "commitment", "node"},
    "journal_head": {"number", "size", "peaks", "pruned_size", "pruned_peaks", "checkpoints"},
    "journal_checkpoint": {"size", "day", "note"},
    # Random ids, days, and how many times the row was written; what is followed, for whom, since when to the hour: sealed.  `key_id` names
    # the key of the thread, and is where `circle_wrap` says that the team keeps it.  `next_on` is there because the list sorts on it.
    "thread": {"id", "key_id", "revision", "opened_on", "next_on", "expires_on"},
    # A locator made from a key that is on paper only, and the thread's key wrapped under it.
    "thread_sheet": {"locator", "thread_id", "blob"},
    # No column says whose a visit is: `wrap` opens for one worker, and its bytes tell nobody which, so nobody is counted.
    "visit": {"id", "thread_id", "key_id", "revision", "wrap", "expires_on"},
    # That there is a note, and its last day; what it says, by whom and at which hour: sealed, or nowhere.
    "handover": {"thread_id", "key_id", "revision", "expires_on"},
}  # fmt: skip
"""Allowed (decision B4): what is said of guides, which are public; random ids, wraps, locators, epochs, sign-in names, roles, leaves of the
journal, padded sizes, state codes of an accord, and days.  Whatever a person typed, and whatever is about somebody, is sealed."""


def test_every_clear_column_was_reviewed():
    for found in pkgutil.walk_packages(companion.__path__, "companion."):
        if found.name.endswith(".model") or ".model." in found.name:
            importlib.import_module(found.name)
    clear = {
        table.name: {column.name for column in table.columns if not isinstance(column.type, SealedColumn)}
        for table in Base.metadata.sorted_tables
    }

    assert clear == CLEAR
