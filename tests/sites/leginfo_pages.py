"""Synthetic pages in the form of leginfo's, filled from the sample record; each says so.

No genuine page was at hand: labels, ids and layouts are those that published scrapers look for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from tests.measures import official
from tests.sites.sample_measures import (
    CODE,
    NOTE,
    SESSION,
    SampleMeasure,
    SampleRoll,
    sample_measures,
)
from tracker.rules import reference
from tracker.rules.measures import Measure
from tracker.rules.vocabulary import Chamber, Option, Venue

_SHORT = {Chamber.LOWER: "Asm", Chamber.UPPER: "Sen"}
_FIRST_TEXT = 99
"""The number of the text of a measure as introduced; later ones count down."""
_LISTS = {"Ayes": Option.YES, "Noes": Option.NO, "NVR": Option.NOT_VOTING}


@dataclass(frozen=True)
class RollOnPage:
    """One roll call with the text that stands beside each label, and how its ids end."""

    fields: tuple[tuple[str, str, str], ...]
    """Label, end of the id, value."""


@dataclass(frozen=True)
class BillOnPage:
    """One measure as the stand-in shows it."""

    bill: Measure
    title: str
    author: str
    rolls: tuple[RollOnPage, ...]
    actions: tuple[tuple[date, str], ...]
    """Newest first."""
    versions: tuple[tuple[date, str], ...]
    """Newest first."""

    @property
    def measure(self) -> str:
        """`SB-375`."""
        return self.bill.printed.replace(" ", "-")


def sample_bills() -> list[BillOnPage]:
    """Every measure of the sample record."""
    return [_bill(measure) for measure in sample_measures()]


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


def text_page(shown: BillOnPage) -> str:
    """Which texts there are, newest first; of the text itself a sentence that it is none."""
    versions = shown.versions or ((date(2007, 1, 1), "Introduced (day made up)"),)
    bill = shown.bill
    name = f"{bill.session[:4]}{bill.special_session}{bill.measure_type}{bill.number}"
    numbered = enumerate(versions, start=_FIRST_TEXT + 1 - len(versions))
    options = "".join(
        f'<option value="{name}{nth}{label[:3].upper()}">{day:%m/%d/%y} - {escape(label)}</option>'
        for nth, (day, label) in numbered
    )
    text = "<p>In the place of the text of a measure.</p>"
    return _page(
        shown, f'<select id="version">{options}</select>\n<div id="bill_all">{text}</div>\n'
    )


def list_page(bills: Sequence[BillOnPage]) -> str:
    """Every measure of the session, as the site's search lists them."""
    lines = "".join(
        f'<tr><td><a href="/faces/billNavClient.xhtml?bill_id={official(shown.bill.bill_id)}">'
        f"{shown.measure}</a></td><td>{escape(shown.title)}</td>"
        f"<td>{escape(shown.author)}</td><td></td></tr>\n"
        for shown in bills
    )
    head = "<thead><tr><th>Measure</th><th>Subject</th><th>Author</th><th>Status</th></tr></thead>"
    table = f'<table id="bill_results">{head}<tbody>\n{lines}</tbody></table>'
    return (
        "<!DOCTYPE html>\n<html><head><title>Bill Search</title></head>\n<body>"
        f'<p class="note">{NOTE}</p>\n{table}</body></html>\n'
    )


PAGES: dict[str, Callable[[BillOnPage], str]] = {
    "billStatusClient.xhtml": status_page,
    "billHistoryClient.xhtml": history_page,
    "billVotesClient.xhtml": votes_page,
    "billTextClient.xhtml": text_page,
}
"""The name of each page's address, and how it is drawn."""


def _bill(measure: SampleMeasure) -> BillOnPage:
    house = {Chamber.LOWER: " (A)", Chamber.UPPER: " (S)", None: ""}[measure.bill.origin_chamber]
    rolls = tuple(_roll(roll) for roll in reversed(measure.rolls))
    author = f"{measure.author}{house}"
    return BillOnPage(measure.bill, measure.title, author, rolls, measure.actions, measure.versions)


def _roll(roll: SampleRoll) -> RollOnPage:
    named = {label: roll.names.get(option, ()) for label, option in _LISTS.items()}
    counts = [(f"{label} Count", label.lower(), str(len(named[label]))) for label in named]
    lists = [(label, f"{label.lower()}Leg", ", ".join(named[label])) for label in named]
    return RollOnPage(
        (
            ("Date", "voteDate", f"{roll.date:%m/%d/%y}"),
            ("Result", "result", f"({roll.result.upper()})"),
            ("Location", "location", _place(roll.location)),
            *counts,
            ("Motion", "motion", roll.motion),
            *lists,
        )
    )


def _place(printed: str) -> str:
    """`Asm Appropriations` for `ASM. APPR.`, as the Legislature's own pages name places."""
    place = reference.reference(CODE).rules.locations.locate(printed, SESSION)
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
