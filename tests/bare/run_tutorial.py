"""Runs a tutorial of TESPy as someone does who has installed `entropyk[tespy]` and nothing else."""

import os
import runpy
import sys
from importlib.metadata import distributions
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from tespy_source import UnreachableError, fetch

import entropyk
from entropyk.compat import install_tespy_alias

#: Coefficients of performance that TESPy 0.11.3 finds with `tutorial/basics/heat_pump.py`.
LAST_COP = {"T_source": 5.335461334998375, "T_sink": 1.8016485934953466, "eta_s": 3.6581868444332355}


def main() -> None:
    """Runs `basics/heat_pump.py`, and compares its last results with those of TESPy."""
    installed = {each.name.lower() for each in distributions()}
    assert "tespy" not in installed, "TESPy itself is installed here"
    assert not (Path(entropyk.__file__).parents[1] / "Cargo.toml").exists(), "this is the checkout"
    try:
        script = fetch() / "tutorial" / "basics" / "heat_pump.py"
    except UnreachableError as error:
        print(f"skipped: {error}")
        raise SystemExit(1 if os.environ.get("CI") else 0) from None
    install_tespy_alias()
    found = runpy.run_path(str(script))["COP"]
    for name, expected in LAST_COP.items():
        assert abs(found[name][-1] / expected - 1) < 1e-5, f"{name}: {found[name][-1]}, and TESPy finds {expected}"
    print("basics/heat_pump.py gives the results of TESPy")


if __name__ == "__main__":
    main()
