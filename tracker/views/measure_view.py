"""The measure page's data: what it is, what was asked, its way through both houses, every name."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from tracker.agenda.agenda import Agenda, AgendaItem
from tracker.agenda.amended import amended_since
from tracker.readings.reading_history import RollReading, readings_of_rolls
from tracker.record.queries import RollCall, absent_of, quarantined, roll_calls
from tracker.record.tables import bill_actions, bill_sponsorships, bill_versions, bills, sources
from tracker.rules.reference import (
    is_reviewed,
    jurisdiction_of,
    measure_of,
    reference,
    source_ranking,
    votes_page,
)
from tracker.rules.source_ranking import FactKind, SourceRanking
from tracker.rules.thresholds import RollFacts
from tracker.rules.vocabulary import (
    Chamber,
    Electorate,
    MotionClass,
    Option,
    QuarantineReason,
    Result,
    RollStatus,
    Threshold,
    Venue,
)
from tracker.translation import N_, _
from tracker.views.sheet import Place, places, read_from, record_read_on
from tracker.views.wording import ASKED_WORDS, MOTION_WORDS, RESULT_WORDS, tally, venue_words


@dataclass(frozen=True)
class Asked:
    """What the agenda asks about this measure. `after_votes`: written down after the last vote."""

    title: str
    reason: str | None
    issue: str | None
    asked: str
    stance: str
    recorded_on: datetime.date
    after_votes: bool
    weight: str
    amended_on: datetime.date | None
    """The day of the newest text, where the bill was amended since the position was decided on."""


@dataclass(frozen=True)
class Stage:
    """Something that happened to the measure on a day, other than a roll call."""

    date: datetime.date
    label: str
    kind: str
    """`action` or `version`."""
    verified: bool
    note: str | None
    source_url: str | None
    source_title: str | None


@dataclass(frozen=True)
class Line:
    """A number of ayes that is, or may be, what the motion needed."""

    ayes: int
    label: str


@dataclass(frozen=True)
class Named:
    """A name as printed, and the person it is, where that is known."""

    printed: str
    person_id: str | None


@dataclass(frozen=True)
class RollPicture:
    """One roll call. `counts` are of the names listed; a missing roll has declared counts only."""

    vote_event_id: str
    date: datetime.date | None
    chamber: str | None
    place: str
    venue: str
    motion: str
    motion_words: str
    result: str
    failed: bool
    yes: int
    no_vote: int
    no: int
    vacant: int
    other: int
    lines: tuple[Line, ...]
    """One where the need is known; each of those of which one applied; else none."""
    threshold_basis: str
    names: dict[str, tuple[Named, ...]]
    known_missing: bool
    repaired: bool
    note: str | None
    source: str
    """Title and publisher of what it was read from."""
    source_url: str | None
    source_ref: str | None
    counts_only: bool = False
    """Of one without names: its source gives the counts itself, and names nobody."""

    @property
    def outcome(self) -> str:
        """`Passed 21–15`."""
        return f"{self.result} {tally(self.yes, self.no)}"

    @property
    def unplaced(self) -> tuple[str, ...]:
        """Names on it that are nobody's for certain; they count for nobody."""
        return tuple(
            sorted(
                name.printed
                for names in self.names.values()
                for name in names
                if name.person_id is None
            )
        )

    @property
    def seats(self) -> int:
        return self.yes + self.no_vote + self.no + self.vacant + self.other


@dataclass(frozen=True)
class RefusedRoll:
    """A roll call that a source has and the record refused. None of its votes count."""

    date: datetime.date | None
    place: str
    """As printed, like the motion."""
    motion: str
    declared: str
    """Ayes and noes as the source declares them: `28–8`."""
    named: str
    """Those for which it lists names."""
    reason: str
    """Why, in words; `detail` is what was found."""
    detail: str
    source: str
    source_url: str | None
    source_ref: str | None


