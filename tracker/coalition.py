"""A coalition's own folder, and the one file of settings in it, `coalition.yaml`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, StringConstraints, ValidationError

from tracker import paths
from tracker.errors import UsageError
from tracker.rules.reviewed import Reviewed, plainly, read_reviewed
from tracker.scoring.method import DEFAULT_METHOD


def _one_line(text: str) -> str:
    if not text.isprintable():
        raise ValueError("this must be one line, without control characters")
    return text


Line = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=120),
    AfterValidator(_one_line),
]

FOLDERS = {
    "agendas": "agenda files of your own, as `answerable agenda export` writes them",
    "jurisdictions": "legislatures, councils and boards that do not ship with the program",
}
_NOT_FOR_GIT = "answerable.duckdb*\ncrawls/\nalert-addresses.yaml\n*-secret.txt\n"


class Followed(Reviewed):
    """A session that the coalition follows."""

    jurisdiction: Line
    session: Line


def _reached_at(text: str) -> str:
    """An address without anything after host and port. Over http only on this machine."""
    parts = urlsplit(text)
    on_this_machine = parts.hostname in ("localhost", "127.0.0.1", "::1")
    if parts.scheme != "https" and not (parts.scheme == "http" and on_this_machine):
        raise ValueError("this must begin with https://")
    if not parts.hostname or parts.query or parts.fragment or parts.username:
        raise ValueError("this must be an address as in https://tracker.example.org")
    return text.rstrip("/")


WebAddress = Annotated[Line, AfterValidator(_reached_at)]


class SignInSettings(Reviewed):
    """How people sign in: with any provider that speaks OpenID Connect. No secret stands here."""

    provider: WebAddress
    """The provider's own address (issuer), as in https://accounts.example.org."""
    client_id: Line
    """How the provider knows this program."""
    address: WebAddress
    """Where browsers reach the app."""
    hours: Annotated[int, Field(ge=1, le=24 * 14)] = 12
    """How long a sign-in lasts."""


class Coalition(Reviewed):
    """What a coalition has decided about itself."""

    format: Literal[1]
    name: Line
    contact: Line | None = None
    """Whom the sites that are read may write to."""
    follows: tuple[Followed, ...] = ()
    method: Line | None = None
    """The rule by which scores are made where nobody names another."""
    schedule: bool = False
    """Whether `answerable serve` also reads the sources when they are due, and sends alerts."""
    sign_in: SignInSettings | None = None
    """Where several people work on it in the browser: who vouches for them."""


def own_coalition() -> Coalition | None:
    """The settings in the home; None where there are none.

    Raises:
        DataFileError: the file cannot be read, or says something that is no setting.
    """
    path = paths.home_dir() / paths.COALITION_FILE
    if not path.is_file():
        return None
    return read_reviewed(path, Coalition)


def usual_method() -> str:
    """The id of the rule by which scores are made where nobody names one. Raises as
    `own_coalition` does.
    """
    own = own_coalition()
    return own.method if own and own.method else DEFAULT_METHOD


def begin_folder(
    folder: Path, name: str, contact: str | None, follows: tuple[Followed, ...]
) -> Path:
    """Makes a coalition's folder and its file of settings; gives the file.

    Raises:
        UsageError: the name or the contact is none, there are settings already, or the folder
            cannot be made or written to.
    """
    path = folder.resolve() / paths.COALITION_FILE
    try:
        Coalition(format=1, name=name, contact=contact, follows=follows)
    except ValidationError as error:
        raise UsageError(
            plainly(error),
            where=f"--{error.errors()[0]['loc'][0]}",
            what_to_do="give at most 120 characters, in one line",
        ) from error
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(_settings(name, contact, follows))
        for inside in FOLDERS:
            (folder / inside).mkdir(exist_ok=True)
        ignored = folder / ".gitignore"
        if not ignored.exists():
            ignored.write_text(_NOT_FOR_GIT, "utf-8")
    except FileExistsError as error:
        raise UsageError(
            "this folder is a coalition's already, and nothing in it was changed",
            where=str(path),
            what_to_do="edit the file, or name another folder",
        ) from error
    except OSError as error:
        raise UsageError(
            f"the folder cannot be made: {error.strerror or error}",
            where=str(folder),
            what_to_do="name a folder that you may write to",
        ) from error
    return path


def _settings(name: str, contact: str | None, follows: tuple[Followed, ...]) -> str:
    followed = "".join(
        f"\n  - {{jurisdiction: {_quoted(one.jurisdiction)}, session: {_quoted(one.session)}}}"
        for one in follows
    )
    folders = "".join(f"#   {folder}/  {what}\n" for folder, what in FOLDERS.items())
    said = f"contact: {_quoted(contact)}" if contact else "# contact: you@example.org"
    return f"""\
# What your coalition has decided about itself. Change it by hand; the next command heeds it.
# In this folder, and in all folders within it, `answerable` works on the record that lies here.
{folders}format: 1
name: {_quoted(name)}
# Whom the sites that are read may write to: an e-mail address, or a page about you.
{said}
# The sessions you follow, as in  - {{jurisdiction: md, session: "2025"}}
follows:{followed or " []"}
# The rule by which scores are made where nobody names another: `answerable method list`.
# method: agenda_alignment
# Whether `answerable serve` also reads the sources when they are due, by schedule.yaml in this
# folder or the one that ships, and sends your alerts (alerts.yaml).
# schedule: true
# Where several people work in the browser, who vouches for them: see docs/security.md.
# sign_in: {{provider: "https://accounts.example.org", client_id: "...", address: "https://..."}}
"""


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
