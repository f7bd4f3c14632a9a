//! Pressure drop of a stream in a channel.
//!
//! With the mean specific volume v = (v_in + v_out)/2 and Re = 4 |m|/(π D η):
//! ```text
//! zeta_d4 : p_in − p_out = (ζ/D⁴) 8 m|m| v/π²
//! Darcy   : (p_in − p_out) D⁵ = λ(Re, ks/D) L 8 m|m| v/π²
//! Hazen   : (p_in − p_out) D^4.871 ks_HW^1.852 = 10.67 g L m|m|^0.852 v^0.852
//!
//! λ = 64/Re                                    Re ≤ 2320                       Hagen–Poiseuille
//! λ = 0.3164 Re^−0.25                          Re ks/D < 65, Re ≤ 1e4          Blasius
//! λ = (1.8 log₁₀ Re − 1.5)⁻²                   Re ks/D < 65, Re < 1e6          Konakov
//! 1/√λ = −2 log₁₀(2.51/(Re √λ))                Re ks/D < 65                    Prandtl–Kármán
//! 1/√λ = −2 log₁₀(2.51/(Re √λ) + ks/(3.71 D))  otherwise                       Colebrook
//! ```
//! These are the regimes that hold by default. A law may be chosen for all turbulent flow: Colebrook's, or Haaland's explicit
//! approximation of it,
//! ```text
//! 1/√λ = −1.8 log₁₀((ks/(3.7 D))^1.11 + 6.9/Re)
//! ```
//! Where the outlet lies Δz above the inlet, the weight of the column g Δz/v is taken from p_in − p_out.
//! Written without divisions by the diameter, so that an iteration for it converges from above.
//!
//! References: C. F. Colebrook, J. Inst. Civ. Eng. 11 (1939) 133–156, doi:10.1680/ijoti.1939.13150;
//! S. E. Haaland, J. Fluids Eng. 105 (1983) 89–90, doi:10.1115/1.3240948;
//! H. Schlichting, K. Gersten, Boundary-Layer Theory, Springer 2017, chapter 17.

use std::f64::consts::{LN_10, PI};

use crate::properties::viscosity;
use crate::{ComponentError, Scalar, Stream};

/// Standard gravity, m/s².
pub(crate) const GRAVITY: f64 = 9.806_65;
/// Greatest Reynolds number of laminar flow.
const LAMINAR: f64 = 2320.0;
/// Re ks/D below which a wall is hydraulically smooth.
const SMOOTH: f64 = 65.0;
/// Mass flow, kg/s, below which powers of it have no slope.
const STANDSTILL: f64 = 1e-12;

/// 8 m|m| v/π² with the mean specific volume.
pub(crate) fn dynamic<S: Scalar>(inlet: &Stream<S>, outlet: &Stream<S>) -> Result<S, ComponentError> {
    Ok(inlet.m * inlet.m.abs() * mean_volume(inlet, outlet)? * (8.0 / (PI * PI)))
}

fn mean_volume<S: Scalar>(inlet: &Stream<S>, outlet: &Stream<S>) -> Result<S, ComponentError> {
    Ok((inlet.v()? + outlet.v()?) * 0.5)
}

/// Pressure of a column of the fluid of that height, Pa.
pub(crate) fn weight<S: Scalar>(inlet: &Stream<S>, outlet: &Stream<S>, rise: S) -> Result<S, ComponentError> {
    Ok(rise * GRAVITY / mean_volume(inlet, outlet)?)
}

/// Residual of `zeta_d4`.
pub(crate) fn zeta<S: Scalar>(inlet: &Stream<S>, outlet: &Stream<S>, zeta_d4: S) -> Result<S, ComponentError> {
    Ok(inlet.p - outlet.p - zeta_d4 * dynamic(inlet, outlet)?)
}

/// ζ/D⁴ of a stream.
pub(crate) fn zeta_of<S: Scalar>(inlet: &Stream<S>, outlet: &Stream<S>) -> Result<S, ComponentError> {
    Ok((inlet.p - outlet.p) / dynamic(inlet, outlet)?)
}

