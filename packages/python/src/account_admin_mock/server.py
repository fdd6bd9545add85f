"""A server that is started here, or one that runs already."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from types import TracebackType
from urllib.parse import urlsplit

from .control import message_of, send
from .program import find_program

ADVICE = "Start the mock there, or unset MOCK_URL to have one started."


class MockServer:
    """A server of the mock. Stops with this process, even if that is killed.

    ``MOCK_URL`` names a running server to use instead of starting one, ``MOCK_SERVER`` a program,
    and ``MOCK_ASSETS`` a folder with a built app to serve beside the API.
    """

    def __init__(self, *options: str) -> None:
        self._process: subprocess.Popen[str] | None = None
        named = os.environ.get("MOCK_URL")
        if named:
            self.url = read_address(named)
        else:
            self.url = self._start(options)
        self.has_app: bool = self._check()["has_app"]

    def _start(self, options: tuple[str, ...]) -> str:
        assets = os.environ.get("MOCK_ASSETS")
        if assets:
            options = ("--assets", assets, *options)
        if not {"--seed", "--watch-seed"} & set(options):
            # Each world has a seed of its own.
            options = ("--seed", "empty", *options)
        program = find_program()
        self._process = subprocess.Popen(
            [program, "--port", "0", "--until-stdin-closes", *options],
            # It stops when this pipe closes, which the system does for a killed process too.
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={**os.environ, "RUST_LOG": "error"},
            # Ctrl-C would reach it before the tests are done with it.
            start_new_session=sys.platform != "win32",
        )
        output = ""
        assert self._process.stdout is not None
        for line in self._process.stdout:
            output += line
            found = re.search(r"listening on (http:\S+)", line)
            if found:
                return found[1]
        raise RuntimeError(f"The mock {program} ended before it listened: {output.strip()}")

    def _check(self) -> dict[str, object]:
        """Checks that a mock runs at the address."""
        path = f"{self.url}/__mock/server"
        try:
            status, content = send("GET", path)
        except OSError as error:
            reason = f"nothing answers there: {error}"
            raise RuntimeError(f"MOCK_URL is {self.url}, but {reason}. {ADVICE}") from None
        if status == 200 and b'"account-admin-mock"' in content:
            return json.loads(content)
        shown = " ".join(message_of(content).split())[:200]
        raise RuntimeError(
            f"MOCK_URL is {self.url}, but GET {path} answers {status}: {shown} {ADVICE}"
        )

    def stop(self) -> None:
        """Stops the server, if it was started here."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            self._process.communicate()

    def __enter__(self) -> MockServer:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()


def read_address(text: str) -> str:
    """Reads ``localhost:8090`` or ``http://localhost:8090/__mock/docs/``. Returns the origin."""
    trimmed = text.strip()
    parts = urlsplit(trimmed if "://" in trimmed else f"http://{trimmed}")
    path_is_known = re.fullmatch(r"/?|/__mock(/.*)?", parts.path)
    if parts.scheme not in ("http", "https") or not parts.netloc or not path_is_known:
        raise RuntimeError(
            f"MOCK_URL is {text!r}, which is not the address of a mock: http://localhost:8090"
        )
    return f"{parts.scheme}://{parts.netloc}"
