"""The pages under measure: the product's, each beside a bare page of as many bytes."""

import statistics
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from companion.procedures.queries import SHELVES, read_library
from companion.procedures.rules.conditions import asked_questions
from companion.procedures.rules.procedure import Procedure
from tests.bench.load import Ask, Burst, burst
from tests.bench.rows import Goal, Row, Unmeasured

ROUNDS = 5
GOAL = Goal(0.35, "≥ 35 %", at_least=True)
GZIP = (("Accept-Encoding", "gzip"),)
HTMX = (("HX-Target", "div#parcours"),)


@dataclass(frozen=True)
class Page:
    """One page of the product, and how many bytes it has before compression."""

    name: str
    ask: Ask
    size: int = 0
    bare: str = ""
    """The bare page it is measured against, when bytes alone are not the measure."""
    goal: Goal | None = None


def pages() -> list[Page]:
    """Return the pages measured; addresses have no machine yet."""
    procedures = _few(read_library(SHELVES).procedures)
    found = [Page("accueil", Ask("/"))]
    for one in procedures:
        address = f"/guides/{one.id}"
        found += [Page(f"guide {one.id}", Ask(address)), Page("  le même, avec des réponses (POST)", Ask(address, "POST", answers(one)))]
    last = f"/guides/{procedures[0].id}"
    found.append(Page(f"partie du guide {procedures[0].id} (htmx)", Ask(last, "POST", answers(procedures[0]), HTMX)))
    found.append(Page("  le même guide entier, compressé (gzip)", Ask(last, headers=GZIP)))
    return found


def _few(procedures: list[Procedure]) -> list[Procedure]:
    """Return the longest guide, the middle one and the shortest: the others stand between them, and a run has an end."""
    ordered = sorted(procedures, key=lambda one: len(one.model_dump_json()), reverse=True)
    return [ordered[0], ordered[len(ordered) // 2], ordered[-1]] if len(ordered) > 2 else ordered


def answers(procedure: Procedure) -> str:
    """Return a form in which each question asked has its first answer."""
    said: dict[str, str] = {}
    for _ in procedure.questions:
        said |= {one.id: next(iter(one.choix)) for one in asked_questions(procedure, said) if one.id not in said}
    return urlencode({f"q-{name}": answer for name, answer in said.items()})


def weighed(found: list[Page], address: Callable[[str], str]) -> list[Page]:
    """Fetch each page once and note its bytes before compression."""
    return [
        replace(page, size=len(fetch(replace(page.ask, address=address(page.ask.address), headers=_plain(page.ask))))) for page in found
    ]


def _plain(ask: Ask) -> tuple[tuple[str, str], ...]:
    return tuple(header for header in ask.headers if header not in GZIP)


def fetch(ask: Ask) -> bytes:
    """Return the body of an answer, or say that the page cannot be measured."""
    body = ask.body.encode() if ask.method == "POST" else None
    asked = urllib.request.Request(ask.address, body, dict(ask.headers), method=ask.method)
    try:
        with urllib.request.urlopen(asked, timeout=20) as answer:
            return bytes(answer.read())
    except OSError as fault:
        message = f"{ask.address} : {fault}"
        raise Unmeasured(message) from None


def rotate(
    wrk: str, found: list[Page], ours: Callable[[str], str], limit: Callable[[str], str], enough: Callable[[], bool]
) -> Iterator[Row]:
    """Rotate bursts over every page of both servers, a first round to warm up, and yield medians."""
    jobs = [(page, which, _asked(page, which, ours, limit)) for page in found for which in ("ours", "limit")]
    seen: dict[tuple[str, str], list[Burst]] = {}
    for turn in range(ROUNDS + 1):
        if enough():
            message = f"Le temps a manqué après {max(turn - 1, 0)} tours."
            raise Unmeasured(message)
        for page, which, ask in jobs:
            brought = burst(wrk, ask)
            if turn:
                seen.setdefault((page.name + page.ask.address, which), []).append(brought)
    for page in found:
        mine, bare = (seen[page.name + page.ask.address, which] for which in ("ours", "limit"))
        tail = statistics.median(one.p99 / one.p50 for one in mine)
        ratio = statistics.median(one.per_second / other.per_second for one, other in zip(mine, bare, strict=True))
        yield Row(page.name, _median(mine), "req/s", _median(bare), page.size, page.goal or GOAL, f"p99/p50 {tail:.1f}", ratio)


def _asked(page: Page, which: str, ours: Callable[[str], str], limit: Callable[[str], str]) -> Ask:
    return replace(page.ask, address=ours(page.ask.address) if which == "ours" else limit(page.bare or f"/page/{page.size}"))


def _median(brought: list[Burst]) -> float:
    return statistics.median(one.per_second for one in brought)
