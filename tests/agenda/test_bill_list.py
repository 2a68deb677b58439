"""A pasted list of bills: each line is read for what it says, and found in the record or not."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tracker.agenda.agenda import Stance
from tracker.agenda.agenda_text import agenda_text
from tracker.agenda.bill_list import MOST_LINES, read_list, read_list_file
from tracker.agenda.find_bills import FoundAs, KnownBills, find_lines, known_bills
from tracker.agenda.from_list import ListDefaults, agenda_of_list
from tracker.agenda.importing import AgendaImport, import_agenda, import_list
from tracker.agenda.known_agendas import find_agenda, known_agendas
from tracker.agenda.versions import StaleAgenda, differences, save_agenda, versions
from tracker.errors import DataFileError, UsageError
from tracker.record.sessions import find_session
from tracker.store import Store, open_store

SB375 = "ca-20072008-SB375"
NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def known(sample_store: Path) -> Iterator[KnownBills]:
    with open_store(f"duckdb:///{sample_store}").reading() as connection:
        yield known_bills(connection, find_session(connection, "2007-08", "ca"))


@pytest.fixture
def store(sample_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A store of the sample record that a test may write to, in a home of its own."""
    monkeypatch.setenv("ANSWERABLE_HOME", str(tmp_path))
    shutil.copy(sample_store, tmp_path / "own.duckdb")
    return open_store(f"duckdb:///{tmp_path / 'own.duckdb'}")


def _asked(file: Path, **changes: object) -> AgendaImport:
    asked = AgendaImport(
        file=file,
        jurisdiction="ca",
        session="2007-08",
        agenda_id="ours",
        title="Ours",
        stance=Stance.SUPPORT,
        since=None,
        by="Ada",
        now=NOW,
        dry_run=False,
    )
    return replace(asked, **changes)  # type: ignore[arg-type]


def _list(folder: Path, text: str, name: str = "list.txt") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize(
    ("line", "stance"),
    [
        ("SB 375", None),
        ("sb375 support", Stance.SUPPORT),
        ("1. S.B. 375 - OPPOSE - it costs too much", Stance.OPPOSE),
        ("• SB-0375\tO", Stance.OPPOSE),
        ("Support SB 375 (Steinberg)", Stance.SUPPORT),
        ("SB 375 (Steinberg), support", Stance.SUPPORT),
        ("+\tSB 375\tHomes near transit", Stance.SUPPORT),
        ("https://example.org/bill?bill_id=200720080SB375", None),
    ],
)
def test_a_measure_is_found_however_people_write_it(
    known: KnownBills, line: str, stance: Stance | None
) -> None:
    (read,) = read_list(line, "the list")
    (found,) = find_lines([read], known)
    assert (found.bill_id, found.status, read.stance) == (SB375, FoundAs.FOUND, stance)


@pytest.mark.parametrize(
    ("line", "status", "candidate"),
    [
        ("375", FoundAs.AMBIGUOUS, SB375),
        ("SB 375 and SB 732", FoundAs.AMBIGUOUS, "ca-20072008-SB732"),
        ("SB 3755", FoundAs.NOT_FOUND, SB375),
        ("Sustainable communities", FoundAs.NOT_FOUND, SB375),
        ("200920100SB375", FoundAs.NOT_FOUND, None),
        ("=HYPERLINK(0)", FoundAs.NOT_FOUND, None),
        ("<b>bold</b>", FoundAs.NOT_FOUND, None),
    ],
)
def test_what_is_not_certain_is_never_taken(
    known: KnownBills, line: str, status: FoundAs, candidate: str | None
) -> None:
    (found,) = find_lines(read_list(line, "the list"), known)
    assert (found.status, found.bill_id) == (status, None)
    assert candidate is None or candidate in found.candidates


def test_a_second_line_on_a_measure_is_a_duplicate(known: KnownBills) -> None:
    found = find_lines(read_list("SB 375 support\nsb375 oppose", "the list"), known)
    assert [one.status for one in found] == [FoundAs.FOUND, FoundAs.DUPLICATE]


