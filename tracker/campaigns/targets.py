"""Where each member of a house stands before a coming vote, as a coalition notes it. Private: no
feed or calendar reads this, and one page alone, for those who may write it.

Notes are only ever added; the last on a member counts. The functions that write work on a
connection of `Store.writing()`.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import cast

import sqlalchemy as sa

from tracker.access.acting import recorded_as
from tracker.access.audit import note
from tracker.access.checks import require
from tracker.access.roles import Action
from tracker.campaigns.links import resolve_link
from tracker.campaigns.reading import find_campaign, histories
from tracker.campaigns.tables import target_notes
from tracker.campaigns.updating import StaleUpdate
from tracker.campaigns.words import SENTENCES, said, said_if_any
from tracker.errors import UsageError
from tracker.record.members import Seated, find_person
from tracker.record.tables import bills, legislative_sessions, memberships, people
from tracker.rules.reference import is_reviewed, jurisdiction_of, printed_bill
from tracker.store.moments import from_store, in_store
from tracker.translation import N_, Words


class TargetStance(StrEnum):
    """How a coalition thinks that a member will vote on a measure."""

    YES = "yes"
    """Will vote for it."""
    LEANING_YES = "leaning_yes"
    """More likely for it than not."""
    UNDECIDED = "undecided"
    """Has said that it is open."""
    LEANING_NO = "leaning_no"
    """More likely not for it."""
    NO = "no"
    """Will not vote for it."""
    UNKNOWN = "unknown"
    """Nobody has asked, or nobody could tell."""

    @property
    def words(self) -> str:
        """As a reader reads it: `leaning yes`."""
        return _STANCE_WORDS[self]


_STANCE_WORDS = Words(
    {
        TargetStance.YES: N_("yes"),
        TargetStance.LEANING_YES: N_("leaning yes"),
        TargetStance.UNDECIDED: N_("undecided"),
        TargetStance.LEANING_NO: N_("leaning no"),
        TargetStance.NO: N_("no"),
        TargetStance.UNKNOWN: N_("unknown"),
    }
)


class Confidence(StrEnum):
    """How sure a coalition is of a stance."""

    SURE = "sure"
    """The member said so, in person or in writing."""
    FAIRLY_SURE = "fairly_sure"
    """Somebody who should know said so."""
    NOT_SURE = "not_sure"
    """It is a guess."""

    @property
    def words(self) -> str:
        """As a reader reads it: `fairly sure`."""
        return _CONFIDENCE_WORDS[self]


_CONFIDENCE_WORDS = Words(
    {
        Confidence.SURE: N_("sure"),
        Confidence.FAIRLY_SURE: N_("fairly sure"),
        Confidence.NOT_SURE: N_("not sure"),
    }
)


@dataclass(frozen=True)
class ComingVote:
    """The vote of one house on one measure that a campaign prepares for."""

    campaign_id: str
    bill_id: str
    session_id: str
    jurisdiction_id: str
    chamber: str
    house: str
    """Its name."""


@dataclass(frozen=True)
class Sitting:
    """A member of the house."""

    person_id: str
    name: str
    family_name: str | None
    district: str | None
    party: str | None


@dataclass(frozen=True)
class TargetWords:
    """What one note says."""

    stance: TargetStance
    confidence: Confidence | None = None
    source: str | None = None
    """How it is known, as in `met her staff`."""
    note: str | None = None


@dataclass(frozen=True)
class TargetNote:
    """One entry on one member before one vote. It is never changed or removed."""

    campaign_id: str
    bill_id: str
    chamber: str
    person_id: str
    number: int
    """1 for the first note on the member before this vote, without gaps."""
    key: str
    """Chosen by the sender: the same note sent again is recognised by it."""
    recorded_at: datetime
    """UTC."""
    recorded_on: date
    """The same moment as a day of the writer's own calendar."""
    recorded_by: str
    words: TargetWords

    @property
    def told(self) -> str:
        """In one line: `2008-08-20 Ana: leaning yes, met her staff`."""
        return f"{self.recorded_on} {self.recorded_by}: {retold(self.words)}"


