"""What changed of a measure: what the record says now beside what it said at the last look."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa
from pydantic import BaseModel

from tracker.alerts.model import AlertKind, Change, Subject, of_measure
from tracker.campaigns.stages import read_stages
from tracker.campaigns.timeline import RowKind, TimelineRow
from tracker.intake.events import events_of
from tracker.record.tables import bill_sponsorships, bills, people, sources
from tracker.rules.reference import printed_bill, votes_page
from tracker.views.wording import long_day

NEWS_DAYS = 45
"""A vote or a text of longer ago that comes into the record today is no news: somebody has loaded
an older file. Sources are seldom later than some weeks."""
_AMENDED = "amend"


class Hearing(BaseModel):
    """One hearing with the measure on its agenda."""

    day: date
    time: str | None
    """As printed."""
    location: str | None
    committee: str
    cancelled: bool
    link: str | None

    @property
    def words(self) -> str:
        """`Senate Housing on 5 May 2026, 1:30 p.m., Room 4203`."""
        more = [part for part in (self.time, self.location) if part]
        return ", ".join([f"{self.committee} on {long_day(self.day)}", *more])

    @property
    def place_in_time(self) -> tuple[date, str | None, str | None]:
        """When and where it is."""
        return self.day, self.time, self.location


class Known(BaseModel):
    """What was known of a measure at the last look."""

    votes: list[str]
    """Ids of roll calls; one that went and came again is no news."""
    texts: list[date]
    """Days of amended texts."""
    sponsors: list[str]
    hearings: dict[str, Hearing]
    """By the id of the event."""


@dataclass(frozen=True)
class Facts:
    """What the record says of a measure now."""

    bill_id: str
    printed: str
    link: str | None
    votes: Mapping[str, TimelineRow]
    texts: Sequence[date]
    sponsors: Mapping[str, str]
    """By who it is: what they are called, as in `Loni Hancock, coauthor`."""
    hearings: Mapping[str, Hearing]

    def known_after(self, before: Known | None) -> Known:
        """What is known once this was looked at."""
        return Known(
            votes=sorted({*self.votes, *(before.votes if before else ())}),
            texts=sorted({*self.texts, *(before.texts if before else ())}),
            sponsors=sorted({*self.sponsors, *(before.sponsors if before else ())}),
            hearings=dict(sorted(self.hearings.items())),
        )


def measure_facts(connection: sa.Connection, bill_ids: Sequence[str]) -> Iterator[Facts]:
    """What the record says of these measures; nothing of one that it does not hold."""
    stages: dict[str | None, list[TimelineRow]] = {}
    for row in read_stages(connection, bill_ids):
        stages.setdefault(row.bill_id, []).append(row)
    sponsors, words = _sponsors(connection, bill_ids), measure_words(connection, bill_ids)
    query = (
        sa.select(bills.c.bill_id, bills.c.session_id)
        .where(bills.c.bill_id.in_(bill_ids))
        .order_by(bills.c.bill_id)
    )
    for bill_id, session_id in connection.execute(query).all():
        rows = stages.get(bill_id, [])
        printed, link = words[bill_id]
        yield Facts(
            bill_id=bill_id,
            printed=printed,
            link=link,
            votes={
                str(row.vote_event_id): row
                for row in sorted(rows, key=_order)
                if row.kind is RowKind.ROLL_CALL and row.day
            },
            texts=_amended_days(rows),
            sponsors=sponsors.get(bill_id, {}),
            hearings=_hearings(connection, session_id, bill_id),
        )


def measure_words(
    connection: sa.Connection, bill_ids: Sequence[str]
) -> Mapping[str, tuple[str, str | None]]:
    """By measure: as people write it, and its official page, else what the record read it in."""
    query = (
        sa.select(bills.c.bill_id, bills.c.printed, sources.c.url)
        .outerjoin(sources, sources.c.source_id == bills.c.source_id)
        .where(bills.c.bill_id.in_(bill_ids))
    )
    found = {}
    for bill_id, printed, url in connection.execute(query):
        called = printed_bill(bill_id)
        page = votes_page(bill_id) or url
        on_the_web = page if page and page.startswith(("https://", "http://")) else None
        found[bill_id] = (printed if called == bill_id else called, on_the_web)
    return found


def _order(row: TimelineRow) -> tuple[date, int]:
    return row.day or date.min, row.sequence


def _amended_days(rows: Iterable[TimelineRow]) -> list[date]:
    """By its texts; of a measure whose texts no source lists, by its actions."""
    texts = [row for row in rows if row.kind is RowKind.VERSION]
    told = texts or [row for row in rows if row.kind is RowKind.ACTION]
    return sorted({row.day for row in told if row.day and _AMENDED in row.title.casefold()})


def _sponsors(
    connection: sa.Connection, bill_ids: Sequence[str]
) -> Mapping[str, Mapping[str, str]]:
    """Sources print one and the same person in several ways, so a surname stands for whom the
    record does not know.
    """
    table = bill_sponsorships.c
    query = (
        sa.select(bill_sponsorships, people.c.name.label("full_name"))
        .outerjoin(people, people.c.person_id == table.person_id)
        .where(table.bill_id.in_(bill_ids), table.entity_type == "person")
        .order_by(table.bill_id, table.name)
    )
    found: dict[str, dict[str, str]] = {}
    for row in connection.execute(query):
        key = row.person_id or row.name.split()[-1].casefold()
        words = f"{row.full_name or row.name}, {row.classification.replace('_', ' ')}"
        found.setdefault(row.bill_id, {}).setdefault(key, words)
    return found


def _hearings(connection: sa.Connection, session_id: str, bill_id: str) -> dict[str, Hearing]:
    return {
        str(row["event_id"]): Hearing.model_validate(
            {
                "day": row["date"],
                "time": row["time"],
                "location": row["location"],
                "committee": row["name"],
                "cancelled": row["status"] == "cancelled",
                "link": row["source_url"],
            }
        )
        for row in events_of(connection, session_id=session_id, bill_id=bill_id)
        if row["classification"] == "committee-meeting"
    }


def measures_changed(
    connection: sa.Connection, bill_ids: Sequence[str], before: Mapping[str, str], today: date
) -> Iterator[Subject]:
    """Each measure, and what changed of it."""
    for now in measure_facts(connection, bill_ids):
        subject = of_measure(now.bill_id)
        known = Known.model_validate_json(before[subject]) if subject in before else None
        changes = list(changes_of_measure(known, now, today)) if known else []
        yield subject, now.known_after(known).model_dump_json(), changes


def changes_of_measure(before: Known, now: Facts, today: date) -> Iterator[Change]:
    """What changed, in the order in which one would tell it."""
    oldest = today - timedelta(days=NEWS_DAYS)
    for key, row in now.votes.items():
        if key not in before.votes and row.day and row.day >= oldest:
            said = f"{row.title} voted on {long_day(row.day)}"
            outcome = f": {row.outcome}" if row.outcome else ""
            yield _change(now, AlertKind.VOTE, f"{said}{outcome}.", row.day)
    yield from _of_hearings(before.hearings, now, today)
    for day in now.texts:
        if day not in before.texts and day >= oldest:
            said = f"amended on {long_day(day)}; a position on the earlier text needs review."
            yield _change(now, AlertKind.AMENDED, said, day)
    for key, words in now.sponsors.items():
        if key not in before.sponsors:
            yield _change(now, AlertKind.COSPONSOR, f"gained a sponsor: {words}.", None)


def _of_hearings(before: Mapping[str, Hearing], now: Facts, today: date) -> Iterator[Change]:
    """A hearing that is off and a new one of the same committee are one that was moved."""
    fresh = {
        key: one
        for key, one in now.hearings.items()
        if not one.cancelled and (key not in before or before[key].cancelled) and one.day >= today
    }
    for key, old in sorted(before.items(), key=lambda entry: entry[1].day):
        new = now.hearings.get(key)
        if old.cancelled:
            continue
        if new and not new.cancelled:
            if new.place_in_time != old.place_in_time and new.day >= today:
                yield _moved(now, old, new)
        elif new or old.day >= today:
            instead = next((k for k, one in fresh.items() if one.committee == old.committee), None)
            if instead:
                yield _moved(now, old, fresh.pop(instead))
            else:
                yield _off(now, old, new, today)
    for one in sorted(fresh.values(), key=lambda hearing: hearing.day):
        said = f"a hearing is set: {one.words}."
        yield _change(now, AlertKind.HEARING_SET, said, one.day, one.link)


def _moved(now: Facts, old: Hearing, new: Hearing) -> Change:
    was = long_day(old.day) if new.day != old.day else old.words.partition(" on ")[2]
    said = f"the hearing of {was} is moved: {new.words}."
    return _change(now, AlertKind.HEARING_MOVED, said, new.day, new.link)


def _off(now: Facts, old: Hearing, new: Hearing | None, today: date) -> Change:
    what = "is cancelled" if new else "no longer has it on its agenda"
    others = [
        one
        for one in now.hearings.values()
        if one.committee == old.committee and not one.cancelled and one.day >= today
    ]
    stands = f"; the one on {long_day(others[0].day)} stands" if others else ""
    said = f"the hearing of {old.words} {what}{stands}."
    return _change(now, AlertKind.HEARING_CANCELLED, said, old.day, old.link)


def _change(
    now: Facts, kind: AlertKind, said: str, day: date | None, link: str | None = None
) -> Change:
    return Change(
        kind=kind,
        subject=of_measure(now.bill_id),
        sentence=f"{now.printed}: {said.rstrip('.')}.",
        day=day,
        bill_id=now.bill_id,
        link=link or now.link,
    )
