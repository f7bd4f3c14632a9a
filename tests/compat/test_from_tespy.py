"""The examples in the docstrings of components run here and in TESPy, with the same numbers."""

import doctest
import json

import pytest

import entropyk as ek
from entropyk.components import places

NAMES = sorted({name for names in places.PLACES.values() for name in names})
BUILT = [name for name in NAMES if "Ports:" in (getattr(ek.components, name).__doc__ or "")]


def section(name):
    return getattr(ek.components, name).__doc__.partition("From TESPy\n")[2]


def test_every_class_with_a_counterpart_has_an_example():
    assert len(BUILT) >= 37
    assert [name for name in BUILT if not section(name)] == []


@pytest.mark.parametrize("name", BUILT)
def test_examples_run(name):
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
    for test in doctest.DocTestFinder().find(getattr(ek.components, name), name=name, module=False, globs={}):
        if test.name == name:
            assert len(test.examples) >= 10
            runner.run(test)
    assert runner.summarize(verbose=False).failed == 0


def test_examples_give_the_same_numbers_in_tespy(tespy):
    scripts = {name: doctest.DocTestParser().get_examples(section(name)) for name in BUILT}
    steps = {name: [(each.source, each.want) for each in script] for name, script in scripts.items()}
    failures = tespy(
        f"""
import contextlib, io, json, warnings
warnings.simplefilter("ignore")
failures = {{}}
for name, steps in json.loads({json.dumps(json.dumps(steps))}).items():
    names = {{}}
    for source, want in steps:
        source = source.replace("from entropyk.", "from tespy.")
        with contextlib.redirect_stdout(io.StringIO()):
            found = eval(source, names) if want else exec(source, names)
        if want and float(found) != float(want):
            failures[name] = [source, float(found), want]
print(json.dumps(failures))
"""
    )
    assert failures == {}


@pytest.mark.parametrize(
    "name",
    [
        *("Compressor", "Condenser", "Evaporator", "ExpansionValve", "Economizer", "Pipe", "Pump", "Fan"),
        *("FlowSplitter", "FlowMerger", "FlowSource", "FlowSink"),
    ],
)
def test_help_tells_equations_and_units(name):
    text = getattr(ek, name).__doc__
    if name not in ("FlowSource", "FlowSink"):
        assert "in kg/s, p in Pa, h in J/kg" in text
        assert " = " in text.partition("Equations")[2]
    assert "Ports:" in text
