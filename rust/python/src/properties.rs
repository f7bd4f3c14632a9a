//! Properties by name: what a state is asked for, and the pairs that fix it.

use entropyk::fluids::{Caloric, Fluid, FluidError, Jets, Pair, Phase, Reduced, Sloped, State, Transport};
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
    G "g" SpecificEnergy;
    X "x" VaporMassFraction;
    Cp "cp" SpecificHeat;
    Cv "cv" SpecificHeat;
    W "w" Speed;
    Viscosity "viscosity" Viscosity;
    Conductivity "conductivity" ThermalConductivity;
    Prandtl "prandtl" Dimensionless;
    SurfaceTension "surface_tension" SurfaceTension;
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
    fn is_caloric(self) -> bool {
        matches!(self, Property::Cp | Property::Cv | Property::W | Property::Prandtl)
    }

    /// Whether it comes from the models of [`Transport`].
    fn is_transport(self) -> bool {
        matches!(self, Property::Viscosity | Property::Conductivity | Property::Prandtl)
    }

    /// Whether its slopes are known.
    pub(crate) fn has_slopes(self) -> bool {
        !self.is_transport() && self != Property::SurfaceTension
    }

    /// Its value in a state, and its slopes in (p, h) where [`Property::has_slopes`]; NaN where `more` lacks what it needs.
    #[inline(always)]
    pub(crate) fn of(self, state: &State, more: &More) -> Sloped {
        const NONE: Sloped = Sloped { value: f64::NAN, dp: f64::NAN, dh: f64::NAN };
        let caloric = more.caloric.as_ref();
        let transport = |get: fn(&Transport) -> f64| more.transport.as_ref().map_or(f64::NAN, get);
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
            Property::G => {
                let (t, s) = (state.t, state.s);
                let slope = |dh: f64, t_slope: f64, s_slope: f64| dh - t_slope * s.value - t.value * s_slope;
                Sloped { value: h - t.value * s.value, dp: slope(0.0, t.dp, s.dp), dh: slope(1.0, t.dh, s.dh) }
            }
            Property::X => quality(state).unwrap_or(NONE),
            Property::Cp => caloric.map_or(NONE, |caloric| caloric.cp),
            Property::Cv => caloric.map_or(NONE, |caloric| caloric.cv),
            Property::W => caloric.map_or(NONE, |caloric| caloric.w),
            Property::Viscosity => Sloped { value: transport(|transport| transport.viscosity), ..NONE },
            Property::Conductivity => Sloped { value: transport(|transport| transport.conductivity), ..NONE },
            Property::Prandtl => {
                let cp = caloric.map_or(f64::NAN, |caloric| caloric.cp.value);
                Sloped { value: cp * transport(|transport| transport.viscosity / transport.conductivity), ..NONE }
            }
            Property::SurfaceTension => Sloped { value: more.surface_tension.unwrap_or(f64::NAN), ..NONE },
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

/// What properties need beyond the state; on the saturation line it is that of the saturated phase.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct More {
    /// Heat capacities and speed of sound.
    pub(crate) caloric: Option<Caloric>,
    /// Viscosity and conductivity; none between the saturation lines.
    pub(crate) transport: Option<Transport>,
    /// Surface tension; on the saturation lines and between them.
    surface_tension: Option<f64>,
    /// Second derivatives; none between the saturation lines.
    pub(crate) jets: Option<Jets>,
    /// The reduced Helmholtz energy.
    pub(crate) reduced: Option<Reduced>,
}

/// What properties need beyond the state.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Needs {
    pub(crate) caloric: bool,
    pub(crate) transport: bool,
    pub(crate) surface_tension: bool,
    pub(crate) jets: bool,
    pub(crate) reduced: bool,
}

impl Needs {
    /// What the properties need.
    pub(crate) fn of(properties: &[Property]) -> Self {
        let any = |is: fn(Property) -> bool| properties.iter().any(|property| is(*property));
        Needs {
            caloric: any(Property::is_caloric),
            transport: any(Property::is_transport),
            surface_tension: properties.contains(&Property::SurfaceTension),
            ..Needs::default()
        }
    }
}

