"""The small types every content file is made of."""

import re
from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, StrictBool, StringConstraints

from companion.typography import NBSP, french


def _iso_date(given: Any) -> Any:  # noqa: ANN401 (pydantic hands over whatever the file held)
    if isinstance(given, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", given):
        return date.fromisoformat(given)
    if isinstance(given, date):
        return given
    message = "date_iso"
    raise ValueError(message)


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1500), AfterValidator(french)]
"""A sentence or a few, for a reader."""

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
"""A stable identifier: lower-case ASCII words joined by hyphens."""

Hour = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
"""Hour and minute of the day, 24 hours, Brussels and Paris time."""

DayOfYear = Annotated[str, StringConstraints(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")]
"""Month and day, as in "10-31"."""

Phone = Annotated[
    str, StringConstraints(pattern=r"^\+?[0-9][0-9 \u00a0\u202f]{1,18}$"), AfterValidator(lambda said: NBSP.join(said.split()))
]
"""A public phone number as people read it aloud."""

Url = Annotated[str, StringConstraints(pattern=r"^https?://[^\s/<>\"]+(/[^\s<>\"]*)?$", max_length=500)]
"""A public page; never opened by this software."""

Duration = Annotated[str, StringConstraints(pattern=r"^P[1-9]\d{0,2}[DWMY]$")]
"""ISO 8601 duration in one unit: P30D, P2W, P3M, P1Y."""

Day = Annotated[date, BeforeValidator(_iso_date)]
"""A calendar day written AAAA-MM-JJ."""

Condition = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+=[a-z0-9-]+$")]
"""One equality between a question and one of its answers."""


class Sheet(BaseModel):
    """A part of a content file: what is not in the format is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class Evidence(Sheet):
    """Where a fact comes from: a source, or what is to be confirmed, or the field.

    A fact has at least one of the three (lint A12); what is unsure stays unsure.
    """

    source: Slug | None = None
    confirmer: Text | None = None
    terrain: StrictBool = False


class Conditional(Sheet):
    """Something shown only for some answers: all of `si`, and any of `si_un_de`."""

    si: tuple[Condition, ...] = ()
    si_un_de: tuple[Condition, ...] = ()
