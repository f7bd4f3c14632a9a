//! Steam turbine: a turbine whose efficiency falls with the wetness of the steam.
//!
//! Equations: module `turbine`, and Baumann's rule
//! ```text
//! eta_s = eta_s_dry (1 − alpha y),   y = 1 − (x_begin + x_out)/2
//! ```
//! over the wet part of the expansion: all of it where the inlet is wet, none where the outlet stays dry; otherwise steam expands dry,
//! with `eta_s_dry`, down to the pressure p* at which it is saturated,
//! ```text
//! h_in − eta_s_dry (h_in − h(p*, s_in)) = h''(p*)
//! ```
//! and wet from there.
//!
//! Reference: K. Baumann, Some recent developments in large steam turbine practice, J. Inst. Electr. Eng. 59 (1921) 565–623.

use entropyk_core::Quantity;
use entropyk_fluids::Phase;

use super::machine::{self, IN, OUT, Sense};
use super::turbine::{self, TURBINE_EQUATIONS, TURBINE_PARAMETERS, USUAL_EFFICIENCY};
use crate::declaration::{Declaration, Form};
use crate::declare::{all_given, equation, number, states};
use crate::properties::{h_ps, saturation};
use crate::{At, Component, ComponentError, Report, Scalar, Start, Stream};

const ALPHA: usize = TURBINE_PARAMETERS;
const ETA_S_DRY: usize = TURBINE_PARAMETERS + 1;

const EQ_WET: usize = TURBINE_EQUATIONS;

/// Steam turbine with Baumann's rule.
pub struct SteamTurbine;

impl Component for SteamTurbine {
    fn declaration() -> Declaration {
        let mut parameters = turbine::parameters();
        parameters.extend([
            number("alpha", Quantity::Ratio, "loss of efficiency per wetness").within(0.4, 2.5),
            number("eta_s_dry", Quantity::Efficiency, "isentropic efficiency of dry expansion").strictly(0.0, 1.0),
        ]);
        let mut equations = turbine::equations();
        equations.push(equation(
            "wet expansion",
            "h_out − h_begin = eta_s_dry (1 − alpha y) (h(p_out, s_begin) − h_begin)",
            all_given(&[ALPHA, ETA_S_DRY]),
            Form::General(states(&[IN, OUT], &[ALPHA, ETA_S_DRY])),
        ));
        Declaration {
            class: "SteamTurbine",
            summary: "Turbine whose isentropic efficiency falls with the wetness of the steam.",
            details: "As a `Turbine`; with `eta_s_dry` and `alpha` the efficiency of the wet part of the expansion follows Baumann's rule \
                      eta_s_dry (1 − alpha y), where y is the mean wetness.",
            ports: machine::ports(Sense::Down),
            main: Some((OUT, IN)),
            passes: vec![(IN, OUT)],
            parameters,
            equations,
            defaults: vec![],
        }
    }

    fn residual<S: Scalar>(number: usize, at: &At<S>) -> Result<S, ComponentError> {
        if number == EQ_WET { wet_expansion(at) } else { turbine::residual(number, at) }
    }

    fn start(start: &mut Start) -> Result<(), ComponentError> {
        let dry = start.value(ETA_S_DRY).unwrap_or(USUAL_EFFICIENCY);
        machine::start(start, Sense::Down, dry);
        Ok(())
    }

    fn report<S: Scalar>(at: &At<S>) -> Result<Report<S>, ComponentError> {
        turbine::report(at)
    }
}

