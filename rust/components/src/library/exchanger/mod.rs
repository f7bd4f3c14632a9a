//! What exchangers of two streams share: hot from in1 to out1, cold from in2 to out2. One side may be a boundary of given temperature.
//!
//! ```text
//! m_out1 = m_in1        m_out2 = m_in2        p_out = pr p_in, p_out = p_in − dp on both sides
//! energy  : m1 (h_out1 − h_in1) + m2 (h_out2 − h_in2) = 0
//! Q       : m (h_out − h_in) = Q of the hot side, negative; of an evaporator's cold side, positive
//! UA      : lmtd   Q = UA ΔT_log of the terminal differences
//!           zones  Σ UAⱼ = UA, Qⱼ = UAⱼ ΔT_log,j                          (form: module `zones`)
//!           ntu    Q = ε(NTU, C_r) C_min (T_in1 − T_in2)                  (module `effectiveness`)
//! UA_char : UA from its design value                                      (modules `part_load` and `reynolds`)
//! ttd_u   : T_in1 − T_out2 = ttd_u        ttd_l : T_out1 − T_in2 = ttd_l       (parallel flow: at the outlets, at the inlets)
//! ttd_min : min(ttd_u, ttd_l) = ttd_min   pinch : min over the ends of all zones = pinch
//! eff_hot  : h_out1 − h_in1 = eff_hot (h(p_out1, T_in2) − h_in1)
//! eff_cold : h_out2 − h_in2 = eff_cold (h(p_out2, T_in1) − h_in2)
//! eff_max  : max(eff_hot, eff_cold) = eff_max
//! zeta1_d4, zeta2_d4 : module `friction`
//! boundary : T_out = T_in ± Q/C, isothermal for an infinite capacity rate C
//! ```
//! Reference: R. K. Shah, D. P. Sekulić, Fundamentals of Heat Exchanger Design, Wiley 2003, chapter 3.

mod area;
mod declared;
mod part_load;
mod phases;
mod report;
mod reynolds;
mod start;

pub(super) use area::Areas;
pub(super) use declared::{BASE, BASE_EQUATIONS, TTD_L, TTD_U, UA, model};
pub(super) use phases::Phases;
pub(super) use reynolds::Reynolds;

use entropyk_fluids::Phase;
use smallvec::SmallVec;

use crate::effectiveness::{ARRANGEMENTS, Arrangement, Rates};
use crate::friction::zeta;
use crate::profile::{Profile, Side};
use crate::properties::{at_pt, saturation};
use crate::slots::Value;
use crate::zones::{Zone, residual as zone_residual, shared};
use crate::{At, ComponentError, Scalar};
use declared::*;

pub(super) const IN: [usize; 2] = [0, 1];
pub(super) const OUT: [usize; 2] = [2, 3];
pub(super) const HOT: usize = 0;
pub(super) const COLD: usize = 1;

/// Zones with their weights wⱼ in Σ wⱼ UAⱼ.
pub(super) type Weighted<S> = SmallVec<[(Zone<S>, S); 8]>;

/// Words of the parameter `model`.
pub(super) const MODELS: &[&str] = &["lmtd", "zones", "ntu"];

/// How heat transfer follows from the conductance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Model {
    Lmtd,
    Zones,
    Ntu,
}

/// Parameters of a boundary in the place of a stream.
#[derive(Clone, Copy, Debug)]
pub(super) struct Boundary {
    /// `sink` or `source`.
    pub(super) name: &'static str,
    /// Inlet temperature.
    pub(super) t: usize,
    /// Capacity rate.
    pub(super) rate: usize,
    /// Outlet temperature.
    pub(super) t_out: usize,
}

/// What differs between the classes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Exchanger {
    /// The side that is always connected, whose heat is `Q`.
    pub(super) main: usize,
    /// What the other side is where it is not connected.
    pub(super) boundary: Option<Boundary>,
    /// Parameter `model`.
    pub(super) model: Option<usize>,
    /// The model while none is chosen and both sides are connected.
    pub(super) usual: Model,
    /// Parameter with the arrangement of the streams, before the one with the number of shell passes.
    pub(super) arrangement: Option<usize>,
    /// Parameter with the number of parts into which zones are cut.
    pub(super) parts: Option<usize>,
    /// Parameters that zones share beside `UA`.
    pub(super) shares: &'static [usize],
    /// Both streams flow in the same direction.
    pub(super) is_parallel: bool,
    /// Differences at the hot inlet count from the dew point there.
    pub(super) from_dew_point: bool,
}

