"""Speaks to the site byte by byte, as a broken browser or somebody unkind would."""

import re
import socket
from contextlib import suppress
from dataclasses import dataclass

from tests.inspector import inspect

LARGEST_ANSWER = 4 * 1024 * 1024


@dataclass(frozen=True)
class Answer:
    """What came back, if anything did."""

    status: int
    head: str
    body: bytes

    @property
    def is_page(self) -> bool:
        """Tell whether it is a page for a reader."""
        return "text/html" in self.head.lower()

    @property
    def text(self) -> str:
        """Return the page."""
        return self.body.decode()


def say(site, raw: bytes, *, hang_up: bool = False) -> Answer:
    """Send bytes as they are and read until the end.

    A server may hang up on what it refuses to read: what it said before is read all
    the same, and nothing at all is status 0.
    """
    received = b""
    with suppress(ConnectionError), socket.create_connection(("127.0.0.1", site.port), timeout=60) as line:
        with suppress(ConnectionError):
            line.sendall(raw)
            if hang_up:
                line.shutdown(socket.SHUT_WR)
        while (part := line.recv(65536)) and len(received) < LARGEST_ANSWER:
            received += part
    return _read(received)


def _read(received: bytes) -> Answer:
    head, _, body = received.partition(b"\r\n\r\n")
    shown = head.decode("latin-1")
    found = re.match(r"HTTP/1\.[01] (\d{3})", shown)
    answer = Answer(int(found[1]) if found else 0, shown, _joined(shown, body))
    if answer.is_page and answer.body:
        inspect(answer.text)
    return answer


def _joined(head: str, body: bytes) -> bytes:
    if "transfer-encoding: chunked" not in head.lower():
        return body
    whole, rest = b"", body
    while rest:
        size, _, rest = rest.partition(b"\r\n")
        length = int(size or b"0", 16)
        whole, rest = whole + rest[:length], rest[length + 2 :]
    return whole


def ask(site, line: bytes, body: bytes = b"", *heads: bytes, hang_up: bool = False) -> Answer:
    """Send one request; the length is ours unless a head says another."""
    known = any(one.lower().startswith((b"content-length", b"transfer-encoding")) for one in heads)
    length = [] if known or not body else [b"Content-Length: %d" % len(body)]
    host = b"Host: 127.0.0.1:%d" % site.port
    return say(site, b"\r\n".join([line + b" HTTP/1.1", host, b"Connection: close", *length, *heads, b"", body]), hang_up=hang_up)
