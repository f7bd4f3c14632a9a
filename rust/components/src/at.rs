//! Where equations are evaluated: the streams at the ports, the values of the parameters.

use entropyk_fluids::{Fluid, Sloped, State};

use crate::declaration::{Term, Variable};
use crate::{Ahri540, Scalar, Slots, slots::Value};

/// A fluid stream at a port.
#[derive(Clone, Copy, Debug)]
pub struct Stream<'a, S> {
    /// Mass flow, kg/s.
    pub m: S,
    /// Pressure, Pa.
    pub p: S,
    /// Specific enthalpy, J/kg.
    pub h: S,
    /// Fluid.
    pub fluid: &'a Fluid,
    /// State at (p, h), shared by all equations that see the stream.
    pub state: &'a State,
}

impl<S: Scalar> Stream<'_, S> {
    fn lifted(&self, property: Sloped) -> S {
        S::lift(property.value, &[(self.p, property.dp), (self.h, property.dh)])
    }

    /// Temperature, K.
    pub fn t(&self) -> S {
        self.lifted(self.state.t)
    }

    /// Density, kg/m³.
    pub fn rho(&self) -> S {
        self.lifted(self.state.rho)
    }

    /// Specific entropy, J/(kg K).
    pub fn s(&self) -> S {
        self.lifted(self.state.s)
    }

    /// Vapour mass fraction, continued linearly in h outside the two-phase region.
    pub fn x(&self) -> S {
        self.lifted(self.state.x)
    }
}

/// What an equation sees.
#[derive(Debug)]
pub struct At<'a, S> {
    /// The stream at each port, None where it is open.
    pub streams: &'a [Option<Stream<'a, S>>],
    /// Structure: roles, options, maps.
    pub slots: &'a Slots,
    /// Values of the parameters in SI, NaN where unset.
    pub numbers: &'a [f64],
    /// Parameters that are unknowns, with the value they have now.
    pub free: &'a [(usize, S)],
}

impl<'a, S: Scalar> At<'a, S> {
    /// The stream at a connected port.
    ///
    /// # Panics
    /// If the port is open: equations are only activated when the ports in their terms are connected.
    pub fn stream(&self, port: usize) -> Stream<'a, S> {
        self.streams[port].expect("an active equation has its ports connected")
    }

    /// Value of a parameter.
    pub fn value(&self, parameter: usize) -> S {
        match self.free.iter().find(|(index, _)| *index == parameter) {
            Some((_, value)) => *value,
            None => S::from(self.numbers[parameter]),
        }
    }

    /// True if the parameter is given or free.
    pub fn is_given(&self, parameter: usize) -> bool {
        self.slots.is_given(parameter)
    }

    /// The compressor map in a slot.
    pub fn map(&self, parameter: usize) -> Option<&'a Ahri540> {
        match &self.slots.slot(parameter).value {
            Value::Map(map) => Some(map),
            _ => None,
        }
    }

    /// The value of a term of an equation.
    pub fn term(&self, term: Term) -> S {
        match term {
            Term::Port(port, Variable::M) => self.stream(port).m,
            Term::Port(port, Variable::P) => self.stream(port).p,
            Term::Port(port, _) => self.stream(port).h,
            Term::Parameter(parameter) => self.value(parameter),
        }
    }
}
