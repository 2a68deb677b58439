"""Printed events as the loader reads them: those of the days asked for, with their measures."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

import pyarrow as pa

from scrapers.pages.printed import AgendaItem, Printed, PrintedEvent
from scrapers.pages.source import Asked, Page
from tracker.crawls.shapes import BILLS_LEFT, EVENT_BILLS, EVENTS, FILE
from tracker.rules.measures import parse_bill_id

Days = tuple[date, date]
Read = Sequence[tuple[Page, Printed]]


def event_items(read: Read, asked: Asked) -> dict[str, int]:
    """How many events there are, how many measures they have, and how many events of other days
    were passed over.
    """
    chosen = list(_events(read, asked.days))
    agendas = _agendas(read)
    return {
        "events": len(chosen),
        "event_bills": sum(len(_measures(event, agendas)) for _, event in chosen),
        "events_of_other_days": sum(len(said.events) for _, said in read) - len(chosen),
    }


def events_without_agenda(
    read: Read, asked: Asked, left: Collection[str]
) -> Iterator[PrintedEvent]:
    """The events whose measures only a page lists of which nothing is taken."""
    return (event for _, event in _events(read, asked.days) if _is_left(event, left))


def _is_left(event: PrintedEvent, left: Collection[str]) -> bool:
    return not event.items and event.agenda in left


def event_tables(read: Read, asked: Asked, left: Collection[str] = ()) -> dict[str, pa.Table]:
    """The events and their measures, in the order of the pages; where only a page that is `left`
    lists those of an event, they stay as the record has them.
    """
    agendas = _agendas(read)
    events, bills = [], []
    for row, (file, event) in enumerate(_events(read, asked.days), start=1):
        events.append(_event_row(row, file, event) | {BILLS_LEFT.name: _is_left(event, left)})
        bills += [
            {"row": row, "sequence": nth, **_bill_row(item, event.special_session, asked)}
            | {"source_ref": f"measure {nth} of its agenda"}
            for nth, item in enumerate(_measures(event, agendas), start=1)
        ]
    return {
        "events": pa.Table.from_pylist(events, schema=EVENTS.append(FILE).append(BILLS_LEFT)),
        "event_bills": pa.Table.from_pylist(bills, schema=EVENT_BILLS),
    }


def _events(read: Read, days: Days | None) -> Iterator[tuple[int, PrintedEvent]]:
    for file, (_, said) in enumerate(read, start=1):
        for event in said.events:
            if days is None or days[0] <= event.date <= days[1]:
                yield file, event


def _agendas(read: Read) -> dict[str, tuple[AgendaItem, ...]]:
    return {page.path: said.items for page, said in read}


def _measures(
    event: PrintedEvent, agendas: Mapping[str, tuple[AgendaItem, ...]]
) -> tuple[AgendaItem, ...]:
    """Each as often as it stands under another heading."""
    listed = event.items or agendas.get(event.agenda or "", ())
    return tuple(dict.fromkeys(listed))


def _bill_row(item: AgendaItem, special_session: int, asked: Asked) -> dict[str, object]:
    """A file of an extraordinary session may leave out of which session its measures are."""
    bill = parse_bill_id(item.measure, asked.session.id)
    if bill and not bill.special_session:
        bill = replace(bill, special_session=special_session)
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
