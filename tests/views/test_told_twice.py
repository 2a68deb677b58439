"""What two sources tell of one measure stands once on its page and in a campaign's timeline."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.cli.program import Program
from tests.record.contents import store_at
from tests.sites.leginfo import leginfo_answers
from tests.sites.sample_measures import sample_measures
from tests.sites.site import serving
from tracker.agenda.known_agendas import find_agenda
from tracker.campaigns.stages import read_stages
from tracker.campaigns.timeline import RowKind
from tracker.rules.reference import source_ranking
from tracker.rules.source_ranking import FactKind
from tracker.views.measure_view import measure_view

SB375 = "ca-20072008-SB375"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample record, and after it the same measure from the stand-in for leginfo."""
    program = Program(tmp_path_factory.mktemp("two-sources"))
    program.json("load", "sample")
    with serving(leginfo_answers()) as site:
        asked = ("--session", "2007-08", "--bill", "SB 375", "--url", site.address, "--delay", "0")
        program.json("crawl", "ca_leginfo", *asked)
    return program.home


def test_a_measures_page_tells_its_history_once(home: Path) -> None:
    with store_at(home / "answerable.duckdb").reading() as connection:
        held = connection.execute(
            sa.text(f"select source_id, description from bill_actions where bill_id = '{SB375}'")
        ).all()
        view = measure_view(connection, find_agenda(), SB375)
    official = [text for source_id, text in held if source_id.startswith("ca_leginfo-")]
    assert len(held) > len(official) > 0, "both sources tell of it"
    assert view is not None
    acted = [stage for stage in view.stages if stage.kind == "action"]
    assert sorted(stage.label for stage in acted) == sorted(official)
    texts = Counter((stage.date, stage.label) for stage in view.stages if stage.kind == "version")
    assert len(texts) == 8
    assert set(texts.values()) == {1}


def test_a_timeline_tells_it_once(home: Path) -> None:
    with store_at(home / "answerable.duckdb").reading() as connection:
        rows = read_stages(connection, [SB375, "ca-20072008-AB118"])
    times = Counter((row.bill_id, row.kind, row.day, row.title, row.sequence) for row in rows)
    assert set(times.values()) == {1}
    told = Counter(row.bill_id for row in rows if row.kind is RowKind.ACTION)
    known = {shown.bill.bill_id: len(shown.actions) for shown in sample_measures()}
    assert told[SB375] == known[SB375]
    assert told["ca-20072008-AB118"] == known["ca-20072008-AB118"], "other measures stay"


def test_of_sources_in_one_place_the_one_that_tells_most_is_taken() -> None:
    told = [
        ("grid-a", 1),
        ("ca_leginfo-ca-20072008-0123456789ab", 2),
        ("ca_leginfo-ca-20072008-ba9876543210", 3),
    ]
    ranking = source_ranking("nowhere")
    assert ranking.told_once(FactKind.ACTIONS, told) == [2, 3]
    assert source_ranking("ca").told_once(FactKind.ACTIONS, told) == [2, 3]
    assert ranking.told_once(FactKind.ACTIONS, []) == []
