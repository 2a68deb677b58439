"""From an archive of responses to items: the same whether it was just filled or is read again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa

from scrapers.ca_leginfo.addresses import Page, PageKind, page_at
from scrapers.ca_leginfo.history import PrintedAction, read_history
from scrapers.ca_leginfo.page import PageRefused
from scrapers.ca_leginfo.spider import LARGEST_PAGE
from scrapers.ca_leginfo.status import PrintedStatus, read_status
from scrapers.ca_leginfo.votes import WORDS, PrintedRoll, read_votes
from scrapers.warc import Archived, read_archive
from tracker.record import reference
from tracker.record.bills import BillId
from tracker.record.staging import ACTIONS, BILLS, ROLL_CALLS, VOTES, Problem, StagedFile

JURISDICTION = "ca"


@dataclass
class Reading:
    """What the pages of a crawl say, by measure."""

    rolls: dict[BillId, tuple[PrintedRoll, ...]] = field(default_factory=dict)
    actions: dict[BillId, tuple[PrintedAction, ...]] = field(default_factory=dict)
    status: dict[BillId, PrintedStatus] = field(default_factory=dict)
    files: list[StagedFile] = field(default_factory=list)
    refused: list[Problem] = field(default_factory=list)
    missing: list[Page] = field(default_factory=list)

    @property
    def items(self) -> dict[str, int]:
        """How many of each kind were read."""
        rolls = [roll for of_bill in self.rolls.values() for roll in of_bill]
        return {
            "bills": len(self.status),
            "actions": sum(map(len, self.actions.values())),
            "roll_calls": len(rolls),
            "votes": sum(len(names) for roll in rolls for names in roll.names.values()),
        }

    def tables(self) -> dict[str, pa.Table]:
        """The items as the loader reads them, by the name of their file."""
        return {
            "roll_calls": pa.Table.from_pylist(self._roll_rows(), schema=ROLL_CALLS),
            "votes": pa.Table.from_pylist(self._vote_rows(), schema=VOTES),
            "page_actions": pa.Table.from_pylist(self._action_rows(), schema=ACTIONS),
            "page_bills": pa.Table.from_pylist(self._bill_rows(), schema=BILLS),
        }

    def _numbered(self) -> Iterable[tuple[int, int, BillId, PrintedRoll]]:
        """Row of the crawl and number within the page, counted from 1, of each roll call."""
        row = 0
        for bill in sorted(self.rolls):
            for nth, roll in _oldest_first(self.rolls[bill]):
                row += 1
                yield row, nth, bill, roll

    def _roll_rows(self) -> list[dict[str, object]]:
        return [
            {
                "row": row,
                "source_ref": f"{bill.printed}, roll call {nth} of the page",
                "bill_id": bill.bill_id,
                "bill_printed": bill.printed,
                "author": self.status[bill].author if bill in self.status else None,
                "topic": self.status[bill].title if bill in self.status else None,
                "date": roll.date,
                "location": roll.location,
                "motion": roll.motion,
                "yes": len(roll.names["AYE"]),
                "no": len(roll.names["NOE"]),
                "result": str(roll.result),
                "known_missing": False,
                "note": None,
            }
            for row, nth, bill, roll in self._numbered()
        ]

    def _vote_rows(self) -> list[dict[str, object]]:
        return [
            {"row": row, "voter": name, "word": word, "option": str(WORDS[word])}
            for row, _nth, _bill, roll in self._numbered()
            for word, names in roll.names.items()
            for name in names
        ]

    def _action_rows(self) -> list[dict[str, object]]:
        return [
            {
                "row": nth,
                "bill_id": bill.bill_id,
                "date": action.date,
                "description": action.description,
            }
            for bill in sorted(self.actions)
            for nth, action in enumerate(self.actions[bill], start=1)
        ]

    def _bill_rows(self) -> list[dict[str, object]]:
        return [
            {"bill_id": bill.bill_id, "title": status.title, "author": status.author}
            for bill, status in sorted(self.status.items())
        ]


def read_responses(archive: Path, asked: Sequence[Page]) -> Reading:
    """Reads the pages that were asked for from the archive; of one that stands there several
    times, the last. Pages that are not what they should be are refused, the others stand.

    Raises:
        SourceError: the archive cannot be read.
    """
    wanted = set(asked)
    answers: dict[Page, Archived] = {}
    for response in read_archive(archive, LARGEST_PAGE):
        page = page_at(response.url)
        if page in wanted and page is not None:
            answers[page] = response
    reading = Reading()
    for page in asked:
        if page not in answers or answers[page].status != 200:
            reading.missing.append(page)
            continue
        _read(page, answers[page], reading)
    return reading


def _oldest_first(rolls: Sequence[PrintedRoll]) -> list[tuple[int, PrintedRoll]]:
    """With their number on the page. Within a day the page's own direction decides."""
    numbered = list(enumerate(rolls, start=1))
    if rolls and rolls[0].date > rolls[-1].date:
        numbered.reverse()
    return sorted(numbered, key=lambda one: one[1].date)


def _read(page: Page, answer: Archived, reading: Reading) -> None:
    try:
        match page.kind:
            case PageKind.VOTES:
                rolls = read_votes(answer.body, answer.content_type, page.bill)
                _refuse_other_days(rolls, page.bill)
                reading.rolls[page.bill] = rolls
            case PageKind.HISTORY:
                actions = read_history(answer.body, answer.content_type, page.bill)
                reading.actions[page.bill] = actions
            case PageKind.STATUS:
                status = read_status(answer.body, answer.content_type, page.bill)
                reading.status[page.bill] = status
    except PageRefused as refusal:
        reading.refused.append(Problem(url=answer.url, reason=str(refusal)))
        return
    reading.files.append(
        StagedFile(
            url=answer.url,
            name=str(page.kind),
            sha256=hashlib.sha256(answer.body).hexdigest(),
            bytes=len(answer.body),
            bill_id=page.bill.bill_id,
        )
    )


def _refuse_other_days(rolls: Sequence[PrintedRoll], bill: BillId) -> None:
    """A roll call of another session is none of this measure."""
    session = reference.reference(JURISDICTION).jurisdiction.session(bill.session)
    for nth, roll in enumerate(rolls, start=1):
        if not session.start <= roll.date <= session.end:
            raise PageRefused(f"roll call {nth}: {roll.date} is not in the session {session.name}")
