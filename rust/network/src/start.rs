//! Start values of an iteration.
//!
//! What is given or known from the last solution comes first. Then connections and components offer
//! values from what is known so far, until nothing new comes; affine relations carry them on. What is
//! left gets a common value.

use entropyk_components::declaration::Variable;
use entropyk_components::{Guess, Start};
use entropyk_core::ThermoError;
use entropyk_fluids::Fluid;

use crate::model::named;
use crate::problem::Problem;

/// A mass flow to begin with where nothing tells one, kg/s.
const MASS_FLOW: f64 = 0.1;

impl Problem<'_> {
    /// Fills the variables; with `warm`, from the last solution where there is one. See `Start::spread`.
    pub(crate) fn start(&mut self, warm: bool, spread: f64) -> Result<(), ThermoError> {
        let n = self.plan.edge_count();
        let mut known: Vec<Option<f64>> = vec![None; self.variables.len()];
        for fixed in &self.plan.fixed {
            known[fixed.variable] = Some(self.numbers[fixed.object][fixed.parameter]);
        }
        if warm {
            self.recall(&mut known);
        }
        self.carry(&mut known);
        loop {
            let mut news = false;
            for object in (0..self.plan.objects.len()).rev() {
                for (port, variable, value) in self.offers(object, &known, spread)? {
                    let Some(edge) = self.plan.ports[object][port] else { continue };
                    let at = edge
                        + n * match variable {
                            Variable::M => 0,
                            Variable::P => 1,
                            _ => 2,
                        };
                    if known[at].is_none() {
                        known[at] = Some(value);
                        self.carry(&mut known);
                        news = true;
                    }
                }
            }
            if !news && !self.assume_pressures(&mut known) {
                break;
            }
        }
        self.fill(&known);
        Ok(())
    }

    fn recall(&self, known: &mut [Option<f64>]) {
        let n = self.plan.edge_count();
        let first_edge = self.plan.objects.len() - n;
        for edge in 0..n {
            for variable in 0..3 {
                let start = self.slots[first_edge + edge].slot(variable).start;
                let at = variable * n + edge;
                known[at] = known[at].or(start);
            }
        }
        for (k, (object, parameter)) in self.plan.free.iter().enumerate() {
            known[3 * n + k] = self.slots[*object].slot(*parameter).start;
        }
    }

    fn offers(
        &self,
        object: usize,
        known: &[Option<f64>],
        spread: f64,
    ) -> Result<Vec<(usize, Variable, f64)>, ThermoError> {
        let n = self.plan.edge_count();
        let guess = |edge: usize| Guess {
            fluid: self.plan.fluids[edge].clone(),
            m: known[edge],
            p: known[n + edge],
            h: known[2 * n + edge],
        };
        let guesses: Vec<Option<Guess>> = self.plan.ports[object].iter().map(|edge| edge.map(guess)).collect();
        let mut start = Start {
            guesses: &guesses,
            slots: &self.slots[object],
            numbers: &self.numbers[object],
            spread,
            offers: vec![],
        };
        self.plan.objects[object]
            .class
            .start(&mut start)
            .map_err(|error| named(&self.plan.objects[object], error.into()))?;
        Ok(start.offers)
    }

    /// Spreads known values through affine relations, both ways.
    fn carry(&self, known: &mut [Option<f64>]) {
        for link in self.plan.links.iter().rev() {
            let (factor, offset) = self.coefficients(link);
            if let (Some(target), None) = (known[link.target], known[link.source])
                && factor != 0.0
            {
                known[link.source] = Some((target - offset) / factor);
            }
        }
        for link in &self.plan.links {
            let (factor, offset) = self.coefficients(link);
            if let (None, Some(source)) = (known[link.target], known[link.source]) {
                known[link.target] = Some(factor * source + offset);
            }
        }
    }

    /// Gives unknown pressures the mean of the known ones of the circuit, or saturation at 20 °C.
    fn assume_pressures(&self, known: &mut [Option<f64>]) -> bool {
        let n = self.plan.edge_count();
        let Some(edge) = (0..n).find(|edge| known[n + edge].is_none()) else { return false };
        let same = (0..n).filter(|other| self.plan.circuits[*other] == self.plan.circuits[edge]);
        let logs: Vec<f64> = same.filter_map(|other| known[n + other]).map(f64::ln).collect();
        let mean = (logs.iter().sum::<f64>() / logs.len() as f64).exp();
        let fluid = &self.plan.fluids[edge];
        let t = 293.15f64.clamp(fluid.info().t_triple + 1.0, 0.9 * fluid.info().t_critical);
        known[n + edge] = Some(if mean.is_finite() { mean } else { fluid.p_dew(t, &[]).unwrap_or(1e5) });
        self.carry(known);
        true
    }

    fn fill(&mut self, known: &[Option<f64>]) {
        let n = self.plan.edge_count();
        for edge in 0..n {
            let p = known[n + edge].unwrap_or(1e5);
            let middle =
                || self.plan.fluids[edge].px(p, 0.5, &[]).or_else(|_| self.plan.fluids[edge].pt(p, 300.0, &[], None));
            self.variables[edge] = known[edge].unwrap_or(MASS_FLOW);
            self.variables[n + edge] = p;
            let h = known[2 * n + edge].unwrap_or_else(|| middle().map_or(0.0, |state| state.h));
            self.variables[2 * n + edge] = within_range(&self.plan.fluids[edge], p, h);
        }
        for k in 0..self.plan.free.len() {
            self.variables[3 * n + k] = known[3 * n + k].unwrap_or_else(|| self.start_of_free(k));
        }
    }

    /// The middle of the bounds of a free parameter; a share of the conductance for a zone of an exchanger.
    fn start_of_free(&self, k: usize) -> f64 {
        let (object, parameter) = self.plan.free[k];
        let declaration = self.plan.objects[object].declaration();
        let declared = &declaration.parameters[parameter];
        let total = declaration.parameter("UA").map(|ua| self.numbers[object][ua]);
        match total {
            Some(total) if total.is_finite() && declared.is_result => total / 3.0,
            _ if declared.min.is_finite() && declared.max.is_finite() => 0.5 * (declared.min + declared.max),
            _ => 1.0,
        }
    }
}

/// The enthalpy, or the nearest one that the equation of state covers at this pressure.
fn within_range(fluid: &Fluid, p: f64, h: f64) -> f64 {
    if fluid.ph(p, h, &[], None).is_ok() {
        return h;
    }
    let info = fluid.info();
    let span = info.t_max - info.t_min;
    let ends = [info.t_min + 0.02 * span, info.t_max - 0.02 * span];
    let ends = ends.map(|t| fluid.pt(p, t, &[], None).map(|state| state.h));
    match ends {
        [Ok(low), Ok(high)] => h.clamp(low, high),
        _ => h,
    }
}
