"""Nothing that a source or a person wrote commands a terminal or runs in a spreadsheet."""

from __future__ import annotations

import csv
import io
import json

import pytest

from tracker.cli.output import Format, print_one, print_rows, say
from tracker.plain_text import no_formula, without_controls

HOSTILE = {
    "title": "\x1b]0;owned\x07\x1b[2JNothing\r\x9b31mto see\u202eereh\u2066",
    "note": "two\nlines\tand a tab, Señor Núñez – ½",
}
OBEYED = ("\x1b", "\x07", "\r", "\x9b", "\u202e", "\u2066")


@pytest.mark.parametrize("form", Format)
def test_no_form_prints_what_a_terminal_obeys(
    form: Format, capsys: pytest.CaptureFixture[str]
) -> None:
    print_rows([HOSTILE], form)
    print_one(HOSTILE, form)
    say(HOSTILE["title"])
    out, err = capsys.readouterr()
    assert "to see" in out
    assert "to see" in err
    assert not [sign for sign in OBEYED if sign in out or sign in err]
    assert "Señor Núñez" in out


def test_json_says_the_very_same_text(capsys: pytest.CaptureFixture[str]) -> None:
    print_rows([HOSTILE], Format.JSON)
    assert json.loads(capsys.readouterr().out) == [HOSTILE]


def test_half_a_letter_is_printed_and_not_a_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    for form in Format:
        print_rows([{"title": "caf\udce9"}], form)
    assert capsys.readouterr().out.encode()


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\n", "\uff1d"])
def test_a_text_in_csv_is_no_formula(sign: str, capsys: pytest.CaptureFixture[str]) -> None:
    print_rows([{"title": f"{sign}cmd|' /C calc'!A0", "names": [f"{sign}1"]}], Format.CSV)
    out = capsys.readouterr().out
    (row,) = csv.DictReader(io.StringIO(out))
    assert row["title"].startswith(f"'{sign}")
    assert row["names"].startswith(f"'{sign}")


def test_a_number_in_csv_stays_a_number(capsys: pytest.CaptureFixture[str]) -> None:
    print_rows([{"change": -3, "share": -0.5, "gone": None}], Format.CSV)
    assert capsys.readouterr().out == "change,share,gone\n-3,-0.5,\n"


def test_plain_texts_are_left_alone() -> None:
    for text in ("SB 375", "", "José Núñez", "a = b", "two\nlines"):
        assert without_controls(text) == no_formula(text) == text
