"""Which roll calls count for each item of an agenda, house by house, and why the others do not."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import sqlalchemy as sa

from tracker.agenda.agenda import Agenda, AgendaItem, AyeMeans, DesignatedRoll
from tracker.rules.vocabulary import MotionClass, Option, Threshold, Venue
from tracker.scoring.inputs import default_runs, prepare
from tracker.scoring.method import DEFAULT_METHOD, find_method
from tracker.scoring.scorecard import NotScored, asked_by, measures_not_scored
from tracker.translation import N_, Words, _
from tracker.views.measure_view import Line, line_needed
from tracker.views.sheet import houses_of
from tracker.views.wording import AYE_IS_AGAINST, MOTION_WORDS, confirmed, long_day, tally


class RollStanding(StrEnum):
    """Why a roll call counts for an item of an agenda, or why it does not."""

    LAST_PASSAGE = "last_passage"
    """Counts: of the house's votes on passage with a position in force, it is the last."""
    ADDED = "added"
    """Counts: a steward added it."""
    EARLIER_PASSAGE = "earlier_passage"
    """A vote on passage before the last one."""
    COMMITTEE = "committee"
    """A committee's vote: a band looks at it, a score does not."""
    OTHER_MOTION = "other_motion"
    """Its motion is not the passage of the measure."""
    NOT_CLASSIFIED = "not_classified"
    """No reviewed rule says what its motion asks for."""
    NO_POSITION = "no_position"
    """No position was in force on its day, or its day is not known."""
    NO_HOUSE = "no_house"
    """It is neither house's alone, or of which house is not known."""
    NAMELESS = "nameless"
    """No source says who voted how."""
    QUARANTINED = "quarantined"
    """What was read of it cannot be right."""
    WITHDRAWN = "withdrawn"
    """Its source no longer lists it."""
    REJECTION = "rejection"
    """Its motion kills the measure, and no steward said that an aye is against it."""
    REPLACED = "replaced"
    """The rule would take it, and a steward chose another in its place."""
    LAST_IS_DOUBTFUL = "last_is_doubtful"
    """Added, and still not counted: nobody's vote is known on the house's last vote on passage."""

    @property
    def counts(self) -> bool:
        """Whether members are scored on the roll call."""
        return self in (RollStanding.LAST_PASSAGE, RollStanding.ADDED)

    @property
    def may_be_added(self) -> bool:
        """Whether the roll call would count if a steward added it."""
        return self in _MAY_BE_ADDED


_MAY_BE_ADDED = frozenset(
    {
        RollStanding.EARLIER_PASSAGE,
        RollStanding.COMMITTEE,
        RollStanding.OTHER_MOTION,
        RollStanding.NOT_CLASSIFIED,
        RollStanding.REJECTION,
        RollStanding.REPLACED,
    }
)

STANDING_WORDS = Words(
    {
        RollStanding.LAST_PASSAGE: N_("The rule takes it: the last vote on passage in this house"),
        RollStanding.ADDED: N_("A steward added it"),
        RollStanding.EARLIER_PASSAGE: N_("An earlier vote on passage; the rule takes the last"),
        RollStanding.COMMITTEE: N_("A committee's vote; the rule takes votes of the whole house"),
        RollStanding.OTHER_MOTION: N_("Not a vote on passage"),
        RollStanding.NOT_CLASSIFIED: N_("No reviewed rule says what this motion asks for"),
        RollStanding.NO_POSITION: N_("No position was in force on its day"),
        RollStanding.NO_HOUSE: N_("Not one house's own vote"),
        RollStanding.NAMELESS: N_("No source says who voted how"),
        RollStanding.QUARANTINED: N_("Quarantined: what was read of it cannot be right"),
        RollStanding.WITHDRAWN: N_("Withdrawn: its source no longer lists it"),
        RollStanding.REJECTION: N_("Its motion kills the measure: an aye is against it"),
        RollStanding.REPLACED: N_("The rule would take it; a steward chose another in its place"),
        RollStanding.LAST_IS_DOUBTFUL: N_(
            "Added, and not counted: the last vote on passage here is in doubt"
        ),
    }
)


