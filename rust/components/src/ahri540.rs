//! Compressor maps after AHRI Standard 540: ten-coefficient polynomials in the suction and discharge dew temperatures.
//!
//! ```text
//! X = C₁ + C₂ S + C₃ D + C₄ S² + C₅ S D + C₆ D² + C₇ S³ + C₈ D S² + C₉ S D² + C₁₀ D³
//! ```
//! with X the mass flow, the refrigerating capacity or the power, S and D in °C (SI) or °F (IP). A capacity
//! rating is turned into a mass flow with the rated suction and liquid states:
//! ```text
//! ṁ_map = Q / [h(p_s, T_rated) − h(p_d, T_bubble(p_d) − ΔT_sub)]
//! ```
//! Suction states off the rating are corrected after Dabiri & Rice (1981), F = 0.75:
//! ```text
//! ṁ = ṁ_map [1 + F (ρ/ρ_rated − 1)]
//! P = P_map (ṁ/ṁ_map) (h_2s − h₁)/(h_2s − h₁)_rated
//! ```
//! Outside its envelope a polynomial is continued linearly.
//!
//! References: AHRI Standard 540 (2020); A. E. Dabiri, C. K. Rice, A compressor simulation model with corrections
//! for the level of suction gas superheat, ASHRAE Transactions 87 (2), 1981.

use entropyk_fluids::Fluid;
use serde::{Deserialize, Serialize};

use crate::properties::{at_pt, h_ps, h_subcooled, saturation};
use crate::{At, ComponentError, Scalar, Stream};

/// Share of the density change that reaches the mass flow.
const DABIRI_RICE_F: f64 = 0.75;
/// W per Btu/h.
const BTU_PER_HOUR: f64 = 0.293_071_070_172_222;
/// kg/s per lb/h.
const POUND_PER_HOUR: f64 = 0.453_592_37 / 3600.0;

/// Units of the coefficients.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum RatingUnits {
    /// °C, kg/s or W, W.
    #[default]
    SI,
    /// °F, lb/h or Btu/h, W.
    IP,
}

/// What the flow polynomial gives.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rating {
    /// Mass flow.
    MassFlow([f64; 10]),
    /// Refrigerating capacity.
    Capacity([f64; 10]),
}

/// Suction state at which the machine was rated.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Suction {
    /// Temperature of the return gas, K.
    ReturnGas(f64),
    /// Superheat over the suction dew temperature, K.
    Superheat(f64),
}

impl Default for Suction {
    /// 18.3 °C (65 °F) return gas, the usual rating of refrigeration compressors.
    fn default() -> Self {
        Suction::ReturnGas(18.3 + 273.15)
    }
}

/// Range of suction and discharge dew temperatures in K that a map covers.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Envelope {
    /// Lowest and highest suction dew temperature, K.
    pub suction: (f64, f64),
    /// Lowest and highest discharge dew temperature, K.
    pub discharge: (f64, f64),
}

impl Envelope {
    fn nearest(&self, s: f64, d: f64) -> (f64, f64) {
        (s.clamp(self.suction.0, self.suction.1), d.clamp(self.discharge.0, self.discharge.1))
    }
}

/// The catalogue's own figures at its rating point.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Published {
    /// Suction dew temperature, K.
    pub t_suction: f64,
    /// Discharge dew temperature, K.
    pub t_discharge: f64,
    /// Refrigerating capacity, W.
    pub capacity: f64,
    /// Power, W.
    pub power: f64,
}

/// A rated compressor.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ahri540 {
    /// Model name.
    #[serde(default)]
    pub name: String,
    /// Manufacturer.
    #[serde(default)]
    pub maker: String,
    /// Refrigerant it was rated with; None if not stated.
    pub fluid: Option<String>,
    /// Units of the coefficients.
    #[serde(default)]
    pub units: RatingUnits,
    /// Power coefficients, C₁ … C₁₀.
    pub power: [f64; 10],
    /// Flow coefficients.
    pub rating: Rating,
    /// Rated suction state.
    #[serde(default)]
    pub suction: Suction,
    /// Rated subcooling, K.
    #[serde(default)]
    pub subcooling: f64,
    /// Supply frequency of the rating, Hz.
    pub frequency: Option<f64>,
    /// Range covered; None where the data sheet does not say.
    pub envelope: Option<Envelope>,
    /// The catalogue's figures at its rating point.
    pub published: Option<Published>,
    /// Where the coefficients were published.
    #[serde(default)]
    pub source: String,
}

