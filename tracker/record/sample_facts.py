"""What a sample record holds: one frozen row per fact, as `data/record/` states it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from tracker.record.reviewed import Reviewed
from tracker.record.sample_rolls import Corroboration
from tracker.record.vocabulary import Chamber


class Source(Reviewed):
    """A file or page that facts rest on. `read` is false where it is known by citation only."""

    id: str
    title: str
    url: str | None
    publisher: str
    licence: str
    read: bool
    read_at: date | None
    sha256: str | None
    note: str | None


class SampleBody(Reviewed):
    """`session.yaml`: whose record this is, and under which district map its members sat."""

    jurisdiction: str
    """The short form, as in `ca`."""
    session: str
    """As in `20072008`."""
    map_year: int


@dataclass(frozen=True)
class SamplePerson:
    person_id: str
    name: str
    given_name: str
    family_name: str
    ocd_person_id: str | None
    source_id: str


@dataclass(frozen=True)
class SampleMembership:
    """One dated term in one house, both days inclusive and within the session."""

    person_id: str
    chamber: Chamber
    district: int
    map_year: int
    party: str
    start_date: date
    end_date: date
    end_reason: str
    district_verified: bool
    """False: no source was found; the app shows it so."""
    party_verified: bool
    start_source: str
    source_ids: tuple[str, ...]
    note: str | None


@dataclass(frozen=True)
class SampleRegion:
    """The part of the state that a district of one map lies in, where a source says so."""

    chamber: Chamber
    district: int
    map_year: int
    region: str
    source_id: str


@dataclass(frozen=True)
class SampleBill:
    bill_id: str
    printed: str
    author_printed: str
    author_person_id: str | None
    title: str
    """As the roll-call file prints it on the last roll; `title_is_cut` where it was cut short."""
    title_is_cut: bool
    full_title: str | None
    full_title_source_id: str | None
    popular_name: str | None
    popular_name_source_id: str | None
    summary: str | None
    """What the bill does, in our words."""
    summary_source_id: str | None
    chaptered: str | None
    chaptered_source_id: str | None
    chaptered_verified: bool | None
    theme: str
    source_id: str


@dataclass(frozen=True)
class SampleVersion:
    bill_id: str
    date: date
    label: str
    chamber: Chamber
    subject: str | None
    source_id: str
    verified: bool
    note: str | None


@dataclass(frozen=True)
class SampleAction:
    """A stage of a bill apart from its roll calls; `classification` as in Open Civic Data."""

    bill_id: str
    date: date
    description: str
    classification: str | None
    chamber: Chamber | None
    source_id: str
    verified: bool
    note: str | None


@dataclass(frozen=True)
class SampleSponsorship:
    """`author` carried the bill; `sponsor` is an organization named as its source."""

    bill_id: str
    name: str
    entity_type: str
    classification: str
    person_id: str | None
    source_id: str
    verified: bool
    note: str | None


@dataclass(frozen=True)
class SampleRecord:
    body: SampleBody
    sources: tuple[Source, ...]
    people: tuple[SamplePerson, ...]
    memberships: tuple[SampleMembership, ...]
    regions: tuple[SampleRegion, ...]
    bills: tuple[SampleBill, ...]
    versions: tuple[SampleVersion, ...]
    actions: tuple[SampleAction, ...]
    sponsorships: tuple[SampleSponsorship, ...]
    roll_calls: pa.Table
    """Schema `staging.ROLL_CALLS`, and `source_id`."""
    votes: pa.Table
    """Schema `staging.VOTES`."""
    corroborations: tuple[Corroboration, ...]
    """Second sources that were compared with a roll, and what they show."""
