"""Who is at the other end of a page or a request, and what they may be offered.

What is decided here only says what to draw. Whatever is read or written asks again where it is
done (`tracker.access`).

Where sign-in is configured, nobody is taken for anybody who did not sign in. Else whoever sits at
the machine that the app runs on is its operator.
"""

from __future__ import annotations

import getpass
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from urllib.parse import urlsplit

import streamlit as st
from streamlit.auth_util import get_cookie_with_chunks
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value

from tracker.access.acting import OPERATOR, STRANGER, Actor, Standing, acting_as, now_acting
from tracker.access.checks import held_by, may
from tracker.access.roles import MAY, Action
from tracker.access.sign_in import SignIn, is_loopback
from tracker.errors import StoreBusy
from tracker.store import open_store

PUBLIC = "ANSWERABLE_PUBLIC"
"""Set where the app is shown to others by way of a proxy: then nobody is taken for the operator. A
proxy that hands requests on as they came cannot be told from the machine's own browser.
"""
SHOW_PRIVATE = "ANSWERABLE_SHOW_PRIVATE"
"""Set to 1 where the app is for the coalition alone, and nobody signs in."""
COOKIE = "_streamlit_user"
"""In which Streamlit keeps, signed, what the provider said of who signed in."""
_HOSTS = ("127.0.0.1", "::1", "localhost")
_FORWARDED = frozenset(
    {"forwarded", "via", "x-real-ip", "x-client-ip", "true-client-ip", "x-cluster-client-ip"}
)
_FORWARDED_BEGINS = ("x-forwarded", "x-original", "cf-", "fly-", "fastly-", "x-envoy", "x-amzn")
"""Headers by which a proxy says for whom it asks."""

_sign_in: SignIn | None = None


def sign_in_with(sign_in: SignIn | None) -> None:
    """From here on in this process, people sign in so; None: nobody can."""
    global _sign_in
    _sign_in = sign_in


def asks_for_sign_in() -> bool:
    """Whether people sign in here."""
    return _sign_in is not None


@contextmanager
def acting_for_page() -> Iterator[None]:
    """Has whoever looks at this page act while it is drawn."""
    if _sign_in is None:
        actor = _local(st.context.headers)
    elif st.user.is_logged_in:
        actor = _sign_in.actor(st.user.to_dict(), datetime.now().astimezone())
    else:
        actor = STRANGER
    with acting_as(actor):
        yield


def actor_of_request(headers: Mapping[str, str], cookies: Mapping[str, str]) -> Actor:
    """Who sent a request that is for none of Streamlit's pages."""
    if _sign_in is None:
        return _local(headers)
    claims = _claims(cookies)
    if claims is None or claims.get("origin") != _sign_in.origin or not claims.get("is_logged_in"):
        return STRANGER
    return _sign_in.actor(claims, datetime.now().astimezone())


def _claims(cookies: Mapping[str, str]) -> dict[str, object] | None:
    """What the provider said, from Streamlit's cookie; None where that was not signed here."""

    def one(name: str) -> bytes | None:
        value = cookies.get(name)
        if value is None:
            return None
        return decode_signed_value(get_cookie_secret(), name, value.encode("latin-1", "replace"))

    try:
        claims = json.loads(get_cookie_with_chunks(one, COOKIE) or b"null")
    except ValueError:
        return None
    return claims if isinstance(claims, dict) else None


def _local(headers: Mapping[str, str]) -> Actor:
    """Only this machine can reach the server, and the request was made on it: the operator."""
    is_here = is_loopback(str(st.get_option("server.address"))) and was_asked_here(headers)
    if is_here and not os.environ.get(PUBLIC):
        return OPERATOR
    return Actor(Standing.STRANGER, sees_private=os.environ.get(SHOW_PRIVATE) == "1")


def was_asked_here(headers: Mapping[str, str]) -> bool:
    """Whether a request names this machine as its host, and no proxy passed it on. A page of
    another site that was given this machine's address still names its own host.
    """
    names = {name.lower() for name in headers}
    if names & _FORWARDED or any(name.startswith(_FORWARDED_BEGINS) for name in names):
        return False
    try:
        host = urlsplit(f"//{headers.get('Host', '')}").hostname
    except ValueError:
        return False
    return host in _HOSTS


def offers(action: Action, organization: str | None = None) -> bool:
    """Whether to draw what leads to that action."""
    standing = now_acting().standing
    if standing is not Standing.SIGNED_IN and action is not Action.READ_PRIVATE:
        return standing is Standing.OPERATOR
    try:
        with open_store(lock_timeout=2.0).reading() as connection:
            return may(connection, action, organization)
    except StoreBusy:
        return False


def offers_campaigns() -> bool:
    """Whether to draw what begins a campaign: for one who may for any organization at all."""
    actor = now_acting()
    if actor.standing is not Standing.SIGNED_IN:
        return actor.standing is Standing.OPERATOR
    try:
        with open_store(lock_timeout=2.0).reading() as connection:
            return any(
                Action.EDIT_CAMPAIGN in MAY[one.role] for one in held_by(connection, actor.name)
            )
    except StoreBusy:
        return False


def own_name() -> str:
    """Who acts: the address they signed in with; at this machine `ANSWERABLE_NAME` or the login
    name; nothing where none is known.
    """
    actor = now_acting()
    if actor.standing is not Standing.OPERATOR:
        return actor.name
    try:
        return os.environ.get("ANSWERABLE_NAME", "").strip() or getpass.getuser()
    except (KeyError, OSError):
        return ""
