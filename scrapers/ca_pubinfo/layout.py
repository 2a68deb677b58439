"""Which columns the tables of the bulk files have, in the order in which the files hold them.

Source: the CREATE TABLE statements that the Legislature publishes with the files.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a column holds, as the reading macro of that name turns it into a value."""

    TEXT = "dat_text"
    NUMBER = "dat_number"
    MOMENT = "dat_moment"
    """A day with a time of day, Pacific local time, no zone."""
    UNREAD = "dat_unread"
    """Nothing here needs it; it is counted as a column and left alone."""


@dataclass(frozen=True)
class Table:
    """One table: its columns as `name` (text), `name:number`, `name:moment` or `-name` (unread)."""

    name: str
    listed: str
    required: bool = False
    decoded: bool = True
    """False where the lines are so many and so alike that `stage.sql` reads each different field
    once, instead of each field of each line."""

    @property
    def columns(self) -> tuple[tuple[str, Kind], ...]:
        """Every column of the file with what it holds."""
        return tuple(_column(entry) for entry in self.listed.split())

    @property
    def file(self) -> str:
        """The name of its file in the archive."""
        return f"{self.name}.dat"


def _column(entry: str) -> tuple[str, Kind]:
    if entry.startswith("-"):
        return entry[1:], Kind.UNREAD
    name, _, kind = entry.partition(":")
    return name, Kind[kind.upper()] if kind else Kind.TEXT


BILLS = Table(
    "BILL_TBL",
    """bill_id session_year session_num -measure_type -measure_num -measure_state chapter_year
    chapter_type chapter_session_num chapter_num latest_bill_version_id -active_flg -trans_uid
    -trans_update -current_location -current_secondary_loc -current_house -current_status
    -days_31st_in_print""",
    required=True,
)
HISTORY = Table(
    "BILL_HISTORY_TBL",
    """bill_id bill_history_id:number action_date:moment action -trans_uid -trans_update_dt
    action_sequence:number action_code -action_status primary_location -secondary_location
    -ternary_location -end_status""",
)
VERSIONS = Table(
    "BILL_VERSION_TBL",
    """bill_version_id bill_id version_num:number bill_version_action_date:moment
    bill_version_action -request_num subject vote_required -appropriation -fiscal_committee
    -local_program -substantive_changes -urgency -taxlevy -bill_xml -active_flg -trans_uid
    -trans_update""",
)
AUTHORS = Table(
    "BILL_VERSION_AUTHORS_TBL",
    """bill_version_id type house name contribution -committee_members -active_flg -trans_uid
    -trans_update -primary_author_flg""",
)
SUMMARY_VOTES = Table(
    "BILL_SUMMARY_VOTE_TBL",
    """bill_id location_code vote_date_time:moment vote_date_seq:number motion_id:number
    ayes:number noes:number -abstain vote_result -trans_uid -trans_update -file_item_num
    -file_location -display_lines -session_date""",
)
DETAIL_VOTES = Table(
    "BILL_DETAIL_VOTE_TBL",
    """bill_id location_code legislator_name vote_date_time:moment vote_date_seq:number vote_code
    motion_id:number -trans_uid -trans_update -member_order -session_date -speaker""",
    decoded=False,
)
MOTIONS = Table("BILL_MOTION_TBL", "motion_id:number motion_text -trans_uid -trans_update")
LOCATIONS = Table(
    "LOCATION_CODE_TBL",
    """session_year location_code -location_type -consent_calendar_code description
    -long_description -active_flg -trans_uid -trans_update -inactive_file_flg""",
)
LEGISLATORS = Table(
    "LEGISLATOR_TBL",
    """district session_year legislator_name house_type author_name first_name last_name
    middle_initial name_suffix -name_title -web_name_title party -active_flg -trans_uid
    -trans_update active_legislator""",
)
HEARINGS = Table(
    "COMMITTEE_HEARING_TBL",
    """bill_id -committee_type -committee_nr hearing_date:moment location_code -trans_uid
    -trans_update_date""",
)
DAILY_FILE = Table(
    "DAILY_FILE_TBL",
    """bill_id location_code consent_calendar_code file_location publication_date:moment
    -floor_manager -trans_uid -trans_update_date -session_num -status""",
)
AGENDAS = Table(
    "COMMITTEE_AGENDA_TBL",
    """committee_code committee_desc agenda_date:moment agenda_time line1 line2 line3
    building_type room_num""",
)

OF_EVENTS = (HEARINGS, DAILY_FILE, AGENDAS)
"""The tables from which dated events are made."""
ANALYSES = Table(
    "BILL_ANALYSIS_TBL",
    """analysis_id bill_id -house analysis_type -committee_code committee_name -amendment_author
    analysis_date:moment -amendment_date -page_num source_doc -released_floor -active_flg -trans_uid
    -trans_update""",
)
VETOES = Table("VETO_MESSAGE_TBL", "bill_id veto_date:moment message -trans_uid -trans_update")

TABLES = (
    BILLS,
    HISTORY,
    VERSIONS,
    AUTHORS,
    SUMMARY_VOTES,
    DETAIL_VOTES,
    MOTIONS,
    LOCATIONS,
    LEGISLATORS,
    *OF_EVENTS,
    ANALYSES,
    VETOES,
)
"""The tables that are read; the others are left alone, and so are the texts of bills, analyses and
veto messages, which are kept in the archive under the names that these tables give."""
