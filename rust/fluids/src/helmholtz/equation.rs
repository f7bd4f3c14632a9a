//! An equation of state α(δ, τ) and the properties at (T, ρ).
//!
//! δ = ρ/ρ_r, τ = T_r/T, and with the sums a_ij of [`Sums`]:
//!
//! | | |
//! |---|---|
//! | p = ρ R T a₁₀ | h = R T (a₀₁ + a₁₀) |
//! | s = R (a₀₁ − a₀₀) | g = R T (a₀₀ + a₁₀) |
//!
//! Slopes are taken in r = ln ρ and t = ln T, where ∂/∂r = D_δ and ∂/∂t = −D_τ, so that every slope is linear in the sums.

use super::ideal::Ideal;
use super::residual::{Arguments, Residual};
use super::sums::{LaneSums, Sums};
use crate::data::EosData;
use crate::simd::{Arithmetic, Compute, Plain, dispatch};
use crate::{FluidError, FluidInfo, Jet, Jets, Partials, Reduced};

/// The equation of state of one fluid, per kilogram.
#[derive(Clone, Debug)]
pub(crate) struct Equation {
    /// Specific gas constant, J/(kg K).
    pub(crate) r_gas: f64,
    /// Reducing temperature, K.
    pub(crate) t_reducing: f64,
    /// Reducing density, kg/m³.
    pub(crate) rho_reducing: f64,
    ideal: Ideal,
    residual: Residual,
}

/// Properties at (T, ρ) with first slopes in r = ln ρ and t = ln T.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Point {
    pub(crate) t: f64,
    pub(crate) rho: f64,
    pub(crate) p: f64,
    pub(crate) h: f64,
    pub(crate) s: f64,
    pub(crate) p_r: f64,
    pub(crate) p_t: f64,
    pub(crate) h_r: f64,
    pub(crate) h_t: f64,
    pub(crate) s_r: f64,
    /// ∂s/∂ ln T at constant ρ, the isochoric heat capacity.
    pub(crate) s_t: f64,
}

/// Second slopes in r = ln ρ and t = ln T.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Curvature {
    pub(crate) p_rr: f64,
    pub(crate) p_rt: f64,
    pub(crate) p_tt: f64,
    pub(crate) h_rr: f64,
    pub(crate) h_rt: f64,
    pub(crate) h_tt: f64,
    pub(crate) s_rr: f64,
    pub(crate) s_rt: f64,
    pub(crate) s_tt: f64,
}

/// A place (T, ρ), with the logarithms that the sums need: moving on is cheaper than starting anew.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub(super) t: f64,
    pub(super) rho: f64,
    arguments: Arguments,
}

impl Place {
    /// Moves on by Δ ln ρ and Δ ln T.
    #[inline(always)]
    pub(super) fn moved<A: Arithmetic>(mut self, a: A, dr: f64, dt: f64) -> Self {
        let [in_rho, in_t, ..] = a.exp([dr, dt, 0.0, 0.0]);
        (self.rho, self.t) = (self.rho * in_rho, self.t * in_t);
        let at = &mut self.arguments;
        (at.delta, at.tau) = (at.delta * in_rho, at.tau / in_t);
        (at.ln_delta, at.ln_tau) = (at.ln_delta + dr, at.ln_tau - dt);
        self
    }

    /// Moves on by Δ ln ρ.
    #[inline(always)]
    pub(super) fn denser<A: Arithmetic>(mut self, a: A, dr: f64) -> Self {
        let factor = a.exp_one(dr);
        self.rho *= factor;
        self.arguments.delta *= factor;
        self.arguments.ln_delta += dr;
        self
    }
}

/// Residual and ideal sums.
struct All<'a, const ORDER: usize> {
    equation: &'a Equation,
    at: &'a Arguments,
}

impl<const ORDER: usize> Compute for All<'_, ORDER> {
    type Output = Sums;

    #[inline(always)]
    fn run<A: Arithmetic>(self, a: A) -> Sums {
        self.equation.sums_in::<A, ORDER>(a, self.at)
    }
}

impl Point {
    /// Specific Gibbs energy, J/kg.
    pub(crate) fn g(&self) -> f64 {
        self.h - self.t * self.s
    }

