"""What the bulk files of a session tell, and what they do not: counts, gaps and warnings."""

from __future__ import annotations

from collections.abc import Mapping

import duckdb

from scrapers.ca_pubinfo.layout import (
    ANALYSES,
    HISTORY,
    LEGISLATORS,
    LOCATIONS,
    MOTIONS,
    OF_EVENTS,
    SUMMARY_VOTES,
    VETOES,
)

CHAPTERED_ONLY = 1997
"""Sessions that begin in or before this year hold chaptered bills only: no history, no votes."""

EXPECTED = {"actions": HISTORY, "roll_calls": SUMMARY_VOTES}
"""Kinds of facts that the file of a session should hold, and the table that holds them."""


def absent(present: Mapping[str, int], session: str, *, changes_only: bool) -> dict[str, str]:
    """Kinds of facts that a file does not hold, and why. An empty table of a whole session holds as
    little as none; in a day's changes it says that nothing changed, and so does its absence.

    `present` are the rows of every table that is there.
    """
    if changes_only:
        return {}
    gaps = {
        kind: f"{table.name} is not in these files, or empty"
        for kind, table in EXPECTED.items()
        if not present.get(table.name)
    }
    if int(session[:4]) <= CHAPTERED_ONLY:
        years = f"{session[:4]}-{session[4:]}"
        reason = f"the bulk files of {years} hold chaptered bills only, without history and votes"
        gaps = dict.fromkeys(gaps, reason)
    if not any(table.name in present for table in OF_EVENTS):
        gaps["events"] = "no hearings, daily files or agendas are in these files"
    return gaps


def counts(
    work: duckdb.DuckDBPyConnection,
    present: Mapping[str, int],
    missing: Mapping[str, str],
    *,
    with_events: bool,
) -> dict[str, int]:
    """What is staged; of what is missing nothing is counted, not even zero."""
    counts = {"bills": _count(work, "staged_bills"), "versions": _count(work, "staged_versions")}
    counts["authors"] = _count(work, "staged_authors")
    if {ANALYSES.name, VETOES.name} & present.keys():
        counts["documents"] = _count(work, "staged_documents")
    if HISTORY.name in present and "actions" not in missing:
        counts["actions"] = _count(work, "staged_actions")
    if LEGISLATORS.name in present:
        counts["members"] = _count(work, "staged_members")
    if SUMMARY_VOTES.name in present and "roll_calls" not in missing:
        counts["roll_calls"] = _count(work, "staged_rolls")
        counts["votes"] = _count(work, "staged_votes where option <> 'vacant'")
        counts["vacancies"] = _count(work, "staged_votes where option = 'vacant'")
    if with_events:
        counts["events"] = _count(work, "staged_events")
        counts["event_bills"] = _count(work, "staged_event_bills")
    return counts


def warnings(work: duckdb.DuckDBPyConnection, missing: Mapping[str, str]) -> list[str]:
    """What a reader of these files should know, in sentences."""
    reasons: dict[str, list[str]] = {}
    for kind, reason in missing.items():
        if kind in EXPECTED:
            reasons.setdefault(reason, []).append(kind.replace("_", " "))
    said = [
        f"{' and '.join(kinds)}: {reason}, which does not mean that there were none"
        for reason, kinds in reasons.items()
    ]
    no_text = f"rolls anti join {MOTIONS.name} using (motion_id)"
    no_place = (
        f"rolls anti join {LOCATIONS.name} using (location_code) "
        "where location_code not in ('AFLOOR', 'SFLOOR')"
    )
    no_district = "staged_members where district is null"
    counted = {
        "bills are of a kind not known here": "bill_tbl anti join staged_bills using (bill_id)",
        "actions belong to no bill read": "bill_history_tbl anti join staged_bills using (bill_id)",
        "roll calls have names and no declared counts": "rolls where ayes is null",
        "roll calls have a motion without a text": no_text,
        "roll calls are in a place without a description": no_place,
        "lines of legislators are of another session": "legislators where is_of_another_session",
        "lines of legislators name no house known here": "legislators where chamber is null",
        "lines of legislators name nobody": "legislators where is_nobody",
        "legislators are listed without a district of their house": no_district,
    }
    numbers = {text: _count(work, relation) for text, relation in counted.items()}
    return said + [f"{number} {text}" for text, number in numbers.items() if number]


def _count(work: duckdb.DuckDBPyConnection, relation: str) -> int:
    return int(work.execute(f"select count(*) from {relation}").fetchall()[0][0])
