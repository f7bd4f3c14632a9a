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
                    let Some(at) = self.plan.layout.position(edge, variable) else { continue };
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
        let layout = &self.plan.layout;
        let first_edge = self.plan.objects.len() - layout.edges();
        for edge in 0..layout.edges() {
            let slots = &self.slots[first_edge + edge];
            for (variable, position) in layout.of_edge(edge) {
                let start = slots.declaration().parameter(variable.symbol()).and_then(|at| slots.slot(at).start);
                known[position] = known[position].or(start);
            }
        }
        for (k, (object, parameter)) in self.plan.free.iter().enumerate() {
            known[layout.len() + k] = self.slots[*object].slot(*parameter).start;
        }
    }

    fn offers(
        &self,
        object: usize,
        known: &[Option<f64>],
        spread: f64,
    ) -> Result<Vec<(usize, Variable, f64)>, ThermoError> {
        let guess = |edge: usize| {
            let of = |variable| known[self.plan.layout.position(edge, variable)?];
            Guess { fluid: self.plan.fluids[edge].clone(), m: of(Variable::M), p: of(Variable::P), h: of(Variable::H) }
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
        let layout = &self.plan.layout;
        let pressure = |edge: usize| layout.position(edge, Variable::P);
        let open = (0..layout.edges()).filter_map(|edge| Some((edge, pressure(edge)?)));
        let Some((edge, position)) = open.into_iter().find(|(_, at)| known[*at].is_none()) else { return false };
        let same = (0..layout.edges()).filter(|other| self.plan.circuits[*other] == self.plan.circuits[edge]);
        let logs: Vec<f64> = same.filter_map(|other| known[pressure(other)?]).map(f64::ln).collect();
        let mean = (logs.iter().sum::<f64>() / logs.len() as f64).exp();
        let fluid = &self.plan.fluids[edge];
        let t = 293.15f64.clamp(fluid.info().t_triple + 1.0, 0.9 * fluid.info().t_critical);
        known[position] = Some(if mean.is_finite() { mean } else { fluid.p_dew(t, &[]).unwrap_or(1e5) });
        self.carry(known);
        true
    }

    fn fill(&mut self, known: &[Option<f64>]) {
        let layout = &self.plan.layout;
        for edge in 0..layout.edges() {
            let fluid = &self.plan.fluids[edge];
            let mut p = 1e5;
            for (variable, at) in layout.of_edge(edge) {
                self.variables[at] = match variable {
                    Variable::M => known[at].unwrap_or(MASS_FLOW),
                    Variable::P => known[at].unwrap_or(p),
                    Variable::H => within_range(fluid, p, known[at].unwrap_or_else(|| in_the_middle(fluid, p))),
                    Variable::W | Variable::E => known[at].unwrap_or(0.0),
                };
                if variable == Variable::P {
                    p = self.variables[at];
                }
            }
        }
        for k in 0..self.plan.free.len() {
            let at = layout.len() + k;
            self.variables[at] = known[at].unwrap_or_else(|| self.start_of_free(k));
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

/// An enthalpy for which nothing is known: of wet vapour, or at 300 K.
fn in_the_middle(fluid: &Fluid, p: f64) -> f64 {
    fluid.px(p, 0.5, &[]).or_else(|_| fluid.pt(p, 300.0, &[], None)).map_or(0.0, |state| state.h)
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
