"""The pages of the app, in the order of the menu."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from scorecard_app.pages import agendas, campaigns, legislator, measure, scorecard


@dataclass(frozen=True)
class Page:
    """One page: its path in the address, its name in the menu, and what draws it."""

    path: str
    title: str
    show: Callable[[], None]


PAGES: tuple[Page, ...] = (
    Page("scorecard", "Scorecard", scorecard.show),
    Page("legislator", "Legislators", legislator.show),
    Page("measure", "Measures", measure.show),
    Page("campaigns", "Campaigns", campaigns.show),
    Page("agendas", "Agendas", agendas.show),
)
"""The first is the landing page."""
