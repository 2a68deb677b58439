"""The agenda room: paste a list of bills, see what each line means, save, change, take back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import partial
from html import escape

import streamlit as st

from scorecard_app.address import asked_for, link
from scorecard_app.layout import details, explain, not_here
from scorecard_app.pages.agenda_deciding import deciding
from scorecard_app.pages.agenda_rolls import choose_rolls, rolls_overview
from scorecard_app.reading import State, agenda_summaries, coalition, state, store_to_read
from scorecard_app.steward import may_edit, own_name
from tracker.agenda.agenda import Agenda, Stance
from tracker.agenda.agenda_text import agenda_text, value_text
from tracker.agenda.decisions import decisions
from tracker.agenda.editing import EditedItem, edited, rows_of
from tracker.agenda.find_bills import FoundAs
from tracker.agenda.from_list import ListDefaults, added_to, agenda_of_list
from tracker.agenda.importing import first_day, free_id
from tracker.agenda.lint import Finding, lint
from tracker.agenda.proposals import proposals
from tracker.agenda.versions import StaleAgenda, Version, differences, save_agenda, versions
from tracker.errors import AnswerableError
from tracker.rules.reference import printed_bill
from tracker.scoring.agenda_facts import agenda_facts
from tracker.store import open_store
from tracker.translation import _
from tracker.views.agenda_room import (
    ListedLine,
    OpenSession,
    listed_lines,
    open_sessions,
)
from tracker.views.item_rolls import ItemRolls, item_rolls

STATUS_WORDS = {
    FoundAs.FOUND: "found",
    FoundAs.DUPLICATE: "already there",
    FoundAs.AMBIGUOUS: "which one?",
    FoundAs.NOT_FOUND: "not in the record",
}
HOW_TO_PASTE = (
    "One bill a line, as you write it: “SB 375 support”, “AB 32 - oppose - costs riders”, or rows "
    "copied from a spreadsheet with headings such as bill, position, title, reason. Then click "
    "outside the box to see what each line means; nothing is saved yet."
)


def show() -> None:
    """Draws one agenda to work on, or all of them and a place to begin a new one."""
    wanted = asked_for("edit")
    known = agenda_summaries()
    if wanted and wanted in known:
        _room(known[wanted])
        return
    st.html("<h1>Agendas</h1>")
    if wanted:
        said = _("There is no agenda “{id}” in this record.").format(id=wanted)
        not_here(said, [(link("agendas"), _("All agendas"))])
    st.html(f'<ul class="measures">{"".join(map(_entry, known.values()))}</ul>')
    if may_edit():
        _new()
    else:
        st.html(f'<p class="quiet">{NOT_HERE}</p>')


NOT_HERE = (
    "This server can be reached by others, so agendas cannot be changed here. On the machine it "
    "runs on: <code>answerable agenda import list.txt</code>."
)


def _entry(agenda: Agenda) -> str:
    whose = "a demonstration" if agenda.demonstration else _by(agenda)
    return (
        f'<li><a href="{escape(link("agendas", edit=agenda.id))}">{escape(agenda.title)}</a> '
        f"{_measures(len(agenda.items))}, {escape(whose)} · "
        f'<a href="{escape(link("", agenda=agenda.id))}">scorecard</a></li>'
    )


def _measures(count: int) -> str:
    return f"{count:,} measure{'' if count == 1 else 's'}"


def _by(agenda: Agenda) -> str:
    if agenda.ratified:
        return f"ratified on {agenda.ratified}"
    return f"written by {agenda.written_by}" if agenda.written_by else "not ratified"


def _new() -> None:
    st.html("<h2>Write a new agenda</h2>")
    with store_to_read().reading() as connection:
        sessions = {one.session.session_id: one for one in open_sessions(connection)}
    if not sessions:
        st.html(
            '<p class="empty">The record holds no measure yet. Load a legislature first: '
            f'<a href="{escape(link("start"))}">Start</a>.</p>'
        )
        return
    chosen = st.selectbox(
        "Whose bills",
        list(sessions),
        format_func=lambda one: f"{sessions[one].title} ({_measures(sessions[one].measures)})",
    )
    title = st.text_input("Title", max_chars=120, placeholder="Homes and transit 2008")
    lines = _paste(sessions[chosen], None, "new")
    if lines is None:
        return
    listed, save = lines
    if save and not title.strip():
        st.error("Give the agenda a title, then save again.")
    elif save:
        _save_new(sessions[chosen], title.strip(), listed)


def _paste(session: OpenSession, agenda: Agenda | None, key: str) -> tuple[str, bool] | None:
    """The box for a list and what its lines mean. The text and whether to save it, once every line
    is clear; None before.
    """
    text = st.text_area("Your bills", height=220, help=HOW_TO_PASTE, key=f"paste-{key}")
    st.caption(HOW_TO_PASTE)
    if not text.strip():
        return None
    with store_to_read().reading() as connection:
        try:
            listed, _, _ = listed_lines(connection, session.session, text, agenda)
        except AnswerableError as error:
            explain(error)
            return None
    st.html(_lines_table(listed))
    unclear = [line for line in listed if line.status in (FoundAs.AMBIGUOUS, FoundAs.NOT_FOUND)]
    fresh = [line for line in listed if line.status is FoundAs.FOUND]
    silent = sum(line.stance is None for line in fresh)
    if silent:
        st.info(f"{silent} of {len(fresh)} lines say no position and count as support.")
    if unclear:
        st.warning(
            f"{len(unclear)} of {len(listed)} lines name no one measure of this session. Correct "
            "them above; nothing is saved before."
        )
        return None
    if not fresh:
        st.info("The agenda has all of these measures.")
        return None
    return text, st.button(f"Save {_measures(len(fresh))}", type="primary", key=f"save-{key}")


def _lines_table(listed: list[ListedLine]) -> str:
    rows = "".join(
        f"<tr><td class=num>{line.line}</td><td>{escape(line.text)}</td>"
        f"<td>{STATUS_WORDS[line.status]}</td><td>{_meaning(line)}</td>"
        f"<td>{line.stance or ''}</td></tr>"
        for line in listed
    )
    return (
        '<div class="scroll"><table class="plain"><thead><tr><th scope=col>Line</th>'
        '<th scope=col style="min-width:9rem">What you wrote</th>'
        "<th scope=col></th><th scope=col>Measure</th>"
        f"<th scope=col>Position</th></tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _meaning(line: ListedLine) -> str:
    if line.measure:
        return escape(line.measure)
    if not line.near:
        return ""
    return f"nearest: {escape('; '.join(line.near))}"


def _save_new(session: OpenSession, title: str, text: str) -> None:
    now, own = datetime.now().astimezone(), coalition()
    with open_store().writing() as connection:
        _, found, known = listed_lines(connection, session.session, text, None)
        agenda = agenda_of_list(
            found,
            known,
            ListDefaults(Stance.SUPPORT, first_day(connection, session.session), now.date()),
            agenda_id=free_id(connection, title),
            title=title,
            written_by=own.name if own else own_name() or "nobody named",
        )
        save_agenda(connection, agenda, seen=0, by=own_name(), now=now, note="pasted list")
    st.query_params["edit"] = agenda.id
    st.rerun()


def _room(agenda: Agenda) -> None:
    st.set_page_config(page_title=f"{agenda.title} · Answerable", layout="wide")
    with store_to_read().reading() as connection:
        saved = versions(connection, agenda.id)
        found = lint(agenda, agenda_facts(connection, agenda))
        proposed, called = proposals(connection, agenda.id), decisions(connection, agenda.id)
    st.html(
        f'<p class="crumb"><a href="{escape(link("agendas"))}">Agendas</a></p>'
        f"<h1>{escape(agenda.title)}</h1><p>{escape(_by(agenda).capitalize())}. "
        f'<a href="{escape(link("", agenda=agenda.id))}">See the scorecard</a></p>'
    )
    if agenda.statement:
        st.html(f'<p class="notice">{escape(agenda.statement)}</p>')
    if may_edit() and saved:
        seen = saved[_seen(agenda, saved) - 1]
        typed = _table(seen.agenda, seen)
        _add(seen.agenda, seen)
    else:
        seen, typed = None, False
        st.html(_items(agenda))
    st.html(_findings(agenda, found))
    _rolls(agenda, _rolls_of(state(), agenda.id), seen, typed=typed)
    if saved:
        deciding(agenda, saved, proposed, called, editing=may_edit())
        _versions(agenda, saved)
    st.download_button(
        "Download as a file", agenda_text(agenda), f"{agenda.id}.yaml", "application/yaml"
    )


@st.cache_resource(show_spinner=False, max_entries=8)
def _rolls_of(at: State, agenda_id: str) -> list[ItemRolls]:  # noqa: ARG001 (it is the key)
    with store_to_read().reading() as connection:
        return item_rolls(connection, agenda_summaries()[agenda_id])


def _rolls(
    agenda: Agenda, rolls: Sequence[ItemRolls], seen: Version | None, *, typed: bool
) -> None:
    """Which roll calls count. They are those of the newest version: one that others have saved over
    is not changed here, nor is one while the table above holds what is not saved.
    """
    st.html(f"<h2>Which roll calls count</h2>{rolls_overview(rolls)}")
    may_change = seen is not None and not typed and seen.agenda == agenda
    if seen is not None and not may_change:
        st.info("To change which roll calls count, first settle what is open above.")

    def save(change: Callable[[date], Agenda], note: str) -> None:
        if seen is not None:
            _save(change, seen, note)

    choose_rolls(agenda, rolls, save if may_change else None)


def _seen(agenda: Agenda, saved: list[Version]) -> int:
    """The number of the version that the writer has before them. Where others have saved since,
    what they changed is shown, and the writer chooses; what was typed stays until then.
    """
    key, over = f"seen-{agenda.id}", f"over-{agenda.id}"
    seen = int(st.session_state.setdefault(key, len(saved)))
    if seen >= len(saved):
        # A choice to save over one version holds for that version alone.
        st.session_state.pop(over, None)
        return seen
    newest = saved[-1]
    changes = differences(saved[seen - 1].agenda, newest.agenda)
    told = "".join(
        f"<li><b>{escape(item or 'the agenda')}</b>, {escape(field)}: {escape(value_text(one))} → "
        f"{escape(value_text(other))}</li>"
        for item, field, one, other in changes
    )
    st.html(
        f'<div class="notice"><b>{escape(newest.saved_by)} saved version {newest.number} after you '
        f"opened this.</b> What you typed is still here. Changed since: <ul>{told}</ul></div>"
    )
    theirs, mine = st.columns(2)
    if theirs.button(f"Go on from version {newest.number}, drop what I typed"):
        st.session_state[key] = newest.number
        st.rerun()
    st.session_state[over] = mine.checkbox(
        f"Save mine over version {newest.number} (it stays among the versions)"
    )
    return seen


def _items(agenda: Agenda) -> str:
    rows = "".join(
        f'<tr><td><a href="{escape(link("measure", agenda=agenda.id, measure=item.bill_id))}">'
        f"{escape(printed_bill(item.bill_id))}</a></td><td>{escape(item.title)}</td>"
        f"<td>{item.positions[-1].stance}</td><td>{escape(item.reason or '')}</td></tr>"
        for item in agenda.items
    )
    return (
        '<div class="scroll"><table class="plain"><thead><tr><th scope=col>Measure</th>'
        "<th scope=col>Title</th><th scope=col>Position</th><th scope=col>Reason</th></tr></thead>"
        f"<tbody>{rows}</tbody></table></div>"
    )


def _table(agenda: Agenda, last: Version) -> bool:
    """The items as a table to edit. What is typed stays until a newer version is saved; whether
    there is any.
    """
    printed = {item.id: printed_bill(item.bill_id) for item in agenda.items}
    rows = rows_of(agenda)
    typed = st.data_editor(
        [{"measure": printed[row.item_id], **vars(row), "keep": True} for row in rows],
        key=f"items-{agenda.id}-{last.number}",
        hide_index=True,
        column_order=("measure", "title", "stance", "issue", "reason", "weight", "lead", "keep"),
        column_config={
            "measure": st.column_config.TextColumn("Measure", disabled=True),
            "title": st.column_config.TextColumn("Title", width="medium"),
            "stance": st.column_config.SelectboxColumn(
                "Position", options=[str(stance) for stance in Stance], required=True
            ),
            "issue": st.column_config.TextColumn("Issue"),
            "reason": st.column_config.TextColumn("Reason, in plain words", width="large"),
            "weight": st.column_config.TextColumn("Weight", help="1, up to 2"),
            "lead": st.column_config.TextColumn("Asked for by"),
            "keep": st.column_config.CheckboxColumn("Keep", help="untick to take it out"),
        },
    )
    wanted = [
        EditedItem(**{name: str(row[name] or "") for name in EditedItem.__dataclass_fields__})
        for row in typed
        if row["keep"]
    ]
    if wanted == rows:
        return False
    note = st.text_input("What changed, and why (optional)", max_chars=300)
    if st.button("Save the changes", type="primary"):
        _save(lambda today: edited(agenda, wanted, today=today), last, note or None)
    return True


def _add(agenda: Agenda, last: Version) -> None:
    with store_to_read().reading() as connection:
        sessions = {one.session.session_id: one for one in open_sessions(connection)}
    session = sessions.get(agenda.session_id)
    key = f"{agenda.id}-{last.number}"
    with st.expander("Add bills", expanded=bool(st.session_state.get(f"paste-{key}"))):
        if session is None:
            st.html('<p class="empty">The record holds no measure of this session.</p>')
            return
        added = _paste(session, agenda, key)
    if not added or not added[1]:
        return
    with store_to_read().reading() as connection:
        _, found, known = listed_lines(connection, session.session, added[0], agenda)
        since = first_day(connection, session.session)

    def with_more(today: date) -> Agenda:
        return added_to(agenda, found, known, ListDefaults(Stance.SUPPORT, since, today))

    _save(with_more, last, "more bills")


def _save(change: Callable[[date], Agenda], last: Version, note: str | None) -> None:
    """Saves a change as the next version, or says why not and leaves what was typed."""
    now = datetime.now().astimezone()
    try:
        changed = change(now.date())
        with open_store().writing() as connection:
            over = st.session_state.get(f"over-{changed.id}")
            seen = len(versions(connection, changed.id)) if over else last.number
            saved = save_agenda(connection, changed, seen=seen, by=own_name(), now=now, note=note)
    except StaleAgenda:
        st.rerun()
    except AnswerableError as error:
        explain(error)
        return
    st.session_state[f"seen-{changed.id}"] = saved.number
    st.rerun()


def _findings(agenda: Agenda, found: Sequence[Finding]) -> str:
    if not found:
        return '<h2>What to look at</h2><p class="quiet">Nothing.</p>'
    titles = {item.id: printed_bill(item.bill_id) for item in agenda.items}
    listed = "".join(
        f"<li>{f'<b>{escape(titles[one.item_id])}</b>: ' if one.item_id in titles else ''}"
        f"{escape(one.message)}</li>"
        for one in found
    )
    summary = f"What to look at ({len(found)})"
    return details(summary, f'<ul class="left-out">{listed}</ul>', opened=len(found) < 6)


def _versions(agenda: Agenda, saved: list[Version]) -> None:
    st.html(f"<h2>Versions ({len(saved)})</h2>")
    for version in reversed(saved):
        left, right = st.columns([5, 1])
        left.text(
            f"{version.number}. {version.saved_at:%Y-%m-%d %H:%M} UTC, by {version.saved_by}"
            f"{f': {version.note}' if version.note else ''}"
            f"{f' (ratified on {version.ratified_on})' if version.ratified_on else ''}"
        )
        if (
            may_edit()
            and version is not saved[-1]
            and right.button("Go back to this", key=f"restore-{agenda.id}-{version.number}")
        ):
            _save(partial(_again, version), saved[-1], f"version {version.number} again")


def _again(version: Version, _today: date) -> Agenda:
    return version.agenda
