//! Compressor: isentropic efficiency, its line off the design point, efficiency maps, or a rating of mass flow and power.
//!
//! With W = Σ m_out h_out − Σ m_in h_in over all ports, those for vapour injection included:
//! ```text
//! m_out = m_in + m_in2        p_out = pr p_in        p_out = p_in − dp
//! m_in2 = injection_ratio m_in                                   injection_map : m_in2 = Z(f, p_out/p_in) m_in
//! P          : P = W
//! eta_s      : W eta_s = Σ m_in (h(p_out, s_in) − h_in)
//! eta_s_char : the same with eta_s,design C(m/m_design)
//! eta_s_map  : the same with Z(f, p_out/p_in)
//! eta_vol    : m_in = eta_vol V_swept f/v_in                  eta_vol_map : with Z(f, p_out/p_in)
//! map        : m_in = m_map(T_suction, T_discharge, f),   W = P_map (1 − heat_loss)
//! power      : W = E (1 − heat_loss) at a connected port
//! ```
//! `P` is the power that reaches the fluid, `P_input` = P/(1 − heat_loss) the power that a rating gives and that a connection carries.
//!
//! References: modules `machine`, `displacement` and `ahri540`; E. Navarro et al., Characterization of a vapor injection scroll
//! compressor, Int. J. Refrig. 36 (2013) 94–103 (efficiency with injection).

use entropyk_core::Quantity;

use super::displacement::{self, look_up, swept_flow};
use super::machine::{self, ETA_S, IN, OUT, P, POWER, PR, Sense};
use crate::characteristic::Expression;
use crate::declaration::{Activation, Coefficient, Declaration, Equation, Form, Parameter, Term, Type, Variable};
use crate::declare::{
    affine, all_given, at as variables, equation, fluid_in, mass_balance, number, optional, pressure_change, states,
    streams,
};
use crate::properties::{h_ps, saturation};
use crate::{At, Beyond, Component, ComponentError, Operation, Report, Scalar, Start, Stream};

/// The port for vapour injection.
const INJECTION: usize = 3;

const DP: usize = 2;
const ETA_S_CHAR: usize = machine::PARAMETERS;
// One more is the angle of guide vanes, which no equation of this class reads.
const MAP: usize = ETA_S_CHAR + 2;
const FREQUENCY: usize = ETA_S_CHAR + 3;
const HEAT_LOSS: usize = ETA_S_CHAR + 4;
const EXTRAPOLATE: usize = ETA_S_CHAR + 5;
const SWEPT: usize = ETA_S_CHAR + 6;
const ETA_VOL: usize = ETA_S_CHAR + 7;
const ETA_VOL_MAP: usize = ETA_S_CHAR + 8;
const ETA_S_MAP: usize = ETA_S_CHAR + 9;
const INJECTION_RATIO: usize = ETA_S_CHAR + 10;
const P_INPUT: usize = ETA_S_CHAR + 11;
const Q_LOSS: usize = ETA_S_CHAR + 12;
const T_SUCTION: usize = ETA_S_CHAR + 13;
const T_DISCHARGE: usize = ETA_S_CHAR + 14;
const INJECTION_MAP: usize = ETA_S_CHAR + 15;

const EQ_P: usize = 5;
const EQ_ETA_S: usize = 6;
const EQ_ETA_S_INJECTED: usize = 7;
const EQ_CHAR: usize = 8;
const EQ_ETA_S_MAP: usize = 9;
const EQ_ETA_VOL: usize = 10;
const EQ_ETA_VOL_MAP: usize = 11;
const EQ_FLOW: usize = 12;
const EQ_MAP_POWER: usize = 13;
const EQ_POWER: usize = 14;
const EQ_INJECTION_MAP: usize = 15;

/// What is done with an operating point outside the envelope of a rating, the first unless chosen.
const POLICIES: [&str; 3] = ["warn", "error", "clip"];
const ERROR: usize = 1;
const CLIP: usize = 2;

/// Compressor with an efficiency, maps or a rating.
pub struct Compressor;

