"""The pages of the app, in the order of the menu."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module

from tracker.translation import N_, _


@dataclass(frozen=True)
class Page:
    """One page: its path in the address, which is also its module here, and its name in the menu.

    The module is imported when the page is first shown: what it mounts needs Streamlit to run.
    """

    path: str
    name: str
    """In English; see `title`."""

    @property
    def title(self) -> str:
        """Its name in the menu."""
        return _(self.name)

    @property
    def full_title(self) -> str:
        """As it stands in the browser's tab."""
        return _("{page} · Answerable").format(page=self.title)

    def show(self) -> None:
        """Draws the page."""
        import_module(f"{__name__}.{self.path}").show()


PAGES: tuple[Page, ...] = (
    Page("scorecard", N_("Scorecard")),
    Page("legislator", N_("Legislators")),
    Page("measure", N_("Measures")),
    Page("campaigns", N_("Campaigns")),
    Page("agendas", N_("Agendas")),
    Page("start", N_("Start")),
    Page("audit", N_("Audit")),
)
"""The first is the landing page."""


def path_of(page: Page) -> str:
    """Where the page is: the landing page at the root."""
    return "" if page is PAGES[0] else page.path
