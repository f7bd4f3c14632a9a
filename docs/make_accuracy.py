"""Writes `docs/fluid-accuracy.md`: `make accuracy`.

Takes the lines that the Rust example `table_accuracy -- --csv` prints, from a file, and compares fluids with CoolProp.
"""

import csv
import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import CoolProp
import numpy as np
from CoolProp.CoolProp import AbstractState, DmassT_INPUTS, iphase_gas

import entropyk as ek

PAGE = Path(__file__).resolve().parent / "fluid-accuracy.md"
R = 8.31446261815324
#: States per fluid.
COUNT = 400
#: Largest 99th percentile of the error of a table away from the critical point.
GOAL = 1e-7

#: Why the fluids that miss the goal do.
REASONS = {
    "Air": "all within 8 % below p_c, where the saturation lines of this pseudo-pure fluid are patched",
    "Chlorine": "all within 0.05 % below p_c, in the first cells of the table",
    "R410A": "as Air, all within 7 % below p_c",
    "n-Dodecane": "all within 0.06 % below p_c, in the first cells of the table",
    "R161": "its equation ends 0.2 % below p_c, and all of this region lies there, in the first cells of the table",
}

HEAD = """# Accuracy of the fluids

Written by `make accuracy`, with CoolProp {coolprop}. Times are those of one run on a shared machine with two cores.

## Exact equations

{count} states of every fluid at random, uniform in ln T between the limits of the equation and in ln ρ from 10⁻⁴ to 3.2
critical densities; those outside the limits or in the two-phase region drop out.

- *Against CoolProp*: the largest deviation of p, h, s, c_p and speed of sound w at the same (T, ρ). p, c_p and w are
  relative, h and s in units of R T_c and R where those are larger than the value; c_p and w leave out |T/T_c − 1| < 1 %
  with |ρ/ρ_c − 1| < 30 %, where they diverge and the last digit of T and ρ counts.
- *Return*: the largest relative deviation of T and ρ after the way back from (p, h), (p, T) and (p, s), without states
  within |T/T_c − 1| < 3 % and |ρ/ρ_c − 1| < 30 %, where ρ hardly depends on what is given.
- *Transport*: viscosity η, conductivity λ and surface tension σ; those in brackets are estimated, the others come from
  a model fitted to the fluid.

"""

TABLES = """
## Tables

{points} states in each of four regions (liquid, gas, and a cold and a hot side above the critical pressure) between the
limits of the equation, against the exact equation; T and ρ relative, s in units of R. The 99th percentile is that of
the worst region, away from the critical point; *near* is the largest error of all three within |T/T_c − 1| < 3 % and
|p/p_c − 1| < 10 % of it. *Inverse*: the largest relative deviation of T and of s after the way over h from (p, T) and
(p, s) and back, on the table.

{verdict}

"""


@dataclass
class Exact:
    """Largest deviations of the exact equation."""

    from_coolprop: dict[str, float]
    on_return: dict[str, float]
    inverse: float


def sample(fluid: ek.Fluid) -> dict[str, np.ndarray]:
    """Single-phase states spread over temperature and density."""
    rng = np.random.default_rng(11)
    margin = 1.05 if fluid.is_pseudo_pure else 1.001
    T = np.exp(rng.uniform(np.log(margin * fluid.T_min), np.log(0.999 * fluid.T_max), COUNT))
    rho = fluid.rho_critical * np.exp(rng.uniform(np.log(1e-4), np.log(3.2), COUNT))
    table = fluid.props(["T", "rho", "p", "h", "s", "cp", "w", "x"], T=T, rho=rho, on_error="nan")
    single = np.isfinite(table["p"]) & np.isnan(table["x"])
    return {name: table[name][single] for name in table.column_names}


def is_near_critical(fluid: ek.Fluid, states: dict[str, np.ndarray], in_T: float, in_rho: float) -> np.ndarray:
    """Which states are next to the critical point."""
    T, rho = states["T"] / fluid.T_critical, states["rho"] / fluid.rho_critical
    return (abs(T - 1) < in_T) & (abs(rho - 1) < in_rho)


