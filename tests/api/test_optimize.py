"""Optimisers over models: optima found by gradients and by populations, against scans of the same models."""

import sys

import numpy as np
import pytest

import entropyk as ek
from entropyk.networks.network import NOT_CONVERGED
from entropyk.tools.helpers import TESPyNetworkError

pytest.importorskip("scipy.optimize")


def booster(**options):
    """Transcritical carbon dioxide: the pressure of heat rejection has an optimum."""
    system = ek.System("CO2", units="engineering")
    compressor = system.add_component(ek.Compressor(eta_s=0.7))
    cooler = system.add_component(ek.SimpleHeatExchanger(dp=0.0, label="cooler", **options))
    valve = system.add_component(ek.ExpansionValve())
    evaporator = system.add_component(ek.Evaporator(Q=10.0, dp2=0.0, superheat=5.0))
    system.add_edge(compressor, cooler, p=100.0)
    system.add_edge(cooler, valve, T=36.0)
    system.add_edge(valve, evaporator)
    system.add_edge(evaporator, compressor, T_dew=-8.0)
    return system.finalize()


def test_the_pressure_of_a_gas_cooler_is_found():
    system = booster()
    state = system.solve().state_vector.copy()
    best = ek.optimize.maximize(system, "cop_cooling", {"e1.p": (76.0, 140.0)})
    pressures = np.linspace(76.0, 140.0, 6401)
    scan = system.sweep({"e1.p": pressures}, ["cop_cooling"])["cop_cooling"]
    # The scan knows the place to its step of 0.01 bar.
    assert best.values["e1.p"] == pytest.approx(pressures[scan.argmax()], abs=0.03)
    assert best.value == pytest.approx(scan.max(), rel=1e-6)
    # p_opt = (2.778 − 0.0157 t_e) t_c + 0.381 t_e − 9.34 in bar (Liao, Zhao & Jakobsen, Appl. Therm. Eng. 20 (2000)
    # 831), for another machine.
    assert best.values["e1.p"] == pytest.approx((2.778 + 0.0157 * 8) * 36 - 0.381 * 8 - 9.34, rel=0.05)
    np.testing.assert_array_equal(system.solve().state_vector, state)
    system.set_attr(**best.values)
    assert system.solve()["cop_cooling"] == pytest.approx(best.value)
    assert "cop_cooling" in repr(best)


def test_constraints_hold():
    system = booster()
    variables, limit = {"e1.p": (76.0, 140.0), "e4.T_dew": (-15.0, -2.0)}, {"e1.T": (None, 105.0), "e4.p": (24.0, 29.0)}
    best = ek.optimize.maximize(system, "cop_cooling", variables, constraints=limit)
    assert best.constraints["e1.T"] <= 105.0 + 1e-4
    assert best.constraints["e4.p"] == pytest.approx(29.0, rel=1e-6)
    points = ek.grid({"e1.p": np.linspace(76, 140, 129), "e4.T_dew": np.linspace(-15, -2, 105)})
    scan = system.sweep(points, ["cop_cooling", "e1.T", "e4.p"])
    is_allowed = (scan["e1.T"] <= 105.0) & (scan["e4.p"] >= 24.0) & (scan["e4.p"] <= 29.0)
    assert best.value >= scan["cop_cooling"][is_allowed].max() - 1e-6
    assert best.value == pytest.approx(scan["cop_cooling"][is_allowed].max(), rel=5e-3)


def test_the_search_turns_back_where_there_is_no_solution():
    # Beyond the critical temperature there is no dew line.
    best = ek.optimize.maximize(
        booster(), "cop_cooling", {"e4.T_dew": (-20.0, 34.0)}, constraints={"e4.p": (None, 40.0)}
    )
    assert best.constraints["e4.p"] == pytest.approx(40.0, rel=1e-6)


