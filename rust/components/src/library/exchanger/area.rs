//! Heat exchange area of an exchanger in zones, from coefficients of heat transfer for the phases of both streams.
//!
//! ```text
//! area_hot = Σ UAⱼ/Uⱼ        1/Uⱼ = 1/α₁ + area_hot R_cond + 1/(α₂ area_ratio)
//! ```
//! Reference: I. H. Bell et al., Appl. Therm. Eng. 79 (2015) 192–201, doi:10.1016/j.applthermaleng.2015.01.028.

use entropyk_core::Quantity;

use super::declared::PINCH;
use super::{COLD, Exchanger, HOT, Weighted, index_of, weighted};
use crate::declaration::{Activation, Declaration, Equation, Parameter};
use crate::declare::{equation, number};
use crate::profile::Profile;
use crate::zones::{conductances, shared};
use crate::{At, ComponentError, Report, Scalar};

/// Where the parameters of the area begin among those of a class.
#[derive(Clone, Copy, Debug)]
pub(in crate::library) struct Areas {
    pub(in crate::library) first: usize,
}

impl Areas {
    /// Number of parameters.
    pub(in crate::library) const COUNT: usize = 11;

    /// Area of the hot side.
    pub(in crate::library) const fn area(&self) -> usize {
        self.first
    }
    /// Area of the cold over that of the hot side.
    pub(in crate::library) const fn ratio(&self) -> usize {
        self.first + 1
    }
    fn wall(&self) -> usize {
        self.first + 2
    }
    /// Coefficient of a side for a phase.
    fn alpha(&self, side: usize, phase: usize) -> usize {
        self.first + 3 + 4 * side + phase
    }

    pub(in crate::library) fn parameters(&self) -> Vec<Parameter> {
        let alpha = |name, meaning| number(name, Quantity::HeatTransferCoefficientPerArea, meaning).positive();
        vec![
            number("area_hot", Quantity::Area, "heat exchange area of the hot side").positive(),
            number("area_ratio", Quantity::Ratio, "area of the cold over that of the hot side").positive().default(1.0),
            number("R_cond", Quantity::ThermalResistance, "resistance of the wall").strictly(0.0, 1e12).default(0.0),
            alpha("alpha1_l", "coefficient of heat transfer of the hot side where it is liquid"),
            alpha("alpha1_tp", "coefficient of heat transfer of the hot side where it is two-phase"),
            alpha("alpha1_g", "coefficient of heat transfer of the hot side where it is vapour"),
            alpha("alpha1_sc", "coefficient of heat transfer of the hot side where it is supercritical"),
            alpha("alpha2_l", "coefficient of heat transfer of the cold side where it is liquid"),
            alpha("alpha2_tp", "coefficient of heat transfer of the cold side where it is two-phase"),
            alpha("alpha2_g", "coefficient of heat transfer of the cold side where it is vapour"),
            alpha("alpha2_sc", "coefficient of heat transfer of the cold side where it is supercritical"),
        ]
    }

    pub(in crate::library) fn equations(&self, exchanger: &Exchanger) -> Vec<Equation> {
        let all: Vec<usize> = (self.first..self.first + Self::COUNT).collect();
        let formula = "Σ UAⱼ/Uⱼ = area_hot, 1/Uⱼ = 1/α₁ + area_hot R_cond + 1/(α₂ area_ratio)";
        vec![equation("area_hot", formula, Activation::Given(self.area()), exchanger.all(&all))]
    }

    /// The class with its smallest difference under the name of this kind of exchanger.
    pub(in crate::library) fn with_td_pinch(mut declaration: Declaration) -> Declaration {
        let pinch = &mut declaration.parameters[PINCH];
        (pinch.name, pinch.aliases) = ("td_pinch", &["pinch"]);
        let equation = declaration.equations.iter_mut().find(|equation| equation.name == "pinch");
        if let Some(equation) = equation {
            (equation.name, equation.formula) = ("td_pinch", "min ΔT at the ends of all zones = td_pinch");
        }
        declaration
    }

    pub(in crate::library) fn residual<S: Scalar>(
        &self,
        exchanger: &Exchanger,
        at: &At<S>,
    ) -> Result<S, ComponentError> {
        let area = at.value(self.area());
        let zones = self.weighed(at, &exchanger.profile(at)?, area * at.value(self.wall()))?;
        Ok(shared(&zones, area))
    }

    /// The zones with 1/U; `wall` is area_hot R_cond.
    fn weighed<S: Scalar>(&self, at: &At<S>, profile: &Profile<S>, wall: S) -> Result<Weighted<S>, ComponentError> {
        let coefficient = |side: usize, phase: usize| {
            let parameter = self.alpha(side, phase);
            let alpha = at.value(parameter);
            if alpha.re().is_nan() {
                let name = at.slots.declaration().parameters[parameter].name;
                return Err(ComponentError::Parameter(format!(
                    "{name} is needed for the area: the stream comes into that phase"
                )));
            }
            Ok(alpha)
        };
        weighted(profile, |xi| {
            let phase = |phase: Option<_>| phase.map_or(0, index_of);
            let hot = coefficient(HOT, phase(profile.hot.phase(xi)?))?;
            let cold = coefficient(COLD, phase(profile.cold.phase(xi)?))?;
            Ok(hot.recip() + wall + (cold * at.value(self.ratio())).recip())
        })
    }

    /// The area that the conductances need, where the coefficients of all phases are given.
    pub(in crate::library) fn report<S: Scalar>(
        &self,
        exchanger: &Exchanger,
        at: &At<S>,
        report: &mut Report<S>,
    ) -> Result<(), ComponentError> {
        let profile = exchanger.profile(at)?;
        let Ok(zones) = self.weighed(at, &profile, S::zero()) else { return Ok(()) };
        let Some(all) = conductances(&zones, None) else { return Ok(()) };
        let sum = |values: &mut dyn Iterator<Item = S>| values.fold(S::zero(), |sum, value| sum + value);
        let plain = sum(&mut all.iter().zip(&zones).map(|(ua, (_, weight))| *ua * *weight));
        let rest = -(sum(&mut all.iter().copied()) * at.value(self.wall())) + 1.0;
        if rest.re() > 0.0 {
            report.set(self.area(), plain / rest);
        } else {
            let message = "R_cond alone is more than the resistance that the heat transferred allows: no area would do";
            report.warnings.push(message.into());
        }
        Ok(())
    }
}
