"""The longer texts of the bulk files, each in a file of its own; none of them is genuine."""

from __future__ import annotations

from xml.sax.saxutils import escape

from tests.measures import measure
from tests.sites.dat_lines import Row, Tables

LABEL = (
    "Synthetic: made by a stand-in for the Legislature's site, to try programs on. Votes, names "
    "and days are those of the sample record; what that does not have is made up.\n"
)
_SPACES = (
    'xmlns:caml="http://lc.ca.gov/legalservices/schemas/caml.1#" '
    'xmlns:xhtml="http://www.w3.org/1999/xhtml"'
)


def texts_of(tables: Tables) -> dict[str, bytes]:
    """File name to content, of every text that a row of these tables names."""
    return {
        **{str(row["bill_xml"]): _version(row) for row in tables.get("BILL_VERSION_TBL", ())},
        **{str(row["source_doc"]): _plain(row) for row in tables.get("BILL_ANALYSIS_TBL", ())},
        **{str(row["message"]): _plain(row) for row in tables.get("VETO_MESSAGE_TBL", ())},
    }


def _plain(row: Row) -> bytes:
    """An analysis or a veto message."""
    return f"{LABEL}\nOf {row['bill_id']}.\n".encode()


def _version(row: Row) -> bytes:
    """The text of a bill, in the Legislature's own XML as far as a reader of it needs."""
    bill, version = measure(str(row["bill_id"])), str(row["bill_version_id"])
    state, day = version[-3:], str(row["bill_version_action_date"])[:10]
    note, action = escape(LABEL.strip()), escape(str(row["bill_version_action"]))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<caml:MeasureDoc version="1.0" {_SPACES}>\n<!-- {note} -->\n'
        f"<caml:Description><caml:Id>{version}</caml:Id>"
        f"<caml:VersionNum>{row['version_num']}</caml:VersionNum>"
        f"<caml:History><caml:Action><caml:ActionText>{action}</caml:ActionText>"
        f"<caml:ActionDate>{day}</caml:ActionDate></caml:Action></caml:History>"
        f"<caml:LegislativeInfo><caml:SessionYear>{bill.session[:4]}</caml:SessionYear>"
        f"<caml:SessionNum>{bill.special_session}</caml:SessionNum>"
        f"<caml:MeasureType>{bill.measure_type}</caml:MeasureType>"
        f"<caml:MeasureNum>{bill.number}</caml:MeasureNum>"
        f"<caml:MeasureState>{state}</caml:MeasureState></caml:LegislativeInfo>"
        f"<caml:GeneralSubject><caml:Subject>{escape(str(row['subject'] or ''))}</caml:Subject>"
        "</caml:GeneralSubject></caml:Description>\n"
        f"<caml:Bill><caml:Content><xhtml:p>{note}</xhtml:p></caml:Content></caml:Bill>\n"
        "</caml:MeasureDoc>\n"
    ).encode()
