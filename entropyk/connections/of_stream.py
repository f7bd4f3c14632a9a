"""What a stream of a fluid tells beside its parameters: references, phase, and properties at its state."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .connection import Following

__all__ = ["OfStream"]


class Phase:
    """The phase of a stream: `val` is `"l"`, `"g"`, `"tp"` or `"sc"`."""

    is_set = False

    def __init__(self, val: str) -> None:
        self.val = val

    def __repr__(self) -> str:
        return f"<phase = {self.val}>"


class OfStream:
    """Methods of `Connection` that its state answers; SI units throughout."""

    if TYPE_CHECKING:
        # What `Connection` has.
        fluid: Any
        m: Any
        p: Any
        h: Any

        def _following(self, name: str) -> Following: ...

    @property
    def m_ref(self) -> Following:
        """What m follows from."""
        return self._following("m")

    @property
    def p_ref(self) -> Following:
        """What p follows from."""
        return self._following("p")

    @property
    def h_ref(self) -> Following:
        """What h follows from."""
        return self._following("h")

    @property
    def T_ref(self) -> Following:
        """What T follows from."""
        return self._following("T")

    @property
    def x_ref(self) -> Following:
        """What x follows from."""
        return self._following("x")

    @property
    def v_ref(self) -> Following:
        """What v follows from."""
        return self._following("v")

    @property
    def mixing_rule(self) -> str:
        """How its species mix."""
        return vars(self).get("_rule") or "ideal-cond"

    @property
    def fluid_data(self) -> dict[str, dict[str, Any]]:
        """Mass fraction and property engine by species, as the functions of `tools.fluid_properties` take them."""
        from ..tools.fluid_properties.wrappers import named

        fractions = getattr(self.fluid, "val", self.fluid)
        data = {}
        for name, fraction in fractions.items():
            wrapper = named(name)
            data[wrapper.fluid] = {"wrapper": wrapper, "mass_fraction": fraction}
        return data

    @property
    def phase(self) -> Phase:
        """The phase at the state of the stream."""
        return Phase(self.calc_phase())

    def _at_state(self, function: str, *state: float) -> Any:
        from ..tools.fluid_properties import functions

        state = state or (self.p.val_SI, self.h.val_SI)
        return getattr(functions, function)(*state, self.fluid_data, self.mixing_rule)

    def calc_T(self, T0: float | None = None) -> float:
        """Temperature."""
        return self._at_state("T_mix_ph")

    def calc_vol(self, T0: float | None = None) -> float:
        """Specific volume."""
        return self._at_state("v_mix_ph")

    def calc_s(self) -> float:
        """Entropy."""
        return self._at_state("s_mix_ph")

    def calc_x(self) -> float:
        """Vapour mass fraction; NaN above the critical pressure and of mixtures."""
        return self.calc_Q()

    def calc_Q(self) -> float:
        """Vapour mass fraction; NaN above the critical pressure and of mixtures."""
        try:
            return self._at_state("Q_mix_ph")
        except ValueError:
            return float("nan")

    def calc_viscosity(self, T0: float | None = None) -> float:
        """Dynamic viscosity."""
        return self._at_state("viscosity_mix_ph")

    def calc_phase(self) -> str:
        """`"l"`, `"g"`, `"tp"` or `"sc"`; empty where nothing is known."""
        try:
            return self._at_state("phase_mix_ph")
        except ValueError:
            return ""

    def calc_T_dew(self) -> float:
        """Dew temperature at the pressure of the stream."""
        return self._at_state("T_dew_p", self.p.val_SI)

    def calc_T_bubble(self) -> float:
        """Bubble temperature at the pressure of the stream."""
        return self._at_state("T_bubble_p", self.p.val_SI)

    def calc_T_sat(self) -> float:
        """Saturation temperature at the pressure of the stream."""
        return self._at_state("T_sat_p", self.p.val_SI)

    def calc_td_dew(self) -> float:
        """Superheat."""
        return self.calc_T() - self.calc_T_dew()

    def calc_td_bubble(self) -> float:
        """Subcooling."""
        return self.calc_T_bubble() - self.calc_T()

    def _get_physical_exergy(self, pamb: float, Tamb: float) -> None:
        """Sets `ex_therm`, `ex_mech`, `ex_physical` in J/kg and their flows `Ex_…` in W, relative to (pamb, Tamb)."""
        from ..tools.fluid_properties import calc_physical_exergy

        state = (self.h.val_SI, self.calc_s(), self.p.val_SI)
        self.ex_therm, self.ex_mech = calc_physical_exergy(*state, pamb, Tamb, self.fluid_data, self.mixing_rule)
        self.ex_physical = self.ex_therm + self.ex_mech
        m = self.m.val_SI
        self.Ex_therm, self.Ex_mech, self.Ex_physical = m * self.ex_therm, m * self.ex_mech, m * self.ex_physical