fn parameters() -> Vec<Parameter> {
    let mut all = machine::parameters(Sense::Up);
    all.extend([
        machine::eta_s_char(Expression::M),
        number("igva", Quantity::Angle, "angle of the inlet guide vanes; read by a `TurboCompressor`")
            .within(-90.0, 90.0),
        number("coefficients", Quantity::Dimensionless, "rating: an `Ahri540`, or several of different frequency")
            .of_kind(Type::Map),
        displacement::frequency("frequency of supply or turns per second, of ratings and efficiency maps"),
        number("heat_loss", Quantity::Efficiency, "share of the input power lost to the surroundings")
            .strictly(0.0, 0.999)
            .default(0.0),
        number(
            "extrapolate",
            Quantity::Dimensionless,
            "outside the envelope of a rating: warn, error or clip (hold its edge)",
        )
        .of_kind(Type::Choice(&POLICIES)),
        displacement::swept_volume(),
        number("eta_vol", Quantity::Efficiency, "volumetric efficiency").within(0.0, 1.0),
        displacement::map("eta_vol_map", "volumetric efficiency over frequency in Hz and p_out/p_in"),
        displacement::map("eta_s_map", "isentropic efficiency over frequency in Hz and p_out/p_in"),
        number("injection_ratio", Quantity::Ratio, "vapour injected at in2 over suction mass flow").strictly(0.0, 10.0),
        number("P_input", Quantity::Power, "power taken in").result(),
        number("Q_loss", Quantity::Heat, "heat lost to the surroundings").result(),
        number("T_suction_dew", Quantity::Temperature, "dew temperature of the suction pressure").result(),
        number("T_discharge_dew", Quantity::Temperature, "dew temperature of the discharge pressure").result(),
        displacement::map(
            "injection_map",
            "vapour injected over suction mass flow, over frequency in Hz and p_out/p_in",
        ),
    ]);
    all
}

/// All that the work depends on, then parameters.
fn work_terms(parameters: &[usize]) -> Vec<Term> {
    let ports = streams(&[IN, OUT, INJECTION]).into_iter();
    ports.chain(parameters.iter().map(|parameter| Term::Parameter(*parameter))).collect()
}

/// Mass balances, with and without injection, and what relates ports linearly.
fn linear() -> Vec<Equation> {
    let injected = Activation::Connected(INJECTION);
    let [pr, dp] = pressure_change(IN, OUT, PR, DP);
    let flow = |port| Term::Port(port, Variable::M);
    let balance = Form::Balance(vec![(flow(IN), 1.0), (flow(OUT), -1.0), (flow(INJECTION), 1.0)]);
    let ratio = Activation::All(vec![injected.clone(), Activation::Given(INJECTION_RATIO)]);
    let (m_injected, m_in) = ((INJECTION, Variable::M), (IN, Variable::M));
    let of_ratio = affine(m_injected, m_in, Coefficient::Parameter(INJECTION_RATIO), Coefficient::Fixed(0.0));
    vec![
        Equation { active: Activation::Not(Box::new(injected.clone())), ..mass_balance(IN, OUT) },
        pr,
        dp,
        equation("mass balance with injection", "m_out = m_in + m_in2", injected, balance),
        equation("injection_ratio", "m_in2 = injection_ratio m_in", ratio, of_ratio),
    ]
}

