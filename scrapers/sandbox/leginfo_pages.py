"""Synthetic pages in the form of leginfo's, filled from the sample record; each says so.

No genuine page was at hand: labels, ids and layouts are those that published scrapers look for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from tracker.record import reference
from tracker.record.bills import BillId
from tracker.record.sample import read_sample
from tracker.record.sample_facts import SampleBill
from tracker.record.vocabulary import Chamber, Option, Venue

NOTE = "Synthetic page of a stand-in for the Legislature's site; facts from the sample record."
_SHORT = {Chamber.LOWER: "Asm", Chamber.UPPER: "Sen"}
_LISTS = {"Ayes": Option.YES, "Noes": Option.NO, "NVR": Option.NOT_VOTING}


@dataclass(frozen=True)
class RollOnPage:
    """One roll call with the text that stands beside each label, and how its ids end."""

    fields: tuple[tuple[str, str, str], ...]
    """Label, end of the id, value."""


@dataclass(frozen=True)
class BillOnPage:
    """One measure as the stand-in shows it."""

    bill: BillId
    title: str
    author: str
    rolls: tuple[RollOnPage, ...]
    actions: tuple[tuple[date, str], ...]
    """Newest first."""

    @property
    def measure(self) -> str:
        """`SB-375`."""
        return self.bill.printed.replace(" ", "-")


def sample_bills(code: str = "ca", session: str = "20072008") -> list[BillOnPage]:
    """Every measure of the sample record; rolls known to be missing are on no page."""
    folder = reference.sample_folder(code, session)
    assert folder is not None, "the sample record ships with the program"
    record = read_sample(folder)
    votes: dict[int, dict[str, list[str]]] = {}
    for vote in record.votes.to_pylist():
        votes.setdefault(vote["row"], {}).setdefault(vote["option"], []).append(vote["voter"])
    rolls: dict[str, list[RollOnPage]] = {}
    for roll in record.roll_calls.sort_by("row").to_pylist():
        if not roll["known_missing"]:
            shown = _roll(roll, votes[roll["row"]], code, session)
            rolls.setdefault(roll["bill_id"], []).append(shown)
    actions: dict[str, list[tuple[date, str]]] = {}
    for action in record.actions:
        actions.setdefault(action.bill_id, []).insert(0, (action.date, action.description))
    return [
        _bill(bill, rolls.get(bill.bill_id, []), actions.get(bill.bill_id, []))
        for bill in record.bills
    ]


def votes_page(shown: BillOnPage) -> str:
    """Today's layout: a block per roll call, a row per label."""
    blocks = "".join(
        '<div class="status">'
        + "".join(
            f'<div class="statusRow"><div class="statusCellLabel">{label}:</div>'
            f'<div class="statusCellData"><span id="j_idt{nth}:{end}">{escape(value)}</span>'
            "</div></div>\n"
            for label, end, value in roll.fields
        )
        + "</div>\n"
        for nth, roll in enumerate(shown.rolls)
    )
    return _page(shown, blocks or "<p>There are no votes on this measure.</p>")


def votes_page_of_2011(shown: BillOnPage) -> str:
    """The layout of 2011 and 2012: one table, five lines per roll call."""
    lines = "".join(
        f"<tr>{_cells(roll.fields[:3])}</tr>\n<tr>{_cells(roll.fields[3:6])}</tr>\n"
        f"<tr>{_cells(roll.fields[6:7])}</tr>\n<tr>{_cells(roll.fields[7:8])}</tr>\n"
        f"<tr>{_cells(roll.fields[8:])}</tr>\n"
        for roll in shown.rolls
    )
    empty = "<p>There are no votes on this measure.</p>"
    return _page(shown, f'<table id="billvotes">{lines}</table>' if lines else empty)


def history_page(shown: BillOnPage) -> str:
    """Actions, newest first."""
    actions = shown.actions or ((date(2007, 1, 1), "Introduced (day made up)."),)
    lines = "".join(
        f'<tr><td scope="row">{day:%m/%d/%y}</td><td>{escape(what)}</td></tr>\n'
        for day, what in actions
    )
    head = "<thead><tr><th>Date</th><th>Action</th></tr></thead>"
    return _page(shown, f'<table id="billhistory">{head}<tbody>\n{lines}</tbody></table>')


def status_page(shown: BillOnPage) -> str:
    """What the measure is called, and who carries it."""
    rows = (
        ("Measure", "measureNum", shown.measure),
        ("Lead Authors", "leadAuthors", shown.author),
        ("Topic", "subject", shown.title),
    )
    return _page(
        shown,
        "".join(
            f'<div class="statusRow"><label class="statusLabel">{label}:</label>'
            f'<div class="statusCellData"><span id="{identity}">{escape(value)}</span></div>'
            "</div>\n"
            for label, identity, value in rows
        ),
    )


PAGES: dict[str, Callable[[BillOnPage], str]] = {
    "billStatusClient.xhtml": status_page,
    "billHistoryClient.xhtml": history_page,
    "billVotesClient.xhtml": votes_page,
}
"""The name of each page's address, and how it is drawn."""


def _bill(
    bill: SampleBill, rolls: Sequence[RollOnPage], actions: Sequence[tuple[date, str]]
) -> BillOnPage:
    parsed = BillId.parse(bill.bill_id)
    house = {Chamber.LOWER: " (A)", Chamber.UPPER: " (S)", None: ""}[parsed.origin_chamber]
    author = f"{bill.author_printed}{house}"
    return BillOnPage(parsed, bill.title, author, tuple(reversed(rolls)), tuple(actions))


def _roll(
    roll: dict[str, object], votes: dict[str, list[str]], code: str, session: str
) -> RollOnPage:
    named = {label: votes.get(option, []) for label, option in _LISTS.items()}
    counts = [(f"{label} Count", label.lower(), str(len(named[label]))) for label in named]
    lists = [(label, f"{label.lower()}Leg", ", ".join(named[label])) for label in named]
    return RollOnPage(
        (
            ("Date", "voteDate", f"{roll['date']:%m/%d/%y}"),
            ("Result", "result", f"({str(roll['result']).upper()})"),
            ("Location", "location", _place(str(roll["location"]), code, session)),
            *counts,
            ("Motion", "motion", str(roll["motion"])),
            *lists,
        )
    )


def _place(printed: str, code: str, session: str) -> str:
    """`Asm Appropriations` for `ASM. APPR.`, as the Legislature's own pages name places."""
    place = reference.reference(code).rules.locations.locate(printed, session)
    if place is None or place.chamber is None or place.venue == Venue.FLOOR:
        return place.name if place else printed
    committee = place.name.partition(" Committee on ")[2]
    return f"{_SHORT[place.chamber]} {committee}" if committee else printed


def _cells(fields: Sequence[tuple[str, str, str]]) -> str:
    return "".join(f"<th>{label}</th><td>{escape(value)}</td>" for label, _end, value in fields)


def _page(shown: BillOnPage, content: str) -> str:
    heading = f"{shown.measure} {shown.title} (2007-2008)"
    return (
        f"<!DOCTYPE html>\n<html><head><title>{escape(heading)}</title></head>\n<body>"
        f'<p class="note">{NOTE}</p>\n<div id="bill_header"><h1>{escape(heading)}</h1></div>\n'
        f"{content}</body></html>\n"
    )
