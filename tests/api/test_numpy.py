"""Results share the engine's memory with NumPy, Arrow, polars and pandas."""

import sys

import numpy as np
import pytest

import entropyk as ek


def address(array):
    return array.__array_interface__["data"][0]


@pytest.fixture
def result(founding):
    return founding.system.solve()


def test_views_are_read_only_and_of_one_buffer(result):
    for view in (result.state_vector, result.residual_history, result.states["p"]):
        assert not view.flags.writeable
        with pytest.raises(ValueError, match="read-only"):
            view[0] = 0.0
    assert address(result.state_vector) == address(result.state_vector)
    assert address(result.residual_history) == address(result.history["residual"])
    assert result.residual_history[-1] == result.final_residual


def test_state_vector_and_states_are_the_same_memory(result):
    n = len(result.states)
    for k, name in enumerate("mph"):
        assert address(result.states[name]) == address(result.state_vector) + 8 * k * n
        assert result.state_names[k * n] == f"e1.{name}"


def test_a_view_outlives_its_result(founding):
    vector = founding.system.solve().state_vector
    copy = vector.copy()
    for ua in (4000.0, 6000.0, 8000.0):
        founding.condenser.set_attr(UA=ua)
        founding.system.solve()
    assert np.array_equal(vector, copy)


def test_arrow_reads_the_same_memory(result):
    pa = pytest.importorskip("pyarrow")
    table = pa.table(result.states)
    assert table.column("p").chunk(0).buffers()[1].address == address(result.states["p"])
    assert table.schema.field("p").metadata == {b"unit": b"Pa"}
    assert table.column("phase").to_pylist() == result.states["phase"]
    assert pa.schema(result.states).names == result.states.column_names


def test_polars_reads_the_same_memory(result):
    pl = pytest.importorskip("polars")
    frame = pl.DataFrame(result.states)
    assert address(frame["p"].to_numpy(allow_copy=False)) == address(result.states["p"])
    assert frame["phase"].dtype == pl.Categorical
    assert result.to_polars().equals(frame)


def test_pandas_gets_writable_columns_or_shared_ones(result):
    pd = pytest.importorskip("pandas")
    frame = result.states.to_pandas()
    assert frame.attrs["units"]["p"] == "Pa"
    frame.loc[0, "p"] = 1.0
    assert result.states["p"][0] != 1.0
    shared = result.states.to_pandas(copy=False)
    assert address(shared["p"].to_numpy()) == address(result.states["p"])
    assert list(shared["phase"]) == result.states["phase"]
    assert isinstance(shared["phase"].dtype, pd.CategoricalDtype)


def test_pandas_reads_it_through_arrow(result):
    pd = pytest.importorskip("pandas")
    pytest.importorskip("pyarrow")
    frame = pd.DataFrame.from_arrow(result.states)
    assert np.array_equal(frame["h"], result.states["h"])


def test_missing_values_are_missing_in_frames_and_nan_in_numpy(result):
    pl = pytest.importorskip("polars")
    column = result.components["eta_s"]
    assert np.isnan(column[1])
    assert pl.DataFrame(result.components)["eta_s"].null_count() == 3


def test_an_unknown_column_is_named(result):
    with pytest.raises(KeyError, match="did you mean"):
        result.states["phases"]
    assert "p" in result.states
    assert "q" not in result.states


def test_html_shows_units(result):
    html = result.states._repr_html_()
    assert "<small>Pa</small>" in html
    assert "compressor" in html
    assert "COP" in result._repr_html_()


def test_performance_is_a_mapping(result):
    performance = dict(result.performance)
    assert performance["heat_in"] == result.performance.heat_in
    assert performance["cop_heating"] == pytest.approx(performance["cop_cooling"] + 1.0)
    with pytest.raises(KeyError, match="heat_in"):
        result.performance["cop"]


def test_importing_loads_no_frame_library():
    import subprocess

    code = (
        "import sys, entropyk\n"
        "frames = {'pandas', 'polars', 'pyarrow', 'matplotlib', 'CoolProp', 'pint'}\n"
        "print(sorted(frames & set(sys.modules)))"
    )
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "[]"


def test_the_import_is_light():
    """Importing costs less than 0.1 s more than NumPy; asserted with room for a busy machine."""
    import subprocess

    code = "import time, numpy; t = time.perf_counter(); import entropyk; print(time.perf_counter() - t)"
    times = [float(subprocess.check_output([sys.executable, "-c", code], text=True)) for _ in range(3)]
    print(f"import over NumPy: {min(times) * 1e3:.1f} ms")
    assert min(times) < 1.0


def test_version():
    assert ek.__version__.count(".") == 2
