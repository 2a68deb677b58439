"""The product's scorer on the plain scorer's input: its rows, put where the ledger reads them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import sqlalchemy as sa
from sqlalchemy.pool import StaticPool

from tests.scoring import plain
from tests.scoring.plain import Standing
from tracker.record import tables
from tracker.record.numbered_votes import store_votes
from tracker.record.rows import rows_of
from tracker.rules.vocabulary import (
    Chamber,
    MotionClass,
    NonvoteEffect,
    Option,
    Result,
    RollStatus,
    Venue,
)
from tracker.scoring.inputs import Asked, DesignatedRoll, ScoredItem, ScoredPosition
from tracker.scoring.method import Method, Restated, Treatment
from tracker.store.bulk import stage
from tracker.store.new_tables import make_tables


@contextmanager
def empty_record(url: str = "duckdb:///:memory:") -> Iterator[sa.Connection]:
    """A store with every table and no row, unless told otherwise in memory."""
    engine = sa.create_engine(url, poolclass=StaticPool)
    with engine.connect() as connection, connection.begin():
        make_tables(connection)
        yield connection
    engine.dispose()


def fill(connection: sa.Connection, record: plain.ScoringInput) -> None:
    """Replaces the rows by those of `record`; what the ledger does not read is filled in."""
    for table in (
        *(tables.vote_events, tables.numbered_votes, tables.memberships),
        *(tables.unlisted_rolls, tables.quarantined_rolls),
    ):
        connection.execute(sa.delete(table))
    _insert_rolls(connection, record.vote_events)
    votes = [
        {
            "vote_event_id": vote.vote_event_id,
            "voter": vote.person_id or "Somebody",
            "person_id": vote.person_id,
            "option": vote.option,
            "word": vote.option,
        }
        for vote in record.person_votes
    ]
    stage(connection, "given_votes", rows_of(tables.person_votes, votes))
    store_votes(connection, "given_votes")
    _insert(
        connection,
        tables.memberships,
        [
            {
                "person_id": term.person_id,
                "jurisdiction_id": "xx",
                "session_id": "session",
                "chamber": term.chamber,
                "start_date": term.start_date,
                "end_date": term.end_date,
                "district_verified": True,
                "party_verified": True,
                "source_id": "invented",
            }
            for term in record.memberships
        ],
    )


def asked(record: plain.ScoringInput) -> Asked:
    """The agenda half of the input."""
    return Asked(
        items=tuple(ScoredItem(i.item_id, i.bill_id, i.weight) for i in record.items),
        positions=tuple(
            ScoredPosition(p.item_id, p.stance, p.in_force_from, p.in_force_until, p.recorded_on)
            for p in record.positions
        ),
        designated=tuple(
            DesignatedRoll(
                d.item_id, d.vote_event_id, d.aye_is_against, d.is_unconfirmed, d.replaces
            )
            for d in record.designated
        ),
    )


def method_of(rule: plain.Method) -> Method:
    """The same rule as the product reads it from a file."""
    treatments: dict[Treatment, tuple[str, ...]] = {}
    for option, treatment in rule.treatments.items():
        kept = treatments.get(Treatment(treatment), ())
        treatments[Treatment(treatment)] = (*kept, option)
    return Method.model_validate(
        {
            "id": rule.id,
            "version": 1,
            "title": rule.id,
            "sentence": rule.id,
            "restates": Restated(publisher="a test", rule="as the plain rule", url=None),
            "treatments": treatments,
            "leave_out_consent": rule.leave_out_consent,
            "near_unanimous_per_mille": rule.near_unanimous_per_mille,
            "close_under_percent": rule.close_under_percent,
            "forgiven_absences": rule.forgiven_absences,
            "minimum_measures": rule.minimum_measures,
            "minimum_weight_percent": rule.minimum_weight_percent,
            "notes": (),
        }
    )


def plain_input(connection: sa.Connection, wanted: Asked) -> plain.ScoringInput:
    """The record of the agenda's measures as the plain scorer reads it."""
    bill_ids = {item.bill_id for item in wanted.items}
    events = [
        row
        for row in connection.execute(sa.select(tables.vote_events)).mappings()
        if row["bill_id"] in bill_ids and row["date"] is not None
    ]
    event_ids = {row["vote_event_id"] for row in events}
    return plain.ScoringInput(
        items=tuple(plain.Item(i.item_id, i.bill_id, i.weight) for i in wanted.items),
        positions=tuple(
            plain.Position(
                p.item_id,
                plain.Stance(p.stance),
                p.in_force_from,
                p.in_force_until,
                p.recorded_on,
            )
            for p in wanted.positions
        ),
        designated=tuple(plain.Designated(*pair) for pair in wanted.designated),
        vote_events=tuple(
            plain.VoteEvent(
                row["vote_event_id"],
                row["bill_id"],
                Chamber(row["chamber"]) if row["chamber"] else None,
                Venue(row["venue"]),
                row["date"],
                row["sequence"],
                MotionClass(row["motion_class"]),
                Result(row["result"]),
                row["declared_yes"],
                row["declared_no"],
                NonvoteEffect(row["nonvote_effect"]),
                RollStatus(row["status"]),
            )
            for row in events
        ),
        person_votes=tuple(
            plain.PersonVote(row["vote_event_id"], row["person_id"], Option(row["option"]))
            for row in connection.execute(sa.select(tables.person_votes)).mappings()
            if row["vote_event_id"] in event_ids
        ),
        memberships=tuple(
            plain.Membership(
                row["person_id"], Chamber(row["chamber"]), row["start_date"], row["end_date"]
            )
            for row in connection.execute(sa.select(tables.memberships)).mappings()
        ),
    )


