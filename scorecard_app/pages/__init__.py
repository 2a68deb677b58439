"""The pages of the app, in the order of the menu."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module


@dataclass(frozen=True)
class Page:
    """One page: its path in the address, which is also its module here, and its name in the menu.

    The module is imported when the page is first shown: what it mounts needs Streamlit to run.
    """

    path: str
    title: str

    @property
    def full_title(self) -> str:
        """As it stands in the browser's tab."""
        return f"{self.title} · Answerable"

    def show(self) -> None:
        """Draws the page."""
        import_module(f"{__name__}.{self.path}").show()


PAGES: tuple[Page, ...] = (
    Page("scorecard", "Scorecard"),
    Page("legislator", "Legislators"),
    Page("measure", "Measures"),
    Page("campaigns", "Campaigns"),
    Page("agendas", "Agendas"),
    Page("start", "Start"),
    Page("audit", "Audit"),
)
"""The first is the landing page."""


def path_of(page: Page) -> str:
    """Where the page is: the landing page at the root."""
    return "" if page is PAGES[0] else page.path
