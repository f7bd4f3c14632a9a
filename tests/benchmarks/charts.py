"""Time the data of a log p-h chart, and a chart of a blend by way of CoolProp; run it as `make bench`."""

import time

import matplotlib

import entropyk as ek
from entropyk.plot import isolines
from entropyk.plot.dome import dome

matplotlib.use("Agg")


def data(fluid: ek.Fluid) -> float:
    """Seconds that dome, isotherms, isentropes and lines of quality take."""
    start = time.perf_counter()
    region = dome(fluid, 1e5)
    isolines.isotherms(fluid, [(250.0 + 10 * i, "") for i in range(15)], (1e5, 60e5))
    isolines.isentropes(fluid, [(1700.0 + 50 * i, "") for i in range(8)], (1e5, 60e5), region.dew)
    isolines.qualities(fluid, [(0.1 * i, "") for i in range(1, 10)], region)
    return time.perf_counter() - start


def chart(name: str) -> float:
    """Seconds that a whole chart takes."""
    start = time.perf_counter()
    ek.plot.ph(name)
    return time.perf_counter() - start


if __name__ == "__main__":
    fluid = ek.Fluid("R134a")
    print(f"data of a p-h chart: {1e3 * min(data(fluid) for _ in range(5)):.1f} ms")
    print(f"p-h chart of R454B, the second one: {min(chart('R454B') for _ in range(2)):.2f} s")
