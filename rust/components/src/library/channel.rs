//! What simple heat exchanger, pipe and collectors share: one stream that gives heat to its surroundings or takes it.
//!
//! ```text
//! m_out = m_in        p_out = pr p_in        p_out = p_in − dp
//! Q       : m (h_out − h_in) = Q                                     (positive into the fluid)
//! UA      : −m (h_out − h_in) = UA ΔT_log,   ΔT between fluid and Tamb     (form: module `zones`; simple exchanger and pipe)
//! UA_char : UA = f UA_design,  f = 2/(1 + 1/C),  C of the flow relative to the design point
//! zeta_d4, L ks D (Darcy), L ks_HW D (Hazen–Williams) : module `friction`, with p_in − p_out − g Δz/v in the place of p_in − p_out
//! elevation : p_in − p_out = g Δz/v                                  where nothing else gives the pressure drop
//! heat    : E = ± m (h_out − h_in) at a connected port for heat or power
//! ```

use entropyk_core::Quantity;

use crate::characteristic::{Expression, no_design};
use crate::declaration::{Activation, Direction, Equation, Form, Parameter, Port, Type, Variable};
use crate::declare::{
    all_given, at as variables, equation, fluid_in, fluid_out, heat, heat_flow, mass_balance, number, power,
    pressure_change, states, stream,
};
use crate::friction::{Channel, Law, dynamic, weight, zeta};
use crate::zones::{Zone, conductance, residual as zone_residual};
use crate::{At, ComponentError, Report, Scalar, Start};

pub(super) const IN: usize = 0;
pub(super) const OUT: usize = 1;
/// Ports for heat in, heat out, power in and power out; they share the name `heat`, and one of them is connected at most.
const ENERGY: [usize; 4] = [2, 3, 4, 5];

pub(super) const Q: usize = 0;
const PR: usize = 1;
const DP: usize = 2;
const ZETA: usize = 3;
pub(super) const D: usize = 4;
pub(super) const L: usize = 5;
const KS: usize = 6;
const KS_HW: usize = 7;
pub(super) const T_AMB: usize = 8;
const DISSIPATIVE: usize = 9;
const ELEVATION: usize = 10;
const LAW: usize = 11;
/// Index of the first parameter that a class adds.
pub(super) const PARAMETERS: usize = 12;

const UA: usize = PARAMETERS;
const LMTD: usize = PARAMETERS + 1;
const UA_CHAR: usize = PARAMETERS + 2;
/// Index of the first parameter that a class with a conductance adds.
pub(super) const CONDUCTING_PARAMETERS: usize = PARAMETERS + 3;

const EQ_Q: usize = 3;
const EQ_ZETA: usize = 4;
const EQ_DARCY: usize = 5;
const EQ_HAZEN: usize = 6;
const EQ_ELEVATION: usize = 7;
const EQ_ENERGY: usize = 8;
/// Index of the first equation that a class adds.
pub(super) const EQUATIONS: usize = 12;

const EQ_UA: usize = EQUATIONS;
const EQ_UA_CHAR: usize = EQUATIONS + 1;
/// Index of the first equation that a class with a conductance adds.
pub(super) const CONDUCTING_EQUATIONS: usize = EQUATIONS + 2;

/// Change of enthalpy, J/kg, at the start where the fluid does not reach the temperature of the surroundings.
const SMALL_CHANGE: f64 = 2e4;
/// Number of transfer units at the start where nothing tells it.
const SMALL_NTU: f64 = 0.1;

pub(super) fn ports() -> Vec<Port> {
    vec![
        fluid_in("in1"),
        fluid_out("out1"),
        heat("heat", Direction::In),
        heat("heat", Direction::Out),
        power("heat", Direction::In),
        power("heat", Direction::Out),
    ]
}

