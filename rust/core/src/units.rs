//! Which unit a plain number has.
//!
//! [`Quantity`] lists the kinds of numbers that parameters, connections and tables hold; [`Units`] gives each of them a
//! default unit. The engine computes in SI and meets units only at its border: a number is converted when the object
//! that holds it joins a model, and back when a table is made.

use crate::ThermoError;
use crate::suggest::did_you_mean;
use crate::unit::{self, Unit};
use std::sync::Arc;

/// Declares [`Quantity`] from one row per kind: variant, name, SI unit, further usual units.
macro_rules! quantities {
    ($($variant:ident $name:literal $si:literal [$($usual:literal)*];)*) => {
        /// The kind of a number: what it measures, and so the units it can have.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Quantity {
            $(#[doc = concat!("`", $name, "`, in `", $si, "`.")] $variant,)*
        }

        impl Quantity {
            /// Every kind, in the order of their numbers.
            pub const ALL: &[Quantity] = &[$(Quantity::$variant),*];

            /// The name that `set_defaults` and tables use: `"mass_flow"`.
            pub fn name(self) -> &'static str {
                match self { $(Quantity::$variant => $name,)* }
            }

            /// The SI unit, in which the engine computes.
            pub fn si_symbol(self) -> &'static str {
                match self { $(Quantity::$variant => $si,)* }
            }

            /// The SI unit and other usual ones.
            pub fn usual_units(self) -> &'static [&'static str] {
                match self { $(Quantity::$variant => &[$si, $($usual),*],)* }
            }
        }
    };
}

quantities! {
    Temperature "temperature" "K" ["degC" "degF" "degR"];
    TemperatureDifference "temperature_difference" "K" ["delta_degC" "delta_degF" "degR"];
    Enthalpy "enthalpy" "J/kg" ["kJ/kg" "MJ/kg" "kWh/kg" "Btu/lb"];
    SpecificEnergy "specific_energy" "J/kg" ["kJ/kg" "MJ/kg" "kWh/kg" "Btu/lb"];
    Entropy "entropy" "J/kg/K" ["kJ/kg/K" "Btu/lb/degR"];
    Pressure "pressure" "Pa" ["kPa" "MPa" "hPa" "bar" "mbar" "psi" "atm"];
    PressureDifference "pressure_difference" "Pa" ["kPa" "MPa" "hPa" "bar" "mbar" "psi" "atm"];
    MassFlow "mass_flow" "kg/s" ["g/s" "kg/min" "kg/h" "t/h" "lb/h"];
    VolumetricFlow "volumetric_flow" "m3/s" ["m3/h" "l/s" "l/min" "l/h" "ft3/min"];
    SpecificVolume "specific_volume" "m3/kg" ["l/kg" "cm3/g" "ft^3/lb"];
    Power "power" "W" ["kW" "MW" "hp" "Btu/h"];
    Heat "heat" "W" ["kW" "MW" "Btu/h" "refrigeration_ton"];
    Quality "quality" "1" ["%"];
    VaporMassFraction "vapor_mass_fraction" "1" ["%"];
    Efficiency "efficiency" "1" ["%"];
    Ratio "ratio" "1" ["%"];
    Length "length" "m" ["mm" "cm" "km" "in" "ft"];
    Speed "speed" "m/s" ["km/h" "ft/s"];
    Area "area" "m2" ["cm2" "mm2" "ft^2"];
    ThermalConductivity "thermal_conductivity" "W/m/K" ["mW/m/K" "kW/m/K"];
    HeatTransferCoefficient "heat_transfer_coefficient" "W/K" ["kW/K" "MW/K"];
    HeatTransferCoefficientPerArea "heat_transfer_coefficient_per_area" "W/m2/K" ["kW/m2/K"];
    ThermalResistance "thermal_resistance" "K/W" ["K/kW"];
    Angle "angle" "degree" ["rad"];
    Frequency "frequency" "1/s" ["Hz" "1/min" "1/h"];
    Density "density" "kg/m3" ["g/cm3" "kg/l" "lb/ft^3"];
    SpecificHeat "specific_heat" "J/kg/K" ["kJ/kg/K" "Btu/lb/degR"];
    Viscosity "viscosity" "Pa*s" ["mPa*s" "uPa*s"];
    Mass "mass" "kg" ["g" "lb"];
    Time "time" "s" ["ms" "min" "h"];
    Dimensionless "dimensionless" "1" ["%"];
    SurfaceTension "surface_tension" "N/m" ["mN/m"];
}

impl Quantity {
    /// The kind of that name.
    ///
    /// # Errors
    /// [`ThermoError::UnknownParameter`], with the nearest names.
    pub fn named(name: &str) -> Result<Quantity, ThermoError> {
        Quantity::ALL.iter().copied().find(|quantity| quantity.name() == name).ok_or_else(|| {
            let names = || Quantity::ALL.iter().map(|quantity| quantity.name());
            let mut hint = did_you_mean(name, names());
            if hint.is_empty() {
                hint = format!("; known are {}", names().collect::<Vec<_>>().join(", "));
            }
            ThermoError::UnknownParameter(format!("units: there is no quantity {name:?}{hint}"))
        })
    }