@dataclass(frozen=True)
class ItemRoll:
    """One roll call beside an item of an agenda."""

    vote_event_id: str
    chamber: str | None
    venue: str
    date: datetime.date | None
    place: str
    motion: str
    motion_class: str
    yes: int | None
    no: int | None
    neither: int | None
    """Names on it with neither an aye nor a no; None where nobody is named."""
    threshold: str | None
    """A `Threshold`; None where a refused roll call was never held against one."""
    needed: int | None
    standing: RollStanding
    left_out: str | None
    """Why the default method leaves it out although it counts, as in `near_unanimous`."""
    added: DesignatedRoll | None
    """As a steward added it; None where nobody did."""
    detail: str | None
    """What a doubt rests on."""
    source_url: str | None
    source_ref: str | None
    identifiers: tuple[str, ...]
    """What sources call it, with their scheme, as in `legiscan:1233245`."""

    @property
    def line(self) -> Line | None:
        """The ayes that it needed; None where that is not known."""
        threshold = Threshold(self.threshold or Threshold.UNKNOWN)
        return line_needed(self.needed, threshold, (self.yes or 0) + (self.no or 0))

    @property
    def why(self) -> str:
        """Why it counts, or why not, as one sentence."""
        words = STANDING_WORDS[self.standing]
        if self.standing is RollStanding.ADDED and self.added:
            words += f": {self.added.reason.rstrip('.')}"
            if self.added.aye_means is AyeMeans.AGAINST:
                words += f". {_(AYE_IS_AGAINST)} {confirmed(self.added)}".rstrip(".")
        elif self.standing is RollStanding.OTHER_MOTION:
            words += f": {MOTION_WORDS[self.motion_class].lower()}"
        elif self.standing in _IN_DOUBT and self.detail:
            words += f" ({self.detail.rstrip('.')})"
        return f"{words}. {_LEFT_OUT_WORDS[self.left_out]}" if self.left_out else f"{words}."


_IN_DOUBT = (RollStanding.NAMELESS, RollStanding.QUARANTINED)

_LEFT_OUT_WORDS = Words(
    {
        "consent": N_("The default method leaves it out: passed on a consent calendar."),
        "near_unanimous": N_("The default method leaves it out: nearly everybody voted alike."),
        "not_close": N_("The default method leaves it out: it was not close."),
    }
)


@dataclass(frozen=True)
class HouseRolls:
    """The roll calls of one house on one item, by day, and what the rule makes of them."""

    chamber: str | None
    """None for those that are neither house's."""
    house: str
    rolls: tuple[ItemRoll, ...]
    why: str
    """Which roll call is taken, or why none, in a sentence or two."""

    @property
    def taken(self) -> tuple[ItemRoll, ...]:
        """Those on which members are scored."""
        return tuple(roll for roll in self.rolls if roll.standing.counts)


@dataclass(frozen=True)
class ItemRolls:
    """An item of an agenda with its roll calls in each house."""

    item: AgendaItem
    houses: tuple[HouseRolls, ...]
    not_found: tuple[str, ...]
    """Roll calls that the item names and the record does not hold."""

    @property
    def rolls(self) -> tuple[ItemRoll, ...]:
        """Those of all houses."""
        return tuple(roll for house in self.houses for roll in house.rolls)


