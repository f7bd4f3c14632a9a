"""What importing the package brings along: little, so that it takes less time than NumPy, which it needs."""

import json
import subprocess
import sys

import pytest


def brought(statement: str, after: str) -> set[str]:
    """Modules that a statement imports in a new interpreter beside those of another one."""
    script = (
        f"import json, sys; {after}; before = set(sys.modules); {statement}; "
        "print(json.dumps(sorted(set(sys.modules) - before)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True)
    return set(json.loads(done.stdout))


def test_the_package_brings_nothing_that_numpy_has_not():
    new = {name for name in brought("import entropyk", after="import numpy") if not name.startswith("entropyk")}
    assert new <= {"__future__"}


@pytest.mark.parametrize(
    "name", ["declare", "plot", "saving", "sensitivity", "tables", "props_si", "control", "networks"]
)
def test_parts_come_when_they_are_asked_for(name):
    assert f"entropyk.{name}" not in brought("import entropyk", after="import numpy")


def test_networks_bring_no_other_package():
    new = {name.partition(".")[0] for name in brought("import entropyk.networks", after="import numpy")}
    assert new - {"entropyk"} <= set(sys.stdlib_module_names)


@pytest.mark.parametrize("name", ["BoundedVariable", "Constraint", "PropsSI", "declare", "plot"])
def test_what_comes_later_is_there(name):
    import entropyk

    assert name in dir(entropyk)
    assert getattr(entropyk, name) is getattr(entropyk, name)


def test_documentation_made_later_is_that_of_the_class():
    import entropyk

    assert "eta_s" in entropyk.Compressor.__doc__
    assert entropyk.Compressor.__doc__ != entropyk.Pump.__doc__
    assert entropyk.Compressor().__doc__ is entropyk.Compressor.__doc__


def test_networks_leave_out_what_only_log_files_need():
    assert brought("import entropyk.networks", after="import numpy").isdisjoint(
        {"logging.handlers", "socket", "pandas"}
    )
