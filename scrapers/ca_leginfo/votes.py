"""A votes page: every roll call of one measure with every name, or a refusal of the whole page.

Fields are found by their label; where an element's id also says what it holds, both must agree.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from parsel import Selector

from scrapers.ca_leginfo.pages import by_end_of_id, label_and_value, label_of, parse_page
from scrapers.kit.page_text import day_of, refuse_repeated, text_of
from scrapers.kit.printed import PageRefused, PrintedRoll
from tracker.rules.measures import Measure
from tracker.rules.vocabulary import Option, Result

END_OF_ID = {
    "Date": "voteDate",
    "Result": "result",
    "Location": "location",
    "Ayes Count": "ayes",
    "Noes Count": "noes",
    "NVR Count": "nvr",
    "Motion": "motion",
    "Ayes": "ayesLeg",
    "Noes": "noesLeg",
    "NVR": "nvrLeg",
}
"""Every label of a roll call, and how the id of the element that holds its value ends."""

WORDS = {"AYE": Option.YES, "NOE": Option.NO, "NVR": Option.NOT_VOTING}
"""What the Legislature calls the three; NVR is "no vote recorded"."""

_LISTS = {"AYE": ("Ayes Count", "Ayes"), "NOE": ("Noes Count", "Noes"), "NVR": ("NVR Count", "NVR")}
_RESULTS = {"PASS": Result.PASS, "FAIL": Result.FAIL}
_NOBODY = {"", "-"}
_NO_ROLL_CALL = ("no votes", "no roll call", "there are no vote")


def parse_votes(body: bytes, content_type: str, bill: Measure) -> tuple[PrintedRoll, ...]:
    """The roll calls of the page, oldest first; none only where the page says there are none.

    Within a day the page's own direction decides.

    Raises:
        PageRefused: a label is missing or stands twice, a label and an id disagree, a count is
            not the number of names, or the page is none of this measure.
    """
    page = parse_page(body, content_type, bill)
    fields = [*_of_blocks(page), *_of_tables(page)]
    if not fields and not any(words in text_of(page).lower() for words in _NO_ROLL_CALL):
        raise PageRefused("the page shows no roll call and does not say that there is none")
    rolls = [_roll(roll, f"roll call {nth}") for nth, roll in enumerate(fields, start=1)]
    if rolls and rolls[0].date > rolls[-1].date:
        rolls.reverse()
    return tuple(sorted(rolls, key=lambda roll: roll.date))


def _of_blocks(page: Selector) -> Iterator[dict[str, str]]:
    """Today's layout: one block per roll call, one row per label and value."""
    for nth, block in enumerate(page.css("div.status"), start=1):
        pairs = [pair for row in block.css("div.statusRow") if (pair := label_and_value(row))]
        fields = _once(pairs, f"roll call {nth}")
        _refuse_disagreement(fields, by_end_of_id(block, tuple(END_OF_ID.values())), nth)
        yield fields


def _of_tables(page: Selector) -> Iterator[dict[str, str]]:
    """The layout of 2011 and 2012: one table, where a cell with a label stands before its value
    and each `Date` begins another roll call.
    """
    rolls: list[list[tuple[str, str]]] = []
    label = None
    for cell in page.css("table#billvotes th, table#billvotes td"):
        if label is None:
            found = label_of(cell)
            label = found if found in END_OF_ID else None
            continue
        if label == "Date" or not rolls:
            rolls.append([])
        rolls[-1].append((label, text_of(cell)))
        label = None
    for nth, pairs in enumerate(rolls, start=1):
        yield _once(pairs, f"roll call {nth}")


def _once(pairs: list[tuple[str, str]], where: str) -> dict[str, str]:
    times = Counter(label for label, _ in pairs)
    twice = [label for label in END_OF_ID if times[label] > 1]
    if twice:
        raise PageRefused(f"{where}: the label {twice[0]!r} stands twice")
    return dict(pairs)


def _refuse_disagreement(fields: Mapping[str, str], of_ids: Mapping[str, str], nth: int) -> None:
    for label, end in END_OF_ID.items():
        if label in fields and end in of_ids and fields[label] != of_ids[end]:
            raise PageRefused(
                f"roll call {nth}: the label {label!r} and the id :{end} hold different text"
            )


def _roll(fields: Mapping[str, str], where: str) -> PrintedRoll:
    for label in END_OF_ID:
        if label not in fields:
            raise PageRefused(f"{where}: the label {label!r} is missing")
    for label in ("Location", "Motion"):
        if not fields[label]:
            raise PageRefused(f"{where}: nothing stands beside {label!r}")
    result = _RESULTS.get(fields["Result"].strip("()").upper())
    if result is None:
        raise PageRefused(f"{where}: the result {fields['Result'][:40]!r} is not known")
    names = {
        word: _names(fields[count], fields[listed], f"{where}, {listed}")
        for word, (count, listed) in _LISTS.items()
    }
    refuse_repeated(names, where)
    day = day_of(fields["Date"])
    ref = f"{where} of the page"
    return PrintedRoll(day, fields["Location"], fields["Motion"], result, names, ref)


def _names(count: str, listed: str, where: str) -> tuple[str, ...]:
    """The names, split on commas alone: `De La Torre` is one member."""
    names = tuple(name for part in listed.split(",") if (name := part.strip()) not in _NOBODY)
    if not (count.isascii() and count.isdigit()):
        raise PageRefused(f"{where}: the count {count[:40]!r} is not a number")
    if int(count) != len(names):
        raise PageRefused(f"{where}: {int(count)} declared, {len(names)} named")
    return names
