//! Heat from an insulated pipe to its surroundings, as a conductance per metre of pipe.
//!
//! Diameters: D inside, D₁ = D + 2 wall, Dₒ = D₁ + 2 insulation. The resistance inside the pipe is neglected.
//! ```text
//! in wind : π Dₒ/(UA/L) = Dₒ/(2 λ_w) ln(D₁/D) + Dₒ/(2 λ_i) ln(Dₒ/D₁) + 1/α
//!           Nu = 0.3 + √(Nu_lam² + Nu_turb²),  α = Nu λ/l,  l = π Dₒ/2,  Re = w l ρ/η
//!           Nu_lam = 0.664 √Re ∛Pr,  Nu_turb = 0.037 Re^0.8 Pr/(1 + 2.443 Re^−0.1 (Pr^⅔ − 1))
//! buried  : 2 π λ_g/(UA/L) = ln(2H/rₒ) + β + 1/(1 − (2H/rₒ)² (1 + β)/(1 − β))
//!           β = λ_g/λ_w ln(D₁/D) + λ_g/λ_i ln(Dₒ/D₁),  rₒ = Dₒ/2
//! ```
//! References: V. Gnielinski, Forsch. Ing.-Wes. 41 (1975) 145–153, doi:10.1007/BF02560793;
//! P. Wallentén, Steady-state heat loss from insulated pipes, Lund Institute of Technology, TVBH-3017 (1991).

use std::f64::consts::PI;

use entropyk_fluids::Fluid;

use crate::properties::of_temperature;
use crate::{ComponentError, Scalar};

/// Pressure of the air around a pipe, Pa.
const AMBIENT_PRESSURE: f64 = 101_325.0;

/// Wall and insulation of a pipe.
#[derive(Clone, Copy, Debug)]
pub(super) struct Insulation<S> {
    /// Inner diameter of the pipe, m.
    pub(super) d: S,
    /// Thickness of the wall, m.
    pub(super) wall: S,
    /// Conductivity of the wall, W/(m K).
    pub(super) wall_conductivity: f64,
    /// Thickness of the insulation, m.
    pub(super) thickness: S,
    /// Conductivity of the insulation, W/(m K).
    pub(super) conductivity: S,
}

impl<S: Scalar> Insulation<S> {
    fn outer_diameter(&self) -> S {
        self.d + (self.wall + self.thickness) * 2.0
    }

    /// Σ ln(D_outer/D_inner)/λ of wall and insulation, m K/W.
    fn layers(&self) -> S {
        let wall = self.d + self.wall * 2.0;
        (wall / self.d).ln() / self.wall_conductivity + (self.outer_diameter() / wall).ln() / self.conductivity
    }

    /// Conductance per length, W/(m K), in air of a temperature that passes with a velocity.
    pub(super) fn in_wind(&self, velocity: S, t: S) -> Result<S, ComponentError> {
        let outer = self.outer_diameter();
        let alpha = cross_flow(velocity, outer * (PI / 2.0), t)?;
        Ok((self.layers() * 0.5 + (outer * alpha).recip()).recip() * PI)
    }

    /// Conductance per length, W/(m K), with the centre at a depth in ground of a conductivity.
    pub(super) fn buried(&self, depth: S, ground: f64) -> S {
        let beta = self.layers() * ground;
        let ratio = depth * 4.0 / self.outer_diameter();
        let image = (S::one() - ratio * ratio * (beta + 1.0) / (-beta + 1.0)).recip();
        (ratio.ln() + beta + image).recip() * (2.0 * PI * ground)
    }
}

/// Coefficient of heat transfer, W/(m² K), of air that flows across a cylinder, with the length along its surface.
fn cross_flow<S: Scalar>(velocity: S, length: S, t: S) -> Result<S, ComponentError> {
    let air = Fluid::new("Air")?;
    let state = |t: f64| air.pt(AMBIENT_PRESSURE, t, &[], None);
    let rho = of_temperature(t, |t| Ok(state(t)?.rho.value))?;
    let eta = of_temperature(t, |t| Ok(air.transport(&state(t)?, &[])?.viscosity))?;
    let lambda = of_temperature(t, |t| Ok(air.transport(&state(t)?, &[])?.conductivity))?;
    let cp = of_temperature(t, |t| Ok(air.caloric(&state(t)?, &[])?.cp.value))?;
    let (re, pr) = (velocity * length * rho / eta, cp * eta / lambda);
    let laminar = re.sqrt() * pr.cbrt() * 0.664;
    let turbulent = re.powf(0.8) * pr * 0.037 / (re.powf(-0.1) * (pr.powf(2.0 / 3.0) - 1.0) * 2.443 + 1.0);
    Ok(((laminar * laminar + turbulent * turbulent).sqrt() + 0.3) * lambda / length)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bare(d: f64) -> Insulation<f64> {
        Insulation { d, wall: 0.0, wall_conductivity: 46.5, thickness: 1e-9, conductivity: 0.035 }
    }

    /// Shape factor 2π/arcosh(2z/D) of a cylinder below an isothermal surface: Incropera, table 4.1.
    #[test]
    fn a_bare_buried_pipe_has_the_shape_factor_of_a_cylinder() {
        let (d, depth, ground) = (0.3f64, 1.5, 1.2);
        let exact = 2.0 * PI * ground / (2.0 * depth / d).acosh();
        let found = bare(d).buried(depth, ground);
        assert!((found / exact - 1.0).abs() < 1e-2, "{found} {exact}");
    }

    /// TESPy 0.11.3: 2434.13 W over 100 m with water at 373.15 K in air at 273.15 K and 2 m/s. Its wall counts as if it stood at
    /// the diameter of the wall and not of the insulation, 0.02 % of the resistance.
    #[test]
    fn an_insulated_pipe_in_wind_loses_as_much_as_in_tespy() {
        let pipe = Insulation { d: 0.133_646_6, wall: 0.003, thickness: 0.1, ..bare(0.1) };
        let found = pipe.in_wind(2.0, 273.15).expect("air");
        assert!((found / 0.243_458_2 - 1.0).abs() < 1e-3, "{found}");
    }

    #[test]
    fn insulation_outweighs_the_film_in_wind() {
        let thick = Insulation { thickness: 0.1, ..bare(0.1) };
        let alone = 2.0 * PI * 0.035 / 3f64.ln();
        let found = thick.in_wind(5.0, 283.15).expect("air");
        assert!(found < alone && found > 0.9 * alone, "{found} {alone}");
    }
}
