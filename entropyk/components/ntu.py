"""Effectiveness and number of transfer units by flow arrangement, as `NTUHeatExchanger` relates them."""

from .. import _core

__all__ = ["FLOW_ARRANGEMENTS", "calc_epsilon", "calc_ntu"]

#: Arrangements of `NTUHeatExchanger`.
FLOW_ARRANGEMENTS = (
    "counterflow",
    "parallelflow",
    "crossflow_both_unmixed",
    "crossflow_hot_mixed",
    "crossflow_cold_mixed",
    "crossflow_both_mixed",
    "shell_and_tube",
)


def calc_epsilon(NTU: float, C_r: float, flow_arrangement: str, num_shell_passes: int = 1) -> float:
    """Effectiveness.

    Parameters
    ----------
    NTU : float
        Number of transfer units, UA/C_min.
    C_r : float
        Ratio of the capacity rates, C_min/C_max.
    flow_arrangement : str
        One of `FLOW_ARRANGEMENTS`, or `"crossflow_min_mixed"` or `"crossflow_max_mixed"`, where the stream of C_min or
        of C_max is mixed.
    num_shell_passes : int, default 1
        Shell passes, each with an even number of tube passes.

    Raises
    ------
    ValueError
        For an unknown arrangement.
    """
    return _core._effectiveness(NTU, C_r, flow_arrangement, num_shell_passes)


def calc_ntu(epsilon: float, C_r: float, flow_arrangement: str, num_shell_passes: int = 1) -> float:
    """Number of transfer units of an effectiveness, NaN where the arrangement cannot reach it; see `calc_epsilon`."""
    return _core._transfer_units(epsilon, C_r, flow_arrangement, num_shell_passes)
