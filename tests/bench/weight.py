"""The weight of a first visit: the page and everything it asks for, as they travel."""

import gzip
import http.client
import re

from tests.bench.rows import Goal, Row, Unmeasured
from tests.bench.servers import Server

GOAL = Goal(50.0, "≤ 50 ko", of_ratio=False)
MOST_REQUESTS = 5
KILO = 1000


def first_visit(server: Server, name: str, path: str) -> Row:
    """Fetch a page and its files as a browser does, and count the bytes of bodies and headers."""
    total, body = _travelled(server, path)
    asked = list(dict.fromkeys(re.findall(r'(?:src|<link[^>]*href)="(/static/[^"]+)"', body)))
    total += sum(_travelled(server, one)[0] for one in asked)
    if len(asked) + 1 > MOST_REQUESTS:
        message = f"{name} : {len(asked) + 1} requêtes au lieu de {MOST_REQUESTS}."
        raise Unmeasured(message)
    return Row(f"première visite : {name}", total / KILO, "ko", goal=GOAL, note=f"{len(asked) + 1} requêtes")


def _travelled(server: Server, path: str) -> tuple[int, str]:
    line = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    try:
        line.request("GET", path, headers={"Accept-Encoding": "gzip"})
        answer = line.getresponse()
        body = answer.read()
    except (OSError, http.client.HTTPException) as fault:
        message = f"{path} : {fault}"
        raise Unmeasured(message) from None
    finally:
        line.close()
    plain = gzip.decompress(body) if answer.headers.get("Content-Encoding") == "gzip" else body
    return len(body) + len(str(answer.headers)), plain.decode(errors="replace")
