//! Pipe: pressure drop by friction, heat to the surroundings through its insulation.
//!
//! Equations: modules `channel` and `insulation`, and
//! ```text
//! flow_speed : flow_speed π D²/4 = m v_in
//! surface    : −m (h_out − h_in) = UA(wind) ΔT_log
//! buried     : −m (h_out − h_in) = UA(ground) ΔT_log
//! ```

use std::f64::consts::PI;

use entropyk_core::Quantity;

use super::channel::{self, CONDUCTING_EQUATIONS, CONDUCTING_PARAMETERS, D, IN, L, OUT, T_AMB};
use super::insulation::Insulation;
use crate::declaration::{Activation, Declaration, Form, Parameter, Term, Type, Variable};
use crate::declare::{all_given, at as variables, equation, number, stream};
use crate::{At, Component, ComponentError, Report, Scalar, Start};

const THICKNESS: usize = CONDUCTING_PARAMETERS;
const CONDUCTIVITY: usize = CONDUCTING_PARAMETERS + 1;
const MATERIAL: usize = CONDUCTING_PARAMETERS + 2;
const WALL: usize = CONDUCTING_PARAMETERS + 3;
const MEDIUM: usize = CONDUCTING_PARAMETERS + 4;
const WIND: usize = CONDUCTING_PARAMETERS + 5;
const DEPTH: usize = CONDUCTING_PARAMETERS + 6;
const SPEED: usize = CONDUCTING_PARAMETERS + 7;

const EQ_WIND: usize = CONDUCTING_EQUATIONS;
const EQ_BURIED: usize = CONDUCTING_EQUATIONS + 1;
const EQ_SPEED: usize = CONDUCTING_EQUATIONS + 2;

/// Conductivities, W/(m K), of walls and of the ground, in the order of the choices.
const MATERIALS: [&str; 6] = ["Steel", "Carbon Steel", "Cast Iron", "Stainless Steel", "PVC", "Copper"];
const WALLS: [f64; 6] = [46.5, 46.0, 48.8, 21.0, 0.23, 380.0];
const MEDIA: [&str; 5] = ["dry soil", "moist soil", "gravel", "stones", "air"];
const GROUNDS: [f64; 4] = [0.5, 2.2, 1.1, 1.95];
const AIR: usize = 4;

/// Pipe with friction and insulation.
pub struct Pipe;

fn parameters() -> Vec<Parameter> {
    let mut all = channel::conducting_parameters();
    all.extend([
        number("insulation_thickness", Quantity::Length, "thickness of the insulation").within(1e-3, 10.0),
        number("insulation_tc", Quantity::ThermalConductivity, "conductivity of the insulation").within(1e-3, 100.0),
        number("material", Quantity::Dimensionless, "material of the wall").of_kind(Type::Choice(&MATERIALS)),
        number("pipe_thickness", Quantity::Length, "thickness of the wall").within(0.0, 1.0),
        number("environment_media", Quantity::Dimensionless, "what is around the pipe").of_kind(Type::Choice(&MEDIA)),
        number("wind_velocity", Quantity::Speed, "velocity of the air around the pipe").within(1e-6, 20.0),
        number("pipe_depth", Quantity::Length, "depth of the centre of a buried pipe").within(1e-2, 100.0),
        number("flow_speed", Quantity::Speed, "velocity of the fluid at the inlet").within(1e-2, 100.0),
    ]);
    all
}

impl Component for Pipe {
    fn declaration() -> Declaration {
        let insulated = |around: usize| [D, L, WALL, THICKNESS, CONDUCTIVITY, T_AMB, around];
        let loss = |around| Form::General(stream(IN, OUT, &insulated(around)));
        let in_ground = Activation::All(vec![
            all_given(&insulated(DEPTH)),
            Activation::Not(Box::new(Activation::Chosen(MEDIUM, AIR))),
        ]);
        let inlet = variables(IN, &[Variable::M, Variable::P, Variable::H]);
        let speed = inlet.chain([Term::Parameter(D), Term::Parameter(SPEED)]).collect();
        let mut equations = channel::conducting_equations();
        equations.extend([
            equation("heat loss to air", "−m (h_out − h_in) = UA ΔT_log", all_given(&insulated(WIND)), loss(WIND)),
            equation("heat loss to ground", "−m (h_out − h_in) = UA ΔT_log", in_ground, loss(DEPTH)),
            equation("flow_speed", "flow_speed π D²/4 = m v_in", all_given(&[D, SPEED]), Form::General(speed)),
        ]);
        Declaration {
            class: "Pipe",
            summary: "Pipe with friction and heat loss through its insulation.",
            details: "Friction, `UA` and `heat` as in a `SimpleHeatExchanger`. With `D`, `L`, `pipe_thickness`, `insulation_thickness`, \
                      `insulation_tc` and `Tamb`, `wind_velocity` gives the heat loss of a pipe in air, and `pipe_depth` the one of a \
                      pipe in the ground that `environment_media` names. `flow_speed` and `D` relate mass flow and diameter.",
            ports: channel::ports(),
            main: Some((OUT, IN)),
            passes: vec![(IN, OUT)],
            parameters: parameters(),
            equations,
            defaults: vec![],
        }
    }

    fn residual<S: Scalar>(number: usize, at: &At<S>) -> Result<S, ComponentError> {
        let insulation = || Insulation {
            d: at.value(D),
            wall: at.value(WALL),
            wall_conductivity: WALLS[at.slots.choice(MATERIAL)],
            thickness: at.value(THICKNESS),
            conductivity: at.value(CONDUCTIVITY),
        };
        match number {
            EQ_WIND => channel::loss(at, insulation().in_wind(at.value(WIND), at.value(T_AMB))? * at.value(L)),
            EQ_BURIED => {
                let ground = GROUNDS[at.slots.choice(MEDIUM)];
                channel::loss(at, insulation().buried(at.value(DEPTH), ground) * at.value(L))
            }
            EQ_SPEED => Ok(at.value(SPEED) * at.value(D).powi(2) * (PI / 4.0) - volume_flow(at)?),
            _ => channel::conducting_residual(number, at),
        }
    }

    fn start(start: &mut Start) -> Result<(), ComponentError> {
        channel::conducting_start(start);
        Ok(())
    }

    fn report<S: Scalar>(at: &At<S>) -> Result<Report<S>, ComponentError> {
        let mut report = channel::conducting_report(at)?;
        let d = at.value(D);
        if d.re().is_finite() {
            report.set(SPEED, volume_flow(at)? * 4.0 / (d * d * PI));
        }
        Ok(report)
    }
}

fn volume_flow<S: Scalar>(at: &At<S>) -> Result<S, ComponentError> {
    let inlet = at.stream(IN);
    Ok(inlet.m * inlet.v()?)
}