/// A machine in operation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Operation<S> {
    /// Mass flow, kg/s.
    pub m: S,
    /// Power, W.
    pub power: S,
}

fn polynomial<S: Scalar>(c: &[f64; 10], s: S, d: S) -> S {
    let constant = d * (d * (d * c[9] + c[5]) + c[2]) + c[0];
    let linear = d * (d * c[8] + c[4]) + c[1];
    let quadratic = d * c[7] + c[3];
    constant + s * (linear + s * (quadratic + s * c[6]))
}

/// The polynomial inside its envelope; beyond, its tangent plane at the nearest point.
fn continued<S: Scalar>(c: &[f64; 10], s: S, d: S, nearest: (f64, f64)) -> S {
    let (s0, d0) = nearest;
    if s0 == s.re() && d0 == d.re() {
        return polynomial(c, s, d);
    }
    let at = polynomial(c, crate::scalar::seed(s0, 0), crate::scalar::seed(d0, 1));
    let slopes = crate::scalar::slopes(&at);
    (s - s0) * slopes[0] + (d - d0) * slopes[1] + at.re
}

impl Ahri540 {
    /// A map given as twenty bare numbers: mass flow, then power, SI.
    pub fn from_numbers(numbers: [f64; 20]) -> Self {
        let mut halves = numbers.chunks_exact(10).map(|half| std::array::from_fn(|i| half[i]));
        let mass_flow = halves.next().unwrap_or([0.0; 10]);
        let power = halves.next().unwrap_or([0.0; 10]);
        Self {
            name: String::new(),
            maker: String::new(),
            fluid: None,
            units: RatingUnits::SI,
            power,
            rating: Rating::MassFlow(mass_flow),
            suction: Suction::default(),
            subcooling: 0.0,
            frequency: None,
            envelope: None,
            published: None,
            source: String::new(),
        }
    }

    /// Temperature in the units of the coefficients.
    fn scale<S: Scalar>(&self, t: S) -> S {
        match self.units {
            RatingUnits::SI => t - 273.15,
            RatingUnits::IP => t * 1.8 - 459.67,
        }
    }

    fn rated<S: Scalar>(&self, c: &[f64; 10], t_suction: S, t_discharge: S) -> S {
        let here = (t_suction.re(), t_discharge.re());
        let nearest = self.envelope.map_or(here, |envelope| envelope.nearest(here.0, here.1));
        let nearest = (self.scale(nearest.0), self.scale(nearest.1));
        continued(c, self.scale(t_suction), self.scale(t_discharge), nearest)
    }

    /// True if the dew temperatures (K) lie in the range the map covers.
    pub fn covers(&self, t_suction: f64, t_discharge: f64) -> bool {
        let here = (t_suction, t_discharge);
        self.envelope.is_none_or(|envelope| envelope.nearest(t_suction, t_discharge) == here)
    }

    /// Power of the polynomial at suction and discharge dew temperatures in K, W.
    pub fn power<S: Scalar>(&self, t_suction: S, t_discharge: S) -> S {
        self.rated(&self.power, t_suction, t_discharge)
    }

    /// Capacity of the polynomial in W, or None for a mass-flow map.
    pub fn capacity<S: Scalar>(&self, t_suction: S, t_discharge: S) -> Option<S> {
        let Rating::Capacity(c) = &self.rating else { return None };
        let unit = if self.units == RatingUnits::IP { BTU_PER_HOUR } else { 1.0 };
        Some(self.rated(c, t_suction, t_discharge) * unit)
    }

    /// Mass flow of the polynomial in kg/s, zero for a capacity map.
    pub fn mass_flow<S: Scalar>(&self, t_suction: S, t_discharge: S) -> S {
        let Rating::MassFlow(c) = &self.rating else { return S::zero() };
        let unit = if self.units == RatingUnits::IP { POUND_PER_HOUR } else { 1.0 };
        self.rated(c, t_suction, t_discharge) * unit
    }

