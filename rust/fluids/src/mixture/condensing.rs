//! Gas in equilibrium with liquid water: where the partial pressure of water would exceed π = p_sat(T), the rest is liquid.
//!
//! ```text
//! n_d = Σ_dry wᵢ/Mᵢ        n_g = n_d π/(p − π)        pᵢ = (wᵢ/Mᵢ)/n_d (p − π)
//! m_l = w_W − M_W n_g      h = Σ_dry wᵢ hᵢ(pᵢ, T) + (w_W − m_l) h''(T) + m_l h'(T),   s likewise
//! v = m_l/ρ'(T) + (1 − m_l)/(ρ''(T) + Σ_dry ρᵢ(pᵢ, T))
//! ```
//! per kilogram of mixture.

use super::Mixture;
use super::point::{AtConstantPT, Part, Point, Sum};
use crate::{Along, FluidError, Phase, Saturation, SaturationSide};

/// A mixture below the dew point of its water.
pub(super) struct Wet {
    /// Position of water among the species.
    water: usize,
    /// Saturation of water at T; its pressure is π.
    line: Saturation,
    /// Moles of dry gas per kilogram.
    n: f64,
}

impl Mixture {
    /// The mixture with liquid water in it, if it is below its dew point.
    pub(super) fn wet(&self, p: f64, t: f64, z: &[f64]) -> Result<Option<Wet>, FluidError> {
        let Some(water) = self.water.filter(|water| z[*water] > 0.0) else { return Ok(None) };
        let fluid = &self.species[water].fluid;
        if t >= fluid.info().t_critical {
            return Ok(None);
        }
        let pi = fluid.p_dew(t, &[])?;
        let (y, n) = self.moles(z);
        if pi >= y[water] * p {
            return Ok(None);
        }
        Ok(Some(Wet { water, line: fluid.saturation(pi, &[])?, n: n * (1.0 - y[water]) }))
    }
}

/// A property of water on the saturation line as a function of T.
fn of_t(line: &SaturationSide, along: Along) -> Sum {
    Sum { value: along.value, dt: along.dp / line.t.dp, dp: 0.0 }
}

/// The parts of a wet mixture at (p, T).
struct Parts {
    /// Water vapour and liquid water per kilogram of mixture.
    vapour: Sum,
    liquid: Sum,
    rho_gas: Sum,
    h: Sum,
    s: Sum,
}

impl Wet {
    /// π with its slope.
    fn pi(&self) -> Sum {
        Sum { value: self.line.p, dt: 1.0 / self.line.dew.t.dp, dp: 0.0 }
    }

    /// π/(p − π).
    fn ratio(&self, p: f64) -> Sum {
        let pi = self.pi();
        let dry = Sum { value: p - pi.value, dt: -pi.dt, dp: 1.0 };
        pi.times(dry.reciprocal())
    }

    fn scaled(of: Sum, factor: f64) -> Sum {
        Sum { value: factor * of.value, dt: factor * of.dt, dp: factor * of.dp }
    }

    fn parts(&self, mixture: &Mixture, p: f64, t: f64, z: &[f64]) -> Result<Parts, FluidError> {
        let (gas, liquid) = (&self.line.dew, &self.line.bubble);
        let mass = mixture.species[self.water].fluid.info().molar_mass;
        let m_g = Self::scaled(self.ratio(p), mass * self.n);
        let m_l = Sum { value: z[self.water] - m_g.value, dt: -m_g.dt, dp: -m_g.dp };
        let both =
            |of: fn(&SaturationSide) -> Along| m_g.times(of_t(gas, of(gas))).plus(m_l.times(of_t(liquid, of(liquid))));
        let (mut h, mut s) = (both(|side| side.h), both(|side| side.s));
        let mut rho_gas = of_t(gas, gas.rho);
        for (k, species) in mixture.species.iter().enumerate().filter(|(k, _)| *k != self.water && z[*k] > 0.0) {
            let share = z[k] / species.fluid.info().molar_mass / self.n;
            let part = Part::new(&species.fluid, share * (p - self.line.p), t)?;
            let drift = -share * self.pi().dt;
            h.add(z[k], part.h, share, drift);
            s.add(z[k], part.s, share, drift);
            rho_gas.add(1.0, part.rho, share, drift);
        }
        Ok(Parts { vapour: m_g, liquid: m_l, rho_gas, h, s })
    }

