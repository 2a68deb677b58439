"""How people sign in: an OpenID Connect provider, named in the settings, and two secrets.

What is no secret stands in `coalition.yaml` under `sign_in`. The provider's secret for this program
comes from the environment, or from a file beside the settings that its owner alone may read.
"""

from __future__ import annotations

import ipaddress
import os
import secrets
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from tracker import paths
from tracker.access.acting import STRANGER, Actor, Standing
from tracker.access.invitations import plain_address
from tracker.coalition import SignInSettings, own_coalition
from tracker.errors import DataFileError, UsageError

CLIENT_SECRET = "ANSWERABLE_CLIENT_SECRET"
CLIENT_SECRET_FILE = "client-secret.txt"
COOKIE_SECRET_FILE = "cookie-secret.txt"
CALLBACK = "/oauth2callback"
_DISCOVERY = "/.well-known/openid-configuration"


@dataclass(frozen=True)
class SignIn:
    """All that a server needs to have people sign in."""

    settings: SignInSettings
    client_secret: str = field(repr=False)
    cookie_secret: str = field(repr=False)

    @property
    def metadata_url(self) -> str:
        """Where the provider describes itself."""
        return self.settings.provider.rstrip("/") + _DISCOVERY

    @property
    def callback(self) -> str:
        """Where the provider sends people back to: it has to be registered there."""
        return self.origin + CALLBACK

    @property
    def origin(self) -> str:
        """Scheme and host by which browsers reach the app."""
        parts = urlsplit(self.settings.address)
        return f"{parts.scheme}://{parts.netloc}"

    def actor(self, claims: Mapping[str, object], now: datetime) -> Actor:
        """Who the provider says that this is; a stranger where it does not vouch for an address,
        or the sign-in has ended. Anything odd in the claims makes a stranger.
        """
        address, since = claims.get("email"), claims.get("iat")
        if claims.get("email_verified") not in (True, "true") or not isinstance(address, str):
            return STRANGER
        if isinstance(since, bool) or not isinstance(since, int | float):
            return STRANGER
        try:
            until = datetime.fromtimestamp(since, now.tzinfo) + timedelta(hours=self.settings.hours)
            name = plain_address(address)
        except (UsageError, OverflowError, OSError, ValueError):
            return STRANGER
        return Actor(Standing.SIGNED_IN, name, until).at(now)


def own_sign_in() -> SignIn | None:
    """How people sign in, by the settings in the home; None where these say nothing of it.

    Raises:
        DataFileError: the settings say something they may not say, or a file of secrets may be
            read by others.
        UsageError: the provider's secret is missing.
    """
    own = own_coalition()
    if own is None or own.sign_in is None:
        return None
    home = paths.home_dir()
    secret = os.environ.get(CLIENT_SECRET, "").strip() or _secret_in(home / CLIENT_SECRET_FILE)
    if not secret:
        raise UsageError(
            "sign-in is configured, and the provider's secret for this program is missing",
            where=f"{CLIENT_SECRET}, or the file {home / CLIENT_SECRET_FILE}",
            what_to_do="put the client secret that the provider gave you into one of them",
        )
    return SignIn(own.sign_in, secret, _cookie_secret(home / COOKIE_SECRET_FILE))


def is_loopback(address: str) -> bool:
    """Whether only programs on this machine can reach a server that listens there."""
    try:
        return address == "localhost" or ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def refuse_open_door(address: str, *, public: bool, sign_in: SignIn | None) -> None:
    """Goes on where a server at `address` lets nobody change anything who did not sign in.

    Raises UsageError where others could reach it and nobody has to sign in.
    """
    if public or sign_in is not None or is_loopback(address):
        return
    raise UsageError(
        "others could reach the app at this address, and nobody would have to sign in",
        where=f"--address {address}",
        what_to_do="set up sign-in first (docs/security.md), or serve with --public, where nobody "
        "can change anything, or leave --address out: then only this machine reaches it",
    )


def _secret_in(file: Path) -> str:
    if not file.is_file():
        return ""
    if os.name == "posix" and file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise DataFileError(
            "other users of this machine may read this file of secrets",
            where=str(file),
            what_to_do=f"close it to them: chmod 600 {file}",
        )
    return file.read_text("utf-8").strip()


def _cookie_secret(file: Path) -> str:
    """The secret that signs the cookies of this home. Made at first; removed, all sign in anew."""
    kept = _secret_in(file)
    if kept:
        return kept
    made = secrets.token_hex(32)
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as written:
        written.write(made)
    return made