    /// Mass flow at the rated suction state, kg/s.
    ///
    /// # Errors
    /// Property errors of a capacity rating, as when the return gas is colder than the suction dew point.
    pub fn rated_mass_flow<S: Scalar>(&self, fluid: &Fluid, p_suction: S, p_discharge: S) -> Result<S, ComponentError> {
        let (_, low) = saturation(fluid, p_suction)?;
        let (_, high) = saturation(fluid, p_discharge)?;
        match &self.rating {
            Rating::MassFlow(_) => Ok(self.mass_flow(low.t, high.t)),
            Rating::Capacity(_) => {
                let gas = at_pt(fluid, p_suction, self.suction_temperature(low.t)?)?;
                let liquid = h_subcooled(fluid, p_discharge, S::from(self.subcooling))?;
                let capacity = self.capacity(low.t, high.t).unwrap_or_else(S::zero);
                Ok(capacity / (gas.h - liquid))
            }
        }
    }

    /// Rated suction temperature at a suction dew temperature, K.
    fn suction_temperature<S: Scalar>(&self, t_dew: S) -> Result<S, ComponentError> {
        match self.suction {
            Suction::Superheat(superheat) => Ok(t_dew + superheat),
            Suction::ReturnGas(t) if t > t_dew.re() => Ok(S::from(t)),
            Suction::ReturnGas(t) => Err(ComponentError::State(format!(
                "the map is rated with return gas of {t:.2} K, below the suction dew temperature {:.2} K: \
                 lower the suction pressure, or use a map rated with a superheat",
                t_dew.re()
            ))),
        }
    }

    /// Mass flow and power for the actual suction state.
    ///
    /// # Errors
    /// Property errors, as above the critical pressure.
    pub fn operate<S: Scalar>(&self, suction: &Stream<S>, p_discharge: S) -> Result<Operation<S>, ComponentError> {
        let fluid = suction.fluid;
        let (_, low) = saturation(fluid, suction.p)?;
        let (_, high) = saturation(fluid, p_discharge)?;
        let rated = at_pt(fluid, suction.p, self.suction_temperature(low.t)?)?;
        let m_map = self.rated_mass_flow(fluid, suction.p, p_discharge)?;
        let flow = (suction.rho()? / rated.rho - 1.0) * DABIRI_RICE_F + 1.0;
        let work_rated = h_ps(fluid, p_discharge, rated.s)? - rated.h;
        let work = h_ps(fluid, p_discharge, suction.s()?)? - suction.h;
        let power = self.power(low.t, high.t) * flow * work / work_rated;
        Ok(Operation { m: m_map * flow, power })
    }

    /// Checks a map given by a user.
    ///
    /// # Errors
    /// [`ComponentError::Parameter`] for coefficients that are not finite or all zero.
    pub fn validate(&self) -> Result<(), ComponentError> {
        let (name, flow) = match &self.rating {
            Rating::MassFlow(c) => ("mass_flow", c),
            Rating::Capacity(c) => ("capacity", c),
        };
        for (name, c) in [("power", &self.power), (name, flow)] {
            if c.iter().any(|v| !v.is_finite()) {
                return Err(ComponentError::Parameter(format!(
                    "Ahri540: {name} holds a coefficient that is not finite: {c:?}"
                )));
            }
            if c.iter().all(|v| *v == 0.0) {
                return Err(ComponentError::Parameter(format!("Ahri540: all coefficients of {name} are zero")));
            }
        }
        Ok(())
    }

    /// The machines shipped with the package, each with its published source.
    pub fn shipped() -> &'static [Ahri540] {
        static MACHINES: std::sync::LazyLock<Vec<Ahri540>> = std::sync::LazyLock::new(|| {
            serde_json::from_str(include_str!("../data/compressors.json"))
                .expect("the shipped file is checked by a test")
        });
        &MACHINES
    }
}

impl<S: Scalar> At<'_, S> {
    /// Mass flow and power of the map in a slot.
    pub(crate) fn operate(&self, map: usize, inlet: usize, outlet: usize) -> Result<Operation<S>, ComponentError> {
        let Some(map) = self.map(map) else {
            return Err(ComponentError::Parameter("no compressor map is set".into()));
        };
        map.operate(&self.stream(inlet), self.stream(outlet).p)
    }
}