    /// The mixture at p and T.
    pub(super) fn point(&self, mixture: &Mixture, p: f64, t: f64, z: &[f64]) -> Result<Point, FluidError> {
        let Parts { liquid, rho_gas, h, s, .. } = self.parts(mixture, p, t, z)?;
        let v_liquid = of_t(&self.line.bubble, self.line.bubble.rho).reciprocal();
        let gas = Sum { value: 1.0 - liquid.value, dt: -liquid.dt, dp: -liquid.dp };
        let v = liquid.times(v_liquid).plus(gas.times(rho_gas.reciprocal()));
        Ok(Point { t, p, h, s, v, phase: Phase::TwoPhase })
    }

    /// Slopes by every mass fraction at constant p and T.
    pub(super) fn slopes(&self, mixture: &Mixture, at: &Point, z: &[f64]) -> Result<Vec<AtConstantPT>, FluidError> {
        let Parts { vapour, liquid, rho_gas, .. } = self.parts(mixture, at.p, at.t, z)?;
        let (gas_line, liquid_line) = (&self.line.dew, &self.line.bubble);
        let mass = mixture.species[self.water].fluid.info().molar_mass;
        let (v_liquid, v_gas) = (1.0 / liquid_line.rho.value, 1.0 / rho_gas.value);
        let dry_pressure = at.p - self.line.p;
        let dry: Vec<Option<(f64, Part)>> = (mixture.species.iter().zip(z).enumerate())
            .map(|(k, (species, w))| {
                let share = (w / species.fluid.info().molar_mass / self.n).max(super::TRACE);
                match Part::new(&species.fluid, share * dry_pressure, at.t) {
                    _ if k == self.water => Ok(None),
                    Err(_) if *w <= 0.0 => Ok(None),
                    part => Ok(Some((share, part?))),
                }
            })
            .collect::<Result<_, FluidError>>()?;
        // What all dry species lose where one more comes to share the pressure.
        let crowd = |of: fn(&Part) -> Sum| -> f64 {
            let each = dry.iter().zip(z).filter_map(|(part, w)| part.as_ref().map(|(share, part)| (share, part, w)));
            each.map(|(share, part, w)| w.max(0.0) * share * of(part).dp).sum()
        };
        let (crowd_h, crowd_s) = (crowd(|part| part.h), crowd(|part| part.s));
        let crowd_rho: f64 = dry.iter().flatten().map(|(share, part)| share * part.rho.dp).sum();
        let of = |(k, w): (usize, &f64)| {
            if k == self.water {
                let v = v_liquid - v_gas;
                return AtConstantPT { h: liquid_line.h.value, s: liquid_line.s.value, v };
            }
            let Some((_, part)) = &dry[k] else { return AtConstantPT::default() };
            let molar = mixture.species[k].fluid.info().molar_mass;
            // More dry gas takes up more vapour, and so leaves less liquid.
            let taken = mass * self.line.p / dry_pressure / molar;
            let crowding = dry_pressure / (molar * self.n);
            let of = |gas: Along, liquid: Along, part: Sum, crowd: f64| {
                part.value + crowding * (w.max(0.0) * part.dp - crowd) + taken * (gas.value - liquid.value)
            };
            let rho = crowding * (part.rho.dp - crowd_rho);
            let v = -taken * (v_liquid - v_gas) - (1.0 - liquid.value) * v_gas * v_gas * rho;
            AtConstantPT {
                h: of(gas_line.h, liquid_line.h, part.h, crowd_h),
                s: of(gas_line.s, liquid_line.s, part.s, crowd_s),
                v,
            }
        };
        debug_assert!(vapour.value >= 0.0);
        Ok(z.iter().enumerate().map(of).collect())
    }
}