pub(super) fn parameters() -> Vec<Parameter> {
    vec![
        number("Q", Quantity::Heat, "heat transferred to the fluid, m (h_out − h_in)"),
        number("pr", Quantity::Ratio, "outlet to inlet pressure ratio").within(1e-4, 1.0),
        number("dp", Quantity::PressureDifference, "pressure drop from inlet to outlet").within(0.0, 1e15),
        number("zeta_d4", Quantity::Dimensionless, "friction coefficient over the fourth power of the diameter, 1/m⁴")
            .aliases(&["zeta"])
            .within(0.0, 1e15),
        number("D", Quantity::Length, "inner diameter").within(1e-2, 2.0),
        number("L", Quantity::Length, "length").within(1e-1, 1e12),
        number("ks", Quantity::Length, "roughness of the wall, for Darcy's equation").within(1e-7, 1e-3),
        number("ks_HW", Quantity::Dimensionless, "coefficient of Hazen and Williams").within(1e-1, 1e3),
        number("Tamb", Quantity::Temperature, "temperature of the surroundings").strictly(0.0, f64::INFINITY),
        number("dissipative", Quantity::Dimensionless, "whether heat given off is a loss").of_kind(Type::Flag),
        number("elevation", Quantity::Length, "height of the outlet above the inlet").default(0.0),
        number("friction_factor", Quantity::Dimensionless, "equation of the friction factor in turbulent flow")
            .of_kind(Type::Choice(&Law::NAMES)),
    ]
}

/// Those of a channel with a conductance to its surroundings.
pub(super) fn conducting_parameters() -> Vec<Parameter> {
    let mut all = parameters();
    all.extend([
        number("UA", Quantity::HeatTransferCoefficient, "conductance between fluid and surroundings")
            .aliases(&["kA", "ua"])
            .within(0.0, 1e12),
        number("lmtd", Quantity::TemperatureDifference, "logarithmic mean temperature difference |Q|/UA")
            .result()
            .within(0.0, 1e12),
        number("UA_char", Quantity::Dimensionless, "line of the conductance off the design point")
            .aliases(&["kA_char"])
            .of_kind(Type::Line(Expression::M)),
    ]);
    all
}

/// Those of a channel with a conductance to its surroundings.
pub(super) fn conducting_equations() -> Vec<Equation> {
    let transfer = |name, formula, given: usize, parameters: &[usize]| {
        equation(name, formula, all_given(&[given, T_AMB]), Form::General(stream(IN, OUT, parameters)))
    };
    let mut all = equations();
    all.extend([
        transfer("UA", "−m (h_out − h_in) = UA ΔT_log", UA, &[UA, T_AMB]),
        transfer("UA_char", "−m (h_out − h_in) = UA_design 2/(1 + 1/C) ΔT_log", UA_CHAR, &[T_AMB]),
    ]);
    all
}

pub(super) fn equations() -> Vec<Equation> {
    let [pr, dp] = pressure_change(IN, OUT, PR, DP);
    let rubbing = |parameters: &[usize]| Form::General(stream(IN, OUT, parameters));
    let mut all = vec![
        mass_balance(IN, OUT),
        pr,
        dp,
        equation("Q", "m (h_out − h_in) = Q", Activation::Given(Q), Form::General(heat_flow(IN, OUT, &[Q]))),
        equation(
            "zeta_d4",
            "p_in − p_out − g Δz/v = zeta_d4 8 m|m| v/π²",
            Activation::Given(ZETA),
            rubbing(&[ZETA, ELEVATION]),
        ),
        equation(
            "Darcy",
            "(p_in − p_out − g Δz/v) D⁵ = λ L 8 m|m| v/π²",
            all_given(&[L, KS, D]),
            rubbing(&[L, KS, D, ELEVATION]),
        ),
        equation(
            "Hazen–Williams",
            "(p_in − p_out − g Δz/v) D^4.871 ks_HW^1.852 = 10.67 g L m|m|^0.852 v^0.852",
            all_given(&[L, KS_HW, D]),
            rubbing(&[L, KS_HW, D, ELEVATION]),
        ),
    ];
    let drops = vec![Activation::Given(PR), Activation::Given(DP), Activation::Given(ZETA)];
    let drops = drops.into_iter().chain([all_given(&[L, KS, D]), all_given(&[L, KS_HW, D])]).collect();
    let alone = Activation::Not(Box::new(Activation::Any(drops)));
    all.push(equation(
        "elevation",
        "p_in − p_out = g Δz/v",
        Activation::All(vec![Activation::Given(ELEVATION), alone]),
        Form::General(states(&[IN, OUT], &[ELEVATION])),
    ));
    all.extend(ENERGY.map(|port| {
        let formula = if sign(port) > 0.0 { "m (h_out − h_in) = E" } else { "m (h_out − h_in) = −E" };
        let terms = heat_flow(IN, OUT, &[]).into_iter().chain(variables(port, &[Variable::E]));
        equation("heat", formula, Activation::Connected(port), Form::General(terms.collect()))
    }));
    all
}

