"""The method page: the rules in data/methods, set into a frame that says how a score is made."""

from __future__ import annotations

from collections.abc import Sequence

from scripts.docs.dictionary import member_docstrings
from scripts.docs.markdown import framed, table
from scripts.docs.worked_case import FLOOR_ALONE, WorkedCase, worked_case
from tracker.record.queries import RollCall
from tracker.rules.vocabulary import Option
from tracker.scoring.method import DEFAULT_METHOD, Method, Treatment, find_method, shipped_methods

SAID = {
    None: "not on the roll",
    Option.YES: "aye",
    Option.NO: "no",
    Option.NOT_VOTING: "no vote recorded",
}
NO_NUMBER = "not enough votes"


def method_page() -> str:
    """The whole page."""
    methods = list(shipped_methods().values())
    meanings = member_docstrings(Treatment)
    return framed(
        "method.md",
        treatments=table(
            ("treatment", "credit"), [(f"`{one}`", meanings[one.name]) for one in Treatment]
        ),
        worked_case=_worked_case(worked_case()),
        side_by_side=_side_by_side(methods),
        methods="\n".join(_method(method) for method in methods),
    )


def _worked_case(case: WorkedCase) -> str:
    moving = [senator for senator in case.senators if senator.moves]
    still = len(case.senators) - len(moving)
    titles = [f"`{name}`" for name in case.senators[0].percents]
    header = ("senator", *map(_day, case.rolls), *titles, "floor vote alone")
    rows = [
        (
            senator.name,
            *(_said(senator.options.get(roll.vote_event_id)) for roll in case.rolls),
            *map(_shown, senator.percents.values()),
            _shown(senator.floor_alone),
        )
        for senator in moving
    ]
    return (
        "The agenda of this example supports the bill. It is a demonstration, written down long "
        "after the votes and nobody's endorsement. It scores the floor vote and the committee "
        "votes that its steward added:\n\n"
        + "".join(f"- {_roll(roll)}\n" for roll in case.rolls)
        + f"\nThe rule for missed votes changes the number of {len(moving)} senators; the other "
        f"{still} of {len(case.senators)} have the same number under each of these rules.\n\n"
        + table(header, rows)
        + f"\nThe last column scores the floor vote by itself, under `{FLOOR_ALONE}`.\n\n"
        + _arithmetic(case)
    )


def _arithmetic(case: WorkedCase) -> str:
    """Florez step by step; the numbers themselves are computed, and a test holds them."""
    florez = case.senator("dean-florez")
    against, half, dropped = map(_shown, florez.percents.values())
    return (
        "Florez, step by step: two ayes are worth 1 each. Where the missed vote counts against, "
        f"(1 + 1 + 0) / 3 is {against}. Where it earns half, (1 + 1 + ½) / 3 is {half}. Where it "
        f"leaves, (1 + 1) / 2 is {dropped}, since the two votes that are left share the measure. "
        f"On the floor vote alone it is {_shown(florez.floor_alone)}. The votes are the same each "
        f"time. Under `{DEFAULT_METHOD}` nobody has a number here: one measure is below its "
        f"minimum of {find_method(DEFAULT_METHOD).minimum_measures}.\n\n"
        "To see it: `answerable score --agenda sb375-worked-case --method half_for_missed`."
    )


def _roll(roll: RollCall) -> str:
    counted = f"{roll.declared_yes} ayes, {roll.declared_no} noes"
    silent = len(roll.votes["not_voting"])
    needed = f"{roll.needed} ayes needed" if roll.needed else "ayes needed: not known"
    return f"{roll.organization}, {roll.date}: {counted}, {silent} with no vote recorded; {needed}"


def _side_by_side(methods: Sequence[Method]) -> str:
    header = ("method", "no vote recorded", "excused", "left out as a whole", "minimum")
    return table(
        header,
        [
            (
                f"[`{method.id}`](#{method.id})" + (" (default)" if _is_default(method) else ""),
                f"`{method.treatment_of(Option.NOT_VOTING)}`",
                f"`{method.treatment_of(Option.EXCUSED)}`",
                "; ".join(_exclusions(method)) or "nothing",
                _minimum(method),
            )
            for method in methods
        ],
    )


def _method(method: Method) -> str:
    restated = method.restates
    address = f" Published at <{restated.url}>." if restated.url else ""
    treated = [
        (", ".join(f"`{option}`" for option in Option if option in options), f"`{treatment}`")
        for treatment, options in method.treatments.items()
    ]
    parts = [
        f"### {method.id}",
        f"**{method.title}**, version {method.version}. {method.sentence}",
        f"{'Whose rule' if _is_default(method) else 'The published rule it restates'}: "
        f"{restated.publisher}. {restated.rule}{address}",
        table(("what a member did", "treatment"), treated).strip(),
        f"- Left out as a whole: {'; '.join(_exclusions(method)) or 'nothing'}.\n"
        f"- Minimum: {_minimum(method)}.",
        *method.notes,
    ]
    return "\n\n".join(parts) + "\n"


def _exclusions(method: Method) -> list[str]:
    found = []
    if method.leave_out_consent:
        found.append("consent calendars")
    if method.near_unanimous_per_mille is not None:
        share = f"{method.near_unanimous_per_mille / 10:g} %"
        found.append(f"votes with less than {share} of those voting on the losing side")
    if method.close_under_percent is not None:
        share = f"{method.close_under_percent} %"
        found.append(f"votes that passed with {share} or more of those voting")
    return found


def _minimum(method: Method) -> str:
    wanted = []
    if method.minimum_measures:
        wanted.append(f"{method.minimum_measures} counted measures")
    if method.minimum_weight_percent:
        wanted.append(f"{method.minimum_weight_percent} % of the weight available in that house")
    return ", and ".join(wanted) or "none"


def _is_default(method: Method) -> bool:
    return method.id == DEFAULT_METHOD


def _day(roll: RollCall) -> str:
    return f"{roll.venue}, {roll.date}"


def _said(option: str | None) -> str:
    return SAID[Option(option) if option else None]


def _shown(percent: int | None) -> str:
    return NO_NUMBER if percent is None else str(percent)