@dataclass(frozen=True)
class MeasureView:
    """The page of one measure."""

    bill_id: str
    session_id: str
    printed: str
    title: str | None
    title_is_cut: bool
    popular_name: str | None
    author: str | None
    author_id: str | None
    sponsors: tuple[str, ...]
    summary: str | None
    chaptered: str | None
    chaptered_verified: bool
    source_title: str | None
    source_url: str | None
    asked: Asked | None
    stages: tuple[Stage, ...]
    rolls: tuple[RollPicture, ...]
    refused: tuple[RefusedRoll, ...]
    """Known and refused, by day."""
    no_rolls_because: str | None
    """Why there are none, where a source says that it holds none."""
    readings: tuple[RollReading, ...]
    """Every reading of those that were read more than one way, what stands among them."""
    record_read_on: datetime.date | None
    official_url: str | None
    """The official page with its votes, where an address can be built."""
    read_from: tuple[Place, ...]
    """What the roll calls were read from, each once."""


def measure_view(
    connection: sa.Connection, agenda: Agenda | None, bill_id: str
) -> MeasureView | None:
    """The page of a measure in the record, or None where the record has no such measure."""
    query = (
        sa.select(bills, sources.c.title.label("source_title"), sources.c.url.label("source_url"))
        .outerjoin(sources, sources.c.source_id == bills.c.source_id)
        .where(bills.c.bill_id == bill_id)
    )
    bill = connection.execute(query).mappings().first()
    if bill is None:
        return None
    calls = roll_calls(connection, session_id=bill["session_id"], bill_id=bill_id)
    known = places(connection, [bill_id])
    items = agenda.items if agenda else ()
    item = next((item for item in items if item.bill_id == bill_id), None)
    sponsors = _sponsors(connection, bill_id)
    return MeasureView(
        bill_id=bill_id,
        session_id=bill["session_id"],
        printed=bill["printed"],
        title=bill["title"],
        title_is_cut=bool(bill["title_is_cut"]),
        popular_name=bill["popular_name"],
        author=bill["author"],
        author_id=_only_author(sponsors),
        sponsors=tuple(name for name, kind, _who in sponsors if kind == "sponsor"),
        summary=bill["summary"],
        chaptered=bill["chaptered"],
        chaptered_verified=bool(bill["chaptered_verified"]),
        source_title=bill["source_title"],
        source_url=bill["source_url"],
        asked=_asked(connection, agenda, item, calls) if agenda and item else None,
        stages=tuple(_stages(connection, bill_id, source_ranking(bill["jurisdiction_id"]))),
        rolls=tuple(_picture(bill, call, known[call.vote_event_id]) for call in calls),
        refused=_refused(connection, bill),
        no_rolls_because=None if calls else _no_rolls_because(connection, bill["session_id"]),
        readings=tuple(readings_of_rolls(connection, bill_id=bill_id)),
        record_read_on=record_read_on(connection, bill["session_id"]),
        official_url=votes_page(bill_id),
        read_from=read_from(known[call.vote_event_id] for call in calls),
    )


def _asked(
    connection: sa.Connection, agenda: Agenda, item: AgendaItem, calls: list[RollCall]
) -> Asked:
    alone = agenda.model_copy(update={"items": (item,)})
    amended = amended_since(connection, alone).get(item.id)
    position = max(item.positions, key=lambda position: position.in_force_from)
    days = [call.date for call in calls if call.date and position.in_force_on(call.date)]
    return Asked(
        title=item.title,
        reason=item.reason,
        issue=next((issue.name for issue in agenda.issues if issue.id == item.issue), None),
        asked=ASKED_WORDS[position.stance],
        stance=str(position.stance),
        recorded_on=position.recorded_on,
        after_votes=any(position.recorded_on > day for day in days),
        weight=f"{item.weight.normalize():f}",
        amended_on=amended.newest.date if amended else None,
    )


