"""Hands that never touch a mouse."""

from playwright.sync_api import expect

from tests.journeys.desk import Desk

MOST_TABS = 600
AT_ONCE = 20
FOCUSABLE = """() => {
    const seen = new Set();
    const all = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), textarea, select, summary')];
    return all.filter(one => one.checkVisibility({ visibilityProperty: true })).filter(one => {
        if (one.type !== 'radio') return true;
        const first = !seen.has(one.name);
        seen.add(one.name);
        return first;
    }).map(one => one.type === 'radio' ? one.name : one.dataset.rank = String(all.indexOf(one)));
}"""
"""One stop for each link, button, field and fold that is shown; one for each group of round choices."""
HERE = """() => {
    const here = document.activeElement;
    return here === document.body ? '' : here.type === 'radio' ? here.name : here.dataset.rank || here.tagName;
}"""
RECORD = f"""() => {{
    const here = {HERE};
    window.passed = [here()];
    document.addEventListener('focusin', () => passed.push(here()));
}}"""
"""The page itself notes where the focus comes: asking after each key would take twice as long."""
PASSED = "() => passed"
MATCHES = "wanted => document.activeElement.matches(wanted)"


class Keyboard:
    """The keys of one desk."""

    def __init__(self, desk: Desk) -> None:
        """Sit down."""
        self.desk, self.page = desk, desk.page

    def press(self, key: str) -> None:
        """Press one key."""
        self.page.keyboard.press(key)

    def stops(self) -> list[str]:
        """Press Tab until the page is over and begins again; return where it stopped after where it is."""
        self.page.evaluate(RECORD)
        for _ in range(0, MOST_TABS, AT_ONCE):
            for _ in range(AT_ONCE):
                self.press("Tab")
            found = list(dict.fromkeys(passed := self.page.evaluate(PASSED)))
            if len(found) < len(passed):
                break
        assert passed[: len(found)] == found, "the focus came back before the page was over"
        return found[1:]

    def tab_to(self, wanted: str) -> None:
        """Press Tab until the focus is where it is wanted."""
        for _ in range(MOST_TABS):
            if self.page.evaluate(MATCHES, wanted):
                return
            self.press("Tab")
        message = f"Tab never comes to {wanted}"
        raise AssertionError(message)

    def choose(self, group: str, value: str) -> None:
        """Go to a group of round choices and move with the arrows; htmx must not steal our place on the way."""
        wanted = self.page.locator(f"#{group}-{value}")
        self.tab_to(f"input[name={group}]")
        for _ in range(self.page.locator(f"input[name={group}]").count()):
            if wanted.is_checked():
                break
            self._move()
        expect(wanted).to_be_focused()

    def _move(self) -> None:
        if self.desk.scripted:
            self.desk.change(lambda: self.press("ArrowDown"))
        else:
            self.press("ArrowDown")

    def enter(self, wanted: str) -> None:
        """Go to a control and press Enter."""
        self.tab_to(wanted)
        self.press("Enter")

    def submit(self, wanted: str) -> None:
        """Go to a control that brings new steps, and press Enter."""
        self.tab_to(wanted)
        self.desk.change(lambda: self.press("Enter"))