/// Two streams in counterflow, and nothing else.
pub(super) const PLAIN: Exchanger = Exchanger {
    main: HOT,
    boundary: None,
    model: None,
    usual: Model::Lmtd,
    arrangement: None,
    parts: None,
    shares: &[],
    is_parallel: false,
    from_dew_point: false,
};

impl Exchanger {
    /// The side that is no boundary's.
    fn other(&self) -> usize {
        1 - self.main
    }

    pub(super) fn model<S: Scalar>(&self, at: &At<S>) -> Model {
        let chosen = self.model.and_then(|parameter| match at.slots.slot(parameter).value {
            Value::Choice(chosen) => Some([Model::Lmtd, Model::Zones, Model::Ntu][chosen]),
            _ => None,
        });
        let usual = if is_connected(at, self.other()) { self.usual } else { Model::Zones };
        chosen.unwrap_or(usual)
    }

    /// Residual of an equation that all exchangers have.
    pub(super) fn residual<S: Scalar>(&self, number: usize, at: &At<S>) -> Result<S, ComponentError> {
        match number {
            EQ_ENERGY => Ok(gain(at, HOT) + gain(at, COLD)),
            EQ_Q => Ok(gain(at, self.main) - at.value(Q)),
            EQ_UA => self.transfer(at, at.value(UA)),
            EQ_TTD_U => Ok(self.terminal(at)?[0] - at.value(TTD_U)),
            EQ_TTD_L => Ok(self.terminal(at)?[1] - at.value(TTD_L)),
            EQ_UA_CHAR => self.part_load(at),
            EQ_TTD_MIN => {
                let [upper, lower] = self.terminal(at)?;
                Ok(upper.lesser(lower) - at.value(TTD_MIN))
            }
            EQ_ZETA_HOT | EQ_ZETA_COLD => {
                let side = number - EQ_ZETA_HOT;
                zeta(&at.stream(IN[side]), &at.stream(OUT[side]), at.value(ZETA[side]))
            }
            EQ_EFF_HOT | EQ_EFF_COLD => {
                let side = number - EQ_EFF_HOT;
                let [change, greatest] = self.changes(at, side)?;
                Ok(at.value(EFF[side]) * greatest - change)
            }
            EQ_EFF_MAX => {
                let [hot, cold] = [self.effectiveness(at, HOT)?, self.effectiveness(at, COLD)?];
                Ok(at.value(EFF_MAX) - hot.greater(cold))
            }
            EQ_PINCH => Ok(self.profile(at)?.pinch() - at.value(PINCH)),
            EQ_BOUNDARY => {
                let Some(boundary) = self.boundary else { return Ok(S::zero()) };
                let rise = at.value(boundary.t_out) - at.value(boundary.t);
                Ok(gain(at, self.main) + at.value(boundary.rate) * rise)
            }
            EQ_AGAINST.. => self.residual(DIFFERENCES[number - EQ_AGAINST], at),
            _ => unreachable!("the other equations are affine"),
        }
    }

    /// Q − what a conductance transfers.
    pub(super) fn transfer<S: Scalar>(&self, at: &At<S>, ua: S) -> Result<S, ComponentError> {
        match self.model(at) {
            Model::Lmtd => {
                let zone = self.as_one_zone(at)?;
                Ok(zone_residual(&zone, ua, zone.q.re()))
            }
            Model::Zones => Ok(shared(&weighted(&self.profile(at)?, |_| Ok(S::one()))?, ua)),
            Model::Ntu => Ok(self.rates(at)?.residual_of_ua(ua, self.arrangement(at)?)),
        }
    }

    /// How the streams pass each other.
    pub(super) fn arrangement<S: Scalar>(&self, at: &At<S>) -> Result<Arrangement, ComponentError> {
        let Some(parameter) = self.arrangement else { return Ok(Arrangement::Counterflow) };
        let Value::Choice(chosen) = at.slots.slot(parameter).value else {
            let words = ARRANGEMENTS.join(", ");
            return Err(ComponentError::Parameter(format!("flow_arrangement has to be given, one of {words}")));
        };
        Ok(Arrangement::numbered(chosen, at.slots.count(parameter + 1)))
    }

    /// Heat from the hot to the cold side.
    pub(super) fn heat<S: Scalar>(&self, at: &At<S>) -> S {
        if self.main == HOT { -gain(at, HOT) } else { gain(at, COLD) }
    }

    /// Temperatures of a side where it enters and leaves.
    pub(super) fn temperatures<S: Scalar>(&self, at: &At<S>, side: usize) -> Result<[S; 2], ComponentError> {
        if is_connected(at, side) {
            return Ok([at.stream(IN[side]).t()?, at.stream(OUT[side]).t()?]);
        }
        let Some(boundary) = self.boundary else { return Ok([S::from(f64::NAN); 2]) };
        let t = at.value(boundary.t);
        if at.is_given(boundary.t_out) {
            return Ok([t, at.value(boundary.t_out)]);
        }
        let rate = at.value(boundary.rate);
        let sign = if side == COLD { 1.0 } else { -1.0 };
        Ok([t, if rate.re().is_finite() { t + self.heat(at) * sign / rate } else { t }])
    }

