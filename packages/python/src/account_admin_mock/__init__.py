"""Fixtures for the mock of the Account API, with pytest and with Playwright.

The pytest plugin gives each test a ``world``: a platform of its own on a shared server. Without
pytest, ``MockServer`` starts a server and ``World`` creates worlds on it.
"""

from .control import ControlError
from .received import RequestNotReceived
from .server import MockServer
from .strict import StrictError
from .world import Clock, Fault, Faults, Gate, Gates, Journal, World

__all__ = [
    "Clock",
    "ControlError",
    "Fault",
    "Faults",
    "Gate",
    "Gates",
    "Journal",
    "MockServer",
    "RequestNotReceived",
    "StrictError",
    "World",
]