fn wet_expansion<S: Scalar>(at: &At<S>) -> Result<S, ComponentError> {
    let (inlet, outlet) = (at.stream(IN), at.stream(OUT));
    let (dry, alpha) = (at.value(ETA_S_DRY), at.value(ALPHA));
    let wet = |x_begin: S| -> Result<S, ComponentError> {
        let y = -(x_begin + outlet.x()?) * 0.5 + 1.0;
        Ok(dry * (-alpha * y + 1.0))
    };
    if inlet.state()?.phase == Phase::TwoPhase {
        return machine::efficiency(at, Sense::Down, wet(inlet.x()?)?);
    }
    match saturated_at(&inlet, outlet.p, dry)? {
        None => machine::efficiency(at, Sense::Down, dry),
        Some(p) => {
            let (_, dew) = saturation(inlet.fluid, p)?;
            let ideal = h_ps(inlet.fluid, outlet.p, dew.s)? - dew.h;
            Ok(outlet.h - dew.h - wet(S::one())? * ideal)
        }
    }
}

/// Steps of the search for p*.
const STEPS: usize = 40;

/// The pressure at which a dry expansion ends at the dew line, if it does above p_out: Newton within a bracket on numbers, and a last
/// step that carries the derivatives.
fn saturated_at<S: Scalar>(inlet: &Stream<S>, p_out: S, eta: S) -> Result<Option<S>, ComponentError> {
    let (fluid, s) = (inlet.fluid, inlet.s()?);
    let excess = |p: S| -> Result<(S, f64), ComponentError> {
        let ideal = h_ps(fluid, p, s)?;
        let dew = fluid.saturation(p.re(), &[])?.dew;
        let dry = inlet.h - eta * (inlet.h - ideal);
        let v = 1.0 / fluid.ps(p.re(), s.re(), &[], None)?.rho.value;
        Ok((dry - S::lift(dew.h.value, &[(p, dew.h.dp)]), eta.re() * v - dew.h.dp))
    };
    if p_out.re() >= inlet.p.re() || excess(S::from(p_out.re()))?.0.re() >= 0.0 {
        return Ok(None);
    }
    let (mut low, mut high) = (p_out.re(), inlet.p.re().min(NEAR_CRITICAL * fluid.info().p_critical));
    let mut p = (low * high).sqrt();
    for _ in 0..STEPS {
        let (value, slope) = excess(S::from(p))?;
        if value.re() > 0.0 {
            high = p
        } else {
            low = p
        }
        let next = p - value.re() / slope;
        let next = if next > low && next < high { next } else { 0.5 * (low + high) };
        let step = (next - p).abs();
        p = next;
        if step < 1e-13 * p {
            break;
        }
    }
    let (value, slope) = excess(S::from(p))?;
    Ok(Some(S::from(p) - value / slope))
}

/// Share of the critical pressure up to which there is a dew line to meet.
const NEAR_CRITICAL: f64 = 0.999;

#[cfg(test)]
mod tests {
    use entropyk_fluids::Fluid;

    use super::*;
    use crate::{StateCell, seed, slopes};

    #[test]
    fn a_dry_expansion_ends_at_the_dew_line() {
        let (fluid, cell) = (Fluid::new("Water").expect("water"), StateCell::default());
        let h = fluid.pt(40e5, 723.15, &[], None).expect("steam").h;
        let stream =
            |p: f64| Stream { m: seed(1.0, 0), p: seed(p, 1), h: seed(h, 2), fluid: (&fluid).into(), cell: &cell };
        let find = |p: f64| saturated_at(&stream(p), 0.1e5.into(), 0.9.into()).expect("states").expect("it gets wet");
        let p = find(40e5);
        let (s, dew) = (fluid.ph(40e5, h, &[], None).expect("steam").s.value, fluid.px(p.re, 1.0, &[]).expect("dew").h);
        let dry = h - 0.9 * (h - fluid.ps(p.re, s, &[], None).expect("isentrope").h);
        assert!((dry - dew).abs() < 1e-6, "{dry} {dew}");
        let difference = (find(40.001e5).re - find(39.999e5).re) / 200.0;
        assert!((slopes(&p)[1] / difference - 1.0).abs() < 1e-5, "{} {difference}", slopes(&p)[1]);
        assert!(saturated_at(&stream(40e5), 20e5.into(), 0.9.into()).expect("states").is_none());
    }
}