    /// The unit with that text, for numbers of this kind.
    ///
    /// # Errors
    /// [`ThermoError::Validation`] when the text is no unit, or one of another kind; the message names usual ones.
    ///
    /// # Examples
    /// ```
    /// use entropyk_core::Quantity;
    /// let unit = Quantity::Temperature.unit("degC")?;
    /// assert_eq!(unit.to_si(20.0), 293.15);
    /// assert!(Quantity::Temperature.unit("bar").is_err());
    /// # Ok::<(), entropyk_core::ThermoError>(())
    /// ```
    pub fn unit(self, symbol: &str) -> Result<Unit, ThermoError> {
        let Some(meaning) = unit::parse(symbol) else {
            return Err(ThermoError::Validation(self.unknown_unit(symbol)));
        };
        let Some(base) = unit::parse(self.si_symbol()) else { unreachable!("the SI units are units") };
        let is_kind = meaning.dimension == base.dimension;
        let has_zero_of_its_own = meaning.offset != 0.0 && self != Quantity::Temperature;
        if !is_kind || has_zero_of_its_own {
            return Err(ThermoError::Validation(format!(
                "unit {symbol:?} is not compatible with {}: use one of {}",
                self.name(),
                self.usual_units().join(", ")
            )));
        }
        Ok(Unit { symbol: symbol.trim().to_owned(), factor: meaning.factor / base.factor, offset: meaning.offset })
    }

    /// The SI unit.
    pub fn si_unit(self) -> Unit {
        Unit { symbol: self.si_symbol().to_owned(), factor: 1.0, offset: 0.0 }
    }

    fn unknown_unit(self, symbol: &str) -> String {
        let hint = match (self, symbol.trim()) {
            (Quantity::Temperature, "C" | "c" | "ºC") => "; did you mean degC?".to_owned(),
            (Quantity::Temperature, "F" | "f") => "; did you mean degF?".to_owned(),
            (_, symbol) => did_you_mean(symbol, self.usual_units().iter().copied()),
        };
        let hint = if hint.is_empty() { "; ".to_owned() } else { format!("{hint} ") };
        format!("unknown unit {symbol:?} for {}{hint}usual ones are {}", self.name(), self.usual_units().join(", "))
    }
}

/// A default unit for every kind of number. Cloning is cheap.
///
/// # Examples
/// ```
/// use entropyk_core::{Quantity, Units};
/// let mut units = Units::engineering();
/// units.set_default("pressure", "kPa")?;
/// assert_eq!(units.unit(Quantity::Pressure).to_si(5.0), 5000.0);
/// assert_eq!(units.unit(Quantity::Temperature).to_si(35.0), 308.15);
/// # Ok::<(), entropyk_core::ThermoError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Units {
    units: Arc<Vec<Unit>>,
    /// Whether results name their units in pint's long form.
    is_long: bool,
}

impl PartialEq for Units {
    fn eq(&self, other: &Self) -> bool {
        self.units == other.units
    }
}

impl Units {
    /// SI: K, Pa, J/kg, kg/s, W.
    pub fn si() -> Self {
        Self { units: Arc::new(Quantity::ALL.iter().map(|quantity| quantity.si_unit()).collect()), is_long: false }
    }

    /// What engineers write: °C, bar, kJ/kg, kJ/(kg K), kW; SI for the rest.
    pub fn engineering() -> Self {
        let mut units = Self::si();
        for (quantity, symbol) in [
            (Quantity::Temperature, "degC"),
            (Quantity::Pressure, "bar"),
            (Quantity::PressureDifference, "bar"),
            (Quantity::Enthalpy, "kJ/kg"),
            (Quantity::SpecificEnergy, "kJ/kg"),
            (Quantity::Entropy, "kJ/kg/K"),
            (Quantity::SpecificHeat, "kJ/kg/K"),
            (Quantity::Power, "kW"),
            (Quantity::Heat, "kW"),
        ] {
            let Ok(unit) = quantity.unit(symbol) else { unreachable!("these are units of these quantities") };
            Arc::make_mut(&mut units.units)[quantity as usize] = unit;
        }
        units
    }

    /// The set of that name, `"SI"` or `"engineering"`.
    ///
    /// # Errors
    /// [`ThermoError::Validation`] for any other name.
    pub fn named(name: &str) -> Result<Self, ThermoError> {
        match name.to_lowercase().as_str() {
            "si" => Ok(Self::si()),
            "engineering" => Ok(Self::engineering()),
            _ => Err(ThermoError::Validation(format!(
                "units: there is no set {name:?}; use \"SI\", \"engineering\" (°C, bar, kJ/kg, kW), or Units with set_defaults(...)"
            ))),
        }
    }

