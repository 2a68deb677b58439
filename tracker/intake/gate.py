"""The gate between what was read and the record: counts, places, names and thresholds.

A roll call passes, or is quarantined with its reason; a name that is nobody's for certain stays a
name. Nothing is guessed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from tracker.crawls.folder import StagedRolls
from tracker.crawls.shapes import MORE_OF_ROLLS
from tracker.rules.identity import NumberedPeople, Resolved, Roster, Unresolved
from tracker.rules.ids import motion_text
from tracker.rules.locations import Location, event_location_key
from tracker.rules.measures import Measure
from tracker.rules.reference import Rules, jurisdiction_of, measure_of, measures_of
from tracker.rules.thresholds import RollFacts, ThresholdFinding, ThresholdRules
from tracker.rules.vocabulary import (
    Chamber,
    MotionClass,
    Result,
    Venue,
)
from tracker.store.duckdb_engine import ANY_ORDER, QUIET

GATE_SQL = Path(__file__).with_name("gate.sql")
PASS_SQL = Path(__file__).with_name("gate_pass.sql")

TALLY = r"(?i)\(ayes:?\s*(\d+)\s*[.,;]*\s*noes:?\s*(\d+)"
"""Counts that stand in the text of a motion, as in `(AYES 10. NOES 1.)`."""

_BATCH = 60_000
"""Rows of an Arrow batch: what reads the table later gives each thread a batch at a time."""


class Counts(NamedTuple):
    """A vote of a house on a measure, by its day and its ayes and noes."""

    bill_id: str
    date: date
    yes: int
    no: int


@dataclass(frozen=True)
class Passed:
    """What came through the gate, as Arrow tables with the columns of the store's tables."""

    vote_events: pa.Table
    person_votes: pa.Table
    quarantined: pa.Table
    undivided_votes: pa.Table
    """Votes of quarantined rolls whose ayes are known while a No cannot be told from a non-vote."""
    bills: pa.Table
    """One row per bill of a passed roll: bill_id, author, topic and where they were read."""
    organizations: pa.Table
    read: int
    duplicates: int
    unresolved: Mapping[str, tuple[str, ...]]
    """Names that no person could be found for, by reason, where nobody has reviewed who sat."""
    partly_named: int = 0
    """Rolls that passed with a name that a reviewed roster cannot place, and that stays a name."""


def pass_gate(
    staged: StagedRolls,
    rules: Rules,
    roster: Roster | NumberedPeople | None,
    concurred: Collection[Counts] = (),
) -> Passed:
    """Judges every staged roll call.

    `concurred` are the concurrences whose counts the measures' histories give: such a vote of the
    house of origin is one, though its motion does not say so.

    `roster` says who sat in the session. A name that it cannot resolve stays a name, as all do
    where it is None. Where a reviewed one cannot place half of a roll's names or more, the roll is
    held back.
    """
    with duckdb.connect() as work:
        work.execute(QUIET)
        work.execute(ANY_ORDER)
        located = _locate(staged, rules, concurred)
        work.register("staged_rolls", located)
        marks, ballots = _numbered(staged.votes)
        work.register("staged_marks", marks)
        work.register("staged_ballots", ballots)
        may_repair = staged.repair == "noes_include_not_voting"
        marks_of = rules.vacant_seat_marks
        legislature = jurisdiction_of(staged.jurisdiction)
        # What an archive itself declares to be a session has no days that anybody reviewed.
        sitting = next((one for one in legislature.sessions if one.id == staged.session), None)
        known: dict[str, object] = {
            "may_repair": may_repair,
            "changes_only": staged.changes_only,
            "tally": TALLY,
            "first_day": sitting.start if sitting else None,
            "last_day": sitting.end if sitting else None,
            "aye_marks": list(marks_of.yes),
            "no_marks": list(marks_of.no),
        }
        _run(work, GATE_SQL, known)
        resolved, unresolved = _resolve(work, roster)
        work.register("resolved_names", resolved)
        work.register("findings", _thresholds(work, rules.thresholds))
        constants = {"jurisdiction": staged.jurisdiction, "session_id": staged.session_id}
        _run(work, PASS_SQL, constants)
        partly = work.execute("select count(*) from misnamed where not is_refused").fetchall()
        duplicates = work.execute("select count(*) from placed where is_duplicate").fetchall()
        return Passed(
            vote_events=_arrow(work, "select * from passed_events"),
            person_votes=_arrow(work, "select * from passed_votes"),
            quarantined=_arrow(work, "select * exclude (row) from refused"),
            undivided_votes=_arrow(work, "select * from undivided_votes"),
            bills=_arrow(work, "select * from passed_bills"),
            organizations=_arrow(work, "select * from passed_organizations"),
            read=located.num_rows,
            duplicates=int(duplicates[0][0]),
            unresolved=unresolved,
            partly_named=int(partly[0][0]),
        )


