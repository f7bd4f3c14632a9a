//! Numbers that know their unit: [`Pressure`], [`Temperature`], [`TemperatureDifference`], [`Enthalpy`], [`MassFlow`].
//!
//! Each is one `f64` in SI, finite by construction. The table [`for_each_quantity!`](crate::for_each_quantity) holds
//! every kind with its units; this file makes the Rust types from it and the Python binding makes its classes from the
//! same rows. A further kind is one further entry there, and its line among the operators below.
//!
//! A temperature is a point on a scale and not an amount: two of them have a difference and no sum.
//!
//! ```
//! use entropyk_core::{Temperature, TemperatureDifference};
//! let evaporation = Temperature::from_celsius(-10.0)?;
//! let suction = (evaporation + TemperatureDifference::from_kelvin(5.0)?)?;
//! assert_eq!(suction.to_celsius(), -5.0);
//! # Ok::<(), entropyk_core::ThermoError>(())
//! ```

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::{Add, Sub};

use crate::ThermoError;

/// A unit that a quantity is given in: the keyword of its constructor, its symbol, and `SI = factor · value + offset`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NamedUnit {
    /// Keyword, as in `from_kelvin` and `Temperature(kelvin=…)`.
    pub keyword: &'static str,
    /// Symbol for people: `°C`.
    pub symbol: &'static str,
    /// SI units in one of these.
    pub factor: f64,
    /// SI value of zero.
    pub offset: f64,
}

impl NamedUnit {
    /// The SI value of a value in this unit.
    pub fn to_si(&self, value: f64) -> f64 {
        self.factor * value + self.offset
    }

    /// The value in this unit of an SI value.
    pub fn from_si(&self, si: f64) -> f64 {
        (si - self.offset) / self.factor
    }
}

/// What the quantities have in common. SI stands for the first of [`Measure::UNITS`].
pub trait Measure: Copy + fmt::Display + PartialOrd + Sized + 'static {
    /// Name of the kind, as in `"Pressure"`.
    const NAME: &'static str;
    /// Every unit it is given in, SI first.
    const UNITS: &'static [NamedUnit];
    /// The unit in which people write it.
    const CUSTOMARY: NamedUnit;
    /// The least SI value.
    const LEAST: f64;

    /// The quantity without checks, for values that are known to be possible.
    #[doc(hidden)]
    fn unchecked(si: f64) -> Self;

    /// The value in SI.
    fn si(self) -> f64;

    /// The quantity of an SI value.
    ///
    /// # Errors
    /// [`ThermoError::Validation`] when the value is NaN, infinite or less than can be.
    fn from_si(si: f64) -> Result<Self, ThermoError> {
        Self::of(si, &Self::UNITS[0])
    }

    /// The quantity of a value in one of its units.
    ///
    /// # Errors
    /// [`ThermoError::Validation`] when the value is NaN, infinite or less than can be.
    fn of(value: f64, unit: &NamedUnit) -> Result<Self, ThermoError> {
        let si = unit.to_si(value);
        if !si.is_finite() {
            let message = format!("{}: {value} {} is not a finite number", Self::NAME, unit.symbol);
            return Err(ThermoError::Validation(message));
        }
        if si < Self::LEAST - ROUNDING {
            let (value, least) = (compact(value), compact(unit.from_si(Self::LEAST)));
            let message =
                format!("{}: {value} {} is below absolute zero ({least} {})", Self::NAME, unit.symbol, unit.symbol);
            return Err(ThermoError::Validation(message));
        }
        Ok(Self::unchecked(si.max(Self::LEAST)))
    }
}

/// What the conversion of absolute zero from °C or °F may lose, K.
const ROUNDING: f64 = 1e-9;

/// Calls a macro with the table of quantities: kind, least SI value, customary unit, and its units, SI first, each as
/// keyword, constructor, conversion, symbol, factor, offset.
#[macro_export]
macro_rules! for_each_quantity {
    ($callback:ident) => {
        $callback! {
            /// An absolute pressure, or a difference of two.
            Pressure { least: f64::MIN, customary: 2,
                pa from_pa to_pa "Pa" 1.0, 0.0;
                kpa from_kpa to_kpa "kPa" 1e3, 0.0;
                bar from_bar to_bar "bar" 1e5, 0.0;
                mpa from_mpa to_mpa "MPa" 1e6, 0.0;
                psi from_psi to_psi "psi" 0.453_592_37 * 9.806_65 / (0.0254 * 0.0254), 0.0;
                atm from_atm to_atm "atm" 101_325.0, 0.0;
            }
            /// A temperature: a point on the scale, at or above absolute zero.
            Temperature { least: 0.0, customary: 1,
                kelvin from_kelvin to_kelvin "K" 1.0, 0.0;
                celsius from_celsius to_celsius "°C" 1.0, 273.15;
                fahrenheit from_fahrenheit to_fahrenheit "°F" 5.0 / 9.0, 459.67 * 5.0 / 9.0;
            }
            /// A difference of temperatures: superheat, subcooling, pinch.
            TemperatureDifference { least: f64::MIN, customary: 0,
                kelvin from_kelvin to_kelvin "K" 1.0, 0.0;
            }
            /// A specific enthalpy, or a difference of two.
            Enthalpy { least: f64::MIN, customary: 1,
                j_per_kg from_j_per_kg to_j_per_kg "J/kg" 1.0, 0.0;
                kj_per_kg from_kj_per_kg to_kj_per_kg "kJ/kg" 1e3, 0.0;
            }
            /// A mass flow.
            MassFlow { least: f64::MIN, customary: 2,
                kg_per_s from_kg_per_s to_kg_per_s "kg/s" 1.0, 0.0;
                g_per_s from_g_per_s to_g_per_s "g/s" 1e-3, 0.0;
                kg_per_h from_kg_per_h to_kg_per_h "kg/h" 1.0 / 3600.0, 0.0;
            }
        }
    };
}

