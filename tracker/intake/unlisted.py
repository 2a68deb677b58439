"""Roll calls that a source listed once and, in a later complete reading, no longer lists.

They stay in the record as they stand; the record says of them which source no longer lists them.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import sqlalchemy as sa

from tracker.crawls.manifest import Manifest, source_id_of
from tracker.intake.gate import Passed
from tracker.intake.merge import LISTED, insert_rows
from tracker.record import tables
from tracker.record.rows import rows_of
from tracker.rules.reference import jurisdiction_of

OF_ROLLS = "votes"
"""What a source that has several pages of a measure calls the one with all its roll calls."""


def note_unlisted(
    connection: sa.Connection, manifest: Manifest, passed: Passed, *, is_good: bool
) -> None:
    """To be called after the merge, which names the roll calls of this reading as the record does.

    A roll call that is listed again is marked no more. One that is not is marked where the reading
    of its measure was complete and the monitors found the crawl good; of a measure with a roll
    call in quarantine it cannot be told which is missing.
    """
    known = {"source": manifest.source, "prefix": f"{manifest.crawl}-"}
    connection.execute(sa.text(_LISTED_AGAIN), {"source": manifest.source})
    if not is_good or manifest.changes_only:
        return
    lists = _lists_of_measures(manifest, passed)
    found = connection.execute(
        sa.text(_NOT_LISTED),
        known | {"session_id": manifest.session_id, "length": len(known["prefix"])},
    ).all()
    rows = [
        {
            "vote_event_id": vote_event_id,
            "source": manifest.source,
            "since": datetime.fromisoformat(manifest.read_at).date(),
            "source_id": by,
            "source_ref": None,
        }
        for vote_event_id, bill_id in found
        if (by := lists(bill_id))
    ]
    if rows:
        insert_rows(connection, tables.unlisted_rolls, rows_of(tables.unlisted_rolls, rows))


def _lists_of_measures(manifest: Manifest, passed: Passed) -> Callable[[str], str | None]:
    """By which file or page all roll calls of a measure were read; None where they were not."""
    refused = passed.quarantined.column("bill").to_pylist()
    jurisdiction = jurisdiction_of(manifest.jurisdiction)
    in_doubt = {
        printed: jurisdiction.measure(printed, manifest.session) for printed in set(refused)
    }
    if None in in_doubt.values():
        return lambda _bill_id: None
    doubtful = {bill.bill_id for bill in in_doubt.values() if bill}
    pages = None if manifest.bills is None else _pages_of(manifest)
    whole = source_id_of(manifest, manifest.files[0]) if passed.read else None

    def list_of(bill_id: str) -> str | None:
        if bill_id in doubtful:
            return None
        return whole if pages is None else pages.get(bill_id)

    return list_of


def _pages_of(manifest: Manifest) -> dict[str, str]:
    jurisdiction = jurisdiction_of(manifest.jurisdiction)
    read = (jurisdiction.measure(text, manifest.session) for text in manifest.bills or ())
    in_full = {bill.bill_id for bill in read if bill}
    pages: dict[str, str] = {}
    for file in manifest.files:
        if file.bill_id in in_full and (file.bill_id not in pages or file.name == OF_ROLLS):
            pages[file.bill_id] = source_id_of(manifest, file)
    return pages


_LISTED_AGAIN = f"""
delete from unlisted_rolls
where source = :source and vote_event_id in (select vote_event_id from {LISTED})
"""

_NOT_LISTED = f"""
select e.vote_event_id, e.bill_id
from vote_events as e
where e.session_id = :session_id
    and e.status <> 'known_missing'
    and (
        e.vote_event_id in (
            select s.vote_event_id from vote_event_sources as s
            where substr(s.source_id, 1, :length) = :prefix
        )
        or e.vote_event_id in (
            select r.vote_event_id from roll_readings as r
            where r.source = :source and r.replaced_at is null
        )
    )
    and e.vote_event_id not in (select vote_event_id from {LISTED})
    and e.vote_event_id not in (
        select u.vote_event_id from unlisted_rolls as u where u.source = :source
    )
order by e.vote_event_id
"""
"""Roll calls of the session that the source once gave, and that are not in this reading."""
