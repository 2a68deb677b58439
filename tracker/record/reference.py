"""The reviewed rules and rosters that ship under `data/`, found by jurisdiction and session."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tracker import paths
from tracker.errors import UsageError
from tracker.record.actions import ActionRules, load_action_rules
from tracker.record.bill_path import BillPath, load_bill_path
from tracker.record.deadlines import SessionCalendar, load_session_calendar
from tracker.record.gate import Rules
from tracker.record.jurisdictions import Jurisdiction, load_jurisdiction
from tracker.record.locations import load_locations
from tracker.record.motions import load_motion_rules
from tracker.record.source_ranking import UNRANKED, SourceRanking, load_source_ranking
from tracker.record.thresholds import load_threshold_rules

FILES = {"ca": "california"}
"""Jurisdiction code to the name of its reviewed files."""


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
    if code not in FILES:
        raise UsageError(
            f"no rules have been reviewed for the jurisdiction {code!r}",
            where="the jurisdiction of the source",
            what_to_do=f"choose one of {', '.join(FILES)}",
        )
    return load_jurisdiction(paths.data_dir() / "jurisdictions" / f"{FILES[code]}.yaml")


@cache
def reference(code: str) -> Reference:
    """All reviewed files of a jurisdiction. Raises as `jurisdiction_of` does."""
    jurisdiction = jurisdiction_of(code)
    name = f"{FILES[code]}.yaml"
    folder = paths.data_dir()
    return Reference(
        jurisdiction,
        Rules(
            motions=load_motion_rules(folder / "motions" / name),
            locations=load_locations(folder / "locations" / name),
            thresholds=load_threshold_rules(folder / "thresholds" / name, jurisdiction),
        ),
        load_action_rules(folder / "actions" / name),
        source_ranking(code),
    )


@cache
def source_ranking(code: str) -> SourceRanking:
    """The reviewed order of the sources; none before another where nothing has been reviewed, as
    for a grid's own body. Raises DataFileError.
    """
    if code not in FILES:
        return UNRANKED
    return load_source_ranking(paths.data_dir() / "sources" / f"{FILES[code]}.yaml")


@cache
def bill_path(code: str) -> BillPath:
    """The reviewed steps of a bill's way. Raises DataFileError."""
    return load_bill_path(paths.data_dir() / "paths" / f"{FILES[code]}.yaml")


@cache
def session_calendar(code: str) -> SessionCalendar:
    """The reviewed deadlines of the sessions. Raises DataFileError."""
    file = paths.data_dir() / "calendars" / f"{FILES[code]}.yaml"
    return load_session_calendar(file, bill_path(code))


def sample_folder(code: str, session: str) -> Path | None:
    """The folder of the reviewed record of a session, or None where there is none."""
    folder = paths.data_dir() / "record" / FILES.get(code, code) / session
    return folder if folder.is_dir() else None


def alias_file(code: str, session: str) -> Path:
    """Where the reviewed names of a session stand."""
    return paths.data_dir() / "aliases" / f"{code}-{session}.csv"
