"""From an archive of responses to items: the same whether it was just filled or is read again."""

from __future__ import annotations

import hashlib
import re
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa

from scrapers.pages.event_rows import event_items, event_tables
from scrapers.pages.printed import PageRefused, Printed, PrintedAction, PrintedRoll
from scrapers.pages.source import LARGEST_PAGE, Asked, Page, PageSource
from scrapers.warc import Archived, read_archive
from tracker.record.bills import BillId
from tracker.record.jurisdictions import LegislativeSession
from tracker.record.manifest import Problem, StagedFile
from tracker.record.staged_shapes import BILL_FACTS, FILE, ROLL_CALLS, VOTES
from tracker.record.vocabulary import Option

_CHAPTER = re.compile(r"\b((?:Res(?:olution|\.) )?Chapter \d+, Statutes of \d{4})")


@dataclass
class Reading:
    """What the pages of a crawl say."""

    source: PageSource
    asked: Asked
    read: list[tuple[Page, Printed]] = field(default_factory=list)
    """In the order of `files`."""
    files: list[StagedFile] = field(default_factory=list)
    came: Counter[str] = field(default_factory=Counter)
    """Pages that came, by kind."""
    refused: dict[Page, Problem] = field(default_factory=dict)
    missing: list[Page] = field(default_factory=list)
    known: set[Page] = field(default_factory=set)
    """Every page that was asked for, or that another names."""

    @property
    def bills(self) -> list[BillId]:
        """The measures whose roll calls were read."""
        read = (page for page, _ in self.read if self.source.bears_rolls(page))
        return sorted({page.bill for page in read if page.bill})

    @property
    def held_back(self) -> list[BillId]:
        """The measures of which a page was refused: of them nothing is taken, since half of what
        the site says of a measure would look like all of it.
        """
        return sorted({page.bill for page in self.refused if page.bill})

    @property
    def items(self) -> dict[str, int]:
        """How many of each kind were read."""
        rolls = [roll for _, said in self.read for roll in said.rolls]
        notes = self.source.notes(self.read).items
        if self.asked.days:
            return event_items(self.read, self.asked) | dict(notes)
        return {
            "bills": sum(said.bill is not None for _, said in self.read),
            "actions": sum(len(said.actions) for _, said in self.read),
            "roll_calls": len(rolls),
            "votes": sum(len(names) for roll in rolls for names in roll.names.values()),
            **notes,
        }

    def tables(self) -> dict[str, pa.Table]:
        """The items as the loader reads them, by the name of their file."""
        facts = {"bills": self._bill_rows(), "actions": self._action_rows()}
        return {
            "roll_calls": _table(self._roll_rows(), ROLL_CALLS),
            "votes": pa.Table.from_pylist(self._vote_rows(), schema=VOTES),
            **{name: _table(facts.get(name, []), schema) for name, schema in BILL_FACTS.items()},
            **(event_tables(self.read, self.asked) if self.asked.days else {}),
        }

    def _numbered(self) -> Iterator[tuple[int, int, BillId, PrintedRoll]]:
        """Row of the crawl, number of the file, measure, and the roll call, oldest first."""
        rolls = [
            (page.measure, file, roll)
            for file, (page, said) in enumerate(self.read, start=1)
            for roll in said.rolls
        ]
        rolls.sort(key=lambda one: (one[0], one[2].date))
        for row, (bill, file, roll) in enumerate(rolls, start=1):
            yield row, file, bill, roll

    def _roll_rows(self) -> list[dict[str, object]]:
        bills = {page.bill: said.bill for page, said in self.read if said.bill}
        return [
            {
                "row": row,
                "source_ref": f"{bill.printed}, {roll.ref or self.files[file - 1].name}",
                "bill_id": bill.bill_id,
                "bill_printed": bill.printed,
                "author": bills[bill].author if bill in bills else None,
                "topic": bills[bill].title if bill in bills else None,
                "date": roll.date,
                "location": roll.location,
                "motion": roll.motion,
                "yes": self._count(roll, Option.YES),
                "no": self._count(roll, Option.NO),
                "result": str(roll.result),
                "known_missing": False,
                "note": None,
                "file": file,
            }
            for row, file, bill, roll in self._numbered()
        ]

    def _count(self, roll: PrintedRoll, option: Option) -> int:
        words = (word for word, meant in self.source.words.items() if meant is option)
        return sum(len(roll.names.get(word, ())) for word in words)

    def _vote_rows(self) -> list[dict[str, object]]:
        return [
            {"row": row, "voter": name, "word": word, "option": str(self.source.words[word])}
            for row, _file, _bill, roll in self._numbered()
            for word, names in roll.names.items()
            for name in names
        ]

    def _action_rows(self) -> list[dict[str, object]]:
        return [
            {
                "bill_id": page.measure.bill_id,
                "date": action.date,
                "sequence": nth,
                "description": action.description,
                "source_ref": f"{page.measure.printed}, action {nth} of the page",
                "file": file,
            }
            for file, (page, said) in enumerate(self.read, start=1)
            for nth, action in enumerate(said.actions, start=1)
        ]

    def _bill_rows(self) -> list[dict[str, object]]:
        chapters = {page.bill: _chaptered(said.actions) for page, said in self.read if said.actions}
        return [
            {
                "bill_id": page.measure.bill_id,
                "title": said.bill.title,
                "author": said.bill.author,
                "chaptered": chapters.get(page.bill),
                "source_ref": None,
                "file": file,
            }
            for file, (page, said) in enumerate(self.read, start=1)
            if said.bill
        ]


