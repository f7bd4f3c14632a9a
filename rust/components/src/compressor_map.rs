//! Ratings of one compressor at one or several speeds, and the fit of a rating to measured points.
//!
//! ```text
//! X(f) = Xᵢ₋₁ + (f − fᵢ₋₁)/(fᵢ − fᵢ₋₁) (Xᵢ − Xᵢ₋₁)        X: mass flow, power; beyond the speeds the end segments are continued
//! X(f) = X₁ f/f₁                                          with a single speed f₁
//! ```
//! Fits are least squares, of smallest norm where points do not determine all coefficients, as with three discharge temperatures.

use nalgebra::{DMatrix, DVector};

use crate::ahri540::polynomial;
use crate::characteristic::Outside;
use crate::{Ahri540, Beyond, ComponentError, Envelope, Operation, Rating, RatingUnits, Scalar, Stream};

/// A rated compressor at one or several speeds.
#[derive(Clone, Debug, PartialEq)]
pub struct CompressorMap {
    /// In the order of frequency.
    speeds: Vec<Ahri540>,
}

/// A measured point, in the units of the coefficients.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measured {
    /// Suction dew temperature.
    pub t_suction: f64,
    /// Discharge dew temperature.
    pub t_discharge: f64,
    /// Mass flow or capacity.
    pub flow: f64,
    /// Power.
    pub power: f64,
}

impl From<Ahri540> for CompressorMap {
    fn from(map: Ahri540) -> Self {
        Self { speeds: vec![map] }
    }
}

impl CompressorMap {
    /// Ratings at different frequencies.
    ///
    /// # Errors
    /// [`ComponentError::Parameter`] for none, ratings without frequency or twice with one, and those of different fluids.
    pub fn new(mut speeds: Vec<Ahri540>) -> Result<Self, ComponentError> {
        let refuse = |message: String| Err(ComponentError::Parameter(message));
        for map in &speeds {
            map.validate()?;
        }
        if speeds.is_empty() {
            return refuse("coefficients hold no rating: give at least one Ahri540".into());
        }
        if speeds.len() > 1 {
            if let Some(map) = speeds.iter().find(|map| !map.frequency.is_some_and(|f| f > 0.0)) {
                return refuse(format!("the rating {:?} has no frequency: each of several speeds needs one", map.name));
            }
            let frequency = |map: &Ahri540| map.frequency.unwrap_or(0.0);
            speeds.sort_by(|a, b| frequency(a).total_cmp(&frequency(b)));
            for pair in speeds.windows(2) {
                if frequency(&pair[0]) == frequency(&pair[1]) {
                    return refuse(format!(
                        "two ratings have the frequency {} Hz: give one for each speed",
                        frequency(&pair[0])
                    ));
                }
                if pair[0].fluid != pair[1].fluid {
                    let of = |map: &Ahri540| map.fluid.clone().unwrap_or_else(|| "no fluid".into());
                    return refuse(format!(
                        "the ratings are of {} and {}: give those of one fluid",
                        of(&pair[0]),
                        of(&pair[1])
                    ));
                }
            }
        }
        Ok(Self { speeds })
    }

    /// The ratings, in the order of frequency.
    pub fn speeds(&self) -> &[Ahri540] {
        &self.speeds
    }

    /// Name of the first rating.
    pub fn name(&self) -> &str {
        &self.speeds[0].name
    }

    /// Refrigerant of the ratings; None if not stated.
    pub fn fluid(&self) -> Option<&str> {
        self.speeds[0].fluid.as_deref()
    }

    /// Lowest and highest frequency, Hz; None where a single rating states none.
    pub fn frequencies(&self) -> Option<(f64, f64)> {
        Some((self.speeds.first()?.frequency?, self.speeds.last()?.frequency?))
    }

    /// Mass flow and power for the actual suction state. Without a frequency a single rating is taken as it is.
    ///
    /// # Errors
    /// Property errors; [`ComponentError::Parameter`] where the frequency is missing.
    pub fn operate<S: Scalar>(
        &self,
        suction: &Stream<S>,
        p_discharge: S,
        frequency: Option<S>,
        beyond: Beyond,
    ) -> Result<Operation<S>, ComponentError> {
        let at = |map: &Ahri540| map.operate(suction, p_discharge, beyond);
        let scale = |of: Operation<S>, by: S| Operation { m: of.m * by, power: of.power * by };
        let Some(f) = frequency else {
            return match self.speeds.as_slice() {
                [only] => at(only),
                _ => Err(ComponentError::Parameter(self.explain_speeds())),
            };
        };
        let known = |i: usize| {
            let missing = || {
                ComponentError::Parameter("the rating states no frequency: leave frequency out, or rate with it".into())
            };
            self.speeds[i].frequency.ok_or_else(missing)
        };
        if self.speeds.len() == 1 {
            return Ok(scale(at(&self.speeds[0])?, f / known(0)?));
        }
        let last = self.speeds.len() - 1;
        let i = self.speeds.partition_point(|map| map.frequency.is_some_and(|of| of < f.re())).clamp(1, last);
        let (below, above) = (known(i - 1)?, known(i)?);
        let share = (f - below) / (above - below);
        let (low, high) = (at(&self.speeds[i - 1])?, at(&self.speeds[i])?);
        let between = |low: S, high: S| low + share * (high - low);
        Ok(Operation { m: between(low.m, high.m), power: between(low.power, high.power) })
    }

