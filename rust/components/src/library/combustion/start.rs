//! Where the iteration of a chamber starts: flows by the air ratio, composition by the reaction, enthalpy by the balance.

use entropyk_fluids::Fluid;

use super::chemistry::{Chemistry, FUELS, Fuel, reference};
use super::{IN, LAMB, OUT, TI};
use crate::declaration::Variable;
use crate::{ComponentError, Medium, Start};

/// Air ratio of start values, and temperature of the flue gas, K, where nothing tells them.
const USUAL_LAMB: f64 = 2.0;
const USUAL_T: f64 = 1300.0;

/// Refuses a mixture in which nothing can burn.
fn check_species(fluid: &Fluid) -> Result<(), ComponentError> {
    let chemistry = Chemistry::new(fluid.species());
    let names = || fluid.species().iter().map(|one| one.name.as_str()).collect::<Vec<_>>().join(", ");
    let known = || FUELS.map(|(name, ..)| name).join(", ");
    let what = match (chemistry.fuels.is_empty(), chemistry.oxygen) {
        (false, Some(_)) => return Ok(()),
        _ if fluid.species().is_empty() => format!(
            "{} alone flows in, so nothing can burn: give air and fuel as compositions, fluid={{\"N2\": 0.77, \"O2\": 0.23}}",
            fluid.info().name
        ),
        (true, _) => format!("there is no fuel among {}: fuels are {}", names(), known()),
        (_, None) => format!("there is no oxygen among {}: give it in the composition of the air", names()),
    };
    Err(ComponentError::Parameter(what))
}

/// Compositions and flows of what burns as far as they are known.
struct Known {
    chemistry: Chemistry,
    /// Moles of oxygen that a kilogram of each inlet brings, and that it needs.
    oxygen: [(f64, f64); 2],
    m: [Option<f64>; 2],
    z: [Vec<f64>; 2],
    lamb: f64,
}

impl Known {
    fn of(start: &Start) -> Option<Self> {
        let guesses = [start.at(IN[0])?, start.at(IN[1])?];
        let (mixture, _) = guesses[0].mixture.as_ref()?;
        let chemistry = Chemistry::new(mixture.species());
        let z = [guesses[0].mixture.as_ref()?.1.clone(), guesses[1].mixture.as_ref()?.1.clone()];
        let oxygen = [chemistry.oxygen(&z[0]), chemistry.oxygen(&z[1])];
        let lamb = start.value(LAMB).filter(|_| start.slots.is_given(LAMB)).unwrap_or(USUAL_LAMB);
        let mut m = [guesses[0].m, guesses[1].m];
        let fuel = usize::from(oxygen[1].1 > oxygen[0].1);
        if let Some(ti) = start.value(TI).filter(|_| start.slots.is_given(TI) && m[fuel].is_none()) {
            let heat: f64 = chemistry.fuels.iter().map(|burned| z[fuel][burned.at] * burned.lhv).sum();
            m[fuel] = Some(ti / heat).filter(|m| m.is_finite());
        }
        let mut known = Self { chemistry, oxygen, m, z, lamb };
        let ratio = known.ratio();
        match known.m {
            [Some(m), None] => known.m[1] = ratio.map(|ratio| m * ratio),
            [None, Some(m)] => known.m[0] = ratio.map(|ratio| m / ratio),
            _ => {}
        }
        Some(known)
    }

    /// Flow in the second inlet to that in the first, at the air ratio that is given or usual.
    fn ratio(&self) -> Option<f64> {
        let [(supply_1, need_1), (supply_2, need_2)] = self.oxygen;
        let ratio = (supply_1 - self.lamb * need_1) / (self.lamb * need_2 - supply_2);
        (ratio.is_finite() && ratio > 0.0).then_some(ratio)
    }

    /// Mass fractions that leave.
    fn burned(&self) -> Option<Vec<f64>> {
        let m = match self.m {
            [Some(one), Some(two)] => [one, two],
            _ => [1.0, self.ratio()?],
        };
        let total: f64 = m.iter().sum();
        let mixed: Vec<f64> =
            (0..self.z[0].len()).map(|k| (m[0] * self.z[0][k] + m[1] * self.z[1][k]) / total).collect();
        let (supply, need) = self.chemistry.oxygen(&mixed);
        let share = if need > supply { supply / need } else { 1.0 };
        Some((0..mixed.len()).map(|k| mixed[k] + self.chemistry.change(k, &mixed, share)).collect())
    }

    /// Whether the flows are more than a guess.
    fn lamb_is_known(&self, start: &Start) -> bool {
        start.slots.is_given(LAMB) || IN.into_iter().all(|port| start.at(port).is_some_and(|guess| guess.m.is_some()))
    }
}

/// The composition that leaves, by what is known of those that come in.
pub(in crate::library) fn react(start: &Start) -> Option<Vec<f64>> {
    Known::of(start)?.burned()
}

pub(in crate::library) fn start(start: &mut Start, eta: f64) -> Result<(), ComponentError> {
    if let Some(guess) = start.at(OUT) {
        check_species(guess.mixture.as_ref().map_or(&guess.fluid, |(mixture, _)| mixture))?;
    }
    let Some(known) = Known::of(start) else { return Ok(()) };
    for (port, m) in IN.into_iter().zip(known.m) {
        if let Some(m) = m.filter(|m| *m > 0.0) {
            start.offer(port, Variable::M, m);
        }
    }
    let [Some(one), Some(two)] = known.m else { return Ok(()) };
    start.offer(OUT, Variable::M, one + two);
    // The enthalpy by the energy balance where the inlets are known, else that of a usual temperature.
    let balance = || -> Option<f64> {
        let above = |port: usize| -> Option<f64> {
            let guess = start.at(port)?;
            let (mixture, z) = guess.mixture.as_ref()?;
            Some(guess.h? - reference(&Medium { fluid: mixture, z: &z[..] }).ok()?)
        };
        let (mixture, z) = start.at(OUT)?.mixture.as_ref()?;
        let leaving = reference(&Medium { fluid: mixture, z: &z[..] }).ok()?;
        let burned = |fuel: &Fuel| one * known.z[0][fuel.at] + two * known.z[1][fuel.at] - (one + two) * z[fuel.at];
        let ti: f64 = known.chemistry.fuels.iter().map(|fuel| burned(fuel) * fuel.lhv).sum();
        Some(leaving + (one * above(IN[0])? + two * above(IN[1])? + eta * ti) / (one + two))
    };
    match balance().filter(|_| known.lamb_is_known(start)) {
        Some(h) => start.offer(OUT, Variable::H, h),
        None => start.offer_temperature(OUT, USUAL_T),
    }
    Ok(())
}
