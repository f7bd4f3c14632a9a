//! Zones of a stream that changes its phase: the conductance and the area of each.
//!
//! ```text
//! h_out = h(p_out, T_bubble(p_out) − subcooling)   or   h_out = h(p_out, T_dew(p_out) + superheat)
//! UA_zone = Σ UAⱼ of the zones in which the stream is liquid, two-phase, or vapour
//! A : Σ UA_zone/U_zone = A
//! ```

use entropyk_core::Quantity;
use entropyk_fluids::Phase;

use super::declared::conductance_of;
use super::{Exchanger, HOT, IN, Model, OUT, UA, Weighted, weighted};
use crate::declaration::{Activation, Equation, Form, Parameter, Type, Variable};
use crate::declare::{at as variables, equation, number};
use crate::profile::Profile;
use crate::properties::{h_subcooled, h_superheated, saturation};
use crate::zones::{conductances, shared};
use crate::{At, ComponentError, Report, Scalar};

/// Where the parameters of the phases begin among those of a class: the condition at the outlet, then those below.
#[derive(Clone, Copy, Debug)]
pub(in crate::library) struct Phases {
    pub(in crate::library) first: usize,
    /// Names: of the condition at the outlet; of UA, U and A of the zones in the order in which the stream passes them; of the area.
    pub(in crate::library) names: [&'static str; 11],
    pub(in crate::library) meaning: &'static str,
}

impl Phases {
    /// Subcooling or superheat at the outlet.
    pub(in crate::library) fn difference(&self) -> usize {
        self.first
    }
    fn ua(&self, zone: usize) -> usize {
        self.first + 1 + zone
    }
    fn u(&self, zone: usize) -> usize {
        self.first + 4 + zone
    }
    fn a(&self, zone: usize) -> usize {
        self.first + 7 + zone
    }
    fn area(&self) -> usize {
        self.first + 10
    }

    pub(in crate::library) fn parameters(&self, main: usize) -> Vec<Parameter> {
        let [difference, zones @ .., area] = self.names;
        let kind = if main == HOT { Type::NumberOrFlag } else { Type::Number };
        let size = |name, meaning| number(name, Quantity::Area, meaning);
        let mut all =
            vec![number(difference, Quantity::TemperatureDifference, self.meaning).strictly(0.0, 1e4).of_kind(kind)];
        let meanings =
            ["conductance of the first zone", "conductance of the second zone", "conductance of the third zone"];
        all.extend((0..3).map(|zone| conductance_of(zones[zone], meanings[zone]).result()));
        let meanings =
            ["coefficient of the first zone", "coefficient of the second zone", "coefficient of the third zone"];
        all.extend(
            (0..3).map(|zone| {
                number(zones[3 + zone], Quantity::HeatTransferCoefficientPerArea, meanings[zone]).positive()
            }),
        );
        let meanings = ["area of the first zone", "area of the second zone", "area of the third zone"];
        all.extend((0..3).map(|zone| size(zones[6 + zone], meanings[zone]).result()));
        all.push(size(area, "area of all zones, Σ UAⱼ/Uⱼ").positive());
        all
    }

    pub(in crate::library) fn equations(&self, exchanger: &Exchanger) -> Vec<Equation> {
        let difference = self.difference();
        let outlet = variables(OUT[exchanger.main], &[Variable::P, Variable::H]);
        let outlet = outlet.chain([crate::declaration::Term::Parameter(difference)]).collect();
        let has_difference = Activation::Any(vec![Activation::Given(difference), Activation::Flag(difference, false)]);
        let formula = match exchanger.main {
            HOT => "h_out1 = h(p_out1, T_bubble − subcooling)",
            _ => "h_out2 = h(p_out2, T_dew + superheat)",
        };
        let all: Vec<usize> = (0..3).map(|zone| self.u(zone)).chain([self.area()]).collect();
        vec![
            equation(self.names[0], formula, has_difference, Form::General(outlet)),
            equation("A", "Σ UAⱼ/Uⱼ = A", Activation::Given(self.area()), exchanger.all(&all)),
        ]
    }

