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
from tracker.translation import N_, Words, _, ngettext

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

SHORT_MONTHS = Words(
    enumerate(
        (
            *(N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"), N_("May"), N_("Jun")),
            *(N_("Jul"), N_("Aug"), N_("Sep"), N_("Oct"), N_("Nov"), N_("Dec")),
        ),
        start=1,
    )
)

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


def short_day(day: datetime.date) -> str:
    """`7 Jun 2007`."""
    month = SHORT_MONTHS[day.month]
    return _("{day} {month} {year}").format(day=day.day, month=month, year=day.year)


def of_all(part: object, whole: object) -> str:
    """`13 of 20`."""
    return _("{part} of {whole}").format(part=part, whole=whole)


def amount(value: Fraction) -> str:
    """An exact amount: `1`, `0.5`, `1.25`, or a fraction such as `2/3`."""
    if 100 % value.denominator == 0:
        return f"{float(value):.2f}".rstrip("0").rstrip(".")
    return f"{value.numerator}/{value.denominator}"


def tally(yes: int | None, no: int | None) -> str:
    """`21–15`, or that no count is printed."""
    return _("count not printed") if yes is None or no is None else f"{yes}–{no}"


def venue_words(venue: str, house: str, organization: str) -> str:
    """`Senate floor`, or the committee by its name and house."""
    if venue == Venue.FLOOR:
        return floor_of(house)
    if "committee" in organization.casefold():
        return organization
    said = (
        _("{house} committee: {name}")
        if venue == Venue.COMMITTEE
        else _("{house} conference committee: {name}")
    )
    return said.format(house=house, name=organization).strip()


def floor_of(house: str) -> str:
    """`Senate floor`."""
    return _("{house} floor").format(house=house)


def worth(line: LedgerLine, method: Method) -> str:
    """What a vote was worth under the method, and why, in a few sentences."""
    said = _worth(line, method)
    if not line.aye_against:
        return said
    doubt = f" {_(NOT_CONFIRMED)}" if line.aye_unconfirmed else ""
    return f"{_(AYE_IS_AGAINST)}{doubt} {said}"


AYE_IS_AGAINST = N_("On this motion an aye is against the measure.")
NOT_CONFIRMED = N_("That is not settled: one person says so, and a second has not confirmed it.")


def confirmed(roll: DesignatedRoll) -> str:
    """Who says that an aye is against the measure, and who confirmed it."""
    if roll.is_unconfirmed:
        return _(NOT_CONFIRMED)
    return _("{name} says so; {second} confirmed it on {day}.").format(
        name=roll.said_by, second=roll.confirmed_by, day=roll.confirmed_on
    )


def _worth(line: LedgerLine, method: Method) -> str:
    option = Option(line.option)
    if option is Option.NO_OR_NOT_VOTING and line.reason not in WHOLE_ROLL_REASONS:
        return _either(line)
    if line.credit is None:
        return _left_out(line, method)
    result = CREDIT_WORDS[line.credit]
    match method.treatment_of(option):
        case Treatment.BY_POSITION:
            said = (
                _("{did}, as asked: {credit}.")
                if line.credit
                else _("{did}, not what was asked: {credit}.")
            )
            return said.format(did=OPTION_WORDS[option], credit=result)
        case Treatment.BY_EFFECT:
            said = (
                _("{needed}, so it had the effect of a No: {credit}.")
                if line.credit == 0
                else _("{needed}, so it had the effect of a No, as asked: {credit}.")
            )
            return said.format(needed=_need(line), credit=result)
    did = OPTION_WORDS[option].lower()
    return _("This rule gives “{did}” {credit}.").format(did=did, credit=result)


WHOLE_ROLL_REASONS = frozenset({"consent", "near_unanimous", "not_close"})
"""Reasons that leave a roll call out for everybody; all others concern one member's vote."""


def _either(line: LedgerLine) -> str:
    """What a vote is worth that the source tells not apart from a non-vote."""
    readings = [line.credit, line.at_most[1] if line.at_most else line.credit]
    first, second = (_("left out") if one is None else CREDIT_WORDS[one] for one in readings)
    said = (
        _(
            "The source does not tell a No from no vote recorded on this roll call. Either way: "
            "{first}."
        )
        if first == second
        else _(
            "The source does not tell a No from no vote recorded on this roll call. By one reading "
            "or the other: {first} or {second}."
        )
    )
    return said.format(first=first, second=second)


def status_label(line: ScoreLine, available: int) -> str | None:
    """What stands in place of a number; None where there is one."""
    score = line.score
    if score.interval:
        low, high = score.interval
        return _("{low} to {high} %").format(low=low, high=high)
    if score.status is ScoreStatus.NOT_SCORED:
        return _("Not scored. {why}").format(why=line.reason).rstrip(".")
    if score.status is ScoreStatus.NOT_ENOUGH_VOTES:
        return not_enough(score.tally.counted, available)
    return None


def not_enough(counted: int, available: int) -> str:
    """The state of having no number, as a label."""
    return _("Not enough votes ({counted} of {available})").format(
        counted=counted, available=available
    )


def not_ranked(score: Score) -> str | None:
    """Why a member with a number has no rank; None where they have one, or no number."""
    if score.unranked:
        return NOT_RANKED[score.unranked]
    if score.percent is not None and score.rank is None:
        return _(
            "Not ranked: a vote can be read in two ways, and the rank depends on which is right."
        )
    return None


NOT_RANKED = Words(
    {
        Unranked.NAMES_IN_DOUBT: N_(
            "Not ranked: a name that is nobody's for certain, on a roll call that lacks this "
            "member, may be theirs."
        ),
        Unranked.UNDER_HALF: N_(
            "Not ranked: under half of the weight available in the house counted."
        ),
    }
)


def minimum_rule(method: Method) -> str | None:
    """Below what the method gives no number; None where it always gives one."""
    if method.minimum_measures == 0 and method.minimum_weight_percent == 0:
        return None
    count = method.minimum_measures
    said = ngettext(
        "A number is given from {count} counted measure and {percent} % of the weight available in "
        "the house.",
        "A number is given from {count} counted measures and {percent} % of the weight available "
        "in the house.",
        count,
    )
    return said.format(count=count, percent=method.minimum_weight_percent)


def _need(line: LedgerLine) -> str:
    if line.needed:
        said = ngettext("{count} aye was needed", "{count} ayes were needed", line.needed)
        return said.format(count=line.needed)
    if line.nonvote_effect == NonvoteEffect.AS_NO:
        return _("Ayes are counted against the whole membership")
    return _("What was needed is not known")


def _left_out(line: LedgerLine, method: Method) -> str:
    count = tally(line.declared_yes, line.declared_no)
    did = OPTION_WORDS[Option(line.option)].lower()
    match line.reason:
        case "consent":
            return _("Left out: passed on a consent calendar, together with other measures.")
        case "near_unanimous":
            cut = (method.near_unanimous_per_mille or 0) / 10
            return _(
                "Left out: nearly unanimous ({count}). Fewer than {cut} % of those voting were on "
                "the losing side."
            ).format(count=count, cut=f"{cut:g}")
        case "not_close":
            return _(
                "Left out: not a close vote ({count}), and this rule counts close votes only."
            ).format(count=count)
        case "no_effect":
            return _("Left out: only those voting counted, so “{did}” had no effect.").format(
                did=did
            )
        case "forgiven":
            return ngettext(
                "Left out: this rule forgives the first absence of each member.",
                "Left out: this rule forgives the first {count} absences of each member.",
                method.forgiven_absences,
            ).format(count=method.forgiven_absences)
        case "effect_unknown":
            return _("Left out: what this motion needed is not known, so neither is the effect.")
    return _("Left out: this rule leaves out “{did}”.").format(did=did)