    /// Moves to (T, ρ), a small step (Δ ln ρ, Δ ln T) away, to first order; the slopes stay.
    pub(crate) fn move_to(&mut self, t: f64, rho: f64, dr: f64, dt: f64) {
        self.p += self.p_r * dr + self.p_t * dt;
        self.h += self.h_r * dr + self.h_t * dt;
        self.s += self.s_r * dr + self.s_t * dt;
        (self.t, self.rho) = (t, rho);
    }

    /// Whether the state is mechanically and thermally stable.
    pub(crate) fn is_stable(&self) -> bool {
        self.p_r > 0.0 && self.s_t > 0.0
    }
}

impl Equation {
    /// Builds the equation from its data.
    pub(crate) fn new(data: &EosData, info: &FluidInfo) -> Result<Self, FluidError> {
        Ok(Equation {
            r_gas: info.gas_constant / info.molar_mass,
            t_reducing: info.t_reducing,
            rho_reducing: info.rho_reducing,
            ideal: Ideal::from(&data.ideal),
            residual: Residual::try_from(data.residual.as_slice())?,
        })
    }

    /// Whether the equation has no terms that are singular at the critical point.
    pub(crate) fn is_analytic(&self) -> bool {
        self.residual.is_analytic()
    }

    fn arguments(&self, t: f64, rho: f64) -> Arguments {
        Arguments::new(rho / self.rho_reducing, self.t_reducing / t)
    }

    /// The place of T and ρ, inside a computation.
    #[inline(always)]
    pub(super) fn place<A: Arithmetic>(&self, a: A, t: f64, rho: f64) -> Place {
        let (delta, tau) = (rho / self.rho_reducing, self.t_reducing / t);
        let [ln_delta, ln_tau, ..] = a.ln([delta, tau, 1.0, 1.0]);
        Place { t, rho, arguments: Arguments { delta, ln_delta, tau, ln_tau } }
    }

    fn sums<const ORDER: usize>(&self, at: &Arguments) -> Sums {
        dispatch(All::<ORDER> { equation: self, at })
    }

    #[inline(always)]
    fn sums_in<A: Arithmetic, const ORDER: usize>(&self, a: A, at: &Arguments) -> Sums {
        let mut sums = self.residual.separable::<A, ORDER>(a, at);
        self.ideal.add_to(a, &mut sums, at);
        let mut sums = sums.total();
        self.ideal.add_simple_terms(&mut sums, at);
        self.residual.add_others(&mut sums, at);
        sums
    }

    /// Sums of the residual part alone, to second order.
    pub(crate) fn residual_sums(&self, t: f64, rho: f64) -> Sums {
        self.residual.sums::<2>(&self.arguments(t, rho))
    }

    /// Ideal and residual part of the reduced Helmholtz energy, to third order.
    pub(crate) fn reduced(&self, t: f64, rho: f64) -> Reduced {
        let at = self.arguments(t, rho);
        let mut ideal = LaneSums::default();
        self.ideal.add_to(Plain, &mut ideal, &at);
        let mut ideal = ideal.total();
        self.ideal.add_simple_terms(&mut ideal, &at);
        let partials = |sums: &Sums| Partials::new(sums, at.delta, at.tau);
        Reduced { ideal: partials(&ideal), residual: partials(&self.residual.sums::<3>(&at)) }
    }

    /// p, h and s with first and second slopes.
    pub(crate) fn jets(&self, t: f64, rho: f64) -> Jets {
        let (at, c) = self.point_and_curvature(t, rho);
        let jet = |value, [r, t, rr, rt, tt]: [f64; 5]| Jet { value, r, t, rr, rt, tt };
        Jets {
            p: jet(at.p, [at.p_r, at.p_t, c.p_rr, c.p_rt, c.p_tt]),
            h: jet(at.h, [at.h_r, at.h_t, c.h_rr, c.h_rt, c.h_tt]),
            s: jet(at.s, [at.s_r, at.s_t, c.s_rr, c.s_rt, c.s_tt]),
        }
    }

    /// Pressure and ∂p/∂ ln ρ, Pa.
    pub(crate) fn pressure(&self, t: f64, rho: f64) -> (f64, f64) {
        let a = self.residual.sums::<1>(&self.arguments(t, rho));
        let scale = rho * self.r_gas * t;
        (scale * (1.0 + a.a10), scale * (1.0 + a.a10 + a.a20))
    }

