//! Properties by name: what a state is asked for, and the pairs that fix it.

use entropyk::fluids::{Caloric, Fluid, FluidError, Phase, Sloped, State};
use entropyk_core::suggest::did_you_mean;
use entropyk_core::{Quantity, ThermoError};

/// Declares [`Property`] from one row per property: variant, name, quantity.
macro_rules! properties {
    ($($variant:ident $name:literal $quantity:ident;)*) => {
        /// A property of a state.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Property { $($variant,)* }

        impl Property {
            const ALL: &[Property] = &[$(Property::$variant,)*];

            /// The symbol it is called by.
            pub(crate) fn name(self) -> &'static str {
                match self { $(Property::$variant => $name,)* }
            }

            /// What it measures.
            pub(crate) fn quantity(self) -> Quantity {
                match self { $(Property::$variant => Quantity::$quantity,)* }
            }
        }
    };
}

properties! {
    T "T" Temperature;
    P "p" Pressure;
    H "h" Enthalpy;
    S "s" Entropy;
    Rho "rho" Density;
    V "v" SpecificVolume;
    U "u" SpecificEnergy;
    X "x" VaporMassFraction;
    Cp "cp" SpecificHeat;
    Cv "cv" SpecificHeat;
    W "w" Speed;
}

impl Property {
    /// The property of that symbol.
    ///
    /// # Errors
    /// [`ThermoError::Validation`] with the nearest symbols.
    pub(crate) fn named(name: &str) -> Result<Self, ThermoError> {
        Self::ALL.iter().copied().find(|property| property.name() == name).ok_or_else(|| {
            let names: Vec<_> = Self::ALL.iter().map(|property| property.name()).collect();
            let hint = match name {
                "Q" | "q" => "; did you mean x, the vapour mass fraction?".to_owned(),
                "D" | "d" => "; did you mean rho?".to_owned(),
                _ => did_you_mean(name, names.iter().copied()),
            };
            ThermoError::Validation(format!("there is no property {name:?}{hint}; known are {}", names.join(", ")))
        })
    }

    /// Whether it comes from the second derivatives, [`Caloric`].
    pub(crate) fn is_caloric(self) -> bool {
        matches!(self, Property::Cp | Property::Cv | Property::W)
    }

    /// Its value in a state with its slopes in (p, h); `caloric` is needed where [`Property::is_caloric`].
    pub(crate) fn of(self, state: &State, caloric: Option<&Caloric>) -> Sloped {
        const NONE: Sloped = Sloped { value: f64::NAN, dp: f64::NAN, dh: f64::NAN };
        let State { p, h, rho, .. } = *state;
        match self {
            Property::P => Sloped { value: p, dp: 1.0, dh: 0.0 },
            Property::H => Sloped { value: h, dp: 0.0, dh: 1.0 },
            Property::T => state.t,
            Property::S => state.s,
            Property::Rho => rho,
            Property::V => volume(rho),
            Property::U => {
                let v = volume(rho);
                Sloped { value: h - p * v.value, dp: -v.value - p * v.dp, dh: 1.0 - p * v.dh }
            }
            Property::X => quality(state).unwrap_or(NONE),
            Property::Cp => caloric.map_or(NONE, |caloric| caloric.cp),
            Property::Cv => caloric.map_or(NONE, |caloric| caloric.cv),
            Property::W => caloric.map_or(NONE, |caloric| caloric.w),
        }
    }
}

fn volume(rho: Sloped) -> Sloped {
    let v = 1.0 / rho.value;
    Sloped { value: v, dp: -v * v * rho.dp, dh: -v * v * rho.dh }
}

/// The vapour mass fraction of a state in the two-phase region, its borders included.
fn quality(state: &State) -> Option<Sloped> {
    const ROUNDING: f64 = 1e-10;
    let x = state.x;
    let value = x.value.clamp(0.0, 1.0);
    ((x.value - value).abs() <= ROUNDING).then_some(Sloped { value, ..x })
}

/// Heat capacities and speed of sound, which on the saturation line are those of the saturated phase.
pub(crate) fn caloric(fluid: &Fluid, state: &State) -> Result<Caloric, FluidError> {
    let is_inside = state.phase == Phase::TwoPhase && state.x.value > 0.0 && state.x.value < 1.0;
    let phase = if is_inside { Phase::TwoPhase } else { Phase::Gas };
    fluid.caloric(&State { phase, ..*state }, &[])
}

/// The state of a fluid from the values of a pair of properties.
pub(crate) type Flash = fn(&Fluid, f64, f64) -> Result<State, FluidError>;

/// The pairs that fix a state.
const PAIRS: &[(Property, Property, Flash)] = &[
    (Property::P, Property::H, |fluid, p, h| fluid.ph(p, h, &[], None)),
    (Property::P, Property::T, |fluid, p, t| fluid.pt(p, t, &[], None)),
    (Property::P, Property::S, |fluid, p, s| fluid.ps(p, s, &[], None)),
    (Property::P, Property::X, |fluid, p, x| fluid.px(p, x, &[])),
    (Property::T, Property::X, |fluid, t, x| fluid.tx(t, x, &[])),
    (Property::Rho, Property::T, |fluid, rho, t| fluid.rho_t(rho, t, &[])),
];

/// The pair of two properties in its own order, and how it gives a state.
///
/// # Errors
/// [`ThermoError::Validation`] that lists the pairs, unless the two given form one.
pub(crate) fn pair(given: &[Property]) -> Result<([Property; 2], Flash), ThermoError> {
    let found = PAIRS.iter().find(|(a, b, _)| given.len() == 2 && given.contains(a) && given.contains(b));
    found.map(|&(a, b, flash)| ([a, b], flash)).ok_or_else(|| {
        let names: Vec<_> = given.iter().map(|property| property.name()).collect();
        let got = if names.is_empty() { "none".to_owned() } else { names.join(", ") };
        let pairs: Vec<_> = PAIRS.iter().map(|(a, b, _)| format!("({}, {})", a.name(), b.name())).collect();
        ThermoError::Validation(format!("a state needs one of the pairs {}; got {got}", pairs.join(" ")))
    })
}

/// The class of an error of the fluids: values that are no numbers are `Validation`, as everywhere.
pub(crate) fn thermo(error: FluidError) -> ThermoError {
    match error {
        FluidError::NotFinite { .. } | FluidError::Pair { .. } => ThermoError::Validation(error.to_string()),
        error => error.into(),
    }
}
