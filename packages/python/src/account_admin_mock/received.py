"""Compares what a world has received with what a test expects, and waits for it."""

from __future__ import annotations

import json
import time
from typing import Any, Protocol

MAX_SHOWN_CHARS = 200

Entry = dict[str, Any]


class RequestNotReceived(AssertionError):
    """A world has not received what was expected."""


class FollowedJournal(Protocol):
    """A journal that tells when it changes."""

    def follow(self, after: int | None, timeout: float) -> dict[str, Any]:
        """Returns its entries and its revision, once it has another one."""


class Requests:
    """The requests in a journal, as they come."""

    def __init__(self, journal: FollowedJournal, timeout: float, ignore: tuple[str, ...] = ()) -> None:
        self._journal = journal
        self._timeout = timeout
        self._ignore = ignore

    def in_order(self, expected: list[str | Entry]) -> None:
        """Waits until the expected requests have come in order, with others between them."""
        self._wait(expand(expected), _missing_in_order)

    def exactly(self, expected: list[str | Entry]) -> None:
        """Waits until the expected requests have come, and no others."""
        self._wait(expand(expected), _missing_exactly)

    def _wait(self, expected: list[Entry], compare: Any) -> None:
        deadline = time.monotonic() + self._timeout
        revision = None
        while True:
            # The first response comes at once.
            page = self._journal.follow(revision, max(0.0, deadline - time.monotonic()))
            revision = page["revision"]
            entries = [entry for entry in page["entries"] if entry["operation"] not in self._ignore]
            problem = compare(entries, expected)
            if problem is None:
                return
            if time.monotonic() >= deadline:
                received = "\n".join(f"  {describe(entry)}" for entry in entries) or "  nothing"
                raise RequestNotReceived(f"{problem}\nReceived:\n{received}")


def expand(expected: list[str | Entry]) -> list[Entry]:
    """Expected requests, each as often as its ``times`` says."""
    single: list[Entry] = []
    for item in expected:
        fields = {"operation": item} if isinstance(item, str) else dict(item)
        single += [fields] * fields.pop("times", 1)
    return single


def _missing_in_order(entries: list[Entry], expected: list[Entry]) -> str | None:
    start = 0
    for number, fields in enumerate(expected, 1):
        rest = entries[start:]
        at = next((at for at, entry in enumerate(rest) if not differences(entry, fields)), None)
        if at is None:
            problem = f"Request {number} of {len(expected)} was not received: {_show(fields)}"
            return problem + _closest(rest, fields)
        start += at + 1
    return None


def _missing_exactly(entries: list[Entry], expected: list[Entry]) -> str | None:
    for number, fields in enumerate(expected):
        if number >= len(entries) or differences(entries[number], fields):
            problem = f"Request {number + 1} of {len(expected)} was not received: {_show(fields)}"
            return problem + _closest(entries[number : number + 1], fields)
    if len(entries) > len(expected):
        return f"All expected requests were received, but also: {describe(entries[len(expected)])}"
    return None


def _closest(entries: list[Entry], fields: Entry) -> str:
    if not entries:
        return ""
    closest = min(entries, key=lambda entry: len(differences(entry, fields)))
    lines = "".join(f"\n  {line}" for line in differences(closest, fields))
    return f"\nClosest: {describe(closest)}. It differs in{lines}"


def differences(entry: Entry, expected: Entry) -> list[str]:
    """How an entry differs from what is expected: one line for each difference."""
    lines: list[str] = []
    for field, want in expected.items():
        if field in ("request_body", "response_body"):
            lines += _body_differences(field, entry[field], want)
            continue
        got = entry["accounts" if field == "account" else "faults" if field == "fault" else field]
        is_equal = want in got if field in ("account", "fault") else got in _as_list(want)
        if not is_equal:
            lines.append(f"{field}: expected {_show(want)}, received {_show(got)}")
    return lines


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _body_differences(path: str, actual: Any, expected: Any) -> list[str]:
    """The differences of a value from what is expected. Objects may have further fields."""
    if isinstance(expected, dict) and isinstance(actual, dict):
        nested = (
            _body_differences(f"{path}.{name}", actual.get(name), value)
            for name, value in expected.items()
        )
        return [line for lines in nested for line in lines]
    # The expected value compares itself, so that those of pytest.approx and mock.ANY work.
    if expected == actual:
        return []
    return [f"{path}: expected {_show(expected)}, received {_show(actual)}"]


def describe(entry: Entry) -> str:
    """A request in one line: ``disable member by admin``."""
    by = f"by {entry['caller'] or 'nobody'}"
    if entry["operation"] is None:
        return f"{entry['method']} {entry['path']} {by}"
    return " ".join(filter(None, [entry["operation"], ", ".join(entry["accounts"][:3]), by]))


def _show(value: Any) -> str:
    text = json.dumps(value, default=repr, ensure_ascii=False)
    return text if len(text) <= MAX_SHOWN_CHARS else f"{text[:MAX_SHOWN_CHARS]}…"
