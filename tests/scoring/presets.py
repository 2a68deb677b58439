"""The shipped methods, restated by hand: what `data/methods` must say."""

from __future__ import annotations

from tests.scoring.plain import Method, Treatment
from tracker.rules.vocabulary import Option

SILENT = (Option.NOT_VOTING, Option.ABSENT, Option.ABSTAIN, Option.PRESENT)
"""No vote, and no reason on record."""

EXPLAINED = (Option.EXCUSED, Option.PAIRED, Option.RECUSED)
"""No vote, and a reason on record."""


def treatments(silent: Treatment, explained: Treatment) -> dict[Option, Treatment]:
    """Ayes and noes by the position, everything else as told. A vacant seat has no treatment."""
    return {
        Option.YES: Treatment.BY_POSITION,
        Option.NO: Treatment.BY_POSITION,
        **dict.fromkeys(SILENT, silent),
        **dict.fromkeys(EXPLAINED, explained),
    }


AGENDA_ALIGNMENT = Method(
    id="agenda_alignment",
    treatments=treatments(Treatment.BY_EFFECT, Treatment.LEAVE_OUT),
    leave_out_consent=True,
    near_unanimous_per_mille=25,
    minimum_measures=5,
    minimum_weight_percent=50,
)
MISSED_IS_AGAINST = Method(
    id="missed_is_against", treatments=treatments(Treatment.AGAINST, Treatment.AGAINST)
)
EXCUSED_DROPPED = Method(
    id="excused_dropped", treatments=treatments(Treatment.AGAINST, Treatment.LEAVE_OUT)
)
ABSENCES_DROPPED = Method(
    id="absences_dropped", treatments=treatments(Treatment.LEAVE_OUT, Treatment.LEAVE_OUT)
)
HALF_FOR_MISSED = Method(
    id="half_for_missed", treatments=treatments(Treatment.HALF, Treatment.HALF)
)
VOTE_INDEX = Method(id="vote_index", treatments=treatments(Treatment.HALF, Treatment.HALF))
CLOSE_VOTES_ONLY = Method(
    id="close_votes_only",
    treatments=treatments(Treatment.AGAINST, Treatment.LEAVE_OUT),
    close_under_percent=60,
)

PRESETS = (
    AGENDA_ALIGNMENT,
    MISSED_IS_AGAINST,
    EXCUSED_DROPPED,
    ABSENCES_DROPPED,
    HALF_FOR_MISSED,
    VOTE_INDEX,
    CLOSE_VOTES_ONLY,
)
