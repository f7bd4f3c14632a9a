"""Tables: every one to every kind of frame and back, without a copy where none is needed."""

import io

import numpy as np
import pandas as pd
import polars as pl
import pytest

import entropyk as ek
from entropyk.sweep import columns_of

pa = pytest.importorskip("pyarrow")


def address(array):
    return array.__array_interface__["data"][0]


@pytest.fixture
def tables(founding):
    result = founding.system.solve()
    swept = founding.system.sweep({"condenser.UA": [4000.0, 5000.0, 6000.0, -1.0]}, outputs="all")
    fluid = ek.Fluid("R134a")
    return {
        "states": result.states,
        "components": result.components,
        "history": result.history,
        "sections": result.sections("condenser"),
        "jacobian": result.jacobian(),
        "variables": result.report().variables,
        "sweep": swept,
        "props": fluid.props(["T", "s"], p=1e5, h=np.array([2.5e5, 4.5e5])),
        "fluids": ek.fluids(),
    }


KINDS = ["states", "components", "history", "sections", "jacobian", "variables", "sweep", "props", "fluids"]


def numbers(table):
    return [name for name in table.column_names if isinstance(table[name], np.ndarray)]


@pytest.mark.parametrize("kind", KINDS)
def test_every_table_has_the_same_face(tables, kind):
    table = tables[kind]
    assert len(table) > 0
    assert set(table.units) <= set(table.column_names)
    assert table.column(table.column_names[0]) is not None
    assert pa.schema(table).names == table.column_names
    assert table._repr_html_().count("<th>") == len(table.column_names)
    reader = pa.RecordBatchReader.from_stream(table)
    assert [batch.num_rows for batch in reader] == [len(table)]
    assert not [name for name in table.column_names if name.endswith("_unit")]


@pytest.mark.parametrize("kind", KINDS)
def test_numbers_are_shared_with_every_library(tables, kind):
    table = tables[kind]
    arrow, polars, pandas = pa.table(table), pl.DataFrame(table), table.to_pandas(copy=False)
    assert table.to_arrow().equals(arrow)
    for name in numbers(table):
        place = address(table[name])
        assert address(table.column(name)) == place
        assert address(np.asarray(table[name])) == place
        assert arrow.column(name).num_chunks == 1
        assert arrow.column(name).chunk(0).buffers()[1].address == place
        assert pa.chunked_array(polars[name]).chunk(0).buffers()[1].address == place
        assert address(pandas[name].to_numpy()) == place
        assert address(table.to_pandas()[name].to_numpy()) != place
    writable = table.to_pandas()
    writable[numbers(table)] = 0.0
    assert not all(np.all(table[name] == 0.0) for name in numbers(table))


def test_the_result_as_a_frame_is_that_of_its_states(founding):
    result = founding.system.solve()
    place = address(result.states["h"])
    assert address(result.to_pandas(copy=False)["h"].to_numpy()) == place
    assert address(result.to_polars()["h"].to_numpy(allow_copy=False)) == place
    assert result.to_arrow().column("h").chunk(0).buffers()[1].address == place
    assert address(result.to_numpy()) == address(result.state_vector)


def test_units_are_metadata_of_fields_and_attributes_of_frames(tables):
    table = tables["states"]
    assert pa.table(table).schema.field("h").metadata[b"unit"] == table.units["h"].encode()
    frame = table.to_pandas()
    assert frame.attrs["units"] == table.units
    assert frame[frame["p"] > 0].attrs["units"] == table.units


def test_failed_rows_are_missing_in_frames_and_nan_beneath(tables):
    table = tables["sweep"]
    assert table["status"][3] != "Converged"
    for name in ("compressor.P", "e1.T"):
        np.testing.assert_array_equal(np.isnan(table[name]), [False, False, False, True])
        assert pa.table(table).column(name).null_count == 1
        assert pl.DataFrame(table)[name].null_count() == 1
        assert table.to_pandas()[name].isna().tolist() == [False, False, False, True]
    # Where nothing has failed there is no bitmap.
    assert pa.table(tables["states"]).column("h").chunk(0).buffers()[0] is None


def test_text_that_repeats_is_a_category(tables):
    table = tables["sweep"]
    assert pa.types.is_dictionary(pa.table(table).schema.field("status").type)
    assert pl.DataFrame(table)["status"].dtype == pl.Categorical
    assert isinstance(table.to_pandas()["status"].dtype, pd.CategoricalDtype)