def _sponsors(connection: sa.Connection, bill_id: str) -> list[tuple[str, str, str | None]]:
    columns = bill_sponsorships.c
    query = (
        sa.select(columns.name, columns.classification, columns.person_id)
        .where(columns.bill_id == bill_id)
        .order_by(columns.classification, columns.name)
    )
    return [(name, kind, who) for name, kind, who in connection.execute(query)]


def _no_rolls_because(connection: sa.Connection, session_id: str) -> str | None:
    return absent_of(connection, session_id).get("roll_calls")


def _refused(connection: sa.Connection, bill: sa.RowMapping) -> tuple[RefusedRoll, ...]:
    named = measure_of(bill["bill_id"])
    other = named.identifiers.values() if named else ()
    written = (bill["printed"], bill["bill_id"], *other)
    rows = quarantined(connection, bill["session_id"], written)
    return tuple(
        sorted(
            (_refused_roll(row) for row in rows), key=lambda roll: roll.date or datetime.date.min
        )
    )


def _refused_roll(row: Mapping[str, Any]) -> RefusedRoll:
    return RefusedRoll(
        date=row["date"],
        place=row["location"],
        motion=" ".join(row["motion"].split()),
        declared=tally(row["declared_yes"], row["declared_no"]),
        named=tally(row["named_yes"], row["named_no"]),
        reason=QuarantineReason(row["reason"]).words,
        detail=row["detail"],
        source=row["source_title"] or row["source_id"],
        source_url=row["source_url"],
        source_ref=row["source_ref"],
    )


def _only_author(sponsors: list[tuple[str, str, str | None]]) -> str | None:
    """The person whom the author's name means; of several authors, nobody alone."""
    authors = [who for _, kind, who in sponsors if kind == "author"]
    return authors[0] if len(authors) == 1 else None


def _stages(connection: sa.Connection, bill_id: str, ranking: SourceRanking) -> list[Stage]:
    """Actions and texts, by day: of several sources that tell of them, those of the best."""
    acted = _stages_of(connection, bill_actions, bill_actions.c.description, "action", bill_id)
    texts = _stages_of(connection, bill_versions, bill_versions.c.label, "version", bill_id)
    once = [
        *ranking.told_once(FactKind.ACTIONS, acted),
        *ranking.told_once(FactKind.MEASURES, texts),
    ]
    return sorted(once, key=lambda stage: stage.date)


def _stages_of(
    connection: sa.Connection, table: sa.Table, label: sa.Column[str], kind: str, bill_id: str
) -> list[tuple[str, Stage]]:
    columns = table.c
    query = (
        sa.select(
            columns.source_id,
            *(columns.date, label, columns.verified, columns.note),
            *(sources.c.url, sources.c.title),
        )
        .outerjoin(sources, sources.c.source_id == table.c.source_id)
        .where(table.c.bill_id == bill_id)
        .order_by(table.c.date)
    )
    return [
        (source_id, Stage(day, text, kind, verified, note, url, title))
        for source_id, day, text, verified, note, url, title in connection.execute(query)
    ]


