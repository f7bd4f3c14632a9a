"""The example of the migration page gives what TESPy gives, in a process of its own, up to where TESPy ends."""

import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "migration_from_tespy.py"


def printed(script: str, folder: Path) -> dict[str, list[float]]:
    """The numbers that a script prints after its tables, by the first words of the line."""
    path = folder / "script.py"
    path.write_text(script)
    run = subprocess.run([sys.executable, "-W", "ignore", path], capture_output=True, text=True, check=True)
    lines = [line for line in run.stdout.splitlines() if line.startswith(("COP", "T at", "evaporation", "d(power)"))]
    numbers = {}
    for line in lines:
        name, _, rest = line.partition(":")
        words = rest.replace(",", " ").split()
        numbers[name] = [float(word) for word in words if word.replace(".", "").lstrip("-").isdigit()]
    return numbers


def test_only_imports_change(tmp_path):
    pytest.importorskip("tespy")
    script = EXAMPLE.read_text()
    ours = printed(script, tmp_path)
    common = script.partition("# What TESPy does not have")[0]
    theirs = printed(common.replace("from entropyk.", "from tespy."), tmp_path)
    assert theirs.keys() < ours.keys()
    assert {name: ours[name] for name in theirs} == theirs
    assert len(ours) == len(theirs) + 4
