"""The items of pages of measures, as the loader reads them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

import pyarrow as pa

from scrapers.pages.printed import Printed, PrintedAction, PrintedRoll
from scrapers.pages.source import Page
from tracker.crawls.manifest import StagedFile
from tracker.crawls.shapes import BILL_FACTS, FILE, ROLL_CALLS, VOTES
from tracker.rules.measures import BillId
from tracker.rules.vocabulary import Option

Read = Sequence[tuple[Page, Printed]]
Numbered = tuple[int, int, BillId, PrintedRoll]
"""Row of the crawl, number of the file, measure, and the roll call."""

_CHAPTER = re.compile(r"\b((?:Res(?:olution|\.) )?Chapter \d+, Statutes of \d{4})")


def bill_items(read: Read) -> dict[str, int]:
    """How many of each kind were read; versions only where a page tells of them."""
    rolls = [roll for _, said in read for roll in said.rolls]
    versions = sum(len(said.versions) for _, said in read)
    return {
        "bills": sum(said.bill is not None for _, said in read),
        **({"versions": versions} if versions else {}),
        "actions": sum(len(said.actions) for _, said in read),
        "roll_calls": len(rolls),
        "votes": sum(len(names) for roll in rolls for names in roll.names.values()),
    }


def bill_tables(
    read: Read, files: Sequence[StagedFile], words: Mapping[str, Option]
) -> dict[str, pa.Table]:
    """By the name of their file; `files` are in the order of `read`."""
    rolls = list(_numbered(read))
    facts = {
        "bills": _bill_rows(read),
        "versions": _version_rows(read),
        "actions": _action_rows(read),
    }
    return {
        "roll_calls": _table(_roll_rows(rolls, read, files, words), ROLL_CALLS),
        "votes": _votes(rolls, words),
        **{name: _table(facts.get(name, []), schema) for name, schema in BILL_FACTS.items()},
    }


def _numbered(read: Read) -> Iterator[Numbered]:
    """Oldest first within a measure."""
    rolls = [
        (page.measure, file, roll)
        for file, (page, said) in enumerate(read, start=1)
        for roll in said.rolls
    ]
    rolls.sort(key=lambda one: (one[0], one[2].date))
    for row, (bill, file, roll) in enumerate(rolls, start=1):
        yield row, file, bill, roll


def _roll_rows(
    rolls: Sequence[Numbered],
    read: Read,
    files: Sequence[StagedFile],
    words: Mapping[str, Option],
) -> list[dict[str, object]]:
    bills = {page.bill: said.bill for page, said in read if said.bill}
    return [
        {
            "row": row,
            "source_ref": f"{bill.printed}, {roll.ref or files[file - 1].name}",
            "bill_id": bill.bill_id,
            "bill_printed": bill.printed,
            "author": bills[bill].author if bill in bills else None,
            "topic": bills[bill].title if bill in bills else None,
            "date": roll.date,
            "location": roll.location,
            "motion": roll.motion,
            "yes": _count(roll, Option.YES, words),
            "no": _count(roll, Option.NO, words),
            "result": str(roll.result),
            "known_missing": False,
            "note": None,
            "file": file,
        }
        for row, file, bill, roll in rolls
    ]


def _count(roll: PrintedRoll, option: Option, words: Mapping[str, Option]) -> int:
    return sum(len(roll.names.get(word, ())) for word, meant in words.items() if meant is option)


def _votes(rolls: Sequence[Numbered], words: Mapping[str, Option]) -> pa.Table:
    """A session has more than a million, so they are put together by columns."""
    named = [
        (row, name, word)
        for row, _file, _bill, roll in rolls
        for word, names in roll.names.items()
        for name in names
    ]
    return pa.table(
        [
            pa.array([row for row, _, _ in named], pa.int32()),
            pa.array([name for _, name, _ in named], pa.string()),
            pa.array([word for _, _, word in named], pa.string()),
            pa.array([str(words[word]) for _, _, word in named], pa.string()),
        ],
        schema=VOTES,
    )


def _version_rows(read: Read) -> list[dict[str, object]]:
    return [
        {
            "bill_id": page.measure.bill_id,
            "date": version.date,
            "label": version.label,
            "vote_required": None,
            "source_ref": version.name,
            "file": file,
        }
        for file, (page, said) in enumerate(read, start=1)
        for version in said.versions
    ]


def _action_rows(read: Read) -> list[dict[str, object]]:
    return [
        {
            "bill_id": page.measure.bill_id,
            "date": action.date,
            "sequence": nth,
            "description": action.description,
            "source_ref": f"{page.measure.printed}, action {nth} of the page",
            "file": file,
        }
        for file, (page, said) in enumerate(read, start=1)
        for nth, action in enumerate(said.actions, start=1)
    ]


def _bill_rows(read: Read) -> list[dict[str, object]]:
    chapters = {page.bill: _chaptered(said.actions) for page, said in read if said.actions}
    return [
        {
            "bill_id": page.measure.bill_id,
            "title": said.bill.title,
            "author": said.bill.author,
            "chaptered": chapters.get(page.bill),
            "source_ref": None,
            "file": file,
        }
        for file, (page, said) in enumerate(read, start=1)
        if said.bill
    ]


def _chaptered(actions: Sequence[PrintedAction]) -> str | None:
    """`Chapter 728, Statutes of 2008`, where the newest action that names a chapter says so."""
    found = [match for action in actions if (match := _CHAPTER.search(action.description))]
    return found[-1][1].replace("Res. ", "Resolution ") if found else None


def _table(rows: list[dict[str, object]], schema: pa.Schema) -> pa.Table:
    return pa.Table.from_pylist(rows, schema=schema.append(FILE))
