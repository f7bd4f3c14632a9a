"""The cycles that several tests solve."""

from types import SimpleNamespace

import pytest

import entropyk as ek


def ring(fluid="R134a", *, compressor=None, condenser=None, evaporator=None, edges=({}, {}, {}, {}), **options):
    """A simple cycle: compressor, condenser, valve, evaporator; `edges` holds the specifications of e1 to e4."""
    system = ek.System(fluid, **options)
    c = system.add_component(compressor or ek.Compressor(eta_s=0.7))
    k = system.add_component(condenser or ek.Condenser())
    v = system.add_component(ek.ExpansionValve())
    e = system.add_component(evaporator or ek.Evaporator())
    pairs = [(c, k), (k, v), (v, e), (e, c)]
    connections = [system.add_edge(a, b, **specs) for (a, b), specs in zip(pairs, edges, strict=True)]
    return SimpleNamespace(system=system, compressor=c, condenser=k, valve=v, evaporator=e, edges=connections)


@pytest.fixture
def make_ring():
    """The function `ring`."""
    return ring


@pytest.fixture
def founding():
    """The cycle of the founding script, finalized."""
    machine = ek.Ahri540.named("2DF3-030E-TFC")
    made = ring(
        compressor=ek.Compressor(coefficients=machine),
        condenser=ek.Condenser(ua=5000.0),
        evaporator=ek.Evaporator(ua=3000.0),
    )
    made.system.finalize()
    return made
