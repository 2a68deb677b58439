"""What pages print, as the tables of a crawl folder: measures with their roll calls, and events."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

import pyarrow as pa

from scrapers.kit.printed import AgendaItem, Printed, PrintedEvent, PrintedRoll
from scrapers.kit.source import Asked, Page
from tracker.crawls.manifest import StagedFile
from tracker.crawls.shapes import (
    BILL_FACTS,
    BILLS_LEFT,
    EVENT_BILLS,
    EVENTS,
    FILE,
    ROLL_CALLS,
    VOTES,
)
from tracker.rules import reference
from tracker.rules.jurisdictions import Jurisdiction
from tracker.rules.measures import Measure
from tracker.rules.vocabulary import Option

Parsed = Sequence[tuple[Page, Printed]]
Numbered = tuple[int, int, Measure, PrintedRoll]
"""Row of the crawl, number of the file, measure, and the roll call."""


def bill_items(parsed: Parsed) -> dict[str, int]:
    """How many of each kind were read; versions only where a page tells of them."""
    rolls = [roll for _, said in parsed for roll in said.rolls]
    versions = sum(len(said.versions) for _, said in parsed)
    return {
        "bills": sum(said.bill is not None for _, said in parsed),
        **({"versions": versions} if versions else {}),
        "actions": sum(len(said.actions) for _, said in parsed),
        "roll_calls": len(rolls),
        "votes": sum(len(names) for roll in rolls for names in roll.names.values()),
    }


def bill_tables(
    parsed: Parsed, files: Sequence[StagedFile], words: Mapping[str, Option]
) -> dict[str, pa.Table]:
    """By the name of their file; `files` are in the order of `parsed`."""
    rolls = list(_numbered(parsed))
    facts = {
        "bills": _bill_rows(parsed),
        "versions": _version_rows(parsed),
        "actions": _action_rows(parsed),
    }
    return {
        "roll_calls": _table(_roll_rows(rolls, parsed, files, words), ROLL_CALLS),
        "votes": _votes(rolls, words),
        **{name: _table(facts.get(name, []), schema) for name, schema in BILL_FACTS.items()},
    }


def _numbered(parsed: Parsed) -> Iterator[Numbered]:
    """Oldest first within a measure."""
    rolls = [
        (page.measure, file, roll)
        for file, (page, said) in enumerate(parsed, start=1)
        for roll in said.rolls
    ]
    rolls.sort(key=lambda one: (one[0], one[2].date))
    for row, (bill, file, roll) in enumerate(rolls, start=1):
        yield row, file, bill, roll


def _roll_rows(
    rolls: Sequence[Numbered],
    parsed: Parsed,
    files: Sequence[StagedFile],
    words: Mapping[str, Option],
) -> list[dict[str, object]]:
    bills = {page.bill: said.bill for page, said in parsed if said.bill}
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


def _version_rows(parsed: Parsed) -> list[dict[str, object]]:
    return [
        {
            "bill_id": page.measure.bill_id,
            "date": version.date,
            "label": version.label,
            "vote_required": None,
            "source_ref": version.name,
            "file": file,
        }
        for file, (page, said) in enumerate(parsed, start=1)
        for version in said.versions
    ]


def _action_rows(parsed: Parsed) -> list[dict[str, object]]:
    return [
        {
            "bill_id": page.measure.bill_id,
            "date": action.date,
            "sequence": nth,
            "description": action.description,
            "source_ref": f"{page.measure.printed}, action {nth} of the page",
            "file": file,
        }
        for file, (page, said) in enumerate(parsed, start=1)
        for nth, action in enumerate(said.actions, start=1)
    ]


def _bill_rows(parsed: Parsed) -> list[dict[str, object]]:
    chapters = {page.bill: said.chaptered for page, said in parsed if said.actions}
    return [
        {
            "bill_id": page.measure.bill_id,
            "title": said.bill.title,
            "author": said.bill.author,
            "chaptered": chapters.get(page.bill),
            "source_ref": None,
            "file": file,
        }
        for file, (page, said) in enumerate(parsed, start=1)
        if said.bill
    ]


def _table(rows: list[dict[str, object]], schema: pa.Schema) -> pa.Table:
    return pa.Table.from_pylist(rows, schema=schema.append(FILE))


def event_items(parsed: Parsed, asked: Asked) -> dict[str, int]:
    """How many events there are, how many measures they have, and how many events of other
    days were passed over.
    """
    chosen = list(_events(parsed, asked))
    agendas = _agendas(parsed)
    return {
        "events": len(chosen),
        "event_bills": sum(len(_measures(event, agendas)) for _, event in chosen),
        "events_of_other_days": sum(len(said.events) for _, said in parsed) - len(chosen),
    }


def events_without_agenda(
    parsed: Parsed, asked: Asked, left: Collection[str]
) -> Iterator[PrintedEvent]:
    """The events whose measures only a page lists of which nothing is taken."""
    return (event for _, event in _events(parsed, asked) if _is_left(event, left))


def _is_left(event: PrintedEvent, left: Collection[str]) -> bool:
    return not event.items and event.agenda in left


def event_tables(parsed: Parsed, asked: Asked, left: Collection[str] = ()) -> dict[str, pa.Table]:
    """The events and their measures, in the order of the pages; where only a page that is `left`
    lists those of an event, they stay as the record has them.
    """
    legislature = reference.jurisdiction_of(asked.session.jurisdiction)
    agendas = _agendas(parsed)
    events, bills = [], []
    for row, (file, event) in enumerate(_events(parsed, asked), start=1):
        events.append(_event_row(row, file, event) | {BILLS_LEFT.name: _is_left(event, left)})
        bills += [
            {"row": row, "sequence": nth, "source_ref": f"measure {nth} of its agenda"}
            | _bill_row(item, event.special_session, asked.session.id, legislature)
            for nth, item in enumerate(_measures(event, agendas), start=1)
        ]
    return {
        "events": pa.Table.from_pylist(events, schema=EVENTS.append(FILE).append(BILLS_LEFT)),
        "event_bills": pa.Table.from_pylist(bills, schema=EVENT_BILLS),
    }


def _events(parsed: Parsed, asked: Asked) -> Iterator[tuple[int, PrintedEvent]]:
    for file, (_, said) in enumerate(parsed, start=1):
        for event in said.events:
            if asked.holds(event.date):
                yield file, event


def _agendas(parsed: Parsed) -> dict[str, tuple[AgendaItem, ...]]:
    return {page.path: said.items for page, said in parsed}


def _measures(
    event: PrintedEvent, agendas: Mapping[str, tuple[AgendaItem, ...]]
) -> tuple[AgendaItem, ...]:
    """Each as often as it stands under another heading."""
    listed = event.items or agendas.get(event.agenda or "", ())
    return tuple(dict.fromkeys(listed))


def _bill_row(
    item: AgendaItem, special_session: int, session: str, legislature: Jurisdiction
) -> dict[str, object]:
    """A file of a special session may leave out of which session its measures are."""
    bill = legislature.measure(item.measure, session)
    if bill and not bill.special_session:
        bill = bill.of_special_session(special_session)
    return {
        "bill_id": bill.bill_id if bill else None,
        "printed": bill.printed if bill else item.measure,
        "note": item.heading,
    }


def _event_row(row: int, file: int, event: PrintedEvent) -> dict[str, object]:
    return {
        "row": row,
        "classification": event.classification,
        "place": event.place,
        "date": event.date,
        "time": event.time,
        "location": event.location,
        "status": event.status,
        "note": event.note,
        "source_ref": f"{event.place}, {event.date}",
        "file": file,
    }
