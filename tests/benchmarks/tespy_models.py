"""The models of TESPy's tutorials and tests that are timed, and what changes in them from solve to solve.

A model is made by running its file, as TESPy's source distribution has it, section after section up to where the
tutorial varies something; nothing of these files stands here. A row goes on from the one before.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Row:
    """One value that changes.

    Parameters
    ----------
    name : str
        What changes.
    sections : tuple of int
        Sections of the file that are run before.
    prepare : str
        Code that is run then.
    change : str
        Code that gives the value `x`.
    span : (float, float)
        First and last value.
    read : tuple of str
        Expressions of what is read: a connection, a component, and a power connection where there is one.
    options : str
        Arguments of the solve.
    sweep : tuple of str, optional
        Path of the value and of one result, for `nw.sweep`.
    """

    name: str
    change: str
    span: tuple[float, float]
    read: tuple[str, ...]
    sections: tuple[int, ...] = ()
    prepare: str = ""
    options: str = '"design"'
    sweep: tuple[str, str] | None = None


@dataclass(frozen=True)
class Model:
    """A file, and its rows."""

    file: str
    rows: tuple[Row, ...]
    network: str = "nw"
    #: Lines that are left out: those that hold this.
    without: str = field(default="\0")

    def code(self, source: Path, sections: tuple[int, ...]) -> str:
        """The text of some sections; of a file that has none, all of it as section 0."""
        lines = (source / self.file).read_text().splitlines(keepends=True)
        parts = re.split(
            r"^# %% ?\[sec_(\w+)\]\n", "".join(line for line in lines if self.without not in line), flags=re.M
        )
        found = {"0": parts[0], **dict(zip(parts[1::2], parts[2::2]))}
        return "".join(found[str(number)] for number in sections)


OFF_DESIGN = '"offdesign", design_path=design_state'

MODELS = {
    "heat_pump": Model(
        "tutorial/basics/heat_pump.py",
        (
            Row(
                "T_evap",
                "c2.set_attr(T=x)",
                (0.0, 40.0),
                ("c3.T.val", "cp.P.val"),
                sections=(1, 2, 3, 4, 5, 6),
                sweep=("2.T", "compressor.P"),
            ),
            Row("eta_s", "cp.set_attr(eta_s=x)", (0.75, 0.95), ("c3.T.val", "cp.P.val"), prepare="c2.set_attr(T=20)"),
        ),
        network="my_plant",
    ),
    "district_heating": Model(
        "tutorial/basics/district_heating.py",
        (
            Row("Q", "cons.set_attr(Q=x)", (-12.0, -6.0), ("c1.m.val", "hs.Q.val"), sections=(1, 2)),
            Row(
                'Q, D="var"',
                "cons.set_attr(Q=x)",
                (-12.0, -6.0),
                ("c1.m.val", "pipe_feed.D.val"),
                sections=(3,),
                prepare="cons.set_attr(Q=-10); nw.solve('design')",
            ),
            Row(
                "Tamb, UA",
                "pipe_feed.set_attr(Tamb=x); pipe_return.set_attr(Tamb=x)",
                (-10.0, 20.0),
                ("c3.T.val", "pipe_feed.Q.val"),
                prepare="cons.set_attr(Q=-10); nw.solve('design')\n{4}\n"
                "pipe_feed.set_attr(Tamb=0, UA=pipe_feed.UA.val, Q=None)\n"
                "pipe_return.set_attr(Tamb=0, UA=pipe_return.UA.val, Q=None)",
            ),
            Row(
                "Q, UA",
                "cons.set_attr(Q=x)",
                (-12.0, -3.0),
                ("c3.T.val", "pipe_feed.Q.val"),
                prepare="pipe_feed.set_attr(Tamb=0); pipe_return.set_attr(Tamb=0)",
            ),
        ),
    ),
    "gas_turbine": Model(
        "tutorial/basics/gas_turbine.py",
        (
            Row(
                "chamber alone, T",
                "c3.set_attr(T=x)",
                (1000.0, 1400.0),
                ("c2.m.val", "cc.ti.val"),
                sections=(1, 2, 3, 4, 5, 6),
            ),
            Row(
                "T3",
                "c3.set_attr(T=x)",
                (900.0, 1400.0),
                ("c4.T.val", "cc.ti.val", "e4.E.val"),
                sections=(8, 9, 10),
                prepare="cc.set_attr(pr=0.97, eta=0.98)",
            ),
            Row(
                "pr",
                "cp.set_attr(pr=x)",
                (10.0, 30.0),
                ("c4.T.val", "cc.ti.val", "e4.E.val"),
                prepare="c3.set_attr(T=1200)",
            ),
            Row(
                "fuel composition",
                "cc.set_attr(ti=x)",
                (50.0, 60.0),
                ("c5.fluid.val['H2']", "tu.P.val", "e4.E.val"),
                prepare="cp.set_attr(pr=15); nw.solve('design')\n"
                "c5.set_attr(fluid=dict(CO2=0.03, O2=0, H2O=0, Ar=0, N2=0, CH4=None, H2=None))\n"
                "c5.set_attr(fluid_balance=True)",
            ),
        ),
    ),
    "rankine": Model(
        "tutorial/basics/rankine.py",
        (
            Row("T_live", "c1.set_attr(T=x)", (450.0, 750.0), ("c2.h.val", "tu.P.val"), sections=(1, 2, 3, 4)),
            Row(
                "T_live, power connections",
                "c1.set_attr(T=x)",
                (450.0, 750.0),
                ("c2.h.val", "tu.P.val", "e5.E.val"),
                sections=(6, 7),
                prepare="c1.set_attr(m=20); e5.set_attr(E=None)",
            ),
            Row(
                "off-design, m",
                "c1.set_attr(m=x)",
                (20.0, 10.0),
                ("c2.p.val", "tu.P.val", "e5.E.val"),
                prepare="c1.set_attr(T=600)\n{9}\n{10}",
                options=OFF_DESIGN,
                sweep=("1.m", "steam turbine.P"),
            ),
        ),
        network="my_plant",
    ),
    "starting_values": Model(
        "tutorial/advanced/starting_values.py",
        (
            Row(
                "superheat",
                "c2.set_attr(td_dew=x)",
                (5.0, 15.0),
                ("c3.T.val", "compressor.P.val"),
                sections=(1, 2, 3, 4, 5),
            ),
        ),
    ),
    "stepwise": Model(
        "tutorial/advanced/stepwise.py",
        (
            Row(
                "td_pinch",
                "cd.set_attr(td_pinch=x)",
                (5.0, 15.0),
                ("c9.T.val", "cp2.P.val"),
                sections=tuple(range(1, 17)),
            ),
            Row(
                "off-design, Q",
                "cons.set_attr(Q=x)",
                (-230.0, -138.0),
                ("c9.T.val", "cp2.P.val"),
                prepare="cd.set_attr(td_pinch=10); nw.solve('design')\n{17}",
                options=OFF_DESIGN,
            ),
        ),
    ),
    "SamplePlant": Model(
        "tutorial/advanced/optimization_example.py",
        (
            Row(
                "extraction p",
                "c2.set_attr(p=x)",
                (15.0, 30.0),
                ("c13.T.val", "turbine.P.val", "e7.E.val"),
                sections=(1, 2),
                prepare="nw = SamplePlant().nw\nc2, c13, e7 = nw.get_conn(['2', '13', 'e7'])\n"
                "turbine = nw.get_comp('high pressure turbine')",
            ),
        ),
        without="pymoo",
    ),
    "CGAM": Model(
        "tests/test_models/test_CGAM_model.py",
        (
            Row(
                "T4",
                "c4.set_attr(T=x)",
                (1150.0, 1246.85),
                ("c7.T.val", "turbine.P.val", "e1.E.val"),
                sections=(0,),
                prepare="test = TestCGAM(); test.setup_method(); nw = test.nwk\n"
                "c4, c7, e1 = nw.get_conn(['4', '7', 'e1'])\nturbine = nw.get_comp('gas turbine')",
            ),
        ),
    ),
    "SEGS": Model(
        "tests/test_models/test_solar_energy_generating_system.py",
        (
            Row(
                "m",
                "c3.set_attr(m=x)",
                (30.0, 38.969),
                ("c79.T.val", "turbine.P.val", "e25.E.val"),
                sections=(0,),
                prepare="test = TestSEGS(); test.setup_method(); nw = test.nw\n"
                "c3, c79, e25 = nw.get_conn(['3', '79', 'e25'])\nturbine = nw.get_comp('HP turbine 1')",
            ),
        ),
    ),
    "heat_pump_model": Model(
        "tests/test_models/test_heat_pump_model.py",
        (
            Row(
                "off-design, m",
                "test.amb_in_su.set_attr(m=x)",
                (23.0, 16.0),
                ("test.amb_in_su.m.val", "condenser.Q.val", "test.e_grid.E.val"),
                sections=(0,),
                prepare="test = TestHeatPump(); test.setup_method(); nw = test.nw\nnw.solve('design')\n"
                "design_state = nw.save(as_dict=True)\ncondenser = nw.get_comp('condenser')",
                options=OFF_DESIGN,
            ),
        ),
    ),
}
