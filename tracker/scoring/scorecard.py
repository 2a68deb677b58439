"""A scorecard: every member of both houses beside an agenda, and the rows behind each number."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import NamedTuple

import sqlalchemy as sa

from tracker.agenda.agenda import Agenda, AyeMeans
from tracker.rules.reference import printed_bill
from tracker.scoring.inputs import (
    Asked,
    DesignatedRoll,
    Run,
    ScoredItem,
    ScoredPosition,
    band_runs,
    high_run,
    prepare,
)
from tracker.scoring.method import Method, shipped_methods
from tracker.scoring.scores import NOTHING, Folded, Score, ScoreStatus, fold
from tracker.translation import N_, Words, _


@dataclass(frozen=True)
class Member:
    """A person as they sat in one house in one session."""

    person_id: str
    name: str
    chamber: str
    district: str | None
    party: str | None
    region: str | None
    start_date: datetime.date
    end_date: datetime.date | None
    dates_verified: bool | None
    """False where no source gives days of office, and these are bounds."""
    district_verified: bool
    party_verified: bool


@dataclass(frozen=True)
class ScoreLine:
    """One line of a scorecard. `band` is the lowest and highest percent under all presets."""

    member: Member
    score: Score
    band: tuple[int, int] | None
    not_scored: tuple[NotScored, ...] = ()
    """Measures that have no score in the member's house, and why."""
    in_doubt: tuple[str, ...] = ()
    """Items of the agenda on which a name that is nobody's may be the member's."""

    @property
    def reason(self) -> str | None:
        """Why there is no number, where measures without a score are why."""
        if self.score.status is not ScoreStatus.NOT_SCORED:
            return None
        return " ".join(one.sentence for one in self.not_scored)


class NotScored(NamedTuple):
    """A measure that has no score in one house: nobody's vote is known on its last vote there."""

    item_id: str
    bill_id: str
    chamber: str
    date: datetime.date
    motion: str
    doubt: str
    """`quarantined`, `withdrawn` or `nameless`."""
    detail: str | None
    source_url: str | None
    source_ref: str | None

    @property
    def sentence(self) -> str:
        """As in `SB 270 has no score in this house: its last vote there, of 2014-08-29, is ...`."""
        more = f" ({self.detail.rstrip('.')})" if self.detail else ""
        return _(
            "{measure} has no score in this house: its last vote there, of {day}, is {doubt}."
        ).format(
            measure=printed_bill(self.bill_id),
            day=self.date,
            doubt=f"{_DOUBT_WORDS[self.doubt]}{more}",
        )


_DOUBT_WORDS = Words(
    {
        "quarantined": N_("quarantined, since what was read of it cannot be right"),
        "withdrawn": N_("withdrawn: its source no longer lists it"),
        "nameless": N_("nameless: no source says who voted how"),
    }
)


class LedgerLine(NamedTuple):
    """One scored roll call of one member: asked, done, worth, and counted or why not."""

    person_id: str
    chamber: str
    item_id: str
    bill_id: str
    vote_event_id: str
    venue: str
    date: datetime.date
    stance: str
    aye_against: int
    """1 where an aye is against the measure, else 0."""
    aye_unconfirmed: int
    """1 where nobody but who wrote that has confirmed it, else 0."""
    recorded_on: datetime.date
    motion: str
    motion_class: str
    result: str
    declared_yes: int | None
    declared_no: int | None
    nonvote_effect: str
    needed: int | None
    source_url: str | None
    source_ref: str | None
    option: str
    weight: int
    """In hundredths: 100 is weight 1."""
    reason: str | None
    """Why it did not count; None where it counted."""
    credit: int | None
    """In halves: 0, 1 or 2; None where it did not count."""
    at_most: tuple[str | None, int | None] | None = None
    """Reason and credit by the reading that gives most, where readings of the vote differ; `reason`
    and `credit` are then by the one that gives least."""

    @property
    def recorded_after_the_vote(self) -> bool:
        return self.recorded_on > self.date


