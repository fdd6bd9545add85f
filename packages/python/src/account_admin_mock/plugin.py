"""The pytest plugin: ``world``, and with pytest-playwright ``as_user``.

``@pytest.mark.mock(seed=…, generated_users=…, strict=…, expected_refusals=…, **options)`` configures
the world of a test, a class or a module.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from . import strict
from .server import MockServer
from .world import World

SIGNED_IN_MARKER = "mock.signed-in"
"""Marks a page that was signed in once, so that it stays signed out after it signed out."""

SIGN_IN_SCRIPT = """([entries, marker]) => {
  if (sessionStorage.getItem(marker) !== null) return;
  for (const [key, value] of entries) sessionStorage.setItem(key, value);
  sessionStorage.setItem(marker, 'yes');
}"""

_outcome = pytest.StashKey[bool]()


def pytest_configure(config: pytest.Config) -> None:
    """Registers the marker."""
    line = "mock(seed, generated_users, strict, expected_refusals, **options): configures the world"
    config.addinivalue_line("markers", line)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
    """Notes whether the test itself has passed."""
    report = yield
    if report.when == "call":
        item.stash[_outcome] = report.passed
    return report


@pytest.fixture(scope="session")
def mock_server() -> Iterator[MockServer]:
    """The server that all tests share."""
    with MockServer() as server:
        yield server


@pytest.fixture(scope="session")
def mock_run() -> str:
    """The name of this run, under which its coverage is counted."""
    return f"run-{secrets.token_hex(6)}"


def _options(request: pytest.FixtureRequest) -> dict[str, Any]:
    options: dict[str, Any] = {}
    # The closest one last: it wins.
    for marker in reversed(list(request.node.iter_markers("mock"))):
        options |= marker.kwargs
    return options


@pytest.fixture
def world(request: pytest.FixtureRequest, mock_server: MockServer, mock_run: str) -> Iterator[World]:
    """A world of its own. A test that passes still fails if it breaks a strict rule."""
    options = _options(request)
    strict_rules = options.pop("strict", True)
    expected_refusals = options.pop("expected_refusals", [])
    options.pop("one_clock", False)
    if "from" not in options:
        options.setdefault("seed", "demo")
    label = request.node.nodeid[:1000]
    world = World.create(mock_server.url, label=label, run=mock_run, **options)
    try:
        yield world
        if request.node.stash.get(_outcome, False) and strict_rules is not False:
            rules = {} if strict_rules is True else strict_rules
            off = {rule for rule, is_on in rules.items() if not is_on}
            strict.check(world, off, expected_refusals)
    finally:
        try:
            _write_coverage(world, label, mock_run)
        finally:
            world.remove()


def _write_coverage(world: World, test: str, run: str) -> None:
    """Appends what a test has covered to a file in the folder that MOCK_COVERAGE names."""
    folder = os.environ.get("MOCK_COVERAGE")
    if not folder:
        return
    Path(folder).mkdir(parents=True, exist_ok=True)
    # Each process of each run has its own file.
    with (Path(folder) / f"{run}-{os.getpid()}.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps({"test": test, "coverage": world.coverage()}) + "\n")


@pytest.fixture(scope="session")
def sign_in_with() -> Callable[[Any, dict[str, Any]], None]:
    """Signs a browser context in to the console Account Admin. Override it for another app."""

    def sign_in(context: Any, session: dict[str, Any]) -> None:
        argument = json.dumps([list(session["session_storage"].items()), SIGNED_IN_MARKER])
        context.add_init_script(f"({SIGN_IN_SCRIPT})({argument})")

    return sign_in


@pytest.fixture
def as_user(
    world: World,
    mock_server: MockServer,
    request: pytest.FixtureRequest,
    sign_in_with: Callable[[Any, dict[str, Any]], None],
) -> Iterator[Callable[..., Any]]:
    """Opens a page with a user signed in, in a browser context of its own.

    Needs pytest-playwright. Pages open at ``--base-url``, or at the mock.
    """
    browser = request.getfixturevalue("browser")
    arguments = dict(request.getfixturevalue("browser_context_args"))
    if not arguments.get("base_url"):
        arguments["base_url"] = mock_server.url
        if not mock_server.has_app:
            raise RuntimeError(
                f"as_user() opens a page, but the mock at {mock_server.url} serves no app. Set MOCK_ASSETS "
                "to the folder with your built app, or --base-url to the address of your app."
            )
    one_clock = _options(request).get("one_clock", False)
    contexts: list[Any] = []

    def open_page(username: str, path: str = "/") -> Any:
        context = browser.new_context(**arguments)
        contexts.append(context)
        if one_clock:
            world.clock.follow(context)
        sign_in_with(context, {**world.issue_session(username), "username": username})
        page = context.new_page()
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        if one_clock:
            world.clock.unfollow(context)
        context.close()