def test_a_table_is_read_by_its_headings() -> None:
    text = (
        "Title;Bill Number;Stance;Reason;Weight;Lead group;Since\n"
        '"Homes; transit";SB 375;Yes;"It helps,\nwe think";1.5;Riverbend;2007-01-31\n'
        "\n;SB 732;no;;;;\n"
    )
    one, other = read_list(text, "the list")
    assert (one.line, one.text, one.title, one.reason) == (
        2,
        "SB 375",
        "Homes; transit",
        "It helps, we think",
    )
    assert (str(one.weight), one.lead, one.since) == ("1.5", "Riverbend", date(2007, 1, 31))
    assert (other.line, other.stance, other.weight) == (5, Stance.OPPOSE, None)


@pytest.mark.parametrize(
    ("line", "title", "reason"),
    [
        ("SB 375 - oppose - costs riders. Really", None, "costs riders. Really"),
        ("SB 375, Homes near transit, support", "Homes near transit", None),
        ("SB 375, Homes near transit, support, it helps", "Homes near transit", "it helps"),
        ("+\tSB 375\tHomes near transit", "Homes near transit", None),
        ("Homes near transit; support; SB 375", "Homes near transit", None),
        ("SB 375 support - it helps", None, "it helps"),
        ("Support SB 375 - Homes near transit", "Homes near transit", None),
        ("SB 375 support", None, None),
    ],
)
def test_what_follows_the_position_is_the_reason_and_no_title(
    known: KnownBills, line: str, title: str | None, reason: str | None
) -> None:
    found = find_lines(read_list(line, "the list"), known)
    defaults = ListDefaults(Stance.SUPPORT, date(2007, 1, 1), date(2007, 1, 1))
    (item,) = agenda_of_list(
        found, known, defaults, agenda_id="ours", title="Ours", written_by="Ada"
    ).items
    assert (item.title, item.reason) == (title or known.titles[SB375], reason)


def test_every_wrong_cell_is_named_at_once_and_nothing_is_saved(
    store: Store, tmp_path: Path
) -> None:
    text = "bill,position,weight,since\nSB 375,maybe,1,\nSB 732,support,3,31 January\n"
    with pytest.raises(DataFileError) as refused:
        import_list(store, _asked(_list(tmp_path, text)))
    said = str(refused.value)
    assert "line 2, position 'maybe'" in said
    assert "line 3, weight 3" in said
    assert "line 3, since '31 January'" in said
    assert "ours" not in known_agendas(store).agendas


def test_a_table_may_begin_below_blank_lines() -> None:
    (line,) = read_list("\n\nbill,position\nSB 375,support\n", "the list")
    assert (line.line, line.text, line.stance) == (4, "SB 375", Stance.SUPPORT)


def test_a_weight_that_no_agenda_can_have_is_named_like_the_others() -> None:
    with pytest.raises(DataFileError, match=r"line 2, weight 1\.555"):
        read_list("bill,weight\nSB 375,1.555\n", "the list")


def test_a_cell_that_never_ends_is_refused_in_a_sentence() -> None:
    with pytest.raises(DataFileError, match="taken apart into cells"):
        read_list('bill,title\nSB 375,"' + "x" * 200_000, "the list")


def test_headings_in_other_letters_stay_apart(store: Store, tmp_path: Path) -> None:
    text = "bill,issue\nSB 375,住宅\nSB 732,交通\n"
    import_list(store, _asked(_list(tmp_path, text)))
    agenda = find_agenda("ours", store)
    names = {issue.id: issue.name for issue in agenda.issues}
    assert [names[item.issue or ""] for item in agenda.items] == ["住宅", "交通"]
    assert len(names) == 2


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"SB 375\n\xff\xfe", "line 2 is not UTF-8"),
        (b"SB 375\n" * (MOST_LINES + 1), "more than 5,000"),
        (b"x" * 2_000_001, "more than 2,000,000"),
    ],
)
def test_what_is_no_list_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "list.txt"
    path.write_bytes(content)
    with pytest.raises(DataFileError, match=said):
        read_list_file(path)


def test_a_list_that_is_found_becomes_an_agenda_that_says_when_it_was_written(
    store: Store, tmp_path: Path
) -> None:
    text = "bill,position,title,issue\nSB 375,support,Homes near transit,Homes\nSB 732,oppose,,\n"
    done = import_list(store, _asked(_list(tmp_path, text)))
    assert (done.agenda_id, done.version, done.is_incomplete) == ("ours", 1, False)
    agenda = find_agenda("ours", store)
    one, other = agenda.items
    assert (one.title, one.issue, [issue.name for issue in agenda.issues]) == (
        "Homes near transit",
        "homes",
        ["Homes"],
    )
    assert other.positions[0].stance is Stance.OPPOSE
    assert other.positions[0].in_force_from == date(2006, 12, 4), "the session's first day"
    assert other.positions[0].recorded_on == NOW.date()
    assert (agenda.written_by, agenda.ratified) == ("Ada", None)


