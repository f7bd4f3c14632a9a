//! What solar collectors share: irradiation that reaches the absorber, less what is lost to the ambient air.
//!
//! ```text
//! m (h_out − h_in) = A (G − c₁ (T_m − Tamb) − c₂ (T_m − Tamb)²),  T_m = (T_in + T_out)/2,  G from the irradiation E by the class
//! Q_loss = Q − E A
//! ```
//! Everything else as in module `channel`. References: ISO 9806:2017 (steady-state collector efficiency); V. Quaschning,
//! Regenerative Energiesysteme, Hanser 2013, section 3.4.

use entropyk_core::Quantity;

use super::channel::{self, IN, OUT, PARAMETERS, Q, T_AMB};
use crate::declaration::{Declaration, Form, Parameter};
use crate::declare::{all_given, equation, number, stream};
use crate::{At, ComponentError, Report, Scalar, Start};

pub(super) const E: usize = PARAMETERS;
const A: usize = PARAMETERS + 1;
pub(super) const ETA_OPT: usize = PARAMETERS + 2;
const LINEAR: usize = PARAMETERS + 3;
const QUADRATIC: usize = PARAMETERS + 4;
const Q_LOSS: usize = PARAMETERS + 5;
/// Index of the first parameter that a class adds.
pub(super) const COLLECTOR_PARAMETERS: usize = PARAMETERS + 6;

const EQ_ENERGY: usize = channel::EQUATIONS;

/// A collector with the names of its loss coefficients; `gain` is the formula of G, which depends on `of` beside E and eta_opt.
pub(super) fn declaration(
    class: &'static str,
    [summary, details, formula]: [&'static str; 3],
    losses: [&'static str; 2],
    more: Vec<Parameter>,
    of: &[usize],
) -> Declaration {
    let loss = |name, meaning| number(name, Quantity::Dimensionless, meaning).within(0.0, 1e12);
    let mut parameters = channel::parameters();
    parameters.extend([
        number("E", Quantity::Heat, "irradiation on the aperture, for each m²").within(0.0, 1e12),
        number("A", Quantity::Area, "area of the aperture").within(0.0, 1e12),
        number("eta_opt", Quantity::Efficiency, "optical efficiency").within(0.0, 1.0),
        loss(losses[0], "linear loss coefficient, W/(m² K)"),
        loss(losses[1], "quadratic loss coefficient, W/(m² K²)"),
        number("Q_loss", Quantity::Heat, "irradiation that does not reach the fluid, negative")
            .result()
            .within(-1e12, 0.0),
    ]);
    parameters.extend(more);
    let given = [&[E, A, ETA_OPT, LINEAR, QUADRATIC, T_AMB], of].concat();
    let mut equations = channel::equations();
    equations.push(equation("energy", formula, all_given(&given), Form::General(stream(IN, OUT, &given))));
    Declaration {
        class,
        summary,
        details,
        ports: channel::ports(),
        main: Some((OUT, IN)),
        passes: vec![(IN, OUT)],
        parameters,
        equations,
        defaults: vec![],
    }
}

/// Residual of an equation, with the irradiation that reaches the absorber, W/m².
pub(super) fn residual<S: Scalar>(number: usize, at: &At<S>, gain: S) -> Result<S, ComponentError> {
    if number != EQ_ENERGY {
        return channel::residual(number, at);
    }
    let (inlet, outlet) = (at.stream(IN), at.stream(OUT));
    let over = (inlet.t()? + outlet.t()?) * 0.5 - at.value(T_AMB);
    let kept = gain - at.value(LINEAR) * over - at.value(QUADRATIC) * over * over;
    Ok(inlet.m * (outlet.h - inlet.h) - at.value(A) * kept)
}

/// As if the fluid were at the temperature of the end that is known.
pub(super) fn start(start: &mut Start, gain: Option<f64>) {
    let t = start.t(IN).or_else(|| start.t(OUT));
    let gained = || {
        let over = t? - start.value(T_AMB)?;
        let kept = gain? - start.value(LINEAR)? * over - start.value(QUADRATIC)? * over * over;
        Some(start.value(A)? * kept)
    };
    let q = start.value(Q).or_else(gained);
    channel::start(start, q);
}

pub(super) fn report<S: Scalar>(at: &At<S>) -> Result<Report<S>, ComponentError> {
    let mut report = channel::report(at)?;
    let received = at.value(E) * at.value(A);
    if received.re().is_finite() {
        let (inlet, outlet) = (at.stream(IN), at.stream(OUT));
        report.set(Q_LOSS, inlet.m * (outlet.h - inlet.h) - received);
    }
    Ok(report)
}
