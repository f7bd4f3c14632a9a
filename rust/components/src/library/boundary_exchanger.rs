//! What condenser and evaporator share: one stream, a boundary of given inlet temperature, three zones.
//!
//! ```text
//! m_out = m_in        p_out = pr p_in        p_out = p_in − dp
//! Q     : m (h_out − h_in) = Q                                       (positive into the fluid)
//! zones : Qⱼ = UAⱼ ΔT_a φ(zⱼ),  j = vapour, two-phase, liquid        (module `zones`)
//! UA    : Σ UAⱼ = UA
//! ```

use entropyk_core::Quantity;

use crate::declaration::{Activation, Equation, Form, Parameter, Term, Type, Variable};
use crate::declare::{equation, mass_balance, number, pressure_change, streams};
use crate::properties::{h_subcooled, h_superheated, saturation};
use crate::start::check_temperature;
use crate::zones::{Boundary, conductance, residual as zone_residual, zones};
use crate::{At, ComponentError, Report, Scalar, Start};

pub(super) const IN: usize = 0;
pub(super) const OUT: usize = 1;

pub(super) const Q: usize = 0;
pub(super) const PR: usize = 1;
pub(super) const DP: usize = 2;
pub(super) const UA: usize = 3;
pub(super) const T_BOUNDARY: usize = 4;
pub(super) const CAPACITY_RATE: usize = 5;
/// Subcooling of a condenser, superheat of an evaporator.
pub(super) const DIFFERENCE: usize = 6;
const UA_ZONE: usize = 7;
const T_BOUNDARY_OUT: usize = 10;
const PINCH: usize = 11;

const EQ_Q: usize = 3;
const EQ_DIFFERENCE: usize = 4;
const EQ_ZONE: usize = 5;
const EQ_UA: usize = 8;

