"""One agenda in trouble among many: its event keeps the measures it had, and all else is read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest

from scrapers.ca_hearings.source import Hearings
from scrapers.kit.source import Asked
from tests.cli.program import Program
from tests.measures import measure
from tests.sites.hearing_pages import (
    ROOM,
    Hearing,
    agenda_page,
    agenda_path,
    assembly_page,
    senate_page,
)
from tests.sites.mischief import html
from tests.sites.site import Answer, Site, serving
from tracker.rules.reference import reference
from tracker.rules.vocabulary import Chamber

DAYS = (date(2008, 8, 1), date(2008, 8, 20))
SB_7, AB_9, AB_10 = (measure(printed) for printed in ("SB 7", "AB 9", "AB 10"))
HEARINGS = [
    Hearing(19000 + day, date(2008, 8, day), Chamber.LOWER, "Local Government", (SB_7, AB_9))
    for day in range(1, 21)
]
IN_TROUBLE = HEARINGS[4]
HELD_BACK = "the measures of Asm Local Government, 2008-08-05"
OTHER_ROOM = "State Capitol, Room 4202"


def _answers() -> dict[str, Sequence[Answer]]:
    session = reference("ca").jurisdiction.session("2007-08")
    listed, calendar = (page.path for page in Hearings().first_pages(Asked(session, days=DAYS)))
    shown = {listed: assembly_page(HEARINGS), calendar: senate_page([])}
    shown |= {agenda_path(one): agenda_page(one) for one in HEARINGS}
    return {path: [html(page)] for path, page in shown.items()}


@pytest.fixture
def site() -> Iterator[Site]:
    with serving(_answers()) as site:
        yield site


@pytest.fixture
def program(tmp_path: Path) -> Program:
    return Program(tmp_path / "home")


def _wish(site: Site) -> tuple[str, ...]:
    days = ("--from", str(DAYS[0]), "--until", str(DAYS[1]))
    asked = ("--session", "2007-08", *days, "--url", site.address)
    return ("crawl", "ca_hearings", *asked, "--delay", "0")


def _spoil(site: Site, answer: Answer) -> None:
    """The agenda in trouble, another room on the list for its hearing, and on another agenda a
    measure more.
    """
    answers = site.answers
    assert isinstance(answers, dict)
    listed = next(path for path in answers if path.endswith("daily-file"))
    rows = assembly_page(HEARINGS).split("<tr>")
    rows[5] = rows[5].replace(ROOM, OTHER_ROOM)
    answers[listed] = [html("<tr>".join(rows))]
    more = agenda_page(Hearing(19001, DAYS[0], Chamber.LOWER, "Local Government", (SB_7, AB_10)))
    answers[agenda_path(HEARINGS[0])] = [html(more)]
    answers[agenda_path(IN_TROUBLE)] = [answer]


ANSWERS = {
    "refused": html(agenda_page(IN_TROUBLE).replace("class='Measure'", "class='Bill'")),
    "not there": Answer(status=404),
}


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS)
def test_its_event_keeps_its_measures_and_all_else_is_read(
    answer: Answer, site: Site, program: Program
) -> None:
    assert program.json(*_wish(site))["held_back"] == []
    _spoil(site, answer)
    ended = program.run(*_wish(site), "--format", "json")
    assert ended.code == 0, ended.err
    assert f"Held back, and left as the record has them: {HELD_BACK}." in ended.err
    events = program.json("record", "events", "--session", "2007-08")
    assert len(events) == len(HEARINGS)
    first, spoilt = events[0], events[4]
    assert first["bills"] == ["SB 7", "AB 10"]
    assert (spoilt["location"], spoilt["bills"]) == (OTHER_ROOM, ["SB 7", "AB 9"])
    status = next(row for row in program.json("status") if row["source"] == "ca_hearings")
    assert f"held back: {HELD_BACK}" in status["wrong"]


def test_it_is_read_again_when_it_is_mended(site: Site, program: Program) -> None:
    answers = site.answers
    assert isinstance(answers, dict)
    address = agenda_path(IN_TROUBLE)
    answers[address] = [ANSWERS["refused"]]
    said = program.json(*_wish(site))
    assert (said["held_back"], said["refused"]) == ([HELD_BACK], 1)
    assert any(HELD_BACK in warning for warning in said["load"]["warnings"])
    assert program.json("crawl", "replay", said["crawl"])["identical"]
    new = program.json("record", "events", "--session", "2007-08")[4]
    assert (new["date"], new["bills"]) == ("2008-08-05", []), "what was never read is not known"

    answers[address] = [html(agenda_page(IN_TROUBLE))]
    assert program.json(*_wish(site))["held_back"] == []
    mended = program.json("record", "events", "--session", "2007-08")[4]
    assert mended["bills"] == ["SB 7", "AB 9"]


def test_measures_named_where_none_is_read_are_said(site: Site, program: Program) -> None:
    answers = site.answers
    assert isinstance(answers, dict)
    passing = agenda_page(IN_TROUBLE).replace("</body>", "<p>Also: AB 12, SB 13.</p></body>")
    answers[agenda_path(IN_TROUBLE)] = [html(passing)]
    said = program.json(*_wish(site))
    assert said["held_back"] == []
    assert any(
        "not taken for heard: 2; the first: AB 12, in agenda 19005" in warning
        for warning in said["load"]["warnings"]
    )
