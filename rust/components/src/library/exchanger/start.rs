//! Start values of exchangers.

use super::declared::*;
use super::{COLD, Exchanger, HOT, IN, OUT};
use crate::declaration::Variable;
use crate::properties::{h_subcooled, h_superheated};
use crate::start::check_temperature;
use crate::{ComponentError, Start};

/// Share of the temperature difference between the inlets that each stream takes at the start.
const START_SHARE: f64 = 0.45;
/// Difference of the inlets, K, that is assumed at least: without heat the equation of `UA` does not see the outlets.
const LEAST_DIFFERENCE: f64 = 5.0;
/// Difference, K, between a stream that changes its phase and what it is cooled or heated by, and the greatest.
const USUAL_DIFFERENCE: f64 = 10.0;
const GREATEST_DIFFERENCE: f64 = 40.0;
/// Difference, K, between a gas at its outlet and what cools it.
const USUAL_APPROACH: f64 = 1.0;

impl Exchanger {
    /// What all exchangers know of the states around them.
    pub(in crate::library) fn start(&self, start: &mut Start) -> Result<(), ComponentError> {
        self.check(start)?;
        for side in [HOT, COLD] {
            start.share(Variable::P, IN[side], OUT[side]);
        }
        if let Some(q) = start.value(Q) {
            offer_heat(start, self.main, q);
            offer_heat(start, 1 - self.main, -q);
        }
        self.offer_ends(start);
        balance(start);
        if let (Some(hot), Some(cold)) = (self.t_in(start, HOT), self.t_in(start, COLD)) {
            let change = START_SHARE * (hot - cold).max(LEAST_DIFFERENCE);
            if start.offers.is_empty() {
                start.offer_temperature(OUT[HOT], hot - change);
                start.offer_temperature(OUT[COLD], cold + change);
            }
        }
        Ok(())
    }

    /// Refuses parameters of a boundary beside a stream, and of a stream that is not there.
    fn check(&self, start: &Start) -> Result<(), ComponentError> {
        let Some(boundary) = self.boundary else { return Ok(()) };
        let other = 1 - self.main;
        let is_connected = start.at(IN[other]).is_some();
        let names = |parameter: usize| start.slots.declaration().parameters[parameter].name;
        let ports = ["in1", "in2"];
        let refused = match is_connected {
            true => vec![boundary.t, boundary.rate, boundary.t_out],
            false => vec![PR[other], DP[other], ZETA[other]],
        };
        let Some(parameter) = refused.into_iter().find(|parameter| start.slots.is_given(*parameter)) else {
            return Ok(());
        };
        let (name, port) = (names(parameter), ports[other]);
        Err(ComponentError::Parameter(match is_connected {
            true => format!("{name} is given, but a stream enters at {port}: take {name} back, or the connection"),
            false => format!("{name} is given, but nothing is connected to {port}: connect it, or take {name} back"),
        }))
    }

    /// Temperature at which a side enters.
    fn t_in(&self, start: &Start, side: usize) -> Option<f64> {
        start.t(IN[side]).or_else(|| {
            let boundary = self.boundary.filter(|_| side != self.main && start.at(IN[side]).is_none())?;
            start.value(boundary.t)
        })
    }

    /// Offers the outlets that terminal temperature differences tell.
    fn offer_ends(&self, start: &mut Start) {
        let pairs = match self.is_parallel {
            true => [(OUT[HOT], OUT[COLD], TTD_U), (IN[HOT], IN[COLD], TTD_L)],
            false => [(IN[HOT], OUT[COLD], TTD_U), (OUT[HOT], IN[COLD], TTD_L)],
        };
        for (hot, cold, parameter) in pairs {
            let Some(difference) = start.value(parameter) else { continue };
            match (start.t(hot), start.t(cold)) {
                (Some(t), None) => start.offer_temperature(cold, t - difference),
                (None, Some(t)) => start.offer_temperature(hot, t + difference),
                _ => {}
            }
        }
    }