/// What differs between the two.
pub(super) struct Side {
    /// +1 condenser (the fluid is cooled), −1 evaporator.
    pub(super) sign: f64,
    /// Parameter names: pr, dp, boundary temperature, capacity rate, outlet difference, zones, boundary outlet.
    pub(super) names: [&'static str; 9],
    /// Boundary, outlet condition and zones in words.
    pub(super) words: [&'static str; 3],
    /// Where to go when the boundary is above the critical temperature.
    pub(super) supercritical: &'static str,
}

impl Side {
    pub(super) fn parameters(&self) -> Vec<Parameter> {
        let [pr, dp, t, rate, difference, zone_1, zone_2, zone_3, t_out] = self.names;
        let zone =
            |name, meaning| number(name, Quantity::HeatTransferCoefficient, meaning).free_when(Activation::Given(UA));
        let kind = if self.sign > 0.0 { Type::NumberOrFlag } else { Type::Number };
        vec![
            number("Q", Quantity::Heat, "heat transferred to the fluid, m (h_out − h_in)"),
            number(pr, Quantity::Ratio, "outlet to inlet pressure ratio").within(1e-4, 1.0),
            number(dp, Quantity::PressureDifference, "pressure drop from inlet to outlet").within(0.0, 1e15),
            number("UA", Quantity::HeatTransferCoefficient, "conductance of all zones, Σ UAⱼ")
                .aliases(&["ua"])
                .positive(),
            number(t, Quantity::Temperature, self.words[0]).strictly(0.0, f64::INFINITY),
            number(
                rate,
                Quantity::HeatTransferCoefficient,
                "capacity rate m cp of the boundary stream; infinite: constant temperature",
            )
            .positive(),
            number(difference, Quantity::TemperatureDifference, self.words[1]).strictly(0.0, 1e4).of_kind(kind),
            zone(zone_1, "conductance of the first zone"),
            zone(zone_2, "conductance of the second zone"),
            zone(zone_3, "conductance of the third zone"),
            number(t_out, Quantity::Temperature, "outlet temperature of the boundary stream").result(),
            number("pinch", Quantity::TemperatureDifference, "smallest temperature difference")
                .result()
                .within(0.0, 1e4),
        ]
    }

    pub(super) fn equations(&self) -> Vec<Equation> {
        let [pr, dp] = pressure_change(IN, OUT, PR, DP);
        let with = |parameters: &[usize]| {
            let terms = streams(&[IN, OUT]).into_iter().chain(parameters.iter().map(|p| Term::Parameter(*p)));
            Form::General(terms.collect())
        };
        let outlet = Form::General(vec![
            Term::Port(OUT, Variable::P),
            Term::Port(OUT, Variable::H),
            Term::Parameter(DIFFERENCE),
        ]);
        let zone = |j: usize| {
            let name = self.names[5 + j];
            let form = with(&[UA_ZONE + j, T_BOUNDARY, CAPACITY_RATE]);
            equation(name, "Qⱼ = UAⱼ ΔT_a φ(zⱼ)", Activation::Given(UA), form)
        };
        let sum = (0..3).map(|j| Term::Parameter(UA_ZONE + j)).chain([Term::Parameter(UA)]).collect();
        let has_difference = Activation::Any(vec![Activation::Given(DIFFERENCE), Activation::Flag(DIFFERENCE, false)]);
        vec![
            mass_balance(IN, OUT),
            pr,
            dp,
            equation("Q", "m (h_out − h_in) = Q", Activation::Given(Q), with(&[Q])),
            equation(self.names[4], "h_out = h(p_out, T_saturation ∓ ΔT)", has_difference, outlet),
            zone(0),
            zone(1),
            zone(2),
            equation("UA", "Σ UAⱼ = UA", Activation::Given(UA), Form::General(sum)),
        ]
    }

    fn boundary<S: Scalar>(&self, at: &At<S>) -> Boundary<S> {
        let rate = at.value(CAPACITY_RATE);
        let capacity_rate = if rate.re().is_nan() { S::from(f64::INFINITY) } else { rate };
        Boundary { t: at.value(T_BOUNDARY), capacity_rate, sign: self.sign }
    }

    pub(super) fn residual<S: Scalar>(&self, number: usize, at: &At<S>) -> Result<S, ComponentError> {
        match number {
            EQ_Q => {
                let (inlet, outlet) = (at.stream(IN), at.stream(OUT));
                Ok(inlet.m * (outlet.h - inlet.h) - at.value(Q))
            }
            EQ_DIFFERENCE => {
                let outlet = at.stream(OUT);
                let given = at.value(DIFFERENCE);
                let difference = if given.re().is_nan() { S::zero() } else { given };
                let side = if self.sign > 0.0 { h_subcooled } else { h_superheated };
                Ok(outlet.h - side(outlet.fluid, outlet.p, difference)?)
            }
            EQ_ZONE..EQ_UA => {
                let (inlet, outlet) = (at.stream(IN), at.stream(OUT));
                let zones = zones(&inlet, &outlet, &self.boundary(at))?;
                let total: f64 = zones.iter().map(|zone| zone.q.re()).sum();
                let j = number - EQ_ZONE;
                Ok(zone_residual(&zones[j], at.value(UA_ZONE + j), total))
            }
            EQ_UA => Ok(at.value(UA_ZONE) + at.value(UA_ZONE + 1) + at.value(UA_ZONE + 2) - at.value(UA)),
            _ => unreachable!("the other equations are affine"),
        }
    }

    pub(super) fn start(&self, start: &mut Start) -> Result<(), ComponentError> {
        let Some(outlet) = start.at(OUT).cloned() else { return Ok(()) };
        let info = outlet.fluid.info();
        if let Some(t) = start.value(T_BOUNDARY) {
            let name = self.names[2];
            check_temperature(name, t, info)?;
            if t >= info.t_critical {
                return Err(ComponentError::Parameter(format!(
                    "{name} = {t:.1} K is above the critical temperature of {} ({:.1} K): {}",
                    info.name, info.t_critical, self.supercritical
                )));
            }
            // Where heat and conductance are given, so is the temperature difference, nearly.
            let difference = match (start.value(Q), start.value(UA)) {
                (Some(q), Some(ua)) => (q / ua).abs().min(40.0),
                _ => 10.0,
            };
            // No zone may cross at the start: subcooled liquid and superheated vapour are nearer to the boundary.
            let least = start.value(DIFFERENCE).unwrap_or(0.0) + 2.0;
            let difference = difference.max(least) * start.spread;
            for port in [IN, OUT] {
                start.offer_saturation(port, t + difference * self.sign);
            }
        }
        let difference = start.value(DIFFERENCE).unwrap_or(0.0);
        let side = if self.sign > 0.0 { h_subcooled } else { h_superheated };
        if let Some(p) = outlet.p
            && let Ok(h) = side(&outlet.fluid, p, difference)
        {
            start.offer(OUT, Variable::H, h);
        }
        if let (Some(q), Some(h_in), Some(h_out)) = (start.value(Q), start.at(IN).and_then(|inlet| inlet.h), outlet.h)
            && q / (h_out - h_in) > 0.0
        {
            start.offer(IN, Variable::M, q / (h_out - h_in));
        }
        Ok(())
    }

    pub(super) fn report<S: Scalar>(&self, at: &At<S>) -> Result<Report<S>, ComponentError> {
        let (inlet, outlet) = (at.stream(IN), at.stream(OUT));
        let q = inlet.m * (outlet.h - inlet.h);
        let mut report = Report { heat: q, ..Report::default() };
        report.set(Q, q);
        report.set(PR, outlet.p / inlet.p);
        report.set(DP, inlet.p - outlet.p);
        if let Ok((bubble, dew)) = saturation(outlet.fluid, outlet.p) {
            let line = if self.sign > 0.0 { bubble } else { dew };
            report.set(DIFFERENCE, (line.t - outlet.t()?) * self.sign);
        }
        if at.value(T_BOUNDARY).re().is_finite() {
            self.report_zones(at, &mut report)?;
        }
        Ok(report)
    }

    fn report_zones<S: Scalar>(&self, at: &At<S>, report: &mut Report<S>) -> Result<(), ComponentError> {
        let boundary = self.boundary(at);
        let zones = zones(&at.stream(IN), &at.stream(OUT), &boundary)?;
        let total = zones[0].q + zones[1].q + zones[2].q;
        let mut sum = S::zero();
        for (j, zone) in zones.iter().enumerate() {
            let Some(ua) = conductance(zone, total.re()) else {
                return Err(ComponentError::State(format!(
                    "temperatures cross in the {} zone (differences {:.2} K and {:.2} K at its ends): change {} or the \
                     conditions around it",
                    self.words[2].split(", ").nth(j).unwrap_or("heat transfer"),
                    zone.dt_a.re(),
                    zone.dt_b.re(),
                    self.names[2]
                )));
            };
            // Of a zone that has used up its difference only the iteration knows the conductance.
            let ua = if at.is_given(UA) { at.value(UA_ZONE + j) } else { ua };
            report.set(UA_ZONE + j, ua);
            sum += ua;
        }
        report.set(UA, sum);
        let rise = match boundary.capacity_rate.re() {
            rate if rate.is_infinite() => S::zero(),
            _ => total * self.sign / boundary.capacity_rate,
        };
        report.set(T_BOUNDARY_OUT, boundary.t + rise);
        let ends = zones.iter().flat_map(|zone| [zone.dt_a, zone.dt_b]);
        report.set(PINCH, ends.fold(zones[0].dt_a, S::lesser));
        Ok(())
    }
}