def find_vote(connection: sa.Connection, campaign: str, bill: str, house: str) -> ComingVote:
    """The vote that a person means: a campaign, a measure as people write it, and a house by its
    name or chamber.

    Raises:
        UsageError: no such campaign, measure or house.
    """
    known = find_campaign(connection, campaign)
    link = resolve_link(
        connection, bill, None, known.jurisdiction_id, campaign_id=known.campaign_id
    )
    query = sa.select(bills.c.session_id, bills.c.jurisdiction_id).where(
        bills.c.bill_id == link.bill_id
    )
    session_id, code = connection.execute(query).one()
    names = _houses(connection, session_id, code)
    wanted = house.strip().casefold()
    for chamber, name in names.items():
        if wanted in (chamber, name.casefold()):
            return ComingVote(known.campaign_id, str(link.bill_id), session_id, code, chamber, name)
    raise UsageError(
        f"{house!r} is no house that votes on {printed_bill(str(link.bill_id))}",
        where="--house",
        what_to_do=f"choose one of {', '.join(names.values())}"
        if names
        else "load who sat when first: answerable load --help",
    )


def votes_of(connection: sa.Connection, campaign: str) -> list[ComingVote]:
    """Each house for each measure that a campaign moves or that one of its milestones concerns.

    Raises:
        UsageError: there is no such campaign.
    """
    known = find_campaign(connection, campaign)
    on_milestones = (one.milestone.bill_id for one in histories(connection, known.campaign_id))
    bill_ids = dict.fromkeys((*known.bill_ids, *(one for one in on_milestones if one)))
    query = sa.select(bills.c.bill_id, bills.c.session_id, bills.c.jurisdiction_id).where(
        bills.c.bill_id.in_(bill_ids)
    )
    of = {row[0]: (row[1], row[2]) for row in connection.execute(query)}
    return [
        ComingVote(known.campaign_id, bill_id, *of[bill_id], chamber, name)
        for bill_id in bill_ids
        if bill_id in of
        for chamber, name in _houses(connection, *of[bill_id]).items()
    ]


def _houses(connection: sa.Connection, session_id: str, code: str) -> Mapping[str, str]:
    if is_reviewed(code):
        return jurisdiction_of(code).house_names
    column = memberships.c
    query = sa.select(column.chamber).where(column.session_id == session_id).distinct()
    return {chamber: chamber for chamber in connection.execute(query).scalars()}


def members_sitting(connection: sa.Connection, vote: ComingVote, today: date) -> list[Sitting]:
    """Who sits in the house today, by name; of a session that is over, who sat on its last day."""
    last = connection.execute(
        sa.select(legislative_sessions.c.end_date).where(
            legislative_sessions.c.session_id == vote.session_id
        )
    ).scalar()
    day = min(today, last or today)
    member = memberships.c
    query = (
        sa.select(
            *(people.c.person_id, people.c.name, people.c.family_name),
            *(member.district, member.party),
        )
        .join(memberships, member.person_id == people.c.person_id)
        .where(member.session_id == vote.session_id, member.chamber == vote.chamber)
        .where(member.start_date <= day, (member.end_date.is_(None)) | (member.end_date >= day))
        .order_by(people.c.name, people.c.person_id)
    )
    found = {row.person_id: Sitting(*row) for row in connection.execute(query)}
    return list(found.values())


def sitting_member(connection: sa.Connection, vote: ComingVote, typed: str, today: date) -> Sitting:
    """The member of the house, as it sits today, whom a person means.

    Raises:
        UsageError: nobody in the house is called so, or several are.
    """
    members = {one.person_id: one for one in members_sitting(connection, vote, today)}
    seated = Seated(f"member who sits in the {vote.house}", members)
    return members[find_person(connection, typed, vote.session_id, seated=seated, where="MEMBER")]


def notes_on(connection: sa.Connection, vote: ComingVote) -> Mapping[str, Sequence[TargetNote]]:
    """Every note before that vote, by member, each member's in order.

    Raises NotAllowed where who acts may not see what is private in the campaign.
    """
    column = target_notes.c
    organization = find_campaign(connection, vote.campaign_id).organization
    require(connection, Action.READ_PRIVATE, organization)
    query = (
        sa.select(target_notes)
        .where(column.campaign_id == vote.campaign_id, column.bill_id == vote.bill_id)
        .where(column.chamber == vote.chamber)
        .order_by(column.person_id, column.number)
    )
    found: defaultdict[str, list[TargetNote]] = defaultdict(list)
    for row in connection.execute(query).mappings():
        note = _note_of(row)
        found[note.person_id].append(note)
    return found


