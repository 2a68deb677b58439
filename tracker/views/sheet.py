"""Everything one agenda and one method say about a session, read once and shared by its pages."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

import sqlalchemy as sa

from tracker.agenda.agenda import Agenda, AgendaItem
from tracker.agenda.letters import Told, told_since
from tracker.record.queries import no_votes_because
from tracker.record.tables import jurisdictions, legislative_sessions, organizations
from tracker.rules.reference import is_reviewed, jurisdiction_of
from tracker.scoring.inputs import Run
from tracker.scoring.method import Method
from tracker.scoring.scorecard import (
    AgendaScores,
    LedgerLine,
    NotScored,
    ScoreLine,
    ledger_of,
    score_agenda,
)
from tracker.scoring.scores import Folded, Score
from tracker.scoring.sponsorship import NO_SPONSORSHIPS, Sponsorships, sponsorships
from tracker.views.wording import WHOLE_ROLL_REASONS

HouseKey = tuple[str, str]
"""A person id and a house."""


@dataclass(frozen=True)
class BillName:
    """What a reader calls a measure."""

    printed: str
    title: str | None
    title_is_cut: bool


@dataclass(frozen=True)
class Place:
    """Where a roll was called and by whose source it is known."""

    organization: str
    source_title: str
    publisher: str
    source_url: str | None = None
    read_on: datetime.date | None = None
    sha256: str | None = None
    """Of the bytes that were read: whoever has a copy can tell whether it is the same."""

    @property
    def source(self) -> str:
        """Title and publisher of the source."""
        return ", ".join(part for part in (self.source_title, self.publisher) if part)


@dataclass(frozen=True)
class MeasureCredit:
    """One member's ledger rows on one measure, and what they come to, exactly."""

    item_id: str
    rolls: tuple[LedgerLine, ...]

    @cached_property
    def counted_rolls(self) -> tuple[LedgerLine, ...]:
        return tuple(roll for roll in self.rolls if roll.credit is not None)

    @cached_property
    def counted(self) -> bool:
        return bool(self.counted_rolls)

    @cached_property
    def eligible(self) -> bool:
        """Whether at least one of the roll calls was open to count."""
        return any(roll.reason not in WHOLE_ROLL_REASONS for roll in self.rolls)

    @cached_property
    def possible(self) -> Fraction:
        """The measure's weight, or 0 where nothing counted."""
        return Fraction(self.rolls[0].weight, 100) if self.counted else Fraction(0)

    @cached_property
    def earned(self) -> Fraction:
        """Weight times credit; the weight is shared evenly by the counted roll calls."""
        rolls = self.counted_rolls
        if not rolls:
            return Fraction(0)
        return self.possible * sum(roll.credit or 0 for roll in rolls) / (2 * len(rolls))


@dataclass(frozen=True)
class Sheet:
    """The scorecard and its ledger, with the names that stand beside them."""

    agenda: Agenda
    method: Method
    lines: tuple[ScoreLine, ...]
    credits: dict[HouseKey, tuple[MeasureCredit, ...]]
    by_preset: dict[HouseKey, tuple[tuple[Method, Score], ...]]
    """Each member's score under every shipped method, floor votes and weights as published."""
    runs: tuple[Run, ...]
    """All that a band is made of: every method, with and without committee votes and weights."""
    folded: Folded
    bills: dict[str, BillName]
    places: dict[str, Place]
    house_names: dict[str, str]
    session_name: str
    legislature: str
    nonvotes: str | None
    """What its record says of members without a vote; None where nobody has reviewed that."""
    record_read_on: datetime.date | None
    """The latest day on which a source of a roll call was read."""
    not_scored: tuple[NotScored, ...] = ()
    """Measures of the agenda without a score in one of the houses, and why."""
    no_votes_because: str | None = None
    """Why nobody has a vote that is scored, where a source says that it holds none."""
    sponsorships: Sponsorships = NO_SPONSORSHIPS
    """Who wrote or joined the measures: beside the votes, never part of them."""
    told_since: Mapping[tuple[str, str, str], Told] = field(default_factory=dict)
    """By person, measure and stance: the first letter that asked for it."""

    @cached_property
    def items(self) -> dict[str, AgendaItem]:
        return {item.id: item for item in self.agenda.items}

    @cached_property
    def last_vote(self) -> datetime.date | None:
        """The day of the latest roll call that is scored."""
        days = [roll.date for credit in self.all_credits for roll in credit.rolls]
        return max(days, default=None)

    @cached_property
    def all_credits(self) -> tuple[MeasureCredit, ...]:
        return tuple(credit for member in self.credits.values() for credit in member)


def read_sheet(connection: sa.Connection, agenda: Agenda, method: Method) -> Sheet:
    """Scores, ledger and names of `agenda` under `method`, from one state of the store."""
    scored = score_agenda(connection, agenda, method)
    body = _body(connection, agenda)
    credits = _credits(ledger_of(connection, scored.run))
    return Sheet(
        agenda=agenda,
        method=method,
        lines=scored.lines,
        credits=credits,
        by_preset=_by_preset(scored),
        runs=scored.runs,
        folded=scored.folded,
        bills=_bill_names(connection, [item.bill_id for item in agenda.items]),
        places=places(connection, [item.bill_id for item in agenda.items]),
        house_names=body.house_names,
        session_name=body.session_name,
        legislature=body.legislature,
        nonvotes=body.nonvotes,
        record_read_on=record_read_on(connection, agenda.session_id),
        not_scored=scored.not_scored,
        no_votes_because=None if credits else no_votes_because(connection, agenda.session_id),
        sponsorships=sponsorships(connection),
        told_since=told_since(connection, agenda.id),
    )


