"""A client of the control API, below ``/__mock``. Uses the standard library alone."""

from __future__ import annotations

import json
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import ProxyHandler, Request, build_opener

TIMEOUT_S = 70
"""Longer than the control API waits for a request."""

# A proxy of the environment would not reach a mock on this machine.
_opener = build_opener(ProxyHandler({}))


class ControlError(Exception):
    """A refusal of the control API. The message is the mock's own."""

    def __init__(self, message: str, http_status: int) -> None:
        super().__init__(message)
        self.http_status = http_status


def send(
    method: str, url: str, body: Any = None, headers: dict[str, str] | None = None
) -> tuple[int, bytes]:
    """Sends a request, and returns the HTTP status and the body, whatever the status is."""
    data = None if body is None else json.dumps(body).encode()
    request = Request(url, data=data, method=method, headers=headers or {})
    if data is not None:
        request.add_header("Content-Type", "application/json")
    try:
        with _opener.open(request, timeout=TIMEOUT_S) as response:
            return response.status, response.read()
    except HTTPError as error:
        with error:
            return error.code, error.read()


def control(url: str, method: str, path: str, body: Any = None, **query: Any) -> Any:
    """Calls the control API and returns the JSON that it sends."""
    set_fields = {name: value for name, value in query.items() if value is not None}
    suffix = f"?{urlencode(set_fields)}" if set_fields else ""
    status, content = send(method, f"{url}/__mock{path}{suffix}", body)
    if status >= 400:
        raise ControlError(f"{method} /__mock{path}: {message_of(content)}", status)
    return json.loads(content) if content else None


def message_of(content: bytes) -> str:
    """The ``msg`` of an ERROR envelope, or the text if it is none."""
    text = content.decode(errors="replace")
    try:
        return json.loads(text)["msg"]
    except (ValueError, KeyError, TypeError):
        return text