def _run(work: duckdb.DuckDBPyConnection, path: Path, constants: Mapping[str, object]) -> None:
    """Runs the statements of one file, each with those of the named constants it uses."""
    for statement in path.read_text("utf-8").split("--------\n"):
        used = {name: value for name, value in constants.items() if f"${name}" in statement}
        work.execute(statement, used)


def _arrow(work: duckdb.DuckDBPyConnection, query: str) -> pa.Table:
    return work.execute(query).to_arrow_table(_BATCH)


def _locate(staged: StagedRolls, rules: Rules, concurred: Collection[Counts]) -> pa.Table:
    """The staged rolls with venue, chamber, place and motion class beside what was printed."""
    rolls = staged.roll_calls
    printed = rolls.column("location").to_pylist()
    places = {text: rules.locations.locate(text, staged.session) for text in set(printed)}
    found = [places[text] for text in printed]
    motions = rolls.column("motion").to_pylist()
    venues = [place.venue if place else Venue.COMMITTEE for place in found]
    moved = list(zip(motions, venues, strict=True))
    classes = {one: rules.motions.classify(one[0], venue=one[1]) for one in set(moved)}
    keys = {text: event_location_key(text, place) for text, place in places.items()}
    added: dict[str, list[str | None]] = {
        "venue": [place.venue if place else None for place in found],
        "chamber": [place.chamber if place else None for place in found],
        "place_key": [place.key if place else None for place in found],
        "place_name": [place.name if place else None for place in found],
        "location_key": [keys[text] for text in printed],
        "motion_text": [motion_text(text) for text in motions],
        "motion_class": [*_as_told([classes[one] for one in moved], rolls, found, concurred)],
    }
    for field in MORE_OF_ROLLS:
        if field.name not in rolls.column_names:
            rolls = rolls.append_column(field, pa.nulls(len(rolls), field.type))
    for name, values in added.items():
        rolls = rolls.append_column(name, pa.array(values, pa.string()))
    return rolls


def _as_told(
    classes: list[MotionClass],
    rolls: pa.Table,
    places: Sequence[Location | None],
    concurred: Collection[Counts],
) -> list[MotionClass]:
    """The classes, with those votes on passage read as concurrences that a history tells of."""
    if not concurred:
        return classes
    names = ("bill_id", "date", "yes", "no")
    counts = zip(*(rolls.column(name).to_pylist() for name in names), strict=True)
    return [
        MotionClass.CONCURRENCE
        if motion is MotionClass.FINAL_PASSAGE
        and place
        and place.chamber == _origin(bill_id)
        and (bill_id, day, yes, no) in concurred
        else motion
        for motion, place, (bill_id, day, yes, no) in zip(classes, places, counts, strict=True)
    ]


def _origin(bill_id: str | None) -> Chamber | None:
    measure = measure_of(bill_id) if bill_id else None
    return measure.origin_chamber if measure else None


def _numbered(votes: pa.Table) -> tuple[pa.Table, pa.Table]:
    """Every different name, word and option with a number, and the number of each vote."""
    parts = [votes.column(name).combine_chunks().dictionary_encode() for name in _MARK]
    mixed = pa.repeat(0, len(votes))
    for part in parts:
        mixed = pc.add(pc.multiply(mixed, len(part.dictionary)), part.indices)
    assert not mixed.null_count, "a vote is staged without its name, word or option"
    numbered = mixed.dictionary_encode()
    left = numbered.dictionary
    marks = {"mark_no": pa.array(range(len(left)), pa.int32())}
    for name, part in reversed(list(zip(_MARK, parts, strict=True))):
        size = max(len(part.dictionary), 1)
        before = pc.divide(left, size)
        marks[name] = part.dictionary.take(pc.subtract(left, pc.multiply(before, size)))
        left = before
    ballots = pa.table({"row": votes.column("row"), "mark_no": numbered.indices})
    return pa.table(marks), ballots


_MARK = ["voter", "word", "option"]


