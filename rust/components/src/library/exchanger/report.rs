//! What exchangers report at a solution.

use entropyk_fluids::Phase;

use super::declared::*;
use super::{COLD, Exchanger, HOT, IN, Model, OUT, gain, index_of, is_connected, weighted};
use crate::friction::zeta_of;
use crate::profile::{Profile, Side};
use crate::zones::{Zone, conductance, conductances};
use crate::{At, ComponentError, Report, Scalar, Sections};

/// Names of zones by the phase of the hot and of the cold side.
const HOT_ZONES: [&str; 4] = ["subcooling", "condensing", "desuperheating", "supercritical"];
const COLD_ZONES: [&str; 4] = ["preheating", "evaporating", "superheating", "supercritical"];

impl Exchanger {
    /// Everything that all exchangers report; zones are refused where their temperatures cross and the conductance is theirs.
    pub(in crate::library) fn report<S: Scalar>(&self, at: &At<S>) -> Result<Report<S>, ComponentError> {
        let mut report = Report::default();
        let q = gain(at, self.main);
        report.set(Q, q);
        if !is_connected(at, self.other()) {
            report.heat = q;
        }
        for side in [HOT, COLD].into_iter().filter(|side| is_connected(at, *side)) {
            let (inlet, outlet) = (at.stream(IN[side]), at.stream(OUT[side]));
            report.set(PR[side], outlet.p / inlet.p);
            report.set(DP[side], inlet.p - outlet.p);
            if inlet.m.re() != 0.0 {
                report.set(ZETA[side], zeta_of(&inlet, &outlet)?);
            }
        }
        if at.slots.flag(UA_CHAR) {
            self.judge_part_load(at, &mut report)?;
        }
        if self.temperatures(at, self.other())?[0].re().is_finite() {
            self.report_transfer(at, &mut report)?;
        }
        Ok(report)
    }

    /// Temperature differences, conductance and effectiveness.
    fn report_transfer<S: Scalar>(&self, at: &At<S>, report: &mut Report<S>) -> Result<(), ComponentError> {
        let unknown = || S::from(f64::NAN);
        if let Some(boundary) = self.boundary.filter(|_| !is_connected(at, self.other())) {
            report.set(boundary.t_out, self.temperatures(at, self.other())?[1]);
        }
        // From the critical pressure on there is no dew point to count from.
        let terminal = self.terminal(at);
        if let Ok([upper, lower]) = terminal {
            report.set(TTD_U, upper);
            report.set(TTD_L, lower);
        }
        if self.from_dew_point && self.model(at) != Model::Lmtd {
            // Superheated vapour may warm the other side beyond the dew point.
            report.unlimited.extend([TTD_U, TTD_MIN]);
        }
        let ua = self.conductance(at)?.unwrap_or_else(unknown);
        report.set(UA, ua);
        report.set(LMTD, self.heat(at) / ua);
        if self.is_parallel {
            return Ok(());
        }
        if let Ok([upper, lower]) = terminal {
            report.set(TTD_MIN, upper.lesser(lower));
        }
        // Beyond the range of a fluid there is no effectiveness against the other side's inlet temperature.
        let [hot, cold] = [HOT, COLD].map(|side| self.effectiveness(at, side).unwrap_or_else(|_| unknown()));
        report.set(EFF[HOT], hot);
        report.set(EFF[COLD], cold);
        report.set(EFF_MAX, hot.greater(cold));
        report.set(PINCH, self.profile(at).map_or_else(|_| unknown(), |profile| profile.pinch()));
        Ok(())
    }

    /// The conductance of the chosen model; none where it has no value.
    fn conductance<S: Scalar>(&self, at: &At<S>) -> Result<Option<S>, ComponentError> {
        Ok(match self.model(at) {
            Model::Lmtd => {
                let Ok(zone) = self.as_one_zone(at) else { return Ok(None) };
                conductance(&zone, zone.q.re())
            }
            Model::Zones => {
                let profile = self.profile(at)?;
                let share = at.is_given(UA).then(|| at.value(UA));
                let all = conductances(&weighted(&profile, |_| Ok(S::one()))?, share);
                let is_shared = share.is_some() || self.shares.iter().any(|parameter| at.is_given(*parameter));
                if all.is_none() && (is_shared || self.is_open(at)) {
                    return Err(self.crossed(at, &profile)?);
                }
                all.map(|all| all.into_iter().fold(S::zero(), |sum, ua| sum + ua))
            }
            Model::Ntu => {
                let rates = self.rates(at)?;
                rates.ntu(self.arrangement(at)?).map(|ntu| ntu / rates.c_min_inverse)
            }
        })
    }

    /// Heat, temperatures and conductances along it; none where the other side is not known.
    pub(in crate::library) fn sections(&self, at: &At<f64>) -> Result<Option<Sections>, ComponentError> {
        if !self.temperatures(at, self.other())?[0].is_finite() {
            return Ok(None);
        }
        let profile = self.profile(at)?;
        let conductance_of = |zone: Zone<f64>| conductance(&zone, profile.q).unwrap_or(f64::NAN);
        let phases = |side: &Side<f64>| -> Result<Vec<Option<Phase>>, ComponentError> {
            profile.middles().chain([1.0]).map(|xi| side.phase(xi)).collect()
        };
        Ok(Some(Sections {
            hot: phases(&profile.hot)?,
            cold: phases(&profile.cold)?,
            q: profile.points.iter().map(|point| profile.q * point.xi).collect(),
            t_hot: profile.points.iter().map(|point| point.t_hot).collect(),
            t_cold: profile.points.iter().map(|point| point.t_cold).collect(),
            ua: profile.zones().map(conductance_of).chain([f64::NAN]).collect(),
        }))
    }

    /// True if a boundary stands for the other side.
    fn is_open<S: Scalar>(&self, at: &At<S>) -> bool {
        !is_connected(at, self.other())
    }

    /// The error that names the zone in which temperatures cross.
    pub(in crate::library) fn crossed<S: Scalar>(
        &self,
        at: &At<S>,
        profile: &Profile<S>,
    ) -> Result<ComponentError, ComponentError> {
        let total = profile.q.re();
        let zones: Vec<(Zone<S>, f64)> = profile.zones().zip(profile.middles()).collect();
        let Some((zone, xi)) = zones.iter().find(|(zone, _)| zone.is_crossed(total)) else {
            return Ok(ComponentError::State("temperatures cross".into()));
        };
        let (side, names) = match self.main {
            HOT => (&profile.hot, HOT_ZONES),
            _ => (&profile.cold, COLD_ZONES),
        };
        let name = side.phase(*xi)?.map_or("heat transfer", |phase: Phase| names[index_of(phase)]);
        let change = match self.boundary.filter(|_| self.is_open(at)) {
            Some(boundary) => format!("{}_temperature", boundary.name),
            None => "the other side".to_owned(),
        };
        Ok(ComponentError::State(format!(
            "temperatures cross in the {name} zone (differences {:.2} K and {:.2} K at its ends): change {change} or the \
             conditions around it",
            zone.dt_a.re(),
            zone.dt_b.re(),
        )))
    }
}
