"""The stand-in for leginfo: its addresses, and every way in which it can misbehave when asked to.

Each way has a folder of its own in front of the same addresses: `/maintenance/faces/...`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum

from scrapers.sandbox.leginfo_pages import (
    PAGES,
    BillOnPage,
    sample_bills,
    votes_page,
    votes_page_of_2011,
)
from scrapers.sandbox.site import Answer

HTML = "text/html; charset=utf-8"
OLDER_LAYOUT = "layout_of_2011"
VOTES = "billVotesClient.xhtml"
_SLOW = 30.0
_UNKNOWN = "Nobody Known"


class Mischief(StrEnum):
    """What may be wrong with the votes page; the other pages of that folder are sound."""

    BUSY = "busy"
    """429 with a Retry-After of an hour."""
    UNAVAILABLE = "unavailable"
    """503 every time."""
    ONCE_UNAVAILABLE = "once_unavailable"
    """503 with a Retry-After of a second, then the page."""
    SLOW = "slow"
    """Nothing for half a minute."""
    CUT_OFF = "cut_off"
    """The connection ends in the middle of the page."""
    WRONG_CHARSET = "wrong_charset"
    """Says UTF-8 and sends Latin-1."""
    MAINTENANCE = "maintenance"
    """A page about maintenance, with status 200."""
    NOT_FOUND = "not_found"
    """A page that says the bill was not found, with status 200."""
    OTHER_BILL = "other_bill"
    """The page of another measure."""
    LABEL_RENAMED = "label_renamed"
    """`NVR Count` is called `Not Voting Count`."""
    VOTE_MISSING = "vote_missing"
    """One aye fewer is named than counted."""
    UNKNOWN_NAME = "unknown_name"
    """One aye is of somebody who is on no roster."""
    REDIRECT_LOOP = "redirect_loop"
    """The page sends its reader to itself."""
    REDIRECT_AWAY = "redirect_away"
    """The page sends its reader to another site."""
    ENDLESS = "endless"
    """A body without end."""
    EMPTY = "empty"
    """Status 200 and no bytes."""


def leginfo_answers() -> dict[str, Sequence[Answer]]:
    """Every address of the stand-in, and its answers."""
    bills = sample_bills()
    answers: dict[str, Sequence[Answer]] = {}
    older = dict(PAGES) | {VOTES: votes_page_of_2011}
    for folder, pages in (("", PAGES), (f"/{OLDER_LAYOUT}", older)):
        for shown in bills:
            answers |= _addresses(folder, shown, pages)
    for mischief in Mischief:
        for shown in bills:
            folder = f"/{mischief}"
            answers |= _addresses(folder, shown, PAGES)
            answers[_address(folder, VOTES, shown)] = _misbehaving(mischief, shown, bills)
    return answers


def _addresses(
    folder: str, shown: BillOnPage, pages: Mapping[str, Callable[[BillOnPage], str]]
) -> dict[str, Sequence[Answer]]:
    return {_address(folder, name, shown): [_html(draw(shown))] for name, draw in pages.items()}


def _address(folder: str, name: str, shown: BillOnPage) -> str:
    return f"{folder}/faces/{name}?bill_id={shown.bill.bill_id}"


def _html(page: str, encoding: str = "utf-8") -> Answer:
    return Answer(page.encode(encoding), headers={"Content-Type": HTML})


def _misbehaving(
    mischief: Mischief, shown: BillOnPage, bills: Sequence[BillOnPage]
) -> Sequence[Answer]:
    page = votes_page(shown)
    sound = _html(page)
    body = "<html><body><h1>{}</h1></body></html>"
    match mischief:
        case Mischief.BUSY:
            return [Answer(status=429, headers={"Retry-After": "3600"})]
        case Mischief.UNAVAILABLE:
            return [Answer(status=503)]
        case Mischief.ONCE_UNAVAILABLE:
            return [Answer(status=503, headers={"Retry-After": "1"}), sound]
        case Mischief.SLOW:
            return [replace(sound, pause=_SLOW)]
        case Mischief.CUT_OFF:
            return [replace(sound, cut=len(sound.body) // 2)]
        case Mischief.WRONG_CHARSET:
            return [_html(page.replace(_first_name(shown), "De León", 1), "latin-1")]
        case Mischief.MAINTENANCE:
            return [_html(body.format("This site is undergoing scheduled maintenance."))]
        case Mischief.NOT_FOUND:
            return [_html(body.format("Bill not found"))]
        case Mischief.OTHER_BILL:
            other = next(one for one in bills if one.bill != shown.bill)
            return [_html(votes_page(other))]
        case Mischief.LABEL_RENAMED:
            return [_html(page.replace("NVR Count", "Not Voting Count"))]
        case Mischief.VOTE_MISSING:
            return [_html(page.replace(f"{_first_name(shown)}, ", "", 1))]
        case Mischief.UNKNOWN_NAME:
            return [_html(page.replace(f">{_first_name(shown)},", f">{_UNKNOWN},", 1))]
        case Mischief.REDIRECT_LOOP:
            address = _address(f"/{mischief}", VOTES, shown)
            return [Answer(status=302, headers={"Location": address})]
        case Mischief.REDIRECT_AWAY:
            return [Answer(status=302, headers={"Location": "http://example.invalid/"})]
        case Mischief.ENDLESS:
            return [
                Answer(b"<p>and so on</p>" * 4096, headers={"Content-Type": HTML}, is_endless=True)
            ]
        case Mischief.EMPTY:
            return [Answer(headers={"Content-Type": HTML})]


def _first_name(shown: BillOnPage) -> str:
    """The first aye of the first roll call on the page; empty where there is none."""
    values = {label: value for label, _, value in shown.rolls[0].fields} if shown.rolls else {}
    return values.get("Ayes", "").split(", ")[0]