def item_rolls(connection: sa.Connection, agenda: Agenda) -> list[ItemRolls]:
    """Every item of an agenda, in its order, with the roll calls of each house."""
    prepare(connection, asked_by(agenda), default_runs([find_method(DEFAULT_METHOD)]))
    rows: dict[str, list[sa.RowMapping]] = defaultdict(list)
    for row in connection.execute(_ROLLS).mappings():
        rows[row["item_id"]].append(row)
    neither = {row.vote_event_id: row.neither for row in connection.execute(_NEITHER)}
    names: dict[str, list[str]] = defaultdict(list)
    for event_id, scheme, identifier in connection.execute(_IDENTIFIERS):
        names[event_id].append(f"{scheme}:{identifier}")
    doubtful = {(one.item_id, one.chamber): one for one in measures_not_scored(connection)}
    houses = houses_of(connection, agenda)
    found = []
    for item in agenda.items:
        rolls = [_roll(item, row, neither, names[row["vote_event_id"]]) for row in rows[item.id]]
        found.append(_item(item, rolls, houses, doubtful))
    return found


# One row per item and roll call that is of its measure, or that a steward added to it.
_ROLLS = sa.text(
    """
    select
        i.item_id, e.vote_event_id, e.chamber, e.venue, e.date, e.motion, e.motion_class,
        e.declared_yes, e.declared_no, v.threshold, e.needed, e.doubt, e.detail,
        s.url, e.source_ref, o.name as place, n.on_passage, n.added, r.chosen_as,
        u.left_out_because, c.from_last
    from scoring_items as i
    join rolls as e
        on e.bill_id = i.bill_id
        or (i.item_no, e.vote_event_id) in (select item_no, vote_event_id from scoring_designated)
    left join named_rolls as n on n.item_no = i.item_no and n.vote_event_id = e.vote_event_id
    left join candidates as c on c.item_no = i.item_no and c.vote_event_id = e.vote_event_id
    left join chosen_rolls as r
        on r.item_no = i.item_no and r.vote_event_id = e.vote_event_id
        and r.chosen_as <> 'committee'
    left join rolls_under_rule as u on u.roll_no = r.roll_no
    left join vote_events as v on v.vote_event_id = e.vote_event_id
    left join organizations as o on o.organization_id = v.organization_id
    left join sources as s on s.source_id = e.source_id
    order by i.item_no, e.date nulls first, e.sequence, e.vote_event_id
    """
)

# One row per roll call: how many are named on it with neither an aye nor a no.
_NEITHER = sa.text(
    f"""
    select vote_event_id,
        count(case when option not in ('{Option.YES}', '{Option.NO}', '{Option.VACANT}') then 1 end)
            as neither
    from person_votes
    where vote_event_id in (select vote_event_id from rolls)
    group by vote_event_id
    """
)

_IDENTIFIERS = sa.text(
    """
    select entity_id, scheme, identifier from identifiers
    where entity_type = 'roll' and entity_id in (select vote_event_id from rolls)
    order by scheme, identifier
    """
)


def _roll(
    item: AgendaItem, row: sa.RowMapping, neither: Mapping[str, int], names: Sequence[str]
) -> ItemRoll:
    event_id = row["vote_event_id"]
    added = next((one for one in item.roll_calls if _names(one, event_id, names)), None)
    return ItemRoll(
        vote_event_id=event_id,
        chamber=row["chamber"],
        venue=row["venue"],
        date=row["date"],
        place=row["place"] or "",
        motion=" ".join(row["motion"].split()),
        motion_class=row["motion_class"],
        yes=row["declared_yes"],
        no=row["declared_no"],
        neither=neither.get(event_id),
        threshold=row["threshold"],
        needed=row["needed"],
        standing=_standing(item, row),
        left_out=row["left_out_because"],
        added=added,
        detail=row["detail"],
        source_url=row["url"],
        source_ref=row["source_ref"],
        identifiers=tuple(names),
    )


def _names(added: DesignatedRoll, event_id: str, names: Sequence[str]) -> bool:
    """Whether a steward meant this roll call: by its id, or as its source knows it."""
    numbers = (name.partition(":")[2] for name in names)
    return added.vote_event_id in (event_id, *names, *numbers)


