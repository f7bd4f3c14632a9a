//! Conductance off the design point, from the exponents with which heat transfer on both sides follows the mass flow.
//!
//! ```text
//! UA = UA_design (1 + k)/(μ_cold^(−n_cold) + k μ_hot^(−n_hot)),   μ = m/m_design,  k = alpha_ratio area_ratio
//! ```
//! with k the product of coefficient and area of the cold side over that of the hot one. `UA_cecchinato` is the same with exponents and
//! ratios of refrigerant and secondary fluid.
//!
//! Reference: L. Cecchinato, Part load efficiency of packaged air-cooled water chillers with inverter driven scroll compressors, Energy
//! Convers. Manage. 51 (2010) 1500–1509, doi:10.1016/j.enconman.2010.02.008.

use entropyk_core::Quantity;

use super::declared::UA;
use super::{COLD, Exchanger, HOT, IN};
use crate::characteristic::no_design;
use crate::declaration::{Activation, Equation, Parameter, Type};
use crate::declare::{equation, number};
use crate::{At, ComponentError, Scalar};

/// Where the exponents begin among the parameters of a class, and the ratio of areas.
#[derive(Clone, Copy, Debug)]
pub(in crate::library) struct Reynolds {
    pub(in crate::library) first: usize,
    pub(in crate::library) area_ratio: usize,
}

/// Mass flows below this share of the design point count as this share.
const LEAST: f64 = 1e-6;

impl Reynolds {
    /// Number of parameters.
    pub(in crate::library) const COUNT: usize = 8;

    fn alpha_ratio(&self) -> usize {
        self.first + 2
    }

    pub(in crate::library) fn parameters() -> Vec<Parameter> {
        let exponent = |name, meaning| number(name, Quantity::Dimensionless, meaning).within(-1e12, 1e12);
        let flag = |name, meaning| number(name, Quantity::Dimensionless, meaning).of_kind(Type::Flag);
        let side = number("refrigerant_index", Quantity::Dimensionless, "side of the refrigerant: 0 hot, 1 cold");
        vec![
            exponent("re_exp_hot", "exponent of the mass flow of the hot side, for UA_cecchinato_hc"),
            exponent("re_exp_cold", "exponent of the mass flow of the cold side, for UA_cecchinato_hc"),
            number(
                "alpha_ratio",
                Quantity::Ratio,
                "coefficient of heat transfer of the cold over that of the hot side",
            )
            .within(0.0, 1e12),
            flag("UA_cecchinato_hc", "whether UA follows from its design value by re_exp_hot and re_exp_cold"),
            exponent("re_exp_r", "exponent of the mass flow of the refrigerant, for UA_cecchinato"),
            exponent("re_exp_sf", "exponent of the mass flow of the secondary fluid, for UA_cecchinato"),
            side.of_kind(Type::Integer).strictly(0.0, 1.0).default(0.0),
            flag(
                "UA_cecchinato",
                "whether UA follows from its design value by re_exp_r and re_exp_sf; ratios are secondary to refrigerant then",
            ),
        ]
    }

    pub(in crate::library) fn equations(&self, exchanger: &Exchanger) -> [Equation; 2] {
        let shared = [self.alpha_ratio(), self.area_ratio];
        let of = |exponents: [usize; 2]| exchanger.all(&[exponents, shared].concat());
        [
            equation(
                "UA_cecchinato_hc",
                "UA = UA_design (1 + k)/(μ_cold^(−re_exp_cold) + k μ_hot^(−re_exp_hot)), μ = m/m_design, k = alpha_ratio area_ratio",
                Activation::Flag(self.first + 3, true),
                of([self.first, self.first + 1]),
            ),
            equation(
                "UA_cecchinato",
                "UA = UA_design (1 + k)/(μ_sf^(−re_exp_sf) + k μ_r^(−re_exp_r)), μ = m/m_design, k = alpha_ratio area_ratio",
                Activation::Flag(self.first + 7, true),
                of([self.first + 4, self.first + 5]),
            ),
        ]
    }

    /// Q − what the conductance off the design point transfers, by the first or the second equation.
    pub(in crate::library) fn residual<S: Scalar>(
        &self,
        number: usize,
        exchanger: &Exchanger,
        at: &At<S>,
    ) -> Result<S, ComponentError> {
        let is_cold_refrigerant = number == 1 && at.slots.count(self.first + 6) == 1;
        let [weighed, other] = if is_cold_refrigerant { [COLD, HOT] } else { [HOT, COLD] };
        let exponents = self.first + 4 * number;
        let resistance = |side, exponent| -> Result<S, ComponentError> {
            let exponent = self.given(at, exponent)?;
            let design = at.design_at(IN[side], "m").ok_or_else(|| no_design("UA_cecchinato"))?;
            let share = (at.stream(IN[side]).m / design).greater(S::from(LEAST));
            Ok((-(exponent * share.ln())).exp())
        };
        let k = self.given(at, self.alpha_ratio())? * at.value(self.area_ratio);
        let sum = resistance(other, exponents + 1)? + k * resistance(weighed, exponents)?;
        let design = at.design(UA).ok_or_else(|| no_design("UA_cecchinato"))?;
        exchanger.transfer(at, (k + 1.0) / sum * design)
    }

    fn given<S: Scalar>(&self, at: &At<S>, parameter: usize) -> Result<S, ComponentError> {
        let value = at.value(parameter);
        if value.re().is_nan() {
            let name = at.slots.declaration().parameters[parameter].name;
            return Err(ComponentError::Parameter(format!(
                "{name} is needed for the conductance off the design point"
            )));
        }
        Ok(value)
    }
}
