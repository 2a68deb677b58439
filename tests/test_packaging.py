"""The wheel carries all the program needs, and what is committed names no place it came from."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

REPOSITORY = Path(__file__).resolve().parent.parent
LOCKS = ("run", "dev")
PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^]]*])?==([^ ;\\]+)", re.MULTILINE)
PLACES = tuple(
    "".join(parts)
    for parts in (
        ("py", "pi.org"),
        ("python", "hosted.org"),
        ("registry.", "npmjs"),
        ("deb.", "debian.org"),
        ("--index", "-url"),
        ("--find", "-links"),
    )
)
"""Written in two halves, so that this file does not hold what it looks for."""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel built from this checkout, without the network."""
    folder = tmp_path_factory.mktemp("wheel")
    _run([sys.executable, "-m", "build", "--wheel", "--no-isolation", "-o", folder, REPOSITORY])
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder the wheel was installed into, far from the checkout."""
    folder = tmp_path_factory.mktemp("installed")
    _run([*_pip_install(), "--no-deps", "--no-index", "--target", folder, wheel])
    return folder


def test_the_wheel_holds_every_file_the_program_and_its_data_are_made_of(wheel: Path) -> None:
    expected = {
        re.sub(r"^data/", "tracker/_data/", name)
        for name in _tracked()
        if name.startswith(("tracker/", "scrapers/", "scorecard_app/", "data/"))
        and (REPOSITORY / name).exists()
    }

    assert expected <= set(zipfile.ZipFile(wheel).namelist())


def test_outside_the_checkout_the_data_is_found_inside_the_package(
    installed: Path, tmp_path: Path
) -> None:
    said = _run(
        [sys.executable, "-c", "from tracker.paths import data_dir; print(data_dir())"],
        cwd=tmp_path,
        PYTHONPATH=installed,
    )

    assert Path(said.strip()) == installed / "tracker" / "_data"


@pytest.mark.skipif(
    not (REPOSITORY / "tracker" / "cli" / "__main__.py").exists(),
    reason="the command line is not written yet",
)
def test_the_demonstration_is_built_from_the_wheel_alone(installed: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"

    _run(
        [sys.executable, "-m", "tracker.cli", "demo", "--no-serve"],
        cwd=tmp_path,
        PYTHONPATH=installed,
        ANSWERABLE_HOME=home,
    )

    assert any(home.iterdir())


@pytest.mark.parametrize("name", LOCKS)
def test_every_pinned_package_has_a_hash(name: str) -> None:
    entries = re.split(r"\n(?=[A-Za-z0-9])", _lock(name))

    assert entries
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []


def test_what_the_tests_run_with_is_what_people_run_with() -> None:
    assert set(PIN.findall(_lock("run"))) <= set(PIN.findall(_lock("dev")))


def test_the_pins_answer_to_what_the_project_asks_for() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
    groups = project["dependency-groups"]
    asked = {
        "run": [*project["project"]["dependencies"], *groups["build"]],
        "dev": [text for text in groups["dev"] if isinstance(text, str)],
    }

    for name, texts in asked.items():
        pins = PIN.findall(_lock(name))
        pinned = {canonicalize_name(package): version for package, version in pins}
        for requirement in map(Requirement, texts):
            version = pinned[canonicalize_name(requirement.name)]
            assert requirement.specifier.contains(version), f"{requirement}: run make lock"


def test_no_committed_file_names_a_package_registry() -> None:
    named = [
        (name, place)
        for name in _tracked()
        if (text := _text(REPOSITORY / name)) is not None
        for place in PLACES
        if place in text
    ]

    assert named == []


def _tracked() -> list[str]:
    if not (REPOSITORY / ".git").exists():
        pytest.skip("not a git checkout: what is committed cannot be listed")
    return (
        _run(["git", "-c", "safe.directory=*", "-C", REPOSITORY, "ls-files", "-z"])
        .strip("\0")
        .split("\0")
    )


def _text(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8")
    except (FileNotFoundError, UnicodeDecodeError):
        return None


def _lock(name: str) -> str:
    return (REPOSITORY / "requirements" / f"{name}.txt").read_text(encoding="utf-8")


def _pip_install() -> list[str]:
    return [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]


def _run(command: list[str | Path], cwd: Path | None = None, **environment: str | Path) -> str:
    """What the command printed; its whole output is shown when it fails."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**os.environ, **{name: str(value) for name, value in environment.items()}},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