fn equations() -> Vec<Equation> {
    let injected = || Activation::Connected(INJECTION);
    // A rating gives flow and work, so that these follow from it.
    let unrated = || Activation::Not(Box::new(Activation::Given(MAP)));
    let alone = Activation::All(vec![Activation::Given(ETA_S), unrated(), Activation::Not(Box::new(injected()))]);
    let together = Activation::All(vec![Activation::Given(ETA_S), unrated(), injected()]);
    let powered = Activation::All(vec![Activation::Given(P), unrated()]);
    let work = |parameters: &[usize]| Form::General(work_terms(parameters));
    let flow = |parameters: &[usize]| {
        let ends = variables(IN, &[Variable::M, Variable::P, Variable::H]).chain(variables(OUT, &[Variable::P]));
        Form::General(ends.chain(parameters.iter().map(|parameter| Term::Parameter(*parameter))).collect())
    };
    let driven = work_terms(&[HEAT_LOSS]).into_iter().chain(variables(POWER, &[Variable::E]));
    let ends = variables(IN, &[Variable::M, Variable::P]).chain(variables(OUT, &[Variable::P]));
    let injection = ends.chain(variables(INJECTION, &[Variable::M])).chain([Term::Parameter(FREQUENCY)]).collect();
    let mut all = linear();
    all.extend([
        equation("P", "W = P", powered, work(&[P])),
        equation(
            "eta_s",
            "(h_out − h_in) eta_s = h(p_out, s_in) − h_in",
            alone,
            Form::General(states(&[IN, OUT], &[ETA_S])),
        ),
        equation("eta_s with injection", "W eta_s = Σ m_in (h(p_out, s_in) − h_in)", together, work(&[ETA_S])),
        equation(
            "eta_s_char",
            "W eta_s,design C(m/m_design) = Σ m_in (h(p_out, s_in) − h_in)",
            Activation::Given(ETA_S_CHAR),
            work(&[]),
        ),
        equation(
            "eta_s_map",
            "W Z(f, p_out/p_in) = Σ m_in (h(p_out, s_in) − h_in)",
            all_given(&[ETA_S_MAP, FREQUENCY]),
            work(&[FREQUENCY]),
        ),
        equation(
            "eta_vol",
            "m_in = eta_vol V_swept f/v_in",
            all_given(&[SWEPT, FREQUENCY, ETA_VOL]),
            flow(&[SWEPT, FREQUENCY, ETA_VOL]),
        ),
        equation(
            "eta_vol_map",
            "m_in = Z(f, p_out/p_in) V_swept f/v_in",
            all_given(&[SWEPT, FREQUENCY, ETA_VOL_MAP]),
            flow(&[SWEPT, FREQUENCY]),
        ),
        equation(
            "map mass flow",
            "m_in = m_map(T_suction, T_discharge, f)",
            Activation::Given(MAP),
            flow(&[FREQUENCY]),
        ),
        equation(
            "map power",
            "W = P_map(T_suction, T_discharge, f) (1 − heat_loss)",
            Activation::Given(MAP),
            work(&[HEAT_LOSS, FREQUENCY]),
        ),
        equation("power", "W = E (1 − heat_loss)", Activation::Connected(POWER), Form::General(driven.collect())),
        equation(
            "injection_map",
            "m_in2 = Z(f, p_out/p_in) m_in",
            Activation::All(vec![injected(), all_given(&[INJECTION_MAP, FREQUENCY])]),
            Form::General(injection),
        ),
    ]);
    all
}

impl Component for Compressor {
    fn declaration() -> Declaration {
        let mut ports = machine::ports(Sense::Up);
        ports.push(optional(fluid_in("in2")));
        Declaration {
            class: "Compressor",
            summary: "Compressor with isentropic efficiency, efficiency maps, or a rating of mass flow and power.",
            details: "`eta_s` relates the enthalpy rise to the isentropic one. `coefficients` takes ratings (`Ahri540`), which fix \
                      mass flow and power; `eta_s` and `P` are results then. `swept_volume`, `frequency` and a volumetric efficiency give the \
                      mass flow. `P` = m (h_out − h_in) is the power that reaches the fluid, `P_input` = P/(1 − heat_loss) the power taken \
                      in. `in2` takes vapour injected during the compression. W in the equations is Σ m_out h_out − Σ m_in h_in.",
            ports,
            main: Some((OUT, IN)),
            passes: vec![(IN, OUT), (INJECTION, OUT)],
            parameters: parameters(),
            equations: equations(),
            defaults: vec![],
        }
    }

    fn residual<S: Scalar>(number: usize, at: &At<S>) -> Result<S, ComponentError> {
        let inlet = at.stream(IN);
        let kept = || -at.value(HEAT_LOSS) + 1.0;
        let swept = || swept_flow(at, at.value(SWEPT), at.value(FREQUENCY));
        match number {
            EQ_P => Ok(work(at) - at.value(P)),
            EQ_ETA_S => machine::efficiency(at, Sense::Up, at.value(ETA_S)),
            EQ_ETA_S_INJECTED => Ok(work(at) * at.value(ETA_S) - ideal_work(at)?),
            EQ_CHAR => Ok(work(at) * machine::eta_s_of_line(at, ETA_S_CHAR)? - ideal_work(at)?),
            EQ_ETA_S_MAP => Ok(work(at) * look_up(at, ETA_S_MAP, FREQUENCY)? - ideal_work(at)?),
            EQ_ETA_VOL => Ok(inlet.m - swept()? * at.value(ETA_VOL)),
            EQ_ETA_VOL_MAP => Ok(inlet.m - swept()? * look_up(at, ETA_VOL_MAP, FREQUENCY)?),
            EQ_FLOW => Ok(inlet.m - operate(at)?.m),
            EQ_MAP_POWER => Ok(work(at) - operate(at)?.power * kept()),
            EQ_INJECTION_MAP => Ok(at.stream(INJECTION).m - inlet.m * look_up(at, INJECTION_MAP, FREQUENCY)?),
            EQ_POWER => Ok(work(at) - at.energy(POWER).unwrap_or_else(S::zero) * kept()),
            _ => unreachable!("the other equations are linear"),
        }
    }

