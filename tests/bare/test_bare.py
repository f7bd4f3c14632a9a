"""An installed wheel with NumPy, polars and pandas, without pyarrow, outside the checkout."""

import importlib.util
from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl
import pytest

import entropyk as ek


@pytest.fixture(scope="module")
def result():
    system = ek.System()
    compressor = system.add_component(ek.Compressor(coefficients=ek.Ahri540.named("2DF3-030E-TFC")))
    condenser = system.add_component(ek.Condenser(ua=5000.0))
    valve = system.add_component(ek.ExpansionValve())
    evaporator = system.add_component(ek.Evaporator(ua=3000.0))
    system.add_edge(compressor, condenser)
    system.add_edge(condenser, valve)
    system.add_edge(valve, evaporator)
    system.add_edge(evaporator, compressor)
    return system.finalize().solve()


def test_this_is_the_bare_environment():
    assert importlib.util.find_spec("pyarrow") is None
    assert importlib.util.find_spec("matplotlib") is None
    package = Path(ek.__file__).resolve().parent
    assert not (package.parent / "Cargo.toml").exists()
    assert (package / "plot" / "interactive.js").exists()


def test_the_founding_script_converges(result):
    assert result.status == "Converged"


def test_polars_needs_no_pyarrow(result):
    frame = pl.DataFrame(result.states)
    assert frame["p"].to_list() == result.states["p"].tolist()
    same = frame["p"].to_numpy(allow_copy=False).__array_interface__["data"][0]
    assert same == result.states["p"].__array_interface__["data"][0]


def test_pandas_needs_no_pyarrow(result):
    frame = result.states.to_pandas()
    assert isinstance(frame, pd.DataFrame)
    assert np.array_equal(frame["h"], result.states["h"])
    assert frame["connection"].tolist() == ["e1", "e2", "e3", "e4"]


def test_a_sweep_takes_a_pandas_frame_and_gives_one_back():
    frame = pd.DataFrame({"condenser.UA": [4000.0, 5000.0]}, index=["small", "large"])
    system = ek.System()
    parts = [ek.Compressor.from_ahri540("2DF3-030E-TFC"), ek.Condenser(ua=5000.0), ek.Valve(), ek.Evaporator(ua=3000.0)]
    parts = [system.add_component(part) for part in parts]
    for a, b in zip(parts, parts[1:] + parts[:1], strict=True):
        system.add_edge(a, b)
    back = system.finalize().sweep(frame).to_like(frame)
    assert back.loc["large", "compressor.P"] < back.loc["small", "compressor.P"]


def test_what_needs_an_extra_names_it(result):
    with pytest.raises(ImportError, match="pyarrow"):
        result.to_arrow()
    with pytest.raises(ImportError, match=r"entropyk\[plot\]"):
        result.plot.ph()