def read_responses(archive: Path, source: PageSource, asked: Asked) -> Reading:
    """Reads the pages that were asked for from the archive; of one that stands there several times,
    the last. A page that is not what it should be is refused, and the other pages of its measure
    are held back with it; those of other measures stand.

    Raises:
        SourceError: the archive cannot be read.
    """
    answers: dict[Page, Archived] = {}
    for response in read_archive(archive, LARGEST_PAGE):
        page = source.page_at(response.url)
        if page is not None:
            answers[page] = response
    reading = Reading(source, asked)
    wanted = deque(source.first_pages(asked))
    reading.known.update(wanted)
    while wanted:
        page = wanted.popleft()
        if page not in answers or answers[page].status != 200:
            reading.missing.append(page)
            continue
        _read(page, answers[page], reading)
        links = links_of(source, page, answers[page])
        found = [link for link in links if link not in reading.known]
        reading.known.update(found)
        wanted.extend(found)
    _hold_back(reading)
    return reading


def links_of(source: PageSource, page: Page, answer: Archived) -> list[Page]:
    """The further pages that this one names; none where the page is not what it should be."""
    try:
        return source.links(page, answer)
    except PageRefused:
        return []


def _hold_back(reading: Reading) -> None:
    held = set(reading.held_back)
    both = list(zip(reading.read, reading.files, strict=True))
    reading.read = [read for read, _ in both if read[0].bill not in held]
    reading.files = [file for read, file in both if read[0].bill not in held]


def _read(page: Page, answer: Archived, reading: Reading) -> None:
    reading.came[str(page.kind)] += 1
    try:
        said = reading.source.read(page, answer)
        _refuse_other_days(said, reading.asked.session)
    except PageRefused as refusal:
        reading.refused[page] = Problem(url=answer.url, reason=str(refusal))
        return
    reading.read.append((page, said))
    reading.files.append(
        StagedFile(
            url=answer.url,
            name=page.name,
            sha256=hashlib.sha256(answer.body).hexdigest(),
            bytes=len(answer.body),
            bill_id=page.bill.bill_id if page.bill else None,
        )
    )


def _refuse_other_days(said: Printed, session: LegislativeSession) -> None:
    """A roll call of another session is none of this measure."""
    for nth, roll in enumerate(said.rolls, start=1):
        if not session.start <= roll.date <= session.end:
            where = roll.ref or f"roll call {nth}"
            raise PageRefused(f"{where}: {roll.date} is not in the session {session.name}")


def _chaptered(actions: Sequence[PrintedAction]) -> str | None:
    """`Chapter 728, Statutes of 2008`, where the newest action that names a chapter says so."""
    found = [match for action in actions if (match := _CHAPTER.search(action.description))]
    return found[-1][1].replace("Res. ", "Resolution ") if found else None


def _table(rows: list[dict[str, object]], schema: pa.Schema) -> pa.Table:
    return pa.Table.from_pylist(rows, schema=schema.append(FILE))
