//! Properties of a mixture at (p, T), with their slopes, as sums over the species.
//!
//! With n = Σ wᵢ/Mᵢ, the mass fraction of species k moves the partial pressures of all:
//!
//! ```text
//! ∂pᵢ/∂wₖ = p (δᵢₖ − yᵢ)/(Mₖ n)        ∂h/∂wₖ = hₖ + p (wₖ ∂hₖ/∂p − ∂h/∂p)/(Mₖ n)
//! ```

use super::{Mixture, Rule};
use crate::fluid::extrapolated;
use crate::{ByFraction, Fluid, FluidError, Phase, Sloped, State};

/// A species is treated as if it were there with this mole fraction at least, where its partial pressure is needed.
const LEAST_SHARE: f64 = 1e-9;
/// Gases in a mixture may be hotter than their equations say, up to this, K: at low density these go over into ideal gases, whose
/// heat capacities are sums of Einstein functions and rise smoothly.
pub(super) const HOT: f64 = 3000.0;
/// What mixtures do not have.
const NONE: Sloped = Sloped { value: f64::NAN, dp: f64::NAN, dh: f64::NAN };

/// A property with its slopes in T, at constant p, and p, at constant T.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sum {
    pub(super) value: f64,
    pub(super) dt: f64,
    pub(super) dp: f64,
}

impl Sum {
    /// Adds a property `w` times, at a pressure that moves with that of the mixture by `share` and with T by `drift`.
    pub(super) fn add(&mut self, w: f64, of: Sum, share: f64, drift: f64) {
        self.value += w * of.value;
        self.dt += w * (of.dt + of.dp * drift);
        self.dp += w * of.dp * share;
    }

    pub(super) fn reciprocal(self) -> Sum {
        let value = 1.0 / self.value;
        Sum { value, dt: -value * value * self.dt, dp: -value * value * self.dp }
    }

    pub(super) fn times(self, other: Sum) -> Sum {
        Sum {
            value: self.value * other.value,
            dt: self.dt * other.value + self.value * other.dt,
            dp: self.dp * other.value + self.value * other.dp,
        }
    }

    pub(super) fn plus(self, other: Sum) -> Sum {
        Sum { value: self.value + other.value, dt: self.dt + other.dt, dp: self.dp + other.dp }
    }
}

/// A species at its own pressure.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part {
    pub(super) h: Sum,
    pub(super) s: Sum,
    pub(super) rho: Sum,
}

impl Part {
    /// On the saturation line, where p and T do not tell the phase, as vapour.
    pub(super) fn new(fluid: &Fluid, p: f64, t: f64) -> Result<Self, FluidError> {
        let state = match fluid.pt(p, t, &[], None) {
            Err(FluidError::TwoPhase { .. }) => fluid.px(p, 1.0, &[])?,
            Err(FluidError::OutOfRange { .. }) if t > fluid.info().t_max && t <= HOT => {
                extrapolated(fluid, HOT)?.pt(p, t, &[], None)?
            }
            found => found?,
        };
        let h_t = 1.0 / state.t.dh;
        let h_p = -state.t.dp * h_t;
        let turned = |q: Sloped| Sum { value: q.value, dt: q.dh * h_t, dp: q.dp + q.dh * h_p };
        Ok(Self { h: Sum { value: state.h, dt: h_t, dp: h_p }, s: turned(state.s), rho: turned(state.rho) })
    }
}

/// A mixture at (p, T).
#[derive(Clone, Copy, Debug)]
pub(super) struct Point {
    pub(super) t: f64,
    pub(super) p: f64,
    pub(super) h: Sum,
    pub(super) s: Sum,
    pub(super) v: Sum,
    pub(super) phase: Phase,
}

/// Slopes of h, s and v by a mass fraction, at constant p and T.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct AtConstantPT {
    pub(super) h: f64,
    pub(super) s: f64,
    pub(super) v: f64,
}

