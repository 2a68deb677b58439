"""The settings of sign-in: what they may say, where the secrets lie, and which door stays shut."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tracker.access.acting import STRANGER, Standing
from tracker.access.sign_in import (
    CLIENT_SECRET,
    CLIENT_SECRET_FILE,
    COOKIE_SECRET_FILE,
    SignIn,
    own_sign_in,
    refuse_open_door,
)
from tracker.errors import DataFileError, UsageError

SETTINGS = """format: 1
name: A coalition (fictional)
sign_in: {provider: "https://accounts.example.org", client_id: us, address: "https://us.example"}
"""
NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
IAT = NOW.timestamp()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ANSWERABLE_HOME", str(tmp_path))
    monkeypatch.delenv(CLIENT_SECRET, raising=False)
    (tmp_path / "coalition.yaml").write_text(SETTINGS, "utf-8")
    return tmp_path


@pytest.fixture
def sign_in(home: Path, monkeypatch: pytest.MonkeyPatch) -> SignIn:
    assert home
    monkeypatch.setenv(CLIENT_SECRET, "canary")
    found = own_sign_in()
    assert found is not None
    return found


def test_without_settings_nobody_signs_in(home: Path) -> None:
    (home / "coalition.yaml").write_text("format: 1\nname: Us (fictional)\n", "utf-8")
    assert own_sign_in() is None
    (home / "coalition.yaml").unlink()
    assert own_sign_in() is None


def test_settings_without_the_providers_secret_say_where_it_goes(home: Path) -> None:
    with pytest.raises(UsageError, match="secret for this program is missing") as refused:
        own_sign_in()
    assert str(home / CLIENT_SECRET_FILE) in refused.value.where


def test_a_file_of_secrets_that_others_may_read_is_refused(home: Path) -> None:
    secret = home / CLIENT_SECRET_FILE
    secret.write_text("canary", "utf-8")
    secret.chmod(0o640)
    with pytest.raises(DataFileError, match="other users") as refused:
        own_sign_in()
    assert "canary" not in str(refused.value)
    secret.chmod(0o600)
    found = own_sign_in()
    assert found is not None
    assert found.client_secret == "canary"
    assert "canary" not in repr(found)


def test_the_cookies_secret_is_made_once_and_is_its_owners_alone(
    home: Path, sign_in: SignIn
) -> None:
    again = own_sign_in()
    assert again is not None
    assert (len(sign_in.cookie_secret), again.cookie_secret) == (64, sign_in.cookie_secret)
    assert (home / COOKIE_SECRET_FILE).stat().st_mode & 0o077 == 0
    assert sign_in.cookie_secret not in repr(sign_in)


@pytest.mark.parametrize("wrong", ["http://us.example", "us.example", "https://us.example?x=1"])
def test_an_address_that_is_not_safe_is_refused(wrong: str, home: Path) -> None:
    settings = SETTINGS.replace("https://us.example", wrong)
    (home / "coalition.yaml").write_text(settings, "utf-8")
    with pytest.raises(DataFileError):
        own_sign_in()


def test_where_others_could_reach_it_the_app_needs_sign_in_or_public(sign_in: SignIn) -> None:
    for address in ("127.0.0.1", "::1", "localhost", "127.8.8.8"):
        refuse_open_door(address, public=False, sign_in=None)
    for address in ("0.0.0.0", "::", "192.0.2.7", "tracker.example.org", ""):
        with pytest.raises(UsageError, match="nobody would have to sign in"):
            refuse_open_door(address, public=False, sign_in=None)
        refuse_open_door(address, public=True, sign_in=None)
        refuse_open_door(address, public=False, sign_in=sign_in)


def test_a_sign_in_lasts_as_long_as_the_settings_say(sign_in: SignIn) -> None:
    claims = {"email": "Ana@Example.org", "email_verified": True, "iat": IAT}
    actor = sign_in.actor(claims, NOW)
    assert (actor.standing, actor.name) == (Standing.SIGNED_IN, "ana@example.org")
    assert actor.until == NOW + timedelta(hours=12)
    later = sign_in.actor(claims, NOW + timedelta(hours=12))
    assert (later.standing, later.ended) == (Standing.STRANGER, True)


@pytest.mark.parametrize(
    "claims",
    [
        {},
        {"email": "ana@example.org", "iat": IAT},
        {"email": "ana@example.org", "email_verified": False, "iat": IAT},
        {"email": "ana@example.org", "email_verified": 1.5, "iat": IAT},
        {"email": "ana@example.org", "email_verified": True},
        {"email": "ana@example.org", "email_verified": True, "iat": "yesterday"},
        {"email": "ana@example.org", "email_verified": True, "iat": True},
        {"email": "ana@example.org", "email_verified": True, "iat": 1e300},
        {"email": ["ana@example.org"], "email_verified": True, "iat": IAT},
        {"email": "no address", "email_verified": True, "iat": IAT},
    ],
)
def test_anything_odd_in_what_the_provider_says_makes_a_stranger(
    claims: dict[str, object], sign_in: SignIn
) -> None:
    assert sign_in.actor(claims, NOW) == STRANGER
