"""Every table of the bulk files of one session, and those rows of them that one day changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cache

from scrapers.ca_pubinfo.tables import TABLES, Kind
from tests.sites.dat_lines import LAYOUTS, Row, Tables
from tests.sites.pubinfo_bills import bill_tables, member_tables
from tests.sites.pubinfo_votes import event_tables, vote_tables

WEEK: Mapping[str, date] = {
    name: date(2008, 8, 25) + timedelta(nth)
    for nth, name in enumerate(("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"))
}
"""The last week in which the sample record has votes; it has some on each of these days."""

_SIGNED: Row = {
    "active_flg": "Y",
    "trans_uid": "SYNTHETIC",
    **dict.fromkeys(
        ("trans_update", "trans_update_dt", "trans_update_date"), "2008-11-30 00:00:00"
    ),
}
"""What every row says of its writing, where its table has a place for it."""
_DAY = {
    table.name: column for table in TABLES for column, kind in table.columns if kind is Kind.MOMENT
}
"""The column that says on which day what a row tells of happened."""
_ROLLS = "BILL_SUMMARY_VOTE_TBL"


@cache
def session_tables() -> Tables:
    """All of the session."""
    tables = {**bill_tables(), **member_tables(), **vote_tables(), **event_tables()}
    return {name: [{**_signature(name), **row} for row in rows] for name, rows in tables.items()}


def changed_tables(day: date) -> Tables:
    """What that day changed: its own rows, the measures and texts that they are of, and the motions
    that nobody had made before. Tables without such a row are absent.
    """
    whole = session_tables()
    of_day = {
        name: [row for row in whole[name] if _day_of(row[column]) == day]
        for name, column in _DAY.items()
    }
    earlier = [row for row in whole[_ROLLS] if _day_of(row["vote_date_time"]) < day]
    new_motions = _all("motion_id", of_day[_ROLLS]) - _all("motion_id", earlier)
    named = {
        "BILL_TBL": ("bill_id", _all("bill_id", *of_day.values())),
        "BILL_VERSION_AUTHORS_TBL": (
            "bill_version_id",
            _all("bill_version_id", of_day["BILL_VERSION_TBL"]),
        ),
        "BILL_MOTION_TBL": ("motion_id", new_motions),
    }
    changed = of_day | {
        name: [row for row in whole[name] if row[column] in wanted]
        for name, (column, wanted) in named.items()
    }
    return {name: rows for name, rows in changed.items() if rows}


def _day_of(moment: object) -> date:
    return date.fromisoformat(str(moment)[:10])


def _all(column: str, *tables: Sequence[Row]) -> set[object]:
    """Every value of a column, in the tables that have it."""
    return {row[column] for rows in tables for row in rows if column in row}


def _signature(table: str) -> Row:
    return {column: value for column, value in _SIGNED.items() if column in LAYOUTS[table]}
