"""Small invented legislatures for hypothesis: few people and days, so that rules collide often."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

from hypothesis import strategies as st

from tests.scoring.plain import (
    Designated,
    Item,
    Membership,
    Method,
    PersonVote,
    Position,
    ScoringInput,
    Stance,
    Standing,
    Treatment,
    VoteEvent,
)
from tests.scoring.presets import PRESETS
from tracker.rules.vocabulary import (
    Chamber,
    MotionClass,
    NonvoteEffect,
    Option,
    Result,
    RollStatus,
    Venue,
)

FIRST_DAY = date(2007, 6, 1)
DAYS = 8

HOUSES = (Chamber.UPPER, Chamber.LOWER)

Kind = tuple[Chamber | None, Venue, MotionClass]

SCORED_KINDS = (
    (Venue.FLOOR, MotionClass.FINAL_PASSAGE),
    (Venue.FLOOR, MotionClass.FINAL_PASSAGE),
    (Venue.FLOOR, MotionClass.CONCURRENCE),
    (Venue.FLOOR, MotionClass.CONSENT),
    (Venue.COMMITTEE, MotionClass.COMMITTEE_PASSAGE),
    (Venue.COMMITTEE, MotionClass.CONSENT),
)


def _kinds(busy_house: Chamber) -> tuple[Kind, ...]:
    """House, venue and class of a roll call, mostly of a kind that is scored and in one house."""
    likely = [
        (house, *kind) for house in (busy_house, busy_house, *HOUSES) for kind in SCORED_KINDS
    ]
    return (*likely * 15, *product((*HOUSES, None), Venue, MotionClass))


KINDS = {house: _kinds(house) for house in HOUSES}

DECLARED_COUNTS: tuple[tuple[int | None, int | None], ...] = (
    (21, 15),
    (15, 21),
    (39, 1),  # one in forty: exactly 25 per mille, so not near-unanimous
    (40, 1),  # just under
    (1, 40),
    (38, 0),
    (24, 16),  # exactly 60 percent, so not close
    (23, 16),  # just under
    (0, 0),
    (None, None),
    (None, 3),
    (40, None),
)

OUTCOMES = tuple(
    product(Result, NonvoteEffect, (*RollStatus, RollStatus.LOADED, RollStatus.LOADED))
)

VOTERS_OPTIONS = tuple(
    option for option in Option if option not in (Option.VACANT, Option.NO_OR_NOT_VOTING)
)


def days() -> st.SearchStrategy[date]:
    return st.integers(0, DAYS - 1).map(lambda n: FIRST_DAY + timedelta(days=n))


@st.composite
def memberships(draw: st.DrawFn, person_id: str, busy_house: Chamber) -> list[Membership]:
    """One person's seats: steady, arriving, leaving, switching house, returning, or none."""
    house = draw(st.sampled_from((busy_house,) * 4 + HOUSES))
    other = Chamber.LOWER if house == Chamber.UPPER else Chamber.UPPER
    before = FIRST_DAY - timedelta(days=30)
    leaves, returns = sorted((draw(days()), draw(days())))
    next_day = leaves + timedelta(days=1)
    shapes: dict[str, list[tuple[Chamber, date, date | None]]] = {
        "steady": [(house, before, None)],
        "arrives": [(house, returns, None)],
        "leaves": [(house, before, leaves)],
        "switches": [(house, before, leaves), (other, next_day, None)],
        # Two terms that share a day must not make two rows of one vote.
        "returns": [(house, before, leaves), (house, returns, None)],
        "never": [],
    }
    shape = draw(st.sampled_from(("steady", "steady", "steady", "switches", *shapes)))
    return [Membership(person_id, chamber, first, last) for chamber, first, last in shapes[shape]]


@st.composite
def positions(draw: st.DrawFn, item_id: str) -> list[Position]:
    """None, one or several positions over time, which may overlap and may be recorded late."""
    one_for_all_time = st.just([FIRST_DAY])
    several = st.lists(days(), max_size=3, unique=True)
    starts = draw(st.one_of(one_for_all_time, one_for_all_time, several))
    found = []
    for start in starts:
        stands_for = draw(st.sampled_from((None,) * 24 + tuple(range(DAYS))))
        found.append(
            Position(
                item_id=item_id,
                stance=draw(st.sampled_from(Stance)),
                in_force_from=start,
                in_force_until=None if stands_for is None else start + timedelta(days=stands_for),
                recorded_on=draw(days()),
            )
        )
    return found


@st.composite
def vote_events(
    draw: st.DrawFn, vote_event_id: str, bill_id: str, busy_house: Chamber
) -> VoteEvent:
    """A roll call of any kind, mostly of a kind that may be scored."""
    chamber, venue, motion_class = draw(st.sampled_from(KINDS[busy_house]))
    yes, no = draw(st.sampled_from(DECLARED_COUNTS))
    result, effect, status = draw(st.sampled_from(OUTCOMES))
    return VoteEvent(
        vote_event_id=vote_event_id,
        bill_id=bill_id,
        chamber=chamber,
        venue=venue,
        date=draw(days()),
        sequence=draw(st.integers(1, 2)),
        motion_class=motion_class,
        result=result,
        yes=yes,
        no=no,
        nonvote_effect=effect,
        status=status,
        result_contradicted=draw(st.sampled_from((False, False, False, True))),
        standing=draw(st.sampled_from((Standing.STANDS,) * 12 + tuple(Standing))),
    )


