"""The reviewed sample record in the formats of the bulk sources: synthetic files, true votes.

Written by us to try the spiders on; none of it was published so.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from functools import cache

from scrapers.ca_pubinfo.layout import TABLES
from scrapers.ca_rollcalls.ballots import OPTION_OF_CODE
from tracker.record import reference
from tracker.record.sample import read_sample
from tracker.record.sample_facts import SampleRecord

CODE, SESSION = "ca", "20072008"
LATE_NAME = "De Leon"
"""A name that some sources write with an accent."""

Row = Mapping[str, object]
Cells = Mapping[str, str | int | None]

_WORDS = {"yes": "AYE", "no": "NOE", "not_voting": "ABS", "vacant": "ABS"}
_FLOORS = {"ASM. FLOOR": "AFLOOR", "SEN. FLOOR": "SFLOOR"}
_COLUMNS = {table.name: [name for name, _ in table.columns] for table in TABLES}


@cache
def record() -> SampleRecord:
    """The reviewed record of the one session that the stand-in serves."""
    folder = reference.sample_folder(CODE, SESSION)
    assert folder is not None, "the sample record ships with the program"
    return read_sample(folder)


def rolls() -> list[tuple[Row, list[Row]]]:
    """Every roll call that is known name for name, with its votes."""
    votes: dict[object, list[Row]] = {}
    for vote in record().votes.to_pylist():
        votes.setdefault(vote["row"], []).append(vote)
    listed = record().roll_calls.to_pylist()
    return [(roll, votes[roll["row"]]) for roll in listed if not roll["known_missing"]]


def pubinfo_files() -> dict[str, bytes]:
    """`pubinfo_2007.zip`: file name to content."""
    known = rolls()
    places = sorted({str(roll["location"]) for roll, _ in known} - set(_FLOORS))
    codes = _FLOORS | {
        place: f"{'CX' if place.startswith('ASM.') else 'CS'}{number:02}"
        for number, place in enumerate(places, start=1)
    }
    motions = {
        motion: n for n, motion in enumerate(sorted({str(r["motion"]) for r, _ in known}), 1)
    }
    tables: dict[str, list[Cells]] = {
        "BILL_TBL": [
            {"bill_id": bill.bill_id, "session_year": SESSION, "session_num": bill.bill_id[8]}
            for bill in record().bills
        ],
        "BILL_HISTORY_TBL": [
            {
                "bill_id": action.bill_id,
                "bill_history_id": number,
                "action_date": f"{action.date} 00:00:00",
                "action": action.description,
                "action_sequence": number,
            }
            for number, action in enumerate(record().actions, start=1)
        ],
        "BILL_MOTION_TBL": [{"motion_id": n, "motion_text": m} for m, n in motions.items()],
        "LOCATION_CODE_TBL": [
            {"session_year": SESSION, "location_code": codes[place], "description": place}
            for place in places
        ],
        "BILL_SUMMARY_VOTE_TBL": [],
        "BILL_DETAIL_VOTE_TBL": [],
    }
    for roll, votes in known:
        key: Cells = {
            "bill_id": str(roll["bill_id"]),
            "location_code": codes[str(roll["location"])],
            "vote_date_time": f"{roll['date']} 00:00:00",
            "vote_date_seq": int(str(roll["row"])),
            "motion_id": motions[str(roll["motion"])],
        }
        counts: Cells = {"ayes": int(str(roll["yes"])), "noes": int(str(roll["no"]))}
        result = f"({str(roll['result']).upper()})"
        tables["BILL_SUMMARY_VOTE_TBL"].append({**key, **counts, "vote_result": result})
        tables["BILL_DETAIL_VOTE_TBL"] += [
            {**key, "legislator_name": str(v["voter"]), "vote_code": _WORDS[str(v["option"])]}
            for v in votes
        ]
    return {f"{name}.dat": _table(name, rows) for name, rows in tables.items()}


def rollcalls_files() -> dict[str, bytes]:
    """`caleg07-08.zip`: file name to content, in the layout of that session."""
    codes = {str(option): chr(code) for code, option in OPTION_OF_CODE.items()} | {"vacant": "9"}
    known = rolls()
    descriptions, ballots = [], dict[str, list[str]]()
    for number, (roll, votes) in enumerate(known, start=1):
        printed = (
            *(str(number), roll["bill_printed"], roll["author"], roll["topic"]),
            *(f"{roll['date']:%m/%d/%Y}", roll["location"], roll["motion"]),
            *(roll["yes"], roll["no"], str(roll["result"]).upper()),
        )
        descriptions.append("\t".join("" if part is None else str(part) for part in printed))
        for vote in votes:
            line = ballots.setdefault(str(vote["voter"]), ["0"] * len(known))
            line[number - 1] = codes[str(vote["option"])]
    names = [f"{name:>20}{''.join(line)}\n" for name, line in sorted(ballots.items())]
    return {
        "ca07-08desc.dat": "".join(f"{line}\n" for line in descriptions).encode(),
        "ca07-08votes.dat": "".join(names).encode(),
    }


def zipped(files: Mapping[str, bytes]) -> bytes:
    """The files as a zip archive."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in files.items():
            archive.writestr(zipfile.ZipInfo(name), body, zipfile.ZIP_DEFLATED)
    return content.getvalue()


def _table(name: str, rows: Sequence[Cells]) -> bytes:
    lines = ("\t".join(_cell(row.get(column), column) for column in _COLUMNS[name]) for row in rows)
    return "".join(f"{line}\n" for line in lines).encode()


def _cell(value: str | int | None, column: str) -> str:
    if value is None:
        return "NULL"
    bare = isinstance(value, int) or column.endswith(("_date", "_date_time"))
    return str(value) if bare else f"`{value}`"
