"""The tables of the record. Comments are the data dictionary; `docs/data-dictionary.md` is made
from them.

Merged tables carry no primary or foreign keys: DuckDB refuses to replace a row under them within
one transaction, so the checks run at load.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, DateTime, Integer, String, Table

from tracker.store.schema import metadata


def _source() -> tuple[Column[str], Column[str]]:
    """The two columns by which a fact says where it was read."""
    return (
        Column("source_id", String, nullable=False, comment="the source it was read from"),
        Column("source_ref", String, comment="the place within that source, as in `roll 17058`"),
    )


sources = Table(
    "sources",
    metadata,
    Column("source_id", String, nullable=False, comment="short name or hash of what was read"),
    Column("title", String, nullable=False, comment="what a reader would call it"),
    Column("url", String, comment="its public address, where it has one"),
    Column("publisher", String, comment="who published it"),
    Column("licence", String, comment="under which terms it may be used"),
    Column("read_at", DateTime, comment="when it was read (UTC); empty when cited, never read"),
    Column("sha256", String, comment="SHA-256 of the bytes that were read"),
    Column("note", String, comment="anything a reader of a fact from it should know"),
    comment="What was read. One row per document or file; every fact names one.",
)

jurisdictions = Table(
    "jurisdictions",
    metadata,
    Column("jurisdiction_id", String, nullable=False, comment="short id, as in `ca`"),
    Column("ocd_id", String, comment="Open Civic Data id; empty for a coalition's own body"),
    Column("name", String, nullable=False, comment="as in `California`"),
    Column("classification", String, nullable=False, comment="`government` or `grid`"),
    comment="A government with a legislature, or a body that a coalition's own grid describes.",
)

legislative_sessions = Table(
    "legislative_sessions",
    metadata,
    Column("session_id", String, nullable=False, comment="as in `ca-20072008`"),
    Column("jurisdiction_id", String, nullable=False, comment="the body, as in `ca`"),
    Column("identifier", String, nullable=False, comment="within it, as in `20072008`"),
    Column("name", String, nullable=False, comment="as a reader would say it"),
    Column("start_date", Date, comment="first day, where known"),
    Column("end_date", Date, comment="last day, where known"),
    comment="One legislative session of a jurisdiction.",
)

organizations = Table(
    "organizations",
    metadata,
    Column("organization_id", String, nullable=False, comment="jurisdiction-session-house-key"),
    Column("jurisdiction_id", String, nullable=False, comment="the body, as in `ca`"),
    Column("session_id", String, nullable=False, comment="committees are renamed between sessions"),
    Column("chamber", String, comment="`upper`, `lower`, or empty for a conference committee"),
    Column("classification", String, nullable=False, comment="`chamber` or `committee`"),
    Column("name", String, nullable=False, comment="as a reader would say it"),
    Column("printed", String, comment="the location as the source prints it"),
    Column("seats", Integer, comment="seats of a chamber; empty for committees"),
    Column("source_id", String, comment="where it was read; empty: the reviewed files"),
    Column("source_ref", String, comment="the place within that source"),
    comment="A chamber or a committee in one session.",
)

people = Table(
    "people",
    metadata,
    Column("person_id", String, nullable=False, comment="readable id, as in `darrell-steinberg`"),
    Column("name", String, nullable=False, comment="full name, as readers see it"),
    Column("given_name", String, comment="first name or names"),
    Column("family_name", String, comment="surname, of one word or several"),
    Column("ocd_person_id", String, comment="Open Civic Data person id, where known"),
    *_source(),
    comment="A human being. Offices are memberships; names as printed are aliases.",
)

memberships = Table(
    "memberships",
    metadata,
    Column("person_id", String, nullable=False, comment="as in `darrell-steinberg`"),
    Column("jurisdiction_id", String, nullable=False, comment="the body, as in `ca`"),
    Column("session_id", String, nullable=False, comment="as in `ca-20072008`"),
    Column("chamber", String, nullable=False, comment="a `Chamber`"),
    Column("district", String, comment="number within that house and map"),
    Column("map_year", Integer, comment="year of the district map; a number means a place only so"),
    Column("party", String, comment="party during this term"),
    Column("region", String, comment="part of the state, where a source names it"),
    Column("start_date", Date, nullable=False, comment="first day in office, within the session"),
    Column("end_date", Date, comment="last day in office; empty while serving"),
    Column("dates_verified", Boolean, comment="false: no source gives days; these are bounds"),
    Column("end_reason", String, comment="why the term ended, where a source says"),
    Column("district_verified", Boolean, nullable=False, comment="false: no source was found"),
    Column("party_verified", Boolean, nullable=False, comment="false: no source was found"),
    Column("note", String, comment="what a reader of this row should know"),
    *_source(),
    comment="One dated term of one person in one house.",
)

person_aliases = Table(
    "person_aliases",
    metadata,
    Column("session_id", String, nullable=False, comment="as in `ca-20072008`"),
    Column("chamber", String, nullable=False, comment="a `Chamber`"),
    Column("printed", String, nullable=False, comment="the name as a source prints it"),
    Column("person_id", String, nullable=False, comment="as in `darrell-steinberg`"),
    Column("valid_from", Date, nullable=False, comment="first day on which it holds"),
    Column("valid_until", Date, comment="last day; empty while it still holds"),
    comment="Who a printed name is, in one house and session, between two days: reviewed by hand; "
    "where nobody has, as a source's own table of members names them.",
)

bills = Table(
    "bills",
    metadata,
    Column("bill_id", String, nullable=False, comment="as in `ca-20072008-SB375`"),
    Column("jurisdiction_id", String, nullable=False, comment="the body, as in `ca`"),
    Column("session_id", String, nullable=False, comment="as in `ca-20072008`"),
    Column("printed", String, nullable=False, comment="as in `SB 375` or `SBX1 1`"),
    Column("measure_type", String, nullable=False, comment="the letters of its kind, as in `SB`"),
    Column("number", Integer, nullable=False, comment="as in 375"),
    Column("special_session", Integer, nullable=False, comment="0 for the regular session"),
    Column("origin_chamber", String, comment="a `Chamber`: where it was introduced"),
    Column("title", String, comment="as printed"),
    Column("title_is_cut", Boolean, comment="true where the source cuts titles short"),
    Column("popular_name", String, comment="the name people know it by, if any"),
    Column("author", String, comment="as printed"),
    Column("summary", String, comment="what the bill does, in our words, from the source"),
    Column("chaptered", String, comment="the chapter of the statutes it became, where known"),
    Column("chaptered_verified", Boolean, comment="false: no source was found"),
    *_source(),
    comment="A measure. Readers call it a measure; Open Civic Data calls it a bill.",
)

identifiers = Table(
    "identifiers",
    metadata,
    Column("scheme", String, nullable=False, comment="whose id it is, as in `ca_legislature`"),
    Column("identifier", String, nullable=False, comment="what that source calls it"),
    Column("entity_type", String, nullable=False, comment="`session`, `bill`, `person` or `roll`"),
    Column("entity_id", String, nullable=False, comment="what the record calls it"),
    comment="What sources themselves call a session, a bill, a person or a roll call. One row per "
    "scheme and identifier of a kind: so one person from several sources is one person.",
)

bill_versions = Table(
    "bill_versions",
    metadata,
    Column("bill_id", String, nullable=False, comment="the measure, as in `ca-20072008-SB375`"),
    Column("date", Date, nullable=False, comment="the day of this text"),
    Column("label", String, nullable=False, comment="as in `amended`"),
    Column("note", String, comment="what a reader of this row should know"),
    Column("verified", Boolean, nullable=False, comment="false: no source was found"),
    *_source(),
    comment="A text of a bill that a source attests. A position belongs to a version.",
)

bill_documents = Table(
    "bill_documents",
    metadata,
    Column("bill_id", String, nullable=False, comment="the measure, as in `ca-20072008-SB375`"),
    Column("kind", String, nullable=False, comment="`analysis` or `veto_message`"),
    Column("date", Date, comment="its day, where the source gives one"),
    Column("label", String, comment="whose analysis, as printed"),
    Column("document", String, comment="what the source calls the file with its text"),
    *_source(),
    comment="A document on a measure that a source lists. Its text stays with the source.",
)

bill_actions = Table(
    "bill_actions",
    metadata,
    Column("bill_id", String, nullable=False, comment="the measure, as in `ca-20072008-SB375`"),
    Column("date", Date, nullable=False, comment="the day it happened"),
    Column("sequence", Integer, nullable=False, comment="order within the bill"),
    Column("chamber", String, comment="a `Chamber`; empty outside both houses"),
    Column("description", String, nullable=False, comment="what happened, in plain words"),
    Column(
        "classification",
        String,
        comment="Open Civic Data's classifications and the legislature's own, with commas between",
    ),
    Column("verified", Boolean, nullable=False, comment="false: no source was found"),
    Column("note", String, comment="what a reader of this row should know"),
    *_source(),
    comment="Something that happened to a bill on a day, apart from roll calls.",
)

bill_sponsorships = Table(
    "bill_sponsorships",
    metadata,
    Column("bill_id", String, nullable=False, comment="the measure, as in `ca-20072008-SB375`"),
    Column("name", String, nullable=False, comment="as printed"),
    Column("entity_type", String, nullable=False, comment="`person` or `organization`"),
    Column("classification", String, nullable=False, comment="`author`, `coauthor`, `sponsor`"),
    Column("person_id", String, comment="empty for an organization"),
    Column("verified", Boolean, nullable=False, comment="false: no source was found"),
    *_source(),
    comment="Who carried or sponsored a bill.",
)

events = Table(
    "events",
    metadata,
    Column("event_id", String, nullable=False, comment="session, day, place and kind"),
    Column("jurisdiction_id", String, nullable=False, comment="the body, as in `ca`"),
    Column("session_id", String, nullable=False, comment="as in `ca-20072008`"),
    Column("classification", String, nullable=False, comment="`committee-meeting` or `floor`"),
    Column("name", String, nullable=False, comment="as a reader would say it"),
    Column("chamber", String, comment="a `Chamber`; empty where the source names no house"),
    Column("organization_id", String, comment="the chamber or committee, where it is known"),
    Column("date", Date, nullable=False, comment="the day, Pacific time"),
    Column("time", String, comment="as printed, Pacific time; empty where no source gives one"),
    Column("location", String, comment="room or building, as printed"),
    Column("status", String, comment="`confirmed` or `cancelled`; empty where no source says"),
    Column("note", String, comment="what else the source prints of it"),
    *_source(),
    comment="A dated event, per source: a committee's hearing, or a floor with its daily file.",
)

event_bills = Table(
    "event_bills",
    metadata,
    Column("event_id", String, nullable=False, comment="the event"),
    Column("sequence", Integer, nullable=False, comment="order within the event"),
    Column("bill_id", String, comment="the measure; empty where what is printed is none"),
    Column("printed", String, nullable=False, comment="as in `SB 375`"),
    Column("note", String, comment="the part of the file it stands in, where the source says"),
    *_source(),
    comment="A measure on the agenda of an event.",
)

vote_events = Table(
    "vote_events",
    metadata,
    Column("vote_event_id", String, nullable=False, comment="bill, day, place, motion"),
    Column("bill_id", String, nullable=False, comment="the measure, as in `ca-20072008-SB375`"),
    Column("jurisdiction_id", String, nullable=False, comment="the body, as in `ca`"),
    Column("session_id", String, nullable=False, comment="as in `ca-20072008`"),
    Column("organization_id", String, nullable=False, comment="the chamber or committee"),
    Column("chamber", String, comment="a `Chamber`; empty for a conference committee"),
    Column("venue", String, nullable=False, comment="a `Venue`"),
    Column("date", Date, comment="empty only for a roll known to be missing"),
    Column("sequence", Integer, nullable=False, comment="order in the source; later is higher"),
    Column("motion", String, nullable=False, comment="as printed"),
    Column("motion_class", String, nullable=False, comment="a `MotionClass`"),
    Column("result", String, nullable=False, comment="a `Result`: of the motion, not of the bill"),
    Column("declared_yes", Integer, comment="ayes as the source declares them"),
    Column("declared_no", Integer, comment="noes as the source declares them"),
    Column("vacant_seats", Integer, nullable=False, comment="seats without a holder on the roll"),
    Column("threshold", String, nullable=False, comment="a `Threshold`"),
    Column("threshold_basis", String, nullable=False, comment="the evidence, in one sentence"),
    Column("needed", Integer, comment="ayes needed; empty when not known or relative"),
    Column("nonvote_effect", String, nullable=False, comment="a `NonvoteEffect`"),
    Column("status", String, nullable=False, comment="a `RollStatus`"),
    Column("note", String, comment="what a repair did, or why a roll is known to be missing"),
    Column("content_hash", String, nullable=False, comment="of the roll and its votes as stored"),
    *_source(),
    comment="A roll call. One row per roll that passed the gate or is known to be missing.",
)

person_votes = Table(
    "person_votes",
    metadata,
    Column("vote_event_id", String, nullable=False, comment="the roll call"),
    Column("voter", String, nullable=False, comment="the name as printed"),
    Column("person_id", String, comment="empty where the name is nobody's for certain"),
    Column("option", String, nullable=False, comment="an `Option`"),
    Column("word", String, nullable=False, comment="the source's own word or code"),
    comment="What one member did on one roll call. Vacant seats are counted on the roll instead.",
)

vote_event_sources = Table(
    "vote_event_sources",
    metadata,
    Column("vote_event_id", String, nullable=False, comment="the roll call"),
    Column("source_id", String, nullable=False, comment="the source"),
    Column("source_ref", String, comment="the place within that source"),
    comment="Every source in which a roll call was read with the same votes and outcome.",
)

roll_conflicts = Table(
    "roll_conflicts",
    metadata,
    Column("vote_event_id", String, nullable=False, comment="the roll call in the record"),
    Column("subject", String, nullable=False, comment="`result`, `declared_yes`, or whose vote"),
    Column("held", String, comment="what the record holds; empty where it says nothing"),
    Column("read", String, comment="what the other source says; empty where it says nothing"),
    Column("source_id", String, nullable=False, comment="the other source"),
    Column("source_ref", String, comment="the place within that source"),
    comment="What another source says otherwise of a roll call; the better-ranked reading stands.",
)

roll_readings = Table(
    "roll_readings",
    metadata,
    Column("vote_event_id", String, nullable=False, comment="the roll call in the record"),
    Column("source", String, nullable=False, comment="who read so, as in `ca_leginfo`"),
    Column("number", Integer, nullable=False, comment="counts that source's kept readings from 1"),
    Column("replaced_at", DateTime, comment="when a later one of it was loaded (UTC); empty: none"),
    Column("motion", String, nullable=False, comment="as printed there"),
    Column("result", String, nullable=False, comment="a `Result`"),
    Column("declared_yes", Integer, comment="ayes as declared there"),
    Column("declared_no", Integer, comment="noes as declared there"),
    *_source(),
    comment="A reading of a roll call that does not stand: an earlier one of the same source, or "
    "that of a source that ranks lower and says otherwise.",
)

roll_reading_votes = Table(
    "roll_reading_votes",
    metadata,
    Column("vote_event_id", String, nullable=False, comment="the roll call in the record"),
    Column("source", String, nullable=False, comment="who read so"),
    Column("number", Integer, nullable=False, comment="which of its readings"),
    Column("voter", String, nullable=False, comment="the name as printed"),
    Column("person_id", String, comment="empty where the name is nobody's for certain"),
    Column("option", String, nullable=False, comment="an `Option`"),
    Column("word", String, nullable=False, comment="the source's own word or code"),
    comment="What one member did by a reading that does not stand. It counts nowhere.",
)

roll_identities = Table(
    "roll_identities",
    metadata,
    Column("vote_event_id", String, nullable=False, comment="as the record calls the roll call"),
    Column("source", String, nullable=False, comment="whose reading took the place of another's"),
    Column("read_as", String, nullable=False, comment="the id that its own reading would give it"),
    Column("sequence", Integer, nullable=False, comment="its place in order, as before"),
    comment="A roll call that kept its id when a better-ranked source's reading came to stand.",
)

unlisted_rolls = Table(
    "unlisted_rolls",
    metadata,
    Column("vote_event_id", String, nullable=False, comment="the roll call in the record"),
    Column("source", String, nullable=False, comment="who listed it once, as in `ca_leginfo`"),
    Column("since", Date, nullable=False, comment="when it was first read without it"),
    *_source(),
    comment="A roll call that a complete, good reading of a source no longer lists. It stands as "
    "it did; a reading that lists it again takes the row away.",
)

quarantined_rolls = Table(
    "quarantined_rolls",
    metadata,
    Column("session_id", String, nullable=False, comment="as in `ca-20072008`"),
    Column("bill", String, nullable=False, comment="as printed"),
    Column("date", Date, comment="the day as read"),
    Column("location", String, nullable=False, comment="as printed"),
    Column("motion", String, nullable=False, comment="as printed"),
    Column("declared_yes", Integer, comment="ayes as the source declares them"),
    Column("declared_no", Integer, comment="noes as the source declares them"),
    Column("named_yes", Integer, nullable=False, comment="names listed with an aye"),
    Column("named_no", Integer, nullable=False, comment="names listed with a no"),
    Column("reason", String, nullable=False, comment="a `QuarantineReason`"),
    Column("detail", String, nullable=False, comment="what is wrong, and for names: suggestions"),
    Column("source_id", String, nullable=False, comment="the source it was read from"),
    Column("source_ref", String, nullable=False, comment="the place within that source"),
    comment="Roll calls that were read and refused. None of their votes count anywhere.",
)

loads = Table(
    "loads",
    metadata,
    Column("load_id", Integer, nullable=False, comment="counted from 1"),
    Column("source", String, nullable=False, comment="as in `ca_rollcalls-ca-20072008`"),
    Column("loaded_at", DateTime, nullable=False, comment="UTC"),
    Column("report", String, nullable=False, comment="the load report as JSON"),
    comment="One row per load that stored something or found nothing new.",
)

source_codes = Table(
    "source_codes",
    metadata,
    Column("source", String, nullable=False, comment="spider and session, as in `loads`"),
    Column("kind", String, nullable=False, comment="`motion` or `place`"),
    Column("code", String, nullable=False, comment="the source's own number or short name"),
    Column("text", String, nullable=False, comment="what it stands for, as printed"),
    comment="What numbers of a source stand for, for files that use them without saying so.",
)

readings = Table(
    "readings",
    metadata,
    Column("source", String, nullable=False, comment="spider and session, as in `loads`"),
    Column("content", String, nullable=False, comment="SHA-256 of what was read"),
    Column("program", String, nullable=False, comment="sum of the program and its reviewed files"),
    Column("record", String, nullable=False, comment="sum of the record after that load"),
    Column("report", String, nullable=False, comment="the load report as JSON"),
    comment="The last load of each source and session, by which the very same is recognised.",
)