def _standing(item: AgendaItem, row: sa.RowMapping) -> RollStanding:
    day = row["date"]
    if row["chosen_as"]:
        return RollStanding(row["chosen_as"])
    if row["chamber"] is None:
        return RollStanding.NO_HOUSE
    if row["doubt"]:
        return RollStanding(row["doubt"])
    if day is None or not any(position.in_force_on(day) for position in item.positions):
        return RollStanding.NO_POSITION
    if row["added"]:
        return RollStanding.LAST_IS_DOUBTFUL
    if row["on_passage"] and row["from_last"] == 1:
        return RollStanding.REPLACED
    if row["on_passage"]:
        return RollStanding.EARLIER_PASSAGE
    if row["venue"] == Venue.COMMITTEE:
        return RollStanding.COMMITTEE
    if row["motion_class"] == MotionClass.UNKNOWN:
        return RollStanding.NOT_CLASSIFIED
    return RollStanding.OTHER_MOTION


def _item(
    item: AgendaItem,
    rolls: Sequence[ItemRoll],
    houses: Mapping[str, str],
    doubtful: Mapping[tuple[str, str], NotScored],
) -> ItemRolls:
    parts = [
        _house(
            chamber,
            house,
            tuple(roll for roll in rolls if roll.chamber == chamber),
            doubtful.get((item.id, chamber)),
        )
        for chamber, house in houses.items()
    ]
    others = tuple(roll for roll in rolls if roll.chamber not in houses)
    if others:
        parts.append(HouseRolls(None, "Neither house", others, "None of these is one house's own."))
    known = [(roll.vote_event_id, roll.identifiers) for roll in rolls]
    return ItemRolls(
        item,
        tuple(parts),
        tuple(
            added.vote_event_id
            for added in item.roll_calls
            if not any(_names(added, *names) for names in known)
        ),
    )


def _house(
    chamber: str, house: str, rolls: tuple[ItemRoll, ...], doubt: NotScored | None
) -> HouseRolls:
    return HouseRolls(chamber, house, rolls, doubt.sentence if doubt else _why(rolls))


def _why(rolls: Sequence[ItemRoll]) -> str:
    """Which roll calls of a house are taken, or why none is."""
    if not rolls:
        return "The record holds no roll call of this house on this measure."
    by_rule = [roll for roll in rolls if roll.standing is RollStanding.LAST_PASSAGE]
    added = sum(roll.standing is RollStanding.ADDED for roll in rolls)
    if by_rule:
        (last,) = by_rule
        taken = (
            f"The rule takes the last vote on passage while a position was in force: "
            f"{tally(last.yes, last.no)} on {long_day(last.date)}."
        )
        left_out = f" {_LEFT_OUT_WORDS[last.left_out]}" if last.left_out else ""
        return f"{taken}{left_out}{_ADDED_TO_IT[min(added, 2)].format(added)}"
    replaced = next((roll for roll in rolls if roll.standing is RollStanding.REPLACED), None)
    if replaced:
        return (
            f"The rule would take the last vote on passage, {tally(replaced.yes, replaced.no)} on "
            f"{long_day(replaced.date)}. What counts is what a steward chose in its place: {added}."
        )
    if added:
        return f"The rule takes none here; what counts is what a steward chose ({added})."
    there = {roll.standing for roll in rolls}
    plainest = next((words for one, words in _WHY_NONE.items() if one in there), None)
    return plainest or "The rule takes none: no vote here is on passage."


_ADDED_TO_IT = (
    "",
    " A steward added one more; the two share the measure's weight.",
    " A steward added {} more; they share the measure's weight.",
)

_WHY_NONE = {
    RollStanding.NOT_CLASSIFIED: "The rule takes none: no reviewed rule says what these motions "
    "ask for. Choose the one that counts.",
    RollStanding.NO_POSITION: "The rule takes none: no position was in force on the days of "
    "its votes.",
    RollStanding.REJECTION: "The rule takes none. On the motion that kills the measure an aye is "
    "against it; it counts where a steward says so.",
}
