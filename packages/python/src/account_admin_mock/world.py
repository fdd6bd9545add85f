"""A world of its own for one test: created before the test, deleted after it."""

from __future__ import annotations

import json
import time
from datetime import datetime, timedelta, timezone
from typing import Any
from urllib.parse import quote

from .control import ControlError, control, send
from .received import Requests

ROOM_TIMEOUT_S = 30
"""How long a test waits for room on a full server."""


class World:
    """An isolated platform with accounts, faults, gates, a clock and a journal of its own."""

    def __init__(self, url: str, id: str, personas: list[dict[str, Any]]) -> None:
        self.url = url
        self.id = id
        self.personas = personas
        self.faults = Faults(url, id)
        self.gates = Gates(url, id)
        self.clock = Clock(url, id)
        self.journal = Journal(url, id)
        self.expected_refusals: list[dict[str, Any]] = []
        self.seen_refusals: list[dict[str, str]] = []

    @classmethod
    def create(cls, url: str, **options: Any) -> World:
        """Creates a world. Waits for room if the server has as many as it holds."""
        deadline = time.monotonic() + ROOM_TIMEOUT_S
        while True:
            try:
                world = control(url, "POST", "/worlds", options)
                return cls(url, world["id"], world["personas"])
            except ControlError as error:
                if error.http_status != 503 or time.monotonic() > deadline:
                    raise
            # What Retry-After says.
            time.sleep(1)

    def fork(self) -> World:
        """Creates a world that starts with the current accounts of this one."""
        world = control(self.url, "POST", f"/worlds/{self.id}/fork", {})
        return World(self.url, world["id"], world["personas"])

    def export(self) -> dict[str, Any]:
        """Everything in the world, which ``World.open`` opens again."""
        return control(self.url, "GET", f"/worlds/{self.id}/export")

    @classmethod
    def open(cls, url: str, file: dict[str, Any], **options: Any) -> World:
        """Opens an exported world as it was."""
        return cls.create(url, **options, **{"from": file})

    def token(self, username: str) -> str:
        """The first token of a user, valid until the first password reset."""
        return f"mock.{self.id}.{quote(username, safe='').replace('~', '%7E')}"

    def issue_session(self, username: str) -> dict[str, Any]:
        """Issues a session for a user, with a token that is accepted now."""
        return control(self.url, "POST", f"{self._account(username)}/token")

    def revoke_tokens(self, username: str) -> None:
        """Revokes all tokens of a user, as a password reset does."""
        control(self.url, "DELETE", f"{self._account(username)}/token")

    def expect_refusal(self, **matcher: Any) -> None:
        """Expects the platform to refuse matching requests. Any other refusal fails the test."""
        self.expected_refusals.append(matcher)

    def call(
        self, method: str, path: str, *, as_: str = "admin", token: str | None = None, body: Any = None
    ) -> tuple[int, dict[str, Any]]:
        """Calls the Account API as a user. Returns the HTTP status and the envelope."""
        url = f"{self.url}/api/v1/accounts{path}"
        headers = {"Authorization": f"Bearer {token or self.token(as_)}"}
        status, content = send(method, url, body, headers)
        envelope = json.loads(content)
        if envelope.get("status") == "ERROR":
            seen = {"method": method, "path": f"/api/v1/accounts{path}", "msg": envelope["msg"]}
            self.seen_refusals.append(seen)
        return status, envelope

    def account(self, username: str) -> dict[str, Any]:
        """One account, with its type and groups."""
        return control(self.url, "GET", self._account(username))

    def update_account(self, username: str, **change: Any) -> dict[str, Any]:
        """Changes an account without the rules of the Account API."""
        return control(self.url, "PATCH", self._account(username), change)

    def put_group(self, kind: str, name: str, **group: list[str]) -> None:
        """Creates one of the ``teams`` or ``organizations``, or replaces its owners and members."""
        control(self.url, "PUT", f"/worlds/{self.id}/{kind}/{quote(name, safe='')}", group)

    def state(self) -> dict[str, Any]:
        """The complete state in the format of a seed, to compare before and after."""
        return control(self.url, "GET", f"/worlds/{self.id}/state")

    def coverage(self) -> dict[str, Any]:
        """How often each outcome of the contract has occurred."""
        return control(self.url, "GET", f"/worlds/{self.id}/coverage")

    def reset(self) -> None:
        """Restores the initial state, including the initial faults."""
        self.faults.record_hits()
        self.gates.record_hits()
        self.journal.keep_before_clearing()
        control(self.url, "POST", f"/worlds/{self.id}/reset")

    def has_received(self, *expected: str | dict[str, Any], timeout: float = 5) -> None:
        """Waits until these requests have come in this order, with any others between them."""
        Requests(self.journal, timeout).in_order(list(expected))

    def has_received_only(
        self, *expected: str | dict[str, Any], ignore: tuple[str, ...] = (), timeout: float = 5
    ) -> None:
        """Waits until these requests, and no others, have come in this order."""
        Requests(self.journal, timeout, ignore).exactly(list(expected))

    def remove(self) -> None:
        """Deletes the world."""
        control(self.url, "DELETE", f"/worlds/{self.id}")

    def _account(self, username: str) -> str:
        return f"/worlds/{self.id}/accounts/{quote(username, safe='')}"