    fn start(start: &mut Start) -> Result<(), ComponentError> {
        conflicts(start)?;
        machine::start(start, Sense::Up, 0.7);
        let (Some(inlet), Some(p_out)) = (start.at(IN).cloned(), start.at(OUT).and_then(|outlet| outlet.p)) else {
            return Ok(());
        };
        let Some(p_in) = inlet.p else { return Ok(()) };
        if let Some(map) = start.map(MAP)
            && let Ok(m) = map.speeds()[0].rated_mass_flow(&inlet.fluid, p_in, p_out)
        {
            let rated = map.speeds()[0].frequency.unwrap_or(1.0);
            let speed = start.value(FREQUENCY).map_or(1.0, |f| f / rated);
            start.offer(IN, Variable::M, m * speed);
        }
        offer_injection(start, p_in, p_out);
        if let (Some(volume), Some(f), Some(h)) = (start.value(SWEPT), start.value(FREQUENCY), inlet.h)
            && let Ok(state) = inlet.fluid.ph(p_in, h, &[], None)
        {
            start.offer(IN, Variable::M, 0.8 * volume * f * state.rho.value);
        }
        Ok(())
    }

    fn report<S: Scalar>(at: &At<S>) -> Result<Report<S>, ComponentError> {
        let (inlet, outlet) = (at.stream(IN), at.stream(OUT));
        let power = work(at);
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
        report.set(ETA_S, ideal_work(at)? / power);
        report_flows(at, &mut report)?;
        at.judge(ETA_S_CHAR, (IN, OUT), &mut report)?;
        for parameter in [ETA_S_MAP, ETA_VOL_MAP, INJECTION_MAP] {
            displacement::judge(at, parameter, FREQUENCY, &mut report);
        }
        judge_rating(at, &mut report)?;
        Ok(report)
    }
}

/// The streams that enter.
fn entering<'a, S: Scalar>(at: &At<'a, S>) -> impl Iterator<Item = Stream<'a, S>> {
    at.streams(IN).chain(at.streams(INJECTION))
}

/// Power that reaches the fluid, W.
fn work<S: Scalar>(at: &At<S>) -> S {
    let outlet = at.stream(OUT);
    entering(at).fold(outlet.m * outlet.h, |sum, stream| sum - stream.m * stream.h)
}

/// Power of isentropic compression of every stream that enters, W.
fn ideal_work<S: Scalar>(at: &At<S>) -> Result<S, ComponentError> {
    let p = at.stream(OUT).p;
    entering(at)
        .try_fold(S::zero(), |sum, stream| Ok(sum + stream.m * (h_ps(stream.fluid, p, stream.s()?)? - stream.h)))
}

/// The frequency, where it is given or free.
fn frequency<S: Scalar>(at: &At<S>) -> Option<S> {
    Some(at.value(FREQUENCY)).filter(|f| !f.re().is_nan())
}

/// Mass flow and power of the rating.
fn operate<S: Scalar>(at: &At<S>) -> Result<Operation<S>, ComponentError> {
    let Some(map) = at.map(MAP) else {
        return Err(ComponentError::Parameter("no rating is set: give coefficients".into()));
    };
    let beyond = if at.slots.choice(EXTRAPOLATE) == CLIP { Beyond::Held } else { Beyond::Continued };
    map.operate(&at.stream(IN), at.stream(OUT).p, frequency(at), beyond)
}

/// Volumetric efficiency and injected share.
fn report_flows<S: Scalar>(at: &At<S>, report: &mut Report<S>) -> Result<(), ComponentError> {
    let volume = at.value(SWEPT);
    if let Some(f) = frequency(at).filter(|f| f.re() > 0.0 && volume.re().is_finite()) {
        report.set(ETA_VOL, at.stream(IN).m / swept_flow(at, volume, f)?);
    }
    if let Some(injected) = at.streams(INJECTION).next() {
        report.set(INJECTION_RATIO, injected.m / at.stream(IN).m);
    }
    Ok(())
}

