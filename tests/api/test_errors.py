"""The exceptions, as a user catches them, and what reaches Python from the engine."""

import builtins
import os
import pickle
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import entropyk as ek

CLASSES = [
    ek.EntropykError,
    ek.SolverError,
    ek.TimeoutError,
    ek.ControlSaturationError,
    ek.FluidError,
    ek.ComponentError,
    ek.UnknownParameterError,
    ek.TopologyError,
    ek.ValidationError,
]


@pytest.mark.parametrize("cls", CLASSES)
def test_every_class_is_at_home_in_the_package(cls):
    assert issubclass(cls, ek.EntropykError)
    assert cls.__module__ == "entropyk"
    assert getattr(ek, cls.__name__) is cls
    assert cls.__doc__
    error = cls("what went wrong")
    assert str(error) == "what went wrong"
    assert error.args == ("what went wrong",)


def test_classes_can_be_caught_by_what_they_are():
    assert issubclass(ek.TimeoutError, (ek.SolverError, builtins.TimeoutError))
    assert issubclass(ek.TimeoutError, builtins.TimeoutError)
    assert issubclass(ek.ControlSaturationError, ek.SolverError)
    for wrong_value in (ek.ValidationError, ek.FluidError, ek.ComponentError):
        assert issubclass(wrong_value, ValueError)
    for parent in (ek.ComponentError, KeyError, TypeError):
        assert issubclass(ek.UnknownParameterError, parent)
    assert not issubclass(ek.SolverError, ValueError)


def test_a_star_import_leaves_the_built_in_timeout_alone():
    assert "TimeoutError" not in ek.__all__
    assert all(hasattr(ek, name) for name in ek.__all__)


def test_solver_errors_carry_what_was_reached():
    state = np.array([0.05, 3.5e5])
    error = ek.SolverError("no", iterations=7, residual=1e-2, state=state, report="energy balance of cond")
    assert (error.iterations, error.residual, error.report) == (7, 1e-2, "energy balance of cond")
    assert error.state is state
    bare = ek.SolverError("no")
    assert (bare.iterations, bare.residual, bare.state, bare.report) == (None, None, None, "")


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_pickling_keeps_the_attributes(protocol):
    timeout = ek.TimeoutError("late", elapsed_ms=12.5, iterations=3, residual=0.5, state=np.arange(3.0))
    copy = pickle.loads(pickle.dumps(timeout, protocol))
    assert type(copy) is ek.TimeoutError
    assert (str(copy), copy.elapsed_ms, copy.iterations, copy.residual) == ("late", 12.5, 3, 0.5)
    np.testing.assert_array_equal(copy.state, [0.0, 1.0, 2.0])

    saturated = ek.ControlSaturationError("full", variable="valve.opening", bound="upper", value=1.0)
    copy = pickle.loads(pickle.dumps(saturated, protocol))
    assert (copy.variable, copy.bound, copy.value) == ("valve.opening", "upper", 1.0)

    for cls in CLASSES:
        copy = pickle.loads(pickle.dumps(cls("message"), protocol))
        assert type(copy) is cls
        assert str(copy) == "message"


def test_keywords_only():
    with pytest.raises(TypeError):
        ek.SolverError("no", 7)
    with pytest.raises(TypeError, match="elapsed"):
        ek.ControlSaturationError("full", elapsed=3)


def test_the_engine_raises_the_classes_declared_here():
    with pytest.raises(ek.ValidationError) as caught:
        ek.Temperature(kelvin=-1)
    assert type(caught.value) is ek.ValidationError
    with pytest.raises(ek.UnknownParameterError) as caught:
        ek.Units(presure="bar")
    assert str(caught.value).startswith("units: there is no quantity")
    pickle.loads(pickle.dumps(caught.value))


@pytest.mark.parametrize("worker", [False, True])
def test_a_panic_is_an_ordinary_exception(worker):
    with pytest.raises(ek.EntropykError, match=r"internal error: the pump ran dry .*please report") as caught:
        ek._core._panic("the pump ran dry", worker=worker)
    assert type(caught.value) is ek.EntropykError
    assert "errors.rs" in str(caught.value)
    assert ek.Pressure(bar=1).to_bar() == 1, "and life goes on"


@pytest.mark.parametrize("worker", [False, True])
def test_a_panic_is_silent(worker):
    code = (
        "import entropyk as ek\n"
        "try:\n"
        f"    ek._core._panic(worker={worker})\n"
        "except Exception as error:\n"
        "    print(type(error).__name__)\n"
    )
    env = {name: value for name, value in os.environ.items() if name != "RUST_BACKTRACE"}
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=env)
    assert out.stdout.strip() == "EntropykError"
    assert out.stderr == ""


def test_a_missing_core_says_what_to_run(tmp_path):
    package = Path(ek.__file__).parent
    shutil.copytree(package, tmp_path / "entropyk", ignore=shutil.ignore_patterns("_core*", "__pycache__"))
    code = "import entropyk"
    out = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=tmp_path, env={"PATH": ""}
    )
    assert out.returncode != 0
    assert "make quickstart" in out.stderr.splitlines()[-1]
    assert "pip install entropyk" in out.stderr.splitlines()[-1]
