"""What every test may lean on: a fixed clock, shelves to fill, a client whose pages are inspected."""

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, settings
from jinja2.bccache import Bucket, BytecodeCache
from werkzeug.test import TestResponse

from companion import clock
from companion.app import create_app
from companion.config import open_instance
from companion.procedures.queries import SHELVES
from tests.inspector import inspect

LONG = os.environ.get("COMPANION_ROUNDS") == "long"
settings.register_profile("short", max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("long", max_examples=500, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("long" if LONG else "short")

SATURDAY = datetime(2026, 11, 21, 14, 0, tzinfo=clock.ZONE)
"""A day on which every shipped verification is valid."""


class Compiled(BytecodeCache):
    """The templates compiled once in this process: hundreds of applications are made."""

    known: ClassVar[dict[str, bytes]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give back what was compiled; a template that changed has another checksum."""
        if bucket.key in self.known:
            bucket.bytecode_from_string(self.known[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        self.known[bucket.key] = bucket.bytecode_to_string()


Flask.jinja_options = {"bytecode_cache": Compiled()}


def rounds(short: int, long: int) -> int:
    """Return how many rounds this run makes of something costly."""
    return long if LONG else short


class InspectedClient(FlaskClient):
    """A client that reads each HTML page it is given."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Fetch and inspect."""
        answer = super().open(*args, **kwargs)
        if answer.mimetype == "text/html" and answer.data and "Content-Encoding" not in answer.headers:
            inspect(answer.text, answer.request.path)
        return answer


@pytest.fixture(autouse=True)
def fixed_clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Stop the clock on a known day; call it to move the clock."""

    def stop_at(moment: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    stop_at(SATURDAY)
    return stop_at


@pytest.fixture
def shelves() -> Path:
    """Return the shipped procedure files."""
    return SHELVES


@pytest.fixture
def app(tmp_path: Path, shelves: Path) -> Flask:
    """Make an application on the shelves of the test, with an instance of its own."""
    made = create_app(open_instance(tmp_path / "instance"), shelves)
    made.test_client_class = InspectedClient
    return made


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Return a client whose every page is inspected; no request of it is still open when the next one comes."""
    return app.test_client()
