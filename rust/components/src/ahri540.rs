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
//! Outside its envelope a polynomial is continued linearly, or held at the nearest point.
//!
//! EN 12900 has the same polynomial in °C and W, rated with 10 K of superheat or 20 °C return gas.
//!
//! References: AHRI Standard 540 (2020); EN 12900:2013; A. E. Dabiri, C. K. Rice, A compressor simulation model with corrections
//! for the level of suction gas superheat, ASHRAE Transactions 87 (2), 1981.

use entropyk_fluids::Fluid;
use serde::{Deserialize, Serialize};

use crate::properties::{at_pt, h_ps, h_subcooled, saturation};
use crate::{ComponentError, Medium, Scalar, Stream};

/// Share of the density change that reaches the mass flow.
const DABIRI_RICE_F: f64 = 0.75;
/// Dew temperatures, K, at which machines are rated: low, medium and high evaporating temperatures of EN 12900 and AHRI 540.
const RATING_POINTS: [(f64, f64); 3] = [(238.15, 313.15), (263.15, 318.15), (280.37, 327.59)];
/// Isentropic efficiencies of machines, generously.
const PLAUSIBLE: std::ops::RangeInclusive<f64> = 0.05..=1.05;
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

/// A temperature this far outside an envelope, K, is on its edge: solutions are exact to rounding only.
const ON_EDGE: f64 = 1e-6;

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

/// The polynomial of ten coefficients at suction and discharge temperatures in the units of the coefficients.
pub(crate) fn polynomial<S: Scalar>(c: &[f64; 10], s: S, d: S) -> S {
    let constant = d * (d * (d * c[9] + c[5]) + c[2]) + c[0];
    let linear = d * (d * c[8] + c[4]) + c[1];
    let quadratic = d * c[7] + c[3];
    constant + s * (linear + s * (quadratic + s * c[6]))
}

