//! Compressor: isentropic efficiency, or a map of mass flow and power.
//!
//! ```text
//! m_out = m_in        p_out = pr p_in        p_out = p_in − dp
//! eta_s   : (h_out − h_in) eta_s = h(p_out, s_in) − h_in
//! P       : P = m (h_out − h_in)
//! map     : m = m_map,   m (h_out − h_in) = P_map (1 − heat_loss)
//! power   : m (h_out − h_in) = E (1 − heat_loss) at a connected port
//! ```
//! `P` is the power that reaches the fluid, `P_input` the power that the map gives; without a map and
//! heat loss they are equal. A map fixes flow and power, so that `eta_s` and `P` follow from it.

use entropyk_core::Quantity;

use crate::declaration::{Activation, Declaration, Direction, Form, Term, Type, Variable};
use crate::declare::{
    at as variables, equation, fluid_in, fluid_out, heat_flow, mass_balance, number, power, pressure_change, states,
    stream,
};
use crate::properties::{h_ps, saturation};
use crate::{At, Component, ComponentError, Report, Scalar, Start};

const IN: usize = 0;
const OUT: usize = 1;
const POWER: usize = 2;

const P: usize = 0;
const PR: usize = 1;
const DP: usize = 2;
const ETA_S: usize = 3;
const MAP: usize = 4;
const HEAT_LOSS: usize = 5;
const P_INPUT: usize = 6;
const Q_LOSS: usize = 7;
const T_SUCTION: usize = 8;
const T_DISCHARGE: usize = 9;

const EQ_ETA_S: usize = 3;
const EQ_P: usize = 4;
const EQ_FLOW: usize = 5;
const EQ_MAP_POWER: usize = 6;
const EQ_POWER: usize = 7;

/// Compressor with isentropic efficiency or a map.
pub struct Compressor;

impl Component for Compressor {
    fn declaration() -> Declaration {
        let [pr, dp] = pressure_change(IN, OUT, PR, DP);
        let driven = heat_flow(IN, OUT, &[HEAT_LOSS]).into_iter().chain(variables(POWER, &[Variable::E]));
        let flow = [
            Term::Port(IN, Variable::M),
            Term::Port(IN, Variable::P),
            Term::Port(IN, Variable::H),
            Term::Port(OUT, Variable::P),
        ];
        Declaration {
            class: "Compressor",
            summary: "Compressor with isentropic efficiency, or with a map of mass flow and power.",
            details: "`eta_s` relates the enthalpy rise to the isentropic one. `coefficients` takes an `Ahri540` map, which fixes \
                      mass flow and power; `eta_s` and `P` are results then. `P` = m (h_out − h_in) is the power that reaches the \
                      fluid, `P_input` = P/(1 − heat_loss) the power taken in.",
            ports: vec![fluid_in("in1"), fluid_out("out1"), power("power", Direction::In)],
            main: Some((OUT, IN)),
            passes: vec![(IN, OUT)],
            parameters: vec![
                number("P", Quantity::Power, "power that reaches the fluid, m (h_out − h_in)").within(0.0, 1e12),
                number("pr", Quantity::Ratio, "outlet to inlet pressure ratio").within(1.0, 1e12),
                number("dp", Quantity::PressureDifference, "pressure drop from inlet to outlet, negative")
                    .within(-1e12, 0.0),
                number("eta_s", Quantity::Efficiency, "isentropic efficiency").strictly(1e-3, 1.0),
                number("coefficients", Quantity::Dimensionless, "map of mass flow and power").of_kind(Type::Map),
                number("heat_loss", Quantity::Efficiency, "share of the input power lost to the surroundings")
                    .strictly(0.0, 0.999)
                    .default(0.0),
                number("P_input", Quantity::Power, "power taken in").result(),
                number("Q_loss", Quantity::Heat, "heat lost to the surroundings").result(),
                number("T_suction_dew", Quantity::Temperature, "dew temperature of the suction pressure").result(),
                number("T_discharge_dew", Quantity::Temperature, "dew temperature of the discharge pressure").result(),
            ],
            equations: vec![
                mass_balance(IN, OUT),
                pr,
                dp,
                equation(
                    "eta_s",
                    "(h_out − h_in) eta_s = h(p_out, s_in) − h_in",
                    Activation::Given(ETA_S),
                    Form::General(states(&[IN, OUT], &[ETA_S])),
                ),
                equation("P", "m (h_out − h_in) = P", Activation::Given(P), Form::General(heat_flow(IN, OUT, &[P]))),
                equation(
                    "map mass flow",
                    "m = m_map(T_suction, T_discharge)",
                    Activation::Given(MAP),
                    Form::General(flow.to_vec()),
                ),
                equation(
                    "map power",
                    "m (h_out − h_in) = P_map (1 − heat_loss)",
                    Activation::Given(MAP),
                    Form::General(stream(IN, OUT, &[HEAT_LOSS])),
                ),
                equation(
                    "power",
                    "m (h_out − h_in) = E (1 − heat_loss)",
                    Activation::Connected(POWER),
                    Form::General(driven.collect()),
                ),
            ],
            defaults: vec![],
        }
    }