def _resolve(
    work: duckdb.DuckDBPyConnection, roster: Roster | NumberedPeople | None
) -> tuple[pa.Table, Mapping[str, tuple[str, ...]]]:
    """One row per printed name, house and span of days: the person, or the reason for there being
    none and for its roll to be held back; and the names without a person whose rolls are not.
    """
    asked = work.execute(
        """
        select m.voter, s.chamber, list(distinct s.date)
        from sitting_marks as a
        join marks as m on m.mark_no = a.mark_no
        join sittings as s on s.sitting_no = a.sitting_no
        group by m.voter, s.chamber
        """
    ).fetchall()
    houses = ((voter, Chamber(house) if house else None, days) for voter, house, days in asked)
    rows = []
    unresolved: dict[str, set[str]] = defaultdict(set)
    for name in roster.meanings(houses) if roster else ():
        found, reason, detail = name.resolution, None, None
        if isinstance(found, Unresolved):
            if roster and roster.is_reviewed:
                reason, detail = found.reason, _name_detail(name.printed, found)
            else:
                unresolved[found.reason].add(name.printed)
        person = found.person_id if isinstance(found, Resolved) else None
        rows.append((*name[:4], person, reason, detail))
    columns = zip(*rows, strict=True) if rows else [[]] * len(_RESOLVED)
    resolved = pa.table(list(columns), schema=_RESOLVED)
    return resolved, {reason: tuple(sorted(names)) for reason, names in unresolved.items()}


_RESOLVED = pa.schema(
    [
        ("voter", pa.string()),
        ("chamber", pa.string()),
        ("first", pa.date32()),
        ("last", pa.date32()),
        ("person_id", pa.string()),
        ("reason", pa.string()),
        ("detail", pa.string()),
    ]
)


def _name_detail(printed: str, found: Unresolved) -> str:
    near = ", ".join(found.suggestions)
    hint = f"; near in spelling, to be reviewed: {near}" if near else ""
    return f"{printed!r}: {found.reason.replace('_', ' ')}{hint}"


def _thresholds(work: duckdb.DuckDBPyConnection, rules: ThresholdRules) -> pa.Table:
    """One row per weighed roll whose counts are right, or its ayes: what it needed, and why.

    Rolls alike in all that the rules look at are looked at once; those of a measure that evidence
    speaks of, each for itself.
    """
    for column, words_of in (("motion", rules.words_in_motion), ("topic", rules.words_in_title)):
        texts = work.execute(f"select distinct {column} from weighed").to_arrow_table(_BATCH)
        words = [str(words_of(text or "")) for text in texts.column(column).to_pylist()]
        work.register(f"{column}s", texts.append_column("words", pa.array(words, pa.string())))
    alike = work.execute(
        r"""
        select list(row), min(bill_id), venue, chamber, min(date), min(location_key), min(motion),
               motion_class, result, yes, no, named, vacant_seats, abstained, vote_required,
               min(weighed.topic)
        from weighed
        join motions using (motion)
        join topics on topics.topic is not distinct from weighed.topic
        where coalesce(count_reason, 'noe_or_not_voting') = 'noe_or_not_voting'
        group by venue, chamber, motions.words, topics.words, motion_class, result, yes, no, named,
                 vacant_seats, abstained, vote_required, regexp_replace(bill_id, '\d+$', ''),
                 case when bill_id in (select unnest($documented)) then row end
        """,
        {"documented": sorted({bill_id for bill_id, _, _ in rules.evidence})},
    ).fetchall()
    rows: list[int] = []
    findings: list[ThresholdFinding] = []
    measures = measures_of({group[1] for group in alike})
    for group in alike:
        rows += group[0]
        facts = _facts(_Weighed(*group[1:]), measures[group[1]])
        findings += [rules.threshold_of(facts)] * len(group[0])
    return pa.table(
        {
            "row": pa.array(rows, pa.int32()),
            "threshold": pa.array([str(f.threshold) for f in findings], pa.string()),
            "threshold_basis": pa.array([f.basis for f in findings], pa.string()),
            "needed": pa.array([f.needed for f in findings], pa.int32()),
            "nonvote_effect": pa.array([str(f.nonvote_effect) for f in findings], pa.string()),
            "result_contradicted": pa.array([f.result_contradicted for f in findings], pa.bool_()),
        }
    )


class _Weighed(NamedTuple):
    """One row of the query in `_thresholds`, after its numbers."""

    bill_id: str
    venue: str
    chamber: str | None
    date: date | None
    location: str
    motion: str
    motion_class: str
    result: str
    yes: int | None
    no: int | None
    named: int
    vacant_seats: int
    abstained: int
    vote_required: str | None
    title: str | None


def _facts(roll: _Weighed, measure: Measure) -> RollFacts:
    return RollFacts(
        bill_id=roll.bill_id,
        measure_type=measure.parts.measure_type,
        venue=Venue(roll.venue),
        chamber=Chamber(roll.chamber) if roll.chamber else None,
        date=roll.date,
        location=roll.location,
        motion=roll.motion,
        motion_class=MotionClass(roll.motion_class),
        result=Result(roll.result),
        yes=roll.yes,
        no=roll.no,
        listed=roll.named,
        vacant=roll.vacant_seats,
        abstained=roll.abstained,
        vote_required=roll.vote_required,
        title=roll.title,
    )
