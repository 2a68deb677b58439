"""The sheet that people have before them when they call: as CSV, and as a page to print. Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from html import escape

from tracker.plain_text import no_formula, without_controls
from tracker.rules.reference import printed_bill
from tracker.rules.vocabulary import Option
from tracker.views.target_sheet import Target, TargetSheet
from tracker.views.wording import OPTION_WORDS

HEADINGS = (
    *("Turn", "Member", "District", "Party", "Stands", "Last note", "Earlier notes"),
    *("As the agenda asks", "Last vote on it"),
)
"""What the sheet says of a member."""
TO_FILL_IN = ("Answer", "Called by", "Day")
"""Empty columns for the person who calls."""
_STYLE = (
    "body{font:10pt sans-serif;margin:1cm}table{border-collapse:collapse;width:100%}"
    "th,td{border:1px solid #777;padding:3px;text-align:left;vertical-align:top}"
    "thead{display:table-header-group}tr{break-inside:avoid}.fill{min-width:2.5cm}"
    "@page{size:landscape;margin:1cm}"
)

Line = Mapping[str, str]
"""A member: what each column says, by its heading."""


def call_line(target: Target) -> dict[str, str]:
    """One member on the call sheet, with earlier notes carried forward, the newest first."""
    member, notes = target.member, target.notes
    values = (
        f"{target.turn or ''}{' *' if target.could_make_it else ''}",
        *(member.name, member.district or "", member.party or "", target.stance.words),
        notes[-1].told if notes else "",
        "; ".join(one.told for one in reversed(notes[:-1])),
        target.past.told,
        OPTION_WORDS[Option(target.last_here)] if target.last_here else "",
    )
    return dict(zip(HEADINGS, values, strict=True))


def title_of(sheet: TargetSheet) -> str:
    """As in `SB 375 in the Senate`."""
    return f"{printed_bill(sheet.vote.bill_id)} in the {sheet.vote.house}, {sheet.as_of}"


def as_csv(lines: Sequence[Line], headings: Sequence[str]) -> str:
    """A line for each member. What a spreadsheet would run as a formula is text."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*headings, *TO_FILL_IN])
    for line in lines:
        cells = (no_formula(without_controls(line[heading])) for heading in headings)
        writer.writerow([*cells, *("" for _ in TO_FILL_IN)])
    return out.getvalue()


def as_page(
    title: str, sentences: Sequence[str], lines: Sequence[Line], headings: Sequence[str]
) -> str:
    """The same as an HTML page for paper, which loads nothing."""
    head = "".join(f"<th>{escape(name)}</th>" for name in headings)
    fill = "".join(f'<th class="fill">{escape(name)}</th>' for name in TO_FILL_IN)
    rows = "".join(
        f"<tr>{''.join(f'<td>{_text(line[name])}</td>' for name in headings)}"
        f"{'<td></td>' * len(TO_FILL_IN)}</tr>"
        for line in lines
    )
    said = "".join(f"<p>{_text(sentence)}</p>" for sentence in sentences)
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{_text(title)}</title>'
        f"<style>{_STYLE}</style><h1>{_text(title)}</h1>"
        f"<p><b>Private: not for publication.</b></p>{said}"
        f"<table><thead><tr>{head}{fill}</tr></thead><tbody>{rows}</tbody></table></html>\n"
    )


def _text(text: str) -> str:
    return escape(without_controls(text))