class Fault:
    """An active fault."""

    def __init__(self, faults: Faults, id: str) -> None:
        self._faults = faults
        self.id = id

    def state(self) -> dict[str, Any]:
        """The current counters."""
        return control(self._faults.url, "GET", f"{self._faults.path}/{self.id}")

    def remove(self) -> None:
        """Removes the fault and releases the requests that it holds."""
        self._faults.record_hits()
        control(self._faults.url, "DELETE", f"{self._faults.path}/{self.id}")


class Faults:
    """The faults of a world: what fails, on which calls, and how often."""

    def __init__(self, url: str, world: str) -> None:
        self.url = url
        self.path = f"/worlds/{world}/faults"
        self._added: dict[str, dict[str, Any]] = {}
        self._hit: set[str] = set()

    def add(self, **spec: Any) -> Fault:
        """Adds a fault."""
        fault = control(self.url, "POST", self.path, spec)
        self._added[fault["id"]] = spec
        return Fault(self, fault["id"])

    def list(self) -> list[dict[str, Any]]:
        """All faults, including exhausted ones."""
        return control(self.url, "GET", self.path)

    def clear(self) -> None:
        """Removes all faults."""
        self.record_hits()
        control(self.url, "DELETE", self.path)

    def record_hits(self) -> None:
        """Notes which faults have triggered. Removing one loses its counters."""
        self._hit |= {fault["id"] for fault in self.list() if fault["triggered"] > 0}

    def unused(self) -> list[dict[str, Any]]:
        """The added faults that never triggered."""
        self.record_hits()
        return [spec for id, spec in self._added.items() if id not in self._hit]


class Gate:
    """A closed gate."""

    def __init__(self, gates: Gates, id: str) -> None:
        self._gates = gates
        self.id = id

    def wait_until_held(self, count: int = 1, timeout: float = 5) -> None:
        """Waits until the gate holds this many requests."""
        path = f"{self._gates.path}/{self.id}"
        control(self._gates.url, "GET", path, wait=count, timeout_ms=int(timeout * 1000))

    def release(self, count: int | None = None) -> int:
        """Releases held requests, all by default. The gate stays closed."""
        body = {} if count is None else {"count": count}
        path = f"{self._gates.path}/{self.id}/release"
        return control(self._gates.url, "POST", path, body)["released"]

    def held_calls(self) -> list[dict[str, Any]]:
        """The held requests. With their responses, if it holds them after their execution."""
        return control(self._gates.url, "GET", f"{self._gates.path}/{self.id}/held")

    def respond(self, body: Any, *, http_status: int = 200, sequence: int | None = None) -> int:
        """Releases held requests with this response, or the one with this sequence number."""
        return self._decide({"response": {"http_status": http_status, "body": body}}, sequence)

    def abort(self, sequence: int | None = None) -> int:
        """Breaks the connections of held requests, or of the one with this sequence number."""
        return self._decide({"abort": True}, sequence)

    def _decide(self, decision: dict[str, Any], sequence: int | None) -> int:
        body = decision if sequence is None else {**decision, "sequence": sequence}
        path = f"{self._gates.path}/{self.id}/release"
        return control(self._gates.url, "POST", path, body)["released"]

    def open(self) -> None:
        """Opens the gate for good."""
        self._gates.record_hits()
        control(self._gates.url, "DELETE", f"{self._gates.path}/{self.id}")


