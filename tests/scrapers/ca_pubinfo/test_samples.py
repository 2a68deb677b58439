"""The real bulk files of 1999 and 2025 that lie at hand: every row of theirs is accounted for."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pytest

from tests.cli.program import REPOSITORY
from tests.scrapers.staged import stage_pubinfo as stage
from tracker.crawls.folder import StagedBills, StagedRolls, read_bill_facts, read_crawl
from tracker.crawls.manifest import Manifest


@pytest.fixture(scope="module")
def of_1999(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pubinfo") / "1999"
    stage(samples / "ca_pubinfo" / "1999", folder, "19992000")
    return folder


@pytest.fixture(scope="module")
def of_2025(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pubinfo") / "2025"
    stage(samples / "ca_pubinfo" / "2025_mini", folder)
    return folder


def _read(folder: Path) -> tuple[Manifest, StagedRolls, StagedBills]:
    facts = read_bill_facts(folder)
    assert facts is not None
    return *read_crawl(folder), facts


def _stated(sample: str) -> dict[str, int]:
    """The rows per table that docs/bulk-files.md states."""
    page = (REPOSITORY / "docs" / "bulk-files.md").read_text("utf-8")
    rows = re.findall(rf"^\| `{sample}` \| `(\w+)` \| (\d+) \|$", page, re.MULTILINE)
    return {table: int(count) for table, count in rows}


def test_every_row_of_the_1999_tables_is_counted_as_stated(of_1999: Path) -> None:
    manifest, rolls, facts = _read(of_1999)
    assert manifest.session == "19992000"
    assert manifest.tables == _stated("1999")
    assert (rolls.roll_calls.num_rows, rolls.votes.num_rows) == (23, 1164)
    assert (len(facts.bills), len(facts.versions), len(facts.actions)) == (3, 18, 49)
    assert (manifest.counts["votes"], manifest.counts["documents"]) == (1164, 14)


def test_every_row_of_the_2025_tables_is_counted_and_votes_that_are_not_there_are_not_zero(
    of_2025: Path,
) -> None:
    manifest, rolls, facts = _read(of_2025)
    assert manifest.session == "20252026"
    assert manifest.tables == _stated("2025_mini")
    assert (rolls.roll_calls.num_rows, len(facts.actions), len(facts.versions)) == (0, 66, 10)
    assert facts.documents is not None
    (veto,) = [row for row in facts.documents.to_pylist() if row["kind"] == "veto_message"]
    assert (str(veto["date"]), veto["document"]) == ("2025-10-10", "VETO_MESSAGE_TBL_1.lob")
    assert "roll_calls" not in manifest.counts
    assert any("BILL_SUMMARY_VOTE_TBL" in warning for warning in manifest.warnings)


def test_every_name_of_1999_finds_its_roll_and_every_roll_adds_up(of_1999: Path) -> None:
    """The summary has midnight and the names have a time of day; they meet on the day."""
    wrong = duckdb.execute(
        """
        select r.source_ref
        from read_parquet($rolls) as r
        left join read_parquet($votes) as v on v.row = r.row
        group by r.row, r.source_ref, r.yes, r.no
        having count(*) filter (where v.option = 'yes') <> r.yes
            or count(*) filter (where v.option = 'no') <> r.no
        """,
        {
            "rolls": str(of_1999 / "roll_calls.parquet"),
            "votes": str(of_1999 / "votes.parquet"),
        },
    ).fetchall()
    assert wrong == []


def test_what_a_text_required_comes_from_the_newest_text_of_the_day(of_1999: Path) -> None:
    _, rolls, _ = _read(of_1999)
    found = set(
        zip(
            rolls.roll_calls["bill_id"].to_pylist(),
            rolls.roll_calls["vote_required"].to_pylist(),
            strict=True,
        )
    )
    assert found == {
        ("199920000AB1", "Two Thirds"),
        ("199920001SB1", "Majority"),
        ("199920001SCR2", None),
    }


def test_a_history_whose_numbers_run_backwards_is_put_in_the_order_of_events(
    of_1999: Path,
) -> None:
    _, _, facts = _read(of_1999)
    history = [
        row["description"]
        for row in facts.actions.to_pylist()
        if row["bill_id"] == "199920000AB1" and str(row["date"]) == "1999-07-15"
    ]
    assert [text.split(".")[0] for text in history] == ["Read third time", "In Assembly"]
