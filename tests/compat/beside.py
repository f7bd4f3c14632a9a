"""Runs a script with entropyk and with TESPy, each in a process of its own."""

import json
import subprocess
import sys
from typing import Any

__all__ = ["steps_of"]


def steps_of(script: str, package: str) -> list[Any]:
    """What a script collects in `steps`, with one of the packages in the place of `{package}`."""
    code = script.replace("{package}", package) + "\nimport json\nprint(json.dumps(steps))\n"
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", code], stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])
