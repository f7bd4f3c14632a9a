"""The recipes of docs/guide/scale-out.md run as they stand, and give what a sweep here gives."""

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[2] / "docs" / "guide" / "scale-out.md"

BEFORE = """
import numpy as np
import pyarrow as pa

import entropyk as ek


def machine(fluid):
    system = ek.System(fluid, units="engineering")
    parts = (ek.Compressor(eta_s=0.7), ek.Condenser(), ek.ExpansionValve(), ek.Evaporator(Q=10.0))
    compressor, condenser, valve, evaporator = (system.add_component(part) for part in parts)
    system.add_edge(compressor, condenser)
    system.add_edge(condenser, valve, label="liquid", T_bubble=45.0, td_bubble=3.0)
    system.add_edge(valve, evaporator)
    system.add_edge(evaporator, compressor, label="suction", T_dew=0.0, td_dew=5.0)
    return system.finalize()


system = machine("R290")
points = ek.grid({"suction.T_dew": np.linspace(-20, 10, 11), "liquid.T_bubble": np.linspace(30, 60, 10)})
here = system.sweep(points, ["cop_cooling", "compressor.P"])
"""

AFTER = """
for name, other in (("cop_cooling", "cop"), ("compressor.P", "power")):
    found = np.asarray(table[other if other in table.columns else name])
    assert np.allclose(np.sort(found), np.sort(here[name]), rtol=1e-9, atol=0.0), name
assert len(table) == len(here)
print("the same")
"""


def blocks(kind):
    """Code of the page: of a class, or without one."""
    text = PAGE.read_text(encoding="utf-8")
    if kind is None:
        return re.findall(r"^```python\n(.*?)^```", text, flags=re.DOTALL | re.MULTILINE)
    pattern = rf"^```\{{code-block\}} python\n:class: {kind}\n\n(.*?)^```"
    return re.findall(pattern, text, flags=re.DOTALL | re.MULTILINE)


def run(code, **environment):
    """Runs code in a process of its own."""
    options = {"capture_output": True, "text": True, "timeout": 300, "check": False}
    done = subprocess.run([sys.executable, "-c", code], env=os.environ | environment, **options)
    assert done.returncode == 0, done.stderr[-4000:]
    return done.stdout


@pytest.mark.filterwarnings("ignore")
def test_dask_pools_and_joblib():
    pytest.importorskip("distributed")
    pytest.importorskip("joblib")
    code = [BEFORE, *blocks(None)]
    assert len(code) == 4
    check = "assert table.to_arrow().equals(here.to_arrow()) and same.to_arrow().equals(here.to_arrow())\n"
    check += "assert [fluid for fluid, _ in found] == ['R290', 'R600a', 'R717'] and found[0][1] > 3\nprint('the same')"
    assert "the same" in run("\n".join([*code, check]))


def test_ray():
    if importlib.util.find_spec("ray") is None:
        pytest.skip("Ray is not installed: pip install 'ray[data]'")
    (code,) = blocks("ray")
    start = "import ray\nray.init(num_cpus=2, include_dashboard=False, log_to_driver=False)\n"
    assert "the same" in run(BEFORE + start + code + AFTER, RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO="0")


def test_spark():
    if importlib.util.find_spec("pyspark") is None or shutil.which("java") is None:
        pytest.skip("Spark needs pyspark and Java: pip install pyspark; apt install default-jre-headless")
    (code,) = blocks("spark")
    local = {"SPARK_LOCAL_IP": "127.0.0.1", "PYSPARK_PYTHON": sys.executable}
    assert "the same" in run(BEFORE + code + AFTER, **local)
