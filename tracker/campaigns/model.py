"""What a campaign, a milestone and an update are. Plain values; nothing here opens a store."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from tracker.translation import N_, Words


class MilestoneStatus(StrEnum):
    """How far a milestone has come, as the coalition itself says."""

    PLANNED = "planned"
    """Set down, not begun."""
    UNDER_WAY = "under_way"
    """People are working on it."""
    DONE = "done"
    """What was set out happened."""
    MISSED = "missed"
    """The day passed and it did not happen."""
    DROPPED = "dropped"
    """The coalition decided not to pursue it."""

    @property
    def is_open(self) -> bool:
        """Whether work is still to come."""
        return self in (MilestoneStatus.PLANNED, MilestoneStatus.UNDER_WAY)

    @property
    def words(self) -> str:
        """As a reader reads it: `under way`."""
        return _STATUS_WORDS[self]


_STATUS_WORDS = Words(
    {
        MilestoneStatus.PLANNED: N_("planned"),
        MilestoneStatus.UNDER_WAY: N_("under way"),
        MilestoneStatus.DONE: N_("done"),
        MilestoneStatus.MISSED: N_("missed"),
        MilestoneStatus.DROPPED: N_("dropped"),
    }
)


class MilestoneKind(StrEnum):
    """What sort of thing is to be reached."""

    BILL_STAGE = "bill_stage"
    """The measure itself gets on: a committee passes it, a house, the governor."""
    HEARING = "hearing"
    """A committee or board hears it, and people come."""
    LOBBY_DAY = "lobby_day"
    """Members visit lawmakers."""
    RALLY = "rally"
    """People gather in public."""
    LETTER = "letter"
    """Letters, cards or calls go out."""
    MEETING = "meeting"
    """People sit down together: with an office, an ally, one another."""
    COALITION_VOTE = "coalition_vote"
    """The coalition itself decides."""
    DEADLINE = "deadline"
    """A day by which something has to be in."""
    MEDIA = "media"
    """A press conference, an article, a broadcast."""
    WIN = "win"
    """Something was gained."""
    SETBACK = "setback"
    """Something was lost."""

    @property
    def words(self) -> str:
        """As a reader reads it: `lobby day`."""
        return _KIND_WORDS[self]


_KIND_WORDS = Words(
    {
        MilestoneKind.BILL_STAGE: N_("bill stage"),
        MilestoneKind.HEARING: N_("hearing"),
        MilestoneKind.LOBBY_DAY: N_("lobby day"),
        MilestoneKind.RALLY: N_("rally"),
        MilestoneKind.LETTER: N_("letter"),
        MilestoneKind.MEETING: N_("meeting"),
        MilestoneKind.COALITION_VOTE: N_("coalition vote"),
        MilestoneKind.DEADLINE: N_("deadline"),
        MilestoneKind.MEDIA: N_("media"),
        MilestoneKind.WIN: N_("win"),
        MilestoneKind.SETBACK: N_("setback"),
    }
)


class Visibility(StrEnum):
    """Who may see it. Nothing becomes public unless somebody says so."""

    PRIVATE = "private"
    """For the coalition: never in a page, chart or file meant for others."""
    PUBLIC = "public"
    """May be shown to anybody."""

    @property
    def words(self) -> str:
        """As a reader reads it."""
        return _VISIBILITY_WORDS[self]


_VISIBILITY_WORDS = Words({Visibility.PRIVATE: N_("private"), Visibility.PUBLIC: N_("public")})


class Audience(StrEnum):
    """For whom a view is made; it decides what may be in it."""

    ANYBODY = "anybody"
    """Public milestones and public notes alone."""
    COALITION = "coalition"
    """Everything; marked as not for publication."""


@dataclass(frozen=True)
class Campaign:
    """What a coalition works towards. It is seen by others once one of its milestones is public."""

    campaign_id: str
    """Readable, as in `near-home`."""
    title: str
    organization: str
    """Who runs it, in its own words."""
    jurisdiction_id: str | None
    """Whose measures it concerns, as in `ca`. None where nobody said, or they are of several."""
    statement: str | None
    demonstration: bool
    """True for an invented campaign; every page that shows it says so."""
    created_at: datetime
    """UTC."""
    created_by: str
    bill_ids: tuple[str, ...] = ()
    """The measures it set out to move, in the order given. Its milestones may concern others."""


@dataclass(frozen=True)
class Milestone:
    """One thing to be reached, as first written down. What became of it is in its updates."""

    milestone_id: str
    """Campaign and milestone, as in `near-home/senate-floor`."""
    campaign_id: str
    title: str
    due: date | None
    bill_id: str | None
    vote_event_id: str | None
    """The roll call it concerns; its bill is then `bill_id`."""
    owner: str | None
    """Who sees to it, in free text."""
    visibility: Visibility
    created_at: datetime
    """UTC."""
    created_by: str
    kind: MilestoneKind | None = None
    place: str | None = None
    """Where it happens, in free text."""


@dataclass(frozen=True)
class Change:
    """What one update says. None: left as it was."""

    status: MilestoneStatus | None = None
    due: date | None = None
    happened_on: date | None = None
    """The day it was done, missed or dropped, where that is not the day it was recorded."""
    visibility: Visibility | None = None
    """Of the milestone, from this update on."""
    note: str | None = None
    note_visibility: Visibility = Visibility.PRIVATE
    """A note may say who was spoken to, so it stays private unless somebody says otherwise. The
    evidence goes with it.
    """
    evidence: str | None = None
    """The address of a page that shows what happened."""
    takes_back: bool = False
    """The update before this one counts no more; both stay readable. It says nothing else."""

    @property
    def is_empty(self) -> bool:
        """Whether it neither changes nor says anything."""
        said = (self.status, self.due, self.happened_on, self.visibility, self.note, self.evidence)
        return not self.takes_back and all(part is None for part in said)


@dataclass(frozen=True)
class MilestoneUpdate:
    """One entry in a milestone's history. It is never changed or removed."""

    milestone_id: str
    number: int
    """1 for the first update of the milestone, without gaps."""
    key: str
    """Chosen by the sender: the same update sent again is recognised by it."""
    recorded_at: datetime
    """UTC."""
    recorded_on: date
    """The same moment as a day of the writer's own calendar."""
    recorded_by: str
    seen_version: int
    """How many updates the writer had seen."""
    change: Change


@dataclass(frozen=True)
class MilestoneState:
    """What a milestone is after some of its updates."""

    status: MilestoneStatus
    due: date | None
    closed_on: date | None
    """The day it was done, missed or dropped; None while it is open."""
    visibility: Visibility
    version: int
    """How many updates it rests on."""
    changed_at: datetime
    changed_by: str
    before: MilestoneState | None = None
    """What it was before the last update. None: there is no update that could be taken back."""

    def is_overdue(self, today: date) -> bool:
        """Whether its day has passed and nobody has said what became of it."""
        return self.status.is_open and self.due is not None and self.due < today


@dataclass(frozen=True)
class MilestoneHistory:
    """A milestone, every update of it in order, and what it is now."""

    milestone: Milestone
    updates: tuple[MilestoneUpdate, ...]
    state: MilestoneState
