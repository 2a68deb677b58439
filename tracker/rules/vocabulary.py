"""The closed vocabularies of the record, in the terms of Open Civic Data and Popolo."""

from __future__ import annotations

from enum import StrEnum

from tracker.translation import N_, Words


class Chamber(StrEnum):
    """A house of a legislature; a body that has one house is that house."""

    UPPER = "upper"
    """The Senate of a legislature of two houses."""
    LOWER = "lower"
    """The Assembly or House of a legislature of two houses."""
    LEGISLATURE = "legislature"
    """The only house: a legislature of one, a council, a board."""


class Venue(StrEnum):
    """Where a roll was called; it decides who the electorate is."""

    FLOOR = "floor"
    """The whole house voted."""
    COMMITTEE = "committee"
    """A committee of one house voted: its own electorate, never the house's membership."""
    CONFERENCE = "conference"
    """Members of both houses sat together; the roll belongs to neither house."""
    JOINT = "joint"
    """Both houses sat as one; the roll belongs to neither house."""


class Option(StrEnum):
    """What one person did on one roll call. The source's own word is always kept beside it."""

    YES = "yes"
    """Voted for the motion."""
    NO = "no"
    """Voted against the motion."""
    NOT_VOTING = "not_voting"
    """No vote recorded: the source does not say whether absent, excused or silent."""
    NO_OR_NOT_VOTING = "no_or_not_voting"
    """Not among the ayes: the source does not tell a No from a non-vote on this roll call."""
    ABSENT = "absent"
    """The source says the member was absent."""
    EXCUSED = "excused"
    """The source, or evidence with a citation, says the absence was excused."""
    ABSTAIN = "abstain"
    """The source says the member abstained."""
    PRESENT = "present"
    """Answered "present" without voting."""
    PAIRED = "paired"
    """Paired with a member of the other side; neither counts."""
    RECUSED = "recused"
    """Stood aside for a declared conflict of interest."""
    VACANT = "vacant"
    """The seat had no holder. A vacant seat is not a person."""


class MeasureKind(StrEnum):
    """What a measure can become."""

    BILL = "bill"
    """A statute, or an ordinance."""
    CONSTITUTIONAL_AMENDMENT = "constitutional_amendment"
    """A change of the constitution, which the voters may have to approve."""
    JOINT_RESOLUTION = "joint_resolution"
    """What both houses say or ask together, without making law; in Congress also a law."""
    CONCURRENT_RESOLUTION = "concurrent_resolution"
    """What both houses resolve for themselves."""
    RESOLUTION = "resolution"
    """What one house resolves alone."""
    OTHER = "other"
    """A nomination, a reorganization plan, anything else that is voted on by its name."""


class Result(StrEnum):
    """The outcome of the motion, which is not always the outcome of the bill."""

    PASS = "pass"
    """The motion carried."""
    FAIL = "fail"
    """The motion did not carry."""
    UNKNOWN = "unknown"
    """The source prints no outcome."""


class MotionClass(StrEnum):
    """What a motion asks for, as decided by reviewed rules over its text."""

    FINAL_PASSAGE = "final_passage"
    """The house is asked to pass the bill."""
    CONCURRENCE = "concurrence"
    """The first house is asked to accept the other house's amendments."""
    COMMITTEE_PASSAGE = "committee_passage"
    """A committee is asked to report the bill favorably."""
    PROCEDURAL = "procedural"
    """Where a bill goes next, not whether it should pass: suspense file, re-referral, tabling."""
    RECONSIDERATION = "reconsideration"
    """Leave to vote again; its ayes say nothing about the bill."""
    URGENCY_CLAUSE = "urgency_clause"
    """Whether the bill takes effect at once; voted apart from the bill."""
    AMENDMENT = "amendment"
    """Whether to change the text."""
    CONSENT = "consent"
    """Passage, or referral, on a consent calendar with other bills."""
    VETO_OVERRIDE = "veto_override"
    """Passage over the Governor's veto."""
    REJECTION = "rejection"
    """Whether to kill the bill, as by postponing it indefinitely: an aye is against it. A score
    rests on one only where a steward says so."""
    UNKNOWN = "unknown"
    """No reviewed rule covers this text."""


class NonvoteEffect(StrEnum):
    """What a non-vote did to the motion, whatever the member meant by it."""

    AS_NO = "as_no"
    """The ayes needed are counted against the membership, so silence does what a No does."""
    NONE = "none"
    """Only those voting count."""
    UNKNOWN = "unknown"
    """Neither the threshold nor what silence did is proved."""


class Electorate(StrEnum):
    """Whom a threshold counts the ayes against; it decides what a non-vote does."""

    MEMBERSHIP = "membership"
    """All seats of the house: staying silent has the effect of a No."""
    VOTING = "voting"
    """Those who vote aye or no: staying silent has no effect."""
    PRESENT = "present"
    """Those in the room: staying away has no effect."""
    COMMITTEE = "committee"
    """All seats of the committee: staying silent has the effect of a No."""