def of_coolprop(name: str, states: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """The same states in CoolProp, whose equation is evaluated as it is."""
    truth = AbstractState("HEOS", name)
    truth.specify_phase(iphase_gas)
    rows = []
    for T, rho in zip(states["T"].tolist(), states["rho"].tolist(), strict=True):
        truth.update(DmassT_INPUTS, rho, T)
        rows.append((truth.p(), truth.hmass(), truth.smass(), truth.cpmass(), truth.speed_sound()))
    return dict(zip(("p", "h", "s", "cp", "w"), np.transpose(rows), strict=True))


def from_coolprop(fluid: ek.Fluid, states: dict[str, np.ndarray]) -> dict[str, float]:
    """Largest deviations from CoolProp, by property."""
    r_gas = R / fluid.molar_mass
    least = {"h": r_gas * fluid.T_critical, "s": r_gas}
    diverging = is_near_critical(fluid, states, 0.01, 0.3)
    out = {}
    for name, theirs in of_coolprop(fluid.name, states).items():
        error = abs(states[name] - theirs) / np.maximum(abs(theirs), least.get(name, 0.0))
        out[name] = float(np.max(error[~diverging] if name in ("cp", "w") else error))
    return out


def on_return(fluid: ek.Fluid, states: dict[str, np.ndarray]) -> dict[str, float]:
    """Largest deviations of T and ρ after the way back, by what is given beside p."""
    far = ~is_near_critical(fluid, states, 0.03, 0.3)
    out = {}
    for given in ("h", "T", "s"):
        back = fluid.props(["T", "rho"], p=states["p"][far], **{given: states[given][far]})
        out[given] = float(max(np.max(abs(back[name] / states[name][far] - 1)) for name in ("T", "rho")))
    return out


def inverse(fluid: ek.Fluid, states: dict[str, np.ndarray]) -> float:
    """Largest deviation of T and s from a table after the way over h."""
    table = ek.Fluid(fluid.name, backend="tabular")
    p = states["p"]
    T = table.props("T", p=p, h=table.props("h", p=p, T=states["T"]))
    s = table.props("s", p=p, h=table.props("h", p=p, s=states["s"]))
    scale = np.maximum(abs(states["s"]), R / fluid.molar_mass)
    return float(max(np.max(abs(T / states["T"] - 1)), np.max(abs(s - states["s"]) / scale)))


def measured(name: str) -> Exact:
    """All that is measured from Python."""
    fluid = ek.Fluid(name)
    states = sample(fluid)
    return Exact(from_coolprop(fluid, states), on_return(fluid, states), inverse(fluid, states))


def tables_of(path: Path) -> dict[str, list[dict[str, str]]]:
    """The lines of the Rust example, by fluid."""
    out = defaultdict(list)
    with path.open() as lines:
        for line in csv.DictReader(lines):
            out[line["fluid"]].append(line)
    return out


def worst(regions: list[dict[str, str]], column: str) -> float:
    """The largest number of a column over all regions."""
    return max(float(region[column]) for region in regions)


def missed(regions: list[dict[str, str]]) -> list[str]:
    """The regions in which a 99th percentile is above the goal."""
    return [
        f"{name} {float(region[f'{name}_p99']):.1e} ({region['region']})".replace("e-0", "e-")
        for region in regions
        for name in ("T", "rho", "s")
        if float(region[f"{name}_p99"]) > GOAL
    ]


def number(value: float) -> str:
    """An error with one digit."""
    return "0" if value == 0 else f"{value:.0e}".replace("e-0", "e-")


def markdown(head: list[str], rows: list[list[str]]) -> str:
    """A table."""
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def exact_table(results: dict[str, Exact], transport: dict[str, str]) -> str:
    """One row per fluid."""
    head = ["fluid", "p", "h", "s", "c_p", "w", "return p-h", "p-T", "p-s", "transport"]
    rows = [
        [name, *map(number, result.from_coolprop.values()), *map(number, result.on_return.values()), transport[name]]
        for name, result in results.items()
    ]
    return markdown(head, rows)


def tables_table(results: dict[str, Exact], tables: dict[str, list[dict[str, str]]]) -> str:
    """One row per fluid."""
    head = ["fluid", "T p99", "T worst", "ρ p99", "ρ worst", "s p99", "s worst", "near", "inverse", "MB", "ms"]
    columns = ["T_p99", "T_max", "rho_p99", "rho_max", "s_p99", "s_max", "near"]
    rows = []
    for name, regions in tables.items():
        size, time = float(regions[0]["bytes"]) / 1e6, float(regions[0]["ms"])
        errors = [number(worst(regions, column)) for column in columns]
        rows.append([name, *errors, number(results[name].inverse), f"{size:.2f}", f"{time:.0f}"])
    return markdown(head, rows)


def verdict(tables: dict[str, list[dict[str, str]]]) -> str:
    """Which fluids miss the goal."""
    late = {name: found for name, regions in tables.items() if (found := missed(regions))}
    count = f"{len(tables) - len(late)} of {len(tables)} fluids"
    text = f"{count} have a 99th percentile of at most {number(GOAL)} in every region"
    if not late:
        return text + "."
    lines = (f"- {name}: {', '.join(found)}; {REASONS.get(name, 'not examined')}." for name, found in late.items())
    return text + "; the others are\n\n" + "\n".join(lines)


def sources() -> dict[str, str]:
    """Where the transport properties of every fluid come from: `η λ σ`, estimates in brackets."""
    table = ek.fluids()
    columns = {"η": "viscosity", "λ": "conductivity", "σ": "surface_tension"}
    marks = [
        [symbol if source == "model" else f"({symbol})" for source in table[column]]
        for symbol, column in columns.items()
    ]
    return {name: " ".join(cells) for name, *cells in zip(table["name"], *marks, strict=True)}


def main() -> None:
    """Writes the page."""
    tables = tables_of(Path(sys.argv[1]))
    results = {name: measured(name) for name in tables}
    points = 2000
    page = HEAD.format(coolprop=CoolProp.__version__, count=COUNT) + exact_table(results, sources())
    page += TABLES.format(points=points, verdict=verdict(tables)) + tables_table(results, tables)
    PAGE.write_text(page)
    print(f"{PAGE}: {verdict(tables).splitlines()[0]}")


if __name__ == "__main__":
    main()
