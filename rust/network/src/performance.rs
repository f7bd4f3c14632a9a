//! Energy flows across the boundary of a model, and the coefficients of performance of its circuits.
//!
//! ```text
//! COP_cooling = Q_in / P        COP_heating = Q_out / P
//! ```

use entropyk_components::Report;
use entropyk_fluids::Fluid;

/// One closed circuit.
#[derive(Clone, Debug, PartialEq)]
pub struct CircuitPerformance {
    /// Fluid of the circuit.
    pub fluid: Fluid,
    /// Heat taken up, W.
    pub heat_in: f64,
    /// Heat given off, W, positive.
    pub heat_out: f64,
    /// Power taken in, W.
    pub power: f64,
    /// Heat lost by machines, W.
    pub loss: f64,
}

impl CircuitPerformance {
    fn add_heat(&mut self, heat: f64) {
        self.heat_in += heat.max(0.0);
        self.heat_out += (-heat).max(0.0);
    }

    /// Heat taken up per power; NaN without power.
    pub fn cop_cooling(&self) -> f64 {
        ratio(self.heat_in, self.power)
    }

    /// Heat given off per power; NaN without power.
    pub fn cop_heating(&self) -> f64 {
        ratio(self.heat_out, self.power)
    }
}

fn ratio(heat: f64, power: f64) -> f64 {
    if power > 0.0 { heat / power } else { f64::NAN }
}

/// Energy flows of a model, in total and by circuit.
#[derive(Clone, Debug, PartialEq)]
pub struct Performance {
    /// Heat taken up across the boundary, W.
    pub heat_in: f64,
    /// Heat given off across the boundary, W, positive.
    pub heat_out: f64,
    /// Power taken in, W.
    pub power: f64,
    /// Heat lost by machines, W.
    pub loss: f64,
    /// The circuits.
    pub circuits: Vec<CircuitPerformance>,
}

impl Performance {
    /// Sums the components' reports, each with the number and the fluid of the circuits of its first two streams.
    pub(crate) fn new<'a>(reports: impl Iterator<Item = (&'a Report, [Option<(usize, Fluid)>; 2])>) -> Self {
        let mut total = Self { heat_in: 0.0, heat_out: 0.0, power: 0.0, loss: 0.0, circuits: vec![] };
        let mut numbers = vec![];
        for (report, [first, second]) in reports {
            let (heat_in, heat_out) = (report.heat.max(0.0), (-report.heat).max(0.0));
            total.heat_in += heat_in;
            total.heat_out += heat_out;
            total.power += report.power;
            total.loss += report.loss;
            let passes = match (&first, &second) {
                (Some((from, _)), Some((to, _))) if from != to => report.transferred,
                _ => 0.0,
            };
            if let Some(circuit) = first {
                let circuit = total.circuit(&mut numbers, circuit);
                circuit.add_heat(report.heat);
                circuit.add_heat(-passes);
                circuit.power += report.power;
                circuit.loss += report.loss;
            }
            if let Some(circuit) = second.filter(|_| passes != 0.0) {
                total.circuit(&mut numbers, circuit).add_heat(passes);
            }
        }
        total
    }

    /// The circuit of a number, which is added if it is new.
    fn circuit(&mut self, numbers: &mut Vec<usize>, (number, fluid): (usize, Fluid)) -> &mut CircuitPerformance {
        let position = numbers.iter().position(|n| *n == number).unwrap_or_else(|| {
            numbers.push(number);
            self.circuits.push(CircuitPerformance { fluid, heat_in: 0.0, heat_out: 0.0, power: 0.0, loss: 0.0 });
            numbers.len() - 1
        });
        &mut self.circuits[position]
    }

    /// Heat taken up per power; NaN without power.
    pub fn cop_cooling(&self) -> f64 {
        ratio(self.heat_in, self.power)
    }

    /// Heat given off per power; NaN without power.
    pub fn cop_heating(&self) -> f64 {
        ratio(self.heat_out, self.power)
    }

    /// What the energy balance lacks, W: Q_in + P − Q_out − losses.
    pub fn imbalance(&self) -> f64 {
        self.heat_in + self.power - self.heat_out - self.loss
    }
}
