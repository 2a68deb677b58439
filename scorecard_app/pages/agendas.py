"""The agenda room: paste a list of bills, see what each line means, save, change, take back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import partial

import streamlit as st

from scorecard_app.address import asked_for, choose, link
from scorecard_app.layout import explain, not_here
from scorecard_app.markup import draw
from scorecard_app.pages.agenda_deciding import deciding
from scorecard_app.pages.agenda_rolls import choose_rolls
from scorecard_app.reading import State, agenda_summaries, coalition, state, store_to_read
from scorecard_app.steward import offers, own_name
from tracker.access.roles import Action
from tracker.agenda.agenda import Agenda, Stance
from tracker.agenda.agenda_text import agenda_text, value_text
from tracker.agenda.amended import amended_since, reviewed, with_texts
from tracker.agenda.comparing import Match, compare
from tracker.agenda.decisions import decisions
from tracker.agenda.editing import EditedItem, edited, rows_of
from tracker.agenda.find_bills import FoundAs
from tracker.agenda.from_list import ListDefaults, added_to, agenda_of_list
from tracker.agenda.importing import first_day, free_id
from tracker.agenda.lint import lint
from tracker.agenda.proposals import proposals
from tracker.agenda.versions import StaleAgenda, Version, differences, save_agenda, versions
from tracker.errors import AnswerableError
from tracker.rules.reference import printed_bill
from tracker.scoring.agenda_facts import agenda_facts
from tracker.store import open_store
from tracker.translation import N_, Words, _, ngettext
from tracker.views.agenda_room import OpenSession, listed_lines, open_sessions
from tracker.views.item_rolls import ItemRolls, item_rolls

STATUS_WORDS = Words(
    {
        FoundAs.FOUND: N_("found"),
        FoundAs.DUPLICATE: N_("already there"),
        FoundAs.AMBIGUOUS: N_("which one?"),
        FoundAs.NOT_FOUND: N_("not in the record"),
    }
)
MATCH_WORDS = Words(
    {
        Match.OPPOSITE: N_("in dispute"),
        Match.SAME: N_("the same"),
        Match.ONLY_FIRST: N_("only the first"),
        Match.ONLY_SECOND: N_("only the second"),
    }
)
HOW_TO_PASTE = N_(
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
    draw("agendas", "title_of_list")
    if wanted:
        said = _("There is no agenda “{id}” in this record.").format(id=wanted)
        not_here(said, [(link("agendas"), _("All agendas"))])
    whose = [
        (one, _("a demonstration") if one.demonstration else _by(one)) for one in known.values()
    ]
    draw("agendas", "listed", agendas=whose)
    if offers(Action.EDIT_AGENDA):
        _new()
    else:
        draw("agendas", "not_changed_here")


def _measures(count: int) -> str:
    return ngettext("{count} measure", "{count} measures", count).format(count=f"{count:,}")


def _whose(agenda: Agenda) -> str:
    return _("a demonstration") if agenda.demonstration else _by(agenda)


def _by(agenda: Agenda) -> str:
    if agenda.ratified:
        return _("ratified on {day}").format(day=agenda.ratified)
    if agenda.written_by:
        return _("written by {name}").format(name=agenda.written_by)
    return _("not ratified")


def _new() -> None:
    draw("agendas", "new_title")
    with store_to_read().reading() as connection:
        sessions = {one.session.session_id: one for one in open_sessions(connection)}
    if not sessions:
        draw("agendas", "nothing_loaded")
        return
    chosen = st.selectbox(
        _("Whose bills"),
        list(sessions),
        format_func=lambda one: f"{sessions[one].title} ({_measures(sessions[one].measures)})",
    )
    title = st.text_input(_("Title"), max_chars=120, placeholder=_("Homes and transit 2008"))
    lines = _paste(sessions[chosen], None, "new")
    if lines is None:
        return
    listed, save = lines
    if save and not title.strip():
        st.error(_("Give the agenda a title, then save again."))
    elif save:
        _save_new(sessions[chosen], title.strip(), listed)


def _paste(session: OpenSession, agenda: Agenda | None, key: str) -> tuple[str, bool] | None:
    """The box for a list and what its lines mean. The text and whether to save it, once every line
    is clear; None before.
    """
    text = st.text_area(_("Your bills"), height=220, help=_(HOW_TO_PASTE), key=f"paste-{key}")
    st.caption(_(HOW_TO_PASTE))
    if not text.strip():
        return None
    with store_to_read().reading() as connection:
        try:
            listed, *__ = listed_lines(connection, session.session, text, agenda)
        except AnswerableError as error:
            explain(error)
            return None
    draw("agendas", "lines", listed=listed, status_words=STATUS_WORDS)
    unclear = [line for line in listed if line.status in (FoundAs.AMBIGUOUS, FoundAs.NOT_FOUND)]
    fresh = [line for line in listed if line.status is FoundAs.FOUND]
    silent = sum(line.stance is None for line in fresh)
    if silent:
        said = _("{silent} of {lines} lines say no position and count as support.")
        st.info(said.format(silent=silent, lines=len(fresh)))
    if unclear:
        said = _(
            "{unclear} of {lines} lines name no one measure of this session. Correct them above; "
            "nothing is saved before."
        )
        st.warning(said.format(unclear=len(unclear), lines=len(listed)))
        return None
    if not fresh:
        st.info(_("The agenda has all of these measures."))
        return None
    save = _("Save {measures}").format(measures=_measures(len(fresh)))
    return text, st.button(save, type="primary", key=f"save-{key}")


def _save_new(session: OpenSession, title: str, text: str) -> None:
    now, own = datetime.now().astimezone(), coalition()
    with open_store().writing() as connection:
        __, found, known = listed_lines(connection, session.session, text, None)
        agenda = agenda_of_list(
            found,
            known,
            ListDefaults(Stance.SUPPORT, first_day(connection, session.session), now.date()),
            agenda_id=free_id(connection, title),
            title=title,
            written_by=own.name if own else own_name() or "nobody named",
        )
        agenda = with_texts(connection, agenda)
        save_agenda(connection, agenda, seen=0, by=own_name(), now=now, note="pasted list")
    st.query_params["edit"] = agenda.id
    st.rerun()


def _room(agenda: Agenda) -> None:
    st.set_page_config(page_title=f"{agenda.title} · Answerable", layout="wide")
    with store_to_read().reading() as connection:
        saved = versions(connection, agenda.id)
        found = lint(agenda, agenda_facts(connection, agenda))
        proposed, called = proposals(connection, agenda.id), decisions(connection, agenda.id)
    whose = _by(agenda)
    draw("agendas", "head", agenda=agenda, whose=whose[:1].upper() + whose[1:])
    if offers(Action.EDIT_AGENDA) and saved:
        seen = saved[_seen(agenda, saved) - 1]
        typed = _table(seen.agenda, seen)
        _add(seen.agenda, seen)
    else:
        seen, typed = None, False
        draw("agendas", "items", agenda=agenda)
    titles = {item.id: printed_bill(item.bill_id) for item in agenda.items}
    listed = [(titles.get(one.item_id or ""), one.message) for one in found]
    draw("agendas", "findings", found=listed)
    if seen and not typed:
        _review(seen.agenda, seen, titles)
    _rolls(agenda, _rolls_of(state(), agenda.id), seen, typed=typed)
    if saved:
        deciding(agenda, saved, proposed, called, editing=offers(Action.EDIT_AGENDA))
        _versions(agenda, saved)
    _beside(agenda)
    st.download_button(
        _("Download as a file"), agenda_text(agenda), f"{agenda.id}.yaml", "application/yaml"
    )


def _review(agenda: Agenda, last: Version, titles: Mapping[str, str]) -> None:
    """A button for each position whose bill was amended since: whoever read the text says so."""
    with store_to_read().reading() as connection:
        amended = amended_since(connection, agenda)
    for item_id in amended:
        said = _("{measure}: I read the amended text, and the position stands")
        label = said.format(measure=titles.get(item_id, item_id))
        if st.button(label, key=f"review-{agenda.id}-{item_id}-{last.number}"):
            note = f"{item_id}: the position stands for the amended text"
            _save(partial(_stands, agenda, item_id), last, note)


def _stands(agenda: Agenda, item_id: str, _today: date) -> Agenda:
    with store_to_read().reading() as connection:
        return reviewed(connection, agenda, item_id)


def _beside(agenda: Agenda) -> None:
    """Another agenda of the session, chosen in the address, measure by measure."""
    others = {
        one.id: one.title
        for one in agenda_summaries().values()
        if one.session_id == agenda.session_id and one.id != agenda.id
    }
    if not others:
        return
    draw("agendas", "compare_title")
    chosen = choose("beside", _("Agenda to set beside it"), {"": _("none chosen")} | others)
    if chosen:
        other = agenda_summaries()[chosen]
        rows = compare(agenda, other)
        draw("agendas", "compared", rows=rows, first=agenda, second=other, match_words=MATCH_WORDS)


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
    draw("agenda_rolls", "overview", items=rolls)
    may_change = seen is not None and not typed and seen.agenda == agenda
    if seen is not None and not may_change:
        st.info(_("To change which roll calls count, first settle what is open above."))

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
    changes = [
        (item, field, value_text(before), value_text(after))
        for item, field, before, after in differences(saved[seen - 1].agenda, newest.agenda)
    ]
    draw("agendas", "saved_since", newest=newest, changes=changes)
    theirs, mine = st.columns(2)
    go_on = _("Go on from version {number}, drop what I typed").format(number=newest.number)
    if theirs.button(go_on):
        st.session_state[key] = newest.number
        st.rerun()
    mine_stays = _("Save mine over version {number} (it stays among the versions)")
    st.session_state[over] = mine.checkbox(mine_stays.format(number=newest.number))
    return seen


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
            "measure": st.column_config.TextColumn(_("Measure"), disabled=True),
            "title": st.column_config.TextColumn(_("Title"), width="medium"),
            "stance": st.column_config.SelectboxColumn(
                _("Position"), options=[str(stance) for stance in Stance], required=True
            ),
            "issue": st.column_config.TextColumn(_("Issue")),
            "reason": st.column_config.TextColumn(_("Reason, in plain words"), width="large"),
            "weight": st.column_config.TextColumn(_("Weight"), help=_("1, up to 2")),
            "lead": st.column_config.TextColumn(_("Asked for by")),
            "keep": st.column_config.CheckboxColumn(_("Keep"), help=_("untick to take it out")),
        },
    )
    wanted = [
        EditedItem(**{name: str(row[name] or "") for name in EditedItem.__dataclass_fields__})
        for row in typed
        if row["keep"]
    ]
    if wanted == rows:
        return False
    note = st.text_input(_("What changed, and why (optional)"), max_chars=300)
    if st.button(_("Save the changes"), type="primary"):
        _save(lambda today: edited(agenda, wanted, today=today), last, note or None)
    return True


def _add(agenda: Agenda, last: Version) -> None:
    with store_to_read().reading() as connection:
        sessions = {one.session.session_id: one for one in open_sessions(connection)}
    session = sessions.get(agenda.session_id)
    key = f"{agenda.id}-{last.number}"
    with st.expander(_("Add bills"), expanded=bool(st.session_state.get(f"paste-{key}"))):
        if session is None:
            draw("agendas", "no_measure")
            return
        added = _paste(session, agenda, key)
    if not added or not added[1]:
        return
    with store_to_read().reading() as connection:
        __, found, known = listed_lines(connection, session.session, added[0], agenda)
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
            changed = with_texts(connection, changed)
            saved = save_agenda(connection, changed, seen=seen, by=own_name(), now=now, note=note)
    except StaleAgenda:
        st.rerun()
    except AnswerableError as error:
        explain(error)
        return
    st.session_state[f"seen-{changed.id}"] = saved.number
    st.rerun()


def _versions(agenda: Agenda, saved: list[Version]) -> None:
    draw("agendas", "versions_title", count=len(saved))
    for version in reversed(saved):
        left, right = st.columns([5, 1])
        left.text(_version(version))
        if (
            offers(Action.EDIT_AGENDA)
            and version is not saved[-1]
            and right.button(_("Go back to this"), key=f"restore-{agenda.id}-{version.number}")
        ):
            _save(partial(_again, version), saved[-1], f"version {version.number} again")


def _version(version: Version) -> str:
    said = _("{number}. {moment} UTC, by {name}").format(
        number=version.number, moment=f"{version.saved_at:%Y-%m-%d %H:%M}", name=version.saved_by
    )
    note = f": {version.note}" if version.note else ""
    if version.ratified_on is None:
        return said + note
    return f"{said}{note} ({_('ratified on {day}').format(day=version.ratified_on)})"


def _again(version: Version, _today: date) -> Agenda:
    return version.agenda