def add_note(
    connection: sa.Connection,
    vote: ComingVote,
    member: Sitting,
    words: TargetWords,
    *,
    seen: int,
    key: str,
    by: str,
    now: datetime,
) -> tuple[TargetNote, bool]:
    """Adds a note on a member, unless it is there already; says whether it was newly stored.

    `seen` is the number of notes on the member that the writer had read. `now` is in the writer's
    own time zone.

    Raises:
        StaleUpdate: there are notes that the writer had not seen; the error says whose and what.
        NotAllowed: who acts may not work on this campaign.
        UsageError: a text is too long, or the key belongs to a different note.
    """
    organization = find_campaign(connection, vote.campaign_id).organization
    require(connection, Action.EDIT_CAMPAIGN, organization)
    wanted = TargetNote(
        campaign_id=vote.campaign_id,
        bill_id=vote.bill_id,
        chamber=vote.chamber,
        person_id=member.person_id,
        number=seen + 1,
        key=said(key, "key of the note"),
        recorded_at=now.astimezone(UTC),
        recorded_on=now.date(),
        recorded_by=recorded_as(said(by, "name of who records it")),
        words=replace(
            words,
            source=said_if_any(words.source, "source", SENTENCES),
            note=said_if_any(words.note, "note", SENTENCES),
        ),
    )
    known = _sent_before(connection, wanted)
    if known is not None:
        return known, False
    earlier = notes_on(connection, vote)[member.person_id]
    _refuse_unless_seen(earlier, member, seen)
    connection.execute(sa.insert(target_notes), [_row_of(wanted)])
    note(
        connection,
        Action.EDIT_CAMPAIGN,
        f"target {wanted.person_id} of {wanted.campaign_id}, {wanted.bill_id}",
        before={"said": retold(earlier[-1].words)} if earlier else None,
        after={"said": retold(wanted.words)},
        by=by,
        now=now,
    )
    return wanted, True


def key_of(vote: ComingVote, person_id: str, words: TargetWords, seen: int, by: str) -> str:
    """A key by which the same words on the same member by the same person are the same note."""
    told = repr((vote.campaign_id, vote.bill_id, vote.chamber, person_id, words, seen, by))
    return f"said:{hashlib.sha256(told.encode()).hexdigest()[:32]}"


def _sent_before(connection: sa.Connection, wanted: TargetNote) -> TargetNote | None:
    query = sa.select(target_notes).where(target_notes.c.key == wanted.key)
    row = connection.execute(query).mappings().first()
    if row is None:
        return None
    known = _note_of(row)
    if replace(known, recorded_at=wanted.recorded_at, recorded_on=wanted.recorded_on) != wanted:
        raise UsageError(
            "this key belongs to a different note, which stays as it is",
            where=f"note {known.number} on {known.person_id}, by {known.recorded_by}",
            what_to_do="send the new note with a key of its own",
        )
    return known


def _refuse_unless_seen(notes: Sequence[TargetNote], member: Sitting, seen: int) -> None:
    if seen == len(notes):
        return
    if not 0 <= seen < len(notes):
        raise UsageError(
            f"nobody can have seen {seen} notes: there are {len(notes)}",
            where=f"the notes on {member.name}",
            what_to_do=f"read them, then say that you saw {len(notes)}",
        )
    unseen = "; ".join(one.told for one in notes[seen:])
    raise StaleUpdate(
        f"not stored: there are notes that you have not seen: {unseen}",
        where=f"the notes on {member.name}",
        what_to_do=f"if yours still holds after that, send it again as having seen {len(notes)} "
        f"(--seen {len(notes)})",
    )


def retold(words: TargetWords) -> str:
    """What a note says, in one line: `leaning yes, fairly sure, met her staff, “wants data”`."""
    parts = [words.stance.words]
    if words.confidence:
        parts.append(words.confidence.words)
    if words.source:
        parts.append(words.source)
    if words.note:
        parts.append(f"“{words.note}”")
    return ", ".join(parts)


def _row_of(note: TargetNote) -> dict[str, object]:
    values = vars(note) | vars(note.words)
    del values["words"]
    return values | {"recorded_at": in_store(note.recorded_at)}


def _note_of(row: sa.RowMapping) -> TargetNote:
    confidence = row["confidence"]
    return TargetNote(
        **{name: str(row[name]) for name in ("campaign_id", "bill_id", "chamber", "person_id")},
        number=cast("int", row["number"]),
        key=str(row["key"]),
        recorded_at=from_store(row["recorded_at"]),
        recorded_on=cast("date", row["recorded_on"]),
        recorded_by=str(row["recorded_by"]),
        words=TargetWords(
            TargetStance(str(row["stance"])),
            Confidence(str(confidence)) if confidence else None,
            row["source"],
            row["note"],
        ),
    )