class Gates:
    """The gates of a world, which hold requests."""

    def __init__(self, url: str, world: str) -> None:
        self.url = url
        self.path = f"/worlds/{world}/gates"
        self._closed: dict[str, dict[str, Any]] = {}
        self._hit: set[str] = set()

    def close(self, **spec: Any) -> Gate:
        """Closes a gate for matching requests."""
        gate = control(self.url, "POST", self.path, spec)
        self._closed[gate["id"]] = spec
        return Gate(self, gate["id"])

    def record_hits(self) -> None:
        """Notes which gates have held a request. Opening one loses its counter."""
        gates = control(self.url, "GET", self.path)
        self._hit |= {gate["id"] for gate in gates if gate["total_held"] > 0}

    def unused(self) -> list[dict[str, Any]]:
        """The closed gates that never held a request."""
        self.record_hits()
        return [spec for id, spec in self._closed.items() if id not in self._hit]


class Clock:
    """The clock of a world, in seconds since the epoch. It never goes back."""

    def __init__(self, url: str, world: str) -> None:
        self._url = url
        self._path = f"/worlds/{world}/clock"
        # The clocks of pages that move with this one.
        self._followers: list[Any] = []

    def now(self) -> int:
        """The time."""
        return self._state()["now"]

    def freeze(self, at: int | None = None) -> None:
        """Freezes the clock, at the given time or at the current one."""
        if at is None and self._followers:
            state = self._state()
            # A running page is up to a second ahead of whole seconds, and cannot go back either.
            at = state["now"] if state["frozen"] else state["now"] + 1
        now = self._change({"freeze": True if at is None else at})["now"]
        for clock in self._followers:
            clock.pause_at(datetime.fromtimestamp(now, timezone.utc))

    def resume(self, start: int | None = None) -> None:
        """Resumes the clock, from the given time or from the current one."""
        before = self._state()["now"] if self._followers else 0
        self._change({"resume": True if start is None else start})
        if start is not None:
            self._forward(start - before)
        for clock in self._followers:
            clock.resume()

    def advance(self, seconds: int) -> None:
        """Advances the clock by this many seconds."""
        self._change({"advance": seconds})
        self._forward(seconds)

    def follow(self, page: Any) -> None:
        """Sets the clock of a Playwright page or context to this one. From then on, both move together.

        Timers that are due in the page fire, each once. Call it before the page is loaded.
        ``World.reset`` takes only the world back.
        """
        state = self._state()
        now = datetime.fromtimestamp(state["now"], timezone.utc)
        # A clock can only be paused at a time that is still to come.
        page.clock.install(time=now - timedelta(seconds=1) if state["frozen"] else now)
        if state["frozen"]:
            page.clock.pause_at(now)
        self._followers.append(page.clock)

    def unfollow(self, page: Any) -> None:
        """Stops moving the clock of a page that is closed."""
        if page.clock in self._followers:
            self._followers.remove(page.clock)

    def _forward(self, seconds: int) -> None:
        if seconds > 0:
            for clock in self._followers:
                clock.fast_forward(seconds * 1000)

    def _state(self) -> dict[str, Any]:
        return control(self._url, "GET", self._path)

    def _change(self, change: dict[str, Any]) -> dict[str, Any]:
        return control(self._url, "PATCH", self._path, change)


class Journal:
    """The journal of a world: every request and its outcome."""

    def __init__(self, url: str, world: str) -> None:
        self._url = url
        self._path = f"/worlds/{world}/journal"
        self._kept: list[dict[str, Any]] = []

    def entries(self, **filter: Any) -> list[dict[str, Any]]:
        """The matching requests, the oldest one first."""
        return control(self._url, "GET", self._path, limit=1000, **filter)["entries"]

    def count(self, **filter: Any) -> int:
        """The number of matching requests."""
        return len(self.entries(**filter))

    def wait_for(self, count: int = 1, timeout: float = 5, **filter: Any) -> list[dict[str, Any]]:
        """Waits until this many matching requests have come."""
        query = {"wait": count, "timeout_ms": int(timeout * 1000), **filter}
        return control(self._url, "GET", self._path, **query)["entries"]

    def follow(self, after: int | None, timeout: float) -> dict[str, Any]:
        """Waits until the journal has changed, and returns the page with its revision."""
        query = {"limit": 1000, "changed_since": after, "timeout_ms": int(timeout * 1000)}
        return control(self._url, "GET", self._path, **query)

    def keep_before_clearing(self) -> None:
        """Keeps what a reset clears, for the strict rules."""
        self._kept += self.entries()

    def everything(self) -> list[dict[str, Any]]:
        """All requests, with those before a reset."""
        return self._kept + self.entries()
