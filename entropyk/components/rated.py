"""Compressors made from ratings: AHRI 540, EN 12900, or measured points."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal, Self

import numpy as np

from .. import _core
from ..errors import ValidationError
from .component import Component

Rating = _core.Ahri540 | Sequence[_core.Ahri540] | str

#: Coefficients that stand for those of a fit.
_PLACEHOLDER = [1.0] + [0.0] * 9
#: Superheat of a rating after EN 12900, K.
_EN12900_SUPERHEAT = 10.0


class RatedCompressor(Component):
    """A compressor that can be made from ratings."""

    _class = "Compressor"
    #: What a fit misses at its points; None without a fit.
    fit_errors: _core.Table | None = None

    @classmethod
    def from_ahri540(
        cls,
        rating: Rating | None = None,
        label: str | None = None,
        *,
        power: Sequence[float] | None = None,
        mass_flow: Sequence[float] | None = None,
        capacity: Sequence[float] | None = None,
        units: Literal["SI", "IP"] = "SI",
        fluid: str | None = None,
        return_gas: Any = None,
        superheat: Any = None,
        subcooling: Any = None,
        rated_frequency: float | None = None,
        envelope: Any = None,
        name: str = "",
        **parameters: Any,
    ) -> Self:
        """A compressor with a rating after AHRI 540.

        Parameters
        ----------
        rating : Ahri540, list of Ahri540, or str, optional
            A rating, those of several speeds, or the name of a shipped machine (`ek.compressors()`).
        label : str, optional
            Label of the component.
        power, mass_flow, capacity, units, fluid, return_gas, superheat, subcooling, rated_frequency, envelope, name
            Instead of a rating, what makes one: as for `Ahri540`, with `rated_frequency` for its `frequency`.
        **parameters
            Parameters of the compressor, such as `heat_loss` and `frequency`.

        Raises
        ------
        ComponentError
            For coefficients that cannot be, as those in other units.

        Examples
        --------
        >>> entropyk.Compressor.from_ahri540("2DF3-030E-TFC").coefficients.val.fluid
        'R134a'
        """
        if rating is None:
            rating = _core.Ahri540(
                power=power,
                mass_flow=mass_flow,
                capacity=capacity,
                units=units,
                fluid=fluid,
                return_gas=return_gas,
                superheat=superheat,
                subcooling=subcooling,
                frequency=rated_frequency,
                envelope=envelope,
                name=name,
            )
        elif isinstance(rating, str):
            rating = _core.Ahri540.named(rating)
        return cls(label, coefficients=rating, **parameters)

    @classmethod
    def from_en12900(
        cls,
        table: Any,
        label: str | None = None,
        *,
        fluid: str | None = None,
        superheat: Any = None,
        return_gas: Any = None,
        subcooling: Any = None,
        rated_frequency: float | None = None,
        name: str = "",
        **parameters: Any,
    ) -> Self:
        """A compressor from a data sheet after EN 12900.

        Parameters
        ----------
        table : mapping or data frame, or dict of them by frequency in Hz
            Columns `T_evap` and `T_cond` (dew temperatures, °C), `power` (W), and `capacity` (W) or `mass_flow` (kg/s),
            of one length; or `T_evap` of length n, `T_cond` of length m and the others of shape (m, n). What is missing
            is NaN or None. Without temperatures, `power` and `capacity` or `mass_flow` are the ten coefficients each.
        label : str, optional
            Label of the component.
        fluid : str, optional
            Refrigerant of the data sheet.
        superheat : float, optional
            Superheat of the rating, K; 10 if no `return_gas` is given.
        return_gas : float, optional
            Suction temperature of the rating, K, instead of a superheat.
        subcooling : float, optional
            Subcooling of the rating, K; none unless given.
        rated_frequency : float, optional
            Frequency of a single table, Hz.
        name : str, optional
            Model name.
        **parameters
            Parameters of the compressor, such as `heat_loss` and `frequency`.

        Returns
        -------
        Compressor
            Its `fit_errors` is a table of what the polynomials miss at the points.

        Raises
        ------
        ComponentError, ValidationError
            For tables that lack a column or have fewer than ten points, and values that cannot be.
        """
        rated: dict[str, Any] = {"fluid": fluid, "return_gas": return_gas, "subcooling": subcooling, "name": name}
        rated["superheat"] = _EN12900_SUPERHEAT if superheat is None and return_gas is None else superheat
        if _is_by_frequency(table):
            columns = [_grid(part, float(frequency)) for frequency, part in table.items()]
            points = {key: np.concatenate([part[key] for part in columns]) for key in columns[0]}
            return cls.fit(points, label, **rated, **parameters)
        if not _has(table, "T_evap"):
            flow: dict[str, Any] = {key: list(table[key]) for key in ("capacity", "mass_flow") if _has(table, key)}
            rating = _core.Ahri540(power=list(_column(table, "power")), frequency=rated_frequency, **flow, **rated)
            return cls(label, coefficients=rating, **parameters)
        return cls.fit(_grid(table, None), label, rated_frequency=rated_frequency, **rated, **parameters)

    @classmethod
    def fit(
        cls,
        points: Any,
        label: str | None = None,
        *,
        units: Literal["SI", "IP"] = "SI",
        fluid: str | None = None,
        superheat: Any = None,
        return_gas: Any = None,
        subcooling: Any = None,
        rated_frequency: float | None = None,
        name: str = "",
        **parameters: Any,
    ) -> Self:
        """A compressor whose rating fits measured points, by least squares.

        Parameters
        ----------
        points : mapping or data frame
            Columns `T_suction` and `T_discharge` (dew temperatures), `power`, and `mass_flow` or `capacity`, in the
            units of `Ahri540`; with `frequency` (Hz) a rating for each speed. At least ten points for each.
        label : str, optional
            Label of the component.
        units, fluid, superheat, return_gas, subcooling, rated_frequency, name
            As for `Ahri540`.
        **parameters
            Parameters of the compressor, such as `heat_loss` and `frequency`.

        Returns
        -------
        Compressor
            Its `fit_errors` is a table of the points, the fit and relative errors; its rating holds within the range of
            the points.

        Raises
        ------
        ComponentError, ValidationError
            For columns that are missing or of different length, and fewer than ten points.
        """
        flow = next((key for key in ("mass_flow", "capacity") if _has(points, key)), None)
        if flow is None:
            raise ValidationError("the points have neither mass_flow nor capacity: give one of these columns")
        placeholder: dict[str, Any] = {flow: _PLACEHOLDER}
        template = _core.Ahri540(
            power=_PLACEHOLDER,
            units=units,
            fluid=fluid,
            superheat=superheat,
            return_gas=return_gas,
            subcooling=subcooling,
            frequency=rated_frequency,
            name=name,
            **placeholder,
        )
        low, high, flows, powers = (_column(points, key) for key in ("T_suction", "T_discharge", flow, "power"))
        frequency = _column(points, "frequency") if _has(points, "frequency") else None
        ratings, errors = _core._fit_ratings(low, high, flows, powers, frequency, template)
        compressor = cls(label, coefficients=ratings if len(ratings) > 1 else ratings[0], **parameters)
        compressor.fit_errors = errors
        return compressor


def _has(table: Any, key: str) -> bool:
    try:
        table[key]
    except Exception:  # each kind of table has its own
        return False
    return True


def _column(table: Any, key: str) -> "np.ndarray[Any, np.dtype[np.float64]]":
    if not _has(table, key):
        raise ValidationError(f"the table has no column {key}")
    return np.asarray(table[key], dtype=float)


def _is_by_frequency(table: Any) -> bool:
    return isinstance(table, Mapping) and bool(table) and all(not isinstance(key, str) for key in table)


def _grid(table: Any, frequency: float | None) -> "dict[str, np.ndarray[Any, np.dtype[np.float64]]]":
    """Columns of points from columns or a grid, those with missing values left out."""
    flow = "capacity" if _has(table, "capacity") else "mass_flow"
    low, high = _column(table, "T_evap"), _column(table, "T_cond")
    if _column(table, "power").ndim == 2:
        low, high = np.meshgrid(low, high)
    columns = {"T_suction": low, "T_discharge": high, flow: _column(table, flow), "power": _column(table, "power")}
    if len({column.shape for column in columns.values()}) > 1:
        shapes = ", ".join(f"{key} {column.shape}" for key, column in columns.items())
        raise ValidationError(f"the columns differ in shape ({shapes}): power and {flow} have a row for each T_cond")
    if frequency is not None:
        columns["frequency"] = np.full(low.shape, frequency)
    is_there = ~np.isnan(columns[flow]) & ~np.isnan(columns["power"])
    return {key: column[is_there] for key, column in columns.items()}
