"""The tables of agendas: what was saved, proposed, decided and chosen, and which letters went out.
Rows are only ever added (decision 008).

Comments are the data dictionary.
"""

from __future__ import annotations

from sqlalchemy import Column, Date, DateTime, Integer, String, Table

from tracker.store.schema import metadata

agenda_versions = Table(
    "agenda_versions",
    metadata,
    Column("agenda_id", String, primary_key=True, comment="as in `homes-2025`"),
    Column(
        "number",
        Integer,
        primary_key=True,
        autoincrement=False,
        comment="1 for the first version saved, without gaps",
    ),
    Column("content", String, nullable=False, comment="the whole agenda, as the file it leaves as"),
    Column("saved_at", DateTime, nullable=False, comment="UTC"),
    Column("saved_by", String, nullable=False),
    Column("note", String, comment="what changed and why, in the writer's words"),
    comment="What a coalition asks for, as it was saved. One row per version; the last one counts.",
)


def _numbered(name: str, comment: str) -> Column[int]:
    return Column(name, Integer, primary_key=True, autoincrement=False, comment=comment)


def _recorded() -> tuple[Column[object], ...]:
    return (
        Column("recorded_at", DateTime, nullable=False, comment="UTC"),
        Column("recorded_by", String, nullable=False, comment="who wrote it down"),
    )


agenda_proposals = Table(
    "agenda_proposals",
    metadata,
    Column("agenda_id", String, primary_key=True),
    _numbered("number", "1 for the first proposal of the agenda, without gaps"),
    Column("asked", String, nullable=False, comment="as people wrote the measure, as in `SB 375`"),
    Column("bill_id", String, comment="the measure; empty: the record held none of that name"),
    Column("stance", String, nullable=False, comment="`support` or `oppose`"),
    Column("reason", String),
    Column("came_from", String, nullable=False, comment="a `CameFrom`"),
    Column("proposed_by", String, nullable=False, comment="the organization or person who asks"),
    Column("amends", Integer, comment="the proposal that this one takes the place of"),
    *_recorded(),
    comment="A measure that somebody wants on the agenda. One row per proposal; never changed.",
)

agenda_endorsements = Table(
    "agenda_endorsements",
    metadata,
    Column("agenda_id", String, primary_key=True),
    _numbered("proposal", "number of the proposal"),
    _numbered("number", "1 for the first word on the proposal, without gaps"),
    Column("organization", String, nullable=False),
    Column("word", String, nullable=False, comment="an `Endorsement`"),
    Column("reason", String),
    *_recorded(),
    comment="What an organization says of a proposal. Its last word counts; each stays readable.",
)

agenda_settlements = Table(
    "agenda_settlements",
    metadata,
    Column("agenda_id", String, primary_key=True),
    _numbered("proposal", "number of the proposal"),
    Column("into", Integer, comment="the proposal that it was merged into; empty: rejected"),
    Column("why", String, nullable=False),
    *_recorded(),
    comment="A proposal that ended without a vote: merged into another or rejected.",
)

agenda_decisions = Table(
    "agenda_decisions",
    metadata,
    Column("agenda_id", String, primary_key=True),
    _numbered("number", "1 for the first decision of the agenda, without gaps"),
    Column("proposal", Integer, comment="the proposal it is about; empty: a version"),
    Column("version", Integer, comment="the version it is to ratify; empty: a proposal"),
    Column("rule", String, nullable=False, comment="a `DecisionRule`"),
    Column("quorum", Integer, nullable=False, comment="organizations that must vote"),
    Column("notice_days", Integer, nullable=False, comment="days that must lie between"),
    Column("called_on", Date, nullable=False, comment="the day the organizations were told of it"),
    Column("decides_on", Date, nullable=False, comment="the day it is decided"),
    Column("members", String, nullable=False, comment="organizations that may vote, one a line"),
    *_recorded(),
    comment="A vote that was called, with its rules. One row per decision; never changed.",
)