    /// Which frequency is missing.
    pub fn explain_speeds(&self) -> String {
        let (low, high) = self.frequencies().unwrap_or_default();
        format!("`coefficients` hold {} speeds from {low} Hz to {high} Hz: give frequency", self.speeds.len())
    }

    /// f less the nearest of several speeds, relative to their span.
    pub fn kink<S: Scalar>(&self, f: S) -> Option<S> {
        let (low, high) = self.frequencies().filter(|(low, high)| low < high)?;
        let inner = self.speeds[1..self.speeds.len() - 1].iter().filter_map(|map| map.frequency);
        let nearest = inner.min_by(|a, b| (a - f.re()).abs().total_cmp(&(b - f.re()).abs()))?;
        Some((f - nearest) / (high - low))
    }

    /// How dew temperatures (K) and a frequency leave the ratings, in words.
    pub fn outside(&self, t_suction: f64, t_discharge: f64, frequency: Option<f64>) -> Option<String> {
        if let (Some(f), Some((low, high))) = (frequency, self.frequencies())
            && let Some(outside) = Outside::of(f, low, high).filter(|_| self.speeds.len() > 1)
        {
            return Some(outside.explain("the ratings", "frequency"));
        }
        let is_left = |map: &Ahri540| !map.covers(t_suction, t_discharge);
        self.speeds.iter().any(is_left).then(|| {
            let celsius = |t: f64| t - 273.15;
            let limits = self.speeds.iter().find(|map| is_left(map)).and_then(|map| map.envelope).map_or_else(
                String::new,
                |of| {
                    let [s, d] = [of.suction, of.discharge]
                        .map(|(low, high)| format!("{:.1} to {:.1} °C", celsius(low), celsius(high)));
                    format!(" ({s} and {d})")
                },
            );
            let (s, d) = (celsius(t_suction), celsius(t_discharge));
            format!("dew temperatures {s:.1} °C and {d:.1} °C lie outside the envelope of the map{limits}")
        })
    }
}

/// Coefficients of the polynomial through values at temperatures, by least squares.
fn fit_polynomial(points: &[(f64, f64, f64)]) -> [f64; 10] {
    let row = |s: f64, d: f64| {
        let of = |i: usize| polynomial(&std::array::from_fn(|k| f64::from(u8::from(k == i))), s, d);
        std::array::from_fn::<f64, 10, _>(of)
    };
    let matrix = DMatrix::from_fn(points.len(), 10, |i, k| row(points[i].0, points[i].1)[k]);
    let values = DVector::from_iterator(points.len(), points.iter().map(|point| point.2));
    let svd = matrix.svd(true, true);
    let cut = svd.singular_values.max() * f64::EPSILON * points.len().max(10) as f64;
    let found = svd.solve(&values, cut).unwrap_or_else(|_| DVector::zeros(10));
    std::array::from_fn(|k| found[k])
}

/// Fewest points of a fit.
const FEWEST: usize = 10;

impl Ahri540 {
    /// The rating that fits measured points best; all but its polynomials and its envelope, which encloses the points, is taken from
    /// a template.
    ///
    /// # Errors
    /// [`ComponentError::Parameter`] for fewer than ten points, and numbers that are not finite.
    pub fn fit(points: &[Measured], template: Ahri540) -> Result<Ahri540, ComponentError> {
        let refuse = |message: String| Err(ComponentError::Parameter(message));
        let numbers = |p: &Measured| [p.t_suction, p.t_discharge, p.flow, p.power];
        if let Some(wrong) = points.iter().position(|point| numbers(point).iter().any(|v| !v.is_finite())) {
            return refuse(format!("point {wrong} of the fit holds a number that is not finite: {:?}", points[wrong]));
        }
        if points.len() < FEWEST {
            return refuse(format!("a fit of ten coefficients needs at least {FEWEST} points, not {}", points.len()));
        }
        let column = |of: fn(&Measured) -> f64| {
            let points: Vec<_> = points.iter().map(|p| (p.t_suction, p.t_discharge, of(p))).collect();
            fit_polynomial(&points)
        };
        let flow = column(|p| p.flow);
        let rating = if matches!(template.rating, Rating::MassFlow(_)) {
            Rating::MassFlow(flow)
        } else {
            Rating::Capacity(flow)
        };
        let kelvin = |t: f64| if template.units == RatingUnits::SI { t + 273.15 } else { (t + 459.67) / 1.8 };
        let range = |of: fn(&Measured) -> f64| {
            let all = points.iter().map(of);
            (kelvin(all.clone().fold(f64::INFINITY, f64::min)), kelvin(all.fold(f64::NEG_INFINITY, f64::max)))
        };
        let envelope = Envelope { suction: range(|p| p.t_suction), discharge: range(|p| p.t_discharge) };
        Ok(Ahri540 { power: column(|p| p.power), rating, envelope: Some(envelope), ..template })
    }