/// A pipe.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Channel<S> {
    /// Inner diameter, m.
    pub(crate) d: S,
    /// Length, m.
    pub(crate) l: S,
    /// Height of the outlet above the inlet, m.
    pub(crate) rise: S,
    /// Friction factor in turbulent flow.
    pub(crate) law: Law,
}

/// The friction factor in turbulent flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Law {
    /// By regimes: Blasius, Konakov and Prandtl–Kármán where the wall is smooth, else Colebrook.
    Regimes,
    /// Colebrook's equation throughout.
    Colebrook,
    /// Haaland's explicit equation.
    Haaland,
}

impl Law {
    pub(crate) const ALL: [Law; 3] = [Law::Regimes, Law::Colebrook, Law::Haaland];
    pub(crate) const NAMES: [&'static str; 3] = ["regimes", "Colebrook", "Haaland"];
}

impl<S: Scalar> Channel<S> {
    /// Residual of Darcy and Weisbach with a roughness in m.
    pub(crate) fn darcy(&self, inlet: &Stream<S>, outlet: &Stream<S>, ks: S) -> Result<S, ComponentError> {
        let eta = (viscosity(inlet)? + viscosity(outlet)?) * 0.5;
        let reynolds = inlet.m.abs().greater(S::from(STANDSTILL)) * 4.0 / (self.d * eta * PI);
        let lambda = friction_factor(self.law, reynolds, ks / self.d);
        Ok(self.lost(inlet, outlet)? * self.d.powi(5) - lambda * self.l * dynamic(inlet, outlet)?)
    }

    /// Pressure lost by friction.
    fn lost(&self, inlet: &Stream<S>, outlet: &Stream<S>) -> Result<S, ComponentError> {
        Ok(inlet.p - outlet.p - weight(inlet, outlet, self.rise)?)
    }

    /// Residual of Hazen and Williams with their coefficient.
    pub(crate) fn hazen_williams(&self, inlet: &Stream<S>, outlet: &Stream<S>, ks: S) -> Result<S, ComponentError> {
        let volume_flow = inlet.m.abs().greater(S::from(STANDSTILL)) * mean_volume(inlet, outlet)?;
        let slope = inlet.m * volume_flow.powf(0.852) * (10.67 * GRAVITY);
        Ok(self.lost(inlet, outlet)? * self.d.powf(4.871) * ks.powf(1.852) - slope * self.l)
    }
}

/// Darcy friction factor λ(Re, ks/D).
pub(crate) fn friction_factor<S: Scalar>(law: Law, reynolds: S, roughness: S) -> S {
    let re = reynolds.re();
    if re <= LAMINAR {
        return reynolds.recip() * 64.0;
    }
    match law {
        Law::Regimes if re * roughness.re() < SMOOTH => smooth(reynolds),
        Law::Regimes | Law::Colebrook => implicit(reynolds, roughness),
        Law::Haaland => {
            let sum = (roughness.greater(S::from(f64::EPSILON)) / 3.7).powf(1.11) + reynolds.recip() * 6.9;
            (sum.ln() * (1.8 / LN_10)).powi(-2)
        }
    }
}

/// Of a wall whose roughness does not matter.
fn smooth<S: Scalar>(reynolds: S) -> S {
    match reynolds.re() {
        re if re <= 1e4 => reynolds.powf(-0.25) * 0.3164,
        re if re < 1e6 => (reynolds.ln() * (1.8 / LN_10) - 1.5).powi(-2),
        _ => implicit(reynolds, S::zero()),
    }
}

/// λ = x⁻² with x + 2 log₁₀(2.51 x/Re + k/3.71) = 0: Newton on numbers, and a last step that carries the derivatives.
fn implicit<S: Scalar>(reynolds: S, roughness: S) -> S {
    let (re, k) = (reynolds.re(), roughness.re());
    let slope = |x: f64| 1.0 + 2.0 / LN_10 * (2.51 / re) / (2.51 * x / re + k / 3.71);
    let mut x: f64 = 8.0;
    for _ in 0..12 {
        x -= (x + 2.0 * (2.51 * x / re + k / 3.71).log10()) / slope(x);
    }
    let rest = ((reynolds.recip() * (2.51 * x) + roughness / 3.71).ln() * (2.0 / LN_10) + x) / slope(x);
    (S::from(x) - rest).powi(-2)
}

#[cfg(test)]
mod tests {
    use entropyk_fluids::Fluid;

