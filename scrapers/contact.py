"""What is said of a crawl that does not tell the site whom to write to."""

from __future__ import annotations

from scrapers.manners import CONTACT, Manners


def without_contact(manners: Manners) -> tuple[str, ...]:
    """One warning, where the operator has named no contact."""
    if manners.contact:
        return ()
    return (f"{CONTACT} is not set, so the site is not told whom to write to",)