/// Dew temperatures, and what was chosen for those outside the envelope of a rating.
fn judge_rating<S: Scalar>(at: &At<S>, report: &mut Report<S>) -> Result<(), ComponentError> {
    let (inlet, outlet) = (at.stream(IN), at.stream(OUT));
    let dew = |p: S| saturation(inlet.fluid, p).map_or(S::from(f64::NAN), |(_, dew)| dew.t);
    let (low, high) = (dew(inlet.p), dew(outlet.p));
    report.set(T_SUCTION, low);
    report.set(T_DISCHARGE, high);
    let Some(map) = at.map(MAP) else { return Ok(()) };
    let f = frequency(at);
    report.kinks.extend(f.and_then(|f| map.kink(f)));
    let power = operate(at)?;
    if !(power.m.re() > 0.0 && power.power.re() > 0.0) {
        return Err(ComponentError::State(format!(
            "the rating gives {:.3e} kg/s and {:.3e} W here, far outside its envelope: check the pressures",
            power.m.re(),
            power.power.re()
        )));
    }
    let Some(outside) = map.outside(low.re(), high.re(), f.map(|f| f.re())) else { return Ok(()) };
    match at.slots.choice(EXTRAPOLATE) {
        ERROR => Err(ComponentError::State(format!("{outside}: extrapolate=\"warn\" or \"clip\" accepts this"))),
        CLIP => {
            report.warnings.push(format!("{outside}: it was held at its edge"));
            Ok(())
        }
        _ => {
            report.warnings.push(format!("{outside}: it was continued linearly"));
            Ok(())
        }
    }
}

/// Offers the state and flow of injected vapour: saturated, between the pressures.
fn offer_injection(start: &mut Start, p_in: f64, p_out: f64) {
    let Some(injected) = start.each(INJECTION).first().and_then(Clone::clone) else { return };
    start.offer(INJECTION, Variable::P, (p_in * p_out).sqrt());
    if let Some(dew) = injected.p.and_then(|p| injected.fluid.px(p, 1.0, &[]).ok()) {
        start.offer(INJECTION, Variable::H, dew.h);
    }
    let flow = |port: usize| start.at(port).and_then(|guess| guess.m);
    match (flow(IN), flow(INJECTION)) {
        (Some(m), Some(more)) => start.offer(OUT, Variable::M, m + more),
        (Some(m), None) => start.offer(INJECTION, Variable::M, start.value(INJECTION_RATIO).unwrap_or(0.1) * m),
        _ => {}
    }
}

/// A rating excludes what follows from it, and another refrigerant.
fn conflicts(start: &Start) -> Result<(), ComponentError> {
    let Some(map) = start.map(MAP) else { return Ok(()) };
    for parameter in [ETA_S, P, ETA_S_CHAR, ETA_S_MAP, ETA_VOL, ETA_VOL_MAP] {
        if start.slots.is_given(parameter) {
            let name = start.slots.declaration().parameters[parameter].name;
            return Err(ComponentError::Parameter(format!(
                "`coefficients` fixes mass flow and power, so {name} follows from it: remove one of them"
            )));
        }
    }
    let has_frequency = start.slots.is_given(FREQUENCY);
    if map.speeds().len() > 1 && !has_frequency {
        return Err(ComponentError::Parameter(map.explain_speeds()));
    }
    if has_frequency && map.frequencies().is_none() {
        let message = "the rating states no frequency: leave frequency out, or rate with it";
        return Err(ComponentError::Parameter(message.into()));
    }
    let Some(inlet) = start.at(IN) else { return Ok(()) };
    let Some(rated) = map.fluid() else { return map.speeds()[0].check_rating(&inlet.fluid) };
    if !entropyk_fluids::Fluid::new(rated)?.is_same_substance(&inlet.fluid) {
        let (name, fluid) = (map.name(), &inlet.fluid.info().name);
        return Err(ComponentError::Parameter(format!(
            "the map {name} is rated for {rated}, but {fluid} flows here: use a map rated for {fluid}, \
             or System(fluid={rated:?})"
        )));
    }
    Ok(())
}