    use super::*;
    use crate::StateCell;

    /// TESPy 0.11.3: 15 kg/s of water, 373.15 K and 3 bar at the inlet, 2.925 bar at the outlet; L = 100 m, ks = 0.05 mm.
    #[test]
    fn the_diameter_of_a_pipe_is_the_one_of_tespy() {
        let (fluid, cells) = (Fluid::new("Water").expect("water"), [StateCell::default(), StateCell::default()]);
        let h = fluid.pt(3e5, 373.15, &[], None).expect("liquid").h;
        let inlet = Stream { m: 15.0, p: 3e5, h, fluid: (&fluid).into(), cell: &cells[0] };
        let outlet = Stream { p: 2.925e5, h: h - 118.716, cell: &cells[1], ..inlet };
        let drop = |d: f64| {
            Channel { d, l: 100.0, rise: 0.0, law: Law::Regimes }.darcy(&inlet, &outlet, 5e-5).expect("friction")
        };
        // The residual changes its sign within 1e-5 of the diameter.
        assert!(drop(0.133_646_6 * (1.0 + 1e-5)) > 0.0 && drop(0.133_646_6 * (1.0 - 1e-5)) < 0.0);
    }

    /// F. M. White, Fluid Mechanics, McGraw-Hill: values of the Moody diagram.
    #[test]
    fn friction_factors_are_those_of_the_moody_diagram() {
        for (re, k, lambda) in [(2000.0, 0.0, 0.032), (1e5, 1e-3, 0.0222), (1e7, 1e-4, 0.0121), (1e7, 0.0, 0.0081)] {
            let found: f64 = friction_factor(Law::Regimes, re, k);
            assert!((found / lambda - 1.0).abs() < 0.01, "{re} {k}: {found}");
        }
    }

    /// Y. A. Çengel, J. M. Cimbala, Fluid Mechanics, McGraw-Hill, "Determining the head loss in a water pipe": Re = 126 400 and
    /// ε/D = 0.000042 give 0.0174 by Colebrook, and 0.0172 by Haaland.
    #[test]
    fn the_head_loss_of_a_water_pipe_is_that_of_the_textbook() {
        for (law, lambda) in [(Law::Colebrook, 0.0174), (Law::Haaland, 0.0172)] {
            let found: f64 = friction_factor(law, 126_400.0, 0.000_042);
            assert!((found - lambda).abs() < 0.5e-4, "{law:?}: {found}");
        }
    }

    /// The package fluids 1.3.1 (C. Bell): 0.0185138661 by Colebrook with 3.7 in the place of 3.71, 0.0182650530 by Haaland.
    #[test]
    fn friction_factors_are_those_of_another_package() {
        for (law, lambda, tolerance) in [(Law::Colebrook, 0.018_513_866_1, 2e-4), (Law::Haaland, 0.018_265_053_0, 1e-8)]
        {
            let found: f64 = friction_factor(law, 1e5, 1e-4);
            assert!((found / lambda - 1.0).abs() < tolerance, "{law:?}: {found}");
        }
    }

    /// The residual of Colebrook's equation, evaluated apart from its solution.
    #[test]
    fn colebrook_is_met_and_haaland_is_near_it() {
        for re in [4e3, 1e4, 1e5, 1e6, 1e8] {
            for k in [0.0, 1e-6, 1e-4, 1e-3, 1e-2, 5e-2] {
                let found: f64 = friction_factor(Law::Colebrook, re, k);
                let right = -2.0 * (2.51 / (re * found.sqrt()) + k / 3.71).log10();
                assert!((found.sqrt().recip() / right - 1.0).abs() < 1e-12, "{re} {k}: {found}");
                // Haaland states ±2 % against Colebrook.
                let near: f64 = friction_factor(Law::Haaland, re, k);
                assert!((near / found - 1.0).abs() < 0.025, "{re} {k}: {near} {found}");
            }
        }
    }
}
