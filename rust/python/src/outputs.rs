//! What may be asked of a state by name: properties, their derivatives, the reduced Helmholtz energy.

use entropyk::fluids::{Jet, Jets, Partials, State};
use entropyk_core::ThermoError;

use crate::properties::{More, Needs, Property};

/// What may be asked of a state.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Output {
    Property(Property),
    Derivative(Derivative),
    Second(Second),
    Reduced(Part, usize),
}

/// A partial derivative, (∂of/∂wrt) at constant third property.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Derivative {
    of: Property,
    wrt: Property,
    constant: Property,
}

/// The partial derivative of a partial derivative.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Second {
    first: Derivative,
    wrt: Property,
    constant: Property,
}

/// A part of the reduced Helmholtz energy.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Part {
    Ideal,
    Residual,
}

type Partial = fn(&Partials) -> f64;

/// The partial derivatives in δ and τ by what is appended to the name.
const PARTIALS: [(&str, Partial); 10] = [
    ("", |a| a.value),
    ("_d", |a| a.d),
    ("_t", |a| a.t),
    ("_dd", |a| a.dd),
    ("_dt", |a| a.dt),
    ("_tt", |a| a.tt),
    ("_ddd", |a| a.ddd),
    ("_ddt", |a| a.ddt),
    ("_dtt", |a| a.dtt),
    ("_ttt", |a| a.ttt),
];

impl Derivative {
    /// The derivative of properties by name; with respect to h at constant p unless told, with respect to p at constant h.
    pub(crate) fn named(of: &str, wrt: &str, constant: Option<&str>) -> Result<Self, ThermoError> {
        let constant = match (constant, wrt) {
            (Some(name), _) if name != wrt => name,
            (None, "h") => "p",
            (None, "p") => "h",
            _ => {
                let message = format!("a derivative with respect to {wrt} needs another property as constant=");
                return Err(ThermoError::Validation(message));
            }
        };
        let sloped = |name: &str| match Property::named(name)? {
            property if property.has_slopes() => Ok(property),
            _ => Err(ThermoError::Validation(format!("there are no derivatives of {name}"))),
        };
        Ok(Derivative { of: sloped(of)?, wrt: sloped(wrt)?, constant: sloped(constant)? })
    }

    /// Its value in a state, SI.
    #[inline]
    pub(crate) fn of(self, state: &State, more: &More) -> f64 {
        let [a, b, c] = [self.of, self.wrt, self.constant].map(|property| property.of(state, more));
        (a.dp * c.dh - a.dh * c.dp) / (b.dp * c.dh - b.dh * c.dp)
    }
}

impl Second {
    /// The derivative of a derivative; see [`Derivative::named`].
    fn named(first: Derivative, wrt: &str, constant: &str) -> Result<Self, ThermoError> {
        let Derivative { wrt, constant, .. } = Derivative::named(wrt, wrt, Some(constant))?;
        let second = Second { first, wrt, constant };
        match second.properties().into_iter().find(|property| jet(*property, 1.0, 1.0, &FLAT).is_none()) {
            Some(other) => {
                let message = format!("there are no second derivatives of {}: take T p rho v h s u g", other.name());
                Err(ThermoError::Validation(message))
            }
            None => Ok(second),
        }
    }

    fn properties(self) -> [Property; 5] {
        [self.first.of, self.first.wrt, self.first.constant, self.wrt, self.constant]
    }

    fn of(self, state: &State, more: &More) -> f64 {
        let (t, rho) = (state.t.value, state.rho.value);
        let jets = more.jets.as_ref().map(|jets| self.properties().map(|property| jet(property, t, rho, jets)));
        jets.and_then(all).map_or(f64::NAN, Jet::second_derivative)
    }
}

const LEVEL: Jet = Jet { value: 0.0, r: 0.0, t: 0.0, rr: 0.0, rt: 0.0, tt: 0.0 };
const FLAT: Jets = Jets { p: LEVEL, h: LEVEL, s: LEVEL };

fn all<T: Copy, const N: usize>(items: [Option<T>; N]) -> Option<[T; N]> {
    let found: Vec<T> = items.into_iter().collect::<Option<_>>()?;
    found.try_into().ok()
}