    /// ttd_u and ttd_l.
    fn terminal<S: Scalar>(&self, at: &At<S>) -> Result<[S; 2], ComponentError> {
        let ([mut hot_in, hot_out], [cold_in, cold_out]) = (self.temperatures(at, HOT)?, self.temperatures(at, COLD)?);
        if self.is_parallel {
            return Ok([hot_out - cold_out, hot_in - cold_in]);
        }
        if self.from_dew_point {
            let inlet = at.stream(IN[HOT]);
            hot_in = saturation(inlet.fluid, inlet.p)?.1.t;
        }
        Ok([hot_in - cold_out, hot_out - cold_in])
    }

    /// The exchanger as one zone.
    fn as_one_zone<S: Scalar>(&self, at: &At<S>) -> Result<Zone<S>, ComponentError> {
        let [dt_a, dt_b] = self.terminal(at)?;
        Ok(Zone { q: self.heat(at), dt_a, dt_b })
    }

    /// Temperatures along the exchanger.
    pub(super) fn profile<'a, S: Scalar>(&self, at: &At<'a, S>) -> Result<Profile<'a, S>, ComponentError> {
        let side = |side: usize| -> Result<Side<'a, S>, ComponentError> {
            // The cold side leaves where the hot one enters.
            let (first, last) = if side == HOT { (IN[HOT], OUT[HOT]) } else { (OUT[COLD], IN[COLD]) };
            if is_connected(at, side) {
                return Ok(Side::Stream([at.stream(first), at.stream(last)]));
            }
            let [t_in, t_out] = self.temperatures(at, side)?;
            Ok(Side::Boundary(if side == HOT { [t_in, t_out] } else { [t_out, t_in] }))
        };
        let parts = self.parts.map_or(1, |parameter| at.slots.count(parameter).max(1));
        Profile::new(side(HOT)?, side(COLD)?, self.heat(at), parts)
    }

    /// Capacity rates, with the temperatures at the inlets.
    pub(super) fn rates<S: Scalar>(&self, at: &At<S>) -> Result<Rates<S>, ComponentError> {
        Ok(Rates::new(self.temperatures(at, HOT)?, self.temperatures(at, COLD)?, self.heat(at)))
    }

    /// Change of a side, and the one with which it would leave at the temperature at which the other enters: of enthalpy for a stream, of
    /// temperature for a boundary.
    fn changes<S: Scalar>(&self, at: &At<S>, side: usize) -> Result<[S; 2], ComponentError> {
        let limit = self.temperatures(at, 1 - side)?[0];
        if !is_connected(at, side) {
            let [t_in, t_out] = self.temperatures(at, side)?;
            return Ok([t_out - t_in, limit - t_in]);
        }
        let (inlet, outlet) = (at.stream(IN[side]), at.stream(OUT[side]));
        Ok([outlet.h - inlet.h, at_pt(inlet.fluid, outlet.p, limit)?.h - inlet.h])
    }

    fn effectiveness<S: Scalar>(&self, at: &At<S>, side: usize) -> Result<S, ComponentError> {
        let [change, greatest] = self.changes(at, side)?;
        Ok(change / greatest)
    }
}

/// The zones of a profile with their weights, which may follow from the phases in the middle of a zone.
pub(super) fn weighted<S: Scalar>(
    profile: &Profile<S>,
    weight: impl Fn(f64) -> Result<S, ComponentError>,
) -> Result<Weighted<S>, ComponentError> {
    profile.zones().zip(profile.middles()).map(|(zone, middle)| Ok((zone, weight(middle)?))).collect()
}

/// m (h_out − h_in) of a side.
pub(super) fn gain<S: Scalar>(at: &At<S>, side: usize) -> S {
    let (inlet, outlet) = (at.stream(IN[side]), at.stream(OUT[side]));
    inlet.m * (outlet.h - inlet.h)
}

/// True if a stream passes a side.
pub(super) fn is_connected<S: Scalar>(at: &At<S>, side: usize) -> bool {
    at.is_connected(IN[side])
}

/// Index of the phase among liquid, two-phase, gas and supercritical.
pub(super) fn index_of(phase: Phase) -> usize {
    match phase {
        Phase::Liquid => 0,
        Phase::TwoPhase => 1,
        Phase::Gas => 2,
        Phase::Supercritical => 3,
    }
}
