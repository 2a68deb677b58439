"""Synthetic pages in the form of the old leginfo.ca.gov, from the sample record; each says so.

No genuine votes page was at hand. Labels and layout are those that published scrapers look for and
that genuine histories and floor analyses of the same site show.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from html import escape
from itertools import groupby

from scrapers.ca_archive.pages import MONTHS
from scrapers.ca_archive.source import file_name, folder_of
from tests.sites.sample_measures import CODE, NOTE, SESSION, SampleMeasure, SampleRoll
from tracker.rules import reference
from tracker.rules.vocabulary import Chamber, Option, Venue

COLUMN = 20
_MADE_UP = date(2007, 1, 1)
_HEADINGS = {
    "AYES": Option.YES,
    "NOES": Option.NO,
    "ABSENT, ABSTAINING, OR NOT VOTING": Option.NOT_VOTING,
}
_SHORT = {Chamber.LOWER: "asm", Chamber.UPPER: "sen"}
_LONG = {Chamber.LOWER: "ASSEMBLY", Chamber.UPPER: "SENATE"}


def documents(shown: SampleMeasure) -> dict[str, str]:
    """Path to page, of everything that the stand-in holds of a measure but its finder page."""
    folder, name = folder_of(shown.bill), file_name(shown.bill)
    newest = shown.actions[0][0] if shown.actions else _MADE_UP
    pages = {f"{folder}/{name}_bill_{newest:%Y%m%d}_history.html": history_page(shown)}
    for nth, roll in enumerate(shown.rolls):
        moment = f"{roll.date:%Y%m%d}_{nth:06}"
        pages[f"{folder}/{name}_vote_{moment}_{_place(roll)}.html"] = votes_page(shown, roll)
    if shown.rolls:
        moment = f"{shown.rolls[-1].date:%Y%m%d}_235959"
        pages[f"{folder}/{name}_cfa_{moment}_sen_floor.html"] = analysis_page(shown)
    return pages


def finder_page(shown: SampleMeasure, paths: Sequence[str]) -> str:
    """What the site holds of a measure, as links."""
    lines = "".join(f'<li><a href="{path}">{path.rsplit("/", 1)[-1]}</a></li>\n' for path in paths)
    return _page(shown, f"<h1>{shown.bill.printed}</h1>\n<ul>\n{lines}</ul>")


def history_page(shown: SampleMeasure) -> str:
    """Title, author and the actions, newest first, below the line of their year."""
    lines = []
    actions = shown.actions or ((_MADE_UP, "Introduced (day made up)."),)
    for year, of_year in groupby(actions, key=lambda action: action[0].year):
        lines.append(str(year))
        for day, what in of_year:
            lines.append(f"{_month(day.month)} {day.day}\t{what}")
    letters = ".".join(shown.bill.measure_type)
    head = (
        f"COMPLETE BILL HISTORY\n\nBILL NUMBER : {letters}. No. {shown.bill.number}\n"
        f"AUTHOR\t: {shown.author}\nTOPIC\t: {shown.title}\n\n"
        "TYPE OF BILL :\tInactive\n\t\tNon-Urgency\n\nBILL HISTORY\n"
    )
    made_up = "2007\nJan. 1\tIntroduced (day made up)."
    return _text_page(shown, head + ("\n".join(lines) or made_up))


def votes_page(shown: SampleMeasure, roll: SampleRoll) -> str:
    """One roll call, names in columns."""
    named = {heading: roll.names.get(option, ()) for heading, option in _HEADINGS.items()}
    ayes, noes = (len(named[heading]) for heading in ("AYES", "NOES"))
    head = (
        f"UNOFFICIAL BALLOT\nMEASURE:\t{shown.bill.printed}\nAUTHOR:\t{shown.author}\n"
        f"TOPIC:\t{shown.title}\nDATE:\t{roll.date:%m/%d/%Y}\nLOCATION:\t{roll.location}\n"
        f"MOTION:\t{roll.motion}\n\t(AYES {ayes:3}. NOES {noes:3}.)  ({roll.result.upper()})\n\n"
    )
    lists = "".join(
        f"\n\t{heading}\n\t{'*' * len(heading)}\n\n{_columns(names)}\n"
        for heading, names in named.items()
    )
    return _text_page(shown, head + lists)


def analysis_page(shown: SampleMeasure) -> str:
    """A Senate floor analysis that lists every earlier roll call."""
    lists = "\n".join(
        f" {_named_place(roll)} :  {len(roll.names.get('yes', ()))}-"
        f"{len(roll.names.get('no', ()))}, {roll.date.month}/{roll.date.day}/{roll.date:%y}\n"
        f"AYES:  {_wrapped(roll.names.get('yes', ()))}\n"
        f"NOES:  {_wrapped(roll.names.get('no', ()))}\n"
        for roll in shown.rolls
    )
    head = f"BILL ANALYSIS\n\nBill No:  {shown.bill.printed}\n\n"
    return _text_page(shown, f"{head}{lists}\n SUBJECT :")


def first_aye(roll: SampleRoll) -> str:
    """The first aye with the blanks after it, as a votes page has them."""
    return roll.names["yes"][0].ljust(COLUMN)


def _columns(names: Sequence[str]) -> str:
    rows = _in_rows(names, 4)
    return "\n".join("".join(name.ljust(COLUMN) for name in row).rstrip() for row in rows)


def _wrapped(names: Sequence[str]) -> str:
    return ",\n  ".join(", ".join(row) for row in _in_rows(names, 5))


def _in_rows(names: Sequence[str], count: int) -> Iterator[Sequence[str]]:
    return (names[start : start + count] for start in range(0, len(names), count))


def _month(number: int) -> str:
    name = MONTHS[number - 1]
    return name if name in {"May", "June", "July"} else f"{name}."


def _place(roll: SampleRoll) -> str:
    """`sen_floor`, as it stands in the name of a votes page."""
    chamber, is_floor, _ = _located(roll)
    return f"{_SHORT[chamber]}_{'floor' if is_floor else 'comm'}"


def _named_place(roll: SampleRoll) -> str:
    """`SENATE FLOOR`, as an analysis prints it."""
    chamber, is_floor, name = _located(roll)
    committee = name.partition(" Committee on ")[2].upper()
    return f"{_LONG[chamber]} {'FLOOR' if is_floor else f'{committee or roll.location} COMMITTEE'}"


def _located(roll: SampleRoll) -> tuple[Chamber, bool, str]:
    place = reference.reference(CODE).rules.locations.locate(roll.location, SESSION)
    assert place is not None and place.chamber is not None, roll.location
    return place.chamber, place.venue is Venue.FLOOR, place.name


def _text_page(shown: SampleMeasure, text: str) -> str:
    return _page(shown, f"<pre>\n{escape(text, quote=False)}\n</pre>")


def _page(shown: SampleMeasure, content: str) -> str:
    return (
        f"<html><head><title>{shown.bill.printed} Senate Bill</title>\n"
        f'<meta name="MEASURE" content="{shown.bill.printed}     ">\n'
        f'<meta name="AUTHOR" content="{escape(shown.author)}">\n</head>\n<body>\n'
        f'<p class="note">{NOTE}</p>\n{content}\n</body></html>\n'
    )
