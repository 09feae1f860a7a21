"""The obstacles in families, as one looks for them with somebody beside (decision F3)."""

from companion.procedures.rules.codes import OBSTACLES

FAMILIES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("La connexion", ("login_card", "login_app", "login_account", "email_phone_required")),
    ("Le formulaire ou le site", ("case_not_foreseen", "needs_computer", "file_upload", "outage")),
    ("Personne ne répond", ("unreachable", "no_reply", "counter_refused", "no_slot", "refused_to_talk", "sent_around")),
    ("Les règles et les pièces", ("missing_paper", "unclear", "wrong_info", "language")),
    ("Le reste", ("no_equipment", "cost", "not_ours")),
)
"""A family and its codes; every code is in one family."""


def is_known(code: str) -> bool:
    """Tell whether a code is one of the list."""
    return code in OBSTACLES
