"""The reviewed files of each jurisdiction, found by its short id.

A jurisdiction is a folder: `jurisdiction.yaml`; and, where somebody has reviewed them,
`locations.yaml`, `motions.yaml`, `thresholds.yaml`, `actions.yaml`, `path.yaml`, `calendar.yaml`,
`sources.yaml` and `sessions/<session>/`. Those that ship lie under `data/jurisdictions`, one's own
under `jurisdictions` in the home.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import TypeVar

from tracker import paths
from tracker.errors import AnswerableError, DataFileError, UsageError
from tracker.rules.actions import ActionRules, load_action_rules, load_source_words
from tracker.rules.bill_path import BillPath, load_bill_path
from tracker.rules.deadlines import SessionCalendar, load_session_calendar
from tracker.rules.ids import JURISDICTION, parts_of_bill_id
from tracker.rules.jurisdictions import (
    Jurisdiction,
    LegislativeSession,
    MarkWords,
    load_jurisdiction,
)
from tracker.rules.locations import Locations, houses_alone, load_locations
from tracker.rules.measures import Measure
from tracker.rules.motions import MotionRules, load_motion_rules
from tracker.rules.source_ranking import UNRANKED, SourceRanking, load_source_ranking
from tracker.rules.thresholds import ThresholdRules, load_threshold_rules, no_threshold_rules

FILE = "jurisdiction.yaml"
_FILES = (
    *(FILE, "locations.yaml", "motions.yaml", "thresholds.yaml", "actions.yaml", "path.yaml"),
    *("calendar.yaml", "sources.yaml"),
)
T = TypeVar("T")


def folders() -> Mapping[str, Path]:
    """The folder of each jurisdiction, those that ship and one's own.

    Raises:
        DataFileError: one's own has the id of one that ships.
    """
    own_folder = paths.own_jurisdictions()
    changed = own_folder.stat().st_mtime_ns if own_folder.is_dir() else None
    return _folders(paths.data_dir() / "jurisdictions", own_folder, changed)


@cache
def _folders(shipped_folder: Path, own_folder: Path, _changed: int | None) -> Mapping[str, Path]:
    shipped, own = (
        {path.parent.name: path.parent for path in sorted(folder.glob(f"*/{FILE}"))}
        for folder in (shipped_folder, own_folder)
    )
    for code in shipped.keys() & own.keys():
        raise DataFileError(
            f"the jurisdiction {code!r} ships with the program",
            where=str(own[code]),
            what_to_do="give your folder, and the id in its file, another name",
        )
    return shipped | own


@dataclass(frozen=True)
class Rules:
    """The reviewed rules that the gate applies, for one jurisdiction."""

    motions: MotionRules
    locations: Locations
    thresholds: ThresholdRules
    vacant_seat_marks: MarkWords


@dataclass(frozen=True)
class Reference:
    """One jurisdiction, the rules by which its roll calls are judged, its actions read and its
    sources ranked.
    """

    jurisdiction: Jurisdiction
    rules: Rules
    actions: ActionRules
    sources: SourceRanking
    path: BillPath | None
    """None where nobody has reviewed the way of a bill."""


def is_reviewed(code: str) -> bool:
    """Whether it is a jurisdiction with a folder, and not the body of a grid.

    Raises:
        DataFileError: its folder is there, and the file in it that makes it one is not.
    """
    if code in folders():
        return True
    own = paths.own_jurisdictions() / code
    if re.fullmatch(JURISDICTION, code) and own.is_dir():
        raise DataFileError(
            f"the folder of the jurisdiction {code!r} holds no {FILE}",
            where=str(own),
            what_to_do=f"add {FILE}, or give the file that should be it this name",
        )
    return False


def jurisdiction_of(code: str) -> Jurisdiction:
    """The reviewed file of a jurisdiction's houses and sessions.

    Raises:
        UsageError: nothing has been reviewed for that code.
        DataFileError: the file is wrong.
    """
    return _jurisdiction(_folder(code))


def reference(code: str) -> Reference:
    """All reviewed files of a jurisdiction. Raises as `jurisdiction_of` does."""
    return _reference(_folder(code))


def source_ranking(code: str) -> SourceRanking:
    """The reviewed order of the sources; none before another where nothing has been reviewed, as
    for a grid's own body. Raises DataFileError.
    """
    return reference(code).sources if is_reviewed(code) else UNRANKED


def session_calendar(code: str) -> SessionCalendar | None:
    """The reviewed deadlines of the sessions; None where there are none. Raises DataFileError."""
    return _calendar(_folder(code))


def measures_of(bill_ids: Iterable[str]) -> dict[str, Measure]:
    """The measure of each of these ids of the record, but for those that name none. A bulk load
    asks this of thousands, so each jurisdiction is looked up once.
    """
    known: dict[str, Jurisdiction | AnswerableError] = {}
    found: dict[str, Measure] = {}
    for bill_id in bill_ids:
        own = parts_of_bill_id(bill_id)
        if own and own.jurisdiction not in known:
            known[own.jurisdiction] = _read(own.jurisdiction)
        one = known[own.jurisdiction] if own else None
        measure = one.measure(bill_id) if isinstance(one, Jurisdiction) else None
        if measure:
            found[bill_id] = measure
    return found


def measure_of(text: str) -> Measure | None:
    """The measure that an id of the record, or an official id, names in whichever jurisdiction."""
    own = parts_of_bill_id(text)
    if own:
        return measures_of([text]).get(text)  # no other jurisdiction is looked at
    found = (known.measure(text) for known in readable_jurisdictions().values())
    return next(filter(None, found), None)


def readable_jurisdictions() -> dict[str, Jurisdiction]:
    """Every jurisdiction whose file can be read: a wrong one of one's own stops no other."""
    return {code: one for code, one in _read_each() if isinstance(one, Jurisdiction)}


