"""The stand-in for leginfo: its addresses, and every way in which it can misbehave when asked to.

Each way has a folder of its own in front of the same addresses: `/maintenance/faces/...`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from tests.measures import official
from tests.sites.leginfo_pages import (
    PAGES,
    BillOnPage,
    list_page,
    sample_bills,
    votes_page,
    votes_page_of_2011,
)
from tests.sites.mischief import Mischief, Spoilable, html, misbehaving
from tests.sites.site import Answer, made_once

OLDER_LAYOUT = "layout_of_2011"
VOTES = "billVotesClient.xhtml"
LIST = "/faces/billSearchClient.xhtml?session_year=20072008&house=Both&author=All&lawCode=All"


@made_once
def leginfo_answers() -> dict[str, Sequence[Answer]]:
    """Every address of the stand-in, and its answers."""
    bills = sample_bills()
    folders = ("", *(f"/{folder}" for folder in (OLDER_LAYOUT, *Mischief)))
    listed = [html(list_page(bills))]
    answers: dict[str, Sequence[Answer]] = {f"{folder}{LIST}": listed for folder in folders}
    older = dict(PAGES) | {VOTES: votes_page_of_2011}
    for folder, pages in (("", PAGES), (f"/{OLDER_LAYOUT}", older)):
        for shown in bills:
            answers |= _addresses(folder, shown, pages)
    for mischief in Mischief:
        for shown in bills:
            folder = f"/{mischief}"
            answers |= _addresses(folder, shown, PAGES)
            answers[_address(folder, VOTES, shown)] = misbehaving(
                mischief, _spoilable(shown, folder, bills)
            )
    return answers


def _addresses(
    folder: str, shown: BillOnPage, pages: Mapping[str, Callable[[BillOnPage], str]]
) -> dict[str, Sequence[Answer]]:
    return {_address(folder, name, shown): [html(draw(shown))] for name, draw in pages.items()}


def _address(folder: str, name: str, shown: BillOnPage) -> str:
    return f"{folder}/faces/{name}?bill_id={official(shown.bill.bill_id)}"


def _spoilable(shown: BillOnPage, folder: str, bills: Sequence[BillOnPage]) -> Spoilable:
    """The votes page; the other pages of the folder are sound."""
    other = next(one for one in bills if one.bill != shown.bill)
    return Spoilable(
        page=votes_page(shown),
        address=_address(folder, VOTES, shown),
        other=votes_page(other),
        label=("NVR Count", "Not Voting Count"),
        names=f"{_first_name(shown)}, ",
    )


def _first_name(shown: BillOnPage) -> str:
    """The first aye of the first roll call on the page; empty where there is none."""
    values = {label: value for label, _, value in shown.rolls[0].fields} if shown.rolls else {}
    return values.get("Ayes", "").split(", ")[0]
