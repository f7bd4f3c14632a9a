"""Writes `docs/benchmarks.md`: `make benchmarks` runs every benchmark of the project and keeps what it prints."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np

import entropyk as ek

HERE = Path(__file__).resolve().parent
SCRIPTS = HERE.parent / "tests" / "benchmarks"

HEAD = f"""# Benchmarks

Written by `make benchmarks`, on a machine with {os.cpu_count()} cores: entropyk {ek.__version__}, Python
{sys.version.split()[0]}, NumPy {np.__version__}. Ratios count; both sides of each were measured side by side, and their
answers compared before any time was printed.
"""

BENCHMARKS = {
    "compare_tespy.py": "One refrigeration cycle, beside TESPy",
    "compare_networks.py": "Models of TESPy's tutorials and tests, beside TESPy",
    "chain.py": "Chains of pipes, exchangers and valves, beside TESPy",
    "compare_coolprop.py": "Properties, beside CoolProp",
}


def section(script: str, title: str) -> str:
    """What a benchmark says about itself, and what it prints."""
    text = (SCRIPTS / script).read_text(encoding="utf-8")
    about = text.split('"""')[1].strip()
    done = subprocess.run([sys.executable, SCRIPTS / script], capture_output=True, text=True, check=True)
    return f"## {title}\n\n{about}\n\n```text\n{done.stdout.rstrip()}\n```\n"


def main() -> None:
    """Writes the page."""
    sections = [section(script, title) for script, title in BENCHMARKS.items()]
    (HERE / "benchmarks.md").write_text("\n".join([HEAD, *sections]), encoding="utf-8")


if __name__ == "__main__":
    main()
