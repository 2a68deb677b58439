"""The list of measures: those of the agenda by issue, and all of the session, searched."""

from __future__ import annotations

from scorecard_app.address import asked_for, choose_rules, search
from scorecard_app.markup import draw
from scorecard_app.reading import agendas
from scorecard_app.record_reading import measures_of
from scorecard_app.said import say_found
from scorecard_app.sessions import held_session, session_switch
from scorecard_app.turning import first_asked, shown_words, turns
from tracker.agenda.agenda import Agenda
from tracker.translation import _, ngettext
from tracker.views.agenda_room import OpenSession
from tracker.views.measure_list import MeasureList


def all_measures(agenda: Agenda | None) -> None:
    """Draws the list, with the switch to another session above it."""
    session_switch()
    if agenda:
        choose_rules(methods=None, agendas=agendas())
    held = held_session()
    text = ""
    if held:
        text = search("q", _("Find a measure"), placeholder=_("Number, or words of the title"))
        found = measures_of(held.session, text, first_asked())
        say_found(_found_words(held, found, text), seen=bool(text))
    if agenda and not text and not asked_for("from"):
        _of_the_agenda(agenda)
    if held:
        if found.found:
            _list(held, found, text, _asked_about(agenda))
    elif not agenda:
        draw("measure_list", "no_measure")


def _list(held: OpenSession, found: MeasureList, text: str, asked: frozenset[str]) -> None:
    all_of_it = _("All in the record: {session}").format(session=held.title)
    shown = found.first, len(found.listed), found.found
    draw(
        "measure_list",
        "found",
        heading=_("Found in the record") if text else all_of_it,
        shown=shown_words(*shown),
        listed=found.listed,
        asked=asked,
        turns=turns("measure", *shown, {"q": text} if text else {}),
    )


def _of_the_agenda(agenda: Agenda) -> None:
    names = {issue.id: issue.name for issue in agenda.issues} | {None: ""}
    found = [
        (name, [item for item in agenda.items if item.issue == issue])
        for issue, name in names.items()
    ]
    issues = [(name, items) for name, items in found if items]
    draw("measure_list", "of_the_agenda", issues=issues, named=bool(agenda.issues))


def _asked_about(agenda: Agenda | None) -> frozenset[str]:
    return frozenset(item.bill_id for item in agenda.items) if agenda else frozenset()


def _found_words(held: OpenSession, found: MeasureList, text: str) -> str:
    """What a search found, in a sentence."""
    if not text:
        return shown_words(found.first, len(found.listed), found.found)
    if not found.found:
        said = (
            _("Nothing found: {session} has no {number} in the record.")
            if found.number
            else _("Nothing found: {session} has no measure for “{text}” in the record.")
        )
        return said.format(session=held.title, number=found.number, text=text)
    if found.found == 1:
        return _("Found: {measure}.").format(measure=found.listed[0].printed)
    return ngettext(
        "{count} of {all} measures is found for “{text}”.",
        "{count} of {all} measures are found for “{text}”.",
        found.found,
    ).format(count=f"{found.found:,}", all=f"{found.in_session:,}", text=text)