impl More {
    /// For properties that need nothing.
    pub(crate) const NOTHING: More =
        More { caloric: None, transport: None, surface_tension: None, jets: None, reduced: None };

    /// What is needed in a state.
    pub(crate) fn of(fluid: &Fluid, state: &State, needs: Needs) -> Result<Self, FluidError> {
        let is_inside = state.phase == Phase::TwoPhase && state.x.value > 0.0 && state.x.value < 1.0;
        let one = || State { phase: if is_inside { Phase::TwoPhase } else { Phase::Gas }, ..*state };
        let has_interface = needs.surface_tension && quality(state).is_some();
        Ok(More {
            caloric: needs.caloric.then(|| fluid.caloric(&one(), &[])).transpose()?,
            transport: (needs.transport && !is_inside).then(|| fluid.transport(&one(), &[])).transpose()?,
            surface_tension: has_interface.then(|| surface_tension(fluid, state)).transpose()?,
            jets: (needs.jets && !is_inside).then(|| fluid.jets(&one(), &[])).transpose()?,
            reduced: needs.reduced.then(|| fluid.reduced(&one(), &[])).transpose()?,
        })
    }
}

/// Surface tension at the temperature of a state, N/m.
fn surface_tension(fluid: &Fluid, state: &State) -> Result<f64, FluidError> {
    fluid.surface_tension(state.t.value, &[]).map(|tension| tension.value)
}

/// The state of a fluid from the values of a pair of properties.
pub(crate) type Flash = fn(&Fluid, f64, f64) -> Result<State, FluidError>;

/// Declares [`PAIRS`] from one row per pair: its two properties and the name the engine has for it.
macro_rules! pairs {
    ($($a:ident $b:ident $pair:ident;)*) => {
        /// The pairs that fix a state.
        const PAIRS: &[(Property, Property, Flash)] =
            &[$((Property::$a, Property::$b, |fluid, a, b| fluid.pair(Pair::$pair, a, b, &[])),)*];
    };
}

pairs! {
    P H PressureEnthalpy;
    P T PressureTemperature;
    P S PressureEntropy;
    P X PressureQuality;
    T X TemperatureQuality;
    Rho T DensityTemperature;
    P Rho PressureDensity;
    P U PressureEnergy;
    T H TemperatureEnthalpy;
    T S TemperatureEntropy;
    T U TemperatureEnergy;
    Rho H DensityEnthalpy;
    Rho S DensityEntropy;
    Rho U DensityEnergy;
    H S EnthalpyEntropy;
    U S EnergyEntropy;
    H X EnthalpyQuality;
    S X EntropyQuality;
    Rho X DensityQuality;
}

/// The pair of two properties in its own order, and how it gives a state.
///
/// # Errors
/// [`ThermoError::Validation`], unless there are two and they fix a state.
pub(crate) fn pair(given: &[Property]) -> Result<([Property; 2], Flash), ThermoError> {
    let found = PAIRS.iter().find(|(a, b, _)| given.len() == 2 && given.contains(a) && given.contains(b));
    found.map(|&(a, b, flash)| ([a, b], flash)).ok_or_else(|| {
        let names: Vec<_> = given.iter().map(|property| property.name()).collect();
        let got = if names.is_empty() { "none".to_owned() } else { names.join(", ") };
        let why =
            if given.len() == 2 { "which do not fix a state; give another pair, such as (p, h)" } else { "give two" };
        ThermoError::Validation(format!("a state is fixed by two of p, T, h, s, rho, u, x; got {got}: {why}"))
    })
}

/// The class of an error of the fluids: values that are no numbers are `Validation`, as everywhere.
pub(crate) fn thermo(error: FluidError) -> ThermoError {
    match error {
        FluidError::NotFinite { .. } | FluidError::Pair { .. } => ThermoError::Validation(error.to_string()),
        error => error.into(),
    }
}