def plain_method(method: Method) -> plain.Method:
    """A shipped method as the plain scorer takes it."""
    return plain.Method(
        id=method.id,
        treatments={
            option: plain.Treatment(treatment)
            for treatment, options in method.treatments.items()
            for option in options
        },
        leave_out_consent=method.leave_out_consent,
        near_unanimous_per_mille=method.near_unanimous_per_mille,
        close_under_percent=method.close_under_percent,
        forgiven_absences=method.forgiven_absences,
        minimum_measures=method.minimum_measures,
        minimum_weight_percent=method.minimum_weight_percent,
    )


def _insert(connection: sa.Connection, table: sa.Table, rows: Sequence[dict[str, object]]) -> None:
    if rows:
        connection.execute(sa.insert(table), list(rows))


def _insert_rolls(connection: sa.Connection, rolls: Sequence[plain.VoteEvent]) -> None:
    """Roll calls where the record has them: among those that stand, or those that were refused."""
    refused = [r for r in rolls if r.standing in (Standing.REFUSED, Standing.UNDIVIDED)]
    standing = [roll for roll in rolls if roll not in refused]
    _insert(connection, tables.vote_events, [_event(roll) for roll in standing])
    _insert(connection, tables.quarantined_rolls, [_refused(roll) for roll in refused])
    _insert(
        connection,
        tables.unlisted_rolls,
        [
            {
                "vote_event_id": roll.vote_event_id,
                "source": "invented",
                "since": roll.date,
                "source_id": "invented",
            }
            for roll in standing
            if roll.standing is Standing.WITHDRAWN
        ],
    )


def _refused(roll: plain.VoteEvent) -> dict[str, object]:
    undivided = roll.standing is Standing.UNDIVIDED
    return {
        "session_id": "session",
        "bill": roll.bill_id,
        "bill_id": roll.bill_id,
        "chamber": roll.chamber,
        "venue": roll.venue,
        "date": roll.date,
        "sequence": roll.sequence,
        "location": "a place",
        "motion": "a motion",
        "motion_class": roll.motion_class,
        "result": roll.result,
        "declared_yes": roll.yes,
        "declared_no": roll.no,
        "named_yes": 0,
        "named_no": 0,
        "reason": "noe_or_not_voting" if undivided else "counts_do_not_add_up",
        "detail": "invented",
        "source_id": "invented",
        "source_ref": roll.vote_event_id,
        "vote_event_id": roll.vote_event_id if undivided else None,
        "nonvote_effect": roll.nonvote_effect if undivided else None,
        "result_contradicted": roll.result_contradicted if undivided else None,
    }


def _event(event: plain.VoteEvent) -> dict[str, object]:
    return {
        "vote_event_id": event.vote_event_id,
        "bill_id": event.bill_id,
        "jurisdiction_id": "xx",
        "session_id": "session",
        "organization_id": "xx",
        "chamber": event.chamber,
        "venue": event.venue,
        "date": event.date,
        "sequence": event.sequence,
        "motion": "a motion",
        "motion_class": event.motion_class,
        "result": event.result,
        "result_contradicted": event.result_contradicted,
        "declared_yes": event.yes,
        "declared_no": event.no,
        "vacant_seats": 0,
        "threshold": "unknown",
        "threshold_basis": "invented",
        "nonvote_effect": event.nonvote_effect,
        "status": event.status,
        "content_hash": "",
        "source_id": "invented",
    }