    /// Pressure, ∂p/∂ ln ρ and ∂²p/∂ (ln ρ)² at a place, Pa, inside a computation.
    #[inline(always)]
    pub(super) fn pressure_curve<A: Arithmetic>(&self, arithmetic: A, at: &Place) -> (f64, f64, f64) {
        let a = self.residual.sums_in::<A, 1>(arithmetic, &at.arguments);
        let scale = at.rho * self.r_gas * at.t;
        let (p, p_r) = (1.0 + a.a10, 1.0 + a.a10 + a.a20);
        (scale * p, scale * p_r, scale * (p_r + a.a20 + a.a30))
    }

    /// Properties and first slopes.
    pub(crate) fn point(&self, t: f64, rho: f64) -> Point {
        self.point_of(t, rho, &self.sums::<2>(&self.arguments(t, rho)))
    }

    /// Properties and first slopes at a place, inside a computation.
    #[inline(always)]
    pub(super) fn point_at<A: Arithmetic>(&self, a: A, at: &Place) -> Point {
        self.point_of(at.t, at.rho, &self.sums_in::<A, 2>(a, &at.arguments))
    }

    /// Properties, first and second slopes.
    pub(crate) fn point_and_curvature(&self, t: f64, rho: f64) -> (Point, Curvature) {
        let sums = self.sums::<3>(&self.arguments(t, rho));
        (self.point_of(t, rho, &sums), self.curvature_of(t, rho, &sums))
    }

    #[inline(always)]
    fn point_of(&self, t: f64, rho: f64, a: &Sums) -> Point {
        let rt = self.r_gas * t;
        let rho_rt = rho * rt;
        let z = a.a10;
        Point {
            t,
            rho,
            p: rho_rt * z,
            h: rt * (a.a01 + z),
            s: self.r_gas * (a.a01 - a.a00),
            p_r: rho_rt * (z + a.a20),
            p_t: rho_rt * (z - a.a11),
            h_r: rt * (a.a11 + a.a20),
            h_t: rt * (a.a01 + z - a.a02 - a.a11),
            s_r: self.r_gas * (a.a11 - z),
            s_t: self.r_gas * (a.a01 - a.a02),
        }
    }