def _picture(bill: sa.RowMapping, call: RollCall, place: Place) -> RollPicture:
    jurisdiction = bill["jurisdiction_id"]
    counts = {option: len(names) for option, names in call.votes.items()}
    missing = call.status in (RollStatus.KNOWN_MISSING, RollStatus.NAMES_NOT_KNOWN)
    named = counts[Option.YES] + counts[Option.NO] + counts[Option.NOT_VOTING]
    if is_reviewed(jurisdiction) and call.venue != Venue.FLOOR:
        house = jurisdiction_of(jurisdiction).house_names.get(call.chamber or "", "")
    else:
        house = call.organization
    return RollPicture(
        vote_event_id=call.vote_event_id,
        date=call.date,
        chamber=call.chamber,
        place=venue_words(call.venue, house, call.organization),
        venue=call.venue,
        motion=" ".join(call.motion.split()),
        motion_words=MOTION_WORDS[call.motion_class],
        result=RESULT_WORDS[call.result],
        failed=call.result == Result.FAIL,
        yes=(call.declared_yes or 0) if missing else counts[Option.YES],
        no_vote=counts[Option.NOT_VOTING],
        no=(call.declared_no or 0) if missing else counts[Option.NO],
        vacant=call.vacant_seats,
        other=sum(counts.values()) - named,
        lines=_lines(bill, call, counts),
        threshold_basis=call.threshold_basis,
        names={
            option: tuple(Named(name, call.people.get(name)) for name in names)
            for option, names in call.votes.items()
        },
        known_missing=missing,
        repaired=call.status == RollStatus.REPAIRED,
        note=call.note,
        source=place.source,
        source_url=call.source_url,
        source_ref=call.source_ref,
        counts_only=call.status == RollStatus.NAMES_NOT_KNOWN,
    )


def _lines(bill: sa.RowMapping, call: RollCall, counts: dict[str, int]) -> tuple[Line, ...]:
    threshold = Threshold(call.threshold)
    line = line_needed(call.needed, threshold, counts[Option.YES] + counts[Option.NO])
    if line:
        return (line,)
    if threshold == Threshold.UNKNOWN and is_reviewed(bill["jurisdiction_id"]):
        return _possible_lines(bill, call, counts)
    return ()


def line_needed(needed: int | None, threshold: Threshold, voting: int) -> Line | None:
    """The ayes that a motion needed of so many who said aye or no; None where that is not known."""
    if needed is not None:
        return Line(needed, _("needed"))
    if threshold.electorate != Electorate.VOTING:
        return None
    said = _("{share} of those voting").format(share=_(_SHARES[threshold.share]))
    return Line(threshold.ayes_of(voting), said)


_SHARES = {
    "majority": N_("more than half"),
    "half": N_("half"),
    "one_third": N_("one third"),
    "three_fifths": N_("three fifths"),
    "two_thirds": N_("two thirds"),
    "three_fourths": N_("three fourths"),
}


def _possible_lines(
    bill: sa.RowMapping, call: RollCall, counts: dict[str, int]
) -> tuple[Line, ...]:
    """The lines of which one applied, where the rules still find what the record says."""
    rules = reference(bill["jurisdiction_id"]).rules.thresholds
    facts = RollFacts(
        bill_id=call.bill_id,
        measure_type=bill["measure_type"],
        venue=Venue(call.venue),
        chamber=Chamber(call.chamber) if call.chamber else None,
        date=call.date,
        location="",
        motion=call.motion,
        motion_class=MotionClass(call.motion_class),
        result=Result(call.result),
        yes=call.declared_yes,
        no=call.declared_no,
        listed=sum(counts.values()) - counts.get(Option.VACANT, 0),
        vacant=call.vacant_seats,
        abstained=counts.get(Option.ABSTAIN, 0),
        title=bill["title"],
    )
    finding = rules.threshold_of(facts)
    if finding.basis != call.threshold_basis:
        return ()
    needs = [(one, rules.needed(one, facts)) for one in finding.one_of]
    return tuple(
        Line(ayes, _if_it_applied(one, is_lowest=place == 0))
        for place, (one, ayes) in enumerate(needs)
        if ayes is not None
    )


def _if_it_applied(threshold: Threshold, *, is_lowest: bool) -> str:
    if threshold.share == "majority":
        return _("if a majority was enough") if is_lowest else _("if a majority was needed")
    said = (
        *(N_("if {share} was enough"), N_("if {share} was needed")),
        *(N_("if {share} were enough"), N_("if {share} were needed")),
    )
    several = threshold.share_words.endswith("s")
    share = _(_SHARES.get(threshold.share, threshold.share_words))
    return _(said[2 * several + (not is_lowest)]).format(share=share)
