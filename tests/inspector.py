"""Reads every HTML page that any test fetches, and fails on what no page may do."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from urllib.parse import urlsplit

from lxml import html
from lxml.html import HtmlElement

STRAIGHT = re.compile(r"[\"']")
ADDRESS = re.compile(r"https?://\S+")
SILENT = {"script", "style", "textarea"}
AS_IT_IS = "typed"
"""The class of what an author must type in a file, straight quotes included."""
LONELY_MARK = re.compile(r"[^\s\u00a0\u202f(«/:]([;!?])(?!\S)| [;:!?»]|« ")
CONSULTATION = re.compile(r"^/guides/[a-z0-9-]+(/etapes/[a-z0-9-]+/attestation|/feuillet|/documents|/calendrier)?(#.*)?$")
"""Forms that change nothing and are posted so that answers stay out of addresses: no CSRF token, decision A7."""


TOKEN = re.compile(r"[0-9a-f]{64}")
PLACE = re.compile(r"#[a-z0-9-]+")


class Inspector:
    """One page under inspection."""

    def __init__(self, text: str, address: str = "") -> None:
        """Parse the page, whole or part; the address it was fetched from, when that is known."""
        self.address = address
        self.is_whole = "<html" in text
        self.text = text
        self.tree: HtmlElement = html.document_fromstring(text) if self.is_whole else html.fragment_fromstring(text, create_parent="div")
        self.ids: list[str] = self.tree.xpath("//@id")
        self.known = set(self.ids)

    def inspect(self) -> None:
        """Fail on the first thing that a page may not do."""
        if self.is_whole:
            self._head()
        self._nothing_inline()
        self._ids()
        self._addresses()
        self._forms()
        self._labels()
        self._typography()

    def _head(self) -> None:
        titles = self.tree.xpath("//h1")
        assert len(titles) == 1, "a page has one h1"
        title, heading = self.tree.findtext(".//title") or "", titles[0].text_content()
        assert title.startswith(heading), f"title {title!r} starts with the h1 {heading!r}"
        assert self.tree.get("lang") == "fr"
        assert len(self.tree.xpath("//main")) == 1, "a page has one main"
        skip = self.tree.xpath("//a[contains(@class, 'skip')]/@href")
        assert skip, "a page has a skip link"
        assert skip[0][1:] in self.known, "the skip link leads somewhere"
        levels = [int(one.tag[1]) for one in self.tree.xpath("//h1|//h2|//h3|//h4|//h5|//h6")]
        assert all(after - before <= 1 for before, after in pairwise(levels)), f"headings jump: {levels}"

    def _nothing_inline(self) -> None:
        assert not self.tree.xpath("//*[@style]"), "no inline style"
        assert not self.tree.xpath("//style"), "no style element"
        assert not self.tree.xpath("//script[not(@src)]"), "no inline script"
        handlers = [name for one in self.tree.iter() for name in one.attrib if name.startswith(("on", "hx-", "data-hx-on"))]
        assert not handlers, f"no handler in a page: {handlers}"

    def _ids(self) -> None:
        assert len(self.ids) == len(self.known), f"ids twice: {sorted(one for one, times in Counter(self.ids).items() if times > 1)}"
        if self.is_whole:
            wanted = [href[1:] for href in self.tree.xpath("//a/@href") if href.startswith("#")]
            assert self.known.issuperset(wanted), f"links to nowhere: {sorted(set(wanted) - self.known)}"
            named = " ".join(self.tree.xpath("//@aria-labelledby | //@aria-describedby | //label/@for")).split()
            assert self.known.issuperset(named), f"named by nothing: {sorted(set(named) - self.known)}"

    def _addresses(self) -> None:
        for one in self.tree.xpath("//*[@src] | //link[@href]"):
            address = one.get("src") or one.get("href")
            assert not urlsplit(address).netloc, f"asks another house: {address}"
        for link in self.tree.xpath("//a[@href]"):
            if urlsplit(link.get("href")).netloc:
                assert {"noopener", "noreferrer", "external"} <= set((link.get("rel") or "").split()), "a link out says so"

    def _forms(self) -> None:
        for form in self.tree.xpath("//form"):
            assert form.get("action"), "a form has an action"
            assert form.get("method") in {"get", "post"}, "a form has a method"
            if form.get("method") == "post" and not CONSULTATION.match(form.get("action")):
                token = form.xpath(".//input[@type='hidden'][@name='jeton']/@value")
                assert len(token) == 1, f"a form that changes something carries a token: {form.get('action')}"
                assert TOKEN.fullmatch(token[0]), "a token is 64 hexadecimal characters"
            self._htmx_twin(form)
        for button in self.tree.xpath("//*[@formaction]"):
            named = button.get("form")
            own = self.tree.xpath("//form[@id=$name]", name=named) if named else button.xpath("ancestor::form")
            self._button(button.get("formaction"), own[0].get("action") if own else None)

    def _button(self, leads: str, action: str | None) -> None:
        """Let a button lead where its form goes, to a place of its own page as it will answer, or to what changes nothing."""
        if not leads.startswith("#"):
            assert leads == action or CONSULTATION.match(leads), leads
            return
        assert PLACE.fullmatch(leads), f"a button leads nowhere: {leads}"
        assert action or not self.is_whole, f"a button has a form: {leads}"
        where = urlsplit(action or "").path or self.address
        assert self.address in {"", where}, f"the form of {leads} goes to its own page, not from {self.address} to {where}"

    def _htmx_twin(self, form: HtmlElement) -> None:
        for verb in ("get", "post"):
            address = form.get(f"data-hx-{verb}")
            if address:
                assert (form.get("method"), form.get("action")) == (verb, address), "htmx asks what the plain form asks"
                target = form.get("data-hx-target", "")
                assert target.startswith("#"), "an htmx element names its own target"
                assert not self.is_whole or target[1:] in self.known, f"the target {target} exists"

    def _labels(self) -> None:
        labelled = set(self.tree.xpath("//label/@for")) - {""}
        for field in self.tree.xpath("//input[not(@type='hidden')] | //textarea | //select"):
            wrapped = next(field.iterancestors("label"), None) is not None
            assert wrapped or field.get("id") in labelled, f"a field has a label: {html.tostring(field)!r}"
        for button in self.tree.xpath("//button"):
            assert button.text_content().strip(), "a button has words"
            assert button.get("type"), "a button says its type"

    def _typography(self) -> None:
        for text in set(_texts(self.tree)):
            assert not (found := typographic_fault(text)), f"{found} in {text.strip()[:80]!r}"


def _texts(part: HtmlElement) -> Iterator[str]:
    """Return what a part says aloud: no program, no style, nothing that somebody types or must type as it is."""
    if not isinstance(part.tag, str) or part.tag in SILENT or AS_IT_IS in part.get("class", ""):
        return
    yield part.text or ""
    for inside in part:
        yield from _texts(inside)
        yield inside.tail or ""


@cache
def typographic_fault(text: str) -> str:
    """Return what is wrong with a text, or nothing; the same texts come back on hundreds of pages."""
    shown = ADDRESS.sub("", text)
    if STRAIGHT.search(shown):
        return "straight quote"
    found = LONELY_MARK.search(shown)
    return f"spacing at {found}" if found else ""


def inspect(text: str, address: str = "") -> None:
    """Inspect one page or one part of a page, fetched from that address."""
    Inspector(text, address).inspect()