    fn residual<S: Scalar>(number: usize, at: &At<S>) -> Result<S, ComponentError> {
        let (inlet, outlet) = (at.stream(IN), at.stream(OUT));
        let rise = outlet.h - inlet.h;
        match number {
            EQ_ETA_S => Ok(rise * at.value(ETA_S) - (h_ps(inlet.fluid, outlet.p, inlet.s()?)? - inlet.h)),
            EQ_P => Ok(inlet.m * rise - at.value(P)),
            EQ_FLOW => Ok(inlet.m - at.operate(MAP, IN, OUT)?.m),
            EQ_MAP_POWER => Ok(inlet.m * rise - at.operate(MAP, IN, OUT)?.power * (-at.value(HEAT_LOSS) + 1.0)),
            EQ_POWER => {
                let energy = at.energy(POWER).unwrap_or_else(S::zero);
                Ok(inlet.m * rise - energy * (-at.value(HEAT_LOSS) + 1.0))
            }
            _ => unreachable!("the other equations are affine"),
        }
    }

    fn start(start: &mut Start) -> Result<(), ComponentError> {
        conflicts(start)?;
        let (Some(inlet), Some(outlet)) = (start.at(IN).cloned(), start.at(OUT).cloned()) else { return Ok(()) };
        let (Some(p1), Some(h1), Some(p2)) = (inlet.p, inlet.h, outlet.p) else { return Ok(()) };
        let Ok(state) = inlet.fluid.ph(p1, h1, &[], None) else { return Ok(()) };
        let eta_s = start.value(ETA_S).unwrap_or(0.7);
        if let Ok(end) = inlet.fluid.ps(p2, state.s.value, &[], None) {
            start.offer(OUT, Variable::H, h1 + (end.h - h1) / eta_s);
        }
        if let Some(map) = start.map(MAP)
            && let Ok(m) = map.rated_mass_flow(&inlet.fluid, p1, p2)
        {
            start.offer(IN, Variable::M, m);
        }
        Ok(())
    }

    fn report<S: Scalar>(at: &At<S>) -> Result<Report<S>, ComponentError> {
        let (inlet, outlet) = (at.stream(IN), at.stream(OUT));
        let power = inlet.m * (outlet.h - inlet.h);
        let input = power / (-at.value(HEAT_LOSS) + 1.0);
        let mut report = Report { loss: input - power, ..Report::default() };
        if !at.is_connected(POWER) {
            report.power = input;
        }
        report.set(P, power);
        report.set(PR, outlet.p / inlet.p);
        report.set(DP, inlet.p - outlet.p);
        report.set(P_INPUT, input);
        report.set(Q_LOSS, report.loss);
        report.set(ETA_S, (h_ps(inlet.fluid, outlet.p, inlet.s()?)? - inlet.h) / (outlet.h - inlet.h));
        let dew = |p: S| saturation(inlet.fluid, p).map_or(S::from(f64::NAN), |(_, dew)| dew.t);
        let (low, high) = (dew(inlet.p), dew(outlet.p));
        report.set(T_SUCTION, low);
        report.set(T_DISCHARGE, high);
        if let Some(map) = at.map(MAP)
            && !map.covers(low.re(), high.re())
        {
            report.warnings.push(format!(
                "dew temperatures {:.1} °C and {:.1} °C lie outside the envelope of the map: it was continued linearly",
                low.re() - 273.15,
                high.re() - 273.15
            ));
        }
        Ok(report)
    }
}

/// A map excludes what follows from it, and another refrigerant.
fn conflicts(start: &Start) -> Result<(), ComponentError> {
    let Some(map) = start.map(MAP) else { return Ok(()) };
    for parameter in [ETA_S, P] {
        if start.slots.is_given(parameter) {
            let name = start.slots.declaration().parameters[parameter].name;
            return Err(ComponentError::Parameter(format!(
                "`coefficients` fixes mass flow and power, so {name} follows from it: remove one of them"
            )));
        }
    }
    let (Some(rated), Some(inlet)) = (&map.fluid, start.at(IN)) else { return Ok(()) };
    if !entropyk_fluids::Fluid::new(rated)?.is_same_substance(&inlet.fluid) {
        let (name, fluid) = (&map.name, &inlet.fluid.info().name);
        return Err(ComponentError::Parameter(format!(
            "the map {name} is rated for {rated}, but {fluid} flows here: use a map rated for {fluid}, \
             or System(fluid={rated:?})"
        )));
    }
    Ok(())
}
