"""The standard refrigeration cycle of −15 and +30 °C, saturated states, ideal compressor."""

import pytest

import entropyk as ek

#: Refrigerant: pressures in MPa, refrigerating effect in kJ/kg, volumetric capacity in kJ/m³, discharge temperature in
#: °C, COP: recomputed with CoolProp 8.0.0, in the form of table 12-5 of Stoecker & Jones, Refrigeration and Air
#: Conditioning, whose COPs of R717 (4.76), R22 (4.66), R134a (4.60), R12 (4.70) and R507 (4.18) they meet. Temperatures
#: are those of the dew line. The isentropes of R600a and of the R1234 end wet.
STANDARD = {
    "R717": (0.2361, 1.1665, 1102.43, 2167, 98.7, 4.768),
    "R22": (0.2962, 1.1919, 162.54, 2097, 52.9, 4.664),
    "R134a": (0.1639, 0.7702, 147.91, 1226, 36.6, 4.605),
    "R12": (0.1823, 0.7437, 116.94, 1273, 37.8, 4.697),
    "R507A": (0.3773, 1.4587, 110.48, 2164, 35.2, 4.186),
    "R290": (0.2916, 1.0790, 279.09, 1814, 36.6, 4.554),
    "R600a": (0.0891, 0.4047, 263.02, 659, 30.0, 4.676),
    "R32": (0.4881, 1.9275, 256.27, 3420, 68.5, 4.518),
    "R1234yf": (0.1837, 0.7836, 112.87, 1183, 30.0, 4.369),
    "R1234ze(E)": (0.1201, 0.5783, 132.96, 890, 30.0, 4.554),
    "R410A": (0.4800, 1.8834, 167.98, 3099, 51.0, 4.405),
    "R744": (2.2908, 7.2137, 131.72, 7999, 70.4, 2.688),
    "R152a": (0.1487, 0.6898, 243.76, 1181, 47.0, 4.783),
}


@pytest.mark.parametrize("fluid", STANDARD)
def test_standard_cycle(fluid, published):
    """Standard refrigeration cycle, −15/+30 °C, saturated states, ideal compressor: Stoecker & Jones, table 12-5,
    recomputed with CoolProp."""
    low, high, effect, volumetric, discharge, cop = STANDARD[fluid]
    system = ek.System(fluid)
    parts = [ek.Compressor(eta_s=1.0), ek.Condenser(), ek.ExpansionValve(), ek.Evaporator()]
    c, k, v, e = (system.add_component(part) for part in parts)
    system.add_edge(c, k, label="discharge", T_dew=303.15)
    system.add_edge(k, v, x=0.0)
    system.add_edge(v, e)
    system.add_edge(e, c, label="suction", T_dew=258.15, x=1.0, m=1.0)
    performance = system.finalize().solve().performance
    pressures = [system["suction"].p.val, system["discharge"].p.val]
    # Digits as printed; R744 at 30 °C is 1 K below its critical point.
    assert pressures == pytest.approx([low * 1e6, high * 1e6], rel=2e-4, abs=60)
    published(f"{fluid}: refrigerating effect, kJ/kg", performance["heat_in"] / 1e3, effect, rel=2e-4)
    capacity = performance["heat_in"] / system["suction"].v.val / 1e3
    published(f"{fluid}: volumetric capacity, kJ/m³", capacity, volumetric, rel=8e-4)
    published(f"{fluid}: discharge temperature, °C", system["discharge"].T.val - 273.15, discharge, abs=0.06)
    published(f"{fluid}: COP", performance["heat_in"] / performance["power"], cop, abs=6e-4)