    /// The default unit of a kind of number.
    pub fn unit(&self, quantity: Quantity) -> &Unit {
        &self.units[quantity as usize]
    }

    /// Lets results name their units in pint's long form.
    pub fn name_long(&mut self) {
        self.is_long = true;
    }

    /// The text of the default unit of a kind of number, as results show it.
    pub fn text(&self, quantity: Quantity) -> String {
        let unit = self.unit(quantity);
        if self.is_long { unit.long_name() } else { unit.symbol().to_owned() }
    }

    /// Sets the default unit of the named quantity. `pressure` sets `pressure_difference` with it; set that one after.
    ///
    /// # Errors
    /// [`ThermoError::UnknownParameter`] for an unknown quantity, [`ThermoError::Validation`] for a unit it cannot have.
    pub fn set_default(&mut self, quantity: &str, symbol: &str) -> Result<(), ThermoError> {
        self.set_defaults([(quantity, symbol)])
    }

    /// Sets several default units, all or none. `pressure` sets `pressure_difference` too unless that is among them.
    ///
    /// # Errors
    /// As [`Units::set_default`].
    pub fn set_defaults<'a>(
        &mut self,
        defaults: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<(), ThermoError> {
        let mut given: Vec<(Quantity, Unit)> = Vec::new();
        for (name, symbol) in defaults {
            let quantity = Quantity::named(name)?;
            given.push((quantity, quantity.unit(symbol)?));
        }
        let find = |kind| given.iter().find(|(quantity, _)| *quantity == kind).map(|(_, unit)| unit.clone());
        if let (Some(unit), None) = (find(Quantity::Pressure), find(Quantity::PressureDifference)) {
            given.push((Quantity::PressureDifference, unit));
        }
        for (quantity, unit) in given {
            Arc::make_mut(&mut self.units)[quantity as usize] = unit;
        }
        Ok(())
    }

    /// The quantities whose unit is not the SI unit, with it.
    pub fn beyond_si(&self) -> impl Iterator<Item = (Quantity, &Unit)> {
        let all = Quantity::ALL.iter().copied().zip(self.units.iter());
        all.filter(|(quantity, unit)| unit.factor != 1.0 || unit.offset != 0.0 || unit.symbol != quantity.si_symbol())
    }
}

impl Default for Units {
    fn default() -> Self {
        Self::si()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_usual_unit_is_one_of_its_quantity() {
        for &quantity in Quantity::ALL {
            assert_eq!(Quantity::named(quantity.name()), Ok(quantity));
            for symbol in quantity.usual_units() {
                let unit = quantity.unit(symbol).unwrap_or_else(|error| panic!("{error}"));
                assert!(unit.factor > 0.0);
                assert!((unit.from_si(unit.to_si(7.5)) - 7.5).abs() < 1e-12, "{symbol}");
            }
            assert_eq!(quantity.unit(quantity.si_symbol()).expect("a unit"), quantity.si_unit());
        }
    }

    #[test]
    fn refuses_units_of_another_kind_and_names_the_usual_ones() {
        let message = |quantity: Quantity, symbol| quantity.unit(symbol).expect_err("refused").to_string();
        let wrong = message(Quantity::Temperature, "bar");
        assert!(wrong.contains("not compatible with temperature: use one of K, degC"), "{wrong}");
        assert!(
            message(Quantity::TemperatureDifference, "degC").contains("not compatible with temperature_difference")
        );
        assert!(message(Quantity::Temperature, "C").contains("did you mean degC?"));
        assert!(message(Quantity::Pressure, "kpa").contains("did you mean kPa"));
        assert!(message(Quantity::Power, "furlong").contains("usual ones are W, kW"));
    }

    #[test]
    fn defaults_are_set_all_or_none() {
        let mut units = Units::si();
        assert!(units.set_defaults([("pressure", "bar"), ("heat", "bar")]).is_err());
        assert_eq!(units, Units::si());
        assert!(
            units.set_default("presure", "bar").expect_err("misspelt").to_string().contains("did you mean pressure")
        );
    }

    #[test]
    fn pressure_takes_its_difference_along() {
        let mut units = Units::si();
        units.set_default("pressure", "bar").expect("a unit");
        assert_eq!(units.unit(Quantity::PressureDifference).symbol(), "bar");
        units.set_defaults([("pressure_difference", "mbar"), ("pressure", "MPa")]).expect("units");
        assert_eq!(units.unit(Quantity::PressureDifference).symbol(), "mbar");
    }

    #[test]
    fn sets_have_names() {
        assert_eq!(Units::named("SI"), Ok(Units::default()));
        assert_eq!(Units::named("engineering").expect("a set").beyond_si().count(), 9);
        assert!(Units::named("imperial").is_err());
    }
}
