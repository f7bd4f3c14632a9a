//! Mass fractions as parameters of a connection: `fluid.N2`. Which there are depends on the model, so they join those of the class.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use entropyk_core::Quantity;
use entropyk_fluids::Species;

use crate::declaration::Parameter;
use crate::declare::number;

/// What stands before the name of a species.
pub const FLUID: &str = "fluid.";

/// The mass fraction of a species as a parameter. Other names of the species are second spellings.
pub fn fraction(species: &Species) -> Parameter {
    static KNOWN: Mutex<Option<HashMap<String, Parameter>>> = Mutex::new(None);
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    // Names of parameters live as long as the process; there is one for every name of a fluid.
    let make = || {
        let info = species.fluid.info();
        let name: &'static str = Box::leak(format!("{FLUID}{}", species.name).into_boxed_str());
        let mut aliases: Vec<&'static str> = vec![];
        for alias in std::iter::once(&info.name).chain(&info.aliases) {
            let alias = format!("{FLUID}{alias}");
            if alias != name && !aliases.contains(&alias.as_str()) {
                aliases.push(Box::leak(alias.into_boxed_str()));
            }
        }
        let parameter = number(name, Quantity::Dimensionless, "mass fraction").strictly(0.0, 1.0);
        Parameter { aliases: Box::leak(aliases.into_boxed_slice()), ..parameter }
    };
    known.get_or_insert_default().entry(species.name.clone()).or_insert_with(make).clone()
}
