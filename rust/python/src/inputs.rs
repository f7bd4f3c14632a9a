//! The properties that fix a state, as keywords.

use pyo3::prelude::*;

use crate::properties::Property;

/// The keywords that fix a state.
#[allow(non_snake_case)]
pub(crate) struct Inputs<'a, 'py> {
    pub(crate) p: Option<&'a Bound<'py, PyAny>>,
    pub(crate) T: Option<&'a Bound<'py, PyAny>>,
    pub(crate) h: Option<&'a Bound<'py, PyAny>>,
    pub(crate) s: Option<&'a Bound<'py, PyAny>>,
    pub(crate) rho: Option<&'a Bound<'py, PyAny>>,
    pub(crate) u: Option<&'a Bound<'py, PyAny>>,
    pub(crate) x: Option<&'a Bound<'py, PyAny>>,
}

/// Properties and what was given for them.
pub(crate) type Given<'a, 'py> = Vec<(Property, &'a Bound<'py, PyAny>)>;

impl<'a, 'py> Inputs<'a, 'py> {
    /// Those that were given.
    pub(crate) fn given(self) -> Given<'a, 'py> {
        let all = [
            (Property::P, self.p),
            (Property::T, self.T),
            (Property::H, self.h),
            (Property::S, self.s),
            (Property::Rho, self.rho),
            (Property::U, self.u),
            (Property::X, self.x),
        ];
        all.into_iter().filter_map(|(property, value)| Some((property, value?))).collect()
    }
}

/// Their properties.
pub(crate) fn properties(given: &Given<'_, '_>) -> Vec<Property> {
    given.iter().map(|(property, _)| *property).collect()
}
