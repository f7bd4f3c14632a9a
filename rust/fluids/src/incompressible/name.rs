//! How an incompressible liquid is named: `MEG[0.3]`, `MEG-30%`, `T66`; case does not count.

use entropyk_core::suggest::did_you_mean;

use super::data::{Basis, Record, records};
use crate::FluidError;

/// A liquid at a concentration.
pub(super) struct Named {
    /// As CoolProp spells it, with the prefix and the concentration.
    pub(super) name: String,
    pub(super) record: &'static Record,
    /// Fraction of the solute; 1 for a pure liquid.
    pub(super) x: f64,
}

/// The liquid of a name without the prefix `INCOMP::`.
///
/// # Errors
/// [`FluidError::Unknown`] for unknown names, concentrations that are missing or not numbers, and
/// [`FluidError::OutOfRange`] for concentrations outside the limits of the liquid.
pub(super) fn resolve(text: &str) -> Result<Named, FluidError> {
    let (stem, fraction) = split(text.trim());
    let found = records()?.iter().find(|(name, _)| name.eq_ignore_ascii_case(stem));
    let Some((name, record)) = found else {
        let names = records()?.keys().map(String::as_str);
        return Err(unknown(text, &did_you_mean(stem, names)));
    };
    let name = format!("INCOMP::{name}");
    match (record.basis, fraction.map(number)) {
        (_, Some(None)) => Err(unknown(text, &format!("; write the fraction as a number, {name}[0.3] or {name}-30%"))),
        (Basis::Pure, None | Some(Some(1.0))) => Ok(Named { name, record, x: 1.0 }),
        (Basis::Pure, _) => Err(unknown(text, &format!("; {name} has no concentration: write it without"))),
        (_, None) => Err(unknown(text, &without_concentration(&name, record))),
        (_, Some(Some(x))) => {
            check(&name, record, x)?;
            Ok(Named { name: format!("{name}[{x}]"), record, x })
        }
    }
}

/// A hint at the liquid a name without prefix may mean, empty if there is none.
pub(crate) fn hint(text: &str) -> String {
    match resolve(text) {
        Ok(named) => format!("; did you mean {}?", named.name),
        Err(_) => String::new(),
    }
}

/// The name and the text of the concentration: within brackets, or between a hyphen and a percent sign.
fn split(text: &str) -> (&str, Option<&str>) {
    let bracketed = || text.strip_suffix(']')?.split_once('[');
    let percent = || text.ends_with('%').then(|| text.split_once('-')).flatten();
    bracketed().or_else(percent).map_or((text, None), |(name, fraction)| (name, Some(fraction)))
}

/// `0.3` or `30%`.
fn number(text: &str) -> Option<f64> {
    let value = match text.trim().strip_suffix('%') {
        Some(percent) => percent.trim().parse::<f64>().ok()? / 100.0,
        None => text.trim().parse().ok()?,
    };
    value.is_finite().then_some(value)
}

fn check(name: &str, record: &Record, x: f64) -> Result<(), FluidError> {
    const ROUNDING: f64 = 1e-12;
    if x >= record.x_min * (1.0 - ROUNDING) && x <= record.x_max * (1.0 + ROUNDING) {
        return Ok(());
    }
    let (quantity, unit) = match record.basis {
        Basis::Volume => ("volume fraction", "m3/m3"),
        _ => ("mass fraction", "kg/kg"),
    };
    let (fluid, min, max) = (name.to_owned(), record.x_min, record.x_max);
    Err(FluidError::OutOfRange { fluid, quantity, unit, value: x, min, max })
}

fn without_concentration(name: &str, record: &Record) -> String {
    let kind = if record.basis == Basis::Volume { "volume" } else { "mass" };
    let (description, low, high) = (&record.description, record.x_min, record.x_max);
    let middle = (50.0 * (low + high)).round() / 100.0;
    format!("; {description} is a solution: give its {kind} fraction, {low} to {high}, as in {name}[{middle}]")
}

fn unknown(text: &str, hint: &str) -> FluidError {
    FluidError::Unknown { name: format!("INCOMP::{}", text.trim()), hint: hint.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_spellings_of_a_concentration_are_one_liquid() {
        for text in ["MEG[0.3]", "meg-30%", " MEG[ 0.30 ]", "MEG[30%]"] {
            let named = resolve(text).unwrap();
            assert_eq!((named.name.as_str(), named.x), ("INCOMP::MEG[0.3]", 0.3));
        }
        assert_eq!(resolve("t66").unwrap().name, "INCOMP::T66");
        assert_eq!(hint("MPG-57%"), "; did you mean INCOMP::MPG[0.57]?");
    }

    #[test]
    fn says_what_is_wrong_with_a_name() {
        let message = |text| resolve(text).err().unwrap().to_string();
        assert!(message("MEG").contains("mass fraction, 0 to 0.6, as in INCOMP::MEG[0.3]"));
        assert!(message("ZM").contains("volume fraction"));
        assert!(message("MEG[0.9]").contains("mass fraction = 0.9 kg/kg is outside the range 0 to 0.6"));
        assert!(message("MEG[much]").contains("as a number"));
        assert!(message("T66[0.3]").contains("has no concentration"));
        assert!(message("Glykol[0.3]").contains("unknown fluid"));
    }
}