/// A property with its second derivatives; none for those that need them for their value.
fn jet(property: Property, t: f64, rho: f64, jets: &Jets) -> Option<Jet> {
    Some(match property {
        Property::T => Jet::temperature(t),
        Property::Rho => Jet::density(rho, 1),
        Property::V => Jet::density(rho, -1),
        Property::P => jets.p,
        Property::H => jets.h,
        Property::S => jets.s,
        Property::U => jets.h.minus_product(jets.p, Jet::density(rho, -1)),
        Property::G => jets.h.minus_product(Jet::temperature(t), jets.s),
        _ => return None,
    })
}

/// `d(of)/d(wrt)|constant` in its parts.
fn parts(name: &str) -> Option<(&str, &str, &str)> {
    let (rest, constant) = name.trim().rsplit_once(")|")?;
    let (of, wrt) = rest.strip_prefix("d(")?.rsplit_once(")/d(")?;
    Some((of, wrt, constant))
}

impl Output {
    /// The output of a name: that of a property, `d(h)/d(T)|p`, `d(d(p)/d(T)|rho)/d(rho)|T`, or `alphar_dt`.
    pub(crate) fn named(name: &str) -> Result<Self, ThermoError> {
        let Some((of, wrt, constant)) = parts(name) else {
            return Output::reduced(name).map_or_else(|| Property::named(name).map(Output::Property), Ok);
        };
        match parts(of) {
            Some((first, by, kept)) => {
                let first = Derivative::named(first, by, Some(kept))?;
                Second::named(first, wrt, constant).map(Output::Second)
            }
            None => Derivative::named(of, wrt, Some(constant)).map(Output::Derivative),
        }
    }

    /// `alpha0`, `alphar` and their derivatives.
    fn reduced(name: &str) -> Option<Self> {
        let (part, rest) = match (name.strip_prefix("alpha0"), name.strip_prefix("alphar")) {
            (Some(rest), _) => (Part::Ideal, rest),
            (_, Some(rest)) => (Part::Residual, rest),
            _ => return None,
        };
        let position = PARTIALS.iter().position(|(suffix, _)| *suffix == rest)?;
        Some(Output::Reduced(part, position))
    }

    /// Its SI unit, as tables show it.
    pub(crate) fn unit(&self) -> String {
        let unit = |property: Property| property.quantity().si_unit().label();
        let over = |above: String, below: Property| {
            let above = if above.is_empty() { "1".to_owned() } else { format!("({above})") };
            if unit(below).is_empty() { above } else { format!("{above}/({})", unit(below)) }
        };
        match self {
            Output::Property(property) => unit(*property),
            Output::Derivative(Derivative { of, wrt, .. }) => over(unit(*of), *wrt),
            Output::Second(Second { first, wrt, .. }) => over(over(unit(first.of), first.wrt), *wrt),
            Output::Reduced(..) => String::new(),
        }
    }

    /// What the values of these need beyond the states.
    pub(crate) fn needs(outputs: &[Output]) -> Needs {
        let properties: Vec<Property> = outputs.iter().flat_map(Output::properties).collect();
        Needs {
            jets: outputs.iter().any(|output| matches!(output, Output::Second(_))),
            reduced: outputs.iter().any(|output| matches!(output, Output::Reduced(..))),
            ..Needs::of(&properties)
        }
    }

    /// The properties it is made of.
    fn properties(&self) -> Vec<Property> {
        match self {
            Output::Property(property) => vec![*property],
            Output::Derivative(Derivative { of, wrt, constant }) => vec![*of, *wrt, *constant],
            Output::Second(_) | Output::Reduced(..) => vec![],
        }
    }

    /// Its value in a state, SI.
    #[inline]
    pub(crate) fn of(&self, state: &State, more: &More) -> f64 {
        match self {
            Output::Property(property) => property.of(state, more).value,
            Output::Derivative(derivative) => derivative.of(state, more),
            Output::Second(second) => second.of(state, more),
            Output::Reduced(part, position) => more.reduced.as_ref().map_or(f64::NAN, |reduced| {
                let partials = if *part == Part::Ideal { &reduced.ideal } else { &reduced.residual };
                PARTIALS[*position].1(partials)
            }),
        }
    }
}