/// Makes a type of every row of the table.
macro_rules! declare {
    ($($(#[$doc:meta])* $kind:ident { least: $least:expr, customary: $customary:literal,
        $($keyword:ident $from:ident $to:ident $symbol:literal $factor:expr, $offset:expr;)+
    })*) => {$(
        $(#[$doc])*
        ///
        /// Finite, and in SI inside. Compares and adds within its kind only.
        #[derive(Clone, Copy)]
        pub struct $kind(f64);

        impl Measure for $kind {
            const NAME: &'static str = stringify!($kind);
            const UNITS: &'static [NamedUnit] = &[$(NamedUnit {
                keyword: stringify!($keyword), symbol: $symbol, factor: $factor, offset: $offset,
            }),+];
            const CUSTOMARY: NamedUnit = Self::UNITS[$customary];
            const LEAST: f64 = $least;

            fn unchecked(si: f64) -> Self {
                Self(si)
            }

            fn si(self) -> f64 {
                self.0
            }
        }

        impl $kind {
            $(
                #[doc = concat!("From a value in ", $symbol, ".\n\n# Errors\n[`ThermoError::Validation`] when it is NaN, infinite or less than can be.")]
                pub fn $from(value: f64) -> Result<Self, ThermoError> {
                    const UNIT: NamedUnit = NamedUnit { keyword: stringify!($keyword), symbol: $symbol, factor: $factor, offset: $offset };
                    Self::of(value, &UNIT)
                }

                #[doc = concat!("The value in ", $symbol, ".")]
                pub fn $to(self) -> f64 {
                    (self.0 - $offset) / ($factor)
                }
            )+
        }

        impl PartialEq for $kind {
            fn eq(&self, other: &Self) -> bool {
                self.0 == other.0
            }
        }

        // Values are finite, so equality is total.
        impl Eq for $kind {}

        impl PartialOrd for $kind {
            fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
                Some(self.cmp(other))
            }
        }

        impl Ord for $kind {
            fn cmp(&self, other: &Self) -> Ordering {
                // Adding zero turns −0 into 0, which `==` holds equal.
                (self.0 + 0.0).total_cmp(&(other.0 + 0.0))
            }
        }

        impl Hash for $kind {
            fn hash<H: Hasher>(&self, state: &mut H) {
                (self.0 + 0.0).to_bits().hash(state);
            }
        }

        /// The customary unit: `3.5 bar`.
        impl fmt::Display for $kind {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{} {}", compact(Self::CUSTOMARY.from_si(self.0)), Self::CUSTOMARY.symbol)
            }
        }

        /// SI and the customary unit: `Pressure(350000 Pa = 3.5 bar)`.
        impl fmt::Debug for $kind {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let si = Self::UNITS[0];
                write!(f, "{}({} {}", Self::NAME, compact(self.0), si.symbol)?;
                if Self::CUSTOMARY != si { write!(f, " = {self}")?; }
                f.write_str(")")
            }
        }
    )*};
}

for_each_quantity!(declare);

/// Kinds that are amounts: they add and subtract among themselves, and a difference may be negative.
macro_rules! amounts {
    ($($kind:ident)*) => {$(
        impl Add for $kind {
            type Output = $kind;

            fn add(self, other: Self) -> Self {
                Self(clamped(self.0 + other.0))
            }
        }

        impl Sub for $kind {
            type Output = $kind;

            fn sub(self, other: Self) -> Self {
                Self(clamped(self.0 - other.0))
            }
        }
    )*};
}

amounts!(Pressure TemperatureDifference Enthalpy MassFlow);

/// The nearest finite number: sums of finite quantities stay finite.
fn clamped(si: f64) -> f64 {
    si.clamp(f64::MIN, f64::MAX)
}

impl Sub for Temperature {
    type Output = TemperatureDifference;

    fn sub(self, other: Self) -> TemperatureDifference {
        TemperatureDifference(self.0 - other.0)
    }
}