def test_a_line_that_is_not_found_holds_back_the_whole_list(store: Store, tmp_path: Path) -> None:
    done = import_list(store, _asked(_list(tmp_path, "SB 375\nSB 37500\n")))
    assert (done.version, done.is_incomplete) == (None, True)
    assert "ours" not in known_agendas(store).agendas


def test_a_dry_run_saves_nothing(store: Store, tmp_path: Path) -> None:
    done = import_list(store, _asked(_list(tmp_path, "SB 375\n"), dry_run=True))
    assert done.version is None
    assert "ours" not in known_agendas(store).agendas


def test_a_second_list_under_the_same_id_adds_what_is_new(store: Store, tmp_path: Path) -> None:
    import_list(store, _asked(_list(tmp_path, "SB 375 oppose\n")))
    done = import_list(store, _asked(_list(tmp_path, "SB 375 support\nSB 732\n")))
    items = {item.id: item.positions[0].stance for item in find_agenda("ours", store).items}
    assert [line.status for line in done.lines] == [FoundAs.DUPLICATE, FoundAs.FOUND]
    assert items == {"sb-375": Stance.OPPOSE, "sb-732": Stance.SUPPORT}


def test_an_agenda_that_ships_is_never_replaced(store: Store, tmp_path: Path) -> None:
    asked = _asked(_list(tmp_path, "SB 375\n"), agenda_id="sb375-worked-case")
    with pytest.raises(UsageError, match="ships with the program"):
        import_list(store, asked)


@pytest.mark.parametrize("name", ["demonstration-2007-2008", "sb375-worked-case"])
def test_an_agenda_leaves_and_comes_back_the_same(store: Store, name: str) -> None:
    """Export, import, export: the same bytes, and the same agenda."""
    agenda = find_agenda(name).model_copy(update={"id": "ours"})
    import_agenda(store, agenda, by="Ada", now=NOW, dry_run=False)
    again = find_agenda("ours", store)
    assert again == agenda
    assert agenda_text(again) == agenda_text(agenda)


def test_of_two_people_who_save_the_second_sees_the_first(store: Store) -> None:
    agenda = find_agenda("sb375-worked-case").model_copy(update={"id": "ours"})
    with store.writing() as connection:
        save_agenda(connection, agenda, seen=0, by="Ada", now=NOW)
    other = agenda.model_copy(update={"title": "Mine"})
    with pytest.raises(StaleAgenda, match="version 1, saved by Ada"), store.writing() as connection:
        save_agenda(connection, other, seen=0, by="Bo", now=NOW)
    with store.writing() as connection:
        save_agenda(connection, other, seen=1, by="Bo", now=NOW)
        save_agenda(connection, other, seen=1, by="Bo", now=NOW)
        assert [one.saved_by for one in versions(connection, "ours")] == ["Ada", "Bo"]


def test_the_difference_of_two_versions_is_told_by_item_and_field() -> None:
    before = find_agenda("sb375-worked-case")
    (item,) = before.items
    changed = item.model_copy(update={"title": "Homes"})
    after = before.model_copy(update={"title": "New", "items": (changed,)})
    assert list(differences(before, after)) == [
        ("", "title", before.title, "New"),
        ("sb-375", "title", item.title, "Homes"),
    ]
    assert list(differences(before, before)) == []


def test_a_saved_agenda_stands_for_the_file_of_its_name(store: Store, tmp_path: Path) -> None:
    """What the store has is what counts; the file is how it came."""
    agenda = find_agenda("sb375-worked-case").model_copy(update={"id": "ours", "title": "Saved"})
    (tmp_path / "agendas").mkdir()
    text = agenda_text(agenda.model_copy(update={"title": "From the file"}))
    (tmp_path / "agendas" / "ours.yaml").write_text(text, "utf-8")
    assert find_agenda("ours", store).title == "From the file"
    with store.writing() as connection:
        save_agenda(connection, agenda, seen=0, by="Ada", now=NOW)
    assert find_agenda("ours", store).title == "Saved"
    assert known_agendas(store).agendas["ours"].title == "Saved"