/// +1 where energy of a port enters the fluid, −1 where it leaves it.
fn sign(port: usize) -> f64 {
    let declared = [Direction::In, Direction::Out, Direction::In, Direction::Out];
    if declared[port - ENERGY[0]] == Direction::In { 1.0 } else { -1.0 }
}

fn heat_of<S: Scalar>(at: &At<S>) -> S {
    let (inlet, outlet) = (at.stream(IN), at.stream(OUT));
    inlet.m * (outlet.h - inlet.h)
}

/// Heat to the surroundings and the temperature differences to them.
fn surroundings<S: Scalar>(at: &At<S>) -> Result<Zone<S>, ComponentError> {
    let ambient = at.value(T_AMB);
    Ok(Zone { q: -heat_of(at), dt_a: at.stream(IN).t()? - ambient, dt_b: at.stream(OUT).t()? - ambient })
}

/// Residual of Q = UA ΔT_log between fluid and surroundings.
pub(super) fn loss<S: Scalar>(at: &At<S>, ua: S) -> Result<S, ComponentError> {
    let zone = surroundings(at)?;
    Ok(zone_residual(&zone, ua, zone.q.re()))
}

/// Residual with the conductance off the design point.
fn part_load<S: Scalar>(at: &At<S>) -> Result<S, ComponentError> {
    let design = at.design(UA).ok_or_else(|| no_design("UA_char"))?;
    let c = at.characteristic(UA_CHAR, IN, OUT)?;
    loss(at, (c.recip() + 1.0).recip() * (2.0 * design))
}

pub(super) fn residual<S: Scalar>(number: usize, at: &At<S>) -> Result<S, ComponentError> {
    let (inlet, outlet) = (at.stream(IN), at.stream(OUT));
    let law = Law::ALL[at.slots.choice(LAW)];
    let channel = || Channel { d: at.value(D), l: at.value(L), rise: at.value(ELEVATION), law };
    match number {
        EQ_Q => Ok(heat_of(at) - at.value(Q)),
        EQ_ELEVATION => Ok(inlet.p - outlet.p - weight(&inlet, &outlet, at.value(ELEVATION))?),
        EQ_ZETA => Ok(zeta(&inlet, &outlet, at.value(ZETA))? - weight(&inlet, &outlet, at.value(ELEVATION))?),
        EQ_DARCY => channel().darcy(&inlet, &outlet, at.value(KS)),
        EQ_HAZEN => channel().hazen_williams(&inlet, &outlet, at.value(KS_HW)),
        EQ_ENERGY..EQUATIONS => {
            let port = ENERGY[number - EQ_ENERGY];
            let energy = at.energy(port).unwrap_or_else(S::zero);
            Ok(heat_of(at) - energy * sign(port))
        }
        _ => unreachable!("the other equations are affine"),
    }
}

/// Residual of a channel with a conductance to its surroundings.
pub(super) fn conducting_residual<S: Scalar>(number: usize, at: &At<S>) -> Result<S, ComponentError> {
    match number {
        EQ_UA => loss(at, at.value(UA)),
        EQ_UA_CHAR => part_load(at),
        _ => residual(number, at),
    }
}

