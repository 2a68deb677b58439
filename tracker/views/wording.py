"""Plain sentences for what the record and the rules say; neutral, and the same on every page."""

from __future__ import annotations

import datetime
from fractions import Fraction

from tracker.agenda.agenda import DesignatedRoll, Stance
from tracker.agenda.proposals import CameFrom, ProposalState
from tracker.rules.vocabulary import NonvoteEffect, Option, Venue
from tracker.scoring.method import Method, Treatment
from tracker.scoring.scorecard import LedgerLine, ScoreLine
from tracker.scoring.scores import Score, ScoreStatus, Unranked
from tracker.translation import N_, Words, _

OPTION_WORDS = Words(
    {
        Option.YES: N_("Aye"),
        Option.NO: N_("No"),
        Option.NOT_VOTING: N_("No vote recorded"),
        Option.NO_OR_NOT_VOTING: N_("No, or no vote recorded"),
        Option.ABSENT: N_("Absent"),
        Option.EXCUSED: N_("Excused"),
        Option.ABSTAIN: N_("Abstention recorded"),
        Option.PRESENT: N_("Present, not voting"),
        Option.PAIRED: N_("Paired"),
        Option.RECUSED: N_("Recused"),
        Option.VACANT: N_("Vacant seat"),
    }
)
"""What a member did, in the words readers see."""

MOTION_WORDS = Words(
    {
        "final_passage": N_("Passage"),
        "concurrence": N_("Concurrence in amendments"),
        "committee_passage": N_("Committee report"),
        "procedural": N_("Procedure"),
        "reconsideration": N_("Reconsideration"),
        "urgency_clause": N_("Urgency clause"),
        "amendment": N_("Amendment"),
        "consent": N_("Consent calendar"),
        "veto_override": N_("Veto override"),
        "rejection": N_("Killing the bill"),
        "unknown": N_("Motion not classified"),
    }
)

ASKED_WORDS = Words({"support": N_("Vote for it"), "oppose": N_("Vote against it")})

RESULT_WORDS = Words(
    {"pass": N_("Passed"), "fail": N_("Did not pass"), "unknown": N_("Result not printed")}
)

CREDIT_WORDS = Words({0: N_("no credit"), 1: N_("half credit"), 2: N_("full credit")})


AGENDA_WORDS = Words(
    {
        Stance.SUPPORT: N_("support"),
        Stance.OPPOSE: N_("oppose"),
        ProposalState.OPEN: N_("open"),
        ProposalState.ADOPTED: N_("adopted"),
        ProposalState.REJECTED: N_("rejected"),
        ProposalState.MERGED: N_("merged"),
        ProposalState.AMENDED: N_("amended"),
        CameFrom.MEETING: N_("meeting"),
        CameFrom.CALL: N_("call"),
        CameFrom.PAPER: N_("paper"),
        CameFrom.ONLINE: N_("online"),
    }
)
"""What a coalition asks, what became of a proposal, and where it was made."""

MONTHS = Words(
    enumerate(
        (
            *(N_("January"), N_("February"), N_("March"), N_("April"), N_("May"), N_("June")),
            *(N_("July"), N_("August"), N_("September"), N_("October"), N_("November")),
            N_("December"),
        ),
        start=1,
    )
)


def long_day(day: datetime.date | None) -> str:
    """`7 June 2007`, or that the day is not known."""
    if day is None:
        return _("day not known")
    return _("{day} {month} {year}").format(day=day.day, month=MONTHS[day.month], year=day.year)


def amount(value: Fraction) -> str:
    """An exact amount: `1`, `0.5`, `1.25`, or a fraction such as `2/3`."""
    if 100 % value.denominator == 0:
        return f"{float(value):.2f}".rstrip("0").rstrip(".")
    return f"{value.numerator}/{value.denominator}"


def tally(yes: int | None, no: int | None) -> str:
    """`21–15`, or that no count is printed."""
    return "count not printed" if yes is None or no is None else f"{yes}–{no}"


def venue_words(venue: str, house: str, organization: str) -> str:
    """`Senate floor`, or the committee by its name and house."""
    if venue == Venue.FLOOR:
        return f"{house} floor"
    if "committee" in organization.casefold():
        return organization
    kind = "committee" if venue == Venue.COMMITTEE else "conference committee"
    return f"{house} {kind}: {organization}".strip()


def worth(line: LedgerLine, method: Method) -> str:
    """What a vote was worth under the method, and why, in a few sentences."""
    said = _worth(line, method)
    if not line.aye_against:
        return said
    doubt = f" {NOT_CONFIRMED}" if line.aye_unconfirmed else ""
    return f"{AYE_IS_AGAINST}{doubt} {said}"