def faults_of_jurisdictions() -> tuple[AnswerableError, ...]:
    """What is wrong with the files of the others."""
    return tuple(one for _, one in _read_each() if isinstance(one, AnswerableError))


def _read_each() -> Iterator[tuple[str, Jurisdiction | AnswerableError]]:
    for code, folder in folders().items():
        try:
            yield code, _jurisdiction(folder)
        except AnswerableError as fault:
            yield code, fault


def _read(code: str) -> Jurisdiction | AnswerableError:
    try:
        return jurisdiction_of(code)
    except AnswerableError as fault:
        return fault


def current_id(text: str) -> str:
    """An id as the record has it now, where `text` is, or begins with, an official id of a measure:
    `ca-20072008-SB375-20070607` for `200720080SB375-20070607`. Anything else is left as it is.
    """
    head, dash, rest = text.partition("-")
    found = measure_of(head.upper())
    return f"{found.bill_id}{dash}{rest}" if found else text


def printed_bill(bill_id: str) -> str:
    """`SB 375` from `ca-20072008-SB375`; an id that is no reviewed jurisdiction's as it is."""
    found = measure_of(bill_id)
    return found.printed if found else bill_id


def votes_page(bill_id: str) -> str | None:
    """The official page with the votes on a measure, where an address can be built."""
    found = measure_of(bill_id)
    return found.votes_page if found else None


def session_of(session_id: str) -> tuple[Jurisdiction, LegislativeSession] | None:
    """The jurisdiction and session behind an id; None where it is no reviewed jurisdiction's."""
    code, _, session = session_id.partition("-")
    if not is_reviewed(code):
        return None
    jurisdiction = jurisdiction_of(code)
    found = jurisdiction.sitting(session)
    return (jurisdiction, found) if found else None


def sample_folder(code: str, session: str) -> Path | None:
    """The folder of the reviewed record of a session, or None where there is none."""
    if not is_reviewed(code):
        return None
    folder = _folder(code) / "sessions" / session / "record"
    return folder if folder.is_dir() else None


def alias_file(code: str, session: str) -> Path:
    """Where the reviewed names of a session stand."""
    return _folder(code) / "sessions" / session / "aliases.csv"


