"""The gestures of somebody who receives their papers in a real browser, and copies each of them right."""

import re
from dataclasses import dataclass, field

import pyotp

from tests.journeys.desk import Desk, plain
from tests.procedures.papers.reading import text_of


@dataclass
class Arrival:
    """One arrival, and what is taken away from it."""

    desk: Desk
    now: int
    """The second at which the clock of the site stands."""
    with_card: bool = False
    kept: dict[str, str] = field(default_factory=dict)

    def arrive(self) -> dict[str, str]:
        """Receive every paper, until there is none left; return what was noted."""
        page = self.desk.page
        page.wait_for_url("**/arrivee/phrase")
        while "/arrivee/" in page.url:
            step = page.url.rpartition("/")[2]
            getattr(self, f"_{step}")()
            page.wait_for_url(lambda url, before=step: not url.endswith((f"/arrivee/{before}", "/arrivee")))
        return self.kept

    def _phrase(self) -> None:
        page = self.desk.page
        self.kept["name"] = page.locator(".own-name").inner_text()
        self.kept["phrase"] = " ".join(page.locator(".words li").all_inner_texts())
        page.get_by_label("Recopiez-les").fill(self.kept["phrase"])
        self.desk.press("C’est ma phrase")

    def _numero(self) -> None:
        page = self.desk.page
        if self.with_card:
            self.desk.press("Avec une carte imprimée")
            card = text_of(page.context.request.get(self.desk.site.address("/arrivee/numero/imprimer")).body())
            page.locator("#numero").fill(re.search(r"(?<!\d)1[ .]+(\d{3} ?\d{3})", plain(card))[1])
        else:
            self.desk.press("Avec une application sur mon téléphone")
            page.get_by_text("Les lettres à taper").click()
            self.kept["secret"] = page.locator("p.sign").inner_text().replace(" ", "")
            page.locator("#numero").fill(self.number(-1))
        self.desk.press("Vérifier")

    def number(self, ahead: int = 0) -> str:
        """Return what the application shows, now or so many half-minutes later."""
        return pyotp.TOTP(self.kept["secret"]).at(self.now + 30 * ahead)

    def _feuille(self) -> None:
        self._copy_groups("Essayez-la", "Essayer la feuille")

    def _enveloppe(self) -> None:
        self._copy_groups("Essayez-la avant de la fermer", "Essayer l’enveloppe")

    def _copy_groups(self, label: str, button: str) -> None:
        groups = self.desk.page.locator(".groups .sign").all_inner_texts()
        self.desk.page.get_by_label(label).fill(" ".join(groups).lower())
        self.desk.press(button)

    def _affiche(self) -> None:
        self.desk.press("C’est fait, entrer")