    fn curvature_of(&self, t: f64, rho: f64, a: &Sums) -> Curvature {
        let rt = self.r_gas * t;
        let rho_rt = rho * rt;
        let z = a.a10;
        Curvature {
            p_rr: rho_rt * (z + 2.0 * a.a20 + a.a30),
            p_rt: rho_rt * (z - a.a11 + a.a20 - a.a21),
            p_tt: rho_rt * (z - 2.0 * a.a11 + a.a12),
            h_rr: rt * (a.a21 + a.a30),
            h_rt: rt * (a.a11 + a.a20 - a.a12 - a.a21),
            h_tt: rt * (a.a01 + z - 2.0 * (a.a02 + a.a11) + a.a03 + a.a12),
            s_rr: self.r_gas * (a.a21 - a.a20),
            s_rt: self.r_gas * (a.a11 - a.a12),
            s_tt: self.r_gas * (a.a03 - a.a02),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::index;
    use crate::helmholtz::slopes;
    use crate::helmholtz::tests::helmholtz;

    #[test]
    fn reproduces_the_check_values_of_iapws_95() {
        let water = helmholtz("Water").equation;
        // T, ρ, p, cv, w, s: IAPWS R6-95(2018), table 7; digits as printed.
        for row in [
            [300.0, 996.5560, 0.992418352e5, 4130.18112, 1501.51914, 393.062643],
            [300.0, 1005.308, 0.200022515e8, 4067.98347, 1534.92501, 387.405401],
            [300.0, 1188.202, 0.700004704e9, 3461.35580, 2443.57992, 132.609616],
            [500.0, 0.435, 0.999679423e5, 1508.17541, 548.314253, 7944.88271],
            [500.0, 4.532, 0.999938125e6, 1669.91025, 535.739001, 6825.02725],
            [500.0, 838.025, 0.100003858e8, 3221.06219, 1271.28441, 2566.90919],
            [500.0, 1084.564, 0.700000405e9, 3074.37693, 2412.00877, 2032.37509],
            [647.0, 358.0, 0.220384756e8, 6183.15728, 252.145078, 4320.92307],
            [900.0, 0.241, 0.100062559e6, 1758.90657, 724.027147, 9166.53194],
            [900.0, 52.615, 0.200000690e8, 1935.10526, 698.445674, 6590.70225],
            [900.0, 870.769, 0.700000006e9, 2664.22350, 2019.33608, 4172.23802],
        ] {
            let (at, curvature) = water.point_and_curvature(row[0], row[1]);
            let caloric = slopes::caloric(&at, &curvature);
            let got = [at.p, caloric.cv.value, caloric.w.value, at.s];
            for (got, expected) in got.into_iter().zip(&row[2..]) {
                assert!((got / expected - 1.0).abs() < 4e-9, "{got} instead of {expected}");
            }
        }
    }

    /// All equations at a cold dense, a critical and a warm thin state.
    fn each_state(check: impl Fn(&str, &Equation, f64, f64)) {
        for entry in &index().expect("data").entries {
            let data = entry.eos().expect("data");
            let equation = Equation::new(&data, &entry.info).expect("data");
            let (t, rho) = (entry.info.t_critical, entry.info.rho_critical);
            for (t, rho) in [(0.7 * t, 2.4 * rho), (1.013 * t, 0.93 * rho), (1.4 * t, 0.02 * rho)] {
                check(&entry.info.name, &equation, t, rho);
            }
        }
    }

    /// A derivative, the sum it is the derivative of, and whether in ln δ or in ln τ.
    type Pair = (f64, fn(&Sums) -> f64, bool);

    #[test]
    fn derivatives_agree_with_differences() {
        const STEP: f64 = 2e-4;
        each_state(|name, equation, t, rho| {
            let at = |i: i32, j: i32| {
                let (t, rho) = (t * (-f64::from(j) * STEP).exp(), rho * (f64::from(i) * STEP).exp());
                equation.sums::<3>(&equation.arguments(t, rho))
            };
            // Fourth-order central differences in ln δ and ln τ.
            let slope = |f: &dyn Fn(i32) -> f64| (8.0 * (f(1) - f(-1)) - (f(2) - f(-2))) / (12.0 * STEP);
            let here = at(0, 0);
            let pairs: [Pair; 11] = [
                (here.a10, |a| a.a00, true),
                (here.a01, |a| a.a00, false),
                (here.a20, |a| a.a10, true),
                (here.a11, |a| a.a10, false),
                (here.a02, |a| a.a01, false),
                (here.a30, |a| a.a20, true),
                (here.a21, |a| a.a20, false),
                (here.a12, |a| a.a02, true),
                (here.a21, |a| a.a11, true),
                (here.a12, |a| a.a11, false),
                (here.a03, |a| a.a02, false),
            ];
            for (k, (expected, of, in_density)) in pairs.into_iter().enumerate() {
                let got = slope(&|i| of(&if in_density { at(i, 0) } else { at(0, i) }));
                let scale = 1.0 + expected.abs() + of(&here).abs();
                assert!((got - expected).abs() < 3e-7 * scale, "{name} {k} at {t} K, {rho}: {got}, {expected}");
            }
        });
    }

    #[test]
    fn arithmetics_agree() {
        each_state(|name, equation, t, rho| {
            let at = equation.arguments(t, rho);
            let plain = All::<3> { equation, at: &at }.run(crate::simd::Plain);
            let best = dispatch(All::<3> { equation, at: &at });
            for (a, b) in [(plain.a00, best.a00), (plain.a11, best.a11), (plain.a30, best.a30), (plain.a03, best.a03)] {
                assert!((a - b).abs() <= 1e-12 * (1.0 + a.abs()), "{name}: {a} and {b}");
            }
        });
    }

    #[test]
    fn orders_agree() {
        each_state(|name, equation, t, rho| {
            let at = equation.arguments(t, rho);
            let (low, high) = (equation.sums::<2>(&at), equation.sums::<3>(&at));
            for (low, high) in [(low.a10, high.a10), (low.a01, high.a01), (low.a20, high.a20), (low.a02, high.a02)] {
                assert!((low - high).abs() <= 1e-13 * (1.0 + high.abs()), "{name}");
            }
            let (p, p_r) = equation.pressure(t, rho);
            let at = equation.point(t, rho);
            let scale = rho * equation.r_gas * t;
            assert!((p - at.p).abs() < 1e-12 * scale && (p_r - at.p_r).abs() < 1e-11 * scale, "{name}");
        });
    }
}