@pytest.mark.parametrize(
    ("of", "variables", "options", "error", "says"),
    [
        ("cop_cooling", {"e1.p": (80.0, None)}, {}, ek.ValidationError, "both finite"),
        ("cop_cooling", {}, {}, ek.ValidationError, "both finite"),
        ("cop_cooling", {"e1.h": (1.0, 2.0)}, {}, ek.ValidationError, "e1.h is not set"),
        ("cop", {"e1.p": (80.0, 90.0)}, {}, ek.ValidationError, "is no path"),
        ("cop_cooling", {"e4.T_dew": (60.0, 90.0)}, {}, ek.SolverError, "is not solved with the values in the model"),
        ("cop_cooling", {"e1.p": (80.0, 99.0)}, {"constraints": {"e1.T": (300, None)}}, ek.SolverError, "ended"),
    ],
)
def test_what_is_wrong_is_said(of, variables, options, error, says):
    with pytest.raises(error, match=says):
        ek.optimize.maximize(booster(), of, variables, **options)


def test_a_population_is_one_sweep():
    pytest.importorskip("pymoo")
    from pymoo.algorithms.moo.nsga2 import NSGA2
    from pymoo.optimize import minimize

    system = booster()
    task = ek.optimize.problem(
        system,
        {"e1.p": (76.0, 140.0), "e4.T_dew": (-15.0, 5.0)},
        {"cop_cooling": "max", "heating": "max"},
        constraints={"e1.T": (None, 110.0)},
        functions={"heating": lambda t: t["heat_out"] / t["e1.m"]},
    )
    front = minimize(task, NSGA2(pop_size=24), ("n_gen", 12), seed=1)
    table = task.table(front.X)
    np.testing.assert_allclose(-front.F[:, 0], table["cop_cooling"])
    np.testing.assert_allclose(-front.F[:, 1], table["heat_out"] / table["e1.m"])
    assert np.all(table["e1.T"] <= 110.0 + 1e-9)
    order = np.argsort(front.F[:, 0])
    assert np.all(np.diff(front.F[order, 1]) <= 1e-12)
    # The best of one goal alone, by gradients, is not far from the end of the front.
    alone = ek.optimize.maximize(
        system, "cop_cooling", {"e1.p": (76.0, 140.0), "e4.T_dew": (-15.0, 5.0)}, constraints={"e1.T": (None, 110.0)}
    )
    assert front.F[:, 0].min() == pytest.approx(-alone.value, rel=0.02)
    assert -front.F[:, 0].min() <= alone.value * (1 + 1e-6)


def test_points_without_solution_are_never_better():
    pytest.importorskip("pymoo")
    task = ek.optimize.problem(booster(), {"e4.T_dew": (-20.0, 60.0)}, {"cop_cooling": "max"})
    found = task.evaluate(np.array([[0.0], [50.0]]), return_as_dictionary=True)
    assert found["G"][0, -1] < 0 < found["G"][1, -1]
    assert found["F"][0, 0] < found["F"][1, 0]


@pytest.mark.parametrize(
    ("variables", "goals", "says"),
    [
        ({"e1.p": (80.0, 90.0)}, {"cop_cooling": "best"}, "cop_cooling: a goal is 'min' or 'max'"),
        ({"e1.p": (80.0, 90.0)}, {}, "at least one"),
        ({"e1.p": (80.0, None)}, {"cop_cooling": "max"}, "finite"),
        ({"e1.h": (1.0, 2.0)}, {"cop_cooling": "max"}, "e1.h is not set"),
    ],
)
def test_what_is_wrong_with_a_population_is_said(variables, goals, says):
    pytest.importorskip("pymoo")
    with pytest.raises(ek.ValidationError, match=says):
        ek.optimize.problem(booster(), variables, goals)


def test_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "pymoo.core.problem", None)
    monkeypatch.setitem(sys.modules, "scipy.optimize", None)
    with pytest.raises(ImportError, match=r"needs pymoo: pip install entropyk\[optimize\]"):
        ek.optimize.problem(booster(), {"e1.p": (80.0, 90.0)}, {"cop_cooling": "max"})
    with pytest.raises(ImportError, match=r"needs scipy: pip install entropyk\[optimize\]"):
        ek.optimize.maximize(booster(), "cop_cooling", {"e1.p": (80.0, 99.0)})


