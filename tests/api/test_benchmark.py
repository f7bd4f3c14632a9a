"""What a solve and a crossing of the language boundary cost: prints figures (`make bench`), asserts results."""

import itertools
import time

import entropyk as ek


def test_a_thousand_solves_of_the_founding_script(founding):
    founding.system.solve()
    results = []
    start = time.perf_counter()
    for k in range(1000):
        founding.condenser.set_attr(UA=4000.0 + 2.0 * k)
        results.append(founding.system.solve().performance["cop_cooling"])
    elapsed = time.perf_counter() - start
    print(f"\n1000 solves, a value never used before in each: {elapsed:.3f} s ({elapsed * 1e3:.0f} µs each)")
    assert all(b > a for a, b in itertools.pairwise(results)), "a larger condenser is better"


def test_one_crossing_of_the_language_boundary(founding):
    result = founding.system.solve()
    for name, call in {
        "read a result": lambda: result.iterations,
        "read a value": lambda: founding.condenser.Q.val,
        "set_attr": lambda: founding.condenser.set_attr(UA=5000.0),
    }.items():
        repeats = 20000
        start = time.perf_counter()
        for _ in range(repeats):
            call()
        print(f"\n{name}: {(time.perf_counter() - start) / repeats * 1e6:.2f} µs")
    assert result.status == "Converged"
    assert isinstance(founding.condenser.Q.val, float)
    assert isinstance(founding.system, ek.System)