/// Fails below absolute zero.
impl Add<TemperatureDifference> for Temperature {
    type Output = Result<Temperature, ThermoError>;

    fn add(self, difference: TemperatureDifference) -> Self::Output {
        Self::from_kelvin(self.0 + difference.0)
    }
}

/// Fails below absolute zero.
impl Sub<TemperatureDifference> for Temperature {
    type Output = Result<Temperature, ThermoError>;

    fn sub(self, difference: TemperatureDifference) -> Self::Output {
        Self::from_kelvin(self.0 - difference.0)
    }
}

/// A number for people: at most ten significant digits, no trailing zeros, powers of ten where they are shorter.
///
/// # Examples
/// ```
/// use entropyk_core::compact;
/// assert_eq!(compact(3.5), "3.5");
/// assert_eq!(compact(0.1 + 0.2), "0.3");
/// assert_eq!(compact(-1.25e-7), "-1.25e-7");
/// ```
pub fn compact(value: f64) -> String {
    let rounded: f64 = format!("{value:.9e}").parse().unwrap_or(value) + 0.0;
    let size = rounded.abs();
    if size != 0.0 && !(1e-4..1e10).contains(&size) && size.is_finite() {
        format!("{rounded:e}")
    } else {
        rounded.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Quantity;

    fn pressure(bar: f64) -> Pressure {
        Pressure::from_bar(bar).expect("finite")
    }

    fn celsius(value: f64) -> Temperature {
        Temperature::from_celsius(value).expect("above zero")
    }

    #[test]
    fn converts_between_its_units() {
        assert_eq!(pressure(1.0), Pressure::from_kpa(100.0).expect("finite"));
        assert!((Pressure::from_psi(14.695_948_775_5).expect("finite").to_atm() - 1.0).abs() < 1e-11);
        assert_eq!(celsius(35.0).to_kelvin(), 308.15);
        assert!((Temperature::from_fahrenheit(32.0).expect("possible").to_celsius()).abs() < 1e-12);
        assert_eq!(MassFlow::from_kg_per_h(3600.0).expect("finite").to_g_per_s(), 1000.0);
    }

    #[test]
    fn named_units_agree_with_the_unit_table() {
        fn check<M: Measure>(quantity: Quantity) {
            for unit in M::UNITS {
                let parsed = quantity.unit(unit.symbol).expect("a unit");
                assert_eq!((parsed.factor, parsed.offset), (unit.factor, unit.offset), "{}", unit.symbol);
            }
            assert_eq!(M::UNITS[0].symbol, quantity.si_symbol());
        }
        check::<Pressure>(Quantity::Pressure);
        check::<Temperature>(Quantity::Temperature);
        check::<TemperatureDifference>(Quantity::TemperatureDifference);
        check::<Enthalpy>(Quantity::Enthalpy);
        check::<MassFlow>(Quantity::MassFlow);
    }

    #[test]
    fn refuses_what_cannot_be() {
        assert_eq!(
            Pressure::from_bar(f64::NAN).expect_err("NaN").to_string(),
            "Pressure: NaN bar is not a finite number"
        );
        assert!(Pressure::from_bar(1e305).is_err());
        assert_eq!(
            Temperature::from_celsius(-300.0).expect_err("impossible").to_string(),
            "Temperature: -300 °C is below absolute zero (-273.15 °C)"
        );
        assert!(Temperature::from_fahrenheit(-459.67).is_ok());
    }

    #[test]
    fn adds_within_a_kind_and_takes_differences_of_temperatures() {
        assert_eq!((pressure(1.0) - pressure(3.0)).to_bar(), -2.0);
        assert_eq!((celsius(20.0) - celsius(30.0)).to_kelvin(), -10.0);
        let step = TemperatureDifference::from_kelvin(300.0).expect("finite");
        assert!((celsius(20.0) - step).is_err());
        let most = Pressure::from_pa(f64::MAX).expect("finite");
        assert_eq!((most + most).to_pa(), f64::MAX);
    }

    #[test]
    fn shows_si_and_the_customary_unit() {
        assert_eq!(format!("{:?}", pressure(3.5)), "Pressure(350000 Pa = 3.5 bar)");
        assert_eq!(format!("{:?}", celsius(35.0)), "Temperature(308.15 K = 35 °C)");
        assert_eq!(
            format!("{:?}", TemperatureDifference::from_kelvin(-5.0).expect("finite")),
            "TemperatureDifference(-5 K)"
        );
        assert_eq!(MassFlow::from_kg_per_s(0.05).expect("finite").to_string(), "180 kg/h");
    }

    #[test]
    fn compact_numbers_are_short() {
        assert_eq!(compact(0.0), "0");
        assert_eq!(compact(-0.0), "0");
        assert_eq!(compact(1e300), "1e300");
        assert_eq!(compact(273.149_999_999_999_98), "273.15");
        assert_eq!(compact(f64::NAN), "NaN");
    }
}
