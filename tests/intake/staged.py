"""Builds small staged roll calls of made-up members, and the crawl folders that hold them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from tracker.crawls.folder import StagedRolls
from tracker.crawls.shapes import ROLL_CALLS, VOTES
from tracker.intake.gate import Passed, pass_gate
from tracker.rules import reference
from tracker.rules.identity import Alias, Roster, Term, roster_of
from tracker.rules.vocabulary import Chamber

SESSION = "20092010"
"""A session without a reviewed roster, so that made-up names may stand in it."""
SESSION_ID = f"ca-{SESSION}"
DAY = date(2009, 6, 4)
OPTIONS = {"1": "yes", "6": "no", "9": "not_voting"}


@dataclass(frozen=True)
class Staged:
    """One staged roll call: by default two ayes, a no and one without a vote, all adding up."""

    votes: Mapping[str, str] = field(
        default_factory=lambda: {"Aster": "1", "Birch": "1", "De La Rue": "6", "Elder": "9"}
    )
    """Printed name to the source's code; a name that begins with `Vacancy` is a vacant seat."""
    yes: int | None = 2
    no: int | None = 1
    bill: str | None = "SB 7"
    day: date | None = DAY
    location: str = "SEN. FLOOR"
    motion: str = "Senate 3rd Reading SB7 Aster"
    result: str = "pass"
    topic: str = "Shade trees."
    known_missing: bool = False
    note: str | None = None


def source_id_of(source: str, reading: str = "one", *, session: str = SESSION) -> str:
    """The id of what was read, as a crawl gives it."""
    return f"{source}-ca-{session}-{_sum(reading)[:12]}"


def _sum(reading: str) -> str:
    return hashlib.sha256(reading.encode()).hexdigest()


def staged(
    *rolls: Staged, repair: bool = True, source: str = "made_up", reading: str = "one"
) -> StagedRolls:
    """The roll calls in order, as one crawl; another `reading` has another source id."""
    table = _roll_calls(rolls)
    source_id = pa.array([source_id_of(source, reading)] * len(rolls), pa.string())
    return StagedRolls(
        source=source,
        jurisdiction="ca",
        session=SESSION,
        roll_calls=table.append_column("source_id", source_id),
        votes=_votes(rolls),
        repair="noes_include_not_voting" if repair else None,
    )


def passed(*rolls: Staged, roster: Roster | None = None, repair: bool = True) -> Passed:
    """What the gate lets through of these."""
    return pass_gate(staged(*rolls, repair=repair), reference.reference("ca").rules, roster)


def crawl_folder(folder: Path, rolls: Sequence[Staged], *, reading: str = "one") -> Path:
    """A crawl folder that holds these, as a spider would leave it."""
    folder.mkdir(parents=True)
    pq.write_table(_roll_calls(rolls), folder / "roll_calls.parquet")
    pq.write_table(_votes(rolls), folder / "votes.parquet")
    manifest = {
        "format": 1,
        "source": "made_up",
        "jurisdiction": "ca",
        "session": SESSION,
        "read_at": "2026-01-31T12:00:00Z",
        "files": [{"url": "file:made-up", "name": "a.zip", "sha256": _sum(reading), "bytes": 1}],
        "counts": {"roll_calls": len(rolls)},
        "repair": "noes_include_not_voting",
        "warnings": [],
        "licence": "none",
        "attribution": "made up for tests",
    }
    (folder / "crawl.json").write_text(json.dumps(manifest), "utf-8")
    return folder


def roster(*names: str, chamber: Chamber = Chamber.UPPER, **of: str) -> Roster:
    """Everybody named sits in the house all session; `of` gives another person's id to a name."""
    people = {name: of.get(name.replace(" ", "_"), name.lower()) for name in names}
    return roster_of(
        [
            Alias(SESSION_ID, chamber, name, person, date(2008, 12, 1), None)
            for name, person in people.items()
        ],
        [Term(person, chamber, date(2008, 12, 1), None) for person in sorted(set(people.values()))],
    )


def refused(outcome: Passed) -> list[tuple[str, str]]:
    """Reason and detail of every roll call that the gate refused."""
    return [(row["reason"], row["detail"]) for row in outcome.quarantined.to_pylist()]


def _roll_calls(rolls: Sequence[Staged]) -> pa.Table:
    rows = []
    for number, roll in enumerate(rolls, start=1):
        row = {name: value for name, value in asdict(roll).items() if name in ROLL_CALLS.names}
        printed = roll.bill or "GXP 7"
        row |= {
            "row": number,
            "source_ref": f"roll {number}",
            "bill_id": f"{SESSION_ID}-{printed.replace(' ', '')}" if roll.bill else None,
            "bill_printed": printed,
            "author": "Aster",
            "date": roll.day,
        }
        rows.append(row)
    return pa.Table.from_pylist(rows, schema=ROLL_CALLS)


def _votes(rolls: Sequence[Staged]) -> pa.Table:
    rows = [
        {
            "row": number,
            "voter": "Vacancy" if name.startswith("Vacancy") else name,
            "word": code,
            "option": "vacant" if name.startswith("Vacancy") else OPTIONS[code],
        }
        for number, roll in enumerate(rolls, start=1)
        for name, code in roll.votes.items()
    ]
    return pa.Table.from_pylist(rows, schema=VOTES)