# --- frames in, and the same kind back


T = np.linspace(4000.0, 6000.0, 5)
FRAMES = {
    "pandas": pd.DataFrame({"condenser.UA": T}, index=list("abcde")),
    "pandas nullable": pd.DataFrame({"condenser.UA": pd.array(T, dtype="Float64")}),
    "pandas integers": pd.DataFrame({"condenser.UA": T.astype(int)}),
    "polars": pl.DataFrame({"condenser.UA": T}),
    "pyarrow": pa.table({"condenser.UA": T}),
    "batch": pa.record_batch({"condenser.UA": T}),
    "chunked": pa.table({"condenser.UA": pa.chunked_array([T[:2], T[2:]])}),
    "dict": {"condenser.UA": T},
}


@pytest.mark.parametrize("kind", FRAMES)
def test_a_sweep_gives_back_the_kind_it_was_given(founding, kind):
    frame = FRAMES[kind]
    table = founding.system.sweep(frame)
    np.testing.assert_array_equal(table["condenser.UA"], T)
    back = table.to_like(frame)
    expected = {"batch": pa.Table, "dict": dict}.get(kind, type(frame))
    assert type(back) is expected
    values = np.asarray(back["compressor.P"], dtype=float)
    np.testing.assert_array_equal(values, table["compressor.P"])
    if kind.startswith("pandas"):
        assert back.index.equals(frame.index)
    # And it goes in again.
    if kind in ("pyarrow", "batch", "chunked"):
        again = back.select(["condenser.UA"])
    else:
        again = {"condenser.UA": back["condenser.UA"]} if kind == "dict" else back[["condenser.UA"]]
    np.testing.assert_array_equal(founding.system.sweep(again)["compressor.P"], table["compressor.P"])


def test_what_no_frame_is_like_is_refused(founding):
    table = founding.system.solve().states
    assert table.to_like(table) is table
    with pytest.raises(ek.ValidationError, match="not a list"):
        table.to_like([])


class Stream:
    """An object that does nothing but stream."""

    def __init__(self, table):
        self.table = table

    def __arrow_c_stream__(self, requested_schema=None):
        return self.table.__arrow_c_stream__(requested_schema)


def test_contiguous_numbers_are_read_in_place(tables):
    frame = FRAMES["pandas"]
    arrow = pa.table({"x": pa.array(T)})
    for params, place in (
        ({"x": T}, address(T)),
        (frame, address(frame["condenser.UA"].to_numpy())),
        (pl.DataFrame({"x": T}), None),
        (arrow, arrow.column("x").chunk(0).buffers()[1].address),
        (Stream(arrow), arrow.column("x").chunk(0).buffers()[1].address),
        (tables["props"], address(tables["props"]["T"])),
    ):
        if place is None:
            place = address(params["x"].to_numpy(allow_copy=False))
        assert address(columns_of(params)[0][1]) == place
    # Anything else is converted once: strides, integers, missing values.
    matrix = np.arange(10.0).reshape(5, 2)
    (_, column), *_ = columns_of({"x": matrix[:, 1]})
    assert column.flags.c_contiguous
    np.testing.assert_array_equal(column, matrix[:, 1])
    (_, column), *_ = columns_of(Stream(pa.table({"x": [1, None, 3]})))
    np.testing.assert_array_equal(column, [1.0, np.nan, 3.0])
    (_, column), *_ = columns_of(pd.DataFrame({"x": pd.array([1, None], dtype="Int64")}))
    np.testing.assert_array_equal(column, [1.0, np.nan])


@pytest.mark.parametrize("library", ["pyarrow", "polars", "pandas"])
def test_parquet_by_way_of_the_libraries(tables, library):
    table, file = tables["sweep"], io.BytesIO()
    if library == "pyarrow":
        import pyarrow.parquet as pq

        pq.write_table(pa.table(table), file)
        read = pq.read_table(file)
        assert read.schema.field("e1.T").metadata[b"unit"] == b"K"
    elif library == "polars":
        table.to_polars().write_parquet(file)
        read = pl.read_parquet(io.BytesIO(file.getvalue()))
    else:
        table.to_pandas().to_parquet(file)
        read = pd.read_parquet(io.BytesIO(file.getvalue()))
        assert read.attrs["units"] == table.units
    for name in numbers(table):
        np.testing.assert_array_equal(np.asarray(read[name], dtype=float), table[name])
    assert [str(text) for text in np.asarray(read["status"], dtype=object)] == table["status"]
