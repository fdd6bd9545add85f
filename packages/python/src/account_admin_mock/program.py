"""Finds the program of the mock server, and runs it in the foreground."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def find_program() -> str:
    """The program named by ``MOCK_SERVER``, or the one in this package."""
    extension = ".exe" if sys.platform == "win32" else ""
    named = os.environ.get("MOCK_SERVER")
    if named:
        for path in (named, named + extension):
            if Path(path).is_file():
                return path
        raise FileNotFoundError(
            f"MOCK_SERVER is {named}, but there is no such file. Build the mock, or unset it."
        )
    program = Path(__file__).with_name(f"mock-server{extension}")
    if program.is_file():
        return str(program)
    raise FileNotFoundError(
        "This package has no program of the mock for this platform. Set MOCK_SERVER to one that you "
        "have built (cargo build --release -p mock-server), or MOCK_URL to the address of a running "
        "mock."
    )


def main() -> int:
    """Runs the mock with the arguments of the command line."""
    try:
        program = find_program()
    except FileNotFoundError as error:
        print(f"account-admin-mock: {error}", file=sys.stderr)
        return 1
    if sys.platform == "win32":
        return subprocess.call([program, *sys.argv[1:]])
    # Signals then reach the server itself.
    os.execv(program, [program, *sys.argv[1:]])