def people_files(code: str) -> tuple[Path, Path]:
    """Where a jurisdiction's reviewed people and seats stand, if anybody has reviewed any."""
    return _folder(code) / "people.csv", _folder(code) / "seats.csv"


def reviewed_records(code: str) -> list[Path]:
    """The folders of the reviewed records that ship with a jurisdiction."""
    return sorted((_folder(code) / "sessions").glob("*/record"))


def shipped_records() -> list[Path]:
    """The folders of all reviewed records that ship, those of a legislature by session."""
    return sorted((paths.data_dir() / "jurisdictions").glob("*/sessions/*/record"))


def _folder(code: str) -> Path:
    known = folders()
    if code not in known:
        is_reviewed(code)  # says so where only its file is missing
        raise UsageError(
            f"no rules have been reviewed for the jurisdiction {code!r}",
            where="the jurisdiction",
            what_to_do=f"choose one of {', '.join(known)}",
        )
    return known[code]


def _refuse_unknown_files(folder: Path) -> None:
    """A misspelt name would leave the rules in that file out, in silence."""
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() in (".yaml", ".yml") and path.name not in _FILES:
            near = get_close_matches(path.stem, [Path(one).stem for one in _FILES], n=1)
            raise DataFileError(
                f"{path.name} is no file of a jurisdiction, so nothing would read it",
                where=str(path),
                what_to_do=f"call it {near[0]}.yaml, or put it elsewhere"
                if near
                else f"a jurisdiction has {', '.join(_FILES)}; put this one elsewhere",
            )


@cache
def _jurisdiction(folder: Path) -> Jurisdiction:
    _refuse_unknown_files(folder)
    found = load_jurisdiction(folder / FILE)
    if found.id != folder.name:
        raise DataFileError(
            f"the jurisdiction {found.id!r} lies in the folder {folder.name!r}",
            where=str(folder / FILE),
            what_to_do="give the two one name",
        )
    return found


@cache
def _reference(folder: Path) -> Reference:
    jurisdiction = _jurisdiction(folder)
    return Reference(
        jurisdiction,
        Rules(
            motions=_optional(folder / "motions.yaml", load_motion_rules, MotionRules(())),
            locations=_optional(
                folder / "locations.yaml",
                lambda file: load_locations(file, jurisdiction),
                houses_alone(jurisdiction),
            ),
            thresholds=_optional(
                folder / "thresholds.yaml",
                lambda file: load_threshold_rules(file, jurisdiction),
                no_threshold_rules(jurisdiction),
            ),
            vacant_seat_marks=jurisdiction.vacant_seat_marks,
        ),
        _optional(folder / "actions.yaml", load_action_rules, _by_source_words(jurisdiction)),
        _optional(folder / "sources.yaml", load_source_ranking, UNRANKED),
        _optional(folder / "path.yaml", load_bill_path, _two_houses(jurisdiction)),
    )


def _by_source_words(jurisdiction: Jurisdiction) -> ActionRules:
    """Without reviewed rules, what its sources' own words say; of two houses alone."""
    if len(jurisdiction.house_names) != HOUSES:
        return ActionRules(())
    return ActionRules((), load_source_words(paths.data_dir() / "jurisdictions" / SOURCE_WORDS))


def _two_houses(jurisdiction: Jurisdiction) -> BillPath | None:
    if len(jurisdiction.house_names) != HOUSES:
        return None
    return load_bill_path(paths.data_dir() / "jurisdictions" / SHARED_PATH)


SOURCE_WORDS, SHARED_PATH = "source_words.yaml", "two_houses.yaml"
"""Beside the folders of the jurisdictions that ship: read where one has no file of its own."""
HOUSES = 2


@cache
def _calendar(folder: Path) -> SessionCalendar | None:
    path = _reference(folder).path
    file = folder / "calendar.yaml"
    return load_session_calendar(file, path) if path and file.exists() else None


def _optional(file: Path, load: Callable[[Path], T], absent: T) -> T:
    return load(file) if file.exists() else absent
