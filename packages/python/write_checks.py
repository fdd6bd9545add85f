"""Writes the tests that scripts/check-wheel runs into the current folder: write_checks.py PAGE…"""

import re
import sys
from pathlib import Path

for page in sys.argv[1:]:
    text = Path(page).read_text(encoding="utf-8")
    for file, code in re.findall(r"<!-- (\S+) -->\n\n```python\n(.*?)```", text, re.DOTALL):
        Path(file).write_text(code, encoding="utf-8")

Path("test_gates.py").write_text(
    '''
import threading


def held(world, statuses, after_execution):
    """Calls the platform in a thread, and returns the gate that holds the call."""
    gate = world.gates.close(operation="disable", after_execution=after_execution)
    threading.Thread(target=lambda: statuses.append(world.call("POST", "/member/disable"))).start()
    gate.wait_until_held()
    return gate


def test_a_held_response_is_edited(world):
    statuses = []
    gate = held(world, statuses, after_execution=True)
    [call] = gate.held_calls()
    assert call["response"] == {"http_status": 200, "body": {"status": "OK"}}
    assert gate.respond({"status": "OK", "more": 1}, http_status=201, sequence=call["sequence"]) == 1
    world.journal.wait_for(http_status=201)
    assert world.account("member")["state"] == "disabled"


def test_a_held_call_is_aborted(world):
    errors = []

    def call():
        try:
            world.call("POST", "/member/disable")
        except OSError as error:
            errors.append(error)

    gate = world.gates.close(operation="disable")
    thread = threading.Thread(target=call)
    thread.start()
    gate.wait_until_held()
    assert gate.abort() == 1
    thread.join()
    assert len(errors) == 1
    assert world.account("member")["state"] == "active"
''',
    encoding="utf-8",
)

Path("conftest.py").write_text(
    '''
import os

import pytest

pytest_plugins = ["pytester"]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    # The sandbox does not start as root in containers.
    more = {"executable_path": os.environ["CHROMIUM"], "args": ["--no-sandbox"]}
    return {**browser_type_launch_args, **more}
''',
    encoding="utf-8",
)

# Each rule fails a test that breaks it, and says why.
Path("test_strict.py").write_text(
    '''
import pytest
from account_admin_mock import RequestNotReceived, World
from account_admin_mock.control import send

CASES = {
    "unused_faults": ('world.faults.add(effect="hang")', 'never triggered (rule unused_faults):*"hang"*'),
    "unused_gates": ('world.gates.close(operation="disable")', "never held a request (rule unused_gates)*"),
    "unexpected_refusals": (
        'send("POST", f"{world.url}/api/v1/accounts/nobody/disable", headers=headers)',
        "refused these requests (rule unexpected_refusals):*",
    ),
    "unknown_routes": (
        'send("GET", f"{world.url}/api/v1/accounts/users", headers=headers)',
        "have no route (rule unknown_routes)*",
    ),
}
BODY = """
import pytest
from account_admin_mock.control import send

{marker}
def test_it(world):
    headers = {{"Authorization": f"Bearer {{world.token('admin')}}"}}
    {statement}
"""


@pytest.mark.parametrize("rule", CASES)
def test_a_broken_rule_fails_a_test_unless_it_is_off(pytester, rule):
    statement, message = CASES[rule]
    pytester.makepyfile(BODY.format(marker="", statement=statement))
    result = pytester.runpytest_subprocess()
    result.assert_outcomes(passed=1, errors=1)
    assert message.partition("*")[0] in result.stdout.str()

    marker = f"@pytest.mark.mock(strict={{'{rule}': False}})"
    pytester.makepyfile(BODY.format(marker=marker, statement=statement))
    pytester.runpytest_subprocess().assert_outcomes(passed=1)


def test_an_expected_refusal_is_none(world):
    world.expect_refusal(operation="disable", branch="user_not_found")
    headers = {"Authorization": f"Bearer {world.token('admin')}"}
    send("POST", f"{world.url}/api/v1/accounts/nobody/disable", headers=headers)


def test_what_was_not_received_is_explained(world):
    world.call("POST", "/member/disable")
    with pytest.raises(RequestNotReceived) as caught:
        world.has_received({"operation": "disable", "account": "janedoe1"}, timeout=0)
    assert "Closest: disable member by admin" in str(caught.value)
    with pytest.raises(RequestNotReceived, match="but also: disable member by admin"):
        world.has_received_only(timeout=0)


def test_a_gate_holds_requests_and_the_clock_moves(world):
    world.clock.freeze(world.clock.now() + 60)
    now = world.clock.now()
    world.clock.advance(10)
    assert world.clock.now() == now + 10
    gate = world.gates.close(operation="disable", after_execution=True)
    from threading import Thread

    request = Thread(target=world.call, args=("POST", "/member/disable"))
    request.start()
    gate.wait_until_held()
    assert world.account("member")["state"] == "disabled"
    assert gate.release() == 1
    request.join()
    assert len(world.journal.wait_for(operation="disable")) == 1


def test_an_exported_world_opens_again(world):
    world.update_account("member", state="disabled")
    other = World.open(world.url, world.export())
    assert other.account("member")["state"] == "disabled"
    other.remove()
''',
    encoding="utf-8",
)

# Without pytest; and the errors about addresses.
Path("server_alone.py").write_text(
    '''
import os

from account_admin_mock import MockServer, World

with MockServer("--seed", "demo") as server:
    world = World.create(server.url, seed="demo")
    assert world.call("GET", "/a%2Fb/type", as_="admin")[1]["msg"] == "Account (a/b) not found"
    os.environ["MOCK_URL"] = server.url.removeprefix("http://") + "/__mock/docs/"
    assert MockServer().url == server.url
for address, problem in [(server.url, "nothing answers there"), ("ftp://x", "is not the address of a mock")]:
    os.environ["MOCK_URL"] = address
    try:
        MockServer()
    except RuntimeError as error:
        assert problem in str(error), error
    else:
        raise AssertionError(address)
''',
    encoding="utf-8",
)
