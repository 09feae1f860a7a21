"""The days and hours at which the journeys are made; nobody asks the machine what time it is."""

from datetime import datetime

from companion.clock import ZONE

CAMPAIGN = datetime(2026, 10, 20, 10, 0, tzinfo=ZONE)
"""Eleven days before the grant's campaign closes; the actualisation is closed."""
INSIDE = datetime(2026, 12, 2, 9, 30, tzinfo=ZONE)
LAST_DAY = datetime(2026, 12, 15, 16, 50, tzinfo=ZONE)
"""The counters close, and midnight ends the window."""
OUTSIDE = datetime(2026, 11, 21, 14, 0, tzinfo=ZONE)
MONDAY = datetime(2026, 10, 19, 11, 0, tzinfo=ZONE)
"""A visit is made."""
THURSDAY = datetime(2026, 10, 22, 15, 0, tzinfo=ZONE)
"""The person comes back, on a day when a colleague is there."""