    pub(in crate::library) fn residual<S: Scalar>(
        &self,
        number: usize,
        exchanger: &Exchanger,
        at: &At<S>,
    ) -> Result<S, ComponentError> {
        if number == 1 {
            let zones = self.weighed(exchanger, at, &exchanger.profile(at)?)?;
            return Ok(shared(&zones, at.value(self.area())));
        }
        let outlet = at.stream(OUT[exchanger.main]);
        let given = at.value(self.difference());
        let difference = if given.re().is_nan() { S::zero() } else { given };
        let state = if exchanger.main == HOT { h_subcooled } else { h_superheated };
        Ok(outlet.h - state(outlet.fluid, outlet.p, difference)?)
    }

    /// The zones with their resistances 1/U.
    fn weighed<S: Scalar>(
        &self,
        exchanger: &Exchanger,
        at: &At<S>,
        profile: &Profile<S>,
    ) -> Result<Weighted<S>, ComponentError> {
        weighted(profile, |xi| {
            let u = self.u(self.zone(exchanger, profile, xi)?);
            let coefficient = at.value(u);
            if coefficient.re().is_nan() {
                let name = at.slots.declaration().parameters[u].name;
                return Err(ComponentError::Parameter(format!("{name} is needed: its zone takes part of the area")));
            }
            Ok(coefficient.recip())
        })
    }

    /// The zone that a place belongs to, by the phase of the main stream.
    fn zone<S: Scalar>(&self, exchanger: &Exchanger, profile: &Profile<S>, xi: f64) -> Result<usize, ComponentError> {
        let side = if exchanger.main == HOT { &profile.hot } else { &profile.cold };
        Ok(match (side.phase(xi)?, exchanger.main) {
            (Some(Phase::TwoPhase), _) => 1,
            (Some(Phase::Liquid), HOT) => 2,
            (_, HOT) => 0,
            (Some(Phase::Liquid), _) => 0,
            _ => 2,
        })
    }

    pub(in crate::library) fn report<S: Scalar>(
        &self,
        exchanger: &Exchanger,
        at: &At<S>,
        report: &mut Report<S>,
    ) -> Result<(), ComponentError> {
        let outlet = at.stream(OUT[exchanger.main]);
        if let Ok((bubble, dew)) = saturation(outlet.fluid, outlet.p) {
            let t = outlet.t()?;
            report.set(self.difference(), if exchanger.main == HOT { bubble.t - t } else { t - dew.t });
        }
        let is_known = exchanger.temperatures(at, 1 - exchanger.main)?[0].re().is_finite();
        if !is_known || exchanger.model(at) != Model::Zones || at.stream(IN[exchanger.main]).m.re() == 0.0 {
            return Ok(());
        }
        let profile = exchanger.profile(at)?;
        let of = |share: bool, parameter: usize| (share && at.is_given(parameter)).then(|| at.value(parameter));
        let plain = weighted(&profile, |_| Ok(S::one()))?;
        let by_area = self.weighed(exchanger, at, &profile).ok();
        let found = match &by_area {
            Some(zones) if at.is_given(self.area()) => conductances(zones, of(true, self.area())),
            _ => conductances(&plain, of(true, UA)),
        };
        let Some(found) = found else { return Ok(()) };
        let (mut sums, mut areas) = ([S::zero(); 3], [S::zero(); 3]);
        for (index, (ua, xi)) in found.iter().zip(profile.middles()).enumerate() {
            let zone = self.zone(exchanger, &profile, xi)?;
            sums[zone] += *ua;
            if let Some(zones) = &by_area {
                areas[zone] += *ua * zones[index].1;
            }
        }
        for zone in 0..3 {
            report.set(self.ua(zone), sums[zone]);
            if by_area.is_some() {
                report.set(self.a(zone), areas[zone]);
            }
        }
        if by_area.is_some() {
            report.set(self.area(), areas[0] + areas[1] + areas[2]);
        }
        Ok(())
    }
}
