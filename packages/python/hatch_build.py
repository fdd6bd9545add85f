"""Tags the wheel with the platform of the program in it."""

import os

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ProgramTag(BuildHookInterface):
    """The wheel has a program, but no extension modules: it works with every Python."""

    def initialize(self, version, build_data):
        build_data["pure_python"] = False
        build_data["tag"] = f"py3-none-{os.environ.get('WHEEL_PLATFORM', 'linux_x86_64')}"
