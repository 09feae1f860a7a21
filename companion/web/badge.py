"""Says who asks: a role and how far they have come in; never a first name, never a key.

Rooms above read this, and know nothing of accounts.
"""

from flask import request
from flask_login import current_user

from companion.badges import STRANGER, Badge
from companion.web.cookies import cookie_name


def badge() -> Badge:
    """Return who asks; a browser without our cookie costs nothing to recognise."""
    if cookie_name() not in request.cookies:
        return STRANGER
    found: Badge = current_user.badge
    return found
