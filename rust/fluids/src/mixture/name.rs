//! How a mixture of fixed composition is named: `ideal::N2[0.77]&O2[0.23]`; the fractions are of mass, or after `|molar` of amount of
//! substance.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use super::{Rule, Species, fixed};
use crate::{Fluid, FluidBackend, FluidError};

/// The sum of fractions may miss 1 by this.
const ROUNDING: f64 = 1e-6;

/// The mixture of a rule and species with fractions; one model for each as long as one is in use.
pub(crate) fn named(rule: Rule, text: &str) -> Result<Arc<dyn FluidBackend>, FluidError> {
    static BUILT: Mutex<Option<HashMap<String, Weak<dyn FluidBackend>>>> = Mutex::new(None);
    let name = format!("{}::{}", rule.name(), text.trim());
    let known = |built: &HashMap<String, Weak<dyn FluidBackend>>| built.get(&name).and_then(Weak::upgrade);
    if let Some(model) = known(BUILT.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert_default()) {
        return Ok(model);
    }
    // Not under the lock: species are fluids by name too.
    let model = build(rule, text, &name)?;
    let mut built = BUILT.lock().unwrap_or_else(PoisonError::into_inner);
    let built = built.get_or_insert_default();
    built.retain(|_, model| model.strong_count() > 0);
    let model = known(built).unwrap_or(model);
    built.insert(name.clone(), Arc::downgrade(&model));
    Ok(model)
}

fn build(rule: Rule, text: &str, name: &str) -> Result<Arc<dyn FluidBackend>, FluidError> {
    let unknown = |hint: String| FluidError::Unknown { name: name.to_owned(), hint };
    let (text, is_molar) = match text.rsplit_once('|') {
        Some((text, "molar")) => (text, true),
        Some((text, "mass")) => (text, false),
        Some((_, other)) => return Err(unknown(format!("; fractions are |mass or |molar, not |{other}"))),
        None => (text, false),
    };
    let (mut species, mut z) = (vec![], vec![]);
    for part in text.split('&') {
        let split = part.trim().strip_suffix(']').and_then(|part| part.rsplit_once('['));
        let fraction = split.and_then(|(_, text)| text.trim().parse::<f64>().ok()).filter(|w| (0.0..=1.0).contains(w));
        let (Some((name, _)), Some(fraction)) = (split, fraction) else {
            return Err(unknown(format!("; give every species a fraction, as in {}::N2[0.77]&O2[0.23]", rule.name())));
        };
        species.push(Species::new(name)?);
        z.push(fraction);
    }
    let sum: f64 = z.iter().sum();
    if (sum - 1.0).abs() > ROUNDING {
        return Err(unknown(format!("; the fractions add up to {sum}, not to 1")));
    }
    if is_molar {
        z.iter_mut().zip(&species).for_each(|(x, species)| *x *= species.fluid.info().molar_mass);
        let mass: f64 = z.iter().sum();
        z.iter_mut().for_each(|x| *x /= mass);
    }
    fixed::fixed(&Fluid::mixture(&species, rule)?, &z)
}