impl Point {
    /// The state, with slopes in (p, h).
    pub(super) fn state(&self) -> State {
        let t = Sloped { value: self.t, dp: -self.h.dp / self.h.dt, dh: 1.0 / self.h.dt };
        let turned = |q: Sum| Sloped { value: q.value, dp: q.dp + q.dt * t.dp, dh: q.dt * t.dh };
        let rho = turned(self.v.reciprocal());
        State { phase: self.phase, p: self.p, h: self.h.value, t, rho, s: turned(self.s), x: NONE }
    }

    /// Slopes by a mass fraction at constant p and h.
    pub(super) fn by_fraction(&self, slopes: AtConstantPT) -> ByFraction {
        let t = -slopes.h / self.h.dt;
        let rho = -(slopes.v + self.v.dt * t) / (self.v.value * self.v.value);
        ByFraction { t, rho, s: slopes.s + self.s.dt * t }
    }
}

impl Mixture {
    /// Mole fractions, and moles per kilogram; species that are not there have none.
    pub(super) fn moles(&self, z: &[f64]) -> (Vec<f64>, f64) {
        let moles = self.species.iter().zip(z).map(|(species, w)| w.max(0.0) / species.fluid.info().molar_mass);
        let mut y: Vec<f64> = moles.collect();
        let n: f64 = y.iter().sum();
        y.iter_mut().for_each(|y| *y /= n);
        (y, n)
    }

    /// Shares of the species in the pressure.
    fn shares(&self, z: &[f64]) -> Vec<f64> {
        match self.rule {
            Rule::Incompressible => vec![1.0; z.len()],
            Rule::Ideal | Rule::IdealCond => self.moles(z).0.into_iter().map(|y| y.max(LEAST_SHARE)).collect(),
        }
    }

    /// The mixture at p and T.
    pub(super) fn point(&self, p: f64, t: f64, z: &[f64]) -> Result<Point, FluidError> {
        if let Some(wet) = self.wet(p, t, z)? {
            return wet.point(self, p, t, z);
        }
        let shares = self.shares(z);
        let (mut h, mut s, mut v, mut rho) = (Sum::default(), Sum::default(), Sum::default(), Sum::default());
        for ((species, w), share) in self.species.iter().zip(z).zip(shares) {
            if *w == 0.0 {
                continue;
            }
            let part = Part::new(&species.fluid, share * p, t)?;
            h.add(*w, part.h, share, 0.0);
            s.add(*w, part.s, share, 0.0);
            v.add(*w, part.rho.reciprocal(), 1.0, 0.0);
            if *w > 0.0 {
                rho.add(1.0, part.rho, share, 0.0);
            }
        }
        let (v, phase) = match self.rule {
            Rule::Incompressible => (v, Phase::Liquid),
            Rule::Ideal | Rule::IdealCond => (rho.reciprocal(), Phase::Gas),
        };
        Ok(Point { t, p, h, s, v, phase })
    }

    /// Slopes by every mass fraction at the point of p and T. A species that is not there and has no state there either has none.
    pub(super) fn slopes(&self, at: &Point, z: &[f64]) -> Result<Vec<AtConstantPT>, FluidError> {
        if let Some(wet) = self.wet(at.p, at.t, z)? {
            return wet.slopes(self, at, z);
        }
        let shares = self.shares(z);
        let n = self.moles(z).1;
        let rho = at.v.reciprocal();
        let of = |((species, w), share): ((&super::Species, &f64), f64)| {
            let part = match Part::new(&species.fluid, share * at.p, at.t) {
                Err(_) if *w <= 0.0 => return Ok(AtConstantPT::default()),
                part => part?,
            };
            if self.rule == Rule::Incompressible {
                return Ok(AtConstantPT { h: part.h.value, s: part.s.value, v: 1.0 / part.rho.value });
            }
            let crowding = at.p / (species.fluid.info().molar_mass * n);
            let moved = |of: Sum, sum: Sum| of.value + crowding * (w * of.dp - sum.dp);
            let v = -crowding * (part.rho.dp - rho.dp) * at.v.value * at.v.value;
            Ok(AtConstantPT { h: moved(part.h, at.h), s: moved(part.s, at.s), v })
        };
        self.species.iter().zip(z).zip(shares).map(of).collect()
    }
}
