"""The reviewed rules and rosters that ship under `data/`, found by jurisdiction and session."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tracker import paths
from tracker.errors import UsageError
from tracker.rules.actions import ActionRules, load_action_rules
from tracker.rules.bill_path import BillPath, load_bill_path
from tracker.rules.deadlines import SessionCalendar, load_session_calendar
from tracker.rules.jurisdictions import Jurisdiction, load_jurisdiction
from tracker.rules.locations import Locations, load_locations
from tracker.rules.motions import MotionRules, load_motion_rules
from tracker.rules.source_ranking import UNRANKED, SourceRanking, load_source_ranking
from tracker.rules.thresholds import ThresholdRules, load_threshold_rules


def folders() -> dict[str, Path]:
    """The folder of reviewed files of each jurisdiction, by its short id."""
    found = (paths.data_dir() / "jurisdictions").glob("*/jurisdiction.yaml")
    return {path.parent.name: path.parent for path in sorted(found)}


@dataclass(frozen=True)
class Rules:
    """The reviewed rules that the gate applies, for one jurisdiction."""

    motions: MotionRules
    locations: Locations
    thresholds: ThresholdRules


@dataclass(frozen=True)
class Reference:
    """One jurisdiction, the rules by which its roll calls are judged, its actions read and its
    sources ranked.
    """

    jurisdiction: Jurisdiction
    rules: Rules
    actions: ActionRules
    sources: SourceRanking


@cache
def jurisdiction_of(code: str) -> Jurisdiction:
    """The reviewed file of a jurisdiction's houses and sessions.

    Raises:
        UsageError: nothing has been reviewed for that code.
        DataFileError: the file is wrong.
    """
    if code not in folders():
        raise UsageError(
            f"no rules have been reviewed for the jurisdiction {code!r}",
            where="the jurisdiction of the source",
            what_to_do=f"choose one of {', '.join(folders())}",
        )
    return load_jurisdiction(folders()[code] / "jurisdiction.yaml")


@cache
def reference(code: str) -> Reference:
    """All reviewed files of a jurisdiction. Raises as `jurisdiction_of` does."""
    jurisdiction = jurisdiction_of(code)
    folder = folders()[code]
    return Reference(
        jurisdiction,
        Rules(
            motions=load_motion_rules(folder / "motions.yaml"),
            locations=load_locations(folder / "locations.yaml"),
            thresholds=load_threshold_rules(folder / "thresholds.yaml", jurisdiction),
        ),
        load_action_rules(folder / "actions.yaml"),
        source_ranking(code),
    )


@cache
def source_ranking(code: str) -> SourceRanking:
    """The reviewed order of the sources; none before another where nothing has been reviewed, as
    for a grid's own body. Raises DataFileError.
    """
    if code not in folders():
        return UNRANKED
    return load_source_ranking(folders()[code] / "sources.yaml")


@cache
def bill_path(code: str) -> BillPath:
    """The reviewed steps of a bill's way. Raises DataFileError."""
    return load_bill_path(folders()[code] / "path.yaml")


@cache
def session_calendar(code: str) -> SessionCalendar:
    """The reviewed deadlines of the sessions. Raises DataFileError."""
    file = folders()[code] / "calendar.yaml"
    return load_session_calendar(file, bill_path(code))


def sample_folder(code: str, session: str) -> Path | None:
    """The folder of the reviewed record of a session, or None where there is none."""
    folder = _session_folder(code, session) / "record"
    return folder if folder.is_dir() else None


def alias_file(code: str, session: str) -> Path:
    """Where the reviewed names of a session stand."""
    return _session_folder(code, session) / "aliases.csv"


def _session_folder(code: str, session: str) -> Path:
    return paths.data_dir() / "jurisdictions" / code / "sessions" / session
