"""`answerable method`: the rules by which a record becomes a number."""

from __future__ import annotations

import typer

from tracker.cli.cells import Row
from tracker.cli.output import Format, FormatOption, print_one, print_rows, say
from tracker.cli.score import MethodOption
from tracker.coalition import usual_method
from tracker.scoring.method import DEFAULT_METHOD, TREATED, Method, find_method, known_methods

app = typer.Typer(help="Look at the scoring methods.", no_args_is_help=True)


@app.callback()
def _method() -> None:
    """Look at the scoring methods."""


@app.command("list")
def method_list(form: FormatOption = Format.TABLE) -> None:
    """List the methods that ship with the program, the default first."""
    known = known_methods()
    for fault in known.faults:
        say(f"left out: {fault}")
    print_rows([_summary(method) for method in known.methods.values()], form, brief=_brief)


@app.command("show")
def method_show(method: MethodOption = None, form: FormatOption = Format.TABLE) -> None:
    """Show one method whole: what each vote is worth, what is left out, what is needed."""
    print_one(_whole(find_method(method or usual_method())), form)


def _summary(method: Method) -> dict[str, object]:
    return {
        "id": method.id,
        "version": method.version,
        "title": method.title,
        "sentence": method.sentence,
        "publisher": method.restates.publisher,
        "url": method.restates.url,
        "is_default": method.id == DEFAULT_METHOD,
    }


def _brief(row: Row) -> Row:
    return {
        "id": f"{row['id']} (default)" if row["is_default"] else row["id"],
        "title": row["title"],
        "restates": row["publisher"],
    }


def _whole(method: Method) -> dict[str, object]:
    return {
        "id": method.id,
        "version": method.version,
        "title": method.title,
        "sentence": method.sentence,
        "publisher": method.restates.publisher,
        "rule": method.restates.rule,
        "url": method.restates.url,
        "treatments": {str(option): str(method.treatment_of(option)) for option in TREATED},
        "leave_out_consent": method.leave_out_consent,
        "near_unanimous_per_mille": method.near_unanimous_per_mille,
        "close_under_percent": method.close_under_percent,
        "forgiven_absences": method.forgiven_absences,
        "minimum_measures": method.minimum_measures,
        "minimum_weight_percent": method.minimum_weight_percent,
        "notes": list(method.notes),
    }