class Threshold(StrEnum):
    """What a motion must reach to pass: a share of an electorate, or a number of ayes."""

    MAJORITY_OF_MEMBERSHIP = "majority_of_membership"
    """More than half of all seats of the house, vacant ones among them."""
    HALF_OF_MEMBERSHIP = "half_of_membership"
    """At least half of all seats of the house, vacant ones among them."""
    ONE_THIRD_OF_MEMBERSHIP = "one_third_of_membership"
    """At least one third of all seats of the house, vacant ones among them."""
    THREE_FIFTHS_OF_MEMBERSHIP = "three_fifths_of_membership"
    """At least three fifths of all seats of the house, vacant ones among them."""
    TWO_THIRDS_OF_MEMBERSHIP = "two_thirds_of_membership"
    """At least two thirds of all seats of the house, vacant ones among them."""
    THREE_FOURTHS_OF_MEMBERSHIP = "three_fourths_of_membership"
    """At least three fourths of all seats of the house, vacant ones among them."""
    MAJORITY_OF_VOTING = "majority_of_voting"
    """More ayes than noes among those who vote."""
    HALF_OF_VOTING = "half_of_voting"
    """At least half of those who vote aye or no."""
    ONE_THIRD_OF_VOTING = "one_third_of_voting"
    """At least one third of those who vote aye or no."""
    THREE_FIFTHS_OF_VOTING = "three_fifths_of_voting"
    """At least three fifths of those who vote aye or no."""
    TWO_THIRDS_OF_VOTING = "two_thirds_of_voting"
    """At least two thirds of those who vote aye or no."""
    THREE_FOURTHS_OF_VOTING = "three_fourths_of_voting"
    """At least three fourths of those who vote aye or no."""
    MAJORITY_OF_PRESENT = "majority_of_present"
    """More than half of those present."""
    HALF_OF_PRESENT = "half_of_present"
    """At least half of those present."""
    ONE_THIRD_OF_PRESENT = "one_third_of_present"
    """At least one third of those present."""
    THREE_FIFTHS_OF_PRESENT = "three_fifths_of_present"
    """At least three fifths of those present."""
    TWO_THIRDS_OF_PRESENT = "two_thirds_of_present"
    """At least two thirds of those present."""
    THREE_FOURTHS_OF_PRESENT = "three_fourths_of_present"
    """At least three fourths of those present."""
    MAJORITY_OF_COMMITTEE = "majority_of_committee"
    """More than half of the committee's own seats, vacant ones among them."""
    HALF_OF_COMMITTEE = "half_of_committee"
    """At least half of the committee's own seats, vacant ones among them."""
    ONE_THIRD_OF_COMMITTEE = "one_third_of_committee"
    """At least one third of the committee's own seats, vacant ones among them."""
    THREE_FIFTHS_OF_COMMITTEE = "three_fifths_of_committee"
    """At least three fifths of the committee's own seats, vacant ones among them."""
    TWO_THIRDS_OF_COMMITTEE = "two_thirds_of_committee"
    """At least two thirds of the committee's own seats, vacant ones among them."""
    THREE_FOURTHS_OF_COMMITTEE = "three_fourths_of_committee"
    """At least three fourths of the committee's own seats, vacant ones among them."""
    FIXED_NUMBER = "fixed_number"
    """A number of ayes, whoever votes: staying silent has the effect of a No."""
    UNKNOWN = "unknown"
    """The record does not say, and no rule proves it."""

    def __init__(self, printed: str) -> None:
        self.share, _, counted = printed.partition("_of_")
        """`two_thirds` of `two_thirds_of_voting`."""
        self.electorate = Electorate(counted) if counted else None
        """Whom it counts against; None for a fixed number and where it is unknown."""

    @property
    def share_words(self) -> str:
        """`a majority`, `two thirds`."""
        return "a majority" if self.share == "majority" else self.share.replace("_", " ")

    @property
    def nonvote_effect(self) -> NonvoteEffect:
        """What a non-vote does to a motion that must reach this."""
        if self is Threshold.UNKNOWN:
            return NonvoteEffect.UNKNOWN
        counts_only_some = self.electorate in {Electorate.VOTING, Electorate.PRESENT}
        return NonvoteEffect.NONE if counts_only_some else NonvoteEffect.AS_NO

    def ayes_of(self, electors: int) -> int:
        """The ayes that this share of so many electors is: 54 for two thirds of 80, and never none.

        Raises KeyError for a fixed number and where it is unknown.
        """
        if self.share == "majority":
            return electors // 2 + 1
        top, bottom = _SHARES[self.share]
        return max(1, -(-top * electors // bottom))


_SHARES = {
    "half": (1, 2),
    "one_third": (1, 3),
    "three_fifths": (3, 5),
    "two_thirds": (2, 3),
    "three_fourths": (3, 4),
}
"""The shares that must be reached, as fractions; a majority must be more than half."""


class RollStatus(StrEnum):
    """How a roll call came to be in the record."""

    LOADED = "loaded"
    """Named votes equal the declared counts as read."""
    REPAIRED = "repaired"
    """Named votes equal the declared counts after a repair that a rule proves."""
    KNOWN_MISSING = "known_missing"
    """An official document attests the vote, but no source names the members' votes."""
    NAMES_NOT_KNOWN = "names_not_known"
    """The source declares the counts and names nobody. It is kept, and never scored."""


class QuarantineReason(StrEnum):
    """Why a roll call was refused. Missing data is better than wrong data."""

    COUNTS_DO_NOT_ADD_UP = "counts_do_not_add_up"
    """The named votes differ from the declared counts, that of non-votes among them where one is
    declared, or these from the counts in the motion's own text; and no rule proves a repair."""
    NOE_OR_NOT_VOTING = "noe_or_not_voting"
    """The source mixes Noes and non-votes, and the declared counts cannot separate them. Its ayes
    are certain; a score may rest on it as far as both readings of the others allow."""
    NO_DECLARED_COUNTS = "no_declared_counts"
    """The source declares no counts to check the names against."""
    NO_VOTES = "no_votes"
    """The source declares counts and names nobody."""
    UNKNOWN_LOCATION = "unknown_location"
    """The place of the vote is in no reviewed list, so the house is not known."""
    PLACE_KNOWN_BY_CODE = "place_known_by_code"
    """A day's file has the committee's code alone, and no earlier file says which committee it is:
    under its code the roll call could stand twice. A file of the whole session brings it."""
    NO_DATE = "no_date"
    """The source gives no day, so nobody can say who held a seat."""
    UNREADABLE_BILL = "unreadable_bill"
    """The printed measure is not a measure of this jurisdiction."""
    UNKNOWN_NAME = "unknown_name"
    """So many printed names cannot be placed that the roster may be of another house; the first of
    them belongs to nobody on it."""
    AMBIGUOUS_NAME = "ambiguous_name"
    """The same, and the first name belongs to more than one member on that day."""
    NOT_IN_OFFICE = "not_in_office"
    """The same, and the first name belongs to somebody without a seat in that house on that day."""
    VACANT_SEAT_VOTED = "vacant_seat_voted"
    """A vacant seat is listed with an aye or a no that the counts rely on."""
    UNSOUND_LINE = "unsound_line"
    """The source's own line cannot be trusted: an impossible day, or a line out of its place."""
    NAMED_THOUGH_MISSING = "named_though_missing"
    """Its names are said to be known from no source, and names stand with it."""

    @property
    def words(self) -> str:
        """The same in words for readers, as in `its names do not add up to its counts`."""
        return _REASON_WORDS[self] if self in _REASON_WORDS else self.value.replace("_", " ")


_REASON_WORDS = Words(
    {
        QuarantineReason.COUNTS_DO_NOT_ADD_UP: N_(
            "the names listed do not add up to the counts declared"
        ),
        QuarantineReason.NOE_OR_NOT_VOTING: N_(
            "the source lists noes and members without a vote as one, "
            "and its counts do not tell them apart"
        ),
        QuarantineReason.NO_DECLARED_COUNTS: N_(
            "the source declares no counts to check the names against"
        ),
        QuarantineReason.NO_VOTES: N_("the source declares counts and names nobody"),
        QuarantineReason.UNKNOWN_LOCATION: N_("the place of the vote is in no reviewed list"),
        QuarantineReason.PLACE_KNOWN_BY_CODE: N_(
            "the file has the committee's code alone, and no earlier "
            "file says which committee that is"
        ),
        QuarantineReason.UNREADABLE_BILL: N_("what is printed is no measure of this legislature"),
        QuarantineReason.UNKNOWN_NAME: N_(
            "half its names or more cannot be placed; the first is nobody's "
            "on the reviewed roster of that house"
        ),
        QuarantineReason.AMBIGUOUS_NAME: N_(
            "half its names or more cannot be placed; the first is more "
            "than one member's on that day"
        ),
        QuarantineReason.NOT_IN_OFFICE: N_(
            "half its names or more cannot be placed; the first is that of "
            "somebody who held no seat that day"
        ),
        QuarantineReason.VACANT_SEAT_VOTED: N_(
            "a vacant seat is listed with an aye or a no that its counts rely on"
        ),
        QuarantineReason.NO_DATE: N_("the source gives no day on which the vote was taken"),
        QuarantineReason.UNSOUND_LINE: N_(
            "the source's own line cannot be trusted: an impossible day, or a line out of its place"
        ),
        QuarantineReason.NAMED_THOUGH_MISSING: N_(
            "its names are said to be known from no source, and names stand with it"
        ),
    }
)


class RosterDifference(StrEnum):
    """In what a source's own table of members differs from the reviewed roster, which stands."""

    NOT_IN_ROSTER = "not_in_roster"
    """The table lists somebody in a house under a name that the roster does not know there."""
    NOT_IN_TABLE = "not_in_table"
    """The roster seats somebody in a house whom the table does not list there."""
    AMBIGUOUS_NAME = "ambiguous_name"
    """The table lists somebody under a name that is more than one member's on the roster."""
    OTHER_DISTRICT = "other_district"
    """The same member, with another district."""
    OTHER_PARTY = "other_party"
    """The same member, with another party."""