AYE_IS_AGAINST = "On this motion an aye is against the measure."
NOT_CONFIRMED = "That is not settled: one person says so, and a second has not confirmed it."


def confirmed(roll: DesignatedRoll) -> str:
    """Who says that an aye is against the measure, and who confirmed it."""
    if roll.is_unconfirmed:
        return NOT_CONFIRMED
    return f"{roll.said_by} says so; {roll.confirmed_by} confirmed it on {roll.confirmed_on}."


def _worth(line: LedgerLine, method: Method) -> str:
    option = Option(line.option)
    if option is Option.NO_OR_NOT_VOTING and line.reason not in WHOLE_ROLL_REASONS:
        return _either(line)
    if line.credit is None:
        return _left_out(line, method)
    result = CREDIT_WORDS[line.credit]
    match method.treatment_of(option):
        case Treatment.BY_POSITION:
            went_along = "as asked" if line.credit else "not what was asked"
            return f"{OPTION_WORDS[option]}, {went_along}: {result}."
        case Treatment.BY_EFFECT:
            needed = f"{line.needed} ayes were needed" if line.needed else _relative_need(line)
            asked = "" if line.credit == 0 else ", as asked"
            return f"{needed}, so it had the effect of a No{asked}: {result}."
        case _:
            return f"This rule gives “{OPTION_WORDS[option].lower()}” {result}."


WHOLE_ROLL_REASONS = frozenset({"consent", "near_unanimous", "not_close"})
"""Reasons that leave a roll call out for everybody; all others concern one member's vote."""


def _either(line: LedgerLine) -> str:
    """What a vote is worth that the source tells not apart from a non-vote."""
    readings = [line.credit, line.at_most[1] if line.at_most else line.credit]
    worths = dict.fromkeys("left out" if one is None else CREDIT_WORDS[one] for one in readings)
    either = "Either way" if len(worths) == 1 else "By one reading or the other"
    return (
        "The source does not tell a No from no vote recorded on this roll call. "
        f"{either}: {' or '.join(worths)}."
    )


def status_label(line: ScoreLine, available: int) -> str | None:
    """What stands in place of a number; None where there is one."""
    score = line.score
    if score.interval:
        return f"{score.interval[0]} to {score.interval[1]} %"
    if score.status is ScoreStatus.NOT_SCORED:
        return f"Not scored. {line.reason}".rstrip(".")
    if score.status is ScoreStatus.NOT_ENOUGH_VOTES:
        return not_enough(score.tally.counted, available)
    return None


def not_enough(counted: int, available: int) -> str:
    """The state of having no number, as a label."""
    return f"Not enough votes ({counted} of {available})"


def not_ranked(score: Score) -> str | None:
    """Why a member with a number has no rank; None where they have one, or no number."""
    if score.unranked:
        return NOT_RANKED[score.unranked]
    if score.percent is not None and score.rank is None:
        return "Not ranked: a vote can be read in two ways, and the rank depends on which is right."
    return None


NOT_RANKED = {
    Unranked.NAMES_IN_DOUBT: "Not ranked: a name that is nobody's for certain, on a roll call "
    "that lacks this member, may be theirs.",
    Unranked.UNDER_HALF: "Not ranked: under half of the weight available in the house counted.",
}


def minimum_rule(method: Method) -> str | None:
    """Below what the method gives no number; None where it always gives one."""
    if method.minimum_measures == 0 and method.minimum_weight_percent == 0:
        return None
    return (
        f"A number is given from {method.minimum_measures} counted measures and "
        f"{method.minimum_weight_percent} % of the weight available in the house."
    )


def _relative_need(line: LedgerLine) -> str:
    if line.nonvote_effect == NonvoteEffect.AS_NO:
        return "Ayes are counted against the whole membership"
    return "What was needed is not known"


def _left_out(line: LedgerLine, method: Method) -> str:
    count = tally(line.declared_yes, line.declared_no)
    match line.reason:
        case "consent":
            return "Left out: passed on a consent calendar, together with other measures."
        case "near_unanimous":
            cut = (method.near_unanimous_per_mille or 0) / 10
            return (
                f"Left out: nearly unanimous ({count}). Fewer than {cut:g} % of those voting "
                "were on the losing side."
            )
        case "not_close":
            return f"Left out: not a close vote ({count}), and this rule counts close votes only."
        case "no_effect":
            did = OPTION_WORDS[Option(line.option)].lower()
            return f"Left out: only those voting counted, so “{did}” had no effect."
        case "forgiven":
            return (
                f"Left out: this rule forgives the first {method.forgiven_absences} absences of "
                "each member."
            )
        case "effect_unknown":
            return "Left out: what this motion needed is not known, so neither is the effect."
        case _:
            return f"Left out: this rule leaves out “{OPTION_WORDS[Option(line.option)].lower()}”."