# What is known of a scored roll call, whoever voted what: the fields of a ledger line in order.
_ROLLS = sa.text(
    """
    select
        r.roll_no, r.chamber, r.item_id, r.bill_id, r.vote_event_id, r.venue, r.date, r.stance,
        r.aye_against, coalesce(d.aye_unconfirmed, 0), r.recorded_on, e.motion, r.motion_class,
        r.result, r.declared_yes, r.declared_no, r.nonvote_effect, e.needed, s.url, e.source_ref
    from chosen_rolls as r
    join rolls as e on e.vote_event_id = r.vote_event_id
    left join (
        select item_no, vote_event_id, max(aye_unconfirmed) as aye_unconfirmed
        from scoring_designated
        group by item_no, vote_event_id
    ) as d on d.item_no = r.item_no and d.vote_event_id = r.vote_event_id
    left join sources as s on s.source_id = e.source_id
    """
)

_VOTES = sa.text(
    """
    select roll_no, person_id, option, weight, reason, credit
    from ledger
    where run_id = :run_id and (:person_id = '' or person_id = :person_id)
    order by roll_no, person_id
    """
)

_AT_MOST = sa.text(
    """
    select roll_no, person_id, reason, credit
    from ledger
    where run_id = :run_id and option = 'no_or_not_voting'
        and (:person_id = '' or person_id = :person_id)
    """
)

_NOT_SCORED = sa.text(
    """
    select n.item_id, n.bill_id, n.chamber, n.date, n.motion, n.doubt, n.detail, s.url, n.source_ref
    from not_scored as n
    left join sources as s on s.source_id = n.source_id
    order by n.item_no, n.chamber
    """
)


def asked_by(agenda: Agenda) -> Asked:
    """What an agenda asks, as the ledger reads it."""
    return Asked(
        items=tuple(
            ScoredItem(item.id, item.bill_id, item.weight_hundredths) for item in agenda.items
        ),
        positions=tuple(
            ScoredPosition(item.id, p.stance, p.in_force_from, p.in_force_until, p.recorded_on)
            for item in agenda.items
            for p in item.positions
        ),
        designated=tuple(
            DesignatedRoll(
                item.id,
                roll.vote_event_id,
                roll.aye_means is AyeMeans.AGAINST,
                roll.is_unconfirmed,
                roll.replaces_the_rules,
            )
            for item in agenda.items
            for roll in item.roll_calls
        ),
    )


@dataclass(frozen=True)
class AgendaScores:
    """An agenda scored under one method, and beside it under every preset as published."""

    lines: tuple[ScoreLine, ...]
    """By house (upper first), rank, then name; members without a number come last."""
    as_published: tuple[tuple[Method, tuple[Score, ...]], ...]
    run: Run
    """The run of the chosen method, for `ledger_of`."""
    not_scored: tuple[NotScored, ...]
    """Measures without a score in one of the houses."""
    runs: tuple[Run, ...]
    """All that the bands are made of."""
    folded: Folded


def scorecard(connection: sa.Connection, agenda: Agenda, method: Method) -> tuple[ScoreLine, ...]:
    """Every member who sat in either house in the agenda's session, scored or not."""
    return score_agenda(connection, agenda, method).lines


def score_agenda(connection: sa.Connection, agenda: Agenda, method: Method) -> AgendaScores:
    """Scores, bands and presets in one pass over the votes; the relations stay readable."""
    members = members_of(connection, agenda.session_id)
    methods = {**shipped_methods(), method.id: method}
    asked = asked_by(agenda)
    weighted = (True, False) if asked.has_weights else (True,)
    runs = band_runs(list(methods.values()), weighted=weighted)
    prepare(connection, asked, runs, keep_votes=True)
    folded = fold(connection)
    bands = folded.bands(runs)
    published = {run.method.id: run for run in runs if run.as_published}
    by_method = {method_id: tuple(folded.scores(run)) for method_id, run in published.items()}
    scores = {(score.person_id, score.chamber): score for score in by_method[method.id]}
    missing = measures_not_scored(connection)
    lines = (
        _line(
            member,
            scores.get((member.person_id, member.chamber), _nothing(member)),
            bands.get((member.person_id, member.chamber)),
            tuple(one for one in missing if one.chamber == member.chamber),
            folded.in_doubt.get((member.person_id, member.chamber), ()),
        )
        for member in members
    )
    return AgendaScores(
        lines=tuple(sorted(lines, key=_place)),
        as_published=tuple((published[key].method, found) for key, found in by_method.items()),
        run=published[method.id],
        not_scored=tuple(missing),
        runs=tuple(runs),
        folded=folded,
    )


