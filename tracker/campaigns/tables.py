"""The tables of campaigns. Rows are only ever added, so keys are safe here (decision 008).

Comments are the data dictionary.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, DateTime, Integer, String, Table, UniqueConstraint

from tracker.store.schema import metadata

campaigns = Table(
    "campaigns",
    metadata,
    Column("campaign_id", String, primary_key=True, comment="readable id, as in `near-home`"),
    Column("title", String, nullable=False),
    Column("organization", String, nullable=False, comment="who runs it, in its own words"),
    Column("statement", String, comment="what it is for, in the coalition's words"),
    Column("demonstration", Boolean, nullable=False, comment="true: invented, and shown as such"),
    Column("created_at", DateTime, nullable=False, comment="UTC"),
    Column("created_by", String, nullable=False),
    Column("jurisdiction_id", String, comment="whose measures it concerns, as in `ca`"),
    comment="What a coalition works towards. One row per campaign; never changed.",
)

campaign_measures = Table(
    "campaign_measures",
    metadata,
    Column("campaign_id", String, primary_key=True),
    Column("bill_id", String, primary_key=True, comment="as in `ca-20072008-SB375`"),
    Column("sequence", Integer, nullable=False, comment="order in which they were named"),
    comment="A measure that a campaign set out to move. Milestones may concern others.",
)

campaign_facts = Table(
    "campaign_facts",
    metadata,
    Column("campaign_id", String, primary_key=True),
    Column(
        "number",
        Integer,
        primary_key=True,
        autoincrement=False,
        comment="1 for the first fact of the campaign, without gaps",
    ),
    Column("kind", String, nullable=False, comment="a `FactKind`, as in `place`"),
    Column("text", String, nullable=False, comment="as in `Fresno County`"),
    Column("part", String, comment="of an organization: its part in the campaign"),
    Column("takes_out", Boolean, nullable=False, comment="true: the fact holds no more"),
    Column("recorded_at", DateTime, nullable=False, comment="UTC"),
    Column("recorded_by", String, nullable=False),
    comment="Where a campaign is and whose it is. One row per statement; never changed or removed.",
)

milestones = Table(
    "milestones",
    metadata,
    Column("milestone_id", String, primary_key=True, comment="as in `near-home/senate-floor`"),
    Column("campaign_id", String, nullable=False),
    Column("title", String, nullable=False),
    Column("due", Date, comment="the day first set; a later day is in the updates"),
    Column("bill_id", String, comment="the measure it concerns"),
    Column("vote_event_id", String, comment="the roll call it concerns"),
    Column("owner", String, comment="who sees to it, in free text"),
    Column("visibility", String, nullable=False, comment="`private` or `public`, at first"),
    Column("created_at", DateTime, nullable=False, comment="UTC"),
    Column("created_by", String, nullable=False),
    Column("kind", String, comment="a `MilestoneKind`; empty: nobody said"),
    Column("place", String, comment="where it happens, in free text"),
    comment="One thing to be reached, as first written down. Its state is the fold of its updates.",
)

milestone_updates = Table(
    "milestone_updates",
    metadata,
    Column("milestone_id", String, primary_key=True),
    Column(
        "number",
        Integer,
        primary_key=True,
        autoincrement=False,
        comment="1 for the first update of the milestone, without gaps",
    ),
    Column("key", String, nullable=False, comment="by which an update sent again is recognised"),
    Column("recorded_at", DateTime, nullable=False, comment="UTC"),
    Column("recorded_on", Date, nullable=False, comment="that moment's day where the writer was"),
    Column("recorded_by", String, nullable=False),
    Column("seen_version", Integer, nullable=False, comment="updates the writer had seen"),
    Column("status", String, comment="the new status; empty: as before"),
    Column("due", Date, comment="the new day; empty: as before"),
    Column("happened_on", Date, comment="the day it ended, where not the day recorded"),
    Column("visibility", String, comment="of the milestone from here on; empty: as before"),
    Column("note", String),
    Column("note_visibility", String, nullable=False, comment="`private` unless said otherwise"),
    Column("evidence", String, comment="address of a page that shows it; seen by whom the note is"),
    Column("takes_back", Boolean, comment="true: the update before this one counts no more"),
    UniqueConstraint("key", name="milestone_updates_key"),
    comment="A milestone's history. One row per update; never changed or removed.",
)

target_notes = Table(
    "target_notes",
    metadata,
    Column("campaign_id", String, primary_key=True),
    Column("bill_id", String, primary_key=True, comment="the measure to be voted on"),
    Column("chamber", String, primary_key=True, comment="a `Chamber`: the house that is to vote"),
    Column("person_id", String, primary_key=True, comment="the member"),
    Column(
        "number",
        Integer,
        primary_key=True,
        autoincrement=False,
        comment="1 for the first note on the member before this vote, without gaps",
    ),
    Column("key", String, nullable=False, comment="by which a note sent again is recognised"),
    Column("recorded_at", DateTime, nullable=False, comment="UTC"),
    Column("recorded_on", Date, nullable=False, comment="that moment's day where the writer was"),
    Column("recorded_by", String, nullable=False),
    Column("stance", String, nullable=False, comment="a `TargetStance`"),
    Column("confidence", String, comment="a `Confidence`; empty: nobody said"),
    Column("source", String, comment="how it is known, in the writer's words"),
    Column("note", String),
    UniqueConstraint("key", name="target_notes_key"),
    comment="Private. What a coalition notes of a member before a coming vote; the last on the "
    "member counts. Never changed or removed, and in no page, feed or file meant for others.",
)
