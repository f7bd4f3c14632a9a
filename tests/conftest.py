"""What several folders of tests need."""

import importlib.util
import json
import subprocess
import sys
from functools import cache

import pytest

pytest_plugins = ["tests.validation"]


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config):
    """Compares pictures wherever pytest-mpl is there to do it."""
    if config.pluginmanager.hasplugin("pytest_mpl"):
        config.option.mpl = True
    else:
        config.addinivalue_line("markers", "mpl_image_compare: compares a figure with a picture")


@cache
def _run(script: str) -> str:
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()[-1]


@pytest.fixture(scope="session")
def tespy():
    """Runs a script with TESPy in a process of its own, where no alias is in its way; it prints one line of JSON."""
    if importlib.util.find_spec("tespy") is None:
        pytest.skip("TESPy is not installed")
    return lambda script: json.loads(_run(script))