agenda_votes = Table(
    "agenda_votes",
    metadata,
    Column("agenda_id", String, primary_key=True),
    _numbered("decision", "number of the decision"),
    _numbered("number", "1 for the first vote cast, without gaps"),
    Column("organization", String, nullable=False),
    Column("vote", String, nullable=False, comment="a `Vote`"),
    Column("reason", String),
    *_recorded(),
    comment="How an organization voted. Its last vote counts; each stays readable.",
)

agenda_results = Table(
    "agenda_results",
    metadata,
    Column("agenda_id", String, primary_key=True),
    _numbered("decision", "number of the decision"),
    Column("outcome", String, nullable=False, comment="an `Outcome`"),
    Column("votes_counted", Integer, nullable=False, comment="rows of `agenda_votes` up to then"),
    Column("members", Integer, nullable=False, comment="organizations that might vote"),
    Column("voted", Integer, nullable=False, comment="those that did"),
    Column("yes", Integer, nullable=False),
    Column("no", Integer, nullable=False),
    Column("stood_aside", Integer, nullable=False),
    Column("blocks", Integer, nullable=False, comment="with blocks of those that did not vote"),
    *_recorded(),
    comment="The result of a decision, with what it was computed from. Never changed.",
)

agenda_notices = Table(
    "agenda_notices",
    metadata,
    Column("agenda_id", String, primary_key=True),
    _numbered("number", "1 for the first letter recorded, without gaps"),
    Column("version", Integer, nullable=False, comment="of the agenda whose items it told of"),
    Column("person_id", String, nullable=False, comment="as in `darrell-steinberg`"),
    Column("sent_on", Date, nullable=False),
    Column("proof", String, nullable=False, comment="as in `registered mail 12345`"),
    *_recorded(),
    comment="A letter that told a lawmaker what the agenda asks. One row per letter.",
)

agenda_choices = Table(
    "agenda_choices",
    metadata,
    Column("agenda_id", String, primary_key=True),
    _numbered("number", "1 for the first choice of the agenda, without gaps"),
    Column("proposals", String, nullable=False, comment="numbers of the proposals, one a line"),
    Column("rule", String, nullable=False, comment="a `ChoiceRule`"),
    Column("places", Integer, nullable=False, comment="how many are chosen at most"),
    Column("dots", Integer, comment="dots that each organization has; empty: ranked ballots"),
    Column("quorum", Integer, nullable=False, comment="organizations that must give a ballot"),
    Column("notice_days", Integer, nullable=False, comment="days that must lie between"),
    Column("called_on", Date, nullable=False, comment="the day the organizations were told of it"),
    Column("decides_on", Date, nullable=False, comment="the day it is counted"),
    Column("members", String, nullable=False, comment="organizations that may choose, one a line"),
    *_recorded(),
    comment="A choice among several proposals, with its rules. One row per choice; never changed.",
)

agenda_ballots = Table(
    "agenda_ballots",
    metadata,
    Column("agenda_id", String, primary_key=True),
    _numbered("choice", "number of the choice"),
    _numbered("number", "1 for the first ballot given, without gaps"),
    Column("organization", String, nullable=False),
    Column(
        "ballot",
        String,
        nullable=False,
        comment="proposals, the first choice first, as in `2 1 3`; with dots as in `2:3 1:2`; "
        "empty: stands aside",
    ),
    *_recorded(),
    comment="What an organization chose. Its last ballot counts; each stays readable.",
)

agenda_choice_results = Table(
    "agenda_choice_results",
    metadata,
    Column("agenda_id", String, primary_key=True),
    _numbered("choice", "number of the choice"),
    Column("outcome", String, nullable=False, comment="an `Outcome`"),
    Column("ballots_counted", Integer, nullable=False, comment="rows of `agenda_ballots` by then"),
    Column("voted", Integer, nullable=False, comment="organizations that gave a ballot"),
    Column("chosen", String, nullable=False, comment="numbers of the proposals, one a line"),
    Column("rounds", String, nullable=False, comment="each round of the count, one a line"),
    *_recorded(),
    comment="The result of a choice, with every round of its count. Never changed.",
)