class _Body(NamedTuple):
    """Whose legislature an agenda is about, in a reader's words."""

    legislature: str
    session_name: str
    house_names: dict[str, str]
    nonvotes: str | None


def _session_name(connection: sa.Connection, agenda: Agenda) -> str:
    """As its reviewed file has it; of a session that none lists, as the record has it."""
    found = jurisdiction_of(agenda.jurisdiction).sitting(agenda.session)
    assert found is not None, f"{agenda.session} was read by its jurisdiction's file"
    if jurisdiction_of(agenda.jurisdiction).sessions:
        return found.short_name
    column = legislative_sessions.c
    query = sa.select(column.name).where(column.session_id == agenda.session_id)
    return str(connection.execute(query).scalar() or found.short_name)


def _body(connection: sa.Connection, agenda: Agenda) -> _Body:
    """By the reviewed file of its jurisdiction; a grid's own body as the record has it."""
    if is_reviewed(agenda.jurisdiction):
        known = jurisdiction_of(agenda.jurisdiction)
        session = _session_name(connection, agenda)
        return _Body(known.legislature, session, known.house_names, known.nonvotes)
    name = sa.select(jurisdictions.c.name).where(
        jurisdictions.c.jurisdiction_id == agenda.jurisdiction
    )
    title = connection.execute(name).scalar() or agenda.jurisdiction
    return _Body(title, agenda.session, houses_of(connection, agenda), None)


def houses_of(connection: sa.Connection, agenda: Agenda) -> dict[str, str]:
    """What readers call the houses an agenda is about, the upper one first, by chamber."""
    if is_reviewed(agenda.jurisdiction):
        return jurisdiction_of(agenda.jurisdiction).house_names
    house = organizations.c
    query = sa.select(house.chamber, house.name).where(
        house.session_id == agenda.session_id, house.classification == "chamber"
    )
    houses = {str(row.chamber): str(row.name) for row in connection.execute(query)}
    return dict(sorted(houses.items(), reverse=True))


def record_read_on(connection: sa.Connection, session_id: str) -> datetime.date | None:
    """The latest day on which a source of the session's roll calls was read."""
    read_at = connection.execute(_READ_ON, {"session_id": session_id}).scalar_one_or_none()
    return read_at.date() if read_at else None


# These are text: what they take is less than what it takes to put them together anew.
_READ_ON = sa.text(
    """
    select max(read_at) from sources
    where source_id in (select source_id from vote_events where session_id = :session_id)
    """
)

_BILL_NAMES = sa.text(
    """
    select bill_id, printed, title, title_is_cut from bills
    where bill_id in (select unnest(cast(:bill_ids as text[])))
    """
)

_PLACES = sa.text(
    """
    select e.vote_event_id, o.name, s.title, s.publisher, s.url, s.read_at, s.sha256
    from vote_events as e
    left join organizations as o on o.organization_id = e.organization_id
    left join sources as s on s.source_id = e.source_id
    where e.bill_id in (select unnest(cast(:bill_ids as text[])))
    union all
    select q.vote_event_id, q.location, s.title, s.publisher, s.url, s.read_at, s.sha256
    from quarantined_rolls as q
    left join sources as s on s.source_id = q.source_id
    where q.vote_event_id is not null
        and q.bill_id in (select unnest(cast(:bill_ids as text[])))
    """
)


def _by_preset(scored: AgendaScores) -> dict[HouseKey, tuple[tuple[Method, Score], ...]]:
    found: dict[HouseKey, list[tuple[Method, Score]]] = defaultdict(list)
    for method, scores in scored.as_published:
        for score in scores:
            found[score.person_id, score.chamber].append((method, score))
    return {key: tuple(pairs) for key, pairs in found.items()}


def _credits(lines: list[LedgerLine]) -> dict[HouseKey, tuple[MeasureCredit, ...]]:
    rolls: dict[HouseKey, dict[str, list[LedgerLine]]] = {}
    for line in lines:
        of_member = rolls.setdefault((line.person_id, line.chamber), {})
        of_member.setdefault(line.item_id, []).append(line)
    return {
        key: tuple(MeasureCredit(item_id, tuple(found)) for item_id, found in items.items())
        for key, items in rolls.items()
    }


def _bill_names(connection: sa.Connection, bill_ids: list[str]) -> dict[str, BillName]:
    return {
        bill_id: BillName(printed, title, bool(cut))
        for bill_id, printed, title, cut in connection.execute(_BILL_NAMES, {"bill_ids": bill_ids})
    }


def places(connection: sa.Connection, bill_ids: list[str]) -> dict[str, Place]:
    """Where each roll call of some bills was called and read, by vote event id."""
    return {
        event_id: Place(
            organization or "",
            title or "",
            publisher or "",
            source_url=url,
            read_on=read_at.date() if read_at else None,
            sha256=sha256,
        )
        for event_id, organization, title, publisher, url, read_at, sha256 in connection.execute(
            _PLACES, {"bill_ids": bill_ids}
        )
    }


def read_from(found: Iterable[Place]) -> tuple[Place, ...]:
    """The sources of some roll calls, each once, by title; wherever those were called."""
    return tuple(sorted({replace(place, organization="") for place in found}, key=_by_source))


def _by_source(place: Place) -> tuple[str, str]:
    return place.source, place.sha256 or ""