def measures_not_scored(connection: sa.Connection) -> list[NotScored]:
    """The measures of the prepared agenda that have no score in a house, in the agenda's order."""
    return [NotScored(*row) for row in connection.execute(_NOT_SCORED).all()]


def _line(
    member: Member,
    score: Score,
    band: tuple[int, int] | None,
    missing: tuple[NotScored, ...],
    in_doubt: tuple[str, ...],
) -> ScoreLine:
    if missing and score.status is ScoreStatus.NOT_ENOUGH_VOTES:
        score = replace(score, status=ScoreStatus.NOT_SCORED)
    return ScoreLine(member, score, band, missing, in_doubt)


def ledger(
    connection: sa.Connection, agenda: Agenda, method: Method, person_id: str | None = None
) -> list[LedgerLine]:
    """The ledger rows of one member, or of all, by date."""
    run = Run(0, method)
    prepare(connection, asked_by(agenda), [run])
    return ledger_of(connection, run, person_id)


def ledger_of(
    connection: sa.Connection, run: Run, person_id: str | None = None
) -> list[LedgerLine]:
    """The rows of a prepared run, by date: of one member, or of all."""
    rolls = {row[0]: row[1:] for row in connection.execute(_ROLLS).all()}
    known = {"run_id": run.run_id, "person_id": person_id or ""}
    votes = connection.execute(_VOTES, known).all()
    other = connection.execute(_AT_MOST, known | {"run_id": high_run(run.run_id)})
    at_most = {(row[0], row[1]): (row[2], row[3]) for row in other.all()}
    lines = []
    for roll_no, of_person, option, weight, reason, credit in votes:
        most = at_most.get((roll_no, of_person))
        if most == (reason, credit):
            most = None
        lines.append(
            LedgerLine._make((of_person, *rolls[roll_no], option, weight, reason, credit, most))
        )
    return lines


def members_of(connection: sa.Connection, session_id: str) -> list[Member]:
    """Everyone who sat in a house in a session: one row per person and house.

    Somebody who left and came back has one row, with the first and the last day.
    """
    query = sa.text(
        """
        select
            m.person_id, p.name, m.chamber, m.district, m.party, m.region,
            m.start_date, m.end_date, m.dates_verified, m.district_verified, m.party_verified
        from memberships as m
        join people as p on p.person_id = m.person_id
        where m.session_id = :session_id
        order by m.person_id, m.chamber, m.start_date
        """
    )
    rows = connection.execute(query, {"session_id": session_id})
    found: dict[tuple[str, str], Member] = {}
    for row in rows.mappings():
        member = Member(**row)
        key = (member.person_id, member.chamber)
        earlier = found.get(key)
        if earlier:
            member = Member(**{**row, "start_date": earlier.start_date})
        found[key] = member
    return list(found.values())


def _nothing(member: Member) -> Score:
    return Score(
        member.person_id,
        member.chamber,
        NOTHING,
        available=0,
        percent=None,
        rank=None,
        status=ScoreStatus.NOT_ENOUGH_VOTES,
    )


def _place(line: ScoreLine) -> tuple[bool, bool, int, str]:
    rank = line.score.rank
    return (line.member.chamber != "upper", rank is None, rank or 0, line.member.name)


def shares(lines: Iterable[ScoreLine]) -> list[Fraction]:
    """The exact scores of the lines that have one."""
    return [line.score.tally.share for line in lines if line.score.percent is not None]
