"""What fails a test at its end although it passed: it set something up that nothing used, or the
platform saw a request that the test did not mean."""

from __future__ import annotations

import json
from typing import Any

from .received import Entry, describe, differences
from .world import World

RULES = ("unused_faults", "unused_gates", "unexpected_refusals", "unknown_routes")
"""The rules, each of which can be turned off by name."""

UNKNOWN_ROUTE = ("route_not_found", "method_not_allowed")


class StrictError(AssertionError):
    """A test has broken strict rules."""


def check(world: World, off: set[str], always_expected: list[dict[str, Any]]) -> None:
    """Raises a StrictError if a rule that is on is broken."""
    unknown_names = off - set(RULES)
    if unknown_names:
        raise ValueError(f"There is no strict rule {unknown_names}. There are {', '.join(RULES)}")
    broken: list[str] = []

    def report(rule: str, what: str, cases: list[str]) -> None:
        if cases and rule not in off:
            broken.append(f"{what} (rule {rule}):" + "".join(f"\n    {case}" for case in cases))

    as_json = [json.dumps(spec, ensure_ascii=False) for spec in world.faults.unused()]
    report("unused_faults", "These faults never triggered", as_json)
    as_json = [json.dumps(spec, ensure_ascii=False) for spec in world.gates.unused()]
    report("unused_gates", "These gates never held a request", as_json)

    refused = _without_seen(world)
    unknown = [entry for entry in refused if entry["branch"] in UNKNOWN_ROUTE]
    report("unknown_routes", "These requests have no route", [describe(entry) for entry in unknown])
    expected = always_expected + world.expected_refusals
    unexpected = [
        f"{describe(entry)}: {entry['msg']}"
        for entry in refused
        if entry not in unknown and not any(_matches(entry, matcher) for matcher in expected)
    ]
    report("unexpected_refusals", "The platform refused these requests", unexpected)
    if broken:
        raise StrictError(
            "The test passed, but not strictly.\n\n" + "\n\n".join(broken) + "\n\n"
            "Expect a refusal with world.expect_refusal(…). Turn a rule off with "
            '@pytest.mark.mock(strict={"<rule>": False}), or all with strict=False.'
        )


def _without_seen(world: World) -> list[Entry]:
    """The refusals by the platform itself, without those that ``world.call`` has returned."""
    seen = list(world.seen_refusals)
    refused: list[Entry] = []
    for entry in world.journal.everything():
        # What a fault responds is no refusal: it has no branch of the contract.
        if entry["status"] != "ERROR" or entry["branch"] is None:
            continue
        own = next((call for call in seen if _is_same(call, entry)), None)
        if own is None:
            refused.append(entry)
        else:
            seen.remove(own)
    return refused


def _is_same(call: dict[str, str], entry: Entry) -> bool:
    is_path = call["method"] == entry["method"] and call["path"] == entry["path"]
    return is_path and call["msg"].startswith(entry["msg"] or "")


def _matches(entry: Entry, matcher: dict[str, Any]) -> bool:
    fields = dict(matcher)
    msg = fields.pop("msg", "")
    return msg in (entry["msg"] or "") and not differences(entry, fields)
