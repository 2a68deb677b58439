"""The roll calls and votes of a sample record, held to their own declared counts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa

from tracker.crawls.shapes import ROLL_CALLS, VOTES
from tracker.rules.csvfile import CsvRow, read_rows, refuse_repeated
from tracker.rules.measures import Measure
from tracker.rules.vocabulary import Option, Result

ROLL_COLUMNS = (
    *("row", "source_ref", "source_id", "bill", "author", "topic", "date", "location"),
    *("motion", "yes", "no", "result", "known_missing", "evidence", "note"),
)
_ROLL_MAY_LACK = ("author", "topic", "known_missing", "evidence", "note")
VOTE_COLUMNS = ("row", "option", "word", "names")


@dataclass(frozen=True)
class Corroboration:
    """Second sources compared with one roll call; `note` says which of its names they show."""

    row: int
    source_ids: tuple[str, ...]
    note: str | None


@dataclass(frozen=True)
class SampleRolls:
    roll_calls: pa.Table
    votes: pa.Table
    corroborations: tuple[Corroboration, ...]


@dataclass(frozen=True)
class _NamedVotes:
    """One line of `votes.csv`: the members who did the same thing on one roll."""

    row: int
    option: Option
    word: str
    names: tuple[str, ...]


def read_rolls(
    folder: Path,
    bills: Mapping[str, Measure],
    titles: Mapping[str, str],
    sources: Collection[str],
    *,
    first: date,
    last: date,
) -> SampleRolls:
    """`roll_calls.csv` and `votes.csv`; `bills` and `titles` are those of `bills.csv`, by what is
    printed. A roll that prints no topic has the title of its measure.

    `first` and `last` are the days of the session. Raises DataFileError as `read_record` does.
    """
    lines = read_rows(folder / "roll_calls.csv", ROLL_COLUMNS, optional=_ROLL_MAY_LACK)
    refuse_repeated(lines, "row")
    votes = _named_votes(folder / "votes.csv", {line.number("row") for line in lines})
    by_row: dict[int, list[_NamedVotes]] = defaultdict(list)
    for named in votes:
        by_row[named.row].append(named)
    staged = []
    for line in lines:
        roll = _staged(line, bills, titles, sources)
        _check_day(line, first, last)
        _check_counts(line, by_row[line.number("row")])
        staged.append(roll)
    table = pa.Table.from_pylist(staged, schema=ROLL_CALLS.append(pa.field("source_id", "string")))
    return SampleRolls(table, _vote_table(votes), _corroborations(lines, sources))


def _staged(
    line: CsvRow,
    bills: Mapping[str, Measure],
    titles: Mapping[str, str],
    sources: Collection[str],
) -> dict[str, object]:
    bill = bills[line.known("bill", "bill", bills)]
    return {
        "row": line.number("row"),
        "source_ref": line.text("source_ref"),
        "bill_id": bill.bill_id,
        "bill_printed": bill.printed,
        "author": line.optional("author"),
        "topic": line.optional("topic") or titles[bill.printed],
        "date": line.optional_day("date"),
        "location": line.text("location"),
        "motion": line.text("motion"),
        "yes": line.number("yes"),
        "no": line.number("no"),
        "result": line.one_of("result", tuple(Result)),
        "known_missing": _is_missing(line),
        "note": line.optional("note"),
        "source_id": line.known("source_id", "source", sources),
    }


def _check_day(line: CsvRow, first: date, last: date) -> None:
    day = line.optional_day("date")
    if day is None and not _is_missing(line):
        raise line.fault("date is empty", "give the day; only a roll known to be missing has none")
    if day is not None and not first <= day <= last:
        raise line.fault(f"{day} is outside the session", f"write a day from {first} to {last}")


def _check_counts(line: CsvRow, votes: Sequence[_NamedVotes]) -> None:
    if _is_missing(line):
        if votes:
            raise line.fault(
                "this roll is known to be missing, yet votes.csv names its voters",
                "set known_missing to no, or take the names out",
            )
        return
    named = Counter(name for vote in votes if vote.option != Option.VACANT for name in vote.names)
    twice = [name for name, times in named.items() if times > 1]
    if twice:
        raise line.fault(f"{twice[0]} is named twice on this roll", "keep one of the two votes")
    for column, option in (("yes", Option.YES), ("no", Option.NO)):
        counted = sum(len(vote.names) for vote in votes if vote.option == option)
        if counted != line.number(column):
            raise line.fault(
                f"{line.number(column)} {column} declared, {counted} named in votes.csv",
                "compare both with the source; a roll that does not add up may not stay",
            )


def _is_missing(line: CsvRow) -> bool:
    return bool(line.optional("known_missing")) and line.flag("known_missing")


def _named_votes(path: Path, rolls: Collection[int]) -> list[_NamedVotes]:
    votes = []
    for line in read_rows(path, VOTE_COLUMNS):
        row = line.number("row")
        if row not in rolls:
            raise line.fault(f"no roll call has the row {row}", "add it to roll_calls.csv first")
        votes.append(
            _NamedVotes(
                row,
                Option(line.one_of("option", tuple(Option))),
                line.text("word"),
                tuple(name.strip() for name in line.text("names").split(";")),
            )
        )
    return votes


def _vote_table(votes: Sequence[_NamedVotes]) -> pa.Table:
    rows = [
        {"row": vote.row, "voter": name, "word": vote.word, "option": vote.option.value}
        for vote in votes
        for name in vote.names
    ]
    return pa.Table.from_pylist(rows, schema=VOTES)


def _corroborations(lines: Sequence[CsvRow], sources: Collection[str]) -> tuple[Corroboration, ...]:
    return tuple(
        Corroboration(line.number("row"), ids, line.optional("note"))
        for line in lines
        if (ids := line.all_known("evidence", "source", sources))
    )