/// What holds outside the envelope of a map.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Beyond {
    /// Polynomials are continued linearly from the nearest point of the envelope.
    #[default]
    Continued,
    /// Polynomials keep their values at the nearest point of the envelope.
    Held,
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

    /// A polynomial at dew temperatures in K.
    fn rated<S: Scalar>(&self, c: &[f64; 10], t_suction: S, t_discharge: S) -> S {
        let here = (t_suction.re(), t_discharge.re());
        let nearest = self.envelope.map_or(here, |envelope| envelope.nearest(here.0, here.1));
        let nearest = (self.scale(nearest.0), self.scale(nearest.1));
        continued(c, self.scale(t_suction), self.scale(t_discharge), nearest)
    }

    /// True if the dew temperatures (K) lie in the range the map covers.
    pub fn covers(&self, t_suction: f64, t_discharge: f64) -> bool {
        self.envelope.is_none_or(|envelope| {
            let (s, d) = envelope.nearest(t_suction, t_discharge);
            (s - t_suction).abs() < ON_EDGE && (d - t_discharge).abs() < ON_EDGE
        })
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
    pub fn rated_mass_flow<'a, S: Scalar>(
        &self,
        fluid: impl Into<Medium<'a, S>>,
        p_suction: S,
        p_discharge: S,
    ) -> Result<S, ComponentError> {
        let fluid = fluid.into();
        let ((_, low), (_, high)) = (saturation(fluid, p_suction)?, saturation(fluid, p_discharge)?);
        self.mass_flow_at(fluid, [p_suction, p_discharge], [low.t, high.t], Beyond::Continued)
    }

    /// Mass flow at the rated suction state between two pressures with these dew temperatures.
    fn mass_flow_at<S: Scalar>(
        &self,
        fluid: Medium<S>,
        [p_suction, p_discharge]: [S; 2],
        [low, high]: [S; 2],
        beyond: Beyond,
    ) -> Result<S, ComponentError> {
        let [t_suction, t_discharge] = self.held([low, high], beyond);
        match &self.rating {
            Rating::MassFlow(_) => Ok(self.mass_flow(t_suction, t_discharge)),
            Rating::Capacity(_) => {
                let gas = at_pt(fluid, p_suction, self.suction_temperature(low)?)?;
                let liquid = h_subcooled(fluid, p_discharge, S::from(self.subcooling))?;
                let capacity = self.capacity(t_suction, t_discharge).unwrap_or_else(S::zero);
                Ok(capacity / (gas.h - liquid))
            }
        }
    }

    /// The dew temperatures at which the polynomials are read.
    fn held<S: Scalar>(&self, [low, high]: [S; 2], beyond: Beyond) -> [S; 2] {
        let (Beyond::Held, Some(envelope)) = (beyond, self.envelope) else { return [low, high] };
        let (s, d) = envelope.nearest(low.re(), high.re());
        let held = |t: S, nearest: f64| if t.re() == nearest { t } else { S::from(nearest) };
        [held(low, s), held(high, d)]
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
    pub fn operate<S: Scalar>(
        &self,
        suction: &Stream<S>,
        p_discharge: S,
        beyond: Beyond,
    ) -> Result<Operation<S>, ComponentError> {
        let fluid = suction.fluid;
        let ((_, low), (_, high)) = (saturation(fluid, suction.p)?, saturation(fluid, p_discharge)?);
        let rated = at_pt(fluid, suction.p, self.suction_temperature(low.t)?)?;
        let m_map = self.mass_flow_at(fluid, [suction.p, p_discharge], [low.t, high.t], beyond)?;
        let flow = (suction.rho()? / rated.rho - 1.0) * DABIRI_RICE_F + 1.0;
        let work_rated = h_ps(fluid, p_discharge, rated.s)? - rated.h;
        let work = h_ps(fluid, p_discharge, suction.s()?)? - suction.h;
        let [t_suction, t_discharge] = self.held([low.t, high.t], beyond);
        let power = self.power(t_suction, t_discharge) * flow * work / work_rated;
        Ok(Operation { m: m_map * flow, power })
    }

    /// Isentropic efficiency that the map implies at dew temperatures in K; None where a state is missing.
    pub fn implied_efficiency(&self, fluid: &Fluid, t_suction: f64, t_discharge: f64) -> Option<f64> {
        let (low, high) = (fluid.p_dew(t_suction, &[]).ok()?, fluid.p_dew(t_discharge, &[]).ok()?);
        let gas = at_pt(fluid, low, self.suction_temperature(t_suction).ok()?).ok()?;
        let m = self.mass_flow_at(fluid.into(), [low, high], [t_suction, t_discharge], Beyond::Continued).ok()?;
        Some(m * (h_ps(fluid, high, gas.s).ok()? - gas.h) / self.power(t_suction, t_discharge))
    }

    /// Refuses coefficients that imply an impossible efficiency wherever compressors of a fluid are rated, as those in other units do.
    ///
    /// # Errors
    /// [`ComponentError::Parameter`], with the efficiency found and the units to look at.
    pub fn check_rating(&self, fluid: &Fluid) -> Result<(), ComponentError> {
        let middle =
            self.envelope.map(|of| (0.5 * (of.suction.0 + of.suction.1), 0.5 * (of.discharge.0 + of.discharge.1)));
        let points: Vec<(f64, f64)> = middle.map_or(RATING_POINTS.to_vec(), |point| vec![point]);
        let efficiency = |map: &Self| {
            let of = points.iter().filter_map(|(s, d)| Some((*s, *d, map.implied_efficiency(fluid, *s, *d)?)));
            of.collect::<Vec<_>>()
        };
        let is_plausible = |found: &[(f64, f64, f64)]| found.iter().any(|(.., eta)| PLAUSIBLE.contains(eta));
        let found = efficiency(self);
        if found.is_empty() || is_plausible(&found) {
            return Ok(());
        }
        let (s, d, eta) = found[found.len() / 2];
        let other = if self.units == RatingUnits::SI { RatingUnits::IP } else { RatingUnits::SI };
        let hint = match is_plausible(&efficiency(&Self { units: other, ..self.clone() })) {
            true => format!("; they look like units=\"{other:?}\""),
            false => String::new(),
        };
        Err(ComponentError::Parameter(format!(
            "the coefficients give an isentropic efficiency of {eta:.3} with {} at dew temperatures of {:.1} °C and {:.1} °C: check their units \
             (SI: °C, kg/s or W, W; IP: °F, lb/h or Btu/h, W) and their order (C1 to C10 of AHRI 540){hint}",
            fluid.info().name,
            s - 273.15,
            d - 273.15
        )))
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
