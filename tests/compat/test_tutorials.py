"""TESPy's tutorials give the same states through the alias as with TESPy itself, after every solve."""

import os
from pathlib import Path

import pytest
from beside import states_of
from tespy_source import UnreachableError, fetch

#: Tutorials, with what makes those solve that only define a model.
TUTORIALS = {
    "basics/heat_pump": "None",
    "basics/rankine": "None",
    "basics/district_heating": "None",
    "basics/gas_turbine": "None",
    "advanced/starting_values": "None",
    "advanced/stepwise": "None",
    "heat_pump_exergy/heat_pump_model": 'HeatPumpModel("NH3").solve_model_design()',
}
#: Spellings of TESPy before 0.11, which it shows beside the new ones.
OLD = {"kA", "td_log", "zeta", "zeta1", "zeta2"}


@pytest.fixture(scope="session")
def tutorials() -> Path:
    pytest.importorskip("tespy")
    try:
        return fetch() / "tutorial"
    except UnreachableError as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(str(error))


@pytest.mark.parametrize("name", TUTORIALS)
def test_gives_the_states_of_tespy(name, tutorials, tmp_path):
    script = tutorials / f"{name}.py"
    ours, theirs = (states_of(script, package, tmp_path, TUTORIALS[name]) for package in ("entropyk", "tespy"))
    assert len(ours) == len(theirs) > 1
    for step, (mine, other) in enumerate(zip(ours, theirs, strict=True)):
        assert mine.keys() == other.keys()
        assert mine.pop("status") == other.pop("status")
        for label, values in other.items():
            for quantity in values.keys() - OLD:
                # Losses of 0 are what TESPy leaves of streams of 1e7 W.
                near = 0.1 if quantity.startswith("Q") else 1e-7
                expected = pytest.approx(values[quantity], rel=1e-5, abs=near)
                assert mine[label][quantity] == expected, f"{label}: {quantity} in solve {step}"