    /// Offers the pressure at which the main stream changes its phase beside the other one, and its state at the outlet:
    /// subcooled after a hot, superheated after a cold side by the parameter `difference`.
    pub(in crate::library) fn start_of_phase_change(
        &self,
        start: &mut Start,
        difference: usize,
        supercritical: &str,
    ) -> Result<(), ComponentError> {
        let Some(outlet) = start.at(OUT[self.main]).cloned() else { return Ok(()) };
        let sign = if self.main == HOT { 1.0 } else { -1.0 };
        let info = outlet.fluid.info();
        let other = 1 - self.main;
        if let (Some(boundary), None) = (self.boundary, start.at(IN[other]))
            && let Some(t) = start.value(boundary.t)
        {
            let name = start.slots.declaration().parameters[boundary.t].name;
            check_temperature(name, t, info)?;
            if t >= info.t_critical {
                return Err(ComponentError::Parameter(format!(
                    "{name} = {t:.1} K is above the critical temperature of {} ({:.1} K): {supercritical}",
                    info.name, info.t_critical
                )));
            }
        }
        let given = start.value(difference).unwrap_or(0.0);
        if let Some(t) = self.beside(start) {
            // Where heat and conductance are given, so is the temperature difference, nearly.
            let usual = match (start.value(Q), start.value(UA)) {
                (Some(q), Some(ua)) if ua > 0.0 => (q / ua).abs().min(GREATEST_DIFFERENCE),
                _ => USUAL_DIFFERENCE,
            };
            // No zone may cross at the start: subcooled liquid and superheated vapour are nearer to the other side.
            let distance = usual.max(given + 2.0) * start.spread;
            for port in [IN[self.main], OUT[self.main]] {
                start.offer_saturation(port, t + distance * sign);
            }
        }
        let state = if self.main == HOT { h_subcooled } else { h_superheated };
        if let Some(p) = outlet.p
            && let Ok(h) = state(&outlet.fluid, p, given)
        {
            start.offer(OUT[self.main], Variable::H, h);
        }
        Ok(())
    }

    /// Offers an outlet of the hot side that comes near to the temperature of a boundary. With less heat there may be a further
    /// solution, of great flow and little cooling, as the heat capacity of a gas near its critical point varies.
    pub(in crate::library) fn start_of_approach(&self, start: &mut Start) {
        if start.at(IN[COLD]).is_some() {
            return;
        }
        let distance = start.value(TTD_L).unwrap_or(USUAL_APPROACH * start.spread);
        if let Some(t) = self.t_in(start, COLD) {
            start.offer_temperature(OUT[HOT], t + distance);
        }
    }

    /// The temperature of the other side next to which the main stream changes its phase.
    fn beside(&self, start: &Start) -> Option<f64> {
        let other = 1 - self.main;
        let outlet = start.t(OUT[other]).or_else(|| {
            let boundary = self.boundary.filter(|_| start.at(IN[other]).is_none())?;
            start.value(boundary.t_out)
        });
        let inlet = self.t_in(start, other);
        match (inlet, outlet) {
            (Some(a), Some(b)) if self.main == HOT => Some(a.max(b)),
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        }
    }
}

/// Offers what follows from the heat that a side takes.
fn offer_heat(start: &mut Start, side: usize, q: f64) {
    let (Some(inlet), Some(outlet)) = (start.at(IN[side]).cloned(), start.at(OUT[side]).cloned()) else { return };
    match (inlet.m, inlet.h, outlet.h) {
        (Some(m), Some(h), None) if m > 0.0 => start.offer(OUT[side], Variable::H, h + q / m),
        (Some(m), None, Some(h)) if m > 0.0 => start.offer(IN[side], Variable::H, h - q / m),
        (None, Some(h_in), Some(h_out)) if q / (h_out - h_in) > 0.0 => {
            start.offer(IN[side], Variable::M, q / (h_out - h_in));
        }
        _ => {}
    }
}

/// Where all of one side is known, so is the heat of the other.
fn balance(start: &mut Start) {
    for side in [HOT, COLD] {
        let known = start.at(IN[side]).and_then(|inlet| Some(inlet.m? * (start.at(OUT[side])?.h? - inlet.h?)));
        if let Some(q) = known {
            offer_heat(start, 1 - side, -q);
        }
    }
}
