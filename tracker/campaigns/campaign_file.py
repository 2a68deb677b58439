"""A campaign written as a YAML file: loaded whole or not at all, and as often as one likes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from tracker import paths
from tracker.campaigns.model import Change, MilestoneKind, MilestoneStatus, Visibility
from tracker.campaigns.planning import NewMilestone, add_campaign, add_milestone
from tracker.campaigns.updating import add_update
from tracker.rules.reviewed import Reviewed, read_reviewed
from tracker.store import Store


def _in_a_zone(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment


Moment = Annotated[datetime, AfterValidator(_in_a_zone)]
"""A day and time; UTC where no zone is given."""


class UpdateEntry(Reviewed):
    """One update, as in `Change`, with who recorded it and when."""

    at: Moment
    by: str = Field(min_length=1)
    status: MilestoneStatus | None = None
    due: date | None = None
    happened_on: date | None = None
    visibility: Visibility | None = None
    note: str | None = None
    note_visibility: Visibility = Visibility.PRIVATE
    evidence: str | None = None

    @property
    def change(self) -> Change:
        return Change(
            status=self.status,
            due=self.due,
            happened_on=self.happened_on,
            visibility=self.visibility,
            note=self.note,
            note_visibility=self.note_visibility,
            evidence=self.evidence,
        )


class MilestoneEntry(Reviewed):
    """One milestone and its updates, oldest first. `bill` and `roll` are ids of the record."""

    id: str
    title: str
    due: date | None = None
    bill: str | None = None
    roll: str | None = None
    owner: str | None = None
    visibility: Visibility = Visibility.PRIVATE
    kind: MilestoneKind | None = None
    place: str | None = None
    updates: tuple[UpdateEntry, ...] = ()


class CampaignFile(Reviewed):
    """The whole file."""

    format: Literal[1]
    id: str
    title: str
    organization: str
    jurisdiction: str | None = None
    """As in `ca`: whose measures are meant where a milestone says `bill: SB 375`."""
    statement: str | None = None
    demonstration: bool
    recorded_at: Moment
    recorded_by: str
    milestones: tuple[MilestoneEntry, ...]


@dataclass(frozen=True)
class CampaignLoad:
    """What became of a file."""

    campaign_id: str
    milestones: int
    """In the file; all of them are in the store now."""
    updates: int
    """In the file; all of them are in the store now."""
    new_updates: int
    """Those that were not there before."""


def demonstration_file() -> Path:
    """The invented campaign that ships with the program."""
    return paths.data_dir() / "campaigns" / "demonstration.yaml"


def load_campaign_file(store: Store, path: Path) -> CampaignLoad:
    """Brings a campaign file into the store, in one unit. Loaded again, it changes nothing.

    Raises:
        DataFileError: the file is absent or misformed.
        UsageError: it names a jurisdiction, measure or roll call that is not known, or says of
            what is stored something else than the store does.
        StaleUpdate: people have since recorded updates that its new ones do not follow.
        StoreError: the store cannot be written.
    """
    file = read_reviewed(path, CampaignFile)
    new_updates = 0
    with store.writing() as connection:
        add_campaign(
            connection,
            file.title,
            file.organization,
            by=file.recorded_by,
            now=file.recorded_at,
            jurisdiction=file.jurisdiction,
            statement=file.statement,
            campaign_id=file.id,
            demonstration=file.demonstration,
        )
        for entry in file.milestones:
            asked = NewMilestone(
                title=entry.title,
                due=entry.due,
                bill=entry.bill,
                roll=entry.roll,
                owner=entry.owner,
                visibility=entry.visibility,
                chosen_id=entry.id,
                kind=entry.kind,
                place=entry.place,
            )
            milestone = add_milestone(
                connection, file.id, asked, by=file.recorded_by, now=file.recorded_at
            )
            for seen, update in enumerate(entry.updates):
                receipt = add_update(
                    connection,
                    milestone.milestone_id,
                    update.change,
                    seen_version=seen,
                    key=f"file:{milestone.milestone_id}:{seen + 1}",
                    by=update.by,
                    now=update.at,
                )
                new_updates += receipt.newly_stored
    return CampaignLoad(
        campaign_id=file.id,
        milestones=len(file.milestones),
        updates=sum(len(entry.updates) for entry in file.milestones),
        new_updates=new_updates,
    )
