"""The calendar file is what RFC 5545 asks for, whatever people write into it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from tracker.campaigns.ics import OCTETS, CalendarEvent, EventStatus, calendar_text

RALLY = CalendarEvent(
    uid="milestone-near-home/rally@answerable",
    when=date(2026, 12, 31),
    title="Rally",
    description="Planned",
    revised_at=datetime(2026, 11, 27, 12, tzinfo=UTC),
)


def properties(text: str) -> list[str]:
    """The lines as a calendar program puts them together again."""
    assert text.endswith("\r\n")
    return text.removesuffix("\r\n").replace("\r\n ", "").split("\r\n")


def test_a_day_lasts_to_the_next_and_a_moment_is_told_in_utc() -> None:
    hearing = datetime(2026, 1, 13, 9, 30, tzinfo=ZoneInfo("America/Los_Angeles"))
    lines = properties(calendar_text("All", [RALLY, replace(RALLY, when=hearing)]))
    assert "DTSTART;VALUE=DATE:20261231" in lines
    assert "DTEND;VALUE=DATE:20270101" in lines
    assert "DTSTART:20260113T173000Z" in lines


def test_marks_of_the_format_in_a_text_are_escaped() -> None:
    event = replace(RALLY, title="Rally; steps, front \\ back\nand more", place="a,b")
    lines = properties(calendar_text("All", [event]))
    assert "SUMMARY:Rally\\; steps\\, front \\\\ back\\nand more" in lines
    assert "LOCATION:a\\,b" in lines


def test_no_text_adds_a_line_or_a_property_of_its_own() -> None:
    bad = "x\r\nEND:VEVENT\x0bBEGIN:VEVENT\u2028ATTACH:file:///etc\x00"
    event = replace(
        RALLY, uid=bad, title=bad, description=bad, place=bad, url="https://example.org/\r\nA:b"
    )
    lines = properties(calendar_text(bad, [event]))
    assert [line for line in lines if line.startswith(("BEGIN", "END", "ATTACH", "A:"))] == [
        "BEGIN:VCALENDAR",
        "BEGIN:VEVENT",
        "END:VEVENT",
        "END:VCALENDAR",
    ]


def test_a_later_revision_has_a_higher_sequence_and_the_same_uid() -> None:
    later = replace(
        RALLY, revised_at=RALLY.revised_at + timedelta(seconds=1), status=EventStatus.CANCELLED
    )
    first, second = (properties(calendar_text("All", [one])) for one in (RALLY, later))
    of = {name: [p.partition(":")[2] for p in first + second if p.startswith(f"{name}:")]
          for name in ("UID", "SEQUENCE", "STATUS")}  # fmt: skip
    assert of["UID"][0] == of["UID"][1]
    assert int(of["SEQUENCE"][0]) < int(of["SEQUENCE"][1])
    assert of["STATUS"] == ["CONFIRMED", "CANCELLED"]


@given(st.text(max_size=300))
def test_lines_are_short_and_put_together_again_no_letter_is_lost(title: str) -> None:
    text = calendar_text("All", [replace(RALLY, title=title)])
    lines = text.encode("utf-8").split(b"\r\n")
    assert max(map(len, lines)) <= OCTETS
    for line in lines:
        line.decode("utf-8")
    plain = [letter for letter in title if letter.isalnum()]
    summary = next(line for line in properties(text) if line.startswith("SUMMARY:"))
    said = summary.removeprefix("SUMMARY:").replace("\\n", "")
    assert [letter for letter in said if letter.isalnum()] == plain
