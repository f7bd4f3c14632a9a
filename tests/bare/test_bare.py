"""The wheel as a user has it: NumPy, pandas and polars, no pyarrow, and no checkout around.

These tests run from a folder of their own, in an environment of their own: `make test-bare`.
"""

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

import entropyk as ek


def test_the_wheel_is_under_test():
    assert Path(ek.__file__).is_relative_to(sys.prefix)
    assert Path(ek.__file__).with_name("py.typed").exists()
    assert importlib.util.find_spec("pyarrow") is None


def test_importing_brings_no_optional_package():
    optional = ["pandas", "polars", "matplotlib", "pint", "CoolProp", "scipy", "tqdm"]
    code = f"import sys, entropyk; print(*[name for name in {optional} if name in sys.modules])"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == ""


def test_quantities_work():
    assert ek.Pressure(bar=1).to_kpa() == 100
    with pytest.raises(ek.ValidationError):
        ek.Temperature(kelvin=-1)
