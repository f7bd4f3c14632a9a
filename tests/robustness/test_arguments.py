"""Whatever is given to the package: a result, or an exception that says what was wrong; never a panic or an abort.

Examples are drawn anew in every run; a failure prints how to repeat it.
"""

import math
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import entropyk as ek
from entropyk import components
from entropyk.connections import Connection, Ref
from entropyk.networks import Network

#: What a wrong argument may raise.
NAMED = (ek.EntropykError, TypeError, ValueError, OverflowError, KeyError, AttributeError, ImportError)

CLASSES = [getattr(ek, name) for name in ek.__all__ if name in vars(components)]
CLASSES = [
    kind for kind in CLASSES if isinstance(kind, type) and issubclass(kind, ek.Component) and kind is not ek.Component
]

numbers = st.one_of(
    st.integers(),
    st.floats(),
    st.sampled_from([0, -0.0, 1, 1e-300, 1e300, -273.15, math.inf, math.nan, 2**63, -(2**64), 1e5, 300.0, 0.5]),
    st.sampled_from([True, np.float32(3.5), np.int64(7), np.bool_(False), Decimal("1.5"), Fraction(1, 3), 1j]),
)
words = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["", "var", "R134a", "R290", "water", "Water", "INCOMP::MEG[0.3]", "R32[0.5]&R125[0.5]", "HEOS::", "\0"]
    ),
    st.sampled_from(
        ["compressor", "compressor.P", "e1", "e1.p", "e1.T", "condenser.UA", "all", "liquid", "tp", "nan", "\ud800"]
    ),
)
things = st.one_of(
    st.none(),
    numbers,
    words,
    st.binary(max_size=6),
    st.sampled_from(
        [
            ek.Pressure(bar=1.0),
            ek.Temperature(celsius=20.0),
            ek.TemperatureDifference(kelvin=5),
            ek.MassFlow(kg_per_s=1),
        ]
    ),
    st.sampled_from(
        [
            ek.Compressor,
            ek.System,
            object(),
            len,
            Ellipsis,
            np.array([1.0, 2.0]),
            np.array(3.0),
            np.array("x"),
            range(3),
        ]
    ),
)
anything = st.recursive(
    things,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.tuples(inner, inner),
        st.dictionaries(words, inner, max_size=3),
    ),
    max_leaves=5,
)
patient = settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))


def attempt(function, *args, **keywords):
    """Calls a function; True if it gave a result. What is no named exception goes on as a failure."""
    try:
        function(*args, **keywords)
    except NAMED as error:
        text = str(error)
        is_said = bool(text) or isinstance(error, KeyError | AttributeError)
    else:
        return True
    assert "internal error" not in text
    assert is_said
    return False


def cycle():
    system = ek.System("R134a")
    parts = (ek.Compressor(eta_s=0.7), ek.Condenser(ua=3000.0), ek.ExpansionValve(), ek.Evaporator(ua=2500.0, Q=1e4))
    compressor, condenser, valve, evaporator = (system.add_component(part) for part in parts)
    system.add_edge(compressor, condenser)
    system.add_edge(condenser, valve)
    system.add_edge(valve, evaporator)
    system.add_edge(evaporator, compressor)
    return system.finalize()


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)
@settings(patient, max_examples=12)
@given(data=st.data())
def test_components_take_anything(kind, data):
    names = st.sampled_from([*sorted(kind(label="x")._parameters()), "label", "nonsense"])
    values = data.draw(st.dictionaries(names, anything, max_size=3))
    attempt(kind, **values)
    part = kind(label="part")
    for name, value in values.items():
        attempt(part.set_attr, **{name: value})
        attempt(setattr, part, name, value)
        attempt(part.get_attr, name)
    repr(part)


@patient
@given(fluid=anything, units=anything, defaults=anything, label=anything, other=anything)
def test_systems_take_anything(fluid, units, defaults, label, other):
    attempt(ek.System, fluid, units=units, defaults=defaults)
    system = ek.System("R134a")
    attempt(system.add_component, other)
    attempt(system.add_component, ek.Valve(), label)
    valve, sink = system.add_component(ek.Valve()), system.add_component(ek.Sink())
    attempt(system.add_edge, valve, other)
    attempt(system.add_edge, (valve, other), sink)
    attempt(system.add_edge, valve, sink, fluid=fluid, label=label)
    attempt(system.add_variable, label, start=other)
    attempt(system.add_equation, label, other, len)
    attempt(system.add_constraint, other, control=label)
    attempt(system.finalize)
    attempt(system.solve)
    repr(system)
    system.describe()
    system.report()


@patient
@given(name=st.sampled_from(["m", "p", "T", "h", "x", "td_bubble", "fluid", "design", "nonsense"]), value=anything)
def test_connections_take_anything(name, value):
    system = ek.System("R134a")
    source, sink = system.add_component(ek.Source()), system.add_component(ek.Sink())
    attempt(system.add_edge, source, sink, **{name: value})
    alone = Connection(components.Source("a"), "out1", components.Sink("b"), "in1")
    attempt(alone.set_attr, **{name: value})
    attempt(Connection, value, "out1", components.Sink("b"), name)
    attempt(Ref, value, value, value)


SOLVED = cycle()
SOLVED.solve()