    /// Flow and power of the polynomials at a measured point, in the units of the coefficients.
    pub fn at_point(&self, point: &Measured) -> (f64, f64) {
        let (Rating::MassFlow(flow) | Rating::Capacity(flow)) = &self.rating;
        let at = |c: &[f64; 10]| polynomial(c, point.t_suction, point.t_discharge);
        (at(flow), at(&self.power))
    }
}

#[cfg(test)]
mod tests {
    use entropyk_fluids::Fluid;

    use super::*;
    use crate::{StateCell, seed, slopes};

    fn template(frequency: f64) -> Ahri540 {
        let mut map = Ahri540::shipped()[2].clone();
        map.frequency = Some(frequency);
        map
    }

    fn scaled(frequency: f64, by: f64) -> Ahri540 {
        let mut map = template(frequency);
        map.power = map.power.map(|c| c * by);
        if let Rating::Capacity(c) = &mut map.rating {
            *c = c.map(|c| c * by);
        }
        map
    }

    #[test]
    fn a_fit_finds_the_polynomial_that_made_the_points() {
        let map = template(60.0);
        let grid = (0..5).flat_map(|i| (0..5).map(move |j| (-10.0 + 5.0 * f64::from(i), 30.0 + 6.0 * f64::from(j))));
        let at = |(t_suction, t_discharge)| {
            let point = Measured { t_suction, t_discharge, flow: 0.0, power: 0.0 };
            let (flow, power) = map.at_point(&point);
            Measured { flow, power, ..point }
        };
        let points: Vec<Measured> = grid.map(at).collect();
        let fitted = Ahri540::fit(&points, map.clone()).expect("a fit");
        for point in &points {
            let (flow, power) = fitted.at_point(point);
            assert!((flow / point.flow - 1.0).abs() < 1e-9 && (power / point.power - 1.0).abs() < 1e-9);
        }
        assert!((fitted.power[4] / map.power[4] - 1.0).abs() < 1e-6);
        assert_eq!(fitted.envelope.map(|of| of.suction), Some((263.15, 283.15)));
        let error = Ahri540::fit(&points[..9], map).expect_err("too few").to_string();
        assert!(error.contains("at least 10 points, not 9"), "{error}");
    }

    #[test]
    fn speeds_are_interpolated_and_continued() {
        let map =
            CompressorMap::new(vec![scaled(60.0, 2.0), scaled(30.0, 1.0), scaled(90.0, 2.5)]).expect("three speeds");
        let (fluid, cell) = (Fluid::new("R134a").expect("R134a"), StateCell::default());
        let h = fluid.pt(3e5, 285.0, &[], None).expect("gas").h;
        let suction = Stream { m: 0.1.into(), p: 3e5.into(), h: h.into(), fluid: (&fluid).into(), cell: &cell };
        let power =
            |f: f64| map.operate(&suction, 10e5.into(), Some(seed(f, 0)), Beyond::Continued).expect("states").power;
        let one = power(30.0).re;
        for (f, factor, slope) in [(45.0, 1.5, 1.0 / 30.0), (75.0, 2.25, 0.5 / 30.0), (105.0, 2.75, 0.5 / 30.0)] {
            let found = power(f);
            assert!((found.re / one - factor).abs() < 1e-12 && (slopes(&found)[0] / one - slope).abs() < 1e-12, "{f}");
        }
        let error = map.operate(&suction, 10e5.into(), None, Beyond::Continued).expect_err("no speed").to_string();
        assert!(error.contains("30 Hz to 90 Hz"), "{error}");
        assert!(
            map.outside(275.0, 310.0, Some(105.0)).is_some_and(|text| text.contains("frequency = 105.000 is above"))
        );
        assert!(CompressorMap::new(vec![scaled(60.0, 2.0), scaled(60.0, 1.0)]).is_err());
    }

    #[test]
    fn coefficients_in_wrong_units_are_refused() {
        let fluid = Fluid::new("R134a").expect("R134a");
        for map in Ahri540::shipped() {
            let fluid = Fluid::new(map.fluid.as_deref().unwrap_or("R134a")).expect("a fluid");
            assert_eq!(map.check_rating(&fluid), Ok(()), "{}", map.name);
        }
        // Bristol H82J273ABC, R410A, in °F, lb/h and W.
        let ip = Ahri540 { units: RatingUnits::IP, ..bristol() };
        assert_eq!(ip.check_rating(&Fluid::new("R410A").expect("R410A")), Ok(()));
        let error = bristol().check_rating(&fluid).expect_err("in SI").to_string();
        assert!(error.contains("check their units"), "{error}");
    }

    fn bristol() -> Ahri540 {
        let m = [334.1972, 7.186994, -3.807002, 0.072211, -0.037339, 0.031873, 0.000121, -0.00027, 0.000208, -0.000151];
        let p =
            [960.2755, 4.58648, -4.553715, -0.092091, 0.143861, 0.240418, -0.001901, -0.000688, 0.003575, -0.001548];
        let mut map = Ahri540::from_numbers([0.0; 20]);
        (map.rating, map.power) = (Rating::MassFlow(m), p);
        map
    }
}
