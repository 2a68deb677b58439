"""Where a bill stopped and who had it are what its actions say, and nothing else."""

from __future__ import annotations

from datetime import date

import pytest

from tracker.record.stages import Action
from tracker.record.stopped import Holder, Stop, Stopped, stopped
from tracker.rules.reference import reference

START = date(2009, 2, 2)


def _stopped(*actions: str | tuple[str, str]) -> Stopped[Action] | None:
    """Of a bill in the Senate; an action is a text, or the house that the source names and one."""
    known = reference("ca")
    assert known.path is not None
    told = [("upper", one) if isinstance(one, str) else one for one in actions]
    return stopped(
        [
            Action(date.fromordinal(START.toordinal() + nth), chamber, text)
            for nth, (chamber, text) in enumerate(told)
        ],
        known.actions,
        known.path,
    )


TO_APPR = "From committee: Do pass and re-refer to Com. on APPR. (Ayes 9. Noes 1.)"


@pytest.mark.parametrize(
    ("actions", "stop", "holder", "committee"),
    [
        (["Introduced. To print."], Stop.NOT_REFERRED, Holder.HOUSE, None),
        (
            ["In Senate. Read first time. To Com. on RLS. for assignment."],
            Stop.NOT_REFERRED,
            Holder.COMMITTEE,
            "RLS.",
        ),
        (["Referred to Com. on H. & C.D."], Stop.IN_COMMITTEE, Holder.COMMITTEE, "H. & C.D."),
        (
            [
                "Referred to Coms. on L. GOV. and ED.",
                "In committee: Set, first hearing. Hearing canceled at the request of author.",
            ],
            Stop.HEARING_CANCELLED_BY_AUTHOR,
            Holder.COMMITTEE,
            "L. GOV.",
        ),
        (
            ["Referred to Com. on ED.", "In committee: Hearing postponed by committee."],
            Stop.HEARING_PUT_OFF,
            Holder.COMMITTEE,
            "ED.",
        ),
        (
            ["Referred to Com. on ED.", TO_APPR, "Placed on APPR. suspense file."],
            Stop.SUSPENSE,
            Holder.COMMITTEE,
            "APPR.",
        ),
        (
            [TO_APPR, "Placed on APPR. suspense file.", "Held in committee and under submission."],
            Stop.HELD,
            Holder.COMMITTEE,
            "APPR.",
        ),
        (
            ["Read second time. Ordered to third reading.", "Ordered to inactive file."],
            Stop.INACTIVE,
            Holder.FLOOR,
            None,
        ),
        (["Vetoed by the Governor."], Stop.VETOED, Holder.GOVERNOR, None),
        ([TO_APPR, "Died on suspense file."], Stop.DIED, Holder.COMMITTEE, "APPR."),
        (["In committee: Held under submission."], Stop.HELD, Holder.COMMITTEE, None),
    ],
)
def test_it_stopped_where_and_with_whom_its_actions_say(
    actions: list[str], stop: Stop, holder: Holder, committee: str | None
) -> None:
    found = _stopped(*actions)
    assert found is not None
    assert (found.stop, found.holder, found.committee) == (stop, holder, committee)
    assert found.action.description == actions[-1]


def test_a_committee_of_the_other_house_is_not_named_for_one_that_no_action_names() -> None:
    found = _stopped(TO_APPR, ("lower", "In committee: Held under submission."))
    assert found is not None
    assert (found.stop, found.chamber, found.committee) == (Stop.HELD, "lower", None)


def test_a_hearing_that_was_put_off_and_then_held_is_not_why_it_stopped() -> None:
    found = _stopped(
        "Referred to Com. on ED.", "In committee: Hearing postponed by committee.", TO_APPR
    )
    assert found is not None
    assert (found.stop, found.committee) == (Stop.IN_COMMITTEE, "APPR.")


@pytest.mark.parametrize(
    "actions", [[], ["Plants were watered."], ["Chaptered by Secretary of State - Chapter 1."]]
)
def test_what_is_law_or_unknown_did_not_stop(actions: list[str]) -> None:
    assert _stopped(*actions) is None