/// Start of a channel with a conductance to its surroundings.
pub(super) fn conducting_start(begin: &mut Start) {
    let q = begin.value(Q);
    if q.is_none() {
        offer_towards_ambient(begin);
    }
    start(begin, q);
}

/// Offers the states that follow from the heat, or, without any, those of the other end.
pub(super) fn start(start: &mut Start, q: Option<f64>) {
    start.share(Variable::P, IN, OUT);
    let (Some(inlet), Some(outlet)) = (start.at(IN).cloned(), start.at(OUT).cloned()) else { return };
    let Some(q) = q else {
        // Once both pressures are known, connections have offered what they know.
        if inlet.p.is_some() && outlet.p.is_some() {
            start.share(Variable::H, IN, OUT);
        }
        return;
    };
    if q == 0.0 {
        start.share(Variable::H, IN, OUT);
    }
    if let Some(m) = inlet.m.filter(|m| *m != 0.0) {
        if let Some(h) = inlet.h {
            start.offer(OUT, Variable::H, h + q / m);
        }
        if let Some(h) = outlet.h {
            start.offer(IN, Variable::H, h - q / m);
        }
    }
    if let (Some(h_in), Some(h_out)) = (inlet.h, outlet.h)
        && q / (h_out - h_in) > 0.0
    {
        start.offer(IN, Variable::M, q / (h_out - h_in));
    }
}

/// Offers the outlet enthalpy of a stream that comes nearer to the temperature of its surroundings.
fn offer_towards_ambient(start: &mut Start) {
    let (Some(ambient), Some(t)) = (start.value(T_AMB), start.t(IN)) else { return };
    let Some((fluid, m, Some(p), Some(h))) = start.at(IN).map(|inlet| (inlet.fluid.clone(), inlet.m, inlet.p, inlet.h))
    else {
        return;
    };
    let end = fluid.pt(p, ambient, &[], None);
    let all = end.map_or(SMALL_CHANGE * (ambient - t).signum(), |end| end.h - h);
    let ntu = match (m, start.value(UA)) {
        (Some(m), Some(ua)) if m * all != 0.0 => (ua * (ambient - t) / (m * all)).clamp(1e-3, 3.0),
        _ => SMALL_NTU,
    };
    start.offer(OUT, Variable::H, h - all * (-ntu).exp_m1());
}

pub(super) fn report<S: Scalar>(at: &At<S>) -> Result<Report<S>, ComponentError> {
    let (inlet, outlet) = (at.stream(IN), at.stream(OUT));
    let q = heat_of(at);
    let mut report = Report::default();
    if !ENERGY.iter().any(|port| at.is_connected(*port)) {
        match at.slots.flag(DISSIPATIVE) && q.re() < 0.0 {
            true => report.loss = -q,
            false => report.heat = q,
        }
    }
    report.set(Q, q);
    report.set(PR, outlet.p / inlet.p);
    report.set(DP, inlet.p - outlet.p);
    if inlet.m.re() != 0.0 {
        let lost = inlet.p - outlet.p - weight(&inlet, &outlet, at.value(ELEVATION))?;
        report.set(ZETA, lost / dynamic(&inlet, &outlet)?);
    }
    Ok(report)
}

/// Those of a channel with a conductance to its surroundings.
pub(super) fn conducting_report<S: Scalar>(at: &At<S>) -> Result<Report<S>, ComponentError> {
    let mut report = report(at)?;
    if at.value(T_AMB).re().is_finite() {
        let zone = surroundings(at)?;
        let side = S::from(zone.dt_a.re().signum());
        let towards = Zone { q: zone.q * side, dt_a: zone.dt_a * side, dt_b: zone.dt_b * side };
        let ua = conductance(&towards, zone.q.re()).unwrap_or_else(|| S::from(f64::NAN));
        report.set(UA, ua);
        report.set(LMTD, towards.q / ua);
    }
    at.judge(UA_CHAR, (IN, OUT), &mut report)?;
    Ok(report)
}