@patient
@given(params=anything, outputs=anything, rows=st.lists(numbers, max_size=4), option=anything)
def test_sweeps_take_anything(params, outputs, rows, option):
    attempt(SOLVED.sweep, params)
    attempt(SOLVED.sweep, {"condenser.UA": rows}, outputs)
    attempt(SOLVED.sweep, {"condenser.sink_temperature": rows, "condenser.UA": [3000.0] * len(rows)})
    attempt(SOLVED.sweep, {"condenser.UA": [3000.0]}, on_error=option)
    attempt(SOLVED.sweep, {"condenser.UA": [3000.0]}, workers=option)
    attempt(SOLVED.sweep, {"condenser.UA": [3000.0]}, config=option)
    attempt(SOLVED.sweep, {"condenser.UA": [3000.0]}, executor=option)
    attempt(ek.grid, params)


@patient
@given(one=anything, two=anything)
def test_studies_take_anything(one, two):
    result = SOLVED.solution
    attempt(result.sensitivity, one, two)
    attempt(result.__getitem__, one)
    attempt(SOLVED.value, one)
    attempt(SOLVED.as_function, one, two)
    attempt(SOLVED.fit, one, two)
    attempt(
        SOLVED.fit,
        {"condenser.sink_temperature": [300.0], "compressor.P": [2e3]},
        "condenser.UA",
        sigma=one,
        bounds=two,
    )
    attempt(ek.optimize.minimize, SOLVED, one, two)
    attempt(SOLVED._solve, ek.NewtonConfig(), one)
    attempt(SOLVED.set_design, one)


@pytest.mark.parametrize("kind", [ek.NewtonConfig, ek.PicardConfig, ek.FallbackConfig], ids=lambda kind: kind.__name__)
@patient
@given(first=anything, second=anything, timeout=anything)
def test_configurations_take_anything(kind, first, second, timeout):
    attempt(kind, first, second)
    attempt(kind, timeout_ms=timeout)
    attempt(ek.NewtonConfig().solve, first)


@pytest.mark.parametrize("timeout", [1e300, math.inf, math.nan, -1.0, 0.0])
def test_budgets_that_cannot_be_are_refused(timeout):
    for kind in (ek.NewtonConfig, ek.PicardConfig):
        with pytest.raises(ek.ValidationError, match="timeout_ms"):
            kind(timeout_ms=timeout)


@patient
@given(name=anything, backend=anything, pair=st.dictionaries(st.sampled_from("pThsxu") | words, anything, max_size=3))
def test_fluids_take_anything(name, backend, pair):
    attempt(ek.Fluid, name)
    attempt(ek.Fluid, "R134a", backend=backend)
    fluid = ek.Fluid("R134a")
    attempt(fluid.state, **pair)
    attempt(fluid.saturation, **pair)
    attempt(fluid.props, name, **pair)


FLUIDS = [
    "R134a",
    "R744",
    "Water",
    "Ammonia",
    "Air",
    "R410A",
    "IF97::Water",
    "INCOMP::MEG[0.3]",
    "ideal::N2[0.77]&O2[0.23]",
]


@settings(patient, max_examples=300)
@given(
    fluid=st.sampled_from(FLUIDS),
    names=st.sampled_from(["pT", "ph", "ps", "px", "Tx", "Th", "Ts", "hs"]),
    one=st.floats() | st.floats(1.0, 1e8),
    two=st.floats() | st.floats(-1.0, 3e6),
)
def test_states_are_found_or_refused(fluid, names, one, two):
    attempt(ek.Fluid(fluid).state, **{names[0]: one, names[1]: two})


@patient
@given(args=st.lists(anything, min_size=2, max_size=7), one=words, two=numbers, three=numbers)
def test_props_take_anything(args, one, two, three):
    attempt(ek.PropsSI, *args)
    attempt(ek.PropsSI, one, "P", two, "T", three, "R134a")
    attempt(ek.PropsSI, "H", one, two, "T", three, "Water")


@patient
@given(x=anything, y=anything, z=anything)
def test_characteristics_and_ratings_take_anything(x, y, z):
    attempt(ek.CharLine, x, y)
    attempt(ek.CharMap, x, y, z)
    attempt(ek.Ahri540, power=x, mass_flow=y)
    attempt(ek.Ahri540, power=x, capacity=y, units=z)
    attempt(ek.Ahri540.named, x)
    attempt(ek.Compressor, coefficients=x)


@pytest.mark.parametrize(
    "kind", [ek.Pressure, ek.Temperature, ek.Enthalpy, ek.MassFlow], ids=lambda kind: kind.__name__
)
@patient
@given(values=st.dictionaries(st.sampled_from(["pa", "bar", "kelvin", "celsius", "kj_per_kg", "kg_per_s"]), anything))
def test_quantities_take_anything(kind, values):
    attempt(kind, **values)


@patient
@given(
    mode=anything,
    options=st.dictionaries(st.sampled_from(["init_path", "design_path", "max_iter"]), anything),
    unit=anything,
)
@pytest.mark.filterwarnings("ignore::FutureWarning", "ignore::UserWarning")
def test_networks_take_anything(mode, options, unit):
    network = Network(iterinfo=False)
    attempt(Network, iterinfo=False, T_unit=unit)
    attempt(network.units.set_defaults, temperature=unit)
    source, sink = components.Source("a"), components.Sink("b")
    line = Connection(source, "out1", sink, "in1", label="1")
    network.add_conns(line)
    line.set_attr(fluid={"water": 1}, m=1, p=1e5, T=300)
    attempt(network.add_conns, unit)
    attempt(network.solve, mode, **options)
    attempt(network.get_conn, unit)
    attempt(network.sweep, {"1.T": unit})
    attempt(Network.from_dict, unit)
