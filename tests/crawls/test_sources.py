"""The declarations of sources: those that ship, their days, and what is refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tracker.crawls.request import fields_of
from tracker.crawls.sources import (
    Choice,
    DayFiles,
    SourceDeclaration,
    SourceKind,
    Weekday,
    declared_source,
    declared_sources,
)
from tracker.errors import DataFileError, UsageError
from tracker.rules.reviewed import read_reviewed

PAGES = """
format: 1
id: xx_pages
name: pages of somewhere
title: Read the pages of somewhere.
about: They are few.
jurisdictions: [xx]
kind: pages
site: https://example.org
choices: [bills]
licence: public record
attribution: Somewhere
"""
FILES = PAGES.replace("kind: pages", "kind: files\nfile: all_{year}.zip").replace("[bills]", "[]")


def _declared(text: str, folder: Path) -> SourceDeclaration:
    path = folder / "xx_pages.yaml"
    path.write_text(text, "utf-8")
    return read_reviewed(path, SourceDeclaration)


def _days() -> DayFiles:
    days = declared_source("ca_pubinfo").day_files
    assert days is not None
    return days


def test_each_source_that_ships_says_where_it_is_and_what_may_be_chosen() -> None:
    told = {source.id: (source.kind, source.choices) for source in declared_sources().values()}
    assert told == {
        "ca_archive": (SourceKind.PAGES, (Choice.BILLS, Choice.SINCE)),
        "ca_hearings": (SourceKind.PAGES, (Choice.DAYS,)),
        "ca_leginfo": (SourceKind.PAGES, (Choice.BILLS, Choice.LISTED, Choice.SINCE)),
        "ca_pubinfo": (SourceKind.FILES, ()),
        "ca_rollcalls": (SourceKind.FILES, ()),
        "openstates": (SourceKind.FILES, ()),
        "openstates_people": (SourceKind.FILES, ()),
        "legiscan": (SourceKind.FILES, ()),
        "us_house": (SourceKind.FILES, ()),
        "us_senate": (SourceKind.FILES, ()),
        "legistar": (SourceKind.FILES, ()),
        "congress_legislators": (SourceKind.FILES, ()),
    }
    address = "https://downloads.leginfo.legislature.ca.gov/pubinfo_{year}.zip"
    assert declared_source("ca_pubinfo").address == address


def test_a_source_that_nobody_declared_is_named_with_those_that_are() -> None:
    with pytest.raises(UsageError, match="no source 'ca_nothing'") as refused:
        declared_source("ca_nothing")
    assert "choose one of ca_archive, ca_hearings" in str(refused.value)


def test_a_source_of_several_legislatures_is_asked_for_one_of_them(tmp_path: Path) -> None:
    two = _declared(PAGES.replace("jurisdictions: [xx]", "jurisdictions: [xx, yy]"), tmp_path)
    assert "jurisdiction" in fields_of(two)
    assert two.jurisdiction("yy") == "yy"
    assert two.jurisdiction(None) is None
    with pytest.raises(UsageError, match="which one to read was not said"):
        two.one_jurisdiction(None)
    with pytest.raises(UsageError, match="nothing of the jurisdiction 'zz'"):
        two.jurisdiction("zz")


def test_a_source_of_every_legislature_is_asked_for_any(tmp_path: Path) -> None:
    every = _declared(PAGES.replace("jurisdictions: [xx]", "jurisdictions: every"), tmp_path)
    assert every.is_of_several
    assert every.one_jurisdiction("zz") == "zz"


def test_of_a_source_of_one_legislature_no_jurisdiction_is_asked(tmp_path: Path) -> None:
    one = _declared(PAGES, tmp_path)
    assert "jurisdiction" not in fields_of(one)
    assert one.one_jurisdiction(None) == "xx"


def test_there_is_a_file_of_each_day_but_of_a_sunday() -> None:
    week = [date(2026, 3, day) for day in range(2, 9)]
    assert [_days().has_file(day) for day in week] == [True] * 6 + [False]


@pytest.mark.parametrize(
    ("name", "written", "day"),
    [
        ("pubinfo_Mon.zip", date(2026, 3, 2), date(2026, 3, 2)),
        ("PUBINFO_MON.ZIP", date(2026, 3, 4), date(2026, 3, 2)),
        ("pubinfo_Sat.zip", date(2026, 3, 2), date(2026, 2, 28)),
        ("pubinfo_2025.zip", date(2026, 3, 2), None),
        ("pubinfo_daily_Mon.zip", date(2026, 3, 2), None),
    ],
)
def test_a_file_of_changes_is_of_the_last_day_of_its_name(
    name: str, written: date, day: date | None
) -> None:
    assert _days().day_of_changes(name, written) == day
    weekday = None if day is None else Weekday.of(day)
    assert _days().weekday_of_changes(name) is weekday


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (PAGES.replace("kind: pages", "kind: files"), "a source of files has a file"),
        (PAGES + "file: all.zip\n", "one of pages has none"),
        (PAGES.replace("[bills]", "[bills, days]"), "but not both"),
        (FILES.replace("choices: []", "choices: [since]"), "nothing can be chosen"),
        (PAGES.replace("[bills]", "[votes]"), "choices.0"),
        (PAGES.replace("https://example.org", "https://example.org/"), "site"),
        (PAGES.replace("jurisdictions: [xx]", "jurisdictions: []"), "jurisdictions"),
        (PAGES + "sites: []\n", "sites"),
    ],
)
def test_a_declaration_that_contradicts_itself_is_refused_with_its_place(
    text: str, what: str, tmp_path: Path
) -> None:
    with pytest.raises(DataFileError, match=what) as refused:
        _declared(text, tmp_path)
    assert "xx_pages.yaml" in str(refused.value)


def test_days_of_a_time_zone_that_is_none_are_refused(tmp_path: Path) -> None:
    days = """
day_files:
  {timezone: Mars/Olympus, weekdays: [Mon], whole: "a{day}", changes: "b{day}", kept_days: 6,
   late_days: 2}
"""
    with pytest.raises(DataFileError, match="no time zone 'Mars/Olympus'"):
        _declared(FILES + days, tmp_path)


def test_a_declaration_under_another_name_is_refused(tmp_path: Path) -> None:
    (tmp_path / "xx_others.yaml").write_text(PAGES, "utf-8")
    with pytest.raises(DataFileError, match="declares the source 'xx_pages'"):
        declared_sources(tmp_path)