def template():
    from entropyk.components import Compressor, CycleCloser, SimpleHeatExchanger, Valve
    from entropyk.connections import Connection
    from entropyk.models import ModelTemplate
    from entropyk.networks import Network

    class Booster(ModelTemplate):
        """The same machine by the names of TESPy."""

        def _parameter_lookup(self):
            return {
                "pressure": ["Connections", "2", "p"],
                "evaporation": ["Connections", "4", "T_dew"],
                "outlet": ["Connections", "2", "T"],
                "power": ["Components", "compressor", "P"],
                "COP": {"get": lambda: self.nw.get_comp("evaporator").Q.val / self.nw.get_comp("compressor").P.val},
            }

        def _create_network(self):
            self.nw = Network(iterinfo=False)
            self.nw.units.set_defaults(temperature="degC", pressure="bar", temperature_difference="delta_degC")
            closer, valve = CycleCloser("closer"), Valve("valve")
            compressor, cooler = Compressor("compressor"), SimpleHeatExchanger("cooler")
            evaporator = SimpleHeatExchanger("evaporator")
            ends = [
                (closer, compressor),
                (compressor, cooler),
                (cooler, valve),
                (valve, evaporator),
                (evaporator, closer),
            ]
            lines = [Connection(a, "out1", b, "in1", label=label) for label, (a, b) in zip("12345", ends)]
            self.nw.add_conns(*lines)
            lines[0].set_attr(fluid={"CO2": 1}, td_dew=5)
            lines[1].set_attr(p=100)
            lines[2].set_attr(T=36)
            lines[3].set_attr(T_dew=-8)
            compressor.set_attr(eta_s=0.7)
            cooler.set_attr(dp=0)
            evaporator.set_attr(dp=0, Q=10e3)
            self.nw.solve("design")
            self._stable_solution = self.nw.save(as_dict=True)

        def solve_model(self, **values):
            self.solve_model_design(**values)
            if self.nw.status == NOT_CONVERGED:
                raise TESPyNetworkError("no solution")

    return Booster()


def test_models_with_names_are_optimized():
    pytest.importorskip("pymoo")
    from pymoo.algorithms.soo.nonconvex.de import DE

    model = template()
    variables = {"pressure": {"min": 76.0, "max": 140.0}}
    log, best = model.optimize(DE(pop_size=10), ("n_gen", 12), variables, objective=["COP"], minimize_flags=[False])
    assert len(log) == 120
    exact = ek.optimize.maximize(booster(), "cop_cooling", {"e1.p": (76.0, 140.0)})
    assert best.X[0] == pytest.approx(exact.values["e1.p"], abs=0.5)
    assert -best.F[0] == pytest.approx(exact.value, rel=1e-4)
    assert log["COP"].max() == -best.F[0]
    limits = {"outlet": {"max": 100.0}}
    log, best = model.optimize(
        DE(pop_size=10), ("n_gen", 10), variables, limits, ["COP"], minimize_flags=[False], kpi=["power"]
    )
    assert list(log.columns) == ["pressure", "COP", "outlet<=100.0", "power"]
    model.set_parameters(pressure=best.X[0])
    model.nw.solve("design")
    assert model.get_parameter("outlet") <= 100.0 + 1e-6
    assert log.loc[log["outlet<=100.0"] <= 0, "COP"].max() == pytest.approx(-best.F[0])


def test_what_is_wrong_with_a_problem_is_said():
    pytest.importorskip("pymoo")
    from entropyk.tools import OptimizationProblem

    with pytest.raises(TypeError, match="in a list"):
        OptimizationProblem(None, {}, objective="COP")
    with pytest.raises(ValueError, match="minimize has 2 values, and there are 1 objectives"):
        OptimizationProblem(None, {}, objective=["COP"], minimize=[True, False])