def _closing_vote(vote_event_id: str, bill_id: str, house: Chamber) -> VoteEvent:
    """A contested last vote of the session, which no rule leaves out."""
    return VoteEvent(
        vote_event_id=vote_event_id,
        bill_id=bill_id,
        chamber=house,
        venue=Venue.FLOOR,
        date=FIRST_DAY + timedelta(days=DAYS),
        sequence=1,
        motion_class=MotionClass.FINAL_PASSAGE,
        result=Result.PASS,
        yes=21,
        no=15,
        nonvote_effect=NonvoteEffect.AS_NO,
        status=RollStatus.LOADED,
    )


@st.composite
def person_votes(draw: st.DrawFn, roll: VoteEvent, people: list[str]) -> list[PersonVote]:
    """Votes of some of the people, whether or not they held a seat, and of names unresolved."""
    vote_event_id = roll.vote_event_id
    if roll.standing is Standing.REFUSED:
        return []
    mostly_voting = st.sampled_from((None, Option.YES, Option.NO, *VOTERS_OPTIONS))
    options = draw(st.tuples(*(mostly_voting for _ in people)))
    found = [
        PersonVote(
            vote_event_id,
            person_id,
            Option.NO_OR_NOT_VOTING
            if option is Option.NO and roll.standing is Standing.UNDIVIDED
            else option,
        )
        for person_id, option in zip(people, options, strict=True)
        if option is not None
    ]
    for option in draw(st.lists(st.sampled_from(Option), max_size=1)):
        found.append(PersonVote(vote_event_id, None, option))
    return found


@st.composite
def scoring_inputs(draw: st.DrawFn) -> ScoringInput:
    """One agenda over one short session, with every relation that a scoring reads."""
    # One house is the busier, and may close with a vote on each bill, so that its members have
    # enough votes to be scored.
    busy_house = draw(st.sampled_from(HOUSES))
    closing_votes = draw(st.booleans())
    people = [f"person-{n}" for n in range(draw(st.sampled_from((4, 5, 3, 2, 1))))]
    items = [
        Item(f"item-{n}", f"bill-{n}", draw(st.sampled_from((100, 100, 125, 133, 150, 200))))
        for n in range(draw(st.sampled_from((5, 6, 7, 7, 3, 2, 1, 0))))
    ]
    bills = [*(item.bill_id for item in items), "bill-on-no-agenda"]
    events: list[VoteEvent] = []
    for bill_id in bills:
        for _ in range(draw(st.sampled_from((3, 3, 4, 2, 1, 0)))):
            # Identifiers are text: roll-10 comes before roll-9.
            events.append(draw(vote_events(f"roll-{len(events)}", bill_id, busy_house)))
        if closing_votes:
            events.append(_closing_vote(f"roll-{len(events)}", bill_id, busy_house))

    designated: list[Designated] = []
    if events:
        for item in items:
            # A bill's content may move into another bill, so any roll call may be designated.
            own = [event for event in events if event.bill_id == item.bill_id] or events
            pool = draw(st.sampled_from((own, own, own, events)))
            added = draw(st.lists(st.sampled_from(pool), max_size=2, unique=True))
            designated += [
                Designated(
                    item.item_id,
                    event.vote_event_id,
                    draw(st.sampled_from((False, True))),
                    replaces=draw(st.sampled_from((False, False, True))),
                )
                for event in added
            ]

    return ScoringInput(
        items=tuple(items),
        positions=tuple(p for item in items for p in draw(positions(item.item_id))),
        designated=tuple(designated),
        vote_events=tuple(events),
        person_votes=tuple(vote for e in events for vote in draw(person_votes(e, people))),
        memberships=tuple(
            seat for person in people for seat in draw(memberships(person, busy_house))
        ),
    )


def sessions() -> st.SearchStrategy[list[ScoringInput]]:
    """Several sessions with the same people, for what is pooled over a lifetime."""
    return st.lists(scoring_inputs(), min_size=1, max_size=3)


def parties() -> st.SearchStrategy[dict[str, str]]:
    """The party of some of the people of `scoring_inputs`, by person_id."""
    people = st.sampled_from([f"person-{n}" for n in range(5)])
    return st.dictionaries(people, st.sampled_from(("North", "South")))


def methods() -> st.SearchStrategy[Method]:
    """A shipped method or any other that the rules allow."""
    return st.sampled_from(PRESETS) | invented_methods()


@st.composite
def invented_methods(draw: st.DrawFn) -> Method:
    """Any mix of rules; ayes and noes are by the position everywhere."""
    nonvote = st.sampled_from([t for t in Treatment if t != Treatment.BY_POSITION])
    treatments: dict[Option, Treatment] = {
        option: Treatment.BY_POSITION if option in (Option.YES, Option.NO) else draw(nonvote)
        for option in VOTERS_OPTIONS
    }
    return Method(
        id="invented",
        treatments=treatments,
        leave_out_consent=draw(st.booleans()),
        near_unanimous_per_mille=draw(st.sampled_from((None, None, 25, 26, 500))),
        close_under_percent=draw(st.sampled_from((None, None, 59, 60, 100))),
        forgiven_absences=draw(st.sampled_from((0, 0, 1, 2))),
        minimum_measures=draw(st.integers(0, 3)),
        minimum_weight_percent=draw(st.sampled_from((0, 0, 34, 50, 100))),
    )
